"""The type chart, by facts that players know."""

from __future__ import annotations

import pytest

from pokedex.choices import PokemonType
from pokedex.type_chart import damage_taken, effectiveness, types_of

ALL = tuple(PokemonType.values)


@pytest.mark.parametrize(
    ("attack", "attacked", "generation", "factor"),
    [
        ("ghost", "psychic", 1, 0),
        ("ghost", "psychic", 2, 2),
        ("bug", "poison", 1, 2),
        ("bug", "poison", 2, 0.5),
        ("poison", "bug", 1, 2),
        ("poison", "bug", 2, 1),
        ("ice", "fire", 1, 1),
        ("ice", "fire", 2, 0.5),
        ("ghost", "steel", 2, 0.5),
        ("ghost", "steel", 5, 0.5),
        ("ghost", "steel", 6, 1),
        ("dark", "steel", 5, 0.5),
        ("dark", "steel", 6, 1),
        ("dragon", "fairy", 6, 0),
        ("fairy", "dragon", 9, 2),
        ("steel", "fairy", 6, 2),
        ("water", "fire", 1, 2),
        ("electric", "ground", 3, 0),
        ("normal", "ghost", 9, 0),
        ("psychic", "dark", 2, 0),
        ("grass", "normal", 4, 1),
    ],
)
def test_known_facts(attack: str, attacked: str, generation: int, factor: float) -> None:
    assert effectiveness(attack, attacked, generation) == factor


@pytest.mark.parametrize(
    ("generation", "missing"),
    [(1, {"dark", "steel", "fairy"}), (2, {"fairy"}), (5, {"fairy"}), (6, set()), (9, set())],
)
def test_each_generation_has_its_types(generation: int, missing: set[str]) -> None:
    assert set(ALL) - set(types_of(generation)) == missing


def test_the_chart_names_the_catalogs_types_and_no_others() -> None:
    assert set(types_of(9)) == set(ALL)


def test_the_chart_of_today_has_as_many_of_each_factor_as_its_source() -> None:
    """A slip in one cell would move two of these sums."""
    cells = [effectiveness(attack, attacked, 9) for attack in ALL for attacked in ALL]
    counted = {factor: cells.count(factor) for factor in (0, 0.5, 1, 2)}
    assert counted == {0: 8, 0.5: 61, 1: 204, 2: 51}


def test_two_types_multiply() -> None:
    gyarados = damage_taken(["water", "flying"], 3)
    assert (gyarados["electric"], gyarados["rock"], gyarados["ground"]) == (4, 2, 0)
    ferrothorn = damage_taken(["grass", "steel"], 5)
    assert (ferrothorn["fire"], ferrothorn["grass"], ferrothorn["poison"]) == (4, 0.25, 0)


def test_only_types_of_the_generation_attack() -> None:
    assert "dark" not in damage_taken(["psychic"], 1)
    assert damage_taken(["psychic"], 2)["dark"] == 2
