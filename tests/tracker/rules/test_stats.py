"""What became of a run's Pokémon: counted by hand for small runs, by property for any."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.stats import (
    JOINED,
    OUTCOMES,
    BossFacts,
    Count,
    Death,
    EncounterFacts,
    Reached,
    RunFacts,
    Survival,
    TypeCount,
    endings,
    largest,
    stats,
)


def alive(name: str, *types: str, badges: int | None = 0) -> EncounterFacts:
    return EncounterFacts(name, "caught", types, badges)


def dead(
    name: str, *types: str, badges: int | None = 0, death: Death | None = None
) -> EncounterFacts:
    return EncounterFacts(name, "fainted", types, badges, death or Death(order=1))


WATTSON = Death(3, "Mauville City", "Self-Destruct", "Wattson", level=22, badges=2)
ROXANNE = Death(1, "Rustboro City", "Rock Tomb", "Roxanne", level=14, badges=0)
ZUBAT = Death(2, "Granite Cave", "", "Zubat", level=None, badges=1)
EMERALD = RunFacts(
    name="Emerald",
    status="failed",
    badges=2,
    encounters=(
        alive("Mud", "water", "ground"),
        dead("Fang", "dark", death=ROXANNE),
        dead("Gust", "water", "flying", badges=1, death=ZUBAT),
        dead("Spark", "electric", badges=2, death=WATTSON),
        EncounterFacts("Lotad", "missed"),
        EncounterFacts("Route 110", "postponed"),
        EncounterFacts("Bun", "released", ("normal",), 1),
    ),
    bosses=(
        BossFacts("Roxanne", "won", deaths=1),
        BossFacts("Brawly", "won"),
        BossFacts("Wattson", "lost", deaths=2),
    ),
)


def test_outcomes_are_all_named_in_their_order() -> None:
    assert stats(EMERALD).outcomes == (
        Count("caught", 1),
        Count("fainted", 3),
        Count("released", 1),
        Count("missed", 1),
        Count("postponed", 1),
    )


def test_survival_counts_who_had_joined_and_died_before_the_next_badge() -> None:
    found = stats(EMERALD)
    assert found.survival == (Survival(0, 2, 1), Survival(1, 4, 2), Survival(2, 5, 3))
    assert [row.alive for row in found.survival] == pytest.approx([0.5, 0.5, 0.4])
    assert found.survival_left_out == 0


def test_survival_leaves_out_whom_it_cannot_place_and_says_how_many() -> None:
    run = RunFacts(
        "Old",
        "active",
        1,
        (
            alive("Known"),
            alive("Joined at an unknown time", badges=None),
            dead("Died at an unknown time"),
            EncounterFacts("Missed", "missed"),
        ),
    )
    found = stats(run)
    assert found.survival == (Survival(0, 1, 0), Survival(1, 1, 0))
    assert found.survival_left_out == 2
    assert found.deaths == 1


def test_survival_of_several_runs_counts_a_run_as_far_as_it_came() -> None:
    short = RunFacts("Short", "failed", 0, (alive("Pip"),))
    assert stats(EMERALD, short).survival == (
        Survival(0, 3, 1),
        Survival(1, 4, 2),
        Survival(2, 5, 3),
    )


def test_deaths_are_counted_by_cause_killer_and_place() -> None:
    found = stats(EMERALD)
    assert found.deaths == 3
    assert found.by_cause == (Count("Rock Tomb", 1), Count("Self-Destruct", 1), Count("", 1))
    assert found.by_killer == (Count("Roxanne", 1), Count("Wattson", 1), Count("Zubat", 1))
    assert found.by_place == (
        Count("Granite Cave", 1),
        Count("Mauville City", 1),
        Count("Rustboro City", 1),
    )


def test_the_largest_count_stands_first_and_what_was_not_said_last() -> None:
    names = ["", "", "", "Zubat", "Abra", "Abra"]
    run = RunFacts(
        "Bad", "active", 0, tuple(dead(name, death=Death(1, killer=name)) for name in names)
    )
    assert stats(run).by_killer == (Count("Abra", 2), Count("Zubat", 1), Count("", 3))


def test_a_pokemon_of_two_types_counts_in_both() -> None:
    assert stats(EMERALD).by_type == (
        TypeCount("water", 2, 1),
        TypeCount("dark", 1, 1),
        TypeCount("electric", 1, 1),
        TypeCount("flying", 1, 1),
        TypeCount("ground", 1, 0),
        TypeCount("normal", 1, 0),
    )


def test_levels_at_death_are_in_bands_of_ten_without_a_gap() -> None:
    levels = [5, 10, 11, 34, None]
    run = RunFacts(
        "Levels", "active", 0, tuple(dead("x", death=Death(1, level=level)) for level in levels)
    )
    found = stats(run).levels
    assert found.bands == (
        Count("1–10", 2),
        Count("11–20", 1),
        Count("21–30", 0),
        Count("31–40", 1),
    )
    assert found.median == 10.5
    assert found.unknown == 1


def test_bosses_are_counted_by_who_won_and_who_fell() -> None:
    found = stats(EMERALD)
    assert found.bosses_won == 2
    assert found.lost_to == (Count("Wattson", 1),)
    assert found.deaths_by_boss == (Count("Wattson", 2), Count("Roxanne", 1))


@pytest.mark.parametrize("runs", [(), (RunFacts("New", "active", 0),)])
def test_of_nothing_are_empty(runs: tuple[RunFacts, ...]) -> None:
    found = stats(*runs)
    assert found.outcomes == tuple(Count(outcome, 0) for outcome in OUTCOMES)
    assert (found.deaths, found.bosses_won, found.levels.median) == (0, 0, None)
    assert not any([found.survival, found.by_cause, found.by_type, found.levels.bands])


def test_runs_end_where_the_last_of_them_died() -> None:
    silver = RunFacts("Silver", "failed", 2, (dead("x", death=Death(9, killer="Whitney")),))
    gave_up = RunFacts("Gold", "abandoned", 1, (dead("x", death=Death(9, killer="Bugsy")),))
    nobody = RunFacts("Red", "failed", 0)
    won = RunFacts("Blue", "completed", 8)
    going_on = RunFacts("Yellow", "active", 5)
    found = endings([EMERALD, silver, gave_up, nobody, won, going_on])
    assert found.by_status == (
        Count("failed", 3),
        Count("abandoned", 1),
        Count("active", 1),
        Count("completed", 1),
    )
    assert found.by_killer == (Count("Wattson", 1), Count("Whitney", 1), Count("", 1))
    assert found.by_place == (Count("Mauville City", 1), Count("", 2))
    assert found.by_cause == (Count("Self-Destruct", 1), Count("", 2))
    assert found.by_badges == (Count("0 badges", 1), Count("2 badges", 2))
    assert found.reached[:4] == (Reached(0, 5), Reached(1, 4), Reached(2, 3), Reached(3, 1))
    assert found.reached[-1] == Reached(8, 1)


def test_one_badge_is_one_badge() -> None:
    assert endings([RunFacts("x", "failed", 1)]).by_badges == (Count("1 badge", 1),)


def test_no_runs_end_nowhere() -> None:
    found = endings([RunFacts("Yellow", "active", 5)])
    assert found.by_status == (Count("active", 1),)
    assert not any([found.reached, found.by_badges, found.by_place])


def test_a_long_list_is_cut_and_the_others_are_summed_up() -> None:
    counts = [Count("a", 5), Count("b", 3), Count("c", 2), Count("", 4)]
    assert largest(counts, 2) == (Count("a", 5), Count("b", 3), Count("others", 6))
    assert largest(counts, 4) == tuple(counts)


NUMBERS = st.none() | st.integers(0, 8)
LABELS = st.sampled_from(["", "Roxanne", "Zubat"])
DEATHS = st.builds(
    Death,
    order=st.integers(1, 300),
    place=LABELS,
    cause=LABELS,
    killer=LABELS,
    level=st.none() | st.integers(1, 100),
    badges=NUMBERS,
)
ENCOUNTERS = st.builds(
    EncounterFacts,
    name=st.just("x"),
    status=st.sampled_from(sorted(set(OUTCOMES) - {"fainted"})),
    types=st.sampled_from([("fire",), ("water", "ice")]),
    badges=NUMBERS,
) | st.builds(
    EncounterFacts,
    name=st.just("x"),
    status=st.just("fainted"),
    types=st.sampled_from([("fire",), ("water", "ice")]),
    badges=NUMBERS,
    death=DEATHS,
)
RUNS = st.builds(
    RunFacts,
    name=st.just("x"),
    status=st.sampled_from(["active", "completed", "failed", "abandoned"]),
    badges=st.integers(0, 8),
    encounters=st.lists(ENCOUNTERS, max_size=12).map(tuple),
)


@given(st.lists(RUNS, max_size=4))
def test_every_encounter_and_death_is_counted_once(runs: list[RunFacts]) -> None:
    found = stats(*runs)
    encounters = [encounter for run in runs for encounter in run.encounters]
    assert sum(count.number for count in found.outcomes) == len(encounters)
    for counts in (found.by_cause, found.by_killer, found.by_place):
        assert sum(count.number for count in counts) == found.deaths
    in_bands = sum(count.number for count in found.levels.bands)
    assert in_bands + found.levels.unknown == found.deaths
    fiery = next((one for one in found.by_type if one.type == "fire"), TypeCount("fire", 0, 0))
    assert fiery.joined == sum(
        encounter.status in JOINED and encounter.types == ("fire",) for encounter in encounters
    )


@given(RUNS)
def test_survivors_are_never_more_than_who_joined(run: RunFacts) -> None:
    rows = stats(run).survival
    for earlier, later in pairwise(rows):
        assert earlier.badges < later.badges
        assert earlier.joined <= later.joined
        assert earlier.died <= later.died
    assert all(0 <= row.alive <= 1 for row in rows)


@given(st.lists(RUNS, max_size=5))
def test_fewer_runs_reach_more_badges(runs: list[RunFacts]) -> None:
    found = endings(runs)
    numbers = [row.runs for row in found.reached]
    assert numbers == sorted(numbers, reverse=True)
    failed = sum(run.status == "failed" for run in runs)
    for counts in (found.by_badges, found.by_place, found.by_killer, found.by_cause):
        assert sum(count.number for count in counts) == failed
