"""Moving what is met at a route to another one: some of it (a split), or all of it (a merge).

What moves is written anew at the target and unpublished at its old place, so that a load of the
fixtures finds there what a curator has changed and leaves it alone. Whoever keeps something at
routes for players hears of it: `move_planned` asks what would follow, `route_moved` lets it follow.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.dispatch import Signal
from django.utils.text import slugify

from pokedex.models import Boss, CatalogRow, EncounterTable, Route, RouteEncounter
from pokedex.revision import renewed_once
from pokedex.services.encounter_plans import PlanRefused
from pokedex.services.route_order import HIGHEST, STEP, reorder_routes
from pokedex.services.table_rates import encounters_following

# Sender: Route. Arguments: move (Move). A receiver returns a list of sentences for the preview.
move_planned = Signal()
# The same, inside the transaction that has moved the rows; a receiver that raises undoes it all.
route_moved = Signal()

_AREA_LENGTH = 80
_Row = TypeVar("_Row", bound=CatalogRow)


@dataclass(frozen=True, slots=True)
class Part:
    """What can be moved by itself: the tables of one area, one encounter, or one boss."""

    key: str
    kind: str
    name: str
    rows: tuple[CatalogRow, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A move as those hear of it who keep something at routes.

    ``target`` is None while a new route is only planned. ``everything`` says that nothing is left
    at the source. ``pokemon`` are the ids of those that are met at the target alone after it.
    """

    source: Route
    target: Route | None
    everything: bool
    pokemon: frozenset[int]


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What a move would do, in sentences; ``refusal`` says why it cannot be made, or ''.

    ``mark`` is another one when anything of it has changed since: what is made is what was seen.
    """

    catalog: tuple[str, ...]
    players: tuple[str, ...]
    refusal: str
    mark: str


def parts_of(route: Route) -> list[Part]:
    """Return what can be moved from a route, by kind. Three queries."""
    tables: dict[tuple[str, str], list[EncounterTable]] = {}
    for table in EncounterTable.objects.published().filter(route=route).order_by("id"):
        tables.setdefault((table.encounter_method, table.area), []).append(table)
    methods = {method for method, _ in tables}
    parts = []
    for (_, area), rows in tables.items():
        name = rows[0].get_encounter_method_display()
        parts.append(
            Part(
                f"table-{rows[0].pk}",
                "Encounter tables",
                f"{name}, {area}" if area else name,
                tuple(rows),
            )
        )
    alone = RouteEncounter.objects.published().filter(route=route).select_related("pokemon")
    parts += [
        Part(
            f"encounter-{row.pk}",
            "Encounters",
            f"{row.pokemon}, {row.get_encounter_method_display()}",
            (row,),
        )
        for row in alone.order_by("encounter_method", "pokemon__national_dex", "id")
        if row.encounter_method not in methods
    ]
    bosses = Boss.objects.filter(after_route=route).order_by("order")
    return [*parts, *(Part(f"boss-{row.pk}", "Bosses", row.name, (row,)) for row in bosses)]


def plan_move(
    *, source: Route, target: Route | None, name: str = "", keys: Collection[str] = ()
) -> MovePlan:
    """Say what moving the parts with these keys would do: to a route, or to a new one by name."""
    parts = parts_of(source)
    chosen = [part for part in parts if part.key in keys]
    refusal = _refusal(source, target, name, keys, parts, chosen)
    everything = len(chosen) == len(parts)
    where = target.name if target else name
    catalog = [f"{part.kind}: {part.name} – to {where}." for part in chosen]
    if target is None and not refusal:
        catalog.insert(0, f"A new route “{name}” stands right behind {source}.")
    if everything and not refusal:
        catalog.append(f"{source} is unpublished: nothing is left there.")
    players: list[str] = []
    if not refusal:
        move = Move(source, target, everything, _only_there(source, chosen, parts))
        for _, sentences in move_planned.send(Route, move=move):
            players += sentences or []
    shares = [(table.pk, table.pokemon) for table in _rows(chosen, EncounterTable)]
    said = repr((sorted(keys), catalog, players, refusal, shares))
    mark = hashlib.sha256(said.encode()).hexdigest()[:16]
    return MovePlan(tuple(catalog), tuple(players), refusal, mark)


def move_parts(
    *, source: Route, target: Route | None, name: str = "", keys: Collection[str], mark: str
) -> Route:
    """Make the move that `plan_move` has shown; return the target.

    Each row is saved through its model. Raises ``PlanRefused`` when the move cannot be made, or
    when what it touches has changed since the plan with this ``mark`` was shown.
    """
    with transaction.atomic(), renewed_once():
        # The game's routes as a whole: a new one may be put between them.
        list(Route.objects.select_for_update().filter(game=source.game_id).order_by("pk"))
        plan = plan_move(source=source, target=target, name=name, keys=keys)
        if plan.refusal:
            raise PlanRefused(plan.refusal)
        if plan.mark != mark:
            raise PlanRefused("Something has changed meanwhile. Look at the preview again.")
        parts = parts_of(source)
        chosen = [part for part in parts if part.key in keys]
        everything = len(chosen) == len(parts)
        only_there = _only_there(source, chosen, parts)
        target = target or _new_route(source, name)
        tables = list(_rows(chosen, EncounterTable))
        methods = {table.encounter_method for table in tables}
        with encounters_following(
            (route, method) for route in (source, target) for method in methods
        ):
            _move_tables(tables, source, target)
        _end_what_lost_its_tables(source, methods)
        for row in _rows(chosen, RouteEncounter):
            _move_encounter(row, target)
        for boss in _rows(chosen, Boss):
            boss.after_route = target
            boss.save(update_fields=["after_route"])
        if everything:
            source.is_active = False
            source.save(update_fields=["is_active"])
        move = Move(source, target, everything, only_there)
        route_moved.send(Route, move=move)
    return target


def _refusal(
    source: Route,
    target: Route | None,
    name: str,
    keys: Collection[str],
    parts: Sequence[Part],
    chosen: Sequence[Part],
) -> str:
    if not chosen:
        return "Choose what is to move."
    if len(chosen) != len(set(keys)):
        return "Some of what was chosen is no longer here. Choose again."
    if target is None:
        return _no_new_route(source, name, everything=len(chosen) == len(parts))
    if target.pk == source.pk or target.game_id != source.game_id:
        return "Choose another route of the same game."
    if not target.is_active:
        return f"{target} is not published. Publish it first."
    return _mixed(source, target, chosen)


def _no_new_route(source: Route, name: str, *, everything: bool) -> str:
    if not name.strip():
        return "Choose a route, or give the new one a name."
    if everything:
        return "A new route with everything in it is this route by another name: rename it instead."
    try:
        _unsaved(source, name).full_clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _mixed(source: Route, target: Route, chosen: Sequence[Part]) -> str:
    """Refuse what would stand in tables and alone at one route, by one method."""
    tabled = set(
        EncounterTable.objects.published()
        .filter(route=target)
        .order_by()
        .values_list("encounter_method", flat=True)
    )
    alone = (
        set(
            RouteEncounter.objects.published()
            .filter(route=target)
            .order_by()
            .values_list("encounter_method", flat=True)
        )
        - tabled
    )
    for row in _rows(chosen, RouteEncounter):
        if row.encounter_method in tabled:
            return (
                f"At {target} {row.get_encounter_method_display()} comes from encounter tables, at "
                f"{source} it does not. Add {row.pokemon} to a table there instead."
            )
    for table in _rows(chosen, EncounterTable):
        if table.encounter_method in alone:
            return (
                f"At {source} {table.get_encounter_method_display()} comes from encounter tables, "
                f"at {target} it does not. Give {target} a table of it first."
            )
    return ""


def _only_there(source: Route, chosen: Sequence[Part], parts: Sequence[Part]) -> frozenset[int]:
    """The ids of the Pokémon that are met by what moves, and by nothing that stays."""
    slugs = {slug for part in chosen for slug in _slugs(part)}
    staying = {slug for part in parts if part not in chosen for slug in _slugs(part)}
    rows = RouteEncounter.objects.filter(route=source, pokemon__slug__in=slugs - staying)
    return frozenset(rows.order_by().values_list("pokemon_id", flat=True))


def _slugs(part: Part) -> Iterable[str]:
    for table in _rows([part], EncounterTable):
        yield from (share[0] for share in table.pokemon)
    for row in _rows([part], RouteEncounter):
        yield row.pokemon.slug


def _rows(parts: Iterable[Part], model: type[_Row]) -> Iterable[_Row]:
    return (row for part in parts for row in part.rows if isinstance(row, model))


def _unsaved(source: Route, name: str) -> Route:
    name = name.strip()
    return Route(
        game=source.game,
        name=name,
        slug=slugify(name)[:80] or f"{source.slug[:70]}-part",
        order=source.order + 1,
        stage=source.stage,
    )


def _new_route(source: Route, name: str) -> Route:
    route = _unsaved(source, name)
    route.save()
    following = Route.objects.filter(game=source.game_id, order__gt=source.order).exclude(
        pk=route.pk
    )
    if (following.aggregate(next=Min("order"))["next"] or HIGHEST) <= route.order:
        # There is no room between the two: all are numbered anew.
        routes = source.game.routes.exclude(pk=route.pk).order_by("order", "id")
        numbers = {one.pk: 2 * place * STEP for place, one in enumerate(routes, start=1)}
        reorder_routes(game=source.game, numbers={**numbers, route.pk: numbers[source.pk] + 1})
        route.refresh_from_db(fields=["order"])
    return route


def _move_tables(tables: Sequence[EncounterTable], source: Route, target: Route) -> None:
    there = {
        (table.encounter_method, table.area, tuple(table.conditions)): table
        for table in EncounterTable.objects.filter(route=target)
    }
    published = {key[:2] for key, table in there.items() if table.is_active}
    for table in tables:
        area = table.area
        if (table.encounter_method, area) in published:
            # Two areas in one place: the one that comes keeps the name of where it came from.
            area = f"{source.name}, {area}"[:_AREA_LENGTH] if area else source.name[:_AREA_LENGTH]
        key = (table.encounter_method, area, tuple(table.conditions))
        row = there.get(key) or EncounterTable(
            route=target,
            encounter_method=table.encounter_method,
            area=area,
            conditions=table.conditions,
        )
        for name in ("availability", "pokemon", "total", "exception", "is_active"):
            setattr(row, name, getattr(table, name))
        row.full_clean()
        row.save()
        table.is_active = False
        table.save(update_fields=["is_active"])


def _end_what_lost_its_tables(source: Route, methods: Collection[str]) -> None:
    """Unpublish encounters whose tables have all gone: nothing derives them any more."""
    left = (
        EncounterTable.objects.published()
        .filter(route=source, encounter_method__in=methods)
        .order_by()
        .values_list("encounter_method", flat=True)
    )
    lost = set(methods) - set(left)
    for row in RouteEncounter.objects.published().filter(route=source, encounter_method__in=lost):
        row.is_active = False
        row.save(update_fields=["is_active"])


def _move_encounter(row: RouteEncounter, target: Route) -> None:
    """Write it at the target; what is met there already by this method keeps the best of both."""
    there = RouteEncounter.objects.filter(
        route=target, pokemon=row.pokemon_id, encounter_method=row.encounter_method
    ).first()
    names = ("encounter_rate", "min_level", "max_level", "conditions", "availability")
    if there is None or not there.is_active:
        there = there or RouteEncounter(
            route=target, pokemon=row.pokemon, encounter_method=row.encounter_method
        )
        for name in names:
            setattr(there, name, getattr(row, name))
    else:
        if (row.encounter_rate or 0) > (there.encounter_rate or 0):
            there.encounter_rate = row.encounter_rate
            there.conditions = row.conditions
            there.availability = row.availability
        if row.min_level is not None and there.min_level is not None:
            there.min_level = min(row.min_level, there.min_level)
            there.max_level = max(row.max_level or 0, there.max_level or 0)
    there.is_active = True
    there.full_clean()
    there.save()
    row.is_active = False
    row.save(update_fields=["is_active"])
