"""Starting, renaming, ending and reopening a run."""

from __future__ import annotations

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from pokedex.models import Game
from tests.factories import EncounterFactory, GameFactory, NuzlockeRunFactory, UserFactory
from tracker.choices import FINAL_STATUSES, RunStatus
from tracker.models import NuzlockeRun
from tracker.rules.presets import classic_document
from tracker.services import runs as services
from tracker.services.errors import Refused
from tracker.services.locks import lock_run
from tracker.services.runs import end_run, rename_run, reopen_run, start_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def emerald() -> Game:
    return GameFactory(slug="emerald", name="Emerald")


def start(
    owner: User, game: Game, *, name: str = "Hoenn", submission: uuid.UUID | None = None
) -> NuzlockeRun:
    return start_run(
        owner=owner,
        game=game,
        name=name,
        preset="classic",
        submission=submission or uuid.uuid4(),
    )


class TestStart:
    def test_makes_a_run(self, owner: User, emerald: Game) -> None:
        submission = uuid.uuid4()
        made = start(owner, emerald, submission=submission)
        run = NuzlockeRun.objects.get()
        assert run == made
        assert (run.owner, run.game, run.name) == (owner, emerald, "Hoenn")
        assert run.rules == classic_document()
        assert run.submission == submission
        assert run.is_active

    def test_names_it_after_the_game(self, owner: User, emerald: Game) -> None:
        assert start(owner, emerald, name="").name == "Emerald Nuzlocke"

    def test_makes_one_for_one_form(self, owner: User, emerald: Game) -> None:
        submission = uuid.uuid4()
        first = start(owner, emerald, submission=submission)
        again = start(owner, GameFactory(), name="Other", submission=submission)
        assert again == first
        assert again.name == "Hoenn"
        assert NuzlockeRun.objects.count() == 1

    def test_keeps_the_forms_of_two_players_apart(
        self, owner: User, stranger: User, emerald: Game
    ) -> None:
        submission = uuid.uuid4()
        first = start(owner, emerald, submission=submission)
        second = start(stranger, emerald, name="Mine", submission=submission)
        assert second != first
        assert (second.owner, second.name) == (stranger, "Mine")

    def test_ends_at_two_hundred(self, owner: User, emerald: Game) -> None:
        assert services.MAX_RUNS == 200
        NuzlockeRun.objects.bulk_create(
            NuzlockeRunFactory.build(owner=owner, game=emerald) for _ in range(199)
        )
        submission = uuid.uuid4()
        last = start(owner, emerald, submission=submission)
        with pytest.raises(Refused, match="You have 200 runs, which is the most"):
            start(owner, emerald)
        assert start(owner, emerald, submission=submission) == last, "sent twice"
        assert start(UserFactory(), emerald), "others may still start one"
        NuzlockeRun.objects.filter(pk=last.pk).update(deleted_at=timezone.now())
        assert start(owner, emerald), "a deleted run makes room"

    @pytest.mark.parametrize("name", ["x" * 81, "   "])
    def test_refuses_a_name_that_cannot_be_stored(
        self, owner: User, emerald: Game, name: str
    ) -> None:
        with pytest.raises(Refused):
            start(owner, emerald, name=name)
        assert not NuzlockeRun.objects.exists()

    def test_is_refused_to_a_guest_who_is_gone(self, guest: User, emerald: Game) -> None:
        """Logged in to an account in another tab, which took the guest's row with it."""
        User.objects.filter(pk=guest.pk).delete()
        with pytest.raises(Refused, match="You have just logged in to an account"):
            start(guest, emerald)
        assert not NuzlockeRun.objects.exists()

    def test_says_in_words_what_the_database_refuses(
        self, owner: User, emerald: Game, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*args: object, **kwargs: object) -> None:
            raise IntegrityError("UNIQUE constraint failed")

        monkeypatch.setattr(NuzlockeRun, "save", refuse)
        with pytest.raises(Refused, match="something else was saved at the same moment"):
            start(owner, emerald)


class TestRename:
    def test_gives_another_name(self) -> None:
        run = NuzlockeRunFactory(name="Before")
        renamed = rename_run(run=run, name="After")
        run.refresh_from_db()
        assert (run.name, renamed.name) == ("After", "After")
        assert run.revision == 2

    def test_leaves_everything_else_alone(self) -> None:
        run = NuzlockeRunFactory()
        NuzlockeRun.objects.filter(pk=run.pk).update(rules={"preset": "changed meanwhile"})
        rename_run(run=run, name="After")
        run.refresh_from_db()
        assert run.rules == {"preset": "changed meanwhile"}

    @pytest.mark.parametrize(("name", "field"), [("", "name"), ("x" * 81, "name"), ("  ", None)])
    def test_refuses_a_name_that_cannot_be_stored(self, name: str, field: str | None) -> None:
        run = NuzlockeRunFactory(name="Before")
        with pytest.raises(Refused) as refusal:
            rename_run(run=run, name=name)
        assert refusal.value.field == field
        run.refresh_from_db()
        assert (run.name, run.revision) == ("Before", 1)


class TestEnd:
    @pytest.mark.parametrize("status", FINAL_STATUSES)
    def test_sets_status_and_time_together(self, status: RunStatus) -> None:
        run = NuzlockeRunFactory()
        before = timezone.now()
        end_run(run=run, status=status)
        run.refresh_from_db()
        assert run.status == status
        assert run.completed_at is not None
        assert before <= run.completed_at <= timezone.now()
        assert run.revision == 2

    def test_happens_once(self) -> None:
        run = NuzlockeRunFactory()
        ended_at = end_run(run=run, status=RunStatus.FAILED).completed_at
        with pytest.raises(Refused, match="This run has already ended: failed"):
            end_run(run=run, status=RunStatus.COMPLETED)
        run.refresh_from_db()
        assert (run.status, run.completed_at, run.revision) == ("failed", ended_at, 2)

    def test_is_not_before_the_start(self) -> None:
        start_of_tomorrow = timezone.now() + timedelta(days=1)
        run = NuzlockeRunFactory(started_at=start_of_tomorrow)
        assert end_run(run=run, status=RunStatus.FAILED).completed_at == start_of_tomorrow

    @pytest.mark.parametrize("status", ["active", "won"])
    def test_is_one_of_the_three(self, status: str) -> None:
        run = NuzlockeRunFactory()
        with pytest.raises(Refused):
            end_run(run=run, status=status)  # type: ignore[arg-type]
        run.refresh_from_db()
        assert run.is_active
        assert run.completed_at is None


class TestReopen:
    def test_takes_the_run_up_again(self) -> None:
        encounter = EncounterFactory()
        end_run(run=encounter.run, status=RunStatus.FAILED)
        reopen_run(run=encounter.run)
        run = NuzlockeRun.objects.get()
        assert run.is_active
        assert run.completed_at is None
        assert run.revision == 3
        assert list(run.encounters.all()) == [encounter]

    def test_leaves_one_that_goes_on_as_it_is(self) -> None:
        run = NuzlockeRunFactory()
        reopen_run(run=run)
        run.refresh_from_db()
        assert run.revision == 1


class TestLock:
    def test_returns_the_run_as_it_is_now(self) -> None:
        run = NuzlockeRunFactory(name="Before")
        NuzlockeRun.objects.filter(pk=run.pk).update(name="After")
        assert lock_run(run).name == "After"

    def test_refuses_a_run_that_is_gone(self) -> None:
        run = NuzlockeRunFactory()
        NuzlockeRun.objects.filter(pk=run.pk).update(deleted_at=timezone.now())
        acts = [
            lambda: rename_run(run=run, name="After"),
            lambda: end_run(run=run, status=RunStatus.FAILED),
            lambda: reopen_run(run=run),
        ]
        for act in acts:
            with pytest.raises(Refused, match="deleted meanwhile") as refusal:
                act()
            assert refusal.value.code == "gone"
        run.refresh_from_db()
        assert run.revision == 1


class TestStartAgain:
    def test_archives_the_old_one_and_names_it(self) -> None:
        old = NuzlockeRunFactory(name="Hoenn", rules={"preset": "hardcore"})
        EncounterFactory(run=old)
        submission = uuid.uuid4()
        new = services.start_again(run=old, submission=submission)
        assert services.start_again(run=old, submission=submission) == new
        old.refresh_from_db()
        assert (new.previous_attempt, new.name, new.rules) == (old, "Hoenn", old.rules)
        assert old.archived_at is not None
        assert old.is_active, "it stays as it was"
        assert (old.encounters.count(), new.encounters.count()) == (1, 0)
        assert [event.kind for event in new.events.all()] == ["start"]


class TestDeletion:
    def test_needs_the_name(self) -> None:
        run = NuzlockeRunFactory(name="Hoenn")
        with pytest.raises(Refused, match="Type the name of the run") as refusal:
            services.delete_run(run=run, name="hoenn")
        assert refusal.value.field == "name"
        services.delete_run(run=run, name="Hoenn")
        run.refresh_from_db()
        assert run.deleted_at is not None

    def test_is_taken_back_as_an_event(self) -> None:
        run = NuzlockeRunFactory(name="Hoenn")
        services.delete_run(run=run, name="Hoenn")
        for _ in range(2):
            assert services.restore_run(run=run).deleted_at is None
        deleted, restored = run.events.in_order()[1:]
        assert (restored.kind, restored.undoes) == ("restore", deleted)
        services.delete_run(run=run, name="Hoenn")
        services.restore_run(run=run)
        assert run.events.count() == 5

    def test_is_for_good_after_thirty_days(self) -> None:
        run, kept = NuzlockeRunFactory(name="Hoenn"), NuzlockeRunFactory(name="Kept")
        EncounterFactory(run=run)
        for each in (run, kept):
            services.delete_run(run=each, name=each.name)
        NuzlockeRun.objects.filter(pk=run.pk).update(
            deleted_at=timezone.now() - timedelta(days=30, seconds=1)
        )
        with pytest.raises(Refused, match="deleted for good"):
            services.restore_run(run=run)
        output = StringIO()
        call_command("purge_deleted_runs", stdout=output)
        assert output.getvalue() == "Removed 1 deleted run.\n"
        assert list(NuzlockeRun.objects.all()) == [kept]

    def test_is_not_taken_back_over_the_limit(self, monkeypatch: pytest.MonkeyPatch) -> None:
        run = NuzlockeRunFactory(name="Hoenn")
        services.delete_run(run=run, name="Hoenn")
        monkeypatch.setattr(services, "MAX_RUNS", 0)
        with pytest.raises(Refused, match="You have 0 runs"):
            services.restore_run(run=run)
