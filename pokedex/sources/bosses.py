"""The bosses of each game in story order: our own tables, and our corrections of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pokedex.sources.names import slugify
from pokedex.sources.places import STEP, GamePlaces
from pokedex.sources.reading import BadRow, Row, TableReader
from pokedex.sources.records import BossRecord

CHAMPION = "champion"
KINDS = ("gym", "trial", "elite-four", CHAMPION, "rival", "evil-team", "other")
STAGES = ("story", "postgame")
BATTLES = ("", "single", "double", "triple", "rotation", "multi")
COLUMNS = (
    "order",
    "after_route",
    "kind",
    "stage",
    "name",
    "place",
    "specialty",
    "ace_level",
    "team_size",
    "starter_dependent",
    "battle",
    "source_note",
    "note",
)
CORRECTIONS = "boss_corrections.csv"


@dataclass
class CellCorrection:
    """Another value for one cell of a boss (``slot`` empty) or of one of its team."""

    row: Row
    used_by: set[str] = field(default_factory=set)

    def fits(self, name: str, row: Row) -> bool:
        """Say whether the cell of the boss called ``name`` has the value that is wrong."""
        return (
            self.row.values["name"] == name
            and row.values.get(self.row.values["column"]) == self.row.values["from"]
        )


class BossCorrections:
    """Our own corrections of the tables of bosses and of their teams."""

    def __init__(self, own: TableReader, games: Iterable[str]) -> None:
        self._own = own
        self._of_cell: dict[tuple[str, str, str], list[CellCorrection]] = defaultdict(list)
        self._all: list[CellCorrection] = []
        known = set(games)

        def read(row: Row) -> None:
            row.text("column")
            correction = CellCorrection(row)
            for game in row.parts("games"):
                if game not in known:
                    raise BadRow(f"game {game!r} is unknown.")
                self._of_cell[game, row.text("boss"), row.optional("slot")].append(correction)
            self._all.append(correction)

        columns = ("games", "boss", "slot", "name", "column", "from", "to", "why", "source")
        own.each(CORRECTIONS, columns, read)

    def applied(self, game: str, boss: str, slot: str, name: str, row: Row) -> Row:
        """Return the row as it should be."""
        values = dict(row.values)
        for correction in self._of_cell.get((game, boss, slot), ()):
            if correction.fits(name, row):
                values[correction.row.values["column"]] = correction.row.values["to"]
                correction.used_by.add(game)
        return replace(row, values=values)

    def report_unused(self) -> None:
        """Collect a problem for each correction that a game of it does not need."""
        for correction in self._all:
            for game in sorted(set(correction.row.parts("games")) - correction.used_by):
                self._own.report(correction.row, f"Nothing in {game} needs this correction.")


@dataclass(frozen=True, slots=True)
class Boss:
    """A boss, its row, and what the lists of teams call it."""

    record: BossRecord
    row: Row
    name_in_source: str


# The bosses of one game in story order, by the number that the lists of teams have for them.
GameBosses = dict[str, Boss]


def read_bosses(
    own: TableReader,
    games: Iterable[str],
    places: Mapping[str, GamePlaces],
    types: Iterable[str],
    corrections: BossCorrections,
) -> dict[str, GameBosses]:
    """Read the bosses of every game; ``types`` are what a boss may be a specialist of."""
    known = {"", *types}
    return {game: _read_game(own, game, places[game], known, corrections) for game in games}


def _read_game(
    own: TableReader,
    game: str,
    places: GamePlaces,
    types: set[str],
    corrections: BossCorrections,
) -> GameBosses:
    bosses: GameBosses = {}
    position = {route.slug: number for number, route in enumerate(places.routes)}
    names: Counter[str] = Counter()
    before: Boss | None = None

    def read(row: Row) -> None:
        nonlocal before
        number, name_in_source = row.text("order"), row.text("name")
        _sequence(number)
        row = corrections.applied(game, number, "", name_in_source, row)
        route = row.lookup("after_route", places.route_of_name)
        record = BossRecord(
            game=game,
            slug=_slug(row.text("name"), names),
            order=STEP * (len(bosses) + 1),
            after_route=route,
            kind=row.choice("kind", *KINDS),
            stage=row.choice("stage", *STAGES),
            name=row.text("name"),
            place=row.text("place"),
            specialty=row.choice("specialty", *sorted(types)),
            ace_level=read_level(row, "ace_level") if row.optional("ace_level") else None,
            battle=row.choice("battle", *BATTLES),
            note=row.optional("note"),
        )
        if before:
            _check_follows(before, record, number, position)
        if any(other.record.slug == record.slug for other in bosses.values()):
            raise BadRow(f"slug {record.slug!r} is there already.")
        before = bosses[number] = Boss(record, row, name_in_source)

    own.each(f"bosses/{game}.csv", COLUMNS, read)
    return bosses


def _slug(name: str, names: Counter[str]) -> str:
    """Return the slug of a name, with a number from the second boss of that name on."""
    slug = slugify(name.replace("/", " "))
    if not slug:
        raise BadRow(f"{name!r} makes no slug.")
    names[slug] += 1
    return slug if names[slug] == 1 else f"{slug}-{names[slug]}"


def read_level(row: Row, column: str) -> int:
    """Return a level. Raises ``BadRow`` unless it is 1 to 100."""
    level = row.number(column)
    if not 1 <= level <= 100:
        raise BadRow(f"{column} is {level}, not 1 to 100.")
    return level


def _sequence(number: str) -> tuple[int, str]:
    """Return what an order is sorted by: a letter marks a boss that the lists lack."""
    match = re.fullmatch(r"([0-9]{1,3})([a-z]?)", number)
    if not match:
        raise BadRow(f"order is {number!r}, not a number, perhaps with a letter.")
    return int(match[1]), match[2]


def _check_follows(
    before: Boss, record: BossRecord, number: str, position: Mapping[str, int]
) -> None:
    """Raise ``BadRow`` unless a boss can come after the one before it."""
    if _sequence(number) <= _sequence(before.row.text("order")):
        raise BadRow(f"order {number} does not come after {before.row.text('order')}.")
    if position[record.after_route] < position[before.record.after_route]:
        raise BadRow(
            f"{record.name} stands after {record.after_route}, but the boss before stands after "
            f"{before.record.after_route}, which comes later."
        )
    if record.stage == "story" and (
        before.record.stage == "postgame" or before.record.kind == CHAMPION
    ):
        raise BadRow(f"{record.name} is of the story, but comes after the champion.")
