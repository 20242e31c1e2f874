"""Count the queries of whole requests as a run grows, and print them as JSON.

    python -m tests.bench.queries

Everything counts: the session and the user as well as what the page reads. The database of the
settings must be migrated and hold the catalog.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import django

from tests.bench.played import KEPT_FREE, OTHER_RUNS, log_until, places_to_log, player, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tracker.models import NuzlockeRun

SIZES = (0, 30, 99)


def count() -> dict[str, dict[str, int]]:
    """Return the queries of each act by the size of the run."""
    from django.test import Client

    found: dict[str, dict[str, int]] = {}
    owner = player("counted")
    run = start(owner, "Counted")
    client = Client()
    client.force_login(owner)
    acts = _acts(client, run)

    def measure(size: str) -> None:
        for name, act in acts.items():
            found.setdefault(name, {})[size] = _queries(act)

    logged = 0
    for size in SIZES:
        log_until(run, size, first=logged)
        logged = size
        measure(f"{size} encounters")
    for number in range(OTHER_RUNS):
        log_until(start(owner, f"Another {number}"), 1)
    measure(f"{OTHER_RUNS} other runs")
    return found


def _acts(client: Client, run: NuzlockeRun) -> dict[str, Callable[[], int]]:
    page = f"/runs/{run.public_id}/"
    free = iter(places_to_log(run)[-KEPT_FREE:])

    def log() -> int:
        route, natives = next(free)
        form = {
            "pokemon": natives[0].slug,
            "outcome": "caught",
            "nickname": "Counted",
            "override_reason": "By a die",
            "submission": str(uuid.uuid4()),
        }
        headers = {"HX-Request": "true", "HX-Target": f"place-{route.slug}"}
        return client.post(f"{page}routes/{route.slug}/", form, headers=headers).status_code

    return {
        "run": lambda: client.get(page).status_code,
        "box": lambda: client.get(f"{page}box/").status_code,
        "graveyard": lambda: client.get(f"{page}graveyard/").status_code,
        "log": log,
    }


def _queries(act: Callable[[], int]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # The first request of a process fills what it keeps.
    act()
    with CaptureQueriesContext(connection) as queries:
        status = act()
    if status != 200:
        raise RuntimeError(f"Answered {status}.")
    said = [query["sql"] for query in queries.captured_queries]
    # What brackets a transaction is no query; savepoints are.
    return sum(not sql.startswith(("BEGIN", "COMMIT")) for sql in said)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(count()))
