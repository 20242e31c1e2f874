from __future__ import annotations

import pytest

from pokedex.sources.catalog import read_catalog
from pokedex.sources.records import EvolutionRecord
from tests.pokedex.sources.tiny import TinySources, evolution

TABLE = "pokeapi/pokemon_evolution.csv"


def problems(tiny: TinySources) -> list[str]:
    return [str(problem) for problem in read_catalog(tiny.source, tiny.own).problems]


def ways(tiny: TinySources, into: str) -> list[EvolutionRecord]:
    assert problems(tiny) == []
    found = read_catalog(tiny.source, tiny.own).catalog.evolutions
    return [one for one in found if one.into == into]


def test_a_species_and_a_form_each_have_their_way(tiny: TinySources) -> None:
    assert ways(tiny, "raticate") == [
        EvolutionRecord("rattata", "raticate", 1, "level-up", 20, "", "Level 20")
    ]
    assert ways(tiny, "raticate-alola") == [
        EvolutionRecord(
            "rattata-alola", "raticate-alola", 1, "level-up", 20, "", "Level 20, at night"
        )
    ]


LEVEL = {"minimum_level": "20"}
ITEM = {"evolution_trigger_id": "3", "trigger_item_id": "2"}


@pytest.mark.parametrize(
    ("cells", "requirement"),
    [
        ({}, "Level up"),
        (LEVEL | {"gender_id": "1", "time_of_day": "day"}, "Level 20, female, by day"),
        (LEVEL | {"relative_physical_stats": "1"}, "Level 20, Attack higher than Defense"),
        (LEVEL | {"relative_physical_stats": "0"}, "Level 20, Attack equal to Defense"),
        (LEVEL | {"party_type_id": "17"}, "Level 20, with a Dark type in the party"),
        (LEVEL | {"needs_overworld_rain": "1"}, "Level 20, in rain"),
        (LEVEL | {"turn_upside_down": "1"}, "Level 20, with the console upside down"),
        (LEVEL | {"needs_multiplayer": "1"}, "Level 20, with another player"),
        (LEVEL | {"region_id": "2"}, "Level 20, in Johto"),
        ({"minimum_happiness": "160", "time_of_day": "night"}, "High friendship, at night"),
        ({"minimum_beauty": "170"}, "Level up with high Beauty"),
        ({"minimum_steps": "1000"}, "Walk 1,000 steps outside its ball, then level up"),
        ({"known_move_id": "1"}, "Level up knowing Tackle"),
        ({"location_id": "2"}, "Level up at Dark Cave"),
        (
            {"location_id": "2", "near_special_rock": "1"},
            "Level up by the special rock at Dark Cave",
        ),
        ({"party_species_id": "1"}, "Level up with a Bulbasaur in the party"),
        ({"held_item_id": "1"}, "Level up holding a Sitrus Berry"),
        (
            {"known_move_type_id": "12", "minimum_affection": "2"},
            "Level up knowing a Grass-type move, with high affection",
        ),
        (
            {"known_move_type_id": "12", "minimum_happiness": "160"},
            "Level up knowing a Grass-type move, with high friendship",
        ),
        (ITEM | {"gender_id": "2"}, "Thunder Stone, male"),
        ({"evolution_trigger_id": "2"}, "Trade"),
        ({"evolution_trigger_id": "2", "held_item_id": "2"}, "Trade holding a Thunder Stone"),
        ({"evolution_trigger_id": "2", "trade_species_id": "1"}, "Trade for a Bulbasaur"),
        (
            {"evolution_trigger_id": "4"},
            "Left behind when Rattata evolves, with room in the party and a spare Poké Ball",
        ),
    ],
)
def test_the_words_of_a_requirement(
    tiny: TinySources, cells: dict[str, str], requirement: str
) -> None:
    tiny.append(TABLE, evolution(evolved_species_id="20", **cells))
    assert ways(tiny, "raticate")[1].requirement == requirement


def test_trigger_level_and_item(tiny: TinySources) -> None:
    tiny.append(TABLE, evolution(evolved_species_id="20", **ITEM))
    tiny.append(TABLE, evolution(evolved_species_id="20", evolution_trigger_id="4"))
    assert [(one.number, one.trigger, one.level, one.item) for one in ways(tiny, "raticate")] == [
        (1, "level-up", 20, ""),
        (2, "use-item", None, "Thunder Stone"),
        (3, "other", None, ""),
    ]


def test_the_same_way_counts_once(tiny: TinySources) -> None:
    tiny.append(TABLE, evolution(evolved_species_id="20", minimum_level="20"))
    assert len(ways(tiny, "raticate")) == 1


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"evolved_species_id": "77"}, "evolved_species_id is '77', which is unknown."),
        ({"evolution_trigger_id": "9"}, "evolution_trigger_id is '9', which is unknown."),
        ({"evolution_trigger_id": "5"}, "trigger 'dance' is not known to us."),
        ({"minimum_level": "x"}, "minimum_level is 'x', not a whole number."),
        ({"held_item_id": "7"}, "held_item_id is '7', which is unknown."),
        ({"location_id": "1"}, "location_id is '1', which is unknown."),
        ({"time_of_day": "noon"}, "time_of_day is 'noon', which is unknown."),
        ({"needs_overworld_rain": "2"}, "needs_overworld_rain is '2', not one of '0', '1'."),
    ],
)
def test_a_bad_row_is_reported_with_file_and_line(
    tiny: TinySources, cells: dict[str, str], message: str
) -> None:
    number = tiny.append(TABLE, evolution(**{"evolved_species_id": "20"} | cells))
    assert f"{TABLE}:{number}: {message}" in problems(tiny)


def test_a_pair_that_is_none_is_reported(tiny: TinySources) -> None:
    number = tiny.append(TABLE, evolution(evolved_species_id="20", base_form_id="29"))
    assert problems(tiny) == [
        f"{TABLE}:{number}: raticate evolves from rattata, not from nidoran-f."
    ]


def test_a_pokemon_with_a_parent_and_no_way_is_reported_or_added(tiny: TinySources) -> None:
    tiny.replace(TABLE, evolution(evolved_species_id="20", minimum_level="20") + "\n", "")
    assert problems(tiny) == [f"{TABLE}: raticate evolves from rattata, but no row says how."]
    tiny.append("added_evolutions.csv", "rattata,raticate,other,By magic,why,source")
    assert ways(tiny, "raticate") == [
        EvolutionRecord("rattata", "raticate", 1, "other", None, "", "By magic")
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("rattata,raticate,other,By magic,why,", "raticate has an evolution in the source by now."),
        ("rattata,nidoran-f,other,By magic,why,", "'nidoran-f' does not evolve from 'rattata'."),
    ],
)
def test_an_addition_that_nothing_needs_is_reported(
    tiny: TinySources, line: str, message: str
) -> None:
    tiny.append("added_evolutions.csv", line)
    assert problems(tiny) == [f"added_evolutions.csv:2: {message}"]
