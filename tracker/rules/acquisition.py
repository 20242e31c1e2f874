"""How a Pokémon came to the player, as far as the catalog's methods tell."""

from __future__ import annotations

from collections.abc import Iterable

_BY_METHOD = {
    "gift": "gift",
    "gift-egg": "egg",
    "static": "static",
    "npc-trade": "trade",
}


def acquisition_by(methods: Iterable[str]) -> str:
    """Name the acquisition that all of ``methods`` (PokéAPI's identifiers) stand for.

    A Pokémon that can also be met in the wild, or that is not in our table, counts as wild.
    """
    found = {_BY_METHOD.get(method, "wild") for method in methods}
    return found.pop() if len(found) == 1 else "wild"
