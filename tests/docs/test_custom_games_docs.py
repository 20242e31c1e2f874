"""docs/custom-games.md: its examples can be read, and its limits are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pokedex.choices import EncounterMethod
from pokedex.services.encounter_lines import MOST_LINES, read_lines
from pokedex.services.team_lines import MOST_IN_A_TEAM, MOST_MOVES, read_team
from tests.factories import PokemonFactory
from tracker.services.custom_bosses import MOST_BOSSES
from tracker.services.custom_encounters import MOST_ENCOUNTERS
from tracker.services.custom_routes import MOST_ROUTES

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "custom-games.md").read_text("utf-8")
ENCOUNTERS, TEAM = re.findall(r"^```\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def pokemon(db: None) -> None:
    for name in re.findall(r"^([A-Z]\w+),", ENCOUNTERS + TEAM, re.MULTILINE):
        if not PokemonFactory._meta.model.objects.filter(name=name).exists():
            PokemonFactory(name=name, slug=name.lower())


def test_the_encounters_can_be_read() -> None:
    found, errors = read_lines(ENCOUNTERS)
    assert not errors
    assert [(one.name, one.method, one.rate, one.min_level, one.max_level) for one in found] == [
        ("Zigzagoon", "walk", 45, 2, 3),
        ("Ralts", "walk", 5, 4, 4),
        ("Tentacool", "surf", 60, 5, 35),
        ("Treecko", "gift", None, 5, 5),
        ("Magikarp", "old-rod", None, None, None),
    ]


def test_the_team_can_be_read() -> None:
    found, errors = read_team(TEAM)
    assert not errors
    assert [one.player_starter for one in found] == ["", "", "grass", "water"]
    nosepass = found[1]
    assert (nosepass.level, nosepass.moves) == (15, ("Block", "Rock Tomb"))
    assert (nosepass.held_item, nosepass.ability) == ("Oran Berry", "Sturdy")


def test_the_methods_and_limits_are_those_that_there_are() -> None:
    (line,) = re.findall(r"^- Methods have short names: (.*?) and more", TEXT, re.DOTALL | re.M)
    assert set(re.findall(r"`([\w-]+)`", line)) <= set(EncounterMethod.values)
    for words in (
        f"{MOST_ROUTES} routes",
        f"{MOST_BOSSES} bosses",
        f"{MOST_LINES} lines",
        f"{MOST_ENCOUNTERS:,} encounters",
        f"{MOST_IN_A_TEAM} Pokémon a part",
        f"{MOST_MOVES} moves",
    ):
        assert words in TEXT
