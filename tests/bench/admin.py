"""Time the lists of the back office with the whole catalog, and count their queries.

    python -m tests.bench.admin [--rounds 5]

Run by `make bench-admin`. Each database is new, as in `tests.bench.catalog`. A member of Curators
asks for each list, sorted as it comes and searched; of the rounds the best counts, since other work
on the machine only adds. The times are those of a whole request, from the middleware to the page.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time

from tests.bench.catalog import databases

HEADINGS = ("Page", "rows", "queries")
SEARCHED = "route"
# Milliseconds of a list, from the request to its answer; and queries.
MOST_MILLISECONDS, MOST_QUERIES = 300, 20
# Page, rows, queries, milliseconds.
Measured = list[tuple[str, int, int, float]]


def measure(rounds: int) -> Measured:
    """Return what each list takes on the database of DATABASE_URL, which must be new."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from accounts.models import User
    from pokedex.models import CatalogChange
    from pokedex.transfer.resources import RESOURCES

    call_command("migrate", verbosity=0)
    call_command("loaddata", "catalog", verbosity=0)
    user = User.objects.create(username="curator", is_staff=True)
    user.groups.add(Group.objects.get(name="Curators"))
    browser = Client()
    browser.force_login(user)
    pages = {"index": (reverse("admin:index"), 0)}
    for model in (*RESOURCES, CatalogChange):
        url = reverse(f"admin:pokedex_{model._meta.model_name}_changelist")
        pages[str(model._meta.verbose_name_plural)] = (url, model._default_manager.count())
        pages[f"{model._meta.verbose_name_plural}, searched"] = (f"{url}?q={SEARCHED}", 0)
    measured = []
    for name, (url, rows) in pages.items():
        best = float("inf")
        for _ in range(rounds):
            begin = time.perf_counter()
            answer = browser.get(url)
            best = min(best, time.perf_counter() - begin)
            if answer.status_code != 200:
                raise SystemExit(f"{url} answered {answer.status_code}.")
        with CaptureQueriesContext(connection) as captured:
            browser.get(url)
        measured.append((name, rows, len(captured), best * 1000))
    return measured


def table(measured: dict[str, Measured]) -> str:
    """Return the milliseconds on each database as a Markdown table."""
    lines = [(*HEADINGS, *measured), ("---",) * (len(HEADINGS) + len(measured))]
    for row in zip(*measured.values(), strict=True):
        name, rows, queries, _ = row[0]
        times = (f"{milliseconds:.0f} ms" for *_, milliseconds in row)
        lines.append((name, f"{rows:,}" if rows else "", str(queries), *times))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Measure in a process for each database, print the table, and fail where it is too slow."""
    parser = argparse.ArgumentParser(description="Time the lists of the back office.")
    parser.add_argument("--rounds", type=int, default=5, help="The best of so many counts.")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.rounds)))
        return
    command = [sys.executable, "-m", "tests.bench.admin", "--measure"]
    command += ["--rounds", str(options.rounds)]
    measured: dict[str, Measured] = {}
    with databases() as urls:
        for name, url in urls.items():
            environment = {**os.environ, "DATABASE_URL": url}
            run = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
            measured[name] = json.loads(run.stdout)
    print(table(measured))
    slow = [
        f"{name} on {database}: {queries} queries, {milliseconds:.0f} ms"
        for database, pages in measured.items()
        for name, _, queries, milliseconds in pages
        if queries > MOST_QUERIES or milliseconds > MOST_MILLISECONDS
    ]
    if slow:
        raise SystemExit("Too slow:\n" + "\n".join(slow))


if __name__ == "__main__":
    main()
