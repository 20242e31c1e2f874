"""The games: which versions make the catalog, and what they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pokedex.sources.names import ENGLISH, plain
from pokedex.sources.reading import BadRow, Row, TableReader
from pokedex.sources.records import GameRecord


@dataclass(frozen=True, slots=True)
class GameFacts:
    """The games in order of release, and which of them each of PokéAPI's version ids means.

    A version that is left out on purpose means None. ``with_species_list`` are the slugs of the
    games that have a list of species beside PokéAPI's tables.
    """

    records: tuple[GameRecord, ...]
    game_of_version: Mapping[str, str | None]
    with_species_list: frozenset[str]


def read_games(reader: TableReader, own: TableReader) -> GameFacts:
    """Read the games of our own table and what PokéAPI knows of them."""
    names = _english(reader, "pokeapi/version_names.csv", "version_id")
    groups = reader.index(
        "pokeapi/version_groups.csv",
        ("id", "identifier", "generation_id"),
        lambda row: (row.text("id"), (row.text("identifier"), row.number("generation_id"))),
    )
    regions = _read_regions(reader)
    # Of each version: its id, name, group and generation, and region.
    versions: dict[str, tuple[str, str, str, int, str]] = {}

    def read_version(row: Row) -> None:
        group, generation = row.lookup("version_group_id", groups)
        name = row.lookup("id", names)
        region = regions.get(row.text("version_group_id"), "")
        versions[row.text("identifier")] = (row.text("id"), plain(name), group, generation, region)

    reader.each("pokeapi/versions.csv", ("id", "version_group_id", "identifier"), read_version)

    game_of_version: dict[str, str | None] = {}
    with_list: set[str] = set()

    def claim(version: str, game: str | None) -> None:
        if version not in versions:
            raise BadRow(f"version {version!r} is unknown.")
        if versions[version][0] in game_of_version:
            raise BadRow(f"version {version!r} is there already.")
        game_of_version[versions[version][0]] = game

    def read_game(row: Row) -> GameRecord:
        slug = row.text("slug")
        for version in (slug, *row.parts("expansions")):
            claim(version, slug)
        if row.choice("species_list", "yes", "no") == "yes":
            with_list.add(slug)
        _, name, group, generation, region = versions[slug]
        if not region:
            raise BadRow(f"{slug} has no region.")
        return GameRecord(slug, name, generation, region, row.number("release_year"), group)

    records = own.each(
        "games.csv", ("slug", "release_year", "expansions", "species_list"), read_game
    )
    own.each(
        "left_out_versions.csv", ("version", "why"), lambda row: claim(row.text("version"), None)
    )
    for identifier, (version, *_) in versions.items():
        if version not in game_of_version:
            reader.complain(
                "pokeapi/versions.csv", f"{identifier} is neither a game of ours nor left out."
            )
    return GameFacts(tuple(records), game_of_version, frozenset(with_list))


def _english(reader: TableReader, file: str, id_column: str) -> dict[str, str]:
    names: dict[str, str] = {}

    def read(row: Row) -> None:
        if row.text("local_language_id") == ENGLISH:
            names[row.text(id_column)] = row.text("name")

    reader.each(file, (id_column, "local_language_id", "name"), read)
    return names


def _read_regions(reader: TableReader) -> dict[str, str]:
    """Return the region of each version group; games of two regions start in the later one."""
    identifiers = reader.index(
        "pokeapi/regions.csv",
        ("id", "identifier"),
        lambda row: (row.text("id"), row.text("identifier")),
    )
    of_group: dict[str, list[str]] = defaultdict(list)

    def read(row: Row) -> None:
        of_group[row.text("version_group_id")].append(row.lookup("region_id", identifiers))

    reader.each("pokeapi/version_group_regions.csv", ("version_group_id", "region_id"), read)
    return {
        group: next((one for one in regions if one != "kanto"), "kanto").capitalize()
        for group, regions in of_group.items()
    }
