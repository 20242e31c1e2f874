"""The lists of species per route for games without encounter tables: no rates, no levels."""

from __future__ import annotations

from collections.abc import Mapping

from pokedex.sources.conditions import BASE
from pokedex.sources.places import GamePlaces
from pokedex.sources.pokemon import PokemonFacts
from pokedex.sources.reading import BadRow, Row, TableReader
from pokedex.sources.records import DerivedEncounter, RouteEncounterRecord

UNKNOWN_METHOD = "unknown"
POSSIBLE = DerivedEncounter(None, None, None, (), BASE)
COLUMNS = ("route_order", "route_name", "pokemon")

# The species of each game: pairs of a route's slug and a Pokémon's.
Pairs = dict[tuple[str, str], None]


def read_aliases(own: TableReader) -> dict[str, dict[str, str]]:
    """Return our spellings of Pokémon, by game; those under '' hold for every game."""
    aliases: dict[str, dict[str, str]] = {"": {}}

    def read(row: Row) -> None:
        for game in row.parts("games") or ("",):
            aliases.setdefault(game, {})[row.text("alias")] = row.text("pokemon")

    own.each("species_aliases.csv", ("alias", "games", "pokemon", "why"), read)
    return aliases


def read_species_lists(
    reader: TableReader,
    own: TableReader,
    *,
    games: list[str],
    pokemon: PokemonFacts,
    places: Mapping[str, GamePlaces],
    aliases: Mapping[str, Mapping[str, str]],
    met_already: set[tuple[str, str, str]],
) -> list[RouteEncounterRecord]:
    """Return what the lists add to ``met_already`` (game, route, Pokémon)."""
    lists = {game: _read_list(reader, game, pokemon, places[game], aliases) for game in games}
    _correct(own, lists, places, pokemon)
    return [
        RouteEncounterRecord(game, route, slug, UNKNOWN_METHOD, POSSIBLE)
        for game, pairs in lists.items()
        for route, slug in pairs
        if (game, route, slug) not in met_already
    ]


def _read_list(
    reader: TableReader,
    game: str,
    pokemon: PokemonFacts,
    places: GamePlaces,
    aliases: Mapping[str, Mapping[str, str]],
) -> Pairs:
    spellings = {**pokemon.slug_of_identifier, **aliases[""], **aliases.get(game, {})}

    def read(row: Row) -> tuple[str, str]:
        return row.lookup("route_name", places.route_of_name), row.lookup("pokemon", spellings)

    return dict.fromkeys(reader.each(f"species_lists/{game}.csv", COLUMNS, read))


def _correct(
    own: TableReader,
    lists: Mapping[str, Pairs],
    places: Mapping[str, GamePlaces],
    pokemon: PokemonFacts,
) -> None:
    """Apply our corrections: drop a place's list, or add what a sister version has."""
    exclusives: dict[str, set[str]] = {}

    def read_exclusive(row: Row) -> None:
        slug = row.lookup("pokemon", pokemon.slug_of_identifier)
        exclusives.setdefault(row.text("game"), set()).add(slug)

    own.each("version_exclusives.csv", ("game", "pokemon", "why"), read_exclusive)

    def read(row: Row) -> None:
        pairs, game = row.lookup("game", lists), row.text("game")
        if row.choice("what", "drop", "add") == "drop":
            route = row.lookup("place", places[game].route_of_name)
            dropped = [pair for pair in pairs if pair[0] == route]
            if not dropped:
                raise BadRow(f"{game} has no species at {row.text('place')!r} to drop.")
            for pair in dropped:
                del pairs[pair]
        else:
            other = row.lookup("from", lists)
            names = {place: place for place in places[game].route_of_name.values()}
            for route, slug in other:
                if slug not in exclusives.get(row.text("from"), ()) and route in names:
                    pairs[route, slug] = None

    own.each("species_list_corrections.csv", ("what", "game", "place", "from"), read)
