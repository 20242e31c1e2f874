"""The luck of a run: the rarest encounter, and the percentile against brute force."""

from __future__ import annotations

import itertools
import random
import time
from math import log2

import pytest

from tests.tracker.rules.real_tables import (
    ALOLA_ROUTE_1,
    MT_MOON_B2F,
    ROUTE_102,
    ROUTE_202_BY_DAY,
    VIRIDIAN_FOREST,
    table,
)
from tracker.rules.luck import Luck, Met, luck, percentile_in_words, rarest_in_words, table_of
from tracker.rules.odds import Odds, odds


def met(species: str, found: Odds | None, name: str = "") -> Met:
    return Met(name=name or species.capitalize(), place="here", species=species, odds=found)


def by_brute_force(encounters: list[Met]) -> float:
    """List every run that could have been; count those with fewer points, and half the equals."""
    rolls = [
        [
            (round(-10 * log2(chance.rerolled)), chance.rerolled)
            for chance in (one.odds.chances if one.odds else ())
            if chance.rerolled
        ]
        for one in encounters
    ]
    own = sum(
        round(-10 * log2(chance.rerolled or 0))
        for one in encounters
        for chance in (one.odds.chances if one.odds else ())
        if chance.share.species == one.species
    )
    below = 0.0
    for run in itertools.product(*rolls):
        points = sum(roll[0] for roll in run)
        probability = 1.0
        for _, chance in run:
            probability *= chance
        below += probability * (1.0 if points < own else 0.5 if points == own else 0.0)
    return below


def test_names_the_rarest_encounter() -> None:
    run = luck(
        [
            met("weedle", odds(VIRIDIAN_FOREST)),
            met("ralts", odds(ROUTE_102), "Ralts"),
            met("shinx", odds(ROUTE_202_BY_DAY)),
        ]
    )
    assert run.rarest is not None
    assert (run.rarest.name, run.rarest.points) == ("Ralts", 46)
    assert run.rarest.chance == pytest.approx(0.04)
    assert [rarity.name for rarity in run.rarities] == ["Ralts", "Shinx", "Weedle"]
    assert rarest_in_words(run) == "Your rarest encounter: Ralts, 4 %"


def test_takes_the_chance_after_rerolls() -> None:
    run = luck([met("ralts", odds(ROUTE_102, {"poochyena", "zigzagoon", "wurmple"}))])
    assert run.rarest is not None
    assert run.rarest.chance == pytest.approx(0.16)


def test_says_what_is_approximate() -> None:
    run = luck([met("ledyba", odds(ALOLA_ROUTE_1))])
    assert rarest_in_words(run) == "Your rarest encounter: Ledyba, about 13 %"


@pytest.mark.parametrize(
    "chosen",
    [
        ("kakuna", "clefairy", "ralts", "bidoof"),
        ("weedle", "zubat", "poochyena", "bidoof"),
        ("pikachu", "geodude", "seedot", "starly"),
        ("caterpie", "paras", "lotad", "shinx"),
    ],
)
def test_has_the_percentile_of_all_runs_that_could_have_been(chosen: tuple[str, ...]) -> None:
    tables = (VIRIDIAN_FOREST, MT_MOON_B2F, ROUTE_102, ROUTE_202_BY_DAY)
    dupes = {"weedle", "wurmple"} - set(chosen)
    encounters = [
        met(species, odds(one, dupes, rerolls=2))
        for species, one in zip(chosen, tables, strict=True)
    ]
    assert luck(encounters).percentile == pytest.approx(by_brute_force(encounters))


def test_is_in_the_middle_when_nothing_was_left_to_chance() -> None:
    alone = table("alone", {"basculin": 100})
    run = luck([met("basculin", odds(alone))] * 3)
    assert run.percentile == pytest.approx(0.5)
    assert [rarity.points for rarity in run.rarities] == [0, 0, 0]


def test_puts_the_rarest_of_all_near_the_top_and_the_commonest_near_the_bottom() -> None:
    rarest = luck([met("seedot", odds(ROUTE_102))])
    assert rarest.percentile == pytest.approx(0.995)
    assert percentile_in_words(rarest) == (
        "Your encounters were rarer than in over 99 % of runs by the same tables"
    )
    commonest = luck([met("bidoof", odds(ROUTE_202_BY_DAY))])
    assert commonest.percentile == pytest.approx(0.25)


def test_leaves_out_what_has_no_known_chance() -> None:
    unknown = table("unknown", {"pawmi": None})
    run = luck(
        [
            met("torchic", None),
            met("pawmi", odds(unknown)),
            met("mew", odds(ROUTE_102)),
            met("wurmple", odds(ROUTE_102, {"wurmple"})),
            met("lotad", odds(ROUTE_102)),
        ]
    )
    assert [rarity.name for rarity in run.rarities] == ["Lotad"]
    assert run.left_out == 4


@pytest.mark.parametrize("encounters", [[], [met("torchic", None)]])
def test_of_nothing_known_is_not_a_number(encounters: list[Met]) -> None:
    run = luck(encounters)
    assert run == Luck((), len(encounters), None)
    assert run.rarest is None
    assert rarest_in_words(run) == "None of your encounters has a known chance yet"
    assert percentile_in_words(run) == ""


def test_of_many_runs_is_spread_evenly() -> None:
    rng = random.Random(4)
    tables = (VIRIDIAN_FOREST, MT_MOON_B2F, ROUTE_102, ROUTE_202_BY_DAY) * 3
    percentiles = []
    for _ in range(300):
        encounters = []
        for one in tables:
            slots = [share.species for share in one.shares for _ in range(share.percent or 0)]
            encounters.append(met(rng.choice(slots), odds(one)))
        percentiles.append(luck(encounters).percentile or 0)
    assert sum(percentiles) / 300 == pytest.approx(0.5, abs=0.05)
    assert sum(one < 0.25 for one in percentiles) / 300 == pytest.approx(0.25, abs=0.07)


def test_of_sixty_encounters_takes_less_than_a_moment() -> None:
    found = odds(ROUTE_102)
    encounters = [met(share.species, found) for share in ROUTE_102.shares] * 10
    start = time.perf_counter()
    run = luck(encounters)
    assert time.perf_counter() - start < 2
    assert len(run.rarities) == 60
    assert run.percentile == pytest.approx(1, abs=0.001)


def test_takes_the_default_table_of_those_that_hold_the_pokemon() -> None:
    surf = table("surf", {"marill": 99, "goldeen": 1}, method="surf")
    rod = table("rod", {"goldeen": 30, "magikarp": 70}, method="old-rod")
    tables = [rod, surf, ROUTE_102]
    assert table_of(tables, "goldeen") is surf
    assert table_of(tables, "goldeen", "rod") is rod
    assert table_of(tables, "ralts", "rod") is ROUTE_102
    assert table_of(tables, "mew") is None
