"""How well a type attacks another, generation by generation. Plain Python.

The facts are those of PokéAPI's tables ``type_efficacy`` and ``type_efficacy_past``.
"""

from __future__ import annotations

from collections.abc import Iterable

# Attacking type: what it does double damage to, half, and none. Everything else takes it whole.
_CHART: dict[str, tuple[str, str, str]] = {
    "normal": ("", "rock steel", "ghost"),
    "fire": ("grass ice bug steel", "fire water rock dragon", ""),
    "water": ("fire ground rock", "water grass dragon", ""),
    "electric": ("water flying", "electric grass dragon", "ground"),
    "grass": ("water ground rock", "fire grass poison flying bug dragon steel", ""),
    "ice": ("grass ground flying dragon", "fire water ice steel", ""),
    "fighting": ("normal ice rock dark steel", "poison flying psychic bug fairy", "ghost"),
    "poison": ("grass fairy", "poison ground rock ghost", "steel"),
    "ground": ("fire electric poison rock steel", "grass bug", "flying"),
    "flying": ("grass fighting bug", "electric rock steel", ""),
    "psychic": ("fighting poison", "psychic steel", "dark"),
    "bug": ("grass psychic dark", "fire fighting poison flying ghost steel fairy", ""),
    "rock": ("fire ice flying bug", "fighting ground steel", ""),
    "ghost": ("psychic ghost", "dark", "normal"),
    "dragon": ("dragon", "steel", "fairy"),
    "dark": ("psychic ghost", "fighting dark fairy", ""),
    "steel": ("ice rock fairy", "fire water electric steel", ""),
    "fairy": ("fighting dragon dark", "fire poison steel", ""),
}
# What once was otherwise: attacking type, attacked type, last generation in which, and the factor.
_ONCE: dict[tuple[str, str], tuple[int, float]] = {
    ("poison", "bug"): (1, 2.0),
    ("bug", "poison"): (1, 2.0),
    ("ghost", "psychic"): (1, 0.0),
    ("ice", "fire"): (1, 1.0),
    ("ghost", "steel"): (5, 0.5),
    ("dark", "steel"): (5, 0.5),
}
# Types that the first games did not have: the generation in which they appear.
_SINCE = {"dark": 2, "steel": 2, "fairy": 6}

# The generations from which on a chart holds.
CHARTS_SINCE = (1, 2, 6)

_FACTORS = {
    (attack, attacked): factor
    for attack, row in _CHART.items()
    for factor, types in zip((2.0, 0.5, 0.0), row, strict=True)
    for attacked in types.split()
}


def types_of(generation: int) -> tuple[str, ...]:
    """List the types that the games of ``generation`` have, in the order of the games."""
    return tuple(name for name in _CHART if _SINCE.get(name, 1) <= generation)


def effectiveness(attack: str, attacked: str, generation: int) -> float:
    """Return by what a move's damage is multiplied: 0, 0.5, 1 or 2.

    A pair with a type that the generation does not have is as in the first generation with both.
    """
    until, factor = _ONCE.get((attack, attacked), (0, 1.0))
    return factor if generation <= until else _FACTORS.get((attack, attacked), 1.0)


def damage_taken(types: Iterable[str], generation: int) -> dict[str, float]:
    """Return what each attacking type of ``generation`` does to a Pokémon of these types.

    The factors of two types are multiplied: 0, 0.25, 0.5, 1, 2 or 4.
    """
    taken = dict.fromkeys(types_of(generation), 1.0)
    for own in types:
        for attack in taken:
            taken[attack] *= effectiveness(attack, own, generation)
    return taken
