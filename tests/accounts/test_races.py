"""What several requests do at the same moment, on real connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from tests.accounts.browsing import log_in, sign_up
from tests.conftest import signed_in
from tests.factories import GuestFactory, NuzlockeRunFactory, UserFactory
from tracker.models import NuzlockeRun

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

SECONDS_TO_WAIT = 60


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Needs connections that do not share one transaction.")


def at_once(*acts: Callable[[], int]) -> list[int]:
    """Start all acts at the same moment and return their answers in order."""
    barrier = Barrier(len(acts), timeout=SECONDS_TO_WAIT)

    def start(act: Callable[[], int]) -> int:
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(start, acts, timeout=SECONDS_TO_WAIT))


def signing_up(client: Client, username: str) -> Callable[[], int]:
    return lambda: sign_up(client, username).status_code


def logging_in(client: Client, username: str, **more: str) -> Callable[[], int]:
    return lambda: log_in(client, username, **more).status_code


def tabs(guest: User, count: int) -> list[Client]:
    """Tabs of one browser: they share the session."""
    first = signed_in(guest)
    others = [Client() for _ in range(count - 1)]
    for other in others:
        other.cookies["sessionid"] = first.cookies["sessionid"].value
    return [first, *others]


def test_one_name_for_four_people() -> None:
    answers = at_once(*(signing_up(Client(), "ash") for _ in range(4)))
    assert sorted(answers) == [302, 422, 422, 422]
    assert User.objects.count() == 1


def test_one_guest_signs_up_in_two_tabs() -> None:
    for attempt in range(5):
        guest = GuestFactory.create()
        names = [f"first{attempt}", f"second{attempt}"]
        answers = at_once(*map(signing_up, tabs(guest, 2), names))
        assert set(answers) <= {302, 422}
        assert 302 in answers
        guest.refresh_from_db()
        assert guest.username in names


def test_one_guest_logs_in_twice_and_no_run_is_lost() -> None:
    accounts = [UserFactory.create(username="ash"), UserFactory(username="misty")]
    for _ in range(5):
        guest = GuestFactory.create()
        run = NuzlockeRunFactory.create(owner=guest)
        answers = at_once(*map(logging_in, tabs(guest, 2), ["ash", "misty"]))
        assert answers == [302, 302]
        assert not User.objects.filter(pk=guest.pk).exists()
        assert NuzlockeRun.objects.get(pk=run.pk).owner in accounts


def test_failures_at_once_never_pass_the_brake() -> None:
    UserFactory.create(username="victim")
    acts = [
        logging_in(Client(), "victim", password="wrong", address=f"192.0.2.{number}")
        for number in range(30)
    ]
    answers: list[int] = []
    for start in range(0, 30, 6):
        answers += at_once(*acts[start : start + 6])
    assert answers.count(422) <= 10
    assert answers.count(422) + answers.count(429) == 30
    assert log_in(Client(), "victim", address="198.51.100.1").status_code == 429
