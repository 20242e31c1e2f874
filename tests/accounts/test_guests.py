"""A guest: a user row without a password, and the ways to an account."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.guests import (
    LeftBehind,
    NoLongerGuest,
    become_account,
    create_guest,
    ensure_player,
    guest_joined,
    has_account,
    is_guest,
    join,
)
from accounts.models import User
from tests.factories import GuestFactory, NuzlockeRunFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_nobody(rf: RequestFactory) -> HttpRequest:
    request = rf.post("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    return request


def test_a_guest_is_a_signed_in_row_without_a_password(request_of_nobody: HttpRequest) -> None:
    guest = create_guest(request_of_nobody)
    guest.refresh_from_db()
    assert guest.is_guest
    assert not guest.has_usable_password()
    assert guest.username.startswith("guest-")
    guest.full_clean()
    assert request_of_nobody.user == guest
    assert request_of_nobody.session["_auth_user_id"] == str(guest.pk)


def test_whoever_is_signed_in_is_the_player(request_of_nobody: HttpRequest, owner: User) -> None:
    request_of_nobody.user = owner
    assert ensure_player(request_of_nobody) == owner
    assert User.objects.count() == 1


def test_nobody_becomes_a_guest_and_stays_the_same_one(request_of_nobody: HttpRequest) -> None:
    guest = ensure_player(request_of_nobody)
    assert guest.is_guest
    assert ensure_player(request_of_nobody) == guest


def test_three_kinds_of_visitors(owner: User, guest: User) -> None:
    nobody = AnonymousUser()
    assert [is_guest(user) for user in (nobody, guest, owner)] == [False, True, False]
    assert [has_account(user) for user in (nobody, guest, owner)] == [False, False, True]


def test_becoming_an_account_keeps_the_row(guest: User) -> None:
    account = become_account(guest=guest, draft=User(username="ash", email="a@b.example"))
    assert account.pk == guest.pk
    guest.refresh_from_db()
    assert (guest.username, guest.email, guest.is_guest) == ("ash", "a@b.example", False)


def test_who_is_an_account_already_does_not_become_another(guest: User) -> None:
    become_account(guest=guest, draft=User(username="ash"))
    with pytest.raises(NoLongerGuest, match="signed up as ash"):
        become_account(guest=guest, draft=User(username="gary"))
    assert User.objects.get().username == "ash"


def test_who_has_joined_an_account_does_not_become_another(guest: User, owner: User) -> None:
    join(guest, owner)
    with pytest.raises(NoLongerGuest, match="logged in to an account"):
        become_account(guest=guest, draft=User(username="gary"))
    assert User.objects.get() == owner


def test_joining_tells_listeners_and_deletes_the_guest(guest: User, owner: User) -> None:
    heard: list[tuple[int, int, bool]] = []

    def listen(sender: Any, *, guest: User, account: User, **kwargs: Any) -> None:
        heard.append((guest.pk, account.pk, User.objects.filter(pk=guest.pk).exists()))

    guest_joined.connect(listen)
    try:
        assert join(guest, owner)
    finally:
        guest_joined.disconnect(listen)
    assert heard == [(guest.pk, owner.pk, True)]
    assert list(User.objects.all()) == [owner]


def test_joining_twice_changes_nothing_the_second_time(guest: User, owner: User) -> None:
    assert join(guest, owner)
    assert not join(guest, owner)


def test_a_guest_who_has_signed_up_meanwhile_joins_nobody(guest: User, owner: User) -> None:
    become_account(guest=guest, draft=User(username="ash"))
    assert not join(guest, owner)
    assert User.objects.filter(username="ash").exists()


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_guest": True}])
def test_nobody_joins_an_account_that_cannot_be_used(
    guest: User, owner: User, change: dict[str, bool]
) -> None:
    User.objects.filter(pk=owner.pk).update(**change)
    with pytest.raises(PermissionDenied):
        join(guest, owner)
    assert User.objects.filter(pk=guest.pk).exists()


def test_nobody_joins_an_account_that_is_gone(guest: User) -> None:
    gone = UserFactory.create()
    User.objects.filter(pk=gone.pk).delete()
    with pytest.raises(PermissionDenied):
        join(guest, gone)
    assert User.objects.filter(pk=guest.pk).exists()


def test_a_guest_is_not_deleted_while_something_belongs_to_him(owner: User) -> None:
    """As it would be with a listener that forgets something, or with none at all."""
    guest = GuestFactory.create()
    run = NuzlockeRunFactory.create(owner=guest)
    receivers, guest_joined.receivers = guest_joined.receivers, []
    guest_joined.sender_receivers_cache.clear()
    try:
        with pytest.raises(LeftBehind, match="NuzlockeRun"):
            join(guest, owner)
    finally:
        guest_joined.receivers = receivers
        guest_joined.sender_receivers_cache.clear()
    run.refresh_from_db()
    assert run.owner == guest
