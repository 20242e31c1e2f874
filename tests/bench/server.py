"""CPU time of the server's process for each request, read from the process itself."""

from __future__ import annotations

import http.client
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from urllib.parse import urlencode, urlsplit

from tests.bench.played import Free, Played

# What is asked in turns, so that what else the machine does falls on all alike.
ROUNDS, REQUESTS_A_ROUND = 8, 8
# The visitor's own half of the check: the cookie and the header must agree.
TOKEN = "0123456789abcdef0123456789abcdef"


@dataclass
class Visitor:
    """Somebody signed in, on one connection that stays open, whose answers come compressed."""

    site: str
    played: Played

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(self.site).netloc, timeout=60)

    def get(self, path: str) -> bytes:
        """Return the body of a page. Raises ``RuntimeError`` unless it answers 200."""
        return self._ask("GET", path)

    def log(self, free: Free, run: str) -> bytes:
        """Log a catch as the run page does, and return the body of the answer."""
        form = {
            "pokemon": free.pokemon,
            "outcome": "caught",
            "override_reason": "By a die",
            "submission": str(uuid.uuid4()),
        }
        target = {"HX-Request": "true", "HX-Target": f"place-{free.place}"}
        return self._ask("POST", f"/runs/{run}/routes/{free.place}/", urlencode(form), target)

    def cpu(self) -> float:
        """Return the seconds of CPU that the server's process has used."""
        return float(self._ask("GET", "/bench/cpu/"))

    def _ask(
        self, method: str, path: str, body: str = "", more: dict[str, str] | None = None
    ) -> bytes:
        cookies = f"{self.played.cookie}={self.played.session}; csrftoken={TOKEN}"
        headers = {
            "Accept-Encoding": "gzip",
            "Cookie": cookies,
            "X-CSRFToken": TOKEN,
            **(more or {}),
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} answered {answer.status}.")
        return content


def cpu_of(site: str, played: Played) -> dict[str, list[float]]:
    """Return the milliseconds of CPU of each page and of logging by round, of one process."""
    visitor = Visitor(site, played)
    run = f"/runs/{played.run}/"
    acts: dict[str, Callable[[], object]] = {
        name: partial(visitor.get, path)
        for name, path in {
            "trivial": "/bench/trivial/",
            "bare": f"/bench/bare/{played.run}/",
            "run": run,
            "box": f"{run}box/",
            "graveyard": f"{run}graveyard/",
        }.items()
    }
    for act in acts.values():
        # The first of each fills what the process keeps.
        act()
        act()
    asking = median(_between(visitor, lambda: None, 1) for _ in range(20))
    found: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(ROUNDS):
        for name, act in acts.items():
            spent = _between(visitor, act, REQUESTS_A_ROUND)
            found[name].append((spent - asking) / REQUESTS_A_ROUND)
    # What is logged stays logged: each place once.
    found["log"] = []
    for free in played.free[len(played.free) // 2 :]:
        spent = _between(visitor, partial(visitor.log, free, played.spare_run), 1)
        found["log"].append(spent - asking)
    return {name: [1000 * time for time in times] for name, times in found.items()}


def _between(visitor: Visitor, act: Callable[[], object], times: int) -> float:
    before = visitor.cpu()
    for _ in range(times):
        act()
    return visitor.cpu() - before
