// Gives the fields in which one searches a name for screen readers: the widget leaves it out.
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

// When the widgets are there, and for each row that is added.
window.addEventListener("load", () => name(document));
document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
