"""Measure the pages as a browser and a server see them, and hold them against their goals.

    python -m tests.bench.pages [--rounds 5]

One run of Emerald with all its places and bosses and 30 encounters, production settings, gunicorn
and whitenoise, gzip, all on this machine. In each round the run page and the bare page are visited
in turns by browsers that have never been here, so that what else the machine does falls on both;
the median of the rounds counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.bench.browser import PAGE_ITSELF, PHONE, Logged, Visit, new_tab
from tests.bench.goals import Line, at_most, beside, kilobytes, markdown, ratio, table
from tests.bench.played import Played
from tests.bench.server import cpu_of
from tests.bench.site import Site, played_site
from tests.chromium import HOW_TO_GET_ONE, find_chromium

SLOW = 4
# The CPU of the server is read from one process; browsers meet as many as production starts.
WORKERS = 2
GOALS_OF_QUERIES = {"run": 6, "box": 6, "graveyard": 6, "log": 10}
NAMES = {
    "run": "run page",
    "box": "box",
    "graveyard": "graveyard",
    "log": "logging a catch",
    "bare": "bare page",
}


@dataclass
class Measured:
    """Everything that was measured, visits by page and speed of the CPU."""

    cold: dict[tuple[str, int], list[Visit]] = field(default_factory=dict)
    warm: list[Visit] = field(default_factory=list)
    phone: list[Visit] = field(default_factory=list)
    logged: dict[int, list[Logged]] = field(default_factory=dict)
    preferred: list[Visit] = field(default_factory=list)
    others: dict[str, list[Visit]] = field(default_factory=dict)
    cpu: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, dict[str, int]] = field(default_factory=dict)


def other_pages(played: Played) -> dict[str, str]:
    """Return the paths of the site's other pages by their names."""
    run = f"/runs/{played.run}/"
    return {
        "landing": "/",
        "my runs": "/runs/",
        "new run": "/runs/new/",
        "box": f"{run}box/",
        "graveyard": f"{run}graveyard/",
        "bosses": f"{run}bosses/",
        "stats": f"{run}stats/",
        "timeline": f"{run}timeline/",
        "games": "/games/",
        "game": "/games/emerald/",
        "route": "/games/emerald/route-119/",
        "Pokédex": "/pokemon/",
        "Pokémon": "/pokemon/magnemite/",
    }


def measure(site: Site, rounds: int) -> Measured:
    """Measure all of it."""
    found = Measured()
    with site.served(workers=1) as url:
        found.cpu = cpu_of(url, site.played)
    with site.served(workers=WORKERS) as url, browser() as chromium:
        _measure_run_page(found, chromium, url, site.played, rounds)
        _measure_logging(found, chromium, url, site.played, rounds)
        for name, path in other_pages(site.played).items():
            for _ in range((rounds + 1) // 2):
                with new_tab(chromium, url, site.played) as tab:
                    found.others.setdefault(name, []).append(tab.visit(url + path))
    found.queries = json.loads(site.run(sys.executable, "-m", "tests.bench.queries"))
    return found


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the machine's own Chromium. Raises ``RuntimeError`` without one."""
    program = find_chromium()
    if program is None:
        raise RuntimeError(f"No Chromium was found. {HOW_TO_GET_ONE}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program)
        yield chromium
        chromium.close()


def _measure_run_page(
    found: Measured, chromium: Browser, url: str, played: Played, rounds: int
) -> None:
    pages = {"bare": f"{url}/bench/bare/{played.run}/", "run": f"{url}/runs/{played.run}/"}
    # The server's processes and the browser itself start up at somebody else's cost.
    for page in pages.values():
        for _ in range(WORKERS):
            with new_tab(chromium, url, played) as tab:
                tab.visit(page)
    for _ in range(rounds):
        for rate in (1, SLOW):
            for name, page in pages.items():
                with new_tab(chromium, url, played, rate=rate) as tab:
                    found.cold.setdefault((name, rate), []).append(tab.visit(page))
                    if (name, rate) == ("run", 1):
                        # The same address again would be a reload.
                        tab.visit(f"{url}/bench/trivial/")
                        found.warm.append(tab.visit(page))
    with new_tab(chromium, url, played, size=PHONE) as tab:
        found.phone.append(tab.visit(pages["run"]))
    with new_tab(chromium, url, played, encodings="gzip, br") as tab:
        found.preferred.append(tab.visit(pages["run"]))


def _measure_logging(
    found: Measured, chromium: Browser, url: str, played: Played, rounds: int
) -> None:
    """Log in the other run; the places of the second half are the server's."""
    places = iter(played.free[: len(played.free) // 2])
    for rate in (1, SLOW):
        with new_tab(chromium, url, played, rate=rate) as tab:
            tab.visit(f"{url}/runs/{played.spare_run}/")
            for _, free in zip(range(rounds), places, strict=False):
                found.logged.setdefault(rate, []).append(tab.log(free))


def lines(found: Measured) -> Iterator[Line]:
    """Hold what was measured against the goals of the run page."""
    run, bare = found.cold["run", 1], found.cold["bare", 1]
    slow, bare_slow = found.cold["run", SLOW], found.cold["bare", SLOW]

    def content(*kinds: str) -> float:
        return kilobytes(median(sum(map(visit.content, kinds)) for visit in run))

    yield at_most("cold, without sprites and headers", content(*PAGE_ITSELF), 40, " kB")
    for kind, most in (("html", 8), ("own script", 6), ("htmx", 17), ("css", 9)):
        yield at_most(f"– {kind}, without headers", content(kind), most, " kB")
    for measure, visits in (
        ("with headers", run),
        ("with headers where br is taken", found.preferred),
    ):
        size = kilobytes(median(visit.weight(*PAGE_ITSELF) for visit in visits))
        yield Line(f"– all of it {measure}", f"{size:.1f} kB")
    yield at_most("requests, cold", median(len(visit.of(*PAGE_ITSELF)) for visit in run), 5)
    yield at_most("requests, warm", median(len(visit.of(*PAGE_ITSELF)) for visit in found.warm), 1)
    hosts = {sent.url.split("/")[2] for visit in [*run, *found.warm] for sent in visit.sent}
    yield at_most("hosts that are asked", len(hosts), 1)
    for screen, visits in (("desktop", run), ("phone", found.phone)):
        size = median(visit.weight("sprite") for visit in visits)
        pictures = f"{median(len(visit.of('sprite')) for visit in visits):.0f} pictures"
        measure = f"sprites of the first view, {screen}"
        yield at_most(measure, kilobytes(size), 40, " kB", pictures)
    yield at_most("sprites, warm", len(found.warm[0].of("sprite")), 0)
    yield at_most("DOM elements", run[0].elements, 1300, note=f"bare page {bare[0].elements}")
    shifts = [visit.shift for visit in (*run, *slow, *found.phone)]
    yield at_most("layout shift while loading", max(shifts), 0)
    yield _against("list visible, cold, 4 × CPU", slow, bare_slow, lambda each: each.visible)
    yield _against("busy in all, cold, 4 × CPU", slow, bare_slow, lambda each: each.busy)
    yield _line("– of it CPU of the main thread", slow, bare_slow, lambda each: each.own_time)
    yield _line("– blocked beyond 50 ms a task", slow, bare_slow, lambda each: each.blocked)
    yield _line("list visible, cold, 1 × CPU", run, bare, lambda each: each.visible)
    yield _line("first paint, cold, 1 × CPU", run, bare, lambda each: each.first_paint)
    yield _line("largest paint, cold, 1 × CPU", run, bare, lambda each: each.largest_paint)
    seen = median(visit.visible for visit in found.warm)
    yield Line("list visible, warm, 1 × CPU", f"{seen:.0f} ms")
    for rate, most in ((1, 80), (SLOW, 300)):
        took = median(act.took for act in found.logged[rate])
        yield at_most(f"log an encounter, click to paint, {rate} × CPU", took, most, " ms")
    logged = [act for acts in found.logged.values() for act in acts]
    size = median(act.size for act in logged)
    yield at_most("– answer on the wire", kilobytes(size), 4, " kB")
    seen_after = all(act.in_view for act in logged)
    yield Line("– its row is in view then", "yes" if seen_after else "no", "yes", seen_after)
    for name, most in GOALS_OF_QUERIES.items():
        counts = found.queries[name]
        same = "the same at every size" if len(set(counts.values())) == 1 else str(counts)
        yield at_most(f"SQL, {NAMES[name]}", max(counts.values()), most, note=same)
    yield ratio("server CPU, run page", found.cpu["run"], found.cpu["trivial"], 3, "trivial")
    trivial = median(found.cpu["trivial"])
    for name in ("box", "graveyard", "log", "bare"):
        spent = median(found.cpu[name])
        yield Line(f"server CPU, {NAMES[name]}", f"{spent / trivial:.1f} × ({spent:.1f} ms)")


def _against(
    measure: str, visits: list[Visit], bare: list[Visit], of: Callable[[Visit], float]
) -> Line:
    return ratio(measure, list(map(of, visits)), list(map(of, bare)), 1.5, "bare")


def _line(
    measure: str, visits: list[Visit], bare: list[Visit], of: Callable[[Visit], float]
) -> Line:
    return Line(measure, beside(list(map(of, visits)), list(map(of, bare)), "bare"))


def pages_table(found: Measured) -> str:
    """Return the light numbers of every other page as a Markdown table."""
    rows = []
    for name, visits in found.others.items():
        first = visits[0]
        rows.append(
            (
                name,
                f"{len(first.of(*PAGE_ITSELF))}",
                f"{kilobytes(first.weight(*PAGE_ITSELF)):.1f}",
                f"{kilobytes(first.weight('html')):.1f}",
                f"{len(first.of('sprite'))}: {kilobytes(first.weight('sprite')):.1f}",
                f"{first.elements}",
                f"{median(visit.first_paint for visit in visits):.0f}",
                f"{median(visit.largest_paint for visit in visits):.0f}",
                f"{max(visit.shift for visit in visits):.2f}",
            )
        )
    headings = ("Page", "requests", "kB", "HTML kB", "sprites: kB", "elements")
    return markdown((*headings, "FCP ms", "LCP ms", "shift"), rows)


def main() -> None:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(description="Measure the pages against their goals.")
    parser.add_argument("--rounds", type=int, default=5, help="The median of so many counts.")
    options = parser.parse_args()
    with played_site() as site:
        found = measure(site, options.rounds)
    print(table(lines(found)))
    print()
    print(pages_table(found))


if __name__ == "__main__":
    main()
