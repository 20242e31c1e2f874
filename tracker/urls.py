"""URLs of runs and encounters."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from tracker.views import encounters, runs

app_name = "tracker"


def _page(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A page that shows each visitor something else: no cache keeps it, on the way or after."""
    return path(route, cache_control(private=True, no_store=True)(view), name=name)


_RUN = "runs/<uuid:run_id>/"
_ROUTE = f"{_RUN}routes/<slug:route_slug>/"
_ENCOUNTER = f"{_RUN}encounters/<uuid:encounter_id>/"

urlpatterns: list[URLPattern] = [
    _page("", runs.landing, name="landing"),
    _page("runs/", runs.run_list, name="run-list"),
    _page("runs/new/", runs.run_create, name="run-create"),
    _page(_RUN, runs.run_detail, name="run-detail"),
    _page(f"{_RUN}rename/", runs.run_rename, name="run-rename"),
    _page(f"{_RUN}end/", runs.run_end, name="run-end"),
    _page(f"{_RUN}reopen/", runs.run_reopen, name="run-reopen"),
    _page(_ROUTE, encounters.encounter_log, name="encounter-log"),
    _page(f"{_ROUTE}closed/", encounters.row_close, name="row-close"),
    _page(f"{_ROUTE}pokemon/", encounters.pokemon_search, name="pokemon-search"),
    _page(f"{_ENCOUNTER}edit/", encounters.encounter_edit, name="encounter-edit"),
    _page(f"{_ENCOUNTER}faint/", encounters.encounter_faint, name="encounter-faint"),
    _page(f"{_ENCOUNTER}delete/", encounters.encounter_delete, name="encounter-delete"),
]
