"""The only door to a run, and to a player's own game.

Whoever may not see one gets the same 404 as for one that is not there.
"""

from __future__ import annotations

import copy
import uuid

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from pokedex.models import Boss, Route
from tracker.models import (
    OWN_PLACE,
    CustomGame,
    CustomRoute,
    Encounter,
    NuzlockeRun,
    RunEvent,
    SavedPreset,
)
from tracker.run_facts import catalog_for


def get_run(user: User | AnonymousUser, public_id: uuid.UUID) -> NuzlockeRun:
    """Return the run of ``user``, with its game. Raises ``Http404`` for anybody else's."""
    if isinstance(user, User):
        try:
            return NuzlockeRun.objects.of(user).as_it_stands().get(public_id=public_id)
        except NuzlockeRun.DoesNotExist:
            pass
    raise Http404("No run of yours is here.")


def get_route(run: NuzlockeRun, slug: str) -> Route:
    """Return the route of the run's game. Raises ``Http404`` when the game has none such."""
    routes = catalog_for(run).routes.values()
    route = next((row for row in routes if row.slug == slug), None)
    # One that the catalog has retired is still of the runs that have used it.
    if route is None or not (route.is_active or run.encounters.filter(route=route).exists()):
        raise Http404("The game of this run has no such route.")
    return route


def get_place(run: NuzlockeRun, slug: str) -> Route | CustomRoute:
    """Return a place of the run: a route of its game, or one of the player's own.

    A route has the name that the run gives it. Raises ``Http404`` when there is none such.
    """
    if slug.startswith(OWN_PLACE):
        return get_own_place(run, slug)
    route = get_route(run, slug)
    if run.has_own_places is False:
        return route
    shown = run.places.filter(route=route).first()
    if shown is not None and shown.name:
        # The catalog's row is shared by all requests.
        route = copy.copy(route)
        route.name = shown.name
    return route


def get_own_place(run: NuzlockeRun, slug: str) -> CustomRoute:
    """Return a place that the player has added. Raises ``Http404`` when there is none such."""
    try:
        key = uuid.UUID(slug.removeprefix(OWN_PLACE))
    except ValueError:
        key = uuid.UUID(int=0)
    place = run.custom_routes.select_related("run", "after_route", "table_of")
    found = place.filter(public_id=key).first() if slug.startswith(OWN_PLACE) else None
    if found is None or found.slug != slug:
        raise Http404("This run has no such place.")
    return found


def get_boss(run: NuzlockeRun, slug: str) -> Boss:
    """Return a boss of the run's game. Raises ``Http404`` when the game has none such."""
    boss = next((row for row in catalog_for(run).bosses if row.slug == slug), None)
    if boss is None or not (boss.is_active or run.boss_results.filter(boss=boss).exists()):
        raise Http404("The game of this run has no such boss.")
    return boss


def get_event(run: NuzlockeRun, sequence: int) -> RunEvent:
    """Return an event of the run. Raises ``Http404`` when the run has none such."""
    event = None
    if sequence < 2**31:
        event = run.events.select_related("note").filter(sequence=sequence).first()
    if event is None:
        raise Http404("This run has no such event.")
    return event


def get_preset(user: User | AnonymousUser, public_id: uuid.UUID) -> SavedPreset:
    """Return a preset that ``user`` has saved. Raises ``Http404`` for anybody else's."""
    preset = None
    if isinstance(user, User):
        preset = SavedPreset.objects.filter(owner=user, public_id=public_id).first()
    if preset is None:
        raise Http404("No preset of yours is here.")
    return preset


def get_restorable_run(user: User | AnonymousUser, public_id: uuid.UUID) -> NuzlockeRun:
    """Return a run of ``user`` that was deleted and can be restored, or is there already.

    Raises ``Http404`` for any other.
    """
    run = None
    if isinstance(user, User):
        run = NuzlockeRun.objects.filter(owner=user, public_id=public_id).first()
    if run is None:
        raise Http404("No run of yours is here.")
    return run


def get_custom_game(user: User | AnonymousUser, public_id: uuid.UUID) -> CustomGame:
    """Return a game that ``user`` has made, with its base. Raises ``Http404`` for any other."""
    custom_game = None
    if isinstance(user, User):
        games = CustomGame.objects.of(user).with_its_games()
        custom_game = games.filter(public_id=public_id).first()
    if custom_game is None:
        raise Http404("No game of yours is here.")
    return custom_game


def get_shared_game(key: str) -> CustomGame:
    """Return the custom game that has this link, its base with it; adopted ones too.

    Raises ``Http404`` where none has it, or has it any longer.
    """
    custom_game = CustomGame.objects.with_its_games().shared_as(key).first()
    if custom_game is None:
        raise Http404("No game has this link.")
    return custom_game


def get_custom_route(custom: CustomGame, slug: str, *, hidden: bool = True) -> Route:
    """Return a route of the custom game, with the game. Raises ``Http404`` when there is none such.

    One that is hidden is found only with ``hidden``.
    """
    route = Route.objects.filter(game=custom.game_id, slug=slug).first()
    if route is None or not (route.is_active or hidden):
        raise Http404("This game has no such route.")
    route.game = custom.game
    return route


def get_custom_boss(custom: CustomGame, slug: str, *, hidden: bool = True) -> Boss:
    """Return a boss of the custom game, with its route. Raises ``Http404`` when there is none such.

    One that is hidden is found only with ``hidden``.
    """
    bosses = Boss.objects.filter(game=custom.game_id, slug=slug).select_related("after_route")
    boss = bosses.first()
    if boss is None or not (boss.is_active or hidden):
        raise Http404("This game has no such boss.")
    boss.game = custom.game
    return boss


def get_encounter(run: NuzlockeRun, public_id: uuid.UUID) -> Encounter:
    """Return the encounter of the run. Raises ``Http404`` when the run has none such."""
    encounter = Encounter.objects.with_its_relations().filter(run=run, public_id=public_id).first()
    if encounter is None:
        raise Http404("This run has no such encounter.")
    return encounter
