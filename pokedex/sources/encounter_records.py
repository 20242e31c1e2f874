"""From the slots of all routes to records: the tables, and what they give for each Pokémon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pokedex.sources.areas import names_of_areas, read_area_names
from pokedex.sources.conditions import Conditions
from pokedex.sources.encounter_tables import EncounterTable, SlotRow, tables_of
from pokedex.sources.encounters import TableKey
from pokedex.sources.methods import Method, Methods
from pokedex.sources.rates import best_encounters
from pokedex.sources.reading import TableReader
from pokedex.sources.records import (
    EncounterTableRecord,
    RouteEncounterRecord,
    TableEntryRecord,
)
from pokedex.sources.table_exceptions import FILE, TableExceptions

Records = tuple[list[EncounterTableRecord], list[RouteEncounterRecord]]


def encounter_records(
    slots: Mapping[TableKey, Sequence[SlotRow]],
    own: TableReader,
    *,
    conditions: Conditions,
    methods: Methods,
    pokedex: Sequence[str],
) -> Records:
    """Return the tables of every random method, and one record per Pokémon of every method.

    ``pokedex`` is the order of the Pokémon. A table that adds up to something else than 100
    percent without an exception of ours becomes a problem.
    """
    exceptions = TableExceptions(own)
    position = {slug: number for number, slug in enumerate(pokedex)}
    names = _area_names(slots, own, methods)
    tables: list[EncounterTableRecord] = []
    encounters: list[RouteEncounterRecord] = []
    for key, rows in slots.items():
        method = methods.of(key.game, key.method)
        found = tables_of(rows, conditions)
        best = best_encounters(found, conditions, random=method.random, levels=method.levels)
        encounters += (
            RouteEncounterRecord(key.game, key.route, pokemon, key.method, derived)
            for pokemon, derived in best.items()
        )
        if not method.random:
            continue
        for table in found:
            area = names[key.game, key.route].get(table.area, "")
            exception = exceptions.of(key.game, key.route, key.method, table.total)
            record = _record(key, area, table, method, exception or "", position)
            if exception is None:
                own.complain(
                    FILE, f"{_name(record)} adds up to {table.total}, and no row says why."
                )
            tables.append(record)
    exceptions.report_unused()
    return tables, encounters


def _area_names(
    slots: Mapping[TableKey, Sequence[SlotRow]], own: TableReader, methods: Methods
) -> dict[tuple[str, str], dict[str, str]]:
    """Return the names of the areas that have tables, for each route."""
    areas: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, rows in slots.items():
        if methods.of(key.game, key.method).random:
            areas[key.game, key.route] |= {row.area for row in rows}
    own_names = read_area_names(own)
    unused = set(own_names)
    names = {}
    for (game, route), found in areas.items():
        if len(found) > 1:
            unused -= {area.partition("/")[2] for area in found}
        try:
            names[game, route] = names_of_areas(found, own_names)
        except ValueError as error:
            own.complain("area_names.csv", f"{game}, {route}: {error}")
            names[game, route] = {}
    for area in sorted(unused):
        own.complain("area_names.csv", f"No area {area!r} needs a name any more.")
    return names


def _record(
    key: TableKey,
    area: str,
    table: EncounterTable,
    method: Method,
    exception: str,
    position: Mapping[str, int],
) -> EncounterTableRecord:
    entries = [
        TableEntryRecord(
            pokemon=pokemon,
            percent=entry.percent,
            min_level=entry.min_level if method.levels else None,
            max_level=entry.max_level if method.levels else None,
        )
        for pokemon, entry in table.entries.items()
    ]
    # A Pokémon that has no place in the Pokédex is a problem already.
    entries.sort(key=lambda entry: (-entry.percent, position.get(entry.pokemon, 0)))
    return EncounterTableRecord(
        game=key.game,
        route=key.route,
        method=key.method,
        area=area,
        conditions=table.conditions,
        availability=table.availability,
        entries=tuple(entries),
        total=table.total,
        exception=exception,
    )


def _name(table: EncounterTableRecord) -> str:
    parts = (table.game, table.route, table.method, table.area, "; ".join(table.conditions))
    return ", ".join(part for part in parts if part)
