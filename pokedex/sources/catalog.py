"""The whole catalog from the source tables: the entry of this package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pokedex.sources.boss_teams import Names, read_teams
from pokedex.sources.bosses import BossCorrections, read_bosses
from pokedex.sources.conditions import AVAILABILITIES
from pokedex.sources.encounter_records import encounter_records
from pokedex.sources.encounters import EncounterReader
from pokedex.sources.evolutions import read_evolutions
from pokedex.sources.games import read_games
from pokedex.sources.places import read_locations, read_routes
from pokedex.sources.pokemon import read_pokemon
from pokedex.sources.reading import Problem, TableReader
from pokedex.sources.records import (
    Catalog,
    EncounterTableRecord,
    PokemonRecord,
    RouteEncounterRecord,
    RouteRecord,
)
from pokedex.sources.species_lists import read_aliases, read_species_lists
from pokedex.sources.vocabulary import read_items, read_moves, read_vocabulary

OWN_TABLES = Path(__file__).resolve().parent / "tables"


@dataclass(frozen=True, slots=True)
class CatalogReading:
    """What was read, what could not be, and the SHA-256 of every file, by its name.

    The catalog is empty when there are problems.
    """

    catalog: Catalog
    problems: tuple[Problem, ...]
    source_digests: dict[str, str]


def read_catalog(source: Path, own_tables: Path = OWN_TABLES) -> CatalogReading:
    """Read the source tables below ``source`` with our own tables; problems are collected."""
    problems: list[Problem] = []
    reader, own = TableReader(source, problems), TableReader(own_tables, problems)
    aliases = read_aliases(own)
    games = read_games(reader, own)
    pokemon = read_pokemon(reader, own, aliases[""])
    known = set(pokemon.slug_of_identifier.values())
    for slug in sorted(
        {slug for spellings in aliases.values() for slug in spellings.values()} - known
    ):
        own.complain("species_aliases.csv", f"pokemon is {slug!r}, which is unknown.")
    locations, areas = read_locations(reader)
    slugs = [game.slug for game in games.records]
    places = read_routes(own, slugs, locations.values(), areas.values())
    encounters = EncounterReader(
        reader, own, games=games, pokemon=pokemon, areas=areas, places=places
    )
    tables, records = encounter_records(
        encounters.read(),
        own,
        conditions=encounters.conditions,
        methods=encounters.methods,
        pokedex=[one.slug for one in pokemon.records],
    )
    met = {(record.game, record.route, record.pokemon) for record in records}
    records += read_species_lists(
        reader,
        own,
        games=[slug for slug in slugs if slug in games.with_species_list],
        pokemon=pokemon,
        places=places,
        aliases=aliases,
        met_already=met,
    )
    items, moves = read_items(reader), read_moves(reader)
    evolutions = read_evolutions(reader, own, pokemon, items, moves)
    corrections = BossCorrections(own, slugs)
    types = {one.primary_type for one in pokemon.records}
    bosses = read_bosses(own, slugs, places, types, corrections)
    abilities = read_vocabulary(reader, "abilities", "ability_names", "ability_id")
    names = Names(
        pokemon={**pokemon.slug_of_identifier, **aliases[""]},
        moves=moves.of_identifier,
        abilities={**abilities.of_identifier, "": ""},
        items={**items.of_identifier, "": ""},
    )
    teams = read_teams(reader, own, bosses, corrections, names, aliases)
    corrections.report_unused()
    if problems:
        return CatalogReading(Catalog((), (), (), (), ()), tuple(problems), reader.digests)
    routes = [route for slug in slugs for route in places[slug].routes]
    catalog = Catalog(
        games=games.records,
        pokemon=pokemon.records,
        routes=tuple(routes),
        encounters=_sorted(records, routes, pokemon.records),
        tables=_sorted_tables(tables, routes),
        evolutions=tuple(evolutions),
        bosses=tuple(boss.record for of_game in bosses.values() for boss in of_game.values()),
        boss_pokemon=tuple(teams),
    )
    return CatalogReading(catalog, tuple(problems), reader.digests)


def _sorted(
    records: Sequence[RouteEncounterRecord],
    routes: Sequence[RouteRecord],
    pokemon: Sequence[PokemonRecord],
) -> tuple[RouteEncounterRecord, ...]:
    """Order encounters by route in story order, then method, then Pokédex number."""
    route_position = {(one.game, one.slug): number for number, one in enumerate(routes)}
    pokemon_position = {one.slug: number for number, one in enumerate(pokemon)}

    def position(one: RouteEncounterRecord) -> tuple[int, str, int]:
        return route_position[one.game, one.route], one.method, pokemon_position[one.pokemon]

    return tuple(sorted(records, key=position))


def _sorted_tables(
    tables: Sequence[EncounterTableRecord], routes: Sequence[RouteRecord]
) -> tuple[EncounterTableRecord, ...]:
    """Order tables by route in story order, then method, area, availability and conditions."""
    route_position = {(one.game, one.slug): number for number, one in enumerate(routes)}

    def position(one: EncounterTableRecord) -> tuple[int, str, str, int, tuple[str, ...]]:
        return (
            route_position[one.game, one.route],
            one.method,
            one.area,
            AVAILABILITIES.index(one.availability),
            one.conditions,
        )

    return tuple(sorted(tables, key=position))
