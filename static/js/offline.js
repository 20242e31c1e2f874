// Part of the pages that the worker shows where nothing answers: says which acts of the run wait to
// be sent, and opens the real page once the site answers again.

const run = location.pathname.match(/^\/runs\/[\da-f-]{36}\//)?.[0];
const waiting = JSON.parse(localStorage.unsent ?? "[]").filter((act) => act.path.startsWith(run));
const note = document.querySelector(".offline-note");

if (note && waiting.length) {
  const list = document.createElement("ul");
  for (const act of waiting) {
    const row = document.getElementById(act.row)?.querySelector(".route-name")?.textContent.trim();
    const said = [row, act.said].filter(Boolean).join(": ");
    list.append(Object.assign(document.createElement("li"), { textContent: said }));
  }
  const unsent = Object.assign(document.createElement("div"), { className: "unsent", role: "status" });
  unsent.append("Not sent yet. It is kept and will be sent when the line is back:", list);
  note.after(unsent);
}

// A browser that has a network knows nothing of the site, so it is asked.
async function reopen() {
  if (await fetch("/healthz").then((answer) => answer.ok, () => false)) location.reload();
}
window.addEventListener("online", reopen);
setInterval(reopen, 5000);
