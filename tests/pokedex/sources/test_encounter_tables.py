"""Tables from hand-made slots: which states there are, and what is in each."""

from __future__ import annotations

import random as randomness

import pytest

from pokedex.sources.encounter_tables import EncounterTable, Entry, SlotRow, tables_of
from tests.pokedex.sources.conditions import CONDITIONS, slot

# (area, availability, conditions): the Pokémon with their shares.
Shares = dict[tuple[str, str, tuple[str, ...]], dict[str, int]]


def tables(*rows: SlotRow) -> list[EncounterTable]:
    return tables_of(rows, CONDITIONS)


def shares(*rows: SlotRow) -> Shares:
    """What the tables hold; no two of them have the same key."""
    found = tables(*rows)
    result = {
        (one.area, one.availability, one.conditions): {
            pokemon: entry.percent for pokemon, entry in one.entries.items()
        }
        for one in found
    }
    assert len(result) == len(found)
    return result


def test_each_area_has_its_own_table() -> None:
    found = shares(slot(1, 60, area="1f"), slot(2, 40, area="1f"), slot(1, 100, area="b1f"))
    assert found == {
        ("1f", "base", ()): {"pidgey": 100},
        ("b1f", "base", ()): {"pidgey": 100},
    }


def test_an_exact_duplicate_of_a_slot_counts_once() -> None:
    (found,) = tables(slot(1, 60), slot(1, 60), slot(2, 40))
    assert found.total == 100


def test_pokemon_that_share_a_slot_each_get_its_percent() -> None:
    (found,) = tables(slot(1, 60), slot(1, 60, pokemon="spearow"), slot(2, 40))
    assert {name: entry.percent for name, entry in found.entries.items()} == {
        "pidgey": 100,
        "spearow": 60,
    }
    assert found.total == 160


def test_levels_are_the_lowest_and_highest_of_the_state() -> None:
    found = tables(
        slot(1, 60, levels=(3, 4)), slot(2, 40, "day", levels=(2, 2)), slot(2, 40, "night")
    )
    assert {one.conditions: one.entries for one in found} == {
        ("day",): {"pidgey": Entry(100, 2, 4)},
        ("morning",): {"pidgey": Entry(60, 3, 4)},
        ("night",): {"pidgey": Entry(100, 3, 5)},
    }


def test_states_with_the_same_content_are_one_table() -> None:
    found = shares(
        *(slot(1, 100, time) for time in ("morning", "day")),
        slot(1, 100, "night", pokemon="hoothoot"),
    )
    assert found == {
        ("", "base", ("day", "morning")): {"pidgey": 100},
        ("", "base", ("night",)): {"hoothoot": 100},
    }


def test_a_group_that_makes_no_difference_is_absent() -> None:
    assert shares(*(slot(1, 100, time) for time in ("morning", "day", "night"))) == {
        ("", "base", ()): {"pidgey": 100}
    }


def test_another_level_is_another_table() -> None:
    found = shares(slot(1, 100, "day"), slot(1, 100, "night", levels=(6, 6)))
    assert set(found) == {("", "base", ("day",)), ("", "base", ("night",))}


def test_where_no_named_value_holds_the_others_are_named() -> None:
    found = shares(slot(1, 60), slot(2, 40), slot(3, 10, "night"))
    assert found == {
        ("", "base", ("day", "morning")): {"pidgey": 100},
        ("", "base", ("night",)): {"pidgey": 110},
    }


def test_of_a_quiet_group_the_ordinary_value_is_named() -> None:
    found = shares(slot(1, 100), slot(2, 5, "fish", pokemon="magikarp"))
    assert set(found) == {("", "base", ("fish",)), ("", "base", ("no-item",))}


def test_kinds_of_weather_that_an_area_does_not_have_are_no_states() -> None:
    found = shares(slot(1, 100, "fog"), slot(1, 100, "rain", pokemon="wingull"))
    assert set(found) == {("", "base", ("fog",)), ("", "base", ("rain",))}


def test_groups_hold_together_and_only_boxes_are_joined() -> None:
    found = shares(
        slot(1, 60),
        slot(2, 40, "day", "fog", pokemon="natu"),
        *(slot(2, 40, "day", "rain") for _ in "x"),
        *(slot(2, 40, time, sky) for time in ("morning", "night") for sky in ("fog", "rain")),
    )
    assert found[("", "base", ("day", "fog"))] == {"pidgey": 60, "natu": 40}
    assert sum(1 for content in found.values() if content == {"pidgey": 100}) == 2


def test_a_gate_makes_a_table_of_its_own() -> None:
    found = shares(
        slot(1, 60),
        slot(2, 40, "swarm-no"),
        slot(2, 40, "swarm-yes", pokemon="doduo"),
    )
    assert found == {
        ("", "base", ("swarm-no",)): {"pidgey": 100},
        ("", "special", ("swarm-yes",)): {"pidgey": 60, "doduo": 40},
    }


def test_gates_are_not_multiplied_with_each_other() -> None:
    found = shares(
        slot(1, 60),
        slot(2, 40, "swarm-no"),
        slot(2, 40, "swarm-yes", pokemon="doduo"),
        slot(1, 60, "slot2-none"),
        slot(3, 8, "slot2-ruby", pokemon="zangoose"),
    )
    assert set(found) == {
        ("", "base", ("slot2-none", "swarm-no")),
        ("", "special", ("slot2-none", "swarm-yes")),
        ("", "special", ("slot2-ruby", "swarm-no")),
    }


def test_gates_that_slots_name_together_are_considered() -> None:
    found = shares(slot(1, 100), slot(2, 20, "swarm-yes", "hall-of-fame", pokemon="doduo"))
    assert found[("", "postgame", ("hall-of-fame", "swarm-yes"))] == {"pidgey": 100, "doduo": 20}


def test_a_gate_that_changes_nothing_has_no_table() -> None:
    found = shares(
        slot(1, 60),
        slot(2, 40, "swarm-no"),
        slot(2, 40, "day", "swarm-yes", pokemon="doduo"),
        *(slot(2, 40, time, "swarm-yes") for time in ("morning", "night")),
    )
    assert found == {
        ("", "base", ("day", "swarm-no")): {"pidgey": 100},
        ("", "base", ("morning", "night")): {"pidgey": 100},
        ("", "special", ("day", "swarm-yes")): {"pidgey": 60, "doduo": 40},
    }


def test_a_gate_is_kept_when_only_some_ordinary_states_are_the_same() -> None:
    found = shares(
        slot(1, 100, "none"),
        slot(1, 100, "badge", pokemon="doduo"),
        slot(1, 100, "hall-of-fame"),
    )
    assert found == {
        ("", "base", ("none",)): {"pidgey": 100},
        ("", "base", ("badge",)): {"doduo": 100},
        ("", "postgame", ("hall-of-fame",)): {"pidgey": 100},
    }


def test_a_gate_that_no_slot_asks_for_is_no_state() -> None:
    assert shares(slot(1, 60), slot(2, 40, "swarm-no")) == {("", "base", ()): {"pidgey": 100}}


def test_blocks_are_all_placed_or_none_and_slots_without_any_stay() -> None:
    found = shares(
        slot(1, 60, "no-blocks"),
        slot(2, 40, "no-blocks"),
        slot(2, 40, "plains-2", "forest-3", pokemon="zangoose"),
        slot(2, 40, "plains-6", pokemon="zangoose"),
    )
    assert found == {
        ("", "base", ("no-blocks",)): {"pidgey": 100},
        ("", "special", ("forest-3", "plains-2", "plains-6")): {"pidgey": 60, "zangoose": 40},
    }


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_slots_does_not_matter(seed: int) -> None:
    rows = [
        slot(1, 50),
        slot(2, 30, "night", "fog"),
        slot(2, 30, "night", "rain", pokemon="wingull"),
        slot(2, 30, "swarm-yes", pokemon="doduo"),
        slot(3, 20, "day"),
        slot(3, 20, "morning", area="b1f"),
    ]
    expected = shares(*rows)
    randomness.Random(seed).shuffle(rows)
    assert shares(*rows) == expected
