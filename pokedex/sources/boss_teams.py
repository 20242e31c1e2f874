"""The teams of the bosses, from the lists of the source and a table of our own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pokedex.sources.bosses import Boss, BossCorrections, GameBosses, read_level
from pokedex.sources.reading import BadRow, Row, TableReader
from pokedex.sources.records import BossPokemonRecord

STARTERS = ("grass", "fire", "water")
MOST_MOVES = 4
COLUMNS = (
    "boss_order",
    "boss_name",
    "player_starter",
    "slot",
    "pokemon",
    "level",
    "ability",
    "held_item",
    "moves",
)
ADDED = "added_boss_teams.csv"

# Of one team: how many there are for each of the player's starters, '' for all of them.
Counts = Counter[str]


@dataclass(frozen=True, slots=True)
class Names:
    """What the lists call things, and what these are: slugs of Pokémon, English names of the rest.

    Abilities and items are '' where the lists say nothing.
    """

    pokemon: Mapping[str, str]
    moves: Mapping[str, str]
    abilities: Mapping[str, str]
    items: Mapping[str, str]


def read_teams(
    reader: TableReader,
    own: TableReader,
    bosses: Mapping[str, GameBosses],
    corrections: BossCorrections,
    names: Names,
    aliases: Mapping[str, Mapping[str, str]],
) -> list[BossPokemonRecord]:
    """Read the team of every boss; one that does not agree with its boss is a problem.

    ``aliases`` are our spellings of Pokémon, by game.
    """
    teams = {
        game: GameTeams(
            of_game,
            corrections,
            replace(names, pokemon={**names.pokemon, **aliases.get(game, {})}),
        )
        for game, of_game in bosses.items()
    }
    for game, of_game in teams.items():
        if bosses[game]:
            reader.each(f"boss_teams/{game}.csv", COLUMNS, of_game.read)
    own.each(
        ADDED, ("game", *COLUMNS, "why", "source"), lambda row: row.lookup("game", teams).read(row)
    )
    for of_game in teams.values():
        of_game.report_disagreements(own)
    return [member for of_game in teams.values() for member in of_game.in_order()]


class GameTeams:
    """The teams of one game, being read."""

    def __init__(self, bosses: GameBosses, corrections: BossCorrections, names: Names) -> None:
        self._bosses = bosses
        self._corrections = corrections
        self._names = names
        self._counts: dict[str, Counts] = {number: Counter() for number in bosses}
        self._members: dict[str, list[BossPokemonRecord]] = {number: [] for number in bosses}

    def read(self, row: Row) -> None:
        """Add the Pokémon of one row."""
        number = row.optional("boss_order")
        boss = row.lookup("boss_order", self._bosses)
        if row.text("boss_name") != boss.name_in_source:
            raise BadRow(f"boss_name is {row.text('boss_name')!r}, not {boss.name_in_source!r}.")
        row = self._corrections.applied(
            boss.record.game, number, row.text("slot"), boss.name_in_source, row
        )
        starter = row.choice("player_starter", "", *STARTERS)
        names, counts = self._names, self._counts[number]
        member = BossPokemonRecord(
            game=boss.record.game,
            boss=boss.record.slug,
            player_starter=starter,
            slot=_next_slot(counts, starter),
            pokemon=row.lookup("pokemon", names.pokemon),
            level=read_level(row, "level"),
            ability=row.lookup("ability", names.abilities),
            held_item=row.lookup("held_item", names.items),
            moves=_moves(row, names.moves),
        )
        counts[starter] += 1
        self._members[number].append(member)

    def report_disagreements(self, own: TableReader) -> None:
        """Collect a problem wherever a team is not what the boss's row says."""
        for number, boss in self._bosses.items():
            for message in self._disagreements(number, boss):
                own.report(boss.row, message)

    def _disagreements(self, number: str, boss: Boss) -> list[str]:
        counts, members = self._counts[number], self._members[number]
        if not members:
            return [f"{boss.record.name} has no team."]
        found = []
        highest = max(member.level for member in members)
        if boss.record.ace_level not in (None, highest):
            found.append(f"ace_level is {boss.record.ace_level}, but the team's is {highest}.")
        size = counts[""] + max(counts[starter] for starter in STARTERS)
        if boss.row.optional("team_size") != str(size):
            found.append(f"team_size is {boss.row.optional('team_size')!r}, but the team's {size}.")
        depends = "yes" if counts.keys() != {""} else ""
        if boss.row.optional("starter_dependent") != depends:
            found.append(f"starter_dependent is not {depends!r}, as the team says.")
        return found

    def in_order(self) -> list[BossPokemonRecord]:
        """Return all teams in story order; of each, what every player meets comes first."""
        return [
            member
            for members in self._members.values()
            for member in sorted(members, key=lambda one: (one.player_starter, one.slot))
        ]


def _next_slot(counts: Counts, starter: str) -> int:
    """Return the place that the next Pokémon has in the team of a player with that starter."""
    return 1 + counts[""] + (counts[starter] if starter else max(counts[one] for one in STARTERS))


def _moves(row: Row, names: Mapping[str, str]) -> tuple[str, ...]:
    moves = row.parts("moves")
    for move in moves:
        if move not in names:
            raise BadRow(f"move {move!r} is unknown.")
    if len(moves) > MOST_MOVES or len(set(moves)) < len(moves):
        raise BadRow(f"moves are {row.optional('moves')!r}, not up to {MOST_MOVES} different ones.")
    return tuple(names[move] for move in moves)
