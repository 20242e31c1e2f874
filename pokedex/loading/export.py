"""The way back: the catalog of the database as fixtures, so that a curator's work can be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Field, Model

from pokedex.loading.content import CONTENT, NATURAL_KEY, OPTIONAL, REFERS_TO, Approved
from pokedex.loading.fixtures import (
    GAMES,
    POKEMON,
    SHARED_FILE,
    CatalogFolder,
    LoadError,
    json_types,
    shortened,
)
from pokedex.loading.plan import Plan, Work
from pokedex.loading.stored import StoredRow
from pokedex.loading.synchronise import catalog_is_current, compare
from pokedex.models import (
    Boss,
    BossPokemon,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from pokedex.sources.documents import Fields, Row, serialised

LAST = float("inf")


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the database with the line of its row in the fixtures, ``LAST`` without one."""

    stored: StoredRow
    line: float


def exported_fixtures(folder: CatalogFolder, using: str = DEFAULT_DB_ALIAS) -> dict[str, bytes]:
    """Return the database's catalog as fixtures, by their path below the fixtures folder.

    ``folder`` is what the database was loaded from. It says in which order games and Pokémon
    stand, and which of the retired rows belong to the catalog: a retired row is left out when the
    fixtures no longer have it, unless a person made it or another exported row points to it.
    Raises ``LoadError`` when the folder has changes that the database has not, since they would be
    lost, and for a row that no fixture can hold.
    """
    plan = compare(folder, using)
    if not catalog_is_current(folder, using) and any(map(_has_news, plan.work.values())):
        raise LoadError(
            "The fixtures have changes that the database has not, and an export would take them "
            "back. Run `manage.py loaddata catalog` first."
        )
    places = _chosen(plan)
    keys: dict[type[Model], dict[int, list[str]]] = {}
    for model, chosen in places.items():
        keys[model] = {one.stored.pk: _key(one.stored, keys) for one in chosen}
    files: dict[str, list[Row]] = {GAMES: [], POKEMON: []}
    for key in keys[Game].values():
        if key[0] in files:
            raise LoadError(f"A game cannot have the slug {key[0]} in fixtures: a file has it.")
        files[key[0]] = []
    approved: Approved = {}
    for model, chosen in _ordered(places).items():
        label = f"pokedex.{model._meta.model_name}"
        for one in chosen:
            name = SHARED_FILE.get(model) or keys[model][one.stored.pk][0]
            files[name].append((label, _fields(plan, one.stored, keys, approved)))
    return serialised(files)


def _has_news(work: Work) -> bool:
    """Say whether the fixtures have something that is not in the database, or the reverse."""
    return bool(work.new or work.changed or any(one.values["is_active"] for one in work.gone))


def _chosen(plan: Plan) -> dict[type[Model], list[Place]]:
    """Return the rows to export; their order is that of the models, then any."""
    chosen: dict[type[Model], list[Place]] = {}
    left_out: dict[type[Model], dict[int, StoredRow]] = {}
    for model, work in plan.work.items():
        pairs = (*work.unchanged, *work.adopted, *work.changed, *work.kept)
        chosen[model] = [Place(stored, row.line) for row, stored in pairs]
        chosen[model] += [Place(stored, LAST) for stored in work.others]
        chosen[model] += [Place(one, LAST) for one in work.gone if one.values["is_active"]]
        left_out[model] = {one.pk: one for one in work.gone if not one.values["is_active"]}
    # What points to others comes after them, so that from behind one pass finds all.
    for model in reversed(chosen):
        for one in chosen[model]:
            for name, other in REFERS_TO[model].items():
                needed = left_out[other].pop(one.stored.values[name], None)
                if needed is not None:
                    # Pokémon point to Pokémon: the list grows while it is read.
                    chosen[other].append(Place(needed, LAST))
    return chosen


def _key(stored: StoredRow, keys: dict[type[Model], dict[int, list[str]]]) -> list[str]:
    """Return a row's natural key, given those of the rows that it points to."""
    key: list[str] = []
    for name in NATURAL_KEY[stored.model]:
        value, other = stored.values[name], REFERS_TO[stored.model].get(name)
        key += [value] if other is None else keys[other][value]
    return key


def _ordered(places: dict[type[Model], list[Place]]) -> dict[type[Model], list[Place]]:
    """Order rows as the builder does.

    Games, Pokémon and their evolutions stand where the fixtures have them, new ones last; routes
    and bosses in story order; route encounters by route, method and Pokémon; tables by route and
    method; teams by boss and slot.
    """
    games = sorted(places[Game], key=lambda one: (one.line, one.stored.pk))
    pokemon = sorted(places[Pokemon], key=lambda one: (one.line, one.stored.pk))
    routes = sorted(
        places[Route], key=lambda one: (one.stored.values["order"], one.line, one.stored.pk)
    )
    route_position, pokemon_position = _positions(routes), _positions(pokemon)

    def position(one: Place) -> tuple[int, str, int]:
        values = one.stored.values
        return (
            route_position[values["route"]],
            values["encounter_method"],
            pokemon_position[values["pokemon"]],
        )

    def table_position(one: Place) -> tuple[int, str, float, int]:
        values = one.stored.values
        return (
            route_position[values["route"]],
            values["encounter_method"],
            one.line,
            one.stored.pk,
        )

    bosses = sorted(
        places[Boss], key=lambda one: (one.stored.values["order"], one.line, one.stored.pk)
    )
    boss_position = _positions(bosses)

    def team_position(one: Place) -> tuple[int, str, int]:
        values = one.stored.values
        return boss_position[values["boss"]], values["player_starter"], values["slot"]

    return {
        Game: games,
        Pokemon: pokemon,
        Evolution: sorted(places[Evolution], key=lambda one: (one.line, one.stored.pk)),
        Route: routes,
        RouteEncounter: sorted(places[RouteEncounter], key=position),
        EncounterTable: sorted(places[EncounterTable], key=table_position),
        Boss: bosses,
        BossPokemon: sorted(places[BossPokemon], key=team_position),
    }


def _positions(places: Iterable[Place]) -> dict[int, int]:
    return {one.stored.pk: number for number, one in enumerate(places)}


def _fields(
    plan: Plan,
    stored: StoredRow,
    keys: dict[type[Model], dict[int, list[str]]],
    approved: Approved,
) -> Fields:
    """Return a row as a fixture has it. Raises ``LoadError`` for a value that a load refuses."""
    fields: dict[str, Any] = {}
    known = approved.setdefault(stored.model, set())
    for name in CONTENT[stored.model]:
        value, other = stored.values[name], REFERS_TO[stored.model].get(name)
        if other is not None:
            value = keys[other][value] if value is not None else None
        elif (name, str(value)) not in known:
            if not _is_loadable(stored.model, name, value):
                raise LoadError(
                    f"{name} of the {stored.model._meta.verbose_name} {plan.name_of(stored)} is "
                    f"{shortened(value)}, which no fixture can hold. Correct it in the admin."
                )
            known.add((name, str(value)))
        if name not in OPTIONAL or value != OPTIONAL[name]:
            fields[name] = value
    return fields


def _is_loadable(model: type[Model], name: str, value: object) -> bool:
    field = cast("Field[object, object]", model._meta.get_field(name))
    if not json_types(model)[name](value):
        return False
    if field.blank and value in field.empty_values:
        return True
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True
