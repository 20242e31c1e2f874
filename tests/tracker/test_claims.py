"""A guest's runs on their way to an account."""

from __future__ import annotations

import pytest

from accounts.guests import join
from accounts.models import User
from tests.factories import EncounterFactory, NuzlockeRunFactory
from tracker.models import NuzlockeRun
from tracker.services.claims import move_runs

pytestmark = pytest.mark.django_db


def test_all_runs_of_the_guest_move_and_no_others(guest: User, owner: User, stranger: User) -> None:
    moving = NuzlockeRunFactory.create_batch(2, owner=guest)
    deleted = NuzlockeRunFactory.create(owner=guest, deleted_at="2026-01-01T00:00:00Z")
    staying = NuzlockeRunFactory.create(owner=stranger)
    assert move_runs(guest=guest, account=owner) == 3
    assert set(NuzlockeRun.objects.filter(owner=owner)) == {*moving, deleted}
    assert list(NuzlockeRun.objects.filter(owner=stranger)) == [staying]


def test_encounters_and_public_ids_stay_what_they_are(guest: User, owner: User) -> None:
    encounter = EncounterFactory.create(run__owner=guest)
    before = NuzlockeRun.objects.filter(pk=encounter.run_id).values().get()
    move_runs(guest=guest, account=owner)
    after = NuzlockeRun.objects.filter(pk=encounter.run_id).values().get()
    assert after == before | {"owner_id": owner.pk}
    encounter.refresh_from_db()
    assert encounter.run.owner == owner


def test_the_same_submission_on_both_sides_trips_nothing(guest: User, owner: User) -> None:
    theirs = NuzlockeRunFactory.create(owner=owner)
    same = NuzlockeRunFactory.create(owner=guest, submission=theirs.submission)
    other = NuzlockeRunFactory.create(owner=guest)
    assert move_runs(guest=guest, account=owner) == 2
    submissions = dict(NuzlockeRun.objects.values_list("pk", "submission"))
    assert submissions[theirs.pk] == theirs.submission
    assert submissions[other.pk] == other.submission
    assert submissions[same.pk] != theirs.submission


def test_a_guest_without_runs_moves_nothing(guest: User, owner: User) -> None:
    assert move_runs(guest=guest, account=owner) == 0


def test_joining_an_account_takes_the_runs_along(guest: User, owner: User) -> None:
    run = NuzlockeRunFactory.create(owner=guest)
    assert join(guest, owner)
    run.refresh_from_db()
    assert run.owner == owner
