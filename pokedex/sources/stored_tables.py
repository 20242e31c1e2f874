"""The rate rule for encounter tables as the catalog keeps them, without the slots behind them.

`pokedex.sources.rates` applies the rule where the slots are known. A kept table has less: what is
met, and the values under which it holds. That is enough for rates, levels and availability; the
conditions to name come out the same for most rows only, so whoever edits a table takes them where
the edit makes a difference to them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pokedex.sources.conditions import ConditionGroup, Conditions
from pokedex.sources.encounter_tables import EncounterTable, Entry, SlotRow
from pokedex.sources.rates import best_encounters
from pokedex.sources.records import DerivedEncounter

_TABLES = Path(__file__).resolve().parent / "tables"
# How PokéAPI names the value of a group that goes without saying.
_ORDINARY = ("-no", "-off", "-none")


@dataclass(frozen=True, slots=True)
class Share:
    """A Pokémon in a kept table: percent, and both levels or neither."""

    pokemon: str
    percent: int
    min_level: int | None
    max_level: int | None


@dataclass(frozen=True, slots=True)
class KeptTable:
    """An encounter table as the catalog keeps it."""

    area: str
    availability: str
    conditions: Sequence[str]
    shares: Sequence[Share]


def best_of_kept(
    tables: Sequence[KeptTable], known_values: Iterable[str]
) -> dict[str, DerivedEncounter]:
    """Apply the rate rule to all tables of one route and method; return what it gives by Pokémon.

    ``known_values`` are the condition values that any table of the catalog names.
    """
    conditions = _conditions(
        {*known_values, *(one for table in tables for one in table.conditions)}
    )
    levels = all(one.min_level is not None for table in tables for one in table.shares)
    sources = [_as_source(table, conditions) for table in tables]
    return best_encounters(sources, conditions, random=True, levels=levels)


def _as_source(table: KeptTable, conditions: Conditions) -> EncounterTable:
    held: dict[str, set[str]] = defaultdict(set)
    for value in table.conditions:
        held[conditions.group_of[value].name].add(value)
    return EncounterTable(
        area=table.area,
        availability=table.availability,
        holds={group: frozenset(values) for group, values in held.items()},
        unsaid=frozenset(),
        entries={
            one.pokemon: Entry(one.percent, one.min_level or 1, one.max_level or 1)
            for one in table.shares
        },
        rows=frozenset(
            SlotRow(
                area=table.area,
                slot=number,
                percent=one.percent,
                pokemon=one.pokemon,
                min_level=one.min_level or 1,
                max_level=one.max_level or 1,
                conditions=frozenset(table.conditions),
            )
            for number, one in enumerate(table.shares)
        ),
    )


def _conditions(values: Iterable[str]) -> Conditions:
    groups, prefixes = _own_tables()
    group_of: dict[str, str] = {}
    members: dict[str, set[str]] = defaultdict(set)
    for value in values:
        matching = [prefix for prefix in prefixes if value.startswith(prefix)]
        name = prefixes[max(matching, key=len)] if matching else value
        group_of[value] = name
        members[name].add(value)
    complete = {
        name: replace(
            groups.get(name, ConditionGroup(name)),
            values=frozenset(found),
            ordinary=frozenset(one for one in found if one.endswith(_ORDINARY)),
        )
        for name, found in members.items()
    }
    return Conditions({value: complete[name] for value, name in group_of.items()})


@cache
def _own_tables() -> tuple[Mapping[str, ConditionGroup], Mapping[str, str]]:
    groups = {
        row["group"]: ConditionGroup(
            name=row["group"],
            quiet=row["ordinary"] == "quiet",
            only_met=row["values"] == "met",
            together=row["at_once"] == "all",
        )
        for row in _rows("condition_groups.csv")
    }
    return groups, {row["prefix"]: row["group"] for row in _rows("conditions.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (_TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
