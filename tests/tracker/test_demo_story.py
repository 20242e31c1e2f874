"""The story of the demo run, as plain data."""

from __future__ import annotations

from collections import Counter

from tracker import demo_story as story
from tracker.choices import EncounterStatus, MissedReason
from tracker.models import PARTY_SIZE
from tracker.rules.nicknames import themes
from tracker.rules.presets import PRESETS


def test_has_something_of_everything() -> None:
    fates = story.fates()
    assert len(fates) == 12
    counted = Counter(fate.status for fate in fates.values())
    assert counted == {"caught": 8, "fainted": 2, "missed": 2}
    assert sorted(fate.slot for fate in fates.values() if fate.slot) == [1, 2, 3, 4, 5, 6]
    assert len([fate for fate in fates.values() if fate.slot]) == PARTY_SIZE
    assert {"roxanne", "brawly"} <= story.won()


def test_uses_words_that_there_are() -> None:
    assert story.PRESET in PRESETS
    assert {fate.status for fate in story.fates().values()} <= set(EncounterStatus.values)
    reasons = {beat.reason for beat in story.STORY if isinstance(beat, story.Missed)}
    assert reasons <= set(MissedReason.values)


def test_takes_its_nicknames_from_our_own_lists_and_none_twice() -> None:
    nicknames = [fate.nickname for fate in story.fates().values() if fate.nickname]
    ideas = {idea.name for ideas in themes().values() for idea in ideas}
    assert set(nicknames) <= ideas
    assert len(nicknames) == len(set(nicknames))
