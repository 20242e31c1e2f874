"""The fixtures as files: Django's own shape with natural keys, the same to the byte every time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pokedex.sources.records import (
    BossPokemonRecord,
    BossRecord,
    Catalog,
    EncounterTableRecord,
    EvolutionRecord,
    GameRecord,
    PokemonRecord,
    RouteEncounterRecord,
    RouteRecord,
)

# Raise it whenever the code makes other fixtures of the same tables.
DATA_VERSION = 3
CATALOG_FOLDER = "catalog"
MANIFEST = "catalog-manifest.json"
# Hexadecimal digits by which a line of a table is told from the others.
MARK = 6

Fields = dict[str, object]
# A model's label and its fields.
Row = tuple[str, Fields]


def fixture_files(catalog: Catalog) -> dict[str, bytes]:
    """Return the content of every fixture, by its path below the fixtures folder."""
    files: dict[str, list[Row]] = {
        "games": [("pokedex.game", _game(one)) for one in catalog.games],
        "pokemon": [("pokedex.pokemon", _pokemon(one)) for one in catalog.pokemon],
    }
    for game in catalog.games:
        files[game.slug] = []
    for route in catalog.routes:
        files[route.game].append(("pokedex.route", _route(route)))
    for encounter in catalog.encounters:
        files[encounter.game].append(("pokedex.routeencounter", _route_encounter(encounter)))
    for table in catalog.tables:
        files[table.game].append(("pokedex.encountertable", _encounter_table(table)))
    for evolution in catalog.evolutions:
        files["pokemon"].append(("pokedex.evolution", _evolution(evolution)))
    for boss in catalog.bosses:
        files[boss.game].append(("pokedex.boss", _boss(boss)))
    for member in catalog.boss_pokemon:
        files[member.game].append(("pokedex.bosspokemon", _boss_pokemon(member)))
    return serialised(files)


def serialised(files: Mapping[str, Sequence[Row]]) -> dict[str, bytes]:
    """Return the content of fixtures with these rows, by their path below the fixtures folder.

    Both ways to a fixture end here, from the source tables and from a database: so that the same
    rows are the same bytes.
    """
    return {f"{CATALOG_FOLDER}/{name}.json": _lines(rows) for name, rows in files.items()}


def digests_of(folder: Path, pattern: str) -> dict[str, str]:
    """Return the SHA-256 of each file below ``folder`` that matches, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob(pattern))
    }


def left_over(files: Mapping[str, bytes], output: Path) -> list[str]:
    """Return the fixtures that are in the folder and not among these files."""
    return sorted(digests_of(output, f"{CATALOG_FOLDER}/*.json").keys() - files.keys())


def write_files(files: Mapping[str, bytes], output: Path) -> list[str]:
    """Write files below the folder; return the fixtures that were removed, being none of them."""
    (output / CATALOG_FOLDER).mkdir(parents=True, exist_ok=True)
    removed = left_over(files, output)
    for name in removed:
        (output / name).unlink()
    for name, content in files.items():
        (output / name).write_bytes(content)
    return removed


def manifest(
    fixtures: Mapping[str, bytes],
    tables: Mapping[str, str],
    lines: Mapping[str, str],
    sources: Mapping[str, str],
) -> bytes:
    """Return the manifest: what the fixtures were made from, and their digests.

    ``lines`` are those of `line_marks`, by which a check can name the line that has changed in
    one of our own tables.
    """
    document = {
        "data_version": DATA_VERSION,
        "fixtures": _digests(fixtures),
        "tables": dict(tables),
        "table_lines": dict(lines),
        "sources": dict(sources),
    }
    return _manifest(document)


def line_marks(folder: Path, pattern: str) -> dict[str, str]:
    """Return the marks of all lines of each file below ``folder``, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): "".join(map(_mark, path.read_bytes().splitlines()))
        for path in sorted(folder.glob(pattern))
    }


def changed_lines(content: bytes, marks: str) -> list[int]:
    """Return the numbers of the lines that are not among those with these marks.

    A line that was only moved is none of them, nor is one that was taken out.
    """
    known = {marks[start : start + MARK] for start in range(0, len(marks), MARK)}
    return [
        number
        for number, line in enumerate(content.splitlines(), start=1)
        if _mark(line) not in known
    ]


def _mark(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:MARK]


def manifest_of_export(before: bytes, fixtures: Mapping[str, bytes]) -> bytes:
    """Return the manifest after fixtures were written from a database instead of the sources.

    What it says of the sources stays. ``built`` keeps, for each fixture that is no longer what the
    sources give, the digest of what they gave, None where they gave no such file; without such
    fixtures there is no ``built``. Raises ``ValueError`` when ``before`` is no manifest.
    """
    document = json.loads(before)
    try:
        digests = dict(document["fixtures"]) | dict(document.get("built", {}))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it has no digests of the fixtures ({error!r})") from error
    exported = _digests(fixtures)
    built = {
        name: digests.get(name)
        for name in digests.keys() | exported.keys()
        if digests.get(name) != exported.get(name)
    }
    document["fixtures"] = exported
    document.pop("built", None)
    return _manifest(document | ({"built": built} if built else {}))


def _manifest(document: Mapping[str, object]) -> bytes:
    return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _lines(rows: Sequence[Row]) -> bytes:
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


def _encounter_table(table: EncounterTableRecord) -> Fields:
    return {
        "route": [table.game, table.route],
        "encounter_method": table.method,
        "area": table.area,
        "conditions": list(table.conditions),
        "availability": table.availability,
        "pokemon": [
            [entry.pokemon, entry.percent, entry.min_level, entry.max_level]
            for entry in table.entries
        ],
        "total": table.total,
        "exception": table.exception,
    }


def _evolution(evolution: EvolutionRecord) -> Fields:
    return {
        "pokemon": [evolution.pokemon],
        "into": [evolution.into],
        "number": evolution.number,
        "trigger": evolution.trigger,
        "level": evolution.level,
        "item": evolution.item,
        "requirement": evolution.requirement,
    }


def _boss(boss: BossRecord) -> Fields:
    return {
        "game": [boss.game],
        "slug": boss.slug,
        "order": boss.order,
        "after_route": [boss.game, boss.after_route],
        "kind": boss.kind,
        "stage": boss.stage,
        "name": boss.name,
        "place": boss.place,
        "specialty": boss.specialty,
        "ace_level": boss.ace_level,
        "battle": boss.battle,
        "note": boss.note,
    }


def _boss_pokemon(member: BossPokemonRecord) -> Fields:
    return {
        "boss": [member.game, member.boss],
        "player_starter": member.player_starter,
        "slot": member.slot,
        "pokemon": [member.pokemon],
        "level": member.level,
        "ability": member.ability,
        "held_item": member.held_item,
        "moves": list(member.moves),
    }
