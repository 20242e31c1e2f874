"""Encounters written one to a line, as a spreadsheet's cells are pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pokedex.choices import EncounterMethod
from pokedex.models import MAX_LEVEL, Pokemon, RouteEncounter
from pokedex.querysets import PokemonQuerySet

MOST_LINES = 300
LONGEST_LINE = 200
# Looking for names that are spelled alike takes some milliseconds each.
MOST_SUGGESTIONS = 10
_BETWEEN_CELLS = re.compile(r"[\t;,]")
_METHODS = {value: value for value in EncounterMethod.values} | {
    label.casefold(): value for value, label in EncounterMethod.choices
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """An encounter that is to be: the Pokémon's id, percent or None, both levels or neither."""

    pokemon: int
    name: str
    method: str
    rate: int | None
    min_level: int | None
    max_level: int | None


class BadLine(Exception):
    """A line, or a part of one, that says no encounter; the message says why."""


class UnknownName(Exception):
    """A name that no Pokémon has; the message says so, ``typed`` is the name."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"there is no Pokémon called “{typed}”.")
        self.typed = typed


def read_lines(text: str) -> tuple[list[Proposed], list[str]]:
    """Read lines such as "Zigzagoon, walk, 45, 2-3"; one query.

    Cells stand between commas, semicolons or tabs: a Pokémon's name, slug or number, a method,
    and, where they are known, the rate in percent and the levels. Empty lines do not count.
    Returns the encounters and a sentence for each line that is none.
    """
    lines = text.replace("\0", "").splitlines()
    if len(lines) > MOST_LINES:
        return [], [f"There are {len(lines):,} lines. Paste at most {MOST_LINES} at a time."]
    pokemon_of = pokemon_by_name(Pokemon.objects.published())
    found: dict[tuple[int, str], Proposed] = {}
    errors = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            proposed = _read(line, pokemon_of)
            key = proposed.pokemon, proposed.method
            if key in found:
                raise BadLine(f"{proposed.name} stands in an earlier line with this method.")
            found[key] = proposed
        except BadLine as error:
            errors.append(f"Line {number}: {error}")
        except UnknownName as error:
            words = suggestion(error.typed, pokemon_of) if len(errors) < MOST_SUGGESTIONS else ""
            errors.append(f"Line {number}: {error}{words}")
    if not found and not errors:
        errors.append("Paste one encounter a line, such as “Zigzagoon, walk, 45, 2-3”.")
    return list(found.values()), errors


def encounter_lines(rows: Iterable[RouteEncounter]) -> str:
    """Write encounters one to a line: "Zigzagoon, walk, 45, 2-3"; the way back from `read_lines`.

    Conditions and availability are in no line.
    """
    return "\n".join(
        line_of(
            row.pokemon.name, row.encounter_method, row.encounter_rate, row.min_level, row.max_level
        )
        for row in rows
    )


def line_of(name: str, method: str, rate: int | None, low: int | None, high: int | None) -> str:
    """Write one encounter: "Treecko, gift, , 5"; what is not known at the end is left away."""
    levels = "" if low is None else f"{low}" if low == high else f"{low}-{high}"
    return ", ".join([name, method, f"{rate or ''}", levels]).rstrip(", ")


def share_lines(shares: Iterable[Sequence[object]]) -> str:
    """Write the shares of an encounter table one to a line: "zubat, 69, 7-10"."""
    return "\n".join(
        f"{slug}, {percent}" + (f", {low}-{high}" if low is not None else "")
        for slug, percent, low, high in shares
    )


def read_share_lines(text: str) -> tuple[list[list[object]], list[str]]:
    """Read the shares of an encounter table; the way back from `share_lines`. One query.

    A Pokémon may be named by its name or number as well. Returns the shares as the catalog keeps
    them and a sentence for each line that is none.
    """
    lines = text.replace("\0", "").splitlines()
    if len(lines) > MOST_LINES:
        return [], [f"There are {len(lines):,} lines; a table has at most {MOST_LINES}."]
    pokemon_of = pokemon_by_name(Pokemon.objects.all())
    slugs = dict(Pokemon.objects.values_list("pk", "slug"))
    shares: list[list[object]] = []
    errors = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            share = _share(line, pokemon_of, slugs)
            if any(share[0] == other[0] for other in shares):
                raise BadLine(f"{share[0]} stands in an earlier line.")
            shares.append(share)
        except BadLine as error:
            errors.append(f"Line {number}: {error}")
    return shares, errors


def read_share(line: str) -> list[object]:
    """Read one share as `share_lines` writes it; its Pokémon as it is named there, known or not.

    Raises ``BadLine`` for what is none.
    """
    cells = [cell.strip() for cell in _BETWEEN_CELLS.split(line[: LONGEST_LINE + 1])]
    if len(line) > LONGEST_LINE or not 2 <= len(cells) <= 3:
        raise BadLine("write Pokémon, percent and levels, such as “Zubat, 69, 7-10”.")
    percent = cells[1].removesuffix("%").strip()
    if not _is_number(percent) or int(percent) < 1:
        raise BadLine(f"“{percent}” is no share: give a whole number of percent, 1 or more.")
    return [cells[0], int(percent), *read_levels(cells[2] if len(cells) == 3 else "")]


def _share(
    line: str, pokemon_of: Mapping[str, tuple[int, str]], slugs: Mapping[int, str]
) -> list[object]:
    typed, *numbers = read_share(line)
    if str(typed).casefold() not in pokemon_of:
        raise BadLine(f"there is no Pokémon called “{typed}”.")
    pk, _ = pokemon_of[str(typed).casefold()]
    return [slugs[pk], *numbers]


def pokemon_by_name(pokemon: PokemonQuerySet) -> Mapping[str, tuple[int, str]]:
    """Give id and name of each Pokémon by its name, slug and number, in small letters. 1 query."""
    found: dict[str, tuple[int, str]] = {}
    rows = pokemon.order_by("-national_dex", "-id")
    for pk, name, slug, number in rows.values_list("pk", "name", "slug", "national_dex"):
        # The first form of a number wins: it comes last here.
        for key in (str(number), f"#{number}", name.casefold(), slug):
            found[key] = pk, name
    return found


def _read(line: str, pokemon_of: Mapping[str, tuple[int, str]]) -> Proposed:
    if len(line) > LONGEST_LINE:
        raise BadLine("it is too long.")
    cells = [cell.strip() for cell in _BETWEEN_CELLS.split(line)]
    while len(cells) > 2 and not cells[-1]:
        cells.pop()
    if not 2 <= len(cells) <= 4:
        raise BadLine("write Pokémon, method, rate and levels, such as “Zigzagoon, walk, 45, 2-3”.")
    typed, method, rate, levels = [*cells, "", ""][:4]
    if typed.casefold() not in pokemon_of:
        raise UnknownName(typed)
    if method.casefold() not in _METHODS:
        raise BadLine(f"there is no method called “{method}”.")
    pk, name = pokemon_of[typed.casefold()]
    low, high = read_levels(levels)
    return Proposed(pk, name, _METHODS[method.casefold()], read_rate(rate), low, high)


def read_rate(text: str) -> int | None:
    """Read "45" or "45 %", None for nothing. Raises ``BadLine`` for what is no rate."""
    text = text.removesuffix("%").strip()
    if not text:
        return None
    if not _is_number(text) or not 1 <= int(text) <= 100:
        raise BadLine(f"“{text}” is no rate: give 1 to 100, or nothing.")
    return int(text)


def read_levels(text: str) -> tuple[int | None, int | None]:
    """Read "3" or "2-3", both None for nothing. Raises ``BadLine`` for what are no levels."""
    if not text:
        return None, None
    low, dash, high = text.replace("–", "-").partition("-")
    parts = [low.strip(), high.strip() if dash else low.strip()]
    if not all(_is_number(part) and 1 <= int(part) <= MAX_LEVEL for part in parts) or (
        int(parts[0]) > int(parts[1])
    ):
        raise BadLine(f"“{text}” are no levels: give “3” or “2-3”, from 1 to {MAX_LEVEL}.")
    return int(parts[0]), int(parts[1])


def suggestion(typed: str, pokemon_of: Mapping[str, tuple[int, str]]) -> str:
    """Say which Pokémon may be meant by a name that none has: " Did you mean X?", or nothing."""
    alike = get_close_matches(typed[:60].casefold(), pokemon_of.keys(), n=3, cutoff=0.7)
    names = dict.fromkeys(pokemon_of[one][1] for one in alike)
    return f" Did you mean {' or '.join(names)}?" if names else ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3
