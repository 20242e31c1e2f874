"""What runs and encounters are asked for."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from accounts.models import User
from pokedex.models import Route
from tests.factories import (
    BossFactory,
    EncounterFactory,
    NuzlockeRunFactory,
    RouteFactory,
)
from tracker.choices import BossOutcome
from tracker.models import Encounter, NuzlockeRun
from tracker.querysets import routes_of
from tracker.services.bosses import record_boss

pytestmark = pytest.mark.django_db


class TestRoutesOf:
    def test_are_those_of_the_game_in_story_order(self) -> None:
        run = NuzlockeRunFactory()
        last = RouteFactory(game=run.game, order=30)
        first = RouteFactory(game=run.game, order=10)
        tie = RouteFactory(game=run.game, order=10)
        RouteFactory(order=20)
        assert list(routes_of(run)) == [first, tie, last]

    def test_leave_out_a_retired_one_unless_the_run_has_used_it(self) -> None:
        encounter = EncounterFactory()
        RouteFactory(game=encounter.game, is_active=False)
        Route.objects.filter(pk=encounter.route_id).update(is_active=False)
        assert list(routes_of(encounter.run)) == [encounter.route]
        assert list(routes_of(NuzlockeRunFactory(game=encounter.game))) == []


class TestRuns:
    def test_of_a_player_are_his_own_and_not_deleted(self, owner: User, stranger: User) -> None:
        mine = NuzlockeRunFactory(owner=owner)
        NuzlockeRunFactory(owner=owner, deleted_at=timezone.now())
        NuzlockeRunFactory(owner=stranger)
        assert list(NuzlockeRun.objects.of(owner)) == [mine]

    def test_active_ones_come_the_newest_first(self, owner: User) -> None:
        now = timezone.now()
        older = NuzlockeRunFactory(owner=owner, started_at=now)
        newer = NuzlockeRunFactory(owner=owner, started_at=now)
        NuzlockeRunFactory(owner=owner, status="failed", started_at=now, completed_at=now)
        assert list(NuzlockeRun.objects.active()) == [newer, older]

    def test_are_counted_by_what_became_of_each_encounter(self) -> None:
        run = NuzlockeRunFactory()
        for status in ("caught", "caught", "caught", "fainted", "fainted", "released"):
            EncounterFactory(run=run, status=status)
        EncounterFactory(run=run, status="missed", nickname="", catch_level=None, caught_at=None)
        EncounterFactory(run=run, is_bonus=True)
        EncounterFactory()
        empty = NuzlockeRunFactory()
        columns = ("pk", "alive", "dead", "missed")
        counts = set(NuzlockeRun.objects.with_counts().values_list(*columns))
        assert counts >= {(run.pk, 4, 2, 1), (empty.pk, 0, 0, 0)}

    def test_say_how_far_they_have_come(self) -> None:
        run = NuzlockeRunFactory()
        other = NuzlockeRunFactory(game=run.game)
        rival = BossFactory(game=run.game, order=10, kind="rival", name="May")
        gym = BossFactory(game=run.game, order=20, name="Roxanne")
        BossFactory(game=run.game, order=30, kind="trial", name="Brawly")
        BossFactory(game=run.game, order=5, stage="postgame")
        BossFactory(game=run.game, order=4, is_active=False)
        empty = NuzlockeRunFactory()

        def progress() -> set[tuple[int, int, str | None]]:
            columns = ("pk", "badges", "next_boss")
            return set(NuzlockeRun.objects.with_progress().values_list(*columns))

        begun = {(run.pk, 0, "May"), (other.pk, 0, "May"), (empty.pk, 0, None)}
        assert progress() == begun
        record_boss(run=run, boss=rival, outcome=BossOutcome.WON)
        record_boss(run=run, boss=gym, outcome=BossOutcome.LOST)
        assert progress() == begun - {(run.pk, 0, "May")} | {(run.pk, 0, "Roxanne")}
        record_boss(run=run, boss=gym, outcome=BossOutcome.WON, revision=1)
        assert progress() == begun - {(run.pk, 0, "May")} | {(run.pk, 1, "Brawly")}


class TestEncounters:
    def test_counted_at_a_route_is_one(self) -> None:
        counted = EncounterFactory()
        at = {"run_id": counted.run_id, "place": counted.route}
        EncounterFactory(run=counted.run, route=counted.route, is_bonus=True)
        EncounterFactory(run=counted.run)
        assert list(Encounter.objects.counted_at(**at)) == [counted]

    def test_with_a_submission_is_the_runs_own(self) -> None:
        encounter = EncounterFactory()
        EncounterFactory(submission=encounter.submission)
        found = Encounter.objects.with_submission(
            run_id=encounter.run_id, submission=encounter.submission
        )
        assert list(found) == [encounter]
        other = Encounter.objects.with_submission(run_id=encounter.run_id, submission=uuid.uuid4())
        assert not other.exists()
