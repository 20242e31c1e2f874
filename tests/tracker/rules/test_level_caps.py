"""The level cap: properties that hold for any bosses. Examples are in cases.txt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.tracker.rules.strategies import bosses
from tracker.rules.document import BossScope
from tracker.rules.facts import BossFacts
from tracker.rules.level_caps import current_cap

scopes = st.sampled_from(["gyms", "gyms_rivals", "all"])


def level(some: list[BossFacts], scope: BossScope, postgame: bool) -> float:
    cap = current_cap(some, scope, postgame=postgame)
    return float("inf") if cap is None else cap.level


@given(bosses(), scopes, st.booleans(), st.data())
def test_never_falls_after_a_win(
    some: list[BossFacts], scope: BossScope, postgame: bool, data: st.DataObject
) -> None:
    to_beat = [number for number, boss in enumerate(some) if not boss.is_won]
    assume(to_beat)
    beaten = data.draw(st.sampled_from(to_beat))
    after = [
        replace(boss, is_won=boss.is_won or number == beaten) for number, boss in enumerate(some)
    ]
    assert level(after, scope, postgame) >= level(some, scope, postgame)


@given(bosses(), scopes, st.booleans())
def test_is_the_level_of_one_of_them_and_asks_for_one_who_is_not_beaten(
    some: list[BossFacts], scope: BossScope, postgame: bool
) -> None:
    cap = current_cap(some, scope, postgame=postgame)
    if cap is not None:
        assert cap.level == cap.boss.cap
        assert cap.boss in some
        assert cap.next_boss in some
        assert not cap.next_boss.is_won


@given(bosses(), scopes, st.booleans())
def test_none_when_all_are_beaten(some: list[BossFacts], scope: BossScope, postgame: bool) -> None:
    beaten = [replace(boss, is_won=True) for boss in some]
    assert current_cap(beaten, scope, postgame=postgame) is None


@given(bosses(), scopes)
def test_does_not_hang_on_the_order_in_which_bosses_are_given(
    some: list[BossFacts], scope: BossScope
) -> None:
    assert current_cap(some[::-1], scope) == current_cap(some, scope)


GOLD = [
    ("Silver", "rival", 5),
    ("Falkner", "gym", 9),
    ("Bugsy", "gym", 16),
    ("Whitney", "gym", 20),
    ("Morty", "gym", 25),
    ("Chuck", "gym", 30),
    ("Jasmine", "gym", 35),
    ("Pryce", "gym", 31),
    ("Clair", "gym", 40),
    ("Will", "elite-four", 42),
    ("Karen", "elite-four", 47),
    ("Lance", "champion", 50),
]


@pytest.mark.parametrize(
    ("scope", "caps"),
    [
        ("gyms", [9, 9, 16, 20, 25, 30, 35, 35, 40, 50, 50, 50, None]),
        ("gyms_rivals", [5, 9, 16, 20, 25, 30, 35, 35, 40, 50, 50, 50, None]),
    ],
)
def test_gold_from_the_first_boss_to_the_last(scope: BossScope, caps: list[int | None]) -> None:
    for wins, expected in enumerate(caps):
        some = [
            BossFacts(name, name, kind, order, ace, is_won=order < wins)  # type: ignore[arg-type]
            for order, (name, kind, ace) in enumerate(GOLD)
        ]
        cap = current_cap(some, scope)
        assert (cap and cap.level) == expected, wins


def test_the_next_of_a_league_is_its_first_who_is_not_beaten() -> None:
    will = BossFacts("1", "Will", "elite-four", 1, 42, is_won=True)
    koga = BossFacts("2", "Koga", "elite-four", 2, 44)
    lance = BossFacts("3", "Lance", "champion", 3, 50)
    cap = current_cap([will, koga, lance], "gyms")
    assert cap is not None
    assert (cap.level, cap.boss, cap.next_boss) == (50, lance, koga)
    assert not cap.is_own


def test_a_league_whose_champion_is_unknown_has_the_highest_of_the_others() -> None:
    will = BossFacts("1", "Will", "elite-four", 1, 44)
    koga = BossFacts("2", "Koga", "elite-four", 2, 42)
    lance = BossFacts("3", "Lance", "champion", 3, None)
    assert level([will, koga, lance], "gyms", False) == 44
