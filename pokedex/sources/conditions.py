"""The conditions of an encounter: which of them exclude each other, and which need a gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

BASE = "base"
SPECIAL = "special"
POSTGAME = "postgame"


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
