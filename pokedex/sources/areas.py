"""The names of a route's areas, as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pokedex.sources.reading import TableReader

_FLOOR = re.compile(r"b?\d+f")
_SMALL_WORDS = frozenset(
    ("of", "and", "in", "from", "to", "the", "towards", "behind", "near", "between", "before")
)


def read_area_names(own: TableReader) -> dict[str, str]:
    """Return our own names of areas, by PokéAPI's identifiers; most need none."""
    return own.index(
        "area_names.csv", ("area", "name"), lambda row: (row.optional("area"), row.text("name"))
    )


def area_name(identifier: str, names: dict[str, str]) -> str:
    """``b1f-left`` -> B1F Left, ``north-of-route-124`` -> North of Route 124."""
    if identifier in names:
        return names[identifier]
    words = [_word(word) for word in identifier.split("-")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def names_of_areas(areas: Iterable[str], names: dict[str, str]) -> dict[str, str]:
    """Return the names of one route's areas (``location/area``): '' when there is only one.

    Raises ``ValueError`` when two areas have the same name.
    """
    distinct = sorted(set(areas))
    if len(distinct) == 1:
        return {distinct[0]: ""}
    found = {area: area_name(area.partition("/")[2], names) for area in distinct}
    if len(set(found.values())) < len(found):
        raise ValueError(f"two of the areas {', '.join(distinct)} have the same name.")
    return found


def _word(word: str) -> str:
    if _FLOOR.fullmatch(word):
        return word.upper()
    return word if word in _SMALL_WORDS else word.capitalize()
