// The box page: drag a picture to a place of the party, or into the box. The buttons beside it do the
// same.

document.addEventListener("pointerdown", ({ target, button, pointerId, clientX, clientY }) => {
  const handle = target.closest(".member > .token");
  const member = handle?.parentElement;
  const form = member?.querySelector(".arrange");
  if (!form || button) return;
  let place = null;
  handle.setPointerCapture(pointerId);
  handle.onpointermove = (moved) => {
    handle.style.translate = `${moved.clientX - clientX}px ${moved.clientY - clientY}px`;
    place?.classList.remove("drop");
    place = document
      .elementsFromPoint(moved.clientX, moved.clientY)
      .find((element) => !member.contains(element))
      ?.closest("[data-slot]");
    if (place?.contains(member)) place = null; // it is in the box already
    place?.classList.add("drop");
  };
  handle.onpointerup = () => {
    if (!place) return;
    const button = document.createElement("button");
    Object.assign(button, { hidden: true, name: "slot", value: place.dataset.slot });
    form.append(button);
    button.click();
  };
  handle.onlostpointercapture = () => {
    handle.onpointermove = handle.onpointerup = null;
    handle.style.translate = "";
    place?.classList.remove("drop");
  };
});
