"""PokéAPI's encounters, corrected, by route and method: the slots that tables are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pokedex.sources.conditions import read_conditions
from pokedex.sources.corrections import (
    LostKey,
    Slot,
    SlotKey,
    read_corrections,
    read_lost_conditions,
    read_slot_corrections,
    read_slots,
    read_starters,
)
from pokedex.sources.encounter_tables import SlotRow
from pokedex.sources.games import GameFacts
from pokedex.sources.methods import Methods
from pokedex.sources.places import STARTER, GamePlaces, Place
from pokedex.sources.pokemon import PokemonFacts
from pokedex.sources.reading import BadRow, Row, TableReader

GIFT = "gift"
MAX_LEVEL = 100


@dataclass(frozen=True, slots=True)
class TableKey:
    """Which encounter tables: those of one route of one game, by one method."""

    game: str
    route: str
    method: str


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
        self._corrections = read_corrections(own, self.conditions)
        self._used_corrections: set[int] = set()
        self._slot_corrections = read_slot_corrections(own)
        self._used_slot_corrections: set[SlotKey] = set()
        self._lost_conditions = read_lost_conditions(own, self.conditions)
        self._used_lost_conditions: set[LostKey] = set()
        self._starters = read_starters(own)
        self._conditions_of = self._read_condition_map()

    def read(self) -> dict[TableKey, list[SlotRow]]:
        """Return the slots of every route and method, in the order of the source."""
        tables: dict[TableKey, list[SlotRow]] = defaultdict(list)

        def read(row: Row) -> None:
            for key, found in self._read_row(row):
                tables[key].append(found)

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
        for lost_key, lost in self._lost_conditions.items():
            if lost_key not in self._used_lost_conditions:
                where = f"Slot {lost_key.number} of {lost_key.place.location}"
                message = f"{where} has no {lost_key.pokemon} without these conditions."
                self._own.report(lost.row, message)
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

    def _with_lost_conditions(
        self, key: LostKey, conditions: frozenset[str]
    ) -> list[frozenset[str]]:
        """Return the row's conditions, once for each of those that it has lost."""
        lost = self._lost_conditions.get(key)
        if lost is None or conditions & lost.group:
            return [conditions]
        self._used_lost_conditions.add(key)
        return [conditions | {value} for value in lost.values]

    def _read_condition_map(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)

        def read(row: Row) -> None:
            value = row.lookup("encounter_condition_value_id", self._condition_ids)
            found[row.text("encounter_id")].add(value)

        columns = ("encounter_id", "encounter_condition_value_id")
        self._reader.each("pokeapi/encounter_condition_value_map.csv", columns, read)
        return {encounter: frozenset(values) for encounter, values in found.items()}

    def _read_row(self, row: Row) -> Iterator[tuple[TableKey, SlotRow]]:
        """Yield what a row says of which tables: nothing when it is left out on purpose."""
        place = row.lookup("location_area_id", self._areas)
        slot = row.lookup("encounter_slot_id", self._slots)
        pokemon = row.lookup("pokemon_id", self._pokemon.slug_of_id)
        low, high = row.number("min_level"), row.number("max_level")
        game = row.lookup("version_id", self._games.game_of_version)
        # A game that could not be read is a problem already.
        if game is None or game not in self._places:
            return
        if not 1 <= low <= high <= MAX_LEVEL:
            raise BadRow(f"levels are {low} to {high}.")
        if not self.methods.of(game, slot.method).imported:
            return
        conditions = self._conditions_of.get(row.text("id"), frozenset())
        for number, correction in enumerate(self._corrections):
            if correction.covers(game, place.location, slot.method, pokemon):
                if correction.drop:
                    self._used_corrections.add(number)
                    return
                if correction.from_condition in conditions:
                    self._used_corrections.add(number)
                    conditions = conditions - {correction.from_condition}
                    if correction.to_condition:
                        conditions |= {correction.to_condition}
        pokemon, level = self._corrected(game, place, slot, pokemon, conditions)
        if level is not None:
            low = high = level
        route = self._route_of(game, place, slot.method, pokemon)
        if route is None:
            return
        lost_key = LostKey(game, place, slot.method, slot.number, pokemon)
        for held in self._with_lost_conditions(lost_key, conditions):
            found = SlotRow(
                area=f"{place.location}/{place.area}",
                slot=slot.id,
                percent=slot.percent,
                pokemon=pokemon,
                min_level=low,
                max_level=high,
                conditions=held,
            )
            yield TableKey(game, route, slot.method), found

    def _route_of(self, game: str, place: Place, method: str, pokemon: str) -> str | None:
        places = self._places[game]
        if method == GIFT and pokemon in self._starters.get((game, place.location), ()):
            if STARTER not in places.route_of_name:
                raise BadRow(f"{game} has no route {STARTER!r}.")
            return places.route_of_name[STARTER]
        return places.find(place)
