"""The rate rule: from encounter tables to one row per Pokémon and method.

What a page shows of a route is one number for each Pokémon: the best spot and the best time. See
docs/data.md for the rule in words and for examples.
"""

from __future__ import annotations

from collections.abc import Sequence

from pokedex.sources.conditions import AVAILABILITIES, ConditionGroup, Conditions
from pokedex.sources.encounter_tables import EncounterTable, Values
from pokedex.sources.records import DerivedEncounter


def best_encounters(
    tables: Sequence[EncounterTable], conditions: Conditions, *, random: bool, levels: bool
) -> dict[str, DerivedEncounter]:
    """Apply the rule to all tables of one route and method; return what it gives by Pokémon.

    ``random`` is False for methods that are no random table, whose rate is None; ``levels`` is
    False where the source has placeholders.
    """
    tables_of: dict[str, list[EncounterTable]] = {}
    for table in tables:
        for pokemon in table.entries:
            tables_of.setdefault(pokemon, []).append(table)
    named = frozenset(value for table in tables for row in table.rows for value in row.conditions)
    return {
        pokemon: _best(pokemon, own, conditions, named, random=random, levels=levels)
        for pokemon, own in tables_of.items()
    }


def _best(
    pokemon: str,
    tables: Sequence[EncounterTable],
    conditions: Conditions,
    named: Values,
    *,
    random: bool,
    levels: bool,
) -> DerivedEncounter:
    availability = min((one.availability for one in tables), key=AVAILABILITIES.index)
    used = [one for one in tables if one.availability == availability]
    entries = [one.entries[pokemon] for one in used]
    rate = max(entry.percent for entry in entries)
    best = [one for one in used if not random or one.entries[pokemon].percent == rate]
    asked = [_asked(pokemon, one, conditions) for one in best]
    said = {value for group in asked[0] for value in _what_to_say(group, asked, named)}
    return DerivedEncounter(
        rate=min(rate, 100) if random else None,
        min_level=min(entry.min_level for entry in entries) if levels else None,
        max_level=max(entry.max_level for entry in entries) if levels else None,
        conditions=tuple(sorted(said)),
        availability=availability,
    )


def _asked(
    pokemon: str, table: EncounterTable, conditions: Conditions
) -> dict[ConditionGroup, Values]:
    """Return the values in which a table holds, of the groups that this Pokémon's slots name."""
    named = {value for row in table.rows if row.pokemon == pokemon for value in row.conditions}
    groups = {conditions.group_of[value] for value in named}
    return {
        group: table.holds[group.name] & named if group.together else table.holds[group.name]
        for group in groups
    }


def _what_to_say(
    group: ConditionGroup, asked: Sequence[dict[ConditionGroup, Values]], named: Values
) -> Values:
    """Return the values to name: none when the group makes no difference."""
    if not all(group in one for one in asked):
        return frozenset()
    values = frozenset[str]().union(*(one[group] for one in asked))
    every = group.values & named if group.only_met else group.values
    if values == every or (group.quiet and values & group.ordinary):
        return frozenset()
    return values
