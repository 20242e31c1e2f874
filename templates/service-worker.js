{% load static %}// Keeps the run pages that were seen last, to be read where there is no connection.
//
// It asks the network first, always: what is kept is shown only when nothing answers. Only run
// pages are kept, never those of /accounts/ or /admin/, and none once somebody else may be at the
// browser: a log-in, a sign-up, a log-out and a page for nobody empty the store. What belongs to a
// session, the tokens against forged forms, is not kept with them.

const RELEASE = "{{ release }}";
const PAGES = `pages-${RELEASE}`;
const FILES = `files-${RELEASE}`;
const OFFLINE = "{% url 'offline' %}";
const STATIC = "{{ STATIC_URL }}";
const SCRIPT = "{% static 'js/offline.js' %}";
const RUN = /^\/runs\/[0-9a-f-]{36}\//;
const MOST_RUNS = 5;
const SECONDS_AFTER_AN_ACT = 5;
const TOKENS = /(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*/g;

// Counts how often the store was emptied: a page that was asked for before is not kept after it.
let emptied = 0;
// The latest act on each run.
const acts = new Map();

/** Return the address of the run page that an address belongs to, or undefined. */
function runOf(url) {
  return url.origin === location.origin ? RUN.exec(url.pathname)?.[0] : undefined;
}

/** Forget all pages. */
function empty() {
  emptied += 1;
  acts.clear();
  return caches.delete(PAGES);
}

/** Keep an answer to a request for a run page, and what its page needs. */
async function keep(run, response, asked) {
  // A site that is out of order says nothing about the run.
  if (response.status >= 500 || response.status === 429) return;
  const pages = await caches.open(PAGES);
  if (asked !== emptied) return;
  if (response.status !== 200 || response.redirected) {
    await pages.delete(run);
    return;
  }
  const text = (await response.clone().text()).replace(TOKENS, "$1");
  // Put anew it is the youngest.
  await pages.delete(run);
  if (asked !== emptied) return;
  await pages.put(run, answer(text, response));
  const kept = await pages.keys();
  await Promise.all(kept.slice(0, -MOST_RUNS).map((old) => pages.delete(old)));
  await keepFiles(text);
  // It was emptied while this was written.
  if (asked !== emptied) await pages.delete(run);
}

/** Keep the style sheets and drawings that a page names, and the script for where nothing answers. */
async function keepFiles(text) {
  const files = await caches.open(FILES);
  const names = [...text.matchAll(/(?:href|src)="([^"]+\.(?:css|svg))"/g)].map((match) => match[1]);
  await Promise.all(
    [...new Set([...names, SCRIPT])].filter((name) => name.startsWith(STATIC)).map(async (name) => {
      if (await files.match(name)) return;
      const response = await fetch(name);
      if (response.ok) await files.put(name, response);
    }),
  );
}

/** Ask for a run page and keep it, without anybody waiting for it. */
async function refresh(run) {
  const asked = emptied;
  try {
    await keep(run, await fetch(run, { headers: { Accept: "text/html" } }), asked);
  } catch {
    // There is no connection: what is kept stays.
  }
}

/** After the last of several acts on a run, keep its page as it is then. */
async function afterAct(run) {
  const act = (acts.get(run) ?? 0) + 1;
  acts.set(run, act);
  await new Promise((done) => setTimeout(done, SECONDS_AFTER_AN_ACT * 1000));
  if (acts.get(run) === act) await refresh(run);
}

/** Make a text into an answer with the headers of another. */
function answer(text, { headers: from }) {
  const headers = new Headers(from);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(text, { headers });
}

/** Take from a page what acts on it, and let it open itself anew once the site answers. */
function readOnly(text) {
  return text
    .replace(/<script[^>]*><\/script>/g, "")
    .replace("</head>", `<script type="module" src="${SCRIPT}"></script></head>`)
    .replace(/<form\b/g, "<form inert")
    .replace(/<html\b/, "<html data-offline");
}

/** Answer with the kept page of a run, marked as what it is. */
async function keptRun(run) {
  const response = await (await caches.open(PAGES)).match(run);
  if (!response) return undefined;
  const date = new Date(response.headers.get("date") ?? Date.now());
  const moment = date.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  const note = `<div class="offline-note" role="status"><p><strong>You are offline.</strong> This is the run as it was
    on ${moment}. It can be read, not changed. <a href="${run}">Try again</a></p></div>`;
  const text = readOnly(await response.text());
  return answer(text.replace(/<main\b[^>]*>/, `$&${note}`), response);
}

/** Answer with the page that says there is no connection, and which runs can be read. */
async function offlinePage() {
  const response = await (await caches.open(FILES)).match(OFFLINE);
  if (!response) return Response.error();
  const pages = await caches.open(PAGES);
  const links = await Promise.all(
    (await pages.keys()).reverse().map(async (request) => {
      const page = await (await pages.match(request)).text();
      const heading = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(page)?.[1] ?? "A run";
      return `<li><a href="${new URL(request.url).pathname}">${heading}</a></li>`;
    }),
  );
  const list = links.length ? `<p>You can still read:</p><ul>${links.join("")}</ul>` : "";
  const text = readOnly(await response.text());
  return answer(text.replace("<!-- runs -->", () => list), response);
}

/** Ask the network for a page; keep a run's, and show what is kept when nothing answers. */
async function page(event, url) {
  const run = runOf(url);
  const asked = emptied;
  try {
    const response = await fetch(event.request);
    if (run === url.pathname && !url.search) event.waitUntil(keep(run, response.clone(), asked));
    return response;
  } catch {
    return (run && (await keptRun(run))) || (await offlinePage());
  }
}

/** Ask the network for a file; a picture of a run page is kept, and shown when nothing answers. */
async function file(event) {
  const files = await caches.open(FILES);
  try {
    const response = await fetch(event.request);
    if (response.ok && event.request.destination === "image") {
      event.waitUntil(keepPicture(event.clientId, event.request, response.clone()));
    }
    return response;
  } catch {
    return (await files.match(event.request)) ?? Response.error();
  }
}

/** Keep a picture when it is one of a run page. */
async function keepPicture(page, request, response) {
  const client = await self.clients.get(page);
  if (client && runOf(new URL(client.url))) await (await caches.open(FILES)).put(request, response);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(
    (async () => {
      const response = await fetch(OFFLINE, { cache: "reload" });
      if (!response.ok) throw new Error(`${OFFLINE} answered ${response.status}`);
      await (await caches.open(FILES)).put(OFFLINE, response.clone());
      await keepFiles(await response.text());
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(names.filter((name) => ![PAGES, FILES].includes(name)).map((name) => caches.delete(name)));
      await self.clients.claim();
      // The page that brought this worker was loaded without it.
      const windows = await self.clients.matchAll({ type: "window" });
      const runs = windows.map((client) => runOf(new URL(client.url)));
      await Promise.all([...new Set(runs.filter(Boolean))].map(refresh));
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "forget") event.waitUntil(empty());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST") {
    const run = runOf(url);
    if (url.pathname.startsWith("/accounts/")) event.waitUntil(empty());
    else if (run) event.waitUntil(afterAct(run));
  } else if (request.method === "GET" && request.mode === "navigate") {
    event.respondWith(page(event, url));
  } else if (request.method === "GET" && url.pathname.startsWith(STATIC)) {
    event.respondWith(file(event));
  }
});
