"""Time `loaddata catalog` against a bare `bulk_create` of the same rows; `make bench-catalog`.

    python -m tests.bench.catalog [--rounds 3]

Each database is new: a SQLite file in a temporary folder, and a PostgreSQL server by
`tests/postgres.py`. A round times the bare path on empty tables, then `loaddata` on empty tables,
then `loaddata` again; of each the best round counts, since other work on the machine only adds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import postgres

if TYPE_CHECKING:
    from django.db.models import Model

BATCH = 1000
HEADINGS = ("Database", "bare bulk_create", "first load", "ratio", "second load", "ratio")
Seconds = dict[str, float]


def measure(rounds: int) -> Seconds:
    """Return the best seconds of each path on the database of DATABASE_URL, which must be new."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    load_bare = bare_path()
    best: Seconds = {}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        best[name] = min(best.get(name, float("inf")), time.perf_counter() - start)

    for _ in range(rounds):
        empty()
        timed("bare", load_bare)
        empty()
        timed("first", lambda: call_command("loaddata", "catalog", verbosity=0))
        timed("second", lambda: call_command("loaddata", "catalog", verbosity=0))
    return best


def empty() -> None:
    """Delete the whole catalog."""
    from pokedex.loading.content import CONTENT
    from pokedex.models import Pokemon

    Pokemon.objects.update(evolves_from=None)
    for model in reversed(CONTENT):
        model._default_manager.all()._raw_delete(using="default")


def bare_path() -> Callable[[], None]:
    """Return what makes and saves the rows of the fixtures, which have been read already.

    Nothing is checked, compared or reported, and foreign keys are looked up in dictionaries: less
    cannot be done with the ORM. What a Pokémon evolves from is in the row, since the keys are
    given: both databases look at foreign keys late.
    """
    from django.conf import settings
    from django.db import transaction

    from pokedex.loading.content import CONTENT, REFERS_TO
    from pokedex.loading.fixtures import CatalogFolder

    folder = CatalogFolder(Path(settings.FIXTURE_DIRS[0]) / "catalog")
    rows = folder.read(folder.names())
    rows_of = {model: [row for row in rows if row.model is model] for model in CONTENT}
    keys: dict[type[Model], dict[Any, int]] = {
        model: {row.key: number for number, row in enumerate(rows_of[model], start=1)}
        for model in CONTENT
    }

    def load() -> None:
        with transaction.atomic():
            for model in CONTENT:
                references = REFERS_TO[model]
                instances = []
                for number, row in enumerate(rows_of[model], start=1):
                    values = {
                        f"{name}_id" if name in references else name: (
                            keys[references[name]][value] if name in references and value else value
                        )
                        for name, value in row.values.items()
                    }
                    instances.append(model(pk=number, **values))
                model._default_manager.bulk_create(instances, batch_size=BATCH)

    return load


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Yield the DATABASE_URL of each new database, by its name in the table."""
    with tempfile.TemporaryDirectory() as folder, postgres.server(postgres.DEFAULT_MAJOR) as url:
        yield {
            "SQLite": f"sqlite:///{folder}/bench.sqlite3",
            f"PostgreSQL {postgres.DEFAULT_MAJOR}": url,
        }


def table(measured: dict[str, Seconds]) -> str:
    """Return the seconds of each database as a Markdown table."""
    lines = [HEADINGS, ("---",) * len(HEADINGS)]
    for name, seconds in measured.items():
        bare, first, second = (seconds[part] for part in ("bare", "first", "second"))
        ratios = (f"{first / bare:.2f}", f"{second / bare:.2f}")
        times = (f"{bare:.2f} s", f"{first:.2f} s", f"{second:.2f} s")
        lines.append((name, times[0], times[1], ratios[0], times[2], ratios[1]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Measure in a process for each database, and print the table."""
    parser = argparse.ArgumentParser(description="Time loaddata against a bare bulk_create.")
    parser.add_argument("--rounds", type=int, default=3, help="The best of so many counts.")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.rounds)))
        return
    command = [sys.executable, "-m", "tests.bench.catalog", "--measure"]
    command += ["--rounds", str(options.rounds)]
    measured = {}
    with databases() as urls:
        for name, url in urls.items():
            environment = {**os.environ, "DATABASE_URL": url}
            done = subprocess.run(command, check=True, capture_output=True, env=environment)
            measured[name] = json.loads(done.stdout)
    print(table(measured))


if __name__ == "__main__":
    main()
