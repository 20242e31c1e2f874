"""Games by generation, as lists of games show them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from pokedex.models import Game


def by_generation(games: Iterable[Game]) -> list[tuple[int, list[Game]]]:
    """Group games that are sorted as the catalog sorts them: the number, and its games."""
    return [
        (number, list(group)) for number, group in groupby(games, key=lambda game: game.generation)
    ]
