"""The method groups and the conditions in words."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from django.conf import settings

from pokedex.choices import EncounterMethod
from pokedex.conditions import has_words, in_words
from pokedex.methods import METHOD_GROUPS, group_of


def test_every_method_is_in_one_group() -> None:
    grouped = Counter(method for group in METHOD_GROUPS for method in group.methods)
    assert set(grouped) == set(EncounterMethod.values)
    assert set(grouped.values()) == {1}


def test_there_are_about_a_dozen_groups_with_names_of_their_own() -> None:
    assert 10 <= len(METHOD_GROUPS) <= 14
    assert len({group.key for group in METHOD_GROUPS}) == len(METHOD_GROUPS)
    assert len({group.name for group in METHOD_GROUPS}) == len(METHOD_GROUPS)


@pytest.mark.parametrize(
    ("method", "group"),
    [
        ("walk", "land"),
        ("overworld", "land"),
        ("overworld-water", "surf"),
        ("bubbling-spots", "super-rod"),
        ("gift-egg", "gift"),
        ("pokeflute", "static"),
        ("unknown", "unknown"),
    ],
)
def test_a_method_is_found_in_its_group(method: str, group: str) -> None:
    assert group_of(method).key == group


def test_only_what_is_certain_has_no_chance() -> None:
    certain = {group.key for group in METHOD_GROUPS if not group.by_chance}
    assert certain == {"gift", "static", "trade", "roaming"}


def test_an_unheard_of_method_has_no_group() -> None:
    with pytest.raises(KeyError):
        group_of("telephone")


def _conditions_of_the_fixtures() -> set[str]:
    return {
        condition
        for fixture in (settings.BASE_DIR / "fixtures" / "catalog").glob("*.json")
        for row in json.loads(fixture.read_text("utf-8"))
        for condition in row["fields"].get("conditions", [])
    }


def test_every_condition_of_the_fixtures_has_words() -> None:
    conditions = _conditions_of_the_fixtures()
    assert "time-night" in conditions
    assert {condition for condition in conditions if not has_words(condition)} == set()


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ([], []),
        (["time-night"], ["night"]),
        (["time-day", "time-morning"], ["morning or day"]),
        (["swarm-yes"], ["swarm"]),
        (["season-autumn", "season-spring", "season-summer"], ["spring, summer or autumn"]),
        (["time-night", "season-winter"], ["winter", "night"]),
        (["weather-snowing", "weather-fog"], ["fog or snow"]),
        (["slot2-firered", "slot2-ruby"], ["FireRed or Ruby in the second slot"]),
        (["slot2-none"], ["no game in the second slot"]),
        (["slot2-ruby", "slot2-none"], ["no game or Ruby in the second slot"]),
        (["radio-hoenn"], ["Hoenn Sound on the radio"]),
        (["radio-sinnoh", "radio-off"], ["radio off or Sinnoh Sound on the radio"]),
        (["story-progress-before-hall-of-fame"], ["before entering the Hall of Fame"]),
        (
            ["item-fossilized-bird", "item-fossilized-drake"],
            ["with the Fossilized Bird and the Fossilized Drake"],
        ),
        (["trade-mr-mime-galar"], ["for Galarian Mr. Mime"]),
        (["trade-nidoran-f"], ["for Nidoran♀"]),
        (["coins-9999"], ["for 9,999 coins"]),
        (["starter-bulbasaur"], ["Bulbasaur as the starter"]),
        (["time-minute-20-to-39"], ["minutes 20 to 39 of the hour"]),
        (["time-21-00-to-03-59"], ["21:00 to 3:59"]),
        (["weekday-thursday", "weekday-monday"], ["Monday or Thursday"]),
        (["great-marsh-daily-slot-5-of-32"], ["daily Great Marsh Pokémon, 5 in 32"]),
        (
            [
                "johto-safari-blocks-water-min-10",
                "johto-safari-blocks-water-min-14",
                "johto-safari-blocks-peak-min-3",
            ],
            ["3 peak and 14 water blocks in the Safari Zone"],
        ),
        (
            ["bug-catching-contest-yes", "story-progress-national-dex", "weekday-saturday"],
            ["Saturday", "Bug-Catching Contest", "with the National Pokédex"],
        ),
        (["headbutt-tree-common", "headbutt-tree-rare"], ["common or rare tree"]),
    ],
)
def test_conditions_in_words(conditions: list[str], words: list[str]) -> None:
    assert in_words(conditions) == words


@pytest.mark.parametrize("condition", ["moon-full", "weather-hail", "coins-many", ""])
def test_an_unheard_of_condition_is_shown_as_it_is(condition: str) -> None:
    assert not has_words(condition)
    assert in_words([condition, "time-night"]) == ["night", condition.replace("-", " ")]
