// What htmx cannot: say why an act failed, send it again, act by single keys, find rows.

const live = document.getElementById("live");

const reasons = {
  403: "This page is too old, or you were logged out in another tab. Reload it and try again.",
  404: "It is no longer there. Reload the page to see what is.",
  413: "It is too long. Shorten it and try again.",
  429: "That was too often in a short time. Wait a minute and try again.",
  503: "The site is busy or restarting. Wait a few seconds and try again.",
};

const make = (tag, values) => Object.assign(document.createElement(tag), values);

/** Show a sentence at the foot of the page and read it out. */
function say(text, kind = "") {
  const box = make("div", { className: `toast ${kind}` });
  const close = make("button", { type: "button", className: "button button-quiet", textContent: "Close" });
  close.dataset.dismiss = "";
  box.append(make("p", { textContent: text }), close);
  live.replaceChildren(box);
}

const toast = (text) => say(text, "toast-error");

/** Name the act that failed: reading (GET) or saving. */
function failed(event) {
  const verb = event.detail.requestConfig?.verb;
  return verb === "get" ? "Could not be loaded." : "Could not be saved.";
}

// htmx comes once the page is there, and starts when somebody is about to act: that takes as long as
// to show the page. What is done before waits for it.
const { htmx: source } = document.querySelector("[data-htmx]").dataset;
// Runs no scripts from answers, writes no styles, asks this site only, shows refusals like any answer.
const config = {
  allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, selfRequestsOnly: true,
  defaultSettleDelay: 0, timeout: 15000, historyCacheSize: 0, refreshOnHistoryMiss: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..|409|422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
};
const whole = new Promise((done) => (document.readyState === "complete" ? done() : (window.onload = done)));
whole.then(() => fetch(source, { priority: "low" })).catch(() => {});
let started;

/** Ask what the field in use asks for while one types: htmx was not there to hear it. */
function askLate() {
  const field = document.activeElement;
  if (field.matches("[hx-trigger]") && field.value !== field.defaultValue)
    htmx.ajax("GET", field.getAttribute("hx-get"), { source: field }).catch(() => {});
}

/** Start htmx; fails where it cannot be fetched, and may be called again then. */
function start() {
  started ??= whole.then(
    () =>
      new Promise((done, reject) => {
        const onload = () => (askLate(), done());
        const onerror = () => reject((started = undefined));
        const add = (tag, values) => document.head.append(make(tag, values));
        add("meta", { name: "htmx-config", content: JSON.stringify(config) });
        add("script", { src: source, onload, onerror });
      }),
  );
  return started;
}
const unreachable = "The site cannot be reached. Check your connection and try again.";
/** Do an act of htmx. */
const withHtmx = (act, failure = "Could not be loaded.") => start().then(act, () => toast(`${failure} ${unreachable}`));
for (const type of ["pointerdown", "keydown", "focusin"]) {
  window.addEventListener(type, () => start().catch(() => {}), { capture: true, once: true });
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
    toast(`${failed(event)} ${unreachable}`);
  });
}
document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast, .message")?.remove();
});

// The worker comes with a player's first page, and forgets what it keeps on a page for nobody.
const worker = navigator.serviceWorker;
if (document.body.hasAttribute("hx-headers")) whole.then(() => worker?.register("/service-worker.js"));
else if ("nobody" in document.body.dataset) worker?.controller?.postMessage("forget");

/* ---- Acts that did not reach the server: kept, shown in their rows, sent again in order. See
   "Without a connection" in docs/architecture.md. ---- */

const run = location.pathname.match(/^\/runs\/[\da-f-]{36}\//)?.[0];
let sending; // the name of the act under way
let trouble; // the status of an answer that told nothing of its act, 0 for none
let busy, retry;
let pause = 1;

/** Change what waits for an answer; return what of it is of this run. */
function kept(change = (acts) => acts) {
  const acts = change(JSON.parse(localStorage.unsent ?? "[]"));
  localStorage.unsent = JSON.stringify(acts);
  return acts.filter((act) => act.path.startsWith(run));
}
const forget = (name) => kept((acts) => acts.filter((act) => act.name !== name));

const isUnanswered = ({ requestConfig, xhr: { status } }) =>
  requestConfig.headers.Submission && (!status || status === 403 || status === 429 || status >= 500);

function lock(id, inert) {
  for (const part of document.getElementById(id)?.children ?? []) {
    if (!part.matches(".unsent, .route-name")) part.inert = inert;
  }
}

/** Say of what waits, in its row or at the foot, that it was not sent. */
function show() {
  const waiting = trouble === undefined ? [] : kept();
  for (const note of document.querySelectorAll(".unsent")) {
    if (waiting.some((act) => act.name === note.id)) continue;
    lock(note.dataset.row, false);
    note.remove();
  }
  for (const act of waiting) {
    lock(act.row, true);
    let note = document.getElementById(act.name);
    if (!note) {
      note = make("div", { id: act.name, className: "unsent", role: "alert" });
      note.dataset.row = act.row;
      note.innerHTML = `<p></p><p></p><p class="cluster"><button class="button" data-unsent="send">Send now</button>
        <button class="button button-quiet" data-unsent="drop">Do not send</button></p>`;
      note.children[1].textContent = act.said;
      (document.querySelector(`.route#${act.row}`) ?? document.body).append(note);
    }
    const [why, when] = {
      0: ["no connection", "when the line is back"],
      403: ["you were logged out", `once you <a href="/accounts/login/?next=${run}">log in</a>`],
      422: ["the site refuses it", `from <a href="${act.at}#${act.row}">its page</a>, which will say why`],
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
  if (!act || sending) return;
  if (!window.htmx) return void start().then(send, () => {});
  const values = new FormData();
  for (const pair of act.values) values.append(...pair);
  const row = document.getElementById(act.row);
  const handler = row ? undefined : () => {};
  const headers = { Submission: act.name, "HX-Target": act.row };
  const target = row ?? make("div");
  htmx.ajax("POST", act.path, { ...act, target, values, headers, handler }).catch(() => {});
}

document.addEventListener("htmx:configRequest", (event) => {
  const { verb, path, headers, formData, target, elt, triggeringEvent: { submitter } = {} } = event.detail;
  // To look at another table is no act.
  if (!run || verb === "get" || path.endsWith("/table/")) return;
  kept(); // fails where the browser keeps nothing: such an act has no name
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const name = (headers.Submission ??= bytes.map((byte) => byte.toString(16).padStart(2, 0)).join(""));
  const values = [...formData].filter(([field]) => !field.startsWith("csrf"));
  const typed = values.filter(([field, value]) => value && !/^(sub|rev|from)/.test(field));
  const said = typed.map((pair) => pair[1]).join(", ") || submitter?.innerText;
  const [swap, select] = ["hx-swap", "hx-select"].map((each) => elt.closest(`[${each}]`)?.getAttribute(each));
  const act = { name, path, at: location.pathname, row: target.closest("[id]")?.id, swap, select, values, said };
  const [first] = kept((acts) => (acts.some((other) => other.name === name) ? acts : [...acts, act]));
  if (first.name === name && !sending) {
    sending = name;
    busy = setTimeout(() => (target.ariaBusy = true), 1000);
  } else {
    event.preventDefault(); // those before it go first
    lock(act.row, true);
    send();
  }
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  // An answer that comes late takes the keyboard from nobody.
  if (!detail.requestConfig.triggeringEvent && !detail.target.contains(document.activeElement))
    detail.serverResponse = detail.serverResponse.replace(" autofocus", "");
});
document.addEventListener("htmx:afterSwap", show);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { requestConfig: request, xhr, target } = detail;
  const name = request.headers.Submission;
  if (!name || name !== sending) return;
  sending = undefined;
  clearTimeout(busy);
  target.ariaBusy = null;
  const isLost = isUnanswered(detail);
  // A refusal stands in its row; where there is none on the page, the act waits for one.
  if (isLost || (!target.id && !request.triggeringEvent && xhr.status >= 400)) {
    trouble = isLost ? xhr.status : 422;
    const at = document.activeElement;
    const wasHere = request.triggeringEvent && (at === document.body || target.contains(at));
    show();
    if (wasHere) document.getElementById(name).querySelector("button").focus();
    pause = Math.min(2 * pause, 60);
    if (trouble !== 403 && trouble !== 422) retry = setTimeout(send, 1000 * pause);
  } else {
    forget(name);
    trouble = undefined;
    pause = 1;
    send();
  }
});
document.addEventListener("click", ({ target }) => {
  const { unsent } = target.dataset;
  if (unsent === "drop") forget(target.closest(".unsent").id);
  if (unsent) send();
});
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (form.action.endsWith("/logout/")) delete localStorage.unsent;
  const isOurs = form.hasAttribute("hx-post");
  if (isOurs ? window.htmx : navigator.onLine || form.method !== "post") return;
  event.preventDefault(); // what was typed stays
  if (!isOurs) toast(`Could not be saved. ${unreachable}`);
  else if (!form.ariaBusy) {
    form.ariaBusy = true;
    // htmx learns of a button by a click on it.
    const again = () => (submitter ? submitter.click() : form.requestSubmit());
    withHtmx(again, "Could not be saved.").finally(() => (form.ariaBusy = null));
  }
});
window.addEventListener("online", send);
document.addEventListener("DOMContentLoaded", send);

/* ---- Shortcuts. /keys/ has them in words; a player's own keys stay in the browser. ---- */

const KEYS = {
  next: "j", previous: "k", caught: "c", missed: "m", faint: "f", evolve: "e", level: "l", undo: "u",
  party: "p", box: "g b", graveyard: "g g", find: "/", help: "?",
};
const routes = () => document.getElementById("routes");
const rowInUse = () => document.activeElement.closest(".route") ?? routes().querySelector(".route-open");

const isPlain = (event) =>
  !(event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.type === "click"));

function chosenKeys() {
  try {
    return { on: true, ...KEYS, ...JSON.parse(localStorage.keys) };
  } catch {
    return { on: true, ...KEYS }; // nothing was changed, or nothing may be kept
  }
}

/** Give the keyboard to the row `by` rows further on. */
function step(by) {
  const rows = visible(routes(), ".route");
  const at = rows.indexOf(document.activeElement.closest(".route"));
  const meant = (selector) => rows.find((row) => row.matches(selector));
  const row = at < 0 ? meant(":target") ?? meant(".route-open") ?? rows[0] : rows[at + by];
  if (!row) return say("There is no row further on.");
  (row.querySelector(".route-name a") ?? Object.assign(row, { tabIndex: -1 })).focus();
  row.scrollIntoView({ block: "nearest" });
}

/** What is not folded away in `place`. */
const visible = (place, selector) =>
  [...(place?.querySelectorAll(selector) ?? [])].filter((element) => element.checkVisibility());

/** Click on what does an act in `place`. For one that `opens` a form, a closed row opens first. */
function press(place, selector, otherwise, opens = false, isRetry = false) {
  const [target] = visible(place, `${selector}:not(:disabled, [aria-disabled=true])`);
  const [closed] = opens && !isRetry ? visible(place, '.route-name [aria-expanded="false"]') : [];
  if (!target && !closed) return say(otherwise);
  (target ?? closed).click();
  if (!opens) return;
  const then = () => {
    const row = document.getElementById(place.id);
    if (target) row?.querySelector("form :is(input:not([type=hidden], [type=radio]), select)")?.focus();
    else press(row, selector, otherwise, true, true);
  };
  document.addEventListener("htmx:afterSettle", then, { once: true });
}
const outcome = (value) => press(rowInUse(), `[name=outcome][value=${value}]`, "Open a place first.");
const act = (name, otherwise) => press(rowInUse(), `[data-act=${name}]`, otherwise, true);

const onRunPage = {
  next: () => step(1),
  previous: () => step(-1),
  caught: () => outcome("caught"),
  missed: () => outcome("missed"),
  faint: () => act("faint", "Nobody here can faint."),
  evolve: () => act("evolve", "Nobody here can evolve."),
  level: () => act("level", "Nobody here has a level."),
  undo: () => press(document, "[data-act=undo]", "There is nothing to undo."),
};
const inRun = { party: "box/#party", box: "box/#box", graveyard: "graveyard/" };

let begun = ""; // the first of two keys
let waiting;

/** Do what a key stands for; return whether it stands for anything on this page. */
function shortcut(key) {
  const { on, ...keys } = chosenKeys();
  if (!on) return false;
  const pressed = begun + key;
  begun = Object.values(keys).some((each) => each.startsWith(`${pressed} `)) ? `${pressed} ` : "";
  clearTimeout(waiting);
  waiting = setTimeout(() => (begun = ""), 2000);
  const name = Object.keys(keys).find((each) => keys[each] === pressed);
  const field = name === "find" && document.querySelector("#find, main [type=search]");
  const tile = routes() && visible(rowInUse(), "[type=radio]")[pressed - 1];
  if (field) field.focus(), field.select();
  else if (name === "help") help();
  else if (run && inRun[name]) location.href = run + inRun[name];
  else if (routes() && onRunPage[name]) onRunPage[name]();
  else if (tile) tile.focus(), tile.click();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (
    key.length === 1 && isPlain(event) && !event.isComposing &&
    !document.querySelector("dialog[open]") &&
    !target.closest("input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]") &&
    shortcut(key.toLowerCase())
  ) event.preventDefault();
});

/** Show the form of /keys/, by a script that is loaded for it. */
function help() {
  import(document.querySelector("[data-keys]").dataset.keys)
    .then((keys) => keys.show())
    .catch(() => toast(`Could not be loaded. ${unreachable}`));
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys]") || !isPlain(event)) return;
  event.preventDefault();
  help();
});

// Rows open, bosses are won and lost in place: one listener, not attributes for htmx to find on each of
// a hundred rows.
document.addEventListener("click", (event) => {
  const source = event.target.closest("#routes :is(.route-name a, .verdicts button)");
  if (!source || !isPlain(event)) return;
  event.preventDefault();
  const [verb, path] = source.href ? ["GET", source.pathname] : ["POST", source.getAttribute("formaction")];
  withHtmx(() => htmx.ajax(verb, path, { source, event }).catch(() => {}));
});

// Where the keyboard was goes away with a row or with what can be redone: it stays in the same place.
let place;
document.addEventListener("htmx:beforeSwap", () => (place = document.activeElement.closest(".route, .turns")?.id));
document.addEventListener("htmx:afterRequest", () => {
  if (document.activeElement !== document.body) return;
  document.querySelector(`#${place} :is(.route-name a, button)`)?.focus({ preventScroll: true });
  place = undefined;
});

/* ---- Search: hide the rows of the run page that do not have what is typed. ---- */

const plain = (text) => text.normalize("NFD").replace(/[\p{M}'’]/gu, "").toLowerCase();

// What is done is folded by the styles, while nothing is searched for.
const FILTERS = {
  caught: ":has(.status-caught)",
  missed: ":has(.status-missed)",
  dead: ":has(.status-fainted)",
  bosses: ".route-boss",
};
const finder = document.getElementById("find");
let filter = "*";

function search() {
  const typed = plain(finder.value).split(/\s+/);
  const rows = routes().children;
  for (const row of rows) {
    const parts = row.querySelectorAll(".route-name, .route-boss .outlook, .met, .also, .status, .encounter-text");
    const words = [row.dataset.types, row.className.split(/type-(?:second-)?/).slice(1), !row.matches(".route-done") && "open", ...[...parts].map((part) => part.textContent)];
    const text = plain(words.join(" "));
    row.hidden = !row.matches(filter) || !typed.every((word) => text.includes(word));
  }
  const shown = visible(routes(), ".route").length;
  finder.form.querySelector("output").value = shown < rows.length ? `${shown} of ${rows.length} shown` : "";
}

// A page that was asked for with a filter has not all rows.
if (finder && routes() && !location.search) {
  finder.addEventListener("input", search);
  finder.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    finder.value = "";
    search();
  });
  finder.form.addEventListener("submit", (event) => {
    event.preventDefault();
    step(0);
  });
  document.querySelector(".filters").addEventListener("click", (event) => {
    const link = event.target.closest("a:not(.continue)");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    const name = link.search.slice(6);
    filter = FILTERS[name] ?? "*";
    document.cookie = `show=${name};path=${run};max-age=99999999`;
    for (const each of routes().querySelectorAll("[autofocus]")) each.autofocus = false;
    document.querySelector(".filters [aria-current]").ariaCurrent = null;
    link.ariaCurrent = "page";
    search();
  });
}
