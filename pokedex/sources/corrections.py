"""Our own corrections of PokéAPI's encounter tables, and the slots that they correct."""

from __future__ import annotations

from dataclasses import dataclass

from pokedex.sources.conditions import Conditions
from pokedex.sources.places import Place, place_of
from pokedex.sources.reading import BadRow, Row, TableReader


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of PokéAPI's slots table; ``number`` is its place in an encounter table, or ''."""

    id: int
    method: str
    number: str
    percent: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of encounter rows; an empty ``method`` or ``pokemon`` means any.

    An empty ``to_condition`` takes the condition away.
    """

    games: tuple[str, ...]
    location: str
    method: str
    pokemon: str
    drop: bool
    from_condition: str
    to_condition: str

    def covers(self, game: str, location: str, method: str, pokemon: str) -> bool:
        """Say whether a row is one of those to correct."""
        return (
            game in self.games
            and location == self.location
            and self.method in ("", method)
            and self.pokemon in ("", pokemon)
        )


@dataclass(frozen=True, slots=True)
class SlotKey:
    """One slot of one area's table, under one condition, with the Pokémon that the source has."""

    game: str
    place: Place
    method: str
    number: str
    condition: str
    pokemon: str


@dataclass(frozen=True, slots=True)
class LostKey:
    """The rows of one slot of one area's table, and of one Pokémon in it."""

    game: str
    place: Place
    method: str
    number: str
    pokemon: str


@dataclass(frozen=True, slots=True)
class LostConditions:
    """The conditions, of one group and each for itself, of rows that have none of that group."""

    values: tuple[str, ...]
    group: frozenset[str]
    row: Row


def read_slots(reader: TableReader, own: TableReader) -> dict[str, Slot]:
    """Return PokéAPI's slots by id, with our own corrections of their percentages."""
    methods = reader.index(
        "pokeapi/encounter_methods.csv",
        ("id", "identifier"),
        lambda row: (row.text("id"), row.text("identifier")),
    )
    groups = reader.index(
        "pokeapi/version_groups.csv",
        ("id", "identifier"),
        lambda row: (row.text("id"), row.text("identifier")),
    )
    corrections = own.index(
        "slot_rates.csv",
        ("version_group", "method", "slot", "from", "to"),
        lambda row: (
            (row.text("version_group"), row.text("method"), row.text("slot")),
            (row.number("from"), row.number("to")),
        ),
    )
    unused = set(corrections)

    def read(row: Row) -> tuple[str, Slot]:
        group, method = (
            row.lookup("version_group_id", groups),
            row.lookup("encounter_method_id", methods),
        )
        percent = row.number("rarity")
        key = (group, method, row.optional("slot"))
        if key in corrections and corrections[key][0] == percent:
            percent = corrections[key][1]
            unused.discard(key)
        if not 1 <= percent <= 100:
            raise BadRow(f"rarity is {percent}, not 1 to 100.")
        return row.text("id"), Slot(row.number("id"), method, key[2], percent)

    columns = ("id", "version_group_id", "encounter_method_id", "slot", "rarity")
    slots = reader.index("pokeapi/encounter_slots.csv", columns, read)
    for key in sorted(unused):
        own.complain("slot_rates.csv", f"No slot {' '.join(key)} needs this correction any more.")
    return slots


def read_corrections(own: TableReader, conditions: Conditions) -> list[Correction]:
    """Read our own corrections of encounter rows."""

    def read(row: Row) -> Correction:
        if row.choice("what", "drop", "condition") == "condition" and row.optional("to"):
            row.lookup("to", conditions.group_of)
        return Correction(
            games=row.parts("games"),
            location=row.text("location"),
            method=row.optional("method"),
            pokemon=row.optional("pokemon"),
            drop=row.text("what") == "drop",
            from_condition=row.optional("from"),
            to_condition=row.optional("to"),
        )

    columns = ("what", "games", "location", "method", "pokemon", "from", "to")
    return own.each("row_corrections.csv", columns, read)


def read_slot_corrections(own: TableReader) -> dict[SlotKey, tuple[str, int | None]]:
    """Read which Pokémon a slot really has, and at which level where that differs too."""
    corrections: dict[SlotKey, tuple[str, int | None]] = {}

    def read(row: Row) -> None:
        level = row.number("level") if row.optional("level") else None
        for condition in row.parts("conditions"):
            key = SlotKey(
                game=row.text("game"),
                place=Place(row.text("location"), row.optional("area")),
                method=row.text("method"),
                number=row.text("slot"),
                condition=condition,
                pokemon=row.text("from"),
            )
            corrections[key] = (row.text("to"), level)

    columns = ("game", "location", "area", "method", "conditions", "slot", "from", "to", "level")
    own.each("slot_corrections.csv", columns, read)
    return corrections


def read_lost_conditions(own: TableReader, conditions: Conditions) -> dict[LostKey, LostConditions]:
    """Read which rows have lost their conditions, and which those are."""
    lost: dict[LostKey, LostConditions] = {}

    def read(row: Row) -> None:
        values = row.parts("conditions")
        groups = {conditions.group_of[value] for value in values if value in conditions.group_of}
        if len(groups) != 1 or any(value not in conditions.group_of for value in values):
            raise BadRow(f"conditions is {row.optional('conditions')!r}, not values of one group.")
        found = LostConditions(values, groups.pop().values, row)
        for place in row.parts("places"):
            for number in row.parts("slots"):
                key = LostKey(
                    game=row.text("game"),
                    place=place_of(place),
                    method=row.text("method"),
                    number=number,
                    pokemon=row.text("pokemon"),
                )
                if key in lost:
                    raise BadRow(f"slot {number} of {place} is there already.")
                lost[key] = found

    columns = ("game", "places", "method", "slots", "pokemon", "conditions")
    own.each("lost_conditions.csv", columns, read)
    return lost


def read_starters(own: TableReader) -> dict[tuple[str, str], frozenset[str]]:
    """Return which gifts at which location of which game are the starters."""
    starters: dict[tuple[str, str], frozenset[str]] = {}

    def read(row: Row) -> None:
        for game in row.parts("games"):
            starters[game, row.text("location")] = frozenset(row.parts("pokemon"))

    own.each("starters.csv", ("games", "location", "pokemon"), read)
    return starters
