// The form of /keys/, on its page and as a dialog on any other. The keys that a player has changed
// stay in the browser, where site.js finds them.

const here = document.getElementById("keys");
if (here) edit(here);

/** Show the form; fails where it cannot be loaded. */
export async function show() {
  if (here) return here.on.focus();
  const page = await fetch("/keys/").then((answer) => answer.text());
  const form = new DOMParser().parseFromString(page, "text/html").getElementById("keys");
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.append(form);
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  edit(form);
  dialog.showModal();
}

/** Fill in the keys in use, and keep what is changed. */
function edit(form) {
  let own = {};
  try {
    own = JSON.parse(localStorage.keys);
  } catch {
    // Nothing was changed, or nothing may be kept.
  }
  form.on.checked = own.on ?? true;
  for (const input of keysOf(form)) input.value = own[input.name] ?? input.value;
  form.addEventListener("change", () => keep(form));
  // Values are as they were at first only after the event.
  form.addEventListener("reset", () => setTimeout(keep, 0, form));
}

const keysOf = (form) => form.querySelectorAll(".key input");

/** Keep the keys unless one is none or stands for two acts, and say which it was. */
function keep(form) {
  const own = { on: form.on.checked };
  const others = [];
  let said = "Saved.";
  for (const input of keysOf(form)) {
    const key = input.value.trim().toLowerCase();
    const isKey = /^([^\s\d]( [^\s\d])?)?$/u.test(key);
    const clash = key && others.find((other) => begins(other, key) || begins(key, other));
    input.setAttribute("aria-invalid", !isKey || Boolean(clash));
    if (!isKey) said = `Not saved: type one sign, or two with a space between, instead of “${key}”.`;
    else if (clash) said = `Not saved: “${begins(key, clash) ? clash : key}” would stand for two acts.`;
    own[input.name] = key;
    if (key) others.push(key);
  }
  try {
    if (said === "Saved.") localStorage.keys = JSON.stringify(own);
  } catch {
    said = "Not saved: this browser keeps nothing for this site.";
  }
  form.said.value = said;
}

/** Whether `key` is pressed on the way to `keys`, such as "g" to "g b". */
const begins = (keys, key) => `${keys} `.startsWith(`${key} `);
