from __future__ import annotations

from pokedex.level_caps import CAPPING_KINDS, BossFact, level_caps


def bosses(*facts: tuple[str, int | None] | tuple[str, int | None, str]) -> list[BossFact]:
    return [BossFact(fact[0], fact[2] if len(fact) == 3 else "story", fact[1]) for fact in facts]


def test_the_cap_is_the_highest_ace_so_far() -> None:
    assert level_caps(bosses(("gym", 35), ("gym", 31), ("gym", 40))) == [35, 35, 40]


def test_a_boss_of_another_kind_is_met_under_the_cap_of_the_next_one_that_counts() -> None:
    story = bosses(("rival", 5), ("gym", 15), ("evil-team", 50), ("other", 60), ("trial", 19))
    assert level_caps(story) == [15, 15, 19, 19, 19]


def test_after_the_last_boss_there_is_no_cap() -> None:
    story = bosses(("gym", 15), ("champion", 58), ("rival", 78, "postgame"))
    assert level_caps(story) == [15, 58, None]
    assert level_caps([]) == []


def test_the_league_counts_as_one() -> None:
    league = bosses(
        ("gym", 46), ("elite-four", 49), ("evil-team", 52), ("elite-four", 55), ("champion", 58)
    )
    assert level_caps(league) == [46, 58, 58, 58, 58]


def test_a_league_without_a_champion_in_its_stage_counts_boss_by_boss() -> None:
    twice = bosses(
        ("elite-four", 50),
        ("elite-four", 51),
        ("elite-four", 73, "postgame"),
        ("champion", 77, "postgame"),
    )
    assert level_caps(twice) == [50, 51, 77, 77]


def test_the_kinds_are_chosen() -> None:
    story = bosses(("gym", 15), ("rival", 18), ("elite-four", 50), ("champion", 58))
    assert level_caps(story, {"gym"}) == [15, None, None, None]
    assert level_caps(story, CAPPING_KINDS | {"rival"}) == [15, 18, 58, 58]
    assert level_caps(story, {"gym", "elite-four"}) == [15, 50, 50, None]


def test_an_unknown_ace_sets_no_cap() -> None:
    assert level_caps(bosses(("gym", None), ("gym", 20))) == [20, 20]
    assert level_caps(bosses(("gym", None))) == [None]
