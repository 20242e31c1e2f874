"""The fixtures as files: Django's own shape with natural keys, the same to the byte every time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from pokedex.sources.records import (
    Catalog,
    GameRecord,
    PokemonRecord,
    RouteEncounterRecord,
    RouteRecord,
)

# Raise it whenever the code makes other fixtures of the same tables.
DATA_VERSION = 1
CATALOG_FOLDER = "catalog"
MANIFEST = "catalog-manifest.json"

Fields = dict[str, object]


def fixture_files(catalog: Catalog) -> dict[str, bytes]:
    """Return the content of every fixture, by its path below the fixtures folder."""
    files = {
        "games": [("pokedex.game", _game(one)) for one in catalog.games],
        "pokemon": [("pokedex.pokemon", _pokemon(one)) for one in catalog.pokemon],
    }
    for game in catalog.games:
        files[game.slug] = []
    for route in catalog.routes:
        files[route.game].append(("pokedex.route", _route(route)))
    for encounter in catalog.encounters:
        files[encounter.game].append(("pokedex.routeencounter", _route_encounter(encounter)))
    return {f"{CATALOG_FOLDER}/{name}.json": _lines(rows) for name, rows in files.items()}


def digests_of(folder: Path, pattern: str) -> dict[str, str]:
    """Return the SHA-256 of each file below ``folder`` that matches, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob(pattern))
    }


def manifest(
    fixtures: Mapping[str, bytes], tables: Mapping[str, str], sources: Mapping[str, str]
) -> bytes:
    """Return the manifest: what the fixtures were made from, and their digests."""
    document = {
        "data_version": DATA_VERSION,
        "fixtures": {
            name: hashlib.sha256(content).hexdigest() for name, content in fixtures.items()
        },
        "tables": dict(tables),
        "sources": dict(sources),
    }
    return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()


def _lines(rows: list[tuple[str, Fields]]) -> bytes:
    """Return a JSON array with one object a line."""
    lines = [
        json.dumps({"model": model, "fields": fields}, ensure_ascii=False, separators=(",", ":"))
        for model, fields in rows
    ]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def _game(game: GameRecord) -> Fields:
    return {
        "slug": game.slug,
        "name": game.name,
        "generation": game.generation,
        "region": game.region,
        "release_year": game.release_year,
        "version_group": game.version_group,
        "box_art_url": "",
    }


def _pokemon(pokemon: PokemonRecord) -> Fields:
    hp, attack, defense, special_attack, special_defense, speed = pokemon.base_stats
    return {
        "slug": pokemon.slug,
        "name": pokemon.name,
        "national_dex": pokemon.national_dex,
        "primary_type": pokemon.primary_type,
        "secondary_type": pokemon.secondary_type,
        "past_types": [[until, list(types)] for until, types in pokemon.past_types],
        "generation": pokemon.generation,
        "family": pokemon.family,
        "evolves_from": [pokemon.evolves_from] if pokemon.evolves_from else None,
        "base_hp": hp,
        "base_attack": attack,
        "base_defense": defense,
        "base_special_attack": special_attack,
        "base_special_defense": special_defense,
        "base_speed": speed,
        "sprite_url": pokemon.sprite_url,
    }


def _route(route: RouteRecord) -> Fields:
    return {
        "game": [route.game],
        "name": route.name,
        "slug": route.slug,
        "order": route.order,
        "stage": route.stage,
        "source_key": route.source_key,
    }


def _route_encounter(encounter: RouteEncounterRecord) -> Fields:
    derived = encounter.derived
    return {
        "route": [encounter.game, encounter.route],
        "pokemon": [encounter.pokemon],
        "encounter_method": encounter.method,
        "encounter_rate": derived.rate,
        "min_level": derived.min_level,
        "max_level": derived.max_level,
        "conditions": list(derived.conditions),
        "availability": derived.availability,
    }
