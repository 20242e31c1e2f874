"""URLs of runs and encounters."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from tracker.views import (
    bosses,
    custom_bosses,
    custom_contents,
    custom_games,
    encounters,
    lives,
    places,
    quick,
    rules,
    runs,
    scout,
    stats,
    timeline,
)
from tracker.views.once import once

app_name = "tracker"


def _page(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A page that shows each visitor something else: no cache keeps it, on the way or after.

    What is sent to it twice under one name is done once.
    """
    return path(route, cache_control(private=True, no_store=True)(once(view)), name=name)


_RUN = "runs/<uuid:run_id>/"
_ROUTE = f"{_RUN}routes/<slug:route_slug>/"
_PLACE = f"{_RUN}places/<slug:place_slug>/"
_BOSS = f"{_RUN}bosses/<slug:boss_slug>/"
_EVENT = f"{_RUN}events/<int:sequence>/"
_CUSTOM_GAME = "custom-games/<uuid:game_id>/"
_CUSTOM_ROUTE = f"{_CUSTOM_GAME}routes/<slug:route_slug>/"
_CUSTOM_BOSS = f"{_CUSTOM_GAME}bosses/<slug:boss_slug>/"
_SHARED_GAME = "custom-games/shared/<slug:key>/"
_ENCOUNTER = f"{_RUN}encounters/<uuid:encounter_id>/"

urlpatterns: list[URLPattern] = [
    _page("", runs.landing, name="landing"),
    _page("demo/", runs.demo_start, name="demo-start"),
    _page("runs/", runs.run_list, name="run-list"),
    _page("runs/new/", runs.run_create, name="run-create"),
    _page("runs/stats/", stats.player_stats, name="player-stats"),
    _page("runs/presets/<uuid:preset_id>/delete/", rules.preset_delete, name="preset-delete"),
    _page(_RUN, runs.run_detail, name="run-detail"),
    _page(f"{_RUN}rename/", runs.run_rename, name="run-rename"),
    _page(f"{_RUN}end/", runs.run_end, name="run-end"),
    _page(f"{_RUN}reopen/", runs.run_reopen, name="run-reopen"),
    _page(f"{_RUN}again/", runs.run_start_again, name="run-start-again"),
    _page(f"{_RUN}archive/", runs.run_archive, name="run-archive"),
    _page(f"{_RUN}delete/", runs.run_delete, name="run-delete"),
    _page(f"{_RUN}catalog-seen/", runs.catalog_seen, name="catalog-seen"),
    _page(f"{_RUN}restore/", runs.run_restore, name="run-restore"),
    _page(f"{_RUN}box/", lives.box, name="box"),
    _page(f"{_RUN}graveyard/", lives.graveyard, name="graveyard"),
    _page(f"{_RUN}quick/", quick.quick_log, name="quick-log"),
    _page(f"{_RUN}quick/complete/", quick.quick_complete, name="quick-complete"),
    _page(f"{_RUN}scout/", scout.scout, name="scout"),
    _page(f"{_RUN}timeline/", timeline.timeline, name="timeline"),
    _page(f"{_EVENT}undo/", timeline.event_undo, name="event-undo"),
    _page(f"{_EVENT}redo/", timeline.event_redo, name="event-redo"),
    _page(f"{_EVENT}note/", timeline.event_note, name="event-note"),
    _page(f"{_RUN}stats/", stats.stats, name="stats"),
    _page(f"{_RUN}rules/", rules.rules, name="rules"),
    _page(f"{_RUN}rules/edit/", rules.rules_edit, name="rules-edit"),
    _page(f"{_RUN}rules/save/", rules.preset_save, name="preset-save"),
    _page(f"{_RUN}bosses/", bosses.boss_list, name="boss-list"),
    _page(_BOSS, bosses.boss_record, name="boss-record"),
    _page(f"{_BOSS}closed/", bosses.boss_close, name="boss-close"),
    _page(f"{_BOSS}take-back/", bosses.boss_take_back, name="boss-take-back"),
    _page(f"{_BOSS}correct/", bosses.boss_correct, name="boss-correct"),
    _page(f"{_RUN}places/", places.place_list, name="place-list"),
    _page(f"{_RUN}places/add/", places.place_add, name="place-add"),
    _page(f"{_PLACE}edit/", places.place_edit, name="place-edit"),
    _page(f"{_PLACE}remove/", places.place_remove, name="place-remove"),
    _page(_ROUTE, encounters.encounter_log, name="encounter-log"),
    _page(f"{_ROUTE}table/", encounters.table_choose, name="table-choose"),
    _page(f"{_ROUTE}closed/", encounters.row_close, name="row-close"),
    _page(f"{_ROUTE}pokemon/", encounters.pokemon_search, name="pokemon-search"),
    _page(f"{_ENCOUNTER}edit/", encounters.encounter_edit, name="encounter-edit"),
    _page(f"{_ENCOUNTER}faint/", encounters.encounter_faint, name="encounter-faint"),
    _page(f"{_ENCOUNTER}delete/", encounters.encounter_delete, name="encounter-delete"),
    _page(f"{_ENCOUNTER}level/", lives.encounter_level, name="encounter-level"),
    _page(f"{_ENCOUNTER}evolve/", lives.encounter_evolve, name="encounter-evolve"),
    _page(f"{_ENCOUNTER}details/", lives.encounter_details, name="encounter-details"),
    _page(f"{_ENCOUNTER}move/", lives.encounter_move, name="encounter-move"),
    _page(f"{_ENCOUNTER}revive/", lives.encounter_revive, name="encounter-revive"),
    _page(f"{_ENCOUNTER}release/", lives.encounter_release, name="encounter-release"),
    _page("custom-games/", custom_games.custom_game_list, name="custom-game-list"),
    _page("custom-games/new/", custom_games.custom_game_create, name="custom-game-create"),
    _page(
        "custom-games/shared/<slug:key>/",
        custom_games.custom_game_shared,
        name="custom-game-shared",
    ),
    _page(_CUSTOM_GAME, custom_games.custom_game_detail, name="custom-game-detail"),
    _page(f"{_CUSTOM_GAME}rename/", custom_games.custom_game_rename, name="custom-game-rename"),
    _page(f"{_CUSTOM_GAME}share/", custom_games.custom_game_share, name="custom-game-share"),
    _page(f"{_CUSTOM_GAME}offer/", custom_games.custom_game_offer, name="custom-game-offer"),
    _page(f"{_CUSTOM_GAME}delete/", custom_games.custom_game_delete, name="custom-game-delete"),
    _page(
        f"{_CUSTOM_GAME}corrections/",
        custom_games.custom_game_corrections,
        name="custom-game-corrections",
    ),
    _page(f"{_CUSTOM_GAME}contents/", custom_contents.custom_contents, name="custom-contents"),
    _page(f"{_CUSTOM_GAME}add-route/", custom_contents.custom_route_add, name="custom-route-add"),
    _page(f"{_CUSTOM_GAME}add-boss/", custom_bosses.custom_boss_add, name="custom-boss-add"),
    _page(_CUSTOM_ROUTE, custom_contents.custom_route_detail, name="custom-route-detail"),
    _page(f"{_CUSTOM_ROUTE}edit/", custom_contents.custom_route_edit, name="custom-route-edit"),
    _page(f"{_CUSTOM_ROUTE}step/", custom_contents.custom_route_step, name="custom-route-step"),
    _page(
        f"{_CUSTOM_ROUTE}encounters/",
        custom_contents.custom_route_encounters,
        name="custom-route-encounters",
    ),
    _page(
        f"{_CUSTOM_ROUTE}take-back/",
        custom_contents.custom_route_take_back,
        name="custom-route-take-back",
    ),
    _page(_CUSTOM_BOSS, custom_bosses.custom_boss_detail, name="custom-boss-detail"),
    _page(f"{_CUSTOM_BOSS}edit/", custom_bosses.custom_boss_edit, name="custom-boss-edit"),
    _page(
        f"{_CUSTOM_BOSS}take-back/",
        custom_bosses.custom_boss_take_back,
        name="custom-boss-take-back",
    ),
    _page(
        f"{_SHARED_GAME}routes/<slug:route_slug>/",
        custom_contents.custom_route_shared,
        name="custom-route-shared",
    ),
    _page(
        f"{_SHARED_GAME}bosses/<slug:boss_slug>/",
        custom_bosses.custom_boss_shared,
        name="custom-boss-shared",
    ),
]
