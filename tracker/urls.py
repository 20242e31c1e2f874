"""URLs of runs and encounters."""

from django.urls import URLPattern, path

from tracker.views import encounters, runs

app_name = "tracker"

_RUN = "runs/<uuid:run_id>/"
_ROUTE = f"{_RUN}routes/<slug:route_slug>/"
_ENCOUNTER = f"{_RUN}encounters/<uuid:encounter_id>/"

urlpatterns: list[URLPattern] = [
    path("", runs.landing, name="landing"),
    path("runs/", runs.run_list, name="run-list"),
    path("runs/new/", runs.run_create, name="run-create"),
    path(_RUN, runs.run_detail, name="run-detail"),
    path(f"{_RUN}rename/", runs.run_rename, name="run-rename"),
    path(f"{_RUN}end/", runs.run_end, name="run-end"),
    path(f"{_RUN}reopen/", runs.run_reopen, name="run-reopen"),
    path(_ROUTE, encounters.encounter_log, name="encounter-log"),
    path(f"{_ROUTE}closed/", encounters.row_close, name="row-close"),
    path(f"{_ROUTE}pokemon/", encounters.pokemon_search, name="pokemon-search"),
    path(f"{_ENCOUNTER}edit/", encounters.encounter_edit, name="encounter-edit"),
    path(f"{_ENCOUNTER}faint/", encounters.encounter_faint, name="encounter-faint"),
    path(f"{_ENCOUNTER}delete/", encounters.encounter_delete, name="encounter-delete"),
]
