// Gives the fields in which one searches a name for screen readers: the widget leaves it out. Lets
// keys scroll what is too wide for the screen and has nothing in it that they could reach.
"use strict";

function name(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const words = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim();
    const shown = select.nextElementSibling?.querySelectorAll("[role=combobox], [role=textbox]");
    for (const part of words && shown ? shown : []) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", words.replace(/:$/, ""));
    }
  }
}

function reach() {
  for (const part of document.querySelectorAll("#content .module")) {
    const reached = part.querySelector("a, button, select, textarea, input:not([type=hidden])");
    part.toggleAttribute("tabindex", part.scrollWidth > part.clientWidth && !reached);
    if (part.hasAttribute("tabindex")) part.tabIndex = 0;
  }
}

// When the widgets are there, which may be later than the page, and for each row that is added.
window.addEventListener("load", () => {
  const start = () => (name(document), reach());
  if (window.django?.jQuery) window.django.jQuery(() => setTimeout(start));
  else start();
});
window.addEventListener("resize", reach);
document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
