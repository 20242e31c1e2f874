"""PokéAPI's encounter tables, corrected, by route: the slots to which the rate rule is applied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pokedex.sources.conditions import ConditionGroup, Conditions
from pokedex.sources.games import GameFacts
from pokedex.sources.places import STARTER, GamePlaces, Place
from pokedex.sources.pokemon import PokemonFacts
from pokedex.sources.rates import SlotRow, derive, values_by_group
from pokedex.sources.reading import BadRow, Row, TableReader
from pokedex.sources.records import RouteEncounterRecord

GIFT = "gift"
MAX_LEVEL = 100


@dataclass(frozen=True, slots=True)
class TableKey:
    """Which encounter table: of one route of one game, by one method."""

    game: str
    route: str
    method: str


@dataclass(frozen=True, slots=True)
class Method:
    """What becomes of a method's rows. ``random``: its rates mean something."""

    imported: bool
    random: bool
    levels: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of PokéAPI's slots table; ``number`` is its place in an encounter table, or ''."""

    id: int
    method: str
    number: str
    percent: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of encounter rows; an empty ``method`` or ``pokemon`` means any."""

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


def read_conditions(reader: TableReader, own: TableReader) -> tuple[Conditions, dict[str, str]]:
    """Return the condition values by group, and their identifiers by PokéAPI's ids.

    A value's group is that of the longest prefix in our own table, not PokéAPI's (which files the
    weather under the ratings of dens).
    """
    groups = own.index(
        "condition_groups.csv",
        ("group", "ordinary", "values", "at_once"),
        lambda row: (
            row.text("group"),
            ConditionGroup(
                name=row.text("group"),
                quiet=row.choice("ordinary", "said", "quiet") == "quiet",
                only_met=row.choice("values", "all", "met") == "met",
                together=row.choice("at_once", "one", "all") == "all",
            ),
        ),
    )
    prefixes = own.index(
        "conditions.csv",
        ("prefix", "group", "gate"),
        lambda row: (
            row.text("prefix"),
            (row.lookup("group", groups).name, row.choice("gate", "", "special", "postgame")),
        ),
    )
    members: dict[str, set[str]] = defaultdict(set)
    ordinary: dict[str, set[str]] = defaultdict(set)
    group_name: dict[str, str] = {}
    gate_of: dict[str, str] = {}

    def read(row: Row) -> tuple[str, str]:
        value = row.text("identifier")
        matching = [prefix for prefix in prefixes if value.startswith(prefix)]
        if not matching:
            raise BadRow(f"condition {value!r} is in no group of ours.")
        group, gate_of[value] = prefixes[max(matching, key=len)]
        group_name[value] = group
        members[group].add(value)
        if row.choice("is_default", "0", "1") == "1":
            ordinary[group].add(value)
        return row.text("id"), value

    columns = ("id", "identifier", "is_default")
    identifiers = reader.index("pokeapi/encounter_condition_values.csv", columns, read)
    complete = {
        name: replace(group, values=frozenset(members[name]), ordinary=frozenset(ordinary[name]))
        for name, group in groups.items()
    }
    group_of = {value: complete[group] for value, group in group_name.items()}
    return Conditions(group_of, gate_of), identifiers


@dataclass(frozen=True, slots=True)
class SlotKey:
    """One slot of one area's table, under one condition, with the Pokémon that the source has."""

    game: str
    place: Place
    method: str
    number: str
    condition: str
    pokemon: str


class Methods:
    """What becomes of each method, where needed by game."""

    def __init__(self, own: TableReader) -> None:
        self._general: dict[str, Method] = {}
        self._by_game: dict[tuple[str, str], Method] = {}
        columns = ("method", "games", "treatment", "levels")
        own.each("methods.csv", columns, self._read)

    def _read(self, row: Row) -> None:
        treatment = row.choice("treatment", "percent", "no-rate", "skip")
        method = Method(
            imported=treatment != "skip",
            random=treatment == "percent",
            levels=row.choice("levels", "yes", "no") == "yes",
        )
        if not row.optional("games"):
            self._general[row.text("method")] = method
        for game in row.parts("games"):
            self._by_game[game, row.text("method")] = method

    def of(self, game: str, method: str) -> Method:
        """Return a method's treatment. Raises ``BadRow`` when our table lacks it."""
        if method not in self._general:
            raise BadRow(f"method {method!r} is not in our table of methods.")
        return self._by_game.get((game, method), self._general[method])


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


def read_corrections(own: TableReader) -> list[Correction]:
    """Read our own corrections of encounter rows."""

    def read(row: Row) -> Correction:
        return Correction(
            games=row.parts("games"),
            location=row.text("location"),
            method=row.optional("method"),
            pokemon=row.optional("pokemon"),
            drop=row.choice("what", "drop", "condition") == "drop",
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


def read_starters(own: TableReader) -> dict[tuple[str, str], frozenset[str]]:
    """Return which gifts at which location of which game are the starters."""
    starters: dict[tuple[str, str], frozenset[str]] = {}

    def read(row: Row) -> None:
        for game in row.parts("games"):
            starters[game, row.text("location")] = frozenset(row.parts("pokemon"))

    own.each("starters.csv", ("games", "location", "pokemon"), read)
    return starters


class EncounterReader:
    """Reads PokéAPI's encounters into the slots of each table of our routes."""

    def __init__(
        self,
        reader: TableReader,
        own: TableReader,
        *,
        games: GameFacts,
        pokemon: PokemonFacts,
        areas: Mapping[str, Place],
        places: Mapping[str, GamePlaces],
    ) -> None:
        self._reader = reader
        self._own = own
        self._games = games
        self._pokemon = pokemon
        self._areas = areas
        self._places = places
        self.conditions, self._condition_ids = read_conditions(reader, own)
        self.methods = Methods(own)
        self._slots = read_slots(reader, own)
        self._corrections = read_corrections(own)
        self._used_corrections: set[int] = set()
        self._slot_corrections = read_slot_corrections(own)
        self._used_slot_corrections: set[SlotKey] = set()
        self._starters = read_starters(own)
        self._conditions_of = self._read_condition_map()

    def read(self) -> dict[TableKey, list[SlotRow]]:
        """Return the slots of every table, in the order of the source."""
        tables: dict[TableKey, list[SlotRow]] = defaultdict(list)

        def read(row: Row) -> None:
            found = self._read_row(row)
            if found is not None:
                tables[found[0]].append(found[1])

        columns = (
            "id",
            "version_id",
            "location_area_id",
            "encounter_slot_id",
            "pokemon_id",
            "min_level",
            "max_level",
        )
        self._reader.each("pokeapi/encounters.csv", columns, read)
        for number, correction in enumerate(self._corrections):
            if number not in self._used_corrections:
                self._own.complain(
                    "row_corrections.csv",
                    f"No row at {correction.location} needs this correction any more.",
                )
        for key, (pokemon, _) in self._slot_corrections.items():
            if key not in self._used_slot_corrections:
                self._own.complain(
                    "slot_corrections.csv",
                    f"Slot {key.number} of {key.place.location} needs no {pokemon} any more.",
                )
            if pokemon not in self._pokemon.slug_of_identifier:
                self._own.complain("slot_corrections.csv", f"to is {pokemon!r}, which is unknown.")
        return tables

    def _corrected(
        self, game: str, place: Place, slot: Slot, pokemon: str, conditions: frozenset[str]
    ) -> tuple[str, int | None]:
        """Return the Pokémon that the slot really has, and its level where that differs."""
        for condition in conditions:
            key = SlotKey(game, place, slot.method, slot.number, condition, pokemon)
            if key in self._slot_corrections:
                self._used_slot_corrections.add(key)
                return self._slot_corrections[key]
        return pokemon, None

    def _read_condition_map(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)

        def read(row: Row) -> None:
            value = row.lookup("encounter_condition_value_id", self._condition_ids)
            found[row.text("encounter_id")].add(value)

        columns = ("encounter_id", "encounter_condition_value_id")
        self._reader.each("pokeapi/encounter_condition_value_map.csv", columns, read)
        return {encounter: frozenset(values) for encounter, values in found.items()}

    def _read_row(self, row: Row) -> tuple[TableKey, SlotRow] | None:
        """Return a slot and its table, None for a row that is left out on purpose."""
        place = row.lookup("location_area_id", self._areas)
        slot = row.lookup("encounter_slot_id", self._slots)
        pokemon = row.lookup("pokemon_id", self._pokemon.slug_of_id)
        low, high = row.number("min_level"), row.number("max_level")
        game = row.lookup("version_id", self._games.game_of_version)
        # A game that could not be read is a problem already.
        if game is None or game not in self._places:
            return None
        if not 1 <= low <= high <= MAX_LEVEL:
            raise BadRow(f"levels are {low} to {high}.")
        if not self.methods.of(game, slot.method).imported:
            return None
        conditions = self._conditions_of.get(row.text("id"), frozenset())
        for number, correction in enumerate(self._corrections):
            if correction.covers(game, place.location, slot.method, pokemon):
                if correction.drop:
                    self._used_corrections.add(number)
                    return None
                if correction.from_condition in conditions:
                    self._used_corrections.add(number)
                    conditions = conditions - {correction.from_condition}
                    conditions |= {correction.to_condition}
        pokemon, level = self._corrected(game, place, slot, pokemon, conditions)
        if level is not None:
            low = high = level
        route = self._route_of(game, place, slot.method, pokemon)
        if route is None:
            return None
        found = SlotRow(
            area=f"{place.location}/{place.area}",
            slot=slot.id,
            percent=slot.percent,
            pokemon=pokemon,
            min_level=low,
            max_level=high,
            conditions=conditions,
        )
        return TableKey(game, route, slot.method), found

    def _route_of(self, game: str, place: Place, method: str, pokemon: str) -> str | None:
        places = self._places[game]
        if method == GIFT and pokemon in self._starters.get((game, place.location), ()):
            if STARTER not in places.route_of_name:
                raise BadRow(f"{game} has no route {STARTER!r}.")
            return places.route_of_name[STARTER]
        return places.find(place)


def derive_encounters(
    tables: Mapping[TableKey, list[SlotRow]], conditions: Conditions, methods: Methods
) -> list[RouteEncounterRecord]:
    """Apply the rate rule to every table: one record per Pokémon in it."""
    records = []
    for key, rows in tables.items():
        method = methods.of(key.game, key.method)
        table_values = values_by_group(rows, conditions)
        by_pokemon: dict[str, list[SlotRow]] = defaultdict(list)
        for row in rows:
            by_pokemon[row.pokemon].append(row)
        for pokemon, own_rows in by_pokemon.items():
            derived = derive(
                own_rows,
                conditions=conditions,
                table_values=table_values,
                random=method.random,
                levels=method.levels,
            )
            records.append(RouteEncounterRecord(key.game, key.route, pokemon, key.method, derived))
    return records
