"""The conditions of an encounter: which of them exclude each other, and which need a gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pokedex.sources.reading import BadRow, Row, TableReader

BASE = "base"
SPECIAL = "special"
POSTGAME = "postgame"
# In the order in which they open.
AVAILABILITIES = (BASE, SPECIAL, POSTGAME)


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """Values of which one holds at a time (or, with ``together``, more and more of them).

    ``quiet``: the ordinary value goes without saying. ``only_met``: not every value of the group
    is possible everywhere, so those that a table names count as all.
    """

    name: str
    quiet: bool = False
    only_met: bool = False
    together: bool = False
    values: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conditions:
    """All condition values, by group."""

    group_of: Mapping[str, ConditionGroup]
    gate_of: Mapping[str, str] = field(default_factory=dict)

    def gate(self, values: Iterable[str]) -> str:
        """Say whether a row with these values is of the ordinary game (``base``) or gated."""
        gates = {self.gate_of.get(value, "") for value in values}
        if POSTGAME in gates:
            return POSTGAME
        return SPECIAL if SPECIAL in gates else BASE


def read_conditions(reader: TableReader, own: TableReader) -> tuple[Conditions, dict[str, str]]:
    """Return the condition values by group, and their identifiers by PokéAPI's ids.

    A value's group is that of the longest prefix in our own table, not PokéAPI's (which files the
    weather under the ratings of dens).
    """
    groups = own.index(
        "condition_groups.csv",
        ("group", "ordinary", "values", "at_once"),
        lambda row: (
            row.text("group"),
            ConditionGroup(
                name=row.text("group"),
                quiet=row.choice("ordinary", "said", "quiet") == "quiet",
                only_met=row.choice("values", "all", "met") == "met",
                together=row.choice("at_once", "one", "all") == "all",
            ),
        ),
    )
    prefixes = own.index(
        "conditions.csv",
        ("prefix", "group", "gate"),
        lambda row: (
            row.text("prefix"),
            (row.lookup("group", groups).name, row.choice("gate", "", "special", "postgame")),
        ),
    )
    members: dict[str, set[str]] = defaultdict(set)
    ordinary: dict[str, set[str]] = defaultdict(set)
    group_name: dict[str, str] = {}
    gate_of: dict[str, str] = {}

    def read(row: Row) -> tuple[str, str]:
        value = row.text("identifier")
        matching = [prefix for prefix in prefixes if value.startswith(prefix)]
        if not matching:
            raise BadRow(f"condition {value!r} is in no group of ours.")
        group, gate_of[value] = prefixes[max(matching, key=len)]
        group_name[value] = group
        members[group].add(value)
        if row.choice("is_default", "0", "1") == "1":
            ordinary[group].add(value)
        return row.text("id"), value

    columns = ("id", "identifier", "is_default")
    identifiers = reader.index("pokeapi/encounter_condition_values.csv", columns, read)
    complete = {
        name: replace(group, values=frozenset(members[name]), ordinary=frozenset(ordinary[name]))
        for name, group in groups.items()
    }
    group_of = {value: complete[group] for value, group in group_name.items()}
    return Conditions(group_of, gate_of), identifiers
