"""The routes of each game in story order, and the place of the sources that each one covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pokedex.sources.names import slugify
from pokedex.sources.reading import BadRow, Row, TableReader
from pokedex.sources.records import RouteRecord

STEP = 10
STARTER = "Starter"
NOT_IMPORTED = "Distribution"
COLUMNS = ("order", "name", "pokeapi_location_identifier", "stage", "note")


@dataclass(frozen=True, slots=True)
class Place:
    """A location of PokéAPI, or with ``area`` one part of it."""

    location: str
    area: str = ""


@dataclass
class GamePlaces:
    """The routes of one game, by their slugs."""

    routes: list[RouteRecord] = field(default_factory=list)
    # None: known, and not imported.
    route_of_place: dict[Place, str | None] = field(default_factory=dict)
    route_of_name: dict[str, str] = field(default_factory=dict)

    def find(self, place: Place) -> str | None:
        """Return the slug of the route that covers a place, None when it is not imported.

        Raises ``BadRow`` when no route covers it.
        """
        for candidate in (place, Place(place.location)):
            if candidate in self.route_of_place:
                return self.route_of_place[candidate]
        raise BadRow(f"location {place.location!r} is not in the route order of the game.")


def read_locations(reader: TableReader) -> tuple[dict[str, str], dict[str, Place]]:
    """Return PokéAPI's locations and areas, by their ids."""
    locations = reader.index(
        "pokeapi/locations.csv",
        ("id", "identifier"),
        lambda row: (row.text("id"), row.text("identifier")),
    )
    areas = reader.index(
        "pokeapi/location_areas.csv",
        ("id", "location_id", "identifier"),
        lambda row: (
            row.text("id"),
            Place(row.lookup("location_id", locations), row.optional("identifier")),
        ),
    )
    return locations, areas


def read_routes(
    own: TableReader,
    games: Iterable[str],
    locations: Iterable[str],
    areas: Iterable[Place],
) -> dict[str, GamePlaces]:
    """Read our own order of routes of every game."""
    known = {Place(location) for location in locations} | set(areas)
    return {game: _read_game(own, game, known) for game in games}


def _read_game(own: TableReader, game: str, known: set[Place]) -> GamePlaces:
    places = GamePlaces()
    taken: Mapping[str, set[str]] = {"name": set(), "slug": set(), "source_key": set()}

    def read(row: Row) -> None:
        name, key = row.text("name"), row.optional("pokeapi_location_identifier")
        stage = row.choice("stage", "story", "postgame", "event", "roaming", "pseudo")
        imported = stage != "pseudo" and not name.startswith(NOT_IMPORTED)
        slug = slugify(name)
        for part in row.parts("pokeapi_location_identifier"):
            place = place_of(part)
            if place not in known:
                raise BadRow(f"{part!r} is no location of PokéAPI.")
            # A part that PokéAPI does not know apart (#) is not where its rows belong.
            if "#" not in part:
                if place in places.route_of_place:
                    raise BadRow(f"{part!r} is there already.")
                places.route_of_place[place] = slug if imported else None
        if not imported:
            return
        for column, value in (("name", name), ("slug", slug), ("source_key", key)):
            if value and value in taken[column]:
                raise BadRow(f"{column} {value!r} is there already.")
            taken[column].add(value)
        if not slug:
            raise BadRow(f"{name!r} makes no slug.")
        order = STEP * (len(places.routes) + 1)
        places.routes.append(RouteRecord(game, name, slug, order, stage, key))
        places.route_of_name[name] = slug

    own.each(f"route_order/{game}.csv", COLUMNS, read)
    return places


def place_of(key: str) -> Place:
    """Return the place that a key of ours names: ``location`` or ``location/area``."""
    location, _, area = key.partition("#")[0].partition("/")
    return Place(location, area)
