"""The odds of one table, with and without dupes: against simulation, by property, and in words."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.rules.real_tables import (
    ALOLA_ROUTE_1,
    ROUTE_102,
    ROUTE_202_BY_DAY,
    WITH_DUPES,
    table,
    tables_of_game,
)
from tracker.rules.odds import (
    Chance,
    Odds,
    Share,
    Summary,
    Table,
    best_method,
    chance_in_words,
    default_table,
    in_percent,
    key_of,
    near_tables,
    new_in_words,
    odds,
    summary,
    summary_in_words,
    where_line_can_be_met,
)

ROLLS = 100_000
UNKNOWN = table("unknown", {"pawmi": None, "lechonk": None}, method="unknown")
EMPTY = table("empty", {})


def rerolled(found: Odds) -> dict[str, float]:
    return {chance.share.species: chance.rerolled or 0.0 for chance in found.chances}


def simulated(
    rolled: Table, dupes: set[str], rerolls: int | None, rng: random.Random
) -> dict[str, float]:
    """Play it many times: draw a slot, and again after a dupe as long as that is allowed."""
    slots = [share.species for share in rolled.shares for _ in range(share.percent or 0)]
    counted: Counter[str] = Counter()
    for _ in range(ROLLS):
        species = rng.choice(slots)
        used = 0
        while species in dupes and (rerolls is None or used < rerolls):
            used += 1
            species = rng.choice(slots)
        counted[species] += 1
    return {species: number / ROLLS for species, number in counted.items()}


@pytest.mark.parametrize("rerolls", [None, 0, 1, 3])
@pytest.mark.parametrize(("rolled", "dupes"), WITH_DUPES.values(), ids=WITH_DUPES)
def test_equal_a_simulation_of_the_rolls(
    rolled: Table, dupes: set[str], rerolls: int | None
) -> None:
    met = simulated(rolled, dupes, rerolls, random.Random(f"{rolled.key} {rerolls}"))
    found = odds(rolled, dupes, rerolls=rerolls)
    for species, chance in rerolled(found).items():
        assert chance == pytest.approx(met.get(species, 0), abs=0.01), species
    new = sum(part for species, part in met.items() if species not in dupes)
    assert found.new_rerolled == pytest.approx(new, abs=0.01)


@pytest.mark.parametrize("rolled", [one for one, _ in WITH_DUPES.values()], ids=WITH_DUPES)
def test_equal_a_simulation_without_dupes(rolled: Table) -> None:
    met = simulated(rolled, set(), None, random.Random(rolled.key))
    found = odds(rolled)
    for chance in found.chances:
        assert chance.first == chance.rerolled
        assert chance.first == pytest.approx(met.get(chance.share.species, 0), abs=0.01)


def test_of_route_102_as_a_player_would_work_them_out() -> None:
    found = odds(ROUTE_102, {"poochyena", "zigzagoon", "wurmple"})
    assert found.new_first == pytest.approx(0.25)
    assert found.new_rerolled == 1
    assert rerolled(found) == pytest.approx(
        {"poochyena": 0, "zigzagoon": 0, "wurmple": 0, "lotad": 0.8, "seedot": 0.04, "ralts": 0.16}
    )


def test_with_one_reroll_count_the_second_roll_whatever_it_is() -> None:
    found = odds(ROUTE_202_BY_DAY, {"bidoof"}, rerolls=1)
    assert rerolled(found) == pytest.approx({"bidoof": 0.25, "shinx": 0.45, "starly": 0.3})
    assert found.new_rerolled == pytest.approx(0.75)


def test_of_merged_states_are_shares_of_the_sum_and_approximate() -> None:
    found = odds(ALOLA_ROUTE_1)
    assert found.is_approximate
    assert found.chances[0].first == pytest.approx(0.2)
    assert found.new_first == 1
    assert not odds(ROUTE_102).is_approximate


def test_of_a_table_with_an_exception_are_approximate() -> None:
    assert odds(replace(ROUTE_102, exception="time-lost")).is_approximate


def test_of_unknown_rates_are_unknown_and_not_zero() -> None:
    found = odds(UNKNOWN, {"lechonk"})
    assert not found.is_known
    assert found.new_first is None
    assert found.new_rerolled is None
    assert [(one.first, one.rerolled, one.is_dupe) for one in found.chances] == [
        (None, None, False),
        (None, None, True),
    ]


def test_of_a_table_with_one_unknown_rate_are_all_unknown() -> None:
    assert not odds(table("half", {"pawmi": 40, "lechonk": None})).is_known


def test_of_dupes_alone_never_end() -> None:
    dupes = {"bidoof", "shinx", "starly"}
    found = odds(ROUTE_202_BY_DAY, dupes)
    assert found.never_ends
    assert (found.new_first, found.new_rerolled) == (0, 0)
    assert set(rerolled(found).values()) == {0}


def test_of_dupes_alone_end_at_a_limit() -> None:
    found = odds(ROUTE_202_BY_DAY, {"bidoof", "shinx", "starly"}, rerolls=2)
    assert not found.never_ends
    assert found.new_rerolled == 0
    assert rerolled(found) == pytest.approx({"bidoof": 0.5, "shinx": 0.3, "starly": 0.2})


@pytest.mark.parametrize("rerolls", [None, 0, 4])
def test_of_an_empty_table_are_empty(rerolls: int | None) -> None:
    assert odds(EMPTY, {"ralts"}, rerolls=rerolls) == Odds(EMPTY, (), 0.0, 0.0)


def test_of_one_species() -> None:
    alone = table("alone", {"basculin": 100})
    assert rerolled(odds(alone)) == {"basculin": 1}
    assert odds(alone, {"basculin"}).never_ends


def test_refuse_a_limit_below_zero() -> None:
    with pytest.raises(ValueError, match="-1 rerolls is below 0"):
        odds(ROUTE_102, rerolls=-1)


PERCENTS = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 100), min_size=1, max_size=8)
DUPES = st.sets(st.sampled_from("abcdefgh"))
REROLLS = st.none() | st.integers(0, 50)


@given(PERCENTS, DUPES, REROLLS)
def test_sum_to_one_unless_rerolling_never_ends(
    percents: dict[str, int], dupes: set[str], rerolls: int | None
) -> None:
    found = odds(table("any", percents), dupes, rerolls=rerolls)
    assert sum(rerolled(found).values()) == pytest.approx(0 if found.never_ends else 1)
    assert sum(chance.first or 0 for chance in found.chances) == pytest.approx(1)
    assert all(0 <= chance <= 1 + 1e-9 for chance in rerolled(found).values())


@given(PERCENTS, DUPES, REROLLS)
def test_of_something_new_are_those_of_the_new_together(
    percents: dict[str, int], dupes: set[str], rerolls: int | None
) -> None:
    found = odds(table("any", percents), dupes, rerolls=rerolls)
    new = [chance for chance in found.chances if not chance.is_dupe]
    assert found.new_first == pytest.approx(sum(chance.first or 0 for chance in new))
    assert found.new_rerolled == pytest.approx(sum(chance.rerolled or 0 for chance in new))


@given(PERCENTS, DUPES, st.data())
def test_of_others_never_fall_with_one_more_dupe(
    percents: dict[str, int], dupes: set[str], data: st.DataObject
) -> None:
    rolled = table("any", percents)
    added = data.draw(st.sampled_from(sorted(percents)))
    before, after = odds(rolled, dupes), odds(rolled, dupes | {added})
    for species, chance in rerolled(after).items():
        if species != added and species not in dupes:
            assert chance >= rerolled(before)[species] - 1e-9


@given(PERCENTS, DUPES, st.integers(0, 20))
def test_of_the_new_never_fall_with_one_more_reroll(
    percents: dict[str, int], dupes: set[str], rerolls: int
) -> None:
    rolled = table("any", percents)
    fewer, more = odds(rolled, dupes, rerolls=rerolls), odds(rolled, dupes, rerolls=rerolls + 1)
    unlimited = odds(rolled, dupes)
    for one, two, end in zip(fewer.chances, more.chances, unlimited.chances, strict=True):
        if not one.is_dupe:
            assert (one.rerolled or 0) <= (two.rerolled or 0) + 1e-9
            assert (two.rerolled or 0) <= (end.rerolled or 0) + 1e-9


@given(PERCENTS, DUPES)
def test_of_no_rerolls_are_those_of_the_first_roll(
    percents: dict[str, int], dupes: set[str]
) -> None:
    for chance in odds(table("any", percents), dupes, rerolls=0).chances:
        assert chance.rerolled == pytest.approx(chance.first)


@given(st.lists(PERCENTS, max_size=4), DUPES, REROLLS)
def test_are_summed_up_as_they_are_worked_out(
    tables: list[dict[str, int]], dupes: set[str], rerolls: int | None
) -> None:
    made = [table(str(place), percents) for place, percents in enumerate(tables)]
    every = [one for made_one in made for one in odds(made_one, dupes, rerolls=rerolls).chances]
    new = [chance for chance in every if not chance.is_dupe]
    summed = summary(made, dupes, rerolls=rerolls)
    assert summed.species == len({chance.share.species for chance in every})
    assert summed.new_species == len({chance.share.species for chance in new})
    best = max((chance.rerolled or 0 for chance in new), default=None)
    assert summed.best == (None if best is None else pytest.approx(best))


SURF = table("surf", {"marill": 99, "goldeen": 1}, method="surf", types={"marill": ("water",)})


def test_find_the_best_method_for_a_type() -> None:
    types = {"goldeen": ("water",), "magikarp": ("water",)}
    old_rod = table("rod", {"goldeen": 30, "magikarp": 70}, method="old-rod", types=types)
    found = best_method([ROUTE_102, SURF, old_rod], "water")
    assert found.best is not None
    assert (found.best.table.key, found.best.first, found.best.rerolled) == ("rod", 1, 1)
    without = best_method([ROUTE_102, SURF, old_rod], "water", dupes={"goldeen", "magikarp"})
    assert without.best is not None
    assert without.best.table is SURF


def test_find_the_best_method_for_one_of_several_types() -> None:
    found = best_method([SURF, ROUTE_102], "psychic", "dark", dupes={"zigzagoon", "wurmple"})
    assert found.best is not None
    assert found.best.first == pytest.approx(0.34)
    assert found.best.rerolled == pytest.approx(34 / 55)


def test_name_the_tables_that_may_hold_a_type_but_tell_no_chance() -> None:
    unknown = table("no rates", {"pawmi": None}, types={"pawmi": ("electric",)})
    found = best_method([ROUTE_102, unknown], "electric")
    assert found.best is None
    assert found.unknown == (unknown,)


def test_find_the_first_of_equally_good_methods() -> None:
    tables = [line(key, percent) for key, percent in [("a", 4), ("b", 10), ("c", 10)]]
    found = where_line_can_be_met({"here": tables}, 140)["here"]
    assert found.best is not None
    assert found.best.table.key == "b"


def test_find_no_method_for_a_type_that_is_not_there() -> None:
    found = best_method([ROUTE_102], "steel")
    assert (found.best, found.unknown) == (None, ())


def line(key: str, percent: int | None) -> Table:
    filler = {} if percent is None else {"rattata": 100 - percent}
    return table(key, {"ralts": percent, **filler}, families={"ralts": 140})


def test_find_where_a_line_can_be_met_the_best_place_first() -> None:
    found = where_line_can_be_met(
        {
            "no rates": [line("d", None)],
            "rare": [line("a", 4)],
            "none": [SURF],
            "two tables": [line("b", 10), line("c", 20)],
            "as rare": [line("e", 4)],
        },
        140,
    )
    assert list(found) == ["two tables", "rare", "as rare", "no rates"]
    assert found["two tables"].best is not None
    assert found["two tables"].best.table.key == "c"
    assert found["no rates"].best is None
    assert [one.key for one in found["no rates"].unknown] == ["d"]


def test_name_the_places_of_a_line_that_is_a_dupe() -> None:
    found = where_line_can_be_met({"rare": [line("a", 4)]}, 140, dupes={"ralts"})
    assert found["rare"].best is not None
    assert found["rare"].best.first == pytest.approx(0.04)
    assert found["rare"].best.rerolled == 0


def variant(
    key: str, method: str, area: str, *conditions: str, availability: str = "base"
) -> Table:
    return table(
        key,
        {"zubat": 100},
        method=method,
        area=area,
        conditions=conditions,
        availability=availability,
    )


@pytest.mark.parametrize(
    ("tables", "chosen"),
    [
        ([variant("surf", "surf", "1f"), variant("walk", "walk", "1f")], "walk"),
        ([variant("1f", "walk", "1f"), variant("b1f", "walk", "b1f")], "1f"),
        (
            [variant("night", "walk", "", "time-night"), variant("day", "walk", "", "time-day")],
            "day",
        ),
        (
            [
                variant("night", "walk", "", "time-night"),
                variant("day and morning", "walk", "", "time-morning", "time-day"),
            ],
            "day and morning",
        ),
        (
            [
                variant("swarm", "walk", "", "swarm-yes", "time-day", availability="special"),
                variant("night", "walk", "", "time-night", "swarm-no"),
            ],
            "night",
        ),
        (
            [
                variant("late", "walk", "", availability="postgame"),
                variant("rod", "old-rod", "", availability="base"),
            ],
            "rod",
        ),
        (
            [
                variant("night in 1f", "walk", "1f", "time-night"),
                variant("day in b1f", "walk", "b1f", "time-day"),
            ],
            "night in 1f",
        ),
        (
            [
                variant("night in 1f", "walk", "1f", "time-night"),
                variant("day in b1f", "walk", "b1f", "time-day"),
                variant("day in 1f", "walk", "1f", "time-day"),
            ],
            "day in 1f",
        ),
        (
            [
                variant("winter", "walk", "", "season-winter"),
                variant("spring", "walk", "", "season-spring", "season-summer"),
            ],
            "spring",
        ),
        ([variant("odd", "teleport", ""), variant("walk", "walk", "")], "walk"),
    ],
)
def test_are_shown_of_a_sensible_table(tables: list[Table], chosen: str) -> None:
    found = default_table(tables)
    assert found is not None
    assert found.key == chosen


def test_are_shown_of_the_remembered_table() -> None:
    tables = [variant("walk", "walk", ""), variant("surf", "surf", "")]
    assert default_table(tables, "surf") is tables[1]
    assert default_table(tables, "gone") is tables[0]
    assert default_table([], "surf") is None


def test_are_near_by_the_method_that_comes_first_and_as_open_as_it() -> None:
    walk = [variant("day", "walk", "", "time-day"), variant("night", "walk", "", "time-night")]
    later = variant("later", "walk", "1f", availability="postgame")

    assert near_tables([variant("surf", "surf", ""), *walk, later]) == tuple(walk)
    assert near_tables([later]) == (later,)
    assert near_tables([]) == ()


def test_of_every_table_of_a_game_sum_to_one_in_any_case() -> None:
    for tables in tables_of_game("heartgold").values():
        for one in tables:
            assert sum(rerolled(odds(one)).values()) == pytest.approx(1)
            assert odds(one).is_approximate == bool(one.exception)


@pytest.mark.parametrize("game", ["crystal", "emerald", "platinum", "white-2", "sun", "sword"])
def test_have_keys_that_tell_the_tables_of_a_place_apart(game: str) -> None:
    for tables in tables_of_game(game).values():
        assert len({one.key for one in tables}) == len(tables)


def test_are_shown_of_the_walk_by_day_without_a_swarm() -> None:
    for game, route, area, conditions in [
        ("platinum", "route-202", "", {"time-day", "swarm-no", "radar-off", "slot2-none"}),
        ("firered", "mt-moon", "1F", set()),
        ("crystal", "route-29", "", {"time-day"}),
        ("black", "route-6", "", {"season-spring"}),
    ]:
        found = default_table(tables_of_game(game)[route])
        assert found is not None
        assert (found.method, found.area, found.availability) == ("walk", area, "base")
        assert conditions <= set(found.conditions)


def test_have_a_key_that_does_not_depend_on_the_order_of_conditions() -> None:
    assert key_of("walk", "1f", ["time-morning", "time-day"]) == "walk/1f/time-day+time-morning"
    assert key_of("surf", "", []) == "surf//"


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (None, "unknown"),
        (0.0, "0 %"),
        (0.004, "under 1 %"),
        (0.04, "4 %"),
        (0.1 + 0.2, "30 %"),
        (0.996, "over 99 %"),
        (1 - 1e-16, "100 %"),
        (1.0, "100 %"),
    ],
)
def test_are_said_in_percent(chance: float | None, words: str) -> None:
    assert in_percent(chance) == words


@pytest.mark.parametrize(
    ("first", "last", "is_dupe", "words"),
    [
        (0.45, 0.6, False, "45 %, 60 % after rerolls"),
        (0.45, 0.45, False, "45 %"),
        (0.45, 0.0, True, "45 %, rerolled as a dupe"),
        (0.45, 0.09, True, "45 %, 9 % after rerolls"),
        (None, None, False, "chance unknown"),
    ],
)
def test_of_a_pokemon_in_words(
    first: float | None, last: float | None, is_dupe: bool, words: str
) -> None:
    assert chance_in_words(Chance(Share("ralts", 140, 4), is_dupe, first, last)) == words


def test_that_are_approximate_are_said_to_be_so() -> None:
    found = odds(ALOLA_ROUTE_1, {"rattata-alola"})
    words = [chance_in_words(one, is_approximate=found.is_approximate) for one in found.chances]
    assert words[:2] == ["about 20 %, rerolled as a dupe", "about 20 %, 25 % after rerolls"]
    assert new_in_words(found) == "Something new: about 80 %, 100 % after rerolls"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (odds(ROUTE_102), "Something new: 100 %"),
        (odds(ROUTE_102, {"wurmple"}, rerolls=1), "Something new: 70 %, 91 % after rerolls"),
        (odds(UNKNOWN), "Something new: chance unknown"),
        (odds(EMPTY), "Nothing is met here"),
        (odds(SURF, {"marill", "goldeen"}, rerolls=1), "Nothing new: all are dupes"),
        (
            odds(SURF, {"marill", "goldeen"}),
            "Nothing new: all are dupes, and rerolling would never end",
        ),
    ],
)
def test_of_something_new_in_words(found: Odds, words: str) -> None:
    assert new_in_words(found) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Summary(5, 3, 0.45, False, False), "3 new species, best 45 %"),
        (Summary(5, 1, 0.45, False, False), "1 new species, 45 %"),
        (Summary(5, 3, 0.45, True, False), "3 new species, best about 45 %"),
        (Summary(5, 3, 0.45, False, True), "3 new species, best known 45 %"),
        (Summary(5, 3, None, False, True), "3 new species, chances unknown"),
        (Summary(5, 1, None, False, True), "1 new species, chance unknown"),
        (Summary(5, 0, None, False, False), "only dupes"),
        (Summary(0, 0, None, False, False), "nothing known here"),
    ],
)
def test_of_a_place_in_words(place: Summary, words: str) -> None:
    assert summary_in_words(place) == words


def test_of_a_place_do_not_count_what_is_unknown_as_zero() -> None:
    assert summary([UNKNOWN, ROUTE_202_BY_DAY], {"bidoof"}) == Summary(5, 4, 0.6, False, True)
    assert summary([UNKNOWN, ROUTE_202_BY_DAY], {"pawmi", "lechonk"}) == Summary(
        5, 3, 0.5, False, False
    )
    assert summary([UNKNOWN], {"pawmi"}) == Summary(2, 1, None, False, True)
    assert summary([EMPTY]) == Summary(0, 0, None, False, False)
