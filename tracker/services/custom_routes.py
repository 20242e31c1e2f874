"""The routes of a custom game: rename, move, add, hide, take the changes back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from pokedex.models import Boss, CatalogRow, EncounterTable, Game, Route, RouteEncounter
from tracker.copied_rows import GameRow, rows_of
from tracker.models import CustomGame
from tracker.services.custom_games import begin_change, copy_of
from tracker.services.custom_rows import (
    free_slug,
    own_row,
    put_behind,
    refuse_if_used,
    remove,
    same,
    store,
)
from tracker.services.errors import Refused, refusals

# The largest game of the catalog has 103.
MOST_ROUTES = 250
# What is met at a route.
_MET: tuple[type[CatalogRow], ...] = (RouteEncounter, EncounterTable)


def edit_route(
    *,
    custom_game: CustomGame,
    route: Route,
    name: str,
    stage: str,
    hidden: bool,
    moved: bool = False,
    after: Route | None = None,
    revision: int,
) -> None:
    """Call a route otherwise, change its stage, hide or show it, or put it behind another.

    Only with ``moved`` does it go behind ``after`` (None: before all others), with the bosses that
    stand behind it. What is as it is to be is no change. ``revision`` is that of the game. Raises
    ``ChangedMeanwhile`` when it has moved on, ``Refused`` when the name is taken or none.
    """
    values = {"name": name, "stage": stage, "is_active": not hidden}
    if not moved and same(route, values):
        return
    if moved and route == after:
        raise Refused("A route cannot stand behind itself.", field="after")
    with refusals(), transaction.atomic():
        game = begin_change(custom_game=custom_game, revision=revision).game
        row = own_row(game, Route, route.pk)
        for column, value in values.items():
            setattr(row, column, value)
        row.full_clean()
        store(row, *values)
        if moved:
            _move(game, row, after)


def step_route(*, custom_game: CustomGame, route: Route, up: bool, revision: int) -> None:
    """Let a route change places with the one before it, or the one after it.

    The first one stays where it is when it is to go up, and so does the last one. Raises as
    `edit_route` does.
    """
    with refusals(), transaction.atomic():
        game = begin_change(custom_game=custom_game, revision=revision).game
        routes = list(game.routes.in_story_order())
        at = next((number for number, row in enumerate(routes) if row.pk == route.pk), None)
        if at is None:
            raise Refused("This route was removed meanwhile.", code="gone")
        behind = at - 2 if up else at + 1
        if not -1 <= behind < len(routes) or (up and at == 0):
            return
        _move(game, routes[at], routes[behind] if behind >= 0 else None)


def add_route(
    *, custom_game: CustomGame, name: str, stage: str, after: Route | None, revision: int
) -> Route:
    """Add a route behind another, None: before all others. Nothing is met there yet.

    The same form again finds the route that it has made. Raises ``ChangedMeanwhile`` when the game
    has moved on, ``Refused`` when it has ``MOST_ROUTES`` routes or the name is taken.
    """
    made = Route.objects.filter(game=custom_game.game_id, loaded_digest="").order_by("-pk").first()
    is_latest = Game.objects.filter(pk=custom_game.game_id, revision=revision + 1).exists()
    if made is not None and is_latest and same(made, {"name": name, "stage": stage}):
        return made
    with refusals(), transaction.atomic():
        game = begin_change(custom_game=custom_game, revision=revision).game
        routes = list(game.routes.in_story_order())
        if len(routes) >= MOST_ROUTES:
            raise Refused(f"This game has {MOST_ROUTES} routes, which is the most.")
        slug = free_slug(name, (row.slug for row in routes), otherwise="place")
        row = Route(game=game, name=name, stage=stage, slug=slug, order=1)
        row.full_clean()
        put_behind(routes, row, after)
        Route.objects.bulk_create([row])
        return row


def take_back_route(*, custom_game: CustomGame, route: Route, revision: int) -> None:
    """Give a route back what the base has: name, stage, place in the story, and who is met there.

    A route that the player has added is removed. Raises ``ChangedMeanwhile`` when the game has
    moved on, ``Refused`` when the base has the route no more, or one that was added is in use.
    """
    with refusals(), transaction.atomic():
        changed = begin_change(custom_game=custom_game, revision=revision)
        row = own_row(changed.game, Route, route.pk)
        if not row.loaded_digest:
            _remove_encounters(row)
            refuse_if_used(row)
            remove(Route.objects.filter(pk=row.pk))
            return
        base, copies = rows_of(changed.base), rows_of(changed.game)
        key = next(key for key, copy in copies[Route].items() if copy.pk == row.pk)
        source = base[Route].get(key)
        if source is None:
            raise Refused(f"{changed.base} does not have this route any more.")
        _restore(
            changed,
            row,
            source,
            copies_by_source={
                base[Route][other].pk: copy.pk
                for other, copy in copies[Route].items()
                if other in base[Route]
            },
        )
        _remove_encounters(row)
        for model in _MET:
            model._default_manager.bulk_create(
                copy_of(one, changed.game, {Route: {source.pk: row.pk}})
                for one in base[model].values()
                if one.values["route"] == source.pk and one.is_active
            )


def _restore(
    changed: CustomGame, row: Route, source: GameRow, copies_by_source: dict[int, int]
) -> None:
    for name in ("name", "stage", "is_active"):
        setattr(row, name, source.values[name])
    row.loaded_digest = source.digest
    row.full_clean()
    store(row)
    routes = list(changed.game.routes.in_story_order())
    by_pk = {one.pk: one for one in routes}
    before = [
        one
        for one in changed.base.routes.in_story_order()
        if one.order < source.values["order"] and copies_by_source.get(one.pk) in by_pk
    ]
    after = by_pk[copies_by_source[before[-1].pk]] if before else None
    others = [one for one in routes if one.pk != row.pk]
    at = others.index(after) + 1 if after else 0
    low = others[at - 1].order if at else 0
    if low < source.values["order"] and (
        at == len(others) or source.values["order"] < others[at].order
    ):
        row.order = source.values["order"]
        store(row, "order")
        _move_bosses(changed.game, row)
    else:
        _move(changed.game, row, after)


def _move(game: Game, row: Route, after: Route | None) -> None:
    routes = list(game.routes.in_story_order())
    if after is not None and after.pk not in {one.pk for one in routes}:
        raise Refused("That route was removed meanwhile. Choose another.", field="after")
    put_behind(routes, row, after)
    _move_bosses(game, row)


def _move_bosses(game: Game, route: Route) -> None:
    """Keep the bosses in the order of the routes behind which they stand."""
    placed: set[int] = set()
    for boss in game.bosses.filter(after_route=route).in_story_order():
        put_in_order(game, boss, behind=placed)
        placed.add(boss.pk)


def put_in_order(game: Game, boss: Boss, *, behind: Collection[int] | None = None) -> None:
    """Give a boss an order by the route behind which it stands; one that fits keeps its own.

    Of those at the same route it goes behind the ones named in ``behind``, None: behind all.
    """
    places = dict(game.routes.order_by().values_list("pk", "order"))
    here = places[boss.after_route_id]
    bosses = [one for one in game.bosses.in_story_order() if one.pk != boss.pk]
    before = [places[one.after_route_id] for one in bosses if one.order < boss.order]
    later = [places[one.after_route_id] for one in bosses if one.order >= boss.order]
    if boss.pk and all(one <= here for one in before) and all(one >= here for one in later):
        return
    earlier = [
        one
        for one in bosses
        if places[one.after_route_id] < here
        or (places[one.after_route_id] == here and (behind is None or one.pk in behind))
    ]
    put_behind(bosses, boss, earlier[-1] if earlier else None)


def _remove_encounters(route: Route) -> None:
    remove(RouteEncounter.objects.filter(route=route))
    remove(EncounterTable.objects.filter(route=route))
