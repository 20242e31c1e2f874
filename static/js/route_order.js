// Drags the rows of a table into another order and numbers them in steps of ten. Without it, or
// without a mouse, the numbers are typed.
"use strict";

for (const body of document.querySelectorAll("[data-order]")) {
  let dragged = null;

  for (const handle of body.querySelectorAll("[data-handle]")) {
    handle.draggable = true;
    handle.addEventListener("dragstart", (event) => {
      dragged = handle.closest("tr");
      dragged.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    handle.addEventListener("dragend", () => {
      dragged?.classList.remove("dragged");
      dragged = null;
    });
  }

  body.addEventListener("dragover", (event) => {
    const row = event.target.closest("tr");
    if (!dragged || !row) return;
    event.preventDefault();
    if (row === dragged) return;
    const middle = row.getBoundingClientRect().top + row.offsetHeight / 2;
    body.insertBefore(dragged, event.clientY < middle ? row : row.nextSibling);
  });

  body.addEventListener("drop", (event) => {
    event.preventDefault();
    body.querySelectorAll("input[type=number]").forEach((input, position) => {
      input.value = (position + 1) * 10;
    });
  });
}
