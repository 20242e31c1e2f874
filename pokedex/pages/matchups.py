"""What attacks of each type do to a Pokémon, in the words of the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pokedex.type_chart import damage_taken

WEAK = (4.0, 2.0)
RESISTANT = (0.5, 0.25, 0.0)
_WORDS = {4.0: "4 ×", 2.0: "2 ×", 0.5: "½ ×", 0.25: "¼ ×", 0.0: "0 ×"}


@dataclass(frozen=True, slots=True)
class Matchup:
    """The attacking types whose damage is multiplied alike, such as "2 ×"."""

    factor: str
    types: tuple[str, ...]


def by_factor(types: Iterable[str], generation: int) -> dict[float, tuple[str, ...]]:
    """Group the attacking types by the factor of their damage, leaving out those that do 1 ×."""
    taken = damage_taken(types, generation)
    return {
        factor: attacks
        for factor in _WORDS
        if (attacks := tuple(attack for attack, own in taken.items() if own == factor))
    }


def in_words(
    grouped: dict[float, tuple[str, ...]], factors: Iterable[float]
) -> tuple[Matchup, ...]:
    """Name those of the factors that occur, in the order given."""
    return tuple(
        Matchup(_WORDS[factor], grouped[factor]) for factor in factors if factor in grouped
    )
