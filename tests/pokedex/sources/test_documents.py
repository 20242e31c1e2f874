from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from pokedex.sources.catalog import read_catalog
from pokedex.sources.documents import fixture_files
from tests.pokedex.sources.tiny import TinySources

# Prints one digest of all fixtures of the tables in the two folders given.
SCRIPT = """
import hashlib, pathlib, sys
from pokedex.sources.catalog import read_catalog
from pokedex.sources.documents import fixture_files
source, own = map(pathlib.Path, sys.argv[1:])
files = fixture_files(read_catalog(source, own).catalog)
print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())
"""


def built(tiny: TinySources) -> dict[str, bytes]:
    return fixture_files(read_catalog(tiny.source, tiny.own).catalog)


def test_one_file_for_games_pokemon_and_each_game(tiny: TinySources) -> None:
    assert list(built(tiny)) == [
        "catalog/games.json",
        "catalog/pokemon.json",
        "catalog/tiny.json",
    ]


def test_one_object_a_line_in_utf_8(tiny: TinySources) -> None:
    for content in built(tiny).values():
        lines = content.decode("utf-8").splitlines()
        assert (lines[0], lines[-1]) == ("[", "]")
        for line in lines[1:-1]:
            row = json.loads(line.removesuffix(","))
            assert set(row) == {"model", "fields"}
    assert "Nidoran♀".encode() in built(tiny)["catalog/pokemon.json"]
    assert b"\r" not in b"".join(built(tiny).values())


def test_the_shape_of_each_row(tiny: TinySources) -> None:
    lines = built(tiny)["catalog/tiny.json"].decode().splitlines()
    assert lines[2] == (
        '{"model":"pokedex.route","fields":{"game":["tiny"],"name":"Route 1","slug":"route-1",'
        '"order":20,"stage":"story","source_key":"route-1"}},'
    )
    assert (
        '{"model":"pokedex.routeencounter","fields":{"route":["tiny","route-1"],'
        '"pokemon":["rattata"],"encounter_method":"walk","encounter_rate":100,"min_level":2,'
        '"max_level":3,"conditions":["time-day"],"availability":"base"}},'
    ) in lines
    assert (
        '{"model":"pokedex.encountertable","fields":{"route":["tiny","route-1"],'
        '"encounter_method":"walk","area":"","conditions":["time-night"],"availability":"base",'
        '"pokemon":[["rattata",60,2,3],["raticate",40,4,4]],"total":100,"exception":""}},'
    ) in lines
    assert (
        '{"model":"pokedex.boss","fields":{"game":["tiny"],"slug":"gus","order":20,'
        '"after_route":["tiny","town"],"kind":"gym","stage":"story","name":"Gus",'
        '"place":"Town Gym","specialty":"normal","ace_level":12,"battle":"double",'
        '"note":"Bring two."}},'
    ) in lines
    assert (
        '{"model":"pokedex.bosspokemon","fields":{"boss":["tiny","gus"],"player_starter":"",'
        '"slot":2,"pokemon":["raticate-alola"],"level":12,"ability":"","held_item":"Sitrus Berry",'
        '"moves":["Tackle","King\'s Shield"]}},'
    ) in lines
    assert built(tiny)["catalog/pokemon.json"].decode().splitlines()[-2] == (
        '{"model":"pokedex.evolution","fields":{"pokemon":["rattata-alola"],'
        '"into":["raticate-alola"],"number":1,"trigger":"level-up","level":20,"item":"",'
        '"requirement":"Level 20, at night"}}'
    )


def test_the_same_bytes_whatever_the_hash_seed_and_the_locale(tiny: TinySources) -> None:
    outputs = set()
    for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("4242", "C")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        result = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tiny.source), str(tiny.own)],
            env=environment,
            cwd=Path(__file__).resolve().parents[3],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        outputs.add(result.stdout)
    assert len(outputs) == 1
