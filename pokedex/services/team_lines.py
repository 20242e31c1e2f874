"""The team of a boss written one Pokémon to a line, with a heading for each of the starters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pokedex.choices import PokemonType
from pokedex.models import MAX_LEVEL, BossPokemon, Pokemon
from pokedex.services.encounter_lines import (
    LONGEST_LINE,
    MOST_SUGGESTIONS,
    BadLine,
    UnknownName,
    pokemon_by_name,
    suggestion,
)

# As the database allows: the largest team of the catalog has seven.
MOST_IN_A_TEAM = 30
MOST_LINES = 100
MOST_MOVES = 8
LONGEST_NAME = 40
_BETWEEN_CELLS = re.compile(r"[\t;,]")
_HEADING = re.compile(r"(?:if you chose (?:the )?)?([a-z]+)(?: starter)?\s*:", re.IGNORECASE)
_ABILITY = re.compile(r"ability\s*:\s*(.*)", re.IGNORECASE)
_ALWAYS = ("always", "any", "whichever")
_EXAMPLE = "“Geodude, 12, Tackle / Rock Tomb, @ Oran Berry”"


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A Pokémon of a team that is to be; ``player_starter`` is a type, or '' for any starter."""

    player_starter: str
    pokemon: int
    name: str
    level: int
    moves: tuple[str, ...] = ()
    held_item: str = ""
    ability: str = ""


def team_lines(rows: Iterable[BossPokemon]) -> str:
    """Write a team one Pokémon to a line: "Geodude, 12, Tackle / Rock Tomb, @ Oran Berry".

    Those that are used against one of the player's starters stand below a heading, such as
    "Grass starter:". The way back is `read_team`.
    """
    lines: list[str] = []
    heading = ""
    for row in sorted(rows, key=lambda row: (row.player_starter, row.slot)):
        if row.player_starter != heading:
            heading = row.player_starter
            lines += [*([""] if lines else []), f"{PokemonType(heading).label} starter:"]
        cells = [row.pokemon.name, str(row.level)]
        if row.moves:
            cells.append(" / ".join(row.moves))
        if row.held_item:
            cells.append(f"@ {row.held_item}")
        if row.ability:
            cells.append(f"Ability: {row.ability}")
        lines.append(", ".join(cells))
    return "\n".join(lines)


def read_team(text: str) -> tuple[list[TeamLine], list[str]]:
    """Read a team as `team_lines` writes it; one query.

    Returns its Pokémon in order, and a sentence for each line that is none. No lines are no team.
    """
    lines = text.replace("\0", "").splitlines()
    if len(lines) > MOST_LINES:
        return [], [f"There are {len(lines):,} lines. A team has at most {MOST_LINES}."]
    if not text.strip():
        return [], []
    pokemon_of = pokemon_by_name(Pokemon.objects.published())
    found: list[TeamLine] = []
    errors: list[str] = []
    starter = ""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            heading = _HEADING.fullmatch(line.strip()[:LONGEST_LINE])
            if heading:
                starter = _starter(heading[1].casefold())
                continue
            if sum(one.player_starter == starter for one in found) >= MOST_IN_A_TEAM:
                raise BadLine(f"a team has at most {MOST_IN_A_TEAM} Pokémon.")
            found.append(_read(line, starter, pokemon_of))
        except BadLine as error:
            errors.append(f"Line {number}: {error}")
        except UnknownName as error:
            words = suggestion(error.typed, pokemon_of) if len(errors) < MOST_SUGGESTIONS else ""
            errors.append(f"Line {number}: {error}{words}")
    return found, errors


def _starter(word: str) -> str:
    if word in _ALWAYS:
        return ""
    if word not in PokemonType.values:
        raise BadLine(f"there is no type called “{word}”. Write “Grass starter:”, or “Always:”.")
    return word


def _read(line: str, starter: str, pokemon_of: Mapping[str, tuple[int, str]]) -> TeamLine:
    if len(line) > LONGEST_LINE:
        raise BadLine("it is too long.")
    name, level, *others = [*(cell.strip() for cell in _BETWEEN_CELLS.split(line)), ""]
    if name.casefold() not in pokemon_of:
        raise UnknownName(name)
    if not (level.isascii() and level.isdigit() and len(level) <= 3):
        raise BadLine(f"write Pokémon, level, moves and item, such as {_EXAMPLE}.")
    if not 1 <= int(level) <= MAX_LEVEL:
        raise BadLine(f"“{level}” is no level: give 1 to {MAX_LEVEL}.")
    moves: tuple[str, ...] = ()
    item = ability = ""
    for cell in filter(None, others):
        said = _ABILITY.fullmatch(cell)
        if cell.startswith("@"):
            item = _once(item, cell[1:].strip(), "item")
        elif said:
            ability = _once(ability, said[1], "ability")
        elif moves:
            raise BadLine("put “/” between the moves, “@” before the item.")
        else:
            moves = tuple(move.strip() for move in cell.split("/") if move.strip())
    if len(moves) > MOST_MOVES:
        raise BadLine(f"it has {len(moves)} moves; give at most {MOST_MOVES}.")
    if any(len(one) > LONGEST_NAME for one in (*moves, item, ability)):
        raise BadLine(f"a move, an item and an ability have at most {LONGEST_NAME} letters.")
    pk, known = pokemon_of[name.casefold()]
    return TeamLine(starter, pk, known, int(level), moves, item, ability)


def _once(before: str, now: str, what: str) -> str:
    if before or not now:
        raise BadLine(f"give one {what}, or none.")
    return now
