"""Every act is one event; taking it back restores what was; all of them rebuild the run."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings

from accounts.models import User
from tests.factories import EncounterFactory, NuzlockeRunFactory
from tests.tracker.acts import Player, sequences
from tests.tracker.views.scene import make_full_scene
from tracker.choices import BossOutcome, RunStatus
from tracker.models import AppendOnly, Encounter, EventNote, NuzlockeRun, RunEvent
from tracker.services.bosses import record_boss
from tracker.services.encounters import Outcome, edit_encounter, log_encounter
from tracker.services.errors import Refused
from tracker.services.lives import Death, faint_encounter
from tracker.services.records import RECORDS, state_of
from tracker.services.runs import end_run, rename_run
from tracker.services.undo import rebuild_run, redo_event, undo_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def player() -> Player:
    return Player()


def whatever(check: Callable[[list[tuple[int, int]]], None], *, examples: int = 15) -> None:
    """Check a property for random sequences of acts, each in a transaction of its own."""

    @settings(max_examples=examples, deadline=None)
    @given(sequences)
    def run(acts: list[tuple[int, int]]) -> None:
        with transaction.atomic():
            check(acts)
            transaction.set_rollback(True)

    run()


def columns(run: NuzlockeRun) -> list[Any]:
    """Every column of every row of the run but those that may differ after a rebuild."""
    found: list[Any] = []
    for record in RECORDS:
        mine = {"pk": run.pk} if record.name == "run" else {"run": run}
        for row in record.model._base_manager.filter(**mine).order_by("public_id"):
            found.append(
                {
                    field.name: getattr(row, field.attname)
                    for field in record.model._meta.local_concrete_fields
                    if not field.primary_key and field.name != "custom_route"
                }
            )
    return found


class TestProperties:
    def test_every_act_is_one_event_and_none_is_lost(self) -> None:
        def check(acts: list[tuple[int, int]]) -> None:
            player = Player()
            for act, number in acts:
                before, events = state_of(player.run), player.run.events.count()
                done = player.do(act, number)
                changed = state_of(player.run) != before
                assert done or not changed
                # The first act finds a run from before the log, and says how it was.
                written = player.run.events.count() - events
                assert written == changed + (changed and not events)
            numbers = list(player.run.events.in_order().values_list("sequence", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))

        whatever(check)

    def test_undo_of_any_act_restores_the_exact_state(self) -> None:
        def check(acts: list[tuple[int, int]]) -> None:
            player = Player()
            for act, number in acts:
                before = state_of(player.run)
                player.do(act, number)
                after = state_of(player.run)
                last = player.run.events.history().last_to_undo()
                if after == before or last is None:
                    continue
                undo_event(run=player.run, sequence=last.sequence)
                assert state_of(player.run) == before
                again = player.run.events.history().last_to_redo()
                assert again == last
                redo_event(run=player.run, sequence=last.sequence)
                assert state_of(player.run) == after

        whatever(check)

    def test_undo_of_everything_leads_back_to_the_start(self) -> None:
        def check(acts: list[tuple[int, int]]) -> None:
            player = Player()
            start = state_of(player.run)
            for act, number in acts:
                player.do(act, number)
            player.undo_everything()
            assert state_of(player.run) == start

        whatever(check)

    def test_replaying_the_events_rebuilds_the_run(self) -> None:
        def check(acts: list[tuple[int, int]]) -> None:
            player = Player()
            for act, number in acts:
                if act % 4 == 0:
                    player.turn(number % 8, redo=number % 2 == 0)
                player.do(act, number)
            before, state = columns(player.run), state_of(player.run)
            if not player.run.events.exists():
                return
            Encounter.objects.filter(run=player.run).update(nickname="", note="damaged")
            rebuild_run(run=player.run)
            assert state_of(player.run) == state
            after = columns(player.run)
            assert [{**row, "revision": 0} for row in after] == [
                {**row, "revision": 0} for row in before
            ]

        whatever(check)

    def test_revisions_only_grow(self) -> None:
        def check(acts: list[tuple[int, int]]) -> None:
            player = Player()
            highest: dict[uuid.UUID, int] = {}
            for act, number in acts:
                if act % 3 == 0:
                    player.turn(number % 8, redo=number % 2 == 0)
                player.do(act, number)
                for key, now in player.run.encounters.values_list("public_id", "revision"):
                    assert now >= highest.get(key, 0)
                    highest[key] = now

        whatever(check)


def test_three_hundred_events_are_taken_back_to_the_empty_run(player: Player) -> None:
    start = state_of(player.run)
    player.log(1)
    for number in range(299):
        row = player.encounter(0)
        outcome = player.outcome(1, nickname=f"Name {number}")
        edit_encounter(encounter=row, outcome=outcome, revision=row.revision)
    assert player.run.events.count() == 301
    assert player.undo_everything() == 300
    assert state_of(player.run) == start
    assert not player.run.encounters.exists()


class TestUndo:
    def test_says_what_depends_on_it(self, player: Player) -> None:
        player.log(1)
        row = player.encounter(0)
        faint_encounter(encounter=row, death=Death(level=9, cause="crit"), revision=row.revision)
        with pytest.raises(Refused, match=r"depends on it: “Fang the .* died") as refusal:
            undo_event(run=player.run, sequence=2)
        assert "Take that back first." in refusal.value.message
        assert player.run.events.count() == 3

    def test_looks_past_a_later_act_that_holds_a_list(self, player: Player) -> None:
        player.log(1)
        row = player.encounter(0)
        faint_encounter(encounter=row, death=Death(level=9), revision=row.revision)
        record_boss(run=player.run, boss=player.bosses[0], outcome=BossOutcome.WON)
        with pytest.raises(Refused, match=r"depends on it: “Fang the .* died"):
            undo_event(run=player.run, sequence=2)

    def test_takes_back_a_later_act_that_nothing_depends_on(self, player: Player) -> None:
        player.log(1)
        player.log(2)
        undo_event(run=player.run, sequence=2)
        assert [row.route for row in player.run.encounters.all()] == [player.routes[2]]
        undo_event(run=player.run, sequence=3)
        redo_event(run=player.run, sequence=2)
        assert [row.route for row in player.run.encounters.all()] == [player.routes[1]]

    def test_says_why_a_place_is_no_longer_free(self, player: Player) -> None:
        player.log(1)
        undo_event(run=player.run, sequence=2)
        player.log(1)
        with pytest.raises(Refused, match="This route already has its encounter"):
            redo_event(run=player.run, sequence=2)

    def test_sent_twice_happens_once(self, player: Player) -> None:
        player.log(1)
        for _ in range(2):
            assert undo_event(run=player.run, sequence=2).endswith("caught.")
        assert player.run.events.count() == 3
        for _ in range(2):
            redo_event(run=player.run, sequence=2)
        assert player.run.events.count() == 4

    def test_keeps_the_key_of_what_comes_back(self, player: Player) -> None:
        player.log(1)
        before = player.encounter(0)
        undo_event(run=player.run, sequence=2)
        redo_event(run=player.run, sequence=2)
        after = player.encounter(0)
        assert after.public_id == before.public_id
        assert after.submission == before.submission
        assert after.revision > before.revision, "a form from before is out of date"

    @pytest.mark.parametrize("sequence", [0, 1, 99])
    def test_is_not_of_the_start_nor_of_what_is_not_there(
        self, player: Player, sequence: int
    ) -> None:
        player.rename(1)
        with pytest.raises(Refused):
            undo_event(run=player.run, sequence=sequence)

    def test_in_an_ended_run_is_of_the_end_alone(self, player: Player) -> None:
        player.log(1)
        player.end(0)
        with pytest.raises(Refused) as refusal:
            undo_event(run=player.run, sequence=2)
        assert refusal.value.code == "run_ended"
        undo_event(run=player.run, sequence=3)
        player.run.refresh_from_db()
        assert player.run.is_active
        assert player.run.completed_at is None

    def test_says_when_the_catalog_has_lost_it(self, player: Player) -> None:
        player.log(1)
        undo_event(run=player.run, sequence=2)
        player.pokemon[1].delete()
        with pytest.raises(Refused, match="no longer there"):
            redo_event(run=player.run, sequence=2)


class TestEvents:
    def test_cannot_be_changed(self, player: Player) -> None:
        player.log(1)
        event = RunEvent.objects.get(sequence=2)
        event.summary = "Something else"
        for act in (
            event.save,
            event.delete,
            RunEvent.objects.all().delete,
            lambda: RunEvent.objects.update(summary="Something else"),
        ):
            with pytest.raises((AppendOnly, TypeError)):
                act()
        event.refresh_from_db()
        assert event.summary == f"{player.routes[1].name}: Fang the {player.pokemon[1]}, caught."

    def test_go_with_their_run(self, player: Player) -> None:
        player.log(1)
        undo_event(run=player.run, sequence=2)
        player.run.delete()
        assert not RunEvent.objects.exists()

    def test_begin_with_what_was_there_before_them(self) -> None:
        fang = EncounterFactory()
        rename_run(run=fang.run, name="After")
        base, rename = RunEvent.objects.in_order()
        assert (base.kind, rename.kind) == ("base", "rename")
        assert [change["model"] for change in base.payload["changes"]] == ["run", "encounter"]
        assert rename.payload["changes"] == [
            {
                "model": "run",
                "id": str(fang.run.public_id),
                "before": {"name": fang.run.name},
                "after": {"name": "After"},
                "revision": 2,
            }
        ]

    def test_are_not_written_when_the_act_fails(self, player: Player) -> None:
        player.end(0)
        with pytest.raises(Refused):
            end_run(run=player.run, status=RunStatus.FAILED)
        assert player.run.events.count() == 2

    def test_are_not_written_when_nothing_changes(self) -> None:
        run = NuzlockeRunFactory(name="Same")
        rename_run(run=run, name="Same")
        assert not run.events.exists()

    def test_hold_long_names_shortened(self, player: Player) -> None:
        long = Outcome(
            status=player.outcome(1).status, pokemon=player.pokemon[0], nickname="x" * 30
        )
        player.routes[0].name = "y" * 300
        log_encounter(run=player.run, place=player.routes[0], outcome=long, submission=uuid.uuid4())
        assert len(RunEvent.objects.get(sequence=2).summary) == 300


def test_the_events_of_the_scene_are_as_services_write_them(owner: User) -> None:
    """The tests of views write them by hand, which is faster."""
    run = make_full_scene(owner).run
    scene = state_of(run)
    rebuild_run(run=run)
    assert state_of(run) == scene
    assert redo_event(run=run, sequence=3) == "Journal: Off we go."
    assert EventNote.objects.get(run=run).text == "Off we go."
    assert undo_event(run=run, sequence=3) == "Journal: Off we go."
    undo_event(run=run, sequence=2)
    run.refresh_from_db()
    assert run.name == "Draft"
