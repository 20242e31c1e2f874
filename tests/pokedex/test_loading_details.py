"""Loading, keeping and exporting tables, bosses, teams and evolutions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from pokedex.models import Boss, BossPokemon, EncounterTable, Evolution, Pokemon
from tests.pokedex.small_catalog import (
    Fixtures,
    boss,
    counts,
    everything,
    evolution,
    fights,
    load,
    table,
)

pytestmark = pytest.mark.django_db
DETAILS = (EncounterTable, Boss, BossPokemon, Evolution)


@pytest.fixture
def fixtures(tmp_path: Path, settings: Settings) -> Fixtures:
    settings.FIXTURE_DIRS = [tmp_path]
    made = Fixtures(tmp_path / "catalog")
    made.files["pokemon"].append(evolution("poochyena", "mightyena"))
    made.files["emerald"] += [
        table(101, ["zigzagoon", 60, 2, 3], ["poochyena", 40, 2, 2], conditions=["time-day"]),
        table(101, ["poochyena", 100, None, None], conditions=["time-night"]),
        boss("roxanne", 101),
        boss("brawly", 102, ace_level=None),
        fights("roxanne", "zigzagoon", moves=["Tackle"]),
        fights("roxanne", "poochyena", slot=2, player_starter="fire"),
    ]
    return made


def row(fixtures: Fixtures, model: str, number: int = 0) -> dict[str, Any]:
    """The fields of one of the rows of the game's file, to be changed."""
    rows = [one for one in fixtures.files["emerald"] if one["model"] == f"pokedex.{model}"]
    fields: dict[str, Any] = rows[number]["fields"]
    return fields


def test_all_is_loaded_and_stays_what_it_is(fixtures: Fixtures) -> None:
    assert fixtures.load().splitlines()[-4:] == [
        "2 encounter tables: 2 new, 0 changed, 0 unchanged.",
        "2 bosses: 2 new, 0 changed, 0 unchanged.",
        "2 boss Pokémon: 2 new, 0 changed, 0 unchanged.",
        "1 evolutions: 1 new, 0 changed, 0 unchanged.",
    ]
    assert counts(*DETAILS) == (2, 2, 2, 1)
    before = everything()
    assert "2 encounter tables: 0 new, 0 changed, 2 unchanged." in load()
    assert everything() == before
    by_day = EncounterTable.objects.get(conditions=["time-day"])
    assert by_day.pokemon == [["zigzagoon", 60, 2, 3], ["poochyena", 40, 2, 2]]
    assert Boss.objects.get(slug="roxanne").after_route.slug == "route-101"


def test_the_fixtures_change_a_row_in_its_place(fixtures: Fixtures) -> None:
    fixtures.load()
    key = EncounterTable.objects.get(conditions=["time-night"]).pk
    row(fixtures, "encountertable", 1)["pokemon"] = [["zigzagoon", 100, 4, 4]]
    assert "2 encounter tables: 0 new, 1 changed, 1 unchanged." in fixtures.load()
    assert EncounterTable.objects.get(pk=key).pokemon == [["zigzagoon", 100, 4, 4]]


def test_two_bosses_change_places(fixtures: Fixtures) -> None:
    fixtures.load()
    first, second = row(fixtures, "boss"), row(fixtures, "boss", 1)
    first["order"], second["order"] = second["order"], first["order"]
    assert "2 bosses: 0 new, 2 changed, 0 unchanged." in fixtures.load()
    assert list(Boss.objects.in_story_order().values_list("slug", flat=True)) == [
        "brawly",
        "roxanne",
    ]


def test_a_renamed_pokemon_keeps_its_team_and_its_evolution(fixtures: Fixtures) -> None:
    fixtures.load()
    Pokemon.objects.filter(slug="zigzagoon").update(slug="zig")
    said = load()
    assert "2 boss Pokémon: 0 new, 0 changed, 2 unchanged." in said


def test_what_a_person_changed_is_kept_named_and_exported(
    fixtures: Fixtures, tmp_path: Path
) -> None:
    fixtures.load()
    Boss.objects.filter(slug="roxanne").update(ace_level=16)
    EncounterTable.objects.filter(conditions=["time-night"]).update(area="Tall grass")
    Evolution.objects.update(level=19)
    said = load()
    assert "Kept boss emerald / roxanne: a person has changed or made it." in said
    assert "Kept evolution poochyena / mightyena / 1: a person has changed or made it." in said
    assert "Retired encounter table emerald / route-101 / walk / Tall grass / time-night" in said

    load(overwrite=True)
    assert Boss.objects.get(slug="roxanne").ace_level == 15
    assert Evolution.objects.get().level == 18


def test_what_the_fixtures_no_longer_have_goes(fixtures: Fixtures) -> None:
    fixtures.load()
    fixtures.files["emerald"] = [
        one
        for one in fixtures.files["emerald"]
        if one["model"] not in ("pokedex.boss", "pokedex.bosspokemon", "pokedex.encountertable")
    ]
    fixtures.files["pokemon"].pop()
    said = fixtures.load()
    assert "Deleted boss Pokémon emerald / roxanne / fire / 2:" in said
    assert "Deleted encounter table emerald / route-101 / walk / time-day:" in said
    assert counts(*DETAILS) == (0, 0, 0, 0)


def test_one_game_by_itself(fixtures: Fixtures) -> None:
    fixtures.load()
    row(fixtures, "boss")["ace_level"] = 14
    assert "2 bosses: 0 new, 1 changed, 1 unchanged." in fixtures.load("catalog/emerald")
    assert Boss.objects.get(slug="roxanne").ace_level == 14


@pytest.mark.parametrize(
    ("model", "changes", "words"),
    [
        ("encountertable", {"pokemon": [["nobody", 100, 2, 3]]}, "there is no Pokémon nobody"),
        ("encountertable", {"total": 99}, "the shares of .* sum to 100, not 99"),
        ("encountertable", {"pokemon": [["zubat", 100]]}, "pokemon is .*, which is no value"),
        (
            "encountertable",
            {"pokemon": [["zigzagoon", 50, 2, 3]], "total": 50},
            "breaks the rule encounter_table_total_100_or_exception",
        ),
        ("encountertable", {"conditions": ["time-night"]}, "is already there"),
        (
            "boss",
            {"after_route": ["ruby", "route-101"]},
            "after_route is ruby / route-101, which is of another game",
        ),
        ("boss", {"after_route": ["emerald", "route-9"]}, "there is no route emerald / route-9"),
        ("boss", {"order": 102}, "its order is also that of"),
        ("boss", {"kind": "friend"}, "kind of emerald / roxanne"),
        ("bosspokemon", {"boss": ["emerald", "norman"]}, "there is no boss emerald / norman"),
        ("bosspokemon", {"moves": [1]}, "moves is .*, which is no value"),
    ],
)
def test_a_bad_row(fixtures: Fixtures, model: str, changes: dict[str, Any], words: str) -> None:
    row(fixtures, model).update(changes)
    with pytest.raises(CommandError, match=words):
        fixtures.load()
    assert counts(*DETAILS) == (0, 0, 0, 0)


def test_export_gives_the_same_rows(fixtures: Fixtures, tmp_path: Path) -> None:
    fixtures.load()
    manifest = tmp_path / "catalog-manifest.json"
    manifest.write_text('{"fixtures": {}}', encoding="utf-8")
    call_command("export_fixtures", verbosity=0)
    call_command("catalog_status", verbosity=0)
    once = {path.name: path.read_bytes() for path in fixtures.folder.iterdir()}
    rows = {name: rows for name, rows in everything().items() if name != "Game"}
    load()
    # Games note which files they were loaded from, and these are written in other spaces.
    assert {name: rows for name, rows in everything().items() if name != "Game"} == rows
    call_command("export_fixtures", verbosity=0)
    assert {path.name: path.read_bytes() for path in fixtures.folder.iterdir()} == once
    Boss.objects.filter(slug="brawly").update(ace_level=19)
    call_command("export_fixtures", verbosity=0)
    after = (fixtures.folder / "emerald.json").read_text(encoding="utf-8").splitlines()
    before = once["emerald.json"].decode().splitlines()
    (changed,) = [line for line in after if line not in before]
    assert '"slug":"brawly"' in changed
    assert '"ace_level":19' in changed
