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

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  // What is sent again by itself takes no message off the screen.
  if (detail.requestConfig.triggeringEvent) live.replaceChildren();
});
document.addEventListener("htmx:responseError", (event) => {
  if (isUnanswered(event.detail)) return;
  const reason = reasons[event.detail.xhr.status] ?? "Something went wrong on the site. Please try again.";
  toast(`${failed(event)} ${reason}`);
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (isUnanswered(event.detail)) return;
    toast(`${failed(event)} The site cannot be reached. Check your connection and try again.`);
  });
}
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast, .message")?.remove();
});

// The worker keeps run pages for where there is no connection. It comes with the first page of a
// player, and forgets everything on a page for nobody. An error page may not know who looks.
const worker = navigator.serviceWorker;
if (document.body.hasAttribute("hx-headers")) window.addEventListener("load", () => worker?.register("/service-worker.js"));
else if ("nobody" in document.body.dataset) worker?.controller?.postMessage("forget");

/* ---- Acts that did not reach the server. ----
   Each act in a run has a name that the server remembers, and is kept in the browser until it was
   answered. Where no answer comes its row says so, and it is sent again: under the same name, so
   that it is done once, and in order. It is shown and sent on pages of its own run alone, which
   nobody but its player can open. No token is kept. */

const run = location.pathname.match(/^\/runs\/[\da-f-]{36}\//)?.[0];
// The act under way; the status of the last answer that told nothing of its act, 0 for none.
let sending, trouble;
let busy, retry;
let pause = 1;

/** The acts of this run that were not answered, after a change. */
function kept(change = (acts) => acts) {
  const acts = change(JSON.parse(localStorage.unsent ?? "[]"));
  localStorage.unsent = JSON.stringify(acts);
  return acts.filter((act) => act.path.startsWith(run));
}
const without = (name) => kept((acts) => acts.filter((act) => act.name !== name));

/** Whether this was an act, and what came tells nothing of it. */
const isUnanswered = ({ requestConfig, xhr: { status } }) =>
  requestConfig.headers.Submission && (!status || status === 403 || status === 429 || status >= 500);

/** Let nobody change what is kept already. */
function lock(row, inert) {
  for (const form of row.querySelectorAll("form")) form.inert = inert;
}

/** Say in the row of each act that waits, or at the end of the page, that it was not sent. */
function show() {
  const waiting = trouble === undefined ? [] : kept();
  for (const note of document.querySelectorAll(".unsent")) {
    if (waiting.some((act) => act.name === note.id)) continue;
    lock(note.parentElement, false);
    note.remove();
  }
  for (const act of waiting) {
    const row = document.getElementById(act.row);
    if (row) lock(row, true);
    let note = document.getElementById(act.name);
    if (!note) {
      note = Object.assign(document.createElement("div"), { id: act.name, className: "unsent", role: "alert" });
      note.innerHTML = `<p></p><p></p><p class="cluster"><button class="button" data-unsent="send">Send now</button>
        <button class="button button-quiet" data-unsent="drop">Do not send</button></p>`;
      note.children[1].textContent = act.said;
      if (row) row.append(note);
      else document.getElementById("main").prepend(note);
    }
    const [why, when] = {
      0: ["no connection", "when the line is back"],
      403: ["you were logged out", `once you <a href="/accounts/login/?next=${run}">log in</a>`],
      422: ["the site refuses it", `from <a href="${run}#${act.row}">its row</a>, which will say why`],
    }[trouble] ?? ["the site is busy", "when it answers"];
    const text = `Not sent yet: ${why}. It is kept and will be sent ${when}.`;
    if (note.firstChild.innerHTML !== text) note.firstChild.innerHTML = text;
  }
}

/** Send the first act that waits. */
function send() {
  clearTimeout(retry);
  const [act] = kept();
  if (!act) trouble = undefined;
  show();
  if (!act || sending || !window.htmx) return;
  const values = new FormData();
  for (const pair of act.values) values.append(...pair);
  const row = document.getElementById(act.row);
  const target = row ?? document.createElement("div");
  const headers = { Submission: act.name, "HX-Target": act.row };
  const handler = row ? undefined : () => {};
  htmx.ajax("POST", act.path, { target, swap: "outerHTML", values, headers, handler }).catch(() => {});
}

document.addEventListener("htmx:configRequest", (event) => {
  const { verb, path, headers, formData, target } = event.detail;
  // Which table is looked at is no act.
  if (!run || verb === "get" || path.endsWith("/table/")) return;
  const random = [...crypto.getRandomValues(new Uint8Array(16))];
  const name = (headers.Submission ??= random.map((byte) => byte.toString(16).padStart(2, 0)).join(""));
  const values = [...formData].filter(([field]) => field !== "csrfmiddlewaretoken");
  const typed = values.filter(([field, value]) => value && !["submission", "revision"].includes(field));
  const act = { name, path, row: target.id, values, said: typed.map((pair) => pair[1]).join(", ") };
  const [first] = kept((acts) => (acts.some((other) => other.name === name) ? acts : [...acts, act]));
  if (first.name === name && !sending) {
    sending = name;
    busy = setTimeout(() => (target.ariaBusy = true), 1000);
  } else {
    // Those before it go first.
    event.preventDefault();
    send();
  }
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // An answer that comes late takes the keyboard from nobody.
  if (!detail.requestConfig.triggeringEvent && !detail.target.contains(document.activeElement)) {
    detail.serverResponse = detail.serverResponse.replace(" autofocus", "");
  }
});
document.addEventListener("htmx:afterSwap", show);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { requestConfig: request, xhr, target } = detail;
  const name = request.headers.Submission;
  if (!name || name !== sending) return;
  sending = undefined;
  clearTimeout(busy);
  target.ariaBusy = null;
  // A refusal stands in its row; where there is none on the page, the act waits for one.
  const isLeft = !target.id && xhr.status >= 400;
  const isLost = isUnanswered(detail);
  if (isLost || isLeft) {
    trouble = isLost ? xhr.status : 422;
    const at = document.activeElement;
    const wasHere = request.triggeringEvent && (at === document.body || target.contains(at));
    show();
    if (wasHere) document.getElementById(name).querySelector("button").focus({ preventScroll: true });
    pause = Math.min(2 * pause, 60);
    if (trouble !== 403 && trouble !== 422) retry = setTimeout(send, 1000 * pause);
  } else {
    without(name);
    trouble = undefined;
    pause = 1;
    send();
  }
});
document.addEventListener("click", ({ target }) => {
  const { unsent } = target.dataset;
  if (unsent === "drop") without(target.closest(".unsent").id);
  if (unsent) send();
});
document.addEventListener("submit", (event) => {
  const { method, action, attributes } = event.target;
  if (action.endsWith("/logout/")) delete localStorage.unsent;
  if (navigator.onLine || method !== "post" || attributes["hx-post"]) return;
  // A page that cannot come would take with it what was typed on this one.
  event.preventDefault();
  toast("Could not be saved. The site cannot be reached. Check your connection and try again.");
});
window.addEventListener("online", send);
document.addEventListener("DOMContentLoaded", send);
