"""What the site's pages are compared with: the least that Django can do for the same visitor."""

from __future__ import annotations

import time
import uuid
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template

from tracker import access
from tracker.querysets import bosses_of, routes_of

# One row for each place and boss, with what a row of the run page says in text. No style, no
# script, no picture, no link.
_BARE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ name }}</title>
</head>
<body>
<h1>{{ name }}</h1>
<table>
{% for place, pokemon, nickname, level, status in rows %}\
<tr><td>{{ place }}</td><td>{{ pokemon }}</td><td>{{ nickname }}</td><td>{{ level }}</td>\
<td>{{ status }}</td></tr>
{% endfor %}</table>
</body>
</html>
"""


def trivial(request: HttpRequest) -> HttpResponse:
    """Answer with the name of who is signed in: the session, the user and nothing else."""
    return HttpResponse(f"Signed in as {request.user.get_username()}.\n", content_type="text/plain")


def bare(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Show the rows of a run as an unstyled table, by a plain loop in a template."""
    run = access.get_run(request.user, run_id)
    met = {row.route_id: row for row in run.encounters.with_its_relations()}
    bosses: dict[int | None, list[tuple[object, ...]]] = {}
    for boss in bosses_of(run):
        bosses.setdefault(boss.after_route_id, []).append((boss.name, "", "", "", boss.kind))
    rows: list[tuple[object, ...]] = list(bosses.get(None, ()))
    for route in routes_of(run):
        row = met.get(route.pk)
        rows.append(
            (route.name, row.species, row.nickname, row.catch_level, row.get_status_display())
            if row
            else (route.name, "", "", "", "Open")
        )
        rows += bosses.get(route.pk, ())
    return HttpResponse(_template().render(Context({"name": run.name, "rows": rows})))


def cpu(request: HttpRequest) -> HttpResponse:
    """Answer with the seconds of CPU that this process has used."""
    return HttpResponse(f"{time.process_time():.9f}", content_type="text/plain")


@cache
def _template() -> Template:
    return Template(_BARE)
