"""Bosses won, lost, taken back and corrected."""

from __future__ import annotations

import pytest

from pokedex.models import Boss
from tests.factories import BossFactory, EncounterFactory, NuzlockeRunFactory
from tracker.choices import BossOutcome, EncounterStatus
from tracker.models import BossResult, Encounter, NuzlockeRun, RunBoss, RunEvent
from tracker.services.bosses import correct_boss, record_boss, take_back_boss
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.undo import undo_event

pytestmark = pytest.mark.django_db

WON, LOST = BossOutcome.WON, BossOutcome.LOST


@pytest.fixture
def run() -> NuzlockeRun:
    return NuzlockeRunFactory()


@pytest.fixture
def roxanne(run: NuzlockeRun) -> Boss:
    return BossFactory(game=run.game, name="Roxanne")


def fighter(run: NuzlockeRun, slot: int, name: str) -> Encounter:
    return EncounterFactory(
        run=run, nickname=name, party_slot=slot, catch_level=3, current_level=12
    )


class TestResult:
    def test_keeps_the_party_and_who_died(self, run: NuzlockeRun, roxanne: Boss) -> None:
        fang, bite = fighter(run, 2, "Fang"), fighter(run, 1, "Bite")
        EncounterFactory(run=run, nickname="Boxed")
        record_boss(run=run, boss=roxanne, outcome=WON, deaths=[fang])
        result = BossResult.objects.get()
        assert result.outcome == "won"
        assert [(each["name"], each["level"], each["died"]) for each in result.party] == [
            ("Bite", 12, False),
            ("Fang", 12, True),
        ]
        fang.refresh_from_db()
        assert (fang.status, fang.killer_boss, fang.faint_level) == ("fainted", roxanne, 12)
        event = RunEvent.objects.get(sequence=2)
        assert event.summary == f"Won against Roxanne. Died: Fang the {fang.pokemon}."
        undo_event(run=run, sequence=2)
        fang.refresh_from_db()
        bite.refresh_from_db()
        assert (fang.status, fang.party_slot) == (EncounterStatus.CAUGHT, 2)
        assert not BossResult.objects.exists()

    def test_that_stands_is_one(self, run: NuzlockeRun, roxanne: Boss) -> None:
        lost = record_boss(run=run, boss=roxanne, outcome=LOST)
        won = record_boss(run=run, boss=roxanne, outcome=WON, revision=lost.revision)
        assert won == lost
        assert BossResult.objects.get().outcome == "won"
        record_boss(run=run, boss=roxanne, outcome=WON, revision=1)
        assert RunEvent.objects.count() == 3, "said twice, written once"

    def test_from_an_old_form_is_refused(self, run: NuzlockeRun, roxanne: Boss) -> None:
        record_boss(run=run, boss=roxanne, outcome=LOST)
        with pytest.raises(ChangedMeanwhile) as change:
            record_boss(run=run, boss=roxanne, outcome=WON, revision=0)
        assert change.value.revision == 1

    def test_does_not_kill_who_is_dead(self, run: NuzlockeRun, roxanne: Boss) -> None:
        dead = EncounterFactory(run=run, status="fainted")
        with pytest.raises(Refused, match="not alive"):
            record_boss(run=run, boss=roxanne, outcome=WON, deaths=[dead])

    def test_is_taken_back(self, run: NuzlockeRun, roxanne: Boss) -> None:
        take_back_boss(run=run, boss=roxanne, revision=0)
        record_boss(run=run, boss=roxanne, outcome=WON)
        with pytest.raises(ChangedMeanwhile):
            take_back_boss(run=run, boss=roxanne, revision=2)
        take_back_boss(run=run, boss=roxanne, revision=1)
        assert not BossResult.objects.exists()


class TestCorrection:
    def test_holds_until_it_is_emptied(self, run: NuzlockeRun, roxanne: Boss) -> None:
        correct_boss(run=run, boss=roxanne, ace_level=17, team="Nosepass 17", revision=0)
        row = RunBoss.objects.get()
        assert (row.ace_level, row.team) == (17, "Nosepass 17")
        with pytest.raises(ChangedMeanwhile):
            correct_boss(run=run, boss=roxanne, ace_level=18, team="", revision=0)
        correct_boss(run=run, boss=roxanne, ace_level=None, team="", revision=1)
        assert not RunBoss.objects.exists()

    def test_refuses_what_is_no_level(self, run: NuzlockeRun, roxanne: Boss) -> None:
        with pytest.raises(Refused, match="from 1 to 100"):
            correct_boss(run=run, boss=roxanne, ace_level=101, team="", revision=0)
