"""Ideas for nicknames."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pokedex.type_chart import types_of
from tracker.rules.name_search import fold
from tracker.rules.nicknames import LONGEST_IDEA, nickname_ideas, themes

ROOT = Path(__file__).resolve().parents[3]
TYPES = types_of(9)


def names_of(theme: str) -> set[str]:
    return {idea.name for idea in themes()[theme]}


def test_there_are_themes_enough_each_with_names_enough() -> None:
    assert len(themes()) >= 12
    for theme, ideas in themes().items():
        assert len({fold(idea.name) for idea in ideas}) == len(ideas) >= 60, theme


@pytest.mark.parametrize("theme", themes())
def test_names_fit_into_a_game_and_types_exist(theme: str) -> None:
    for idea in themes()[theme]:
        assert 0 < len(idea.name) <= LONGEST_IDEA
        assert idea.name.isascii()
        assert idea.name.isalpha(), idea
        assert idea.name[0].isupper()
        assert idea.types <= set(TYPES), idea


@pytest.mark.parametrize("theme", themes())
def test_each_theme_has_something_for_each_type(theme: str) -> None:
    assert frozenset(TYPES) == frozenset().union(*(idea.types for idea in themes()[theme]))


def test_no_idea_is_the_name_of_a_pokemon() -> None:
    rows = json.loads((ROOT / "fixtures/catalog/pokemon.json").read_text(encoding="utf-8"))
    pokemon = {fold(row["fields"]["name"]) for row in rows if "name" in row["fields"]}
    assert "pikachu" in pokemon
    for ideas in themes().values():
        assert [idea.name for idea in ideas if fold(idea.name) in pokemon] == []


def test_the_same_seed_gives_the_same_ideas_and_another_one_others() -> None:
    first = nickname_ideas(types=["fire"], used=[], seed="a", theme="food")
    assert first == nickname_ideas(types=["fire"], used=[], seed="a", theme="food")
    assert first != nickname_ideas(types=["fire"], used=[], seed="b", theme="food")
    assert len(first) == 6
    assert set(first) <= names_of("food")


def test_names_for_the_type_come_first_and_leave_room_for_others() -> None:
    ideas = nickname_ideas(types=["fire", "flying"], used=[], seed="x", theme="weather")
    by_name = {idea.name: idea.types for idea in themes()["weather"]}
    assert all(by_name[name] & {"fire", "flying"} for name in ideas[:3])
    assert all(not by_name[name] for name in ideas[3:])


def test_an_unknown_theme_means_all() -> None:
    ideas = nickname_ideas(types=["water"], used=[], seed="x", theme="nothing", count=40)
    assert ideas == nickname_ideas(types=["water"], used=[], seed="x", count=40)
    assert len({theme for theme in themes() for name in ideas if name in names_of(theme)}) > 5


def test_a_theme_that_is_used_up_gives_no_more() -> None:
    used = [name.upper() for name in names_of("food") - {"Basil"}]
    assert nickname_ideas(types=["rock"], used=used, seed="x", theme="food") == ("Basil",)


@given(
    st.lists(st.sampled_from(TYPES), max_size=2),
    st.lists(st.sampled_from([i.name for ideas in themes().values() for i in ideas]), max_size=200),
    st.text(max_size=8),
    st.sampled_from(["", *themes()]),
    st.integers(0, 20),
)
def test_never_one_that_is_used_and_never_one_twice(
    types: list[str], used: list[str], seed: str, theme: str, count: int
) -> None:
    ideas = nickname_ideas(types=types, used=used, seed=seed, theme=theme, count=count)
    assert len({fold(idea) for idea in ideas}) == len(ideas) <= count
    assert not {fold(idea) for idea in ideas} & {fold(name) for name in used}
