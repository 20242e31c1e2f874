"""Encounter tables: what one area of a route holds by one method, in which states.

The games give every slot a share of 100 percent, for each area and each state of the conditions
(time of day, season, weather, ...). The source lists slots with conditions; here each state of
an area becomes a table, and states with the same content become one. See docs/data.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from pokedex.sources.conditions import ConditionGroup, Conditions

Values = frozenset[str]
NO_VALUE: Values = frozenset()


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
    conditions: Values = NO_VALUE


@dataclass(frozen=True, slots=True)
class Entry:
    """A Pokémon in a table: the sum of its slots in percent (1 or more), and its levels."""

    percent: int
    min_level: int
    max_level: int


@dataclass(frozen=True, slots=True)
class EncounterTable:
    """What is met in one area, in the states that ``holds`` names.

    ``holds`` has the values of each group that slots of the area name: any of them. ``unsaid``
    are the groups whose every state is among them. ``rows`` are the slots that are live.
    """

    area: str
    availability: str
    holds: Mapping[str, Values]
    unsaid: frozenset[str]
    entries: Mapping[str, Entry]
    rows: frozenset[SlotRow]

    @property
    def total(self) -> int:
        """The sum of the percentages: 100 unless the source has it wrong."""
        return sum(entry.percent for entry in self.entries.values())

    @property
    def conditions(self) -> tuple[str, ...]:
        """The values in which the table holds, sorted; without groups that make no difference."""
        said = (values for group, values in self.holds.items() if group not in self.unsaid)
        return tuple(sorted(NO_VALUE.union(*said)))


def tables_of(rows: Iterable[SlotRow], conditions: Conditions) -> list[EncounterTable]:
    """Return the tables that the slots of one route and method make, area by area."""
    by_area: dict[str, list[SlotRow]] = defaultdict(list)
    for row in rows:
        by_area[row.area].append(row)
    return [
        table
        for area, own_rows in by_area.items()
        for table in _AreaStates(area, own_rows, conditions).tables()
    ]


@dataclass(frozen=True, slots=True)
class _State:
    """The values that hold in each group, in the order of the groups; ``gated`` by the gate."""

    values: tuple[Values, ...]
    gated: Values
    rows: frozenset[SlotRow]
    entries: Mapping[str, Entry]

    def with_values(self, position: int, values: Values) -> _State:
        changed = (*self.values[:position], values, *self.values[position + 1 :])
        return replace(self, values=changed)


class _AreaStates:
    """The states of one area by one method."""

    def __init__(self, area: str, rows: Sequence[SlotRow], conditions: Conditions) -> None:
        self._area = area
        self._rows = rows
        self._conditions = conditions
        groups = {conditions.group_of[value] for row in rows for value in row.conditions}
        self._groups: list[ConditionGroup] = sorted(groups, key=lambda group: group.name)
        self._ordinary = [self._ordinary_values(group) for group in self._groups]

    def tables(self) -> list[EncounterTable]:
        states = self._merged(self._without_idle_gates(list(self._states())))
        return [
            EncounterTable(
                area=self._area,
                availability=self._conditions.gate(state.gated),
                holds={
                    group.name: values
                    for group, values in zip(self._groups, state.values, strict=True)
                },
                unsaid=frozenset(
                    group.name
                    for position, group in enumerate(self._groups)
                    if state.values[position] == self._every_value(position)
                ),
                entries=state.entries,
                rows=state.rows,
            )
            for state in states
        ]

    def _gated(self, values: Values) -> Values:
        return frozenset(value for value in values if self._conditions.gate_of.get(value))

    def _named(self, group: ConditionGroup) -> set[Values]:
        return {row.conditions & group.values for row in self._rows} - {NO_VALUE}

    def _ordinary_values(self, group: ConditionGroup) -> list[Values]:
        """Return the states of a group that need no gate.

        One for each set of values that a slot names, and one in which none of them holds. That is
        named by the group's ordinary values where they go without saying, else by all the others.
        """
        named = self._named(group)
        ungated = sorted((values for values in named if not self._gated(values)), key=sorted)
        others = group.values.difference(*named)
        others -= self._gated(others)
        if group.only_met or group.together or not others:
            return ungated or [NO_VALUE]
        if group.quiet:
            others = others & group.ordinary or others
        return [*ungated, others]

    def _gates(self) -> list[Values]:
        """Return the gated values to consider: none, and each set that a slot names."""
        together = NO_VALUE.union(*(group.values for group in self._groups if group.together))
        every_block = self._gated(NO_VALUE.union(*(row.conditions for row in self._rows)))
        every_block &= together
        gates = {NO_VALUE}
        for row in self._rows:
            gated = self._gated(row.conditions)
            gates.add(gated | every_block if gated & together else gated)
        return sorted(gates, key=sorted)

    def _states(self) -> Iterator[_State]:
        """Yield every state in which something is met, with what is met in it."""
        for gated in self._gates():
            options = [
                [gated & group.values] if gated & group.values else ordinary
                for group, ordinary in zip(self._groups, self._ordinary, strict=True)
            ]
            for values in product(*options):
                rows = self._live(values)
                if rows:
                    yield _State(values, gated, rows, _entries(rows))

    def _live(self, values: Sequence[Values]) -> frozenset[SlotRow]:
        held = NO_VALUE.union(*values)
        live = {row for row in self._rows if row.conditions <= held}
        for group in self._groups:
            # Slots for which no blocks are asked stay what they are without any.
            if group.together and held & group.values - group.ordinary:
                filled = {row.slot for row in live}
                unchanged = held - group.values | group.ordinary
                live |= {
                    row
                    for row in self._rows
                    if row.slot not in filled and row.conditions <= unchanged
                }
        return frozenset(live)

    def _without_idle_gates(self, states: list[_State]) -> list[_State]:
        """Drop gated states with the content of the ordinary one, which then holds there too."""
        found = {state.values: state for state in states}
        wider: dict[tuple[Values, ...], dict[int, Values]] = defaultdict(dict)
        kept = []
        for state in states:
            ordinary = self._ordinary_states_of(state)
            same = [
                values
                for values in ordinary
                if values in found and found[values].entries == state.entries
            ]
            if not state.gated or len(same) < len(ordinary):
                kept.append(state)
                continue
            changed = [at for at, group in enumerate(self._groups) if state.gated & group.values]
            if len(changed) == 1:
                for values in same:
                    at = changed[0]
                    wider[values][at] = wider[values].get(at, values[at]) | state.values[at]
        return [self._widened(state, wider) for state in kept]

    def _ordinary_states_of(self, state: _State) -> list[tuple[Values, ...]]:
        options = [
            self._ordinary[at] if state.gated & group.values else [state.values[at]]
            for at, group in enumerate(self._groups)
        ]
        return list(product(*options))

    def _widened(
        self, state: _State, wider: Mapping[tuple[Values, ...], Mapping[int, Values]]
    ) -> _State:
        """Let a state hold also where a gate makes no difference to the ordinary one."""
        ordinary = self._ordinary_states_of(state)
        for at, values in wider.get(ordinary[0], {}).items():
            if len(ordinary) == 1 and not state.gated & self._groups[at].values:
                state = state.with_values(at, values)
        return state

    def _merged(self, states: list[_State]) -> list[_State]:
        """Join states with the same content that differ in one group only."""
        while True:
            before = len(states)
            for position in range(len(self._groups)):
                states = self._merged_along(position, states)
            if len(states) == before:
                return states

    def _merged_along(self, position: int, states: list[_State]) -> list[_State]:
        joined: dict[object, _State] = {}
        for state in states:
            key = (
                state.with_values(position, NO_VALUE).values,
                self._conditions.gate(state.gated),
                frozenset(state.entries.items()),
            )
            other = joined.get(key)
            if other is not None:
                state = replace(
                    other.with_values(position, other.values[position] | state.values[position]),
                    gated=other.gated | state.gated,
                    rows=other.rows | state.rows,
                )
            joined[key] = state
        return list(joined.values())

    def _every_value(self, position: int) -> Values | None:
        """Return all values that a group has here, None where it can also have none of them."""
        group, ordinary = self._groups[position], self._ordinary[position]
        if NO_VALUE in ordinary:
            return None
        return NO_VALUE.union(*ordinary, *self._named(group))


def _entries(rows: Iterable[SlotRow]) -> dict[str, Entry]:
    """Add up the slots of each Pokémon; exact duplicates of a slot count once."""
    by_pokemon: dict[str, list[SlotRow]] = defaultdict(list)
    for row in rows:
        by_pokemon[row.pokemon].append(row)
    return {
        pokemon: Entry(
            percent=sum({row.slot: row.percent for row in own}.values()),
            min_level=min(row.min_level for row in own),
            max_level=max(row.max_level for row in own),
        )
        for pokemon, own in by_pokemon.items()
    }
