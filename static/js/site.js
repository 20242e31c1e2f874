// Says what htmx cannot: that an act did not reach the server, or that the server refused it.

const live = document.getElementById("live");

const reasons = {
  403: "This page is too old, or you were logged out in another tab. Reload it and try again.",
  404: "It is no longer there. Reload the page to see what is.",
  413: "It is too long. Shorten it and try again.",
  429: "That was too often in a short time. Wait a minute and try again.",
  503: "The site is busy or restarting. Wait a few seconds and try again.",
};

/** Show a sentence at the foot of the page and read it out. */
function toast(text) {
  const box = document.createElement("div");
  box.className = "toast toast-error";
  box.append(Object.assign(document.createElement("p"), { textContent: text }));
  const close = Object.assign(document.createElement("button"), {
    type: "button",
    className: "button button-quiet",
    textContent: "Close",
  });
  close.dataset.dismiss = "";
  box.append(close);
  live.replaceChildren(box);
}

/** Name the act that failed: reading (GET) or saving. */
function failed(event) {
  const verb = event.detail.requestConfig?.verb;
  return verb === "get" ? "Could not be loaded." : "Could not be saved.";
}

document.addEventListener("htmx:beforeRequest", () => live.replaceChildren());
document.addEventListener("htmx:responseError", (event) => {
  const reason = reasons[event.detail.xhr.status] ?? "Something went wrong on the site. Please try again.";
  toast(`${failed(event)} ${reason}`);
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    toast(`${failed(event)} The site cannot be reached. Check your connection and try again.`);
  });
}
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast, .message")?.remove();
});

// The worker keeps run pages for where there is no connection. It comes with the first page of a
// player, and forgets everything on a page for nobody. An error page may not know who looks.
if ("offline" in document.documentElement.dataset) {
  // Kept by the worker and read-only: the real page comes once the site answers again. A browser
  // that has a network says nothing of the site, so it is asked.
  const retry = async () => {
    if (await fetch("/healthz").then((answer) => answer.ok, () => false)) location.reload();
  };
  window.addEventListener("online", retry);
  setInterval(retry, 5000);
} else if (document.body.hasAttribute("hx-headers")) {
  navigator.serviceWorker?.register("/service-worker.js");
} else if ("nobody" in document.body.dataset) {
  navigator.serviceWorker?.controller?.postMessage("forget");
}
