"""The rate rule: from the slots of the encounter tables to one row per Pokémon and method.

The tables of the games give every slot a share of 100 percent, for each area of a place and each
state of the conditions (time of day, season, weather, ...). What a page shows is one number: the
best spot and the best time. See docs/data.md for the rule in words and for examples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from pokedex.sources.conditions import BASE, POSTGAME, SPECIAL, ConditionGroup, Conditions
from pokedex.sources.records import DerivedEncounter


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One slot of one encounter table: ``percent`` of the encounters of its area and method.

    The table that it belongs to is that of its area in every state in which all of
    ``conditions`` hold.
    """

    area: str
    slot: int
    percent: int
    pokemon: str
    min_level: int
    max_level: int
    conditions: frozenset[str] = frozenset()


# A state of one group: the values that hold; none of those that the rows name when it is empty.
GroupState = frozenset[str]


def values_by_group(rows: Iterable[SlotRow], conditions: Conditions) -> dict[str, frozenset[str]]:
    """Return the condition values that the rows name, by the name of their group."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for value in row.conditions:
            named[conditions.group_of[value].name].add(value)
    return {group: frozenset(values) for group, values in named.items()}


def derive(
    rows: Sequence[SlotRow],
    *,
    conditions: Conditions,
    table_values: Mapping[str, frozenset[str]],
    random: bool,
    levels: bool,
) -> DerivedEncounter:
    """Apply the rule to the rows of one Pokémon, by one method, at one route (at least one row).

    ``table_values`` are the condition values by group that all rows of this route and method
    name; ``random`` is False for methods that are no random table, whose rate is None; ``levels``
    is False where the source has placeholders.
    """
    availability, used = _ordinary_rows(rows, conditions)
    groups = _groups(used, conditions)
    options = [_states_of(group, used, table_values) for group in groups]
    rates = {}
    for state in product(*options):
        held = frozenset[str]().union(*state)
        rates[state] = _best_area(used, held)
    if not random:
        rates = {state: min(rate, 1) for state, rate in rates.items()}
    best = max(rates.values())
    best_states = [state for state, rate in rates.items() if rate == best]
    said: set[str] = set()
    for position, group in enumerate(groups):
        said |= _what_to_say(group, {state[position] for state in best_states}, options[position])
    return DerivedEncounter(
        rate=min(best, 100) if random else None,
        min_level=min(row.min_level for row in used) if levels else None,
        max_level=max(row.max_level for row in used) if levels else None,
        conditions=tuple(sorted(said)),
        availability=availability,
    )


def _ordinary_rows(rows: Sequence[SlotRow], conditions: Conditions) -> tuple[str, list[SlotRow]]:
    """Keep the rows of the most ordinary gate that has any."""
    by_gate: dict[str, list[SlotRow]] = {BASE: [], SPECIAL: [], POSTGAME: []}
    for row in rows:
        by_gate[conditions.gate(row.conditions)].append(row)
    return next((gate, kept) for gate, kept in by_gate.items() if kept)


def _groups(rows: Sequence[SlotRow], conditions: Conditions) -> list[ConditionGroup]:
    groups = {conditions.group_of[value] for row in rows for value in row.conditions}
    return sorted(groups, key=lambda group: group.name)


def _states_of(
    group: ConditionGroup,
    rows: Sequence[SlotRow],
    table_values: Mapping[str, frozenset[str]],
) -> list[GroupState]:
    """Return the states of a group that can make a difference to these rows."""
    named = {row.conditions & group.values for row in rows} - {frozenset()}
    every = frozenset[str]().union(*named)
    states = [every] if group.together else sorted(named, key=sorted)
    possible = table_values[group.name] if group.only_met else group.values
    if group.together or possible - every:
        states.append(frozenset())
    return states


def _best_area(rows: Sequence[SlotRow], held: frozenset[str]) -> int:
    """Return the rate where it is highest; exact duplicates of a slot count once."""
    percents: dict[str, dict[int, int]] = defaultdict(dict)
    for row in rows:
        if row.conditions <= held:
            percents[row.area][row.slot] = row.percent
    return max((sum(slots.values()) for slots in percents.values()), default=0)


def _what_to_say(
    group: ConditionGroup, best: set[GroupState], states: list[GroupState]
) -> frozenset[str]:
    """Return the values to name: none when the group makes no difference."""
    if len(best) == len(states):
        return frozenset()
    values = frozenset[str]().union(*best)
    if group.quiet and values & group.ordinary:
        return frozenset()
    return values
