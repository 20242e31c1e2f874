"""The rate rule, by hand-made slots of which the answer is known."""

from __future__ import annotations

import random as randomness

import pytest

from pokedex.sources.encounter_tables import SlotRow, tables_of
from pokedex.sources.rates import best_encounters
from pokedex.sources.records import DerivedEncounter
from tests.pokedex.sources.conditions import CONDITIONS, slot


def rule(*rows: SlotRow, random: bool = True, levels: bool = True) -> DerivedEncounter:
    """What the rule makes of Pidgey."""
    tables = tables_of(rows, CONDITIONS)
    return best_encounters(tables, CONDITIONS, random=random, levels=levels)["pidgey"]


def another(number: int, *conditions: str) -> SlotRow:
    return slot(number, 5, *conditions, pokemon="sentret")


def test_slots_of_one_table_add_up() -> None:
    found = rule(slot(1, 20, levels=(3, 4)), slot(2, 25, levels=(5, 7)))
    assert found == DerivedEncounter(45, 3, 7, (), "base")


def test_a_slot_counts_once() -> None:
    assert rule(slot(1, 40), slot(1, 40), slot(3, 20)).rate == 60


def test_the_best_area_counts() -> None:
    found = rule(slot(1, 30, area="1f"), slot(1, 30, area="b1f"), slot(2, 20, area="b1f"))
    assert found.rate == 50


def test_times_of_day_exclude_each_other() -> None:
    found = rule(
        slot(1, 30, "morning"), slot(1, 30, "day"), slot(2, 25, "morning"), slot(3, 5, "night")
    )
    assert found.rate == 55
    assert found.conditions == ("morning",)


def test_a_row_without_a_condition_holds_always() -> None:
    found = rule(slot(1, 30), slot(2, 10, "night"))
    assert (found.rate, found.conditions) == (40, ("night",))


def test_a_group_that_makes_no_difference_is_not_said() -> None:
    found = rule(slot(1, 30, "morning"), slot(1, 30, "day"), slot(1, 30, "night"))
    assert (found.rate, found.conditions) == (30, ())


def test_two_of_three_are_said() -> None:
    found = rule(slot(1, 10, "night"), slot(1, 10, "morning"))
    assert found.conditions == ("morning", "night")


def test_the_ordinary_value_of_a_quiet_group_is_not_said() -> None:
    assert rule(slot(1, 10, "swarm-no"), slot(2, 5, "slot2-none")).conditions == ()
    # Day is ordinary too, but worth saying.
    assert rule(slot(1, 10, "day")).conditions == ("day",)


def test_conditions_of_several_groups_are_all_needed() -> None:
    found = rule(slot(1, 10, "night", "fog"), slot(2, 5, "night"), another(9, "sun"))
    assert (found.rate, found.conditions) == (15, ("fog", "night"))


def test_only_kinds_of_weather_that_the_table_has_count_as_all() -> None:
    rows = (slot(1, 10, "fog"), slot(1, 10, "rain"))
    assert rule(*rows).conditions == ()
    assert rule(*rows, another(2, "sun")).conditions == ("fog", "rain")


def test_the_ordinary_rows_win() -> None:
    found = rule(
        slot(1, 10, levels=(2, 3)),
        slot(2, 90, "swarm-yes", levels=(50, 50)),
        slot(3, 90, "hall-of-fame", levels=(60, 60)),
    )
    assert found == DerivedEncounter(10, 2, 3, (), "base")


def test_special_rows_come_before_the_postgame() -> None:
    found = rule(slot(2, 40, "swarm-yes"), slot(3, 90, "hall-of-fame"))
    assert (found.rate, found.availability, found.conditions) == (40, "special", ("swarm-yes",))
    found = rule(slot(3, 90, "hall-of-fame"))
    assert (found.rate, found.availability, found.conditions) == (
        90,
        "postgame",
        ("hall-of-fame",),
    )


def test_thresholds_are_reached_together() -> None:
    found = rule(slot(1, 10, "plains-2"), slot(2, 20, "plains-6", "forest-3"))
    assert (found.rate, found.availability) == (30, "special")
    assert found.conditions == ("forest-3", "plains-2", "plains-6")


def test_two_values_of_one_group_on_a_row() -> None:
    found = rule(slot(1, 100, "bird", "drake"), slot(1, 100, "fish"), random=False)
    assert found.conditions == ("bird", "drake", "fish")
    assert rule(slot(1, 100, "bird", "drake")).rate == 100


def test_capped_at_100() -> None:
    assert rule(slot(1, 70), slot(2, 60)).rate == 100


def test_methods_that_are_not_random_have_no_rate() -> None:
    found = rule(slot(1, 100, "night"), random=False)
    assert (found.rate, found.conditions, found.min_level) == (None, ("night",), 5)


def test_without_a_rate_every_state_in_which_it_is_met_counts() -> None:
    found = rule(slot(1, 90, "night"), slot(2, 10, "morning"), random=False)
    assert found.conditions == ("morning", "night")


def test_placeholder_levels_are_left_out() -> None:
    found = rule(slot(1, 100, levels=(1, 100)), random=False, levels=False)
    assert (found.min_level, found.max_level) == (None, None)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_rows_does_not_matter(seed: int) -> None:
    rows = [
        slot(number, percent, *conditions, area=area)
        for number, (percent, conditions, area) in enumerate(
            [
                (10, ("night",), "1f"),
                (20, ("morning", "fog"), "1f"),
                (20, ("rain",), "b1f"),
                (30, (), "b1f"),
                (5, ("swarm-no",), "b1f"),
            ]
        )
    ]
    expected = rule(*rows)
    randomness.Random(seed).shuffle(rows)
    assert rule(*rows) == expected


def test_what_its_own_slots_do_not_ask_for_is_not_said() -> None:
    # Sentret needs the night and a swarm; Pidgey is always there.
    found = rule(slot(1, 30), another(2, "night"), another(3, "swarm-yes"), another(3, "swarm-no"))
    assert found == DerivedEncounter(30, 5, 5, (), "base")


def test_only_the_thresholds_of_its_own_best_table_are_said() -> None:
    found = rule(
        slot(1, 20, "plains-2", area="peak"),
        slot(2, 5, "plains-6", area="peak", pokemon="sentret"),
        slot(1, 10, "forest-3", area="swamp"),
    )
    assert (found.rate, found.conditions) == (20, ("plains-2",))


def test_a_table_of_another_gate_does_not_raise_the_rate() -> None:
    found = rule(slot(1, 30), slot(2, 40, "swarm-yes"), another(2, "swarm-no"))
    assert (found.rate, found.availability) == (30, "base")
