"""What a page costs a real browser: requests, bytes, paints, shifts and work of its main thread.

Chromium is driven by Playwright and asked through the DevTools protocol. A visit is cold in a
browser context of its own, with nothing cached, and starts from an empty tab; the same context's
second visit is warm.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.bench.played import Free, Played
from tests.e2e import steps

DESKTOP, PHONE = (1280, 800), (390, 844)
# What the row of a list looks like, on the run page and on the bare one.
ROWS = ".routes > li, table tr"
# A list counts as seen once so many of its rows are painted.
ROWS_SEEN = 10
# Images that do not belong to the weight of a page itself.
ICON = re.compile(r"/static/img/|/favicon")
SPRITE = re.compile(r"/sprites/|/static/.*\.(png|webp|avif)$")
HTMX = re.compile(r"/htmx[^/]*\.js$")
MILLISECONDS_TO_SETTLE = 300

# Runs in each page before anything of its own. What is painted is known one message after the
# frame in which it was there.
_WATCH = """
((ROWS, ROWS_SEEN) => {
  const seen = (window.bench = { visible: 0, largest: 0, shift: 0, blocked: 0 });
  const watch = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take))
      .observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => { seen.largest = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
  watch("longtask", (entry) => { seen.blocked += entry.duration - 50; });
  const after = (frame) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = frame;
    channel.port2.postMessage(0);
  };
  const look = () => requestAnimationFrame(() => {
    const there = document.querySelectorAll(ROWS).length >= ROWS_SEEN;
    after(() => { if (there) seen.visible = performance.now(); else look(); });
  });
  look();
  window.timeAct = (id) => {
    let clicked = 0;
    const click = (event) => { clicked = event.timeStamp; };
    addEventListener("click", click, { capture: true, once: true });
    const before = document.getElementById(id);
    seen.act = new Promise((done) => {
      new MutationObserver((_, observer) => {
        const row = document.getElementById(id);
        if (!clicked || !row || row === before || row.querySelector("form")) return;
        observer.disconnect();
        requestAnimationFrame(() => after(() => done(performance.now() - clicked)));
      }).observe(document.body, { childList: true, subtree: true });
    });
  };
})
"""


@dataclass(slots=True)
class Sent:
    """A request of a page; ``size`` is what its answer weighs on the wire, with its headers."""

    url: str
    kind: str
    size: int = 0
    headers: int = 0
    from_cache: bool = False


@dataclass(slots=True)
class Visit:
    """One load of a page: times in milliseconds since it was asked for.

    ``busy`` is how long the tasks of the page's main thread took in all, by the clock, ``own_time``
    their CPU, ``blocked`` what of them goes beyond 50 ms each. ``visible`` is when its list was
    painted, 0 where it has none.
    """

    sent: list[Sent]
    elements: int
    first_paint: float
    largest_paint: float
    visible: float
    shift: float
    blocked: float
    busy: float
    own_time: float

    def of(self, *kinds: str) -> list[Sent]:
        """Return the requests of these kinds that went over the wire."""
        return [each for each in self.sent if each.kind in kinds and not each.from_cache]

    def weight(self, *kinds: str) -> int:
        """Return the bytes of the requests of these kinds on the wire."""
        return sum(each.size for each in self.of(*kinds))

    def content(self, kind: str) -> int:
        """Return the bytes of the requests of a kind without headers, compressed as they came."""
        return sum(each.size - each.headers for each in self.of(kind))


@dataclass(frozen=True, slots=True)
class Logged:
    """A catch: milliseconds from the click to its paint, bytes of the answer on the wire.

    ``in_view`` says whether its row can be seen then without scrolling.
    """

    took: float
    size: int
    in_view: bool


# Sprites, icons and the manifest are counted apart.
PAGE_ITSELF = ("html", "css", "own script", "htmx", "other")


def kind_of(url: str, resource_type: str) -> str:
    """Return what a request is for."""
    path = urlsplit(url).path
    if ICON.search(path):
        return "icon"
    if SPRITE.search(path):
        return "sprite"
    if HTMX.search(path):
        return "htmx"
    return {
        "Document": "html",
        "Stylesheet": "css",
        "Script": "own script",
        "Image": "image",
        "Manifest": "manifest",
    }.get(resource_type, "other")


@dataclass
class Wire:
    """The requests of one tab, as the network saw them."""

    session: CDPSession
    _by_id: dict[str, Sent] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.on("Network.requestWillBeSent", self._on_sent)
        self.session.on("Network.requestServedFromCache", self._on_cached)
        self.session.on("Network.responseReceived", self._on_answer)
        self.session.on("Network.loadingFinished", self._on_finished)

    def _on_sent(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if url.startswith(("http:", "https:")):
            sent = Sent(url, kind_of(url, event.get("type", "")))
            self._by_id[event["requestId"]] = sent
            self.sent.append(sent)

    def _on_cached(self, event: dict[str, Any]) -> None:
        if sent := self._by_id.get(event["requestId"]):
            sent.from_cache = True

    def _on_answer(self, event: dict[str, Any]) -> None:
        if sent := self._by_id.get(event["requestId"]):
            response = event["response"]
            sent.headers = int(response["encodedDataLength"])
            sent.from_cache = sent.from_cache or response.get("fromDiskCache", False)

    def _on_finished(self, event: dict[str, Any]) -> None:
        if sent := self._by_id.get(event["requestId"]):
            sent.size = int(event["encodedDataLength"])


@dataclass
class Tab:
    """A tab of a browser in which nobody has been before."""

    page: Page
    session: CDPSession
    # Counts the CPU of the main thread, where the other counts by the clock.
    cpu: CDPSession
    wire: Wire

    def visit(self, url: str) -> Visit:
        """Load a page and wait until it is quiet."""
        self.wire.sent.clear()
        self.page.goto(url, wait_until="networkidle")
        self.page.wait_for_timeout(MILLISECONDS_TO_SETTLE)
        seen = self.page.evaluate(
            """() => ({
              ...window.bench,
              first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
              elements: document.getElementsByTagName("*").length,
            })"""
        )
        return Visit(
            sent=list(self.wire.sent),
            elements=seen["elements"],
            first_paint=seen["first"],
            largest_paint=seen["largest"],
            # A frame may be ready before the browser lets the page be seen.
            visible=max(seen["visible"], seen["first"]) if seen["visible"] else 0,
            shift=seen["shift"],
            blocked=seen["blocked"],
            busy=_tasks(self.session),
            own_time=_tasks(self.cpu),
        )

    def slow_down(self, rate: int) -> None:
        """Make the CPU so many times slower."""
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": rate})

    def log(self, free: Free) -> Logged:
        """Log a catch on the run page, from its open row."""
        place = steps.open_row(self.page, free.place)
        steps.choose(place, free.name)
        button = place.get_by_role("button", name="Caught", exact=True)
        button.scroll_into_view_if_needed()
        self.page.evaluate("id => { window.timeAct(id); }", f"place-{free.place}")
        self.wire.sent.clear()
        # A bare click and a promise: the driver's own look at what is hit, and asking again with
        # each frame, would be measured as well.
        box = button.bounding_box()
        assert box, "The button cannot be seen."
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        took: float = self.page.evaluate("window.bench.act")
        self.page.wait_for_timeout(MILLISECONDS_TO_SETTLE)
        size = sum(each.size for each in self.wire.sent if each.kind == "other")
        in_view: bool = place.evaluate(
            """row => {
              const { top, bottom } = row.getBoundingClientRect();
              return top >= 0 && bottom <= innerHeight;
            }"""
        )
        return Logged(took, size, in_view)


def _tasks(session: CDPSession) -> float:
    """Return the milliseconds that the page's tasks took, as this session counts them."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    found: float = next(each["value"] for each in metrics if each["name"] == "TaskDuration")
    return 1000 * found


@contextmanager
def new_tab(
    browser: Browser,
    site: str,
    played: Played | None,
    *,
    size: tuple[int, int] = DESKTOP,
    rate: int = 1,
    encodings: str = "gzip",
) -> Iterator[Tab]:
    """Open a tab with an empty cache, signed in as the player, or as nobody.

    The service worker is left out: what it keeps is no part of what a page weighs.
    """
    context: BrowserContext = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        # Scrolling takes its time otherwise, and what moves with it is no shift of the page.
        reduced_motion="reduce",
        service_workers="block",
    )
    try:
        if played:
            context.add_cookies([{"name": played.cookie, "value": played.session, "url": site}])
        context.add_init_script(f"{_WATCH}({json.dumps(ROWS)}, {ROWS_SEEN});")
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setExtraHTTPHeaders", {"headers": {"Accept-Encoding": encodings}})
        session.send("Performance.enable", {"timeDomain": "timeTicks"})
        cpu = context.new_cdp_session(page)
        cpu.send("Performance.enable", {"timeDomain": "threadTicks"})
        tab = Tab(page, session, cpu, Wire(session))
        tab.slow_down(rate)
        yield tab
    finally:
        context.close()
