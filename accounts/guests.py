"""Guests: players without an account, and how their row becomes one or joins one.

This module knows nothing of what a player owns. Who keeps something for players listens to
``guest_joined`` and moves it.
"""

from __future__ import annotations

import secrets
from typing import TypeGuard

from django.contrib.auth import login
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest

from accounts.models import User

GUEST_PREFIX = "guest-"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Sent when a guest logs in to an account, inside the transaction that then deletes the guest's
# row; both rows are locked. Sender: User. Arguments: guest, account (both User). A receiver
# that raises undoes everything.
guest_joined = Signal()


class NoLongerGuest(Exception):
    """The guest has become an account, or has joined one, in another tab meanwhile."""


class LeftBehind(Exception):
    """Something still belongs to a guest who is to be deleted; nothing was changed."""


def is_guest(user: User | AnonymousUser) -> TypeGuard[User]:
    """Whether this visitor plays as a guest."""
    return isinstance(user, User) and user.is_guest


def has_account(user: User | AnonymousUser) -> TypeGuard[User]:
    """Whether this visitor is logged in to an account."""
    return isinstance(user, User) and not user.is_guest


def create_guest(request: HttpRequest) -> User:
    """Make a guest and sign him in; his session is the only key to what he will own."""
    guest = User(username=f"{GUEST_PREFIX}{secrets.token_hex(6)}", is_guest=True)
    guest.set_unusable_password()
    guest.save(force_insert=True)
    login(request, guest, backend=BACKEND)
    return guest


def ensure_player(request: HttpRequest) -> User:
    """Return who is signed in, or a new guest.

    Not to be called inside a transaction that may be rolled back: the session that it starts
    would be lost with it.
    """
    user = request.user
    return user if isinstance(user, User) else create_guest(request)


def become_account(*, guest: User, draft: User) -> User:
    """Turn the guest's row into the account that ``draft`` describes, under the same key.

    Takes over user name, e-mail address and the password's hash, and returns the saved row.
    Raises ``NoLongerGuest`` and ``IntegrityError`` (name or address taken); either way nothing
    is changed.
    """
    with transaction.atomic():
        account = User.objects.select_for_update().filter(pk=guest.pk).first()
        if account is None:
            raise NoLongerGuest(
                "In another tab you have logged in to an account, and your runs are there now."
            )
        if not account.is_guest:
            raise NoLongerGuest(
                f"In another tab you have signed up as {account.username}, and your runs are "
                "there. No second account was made."
            )
        account.username = draft.username
        account.email = draft.email
        account.password = draft.password
        account.is_guest = False
        account.save(update_fields=["username", "email", "password", "is_guest"])
        return account


def join(guest: User, account: User) -> bool:
    """Move what the guest owns to the account and delete the guest's row; all of it or nothing.

    Returns whether there was a guest to move: in another tab he may have become an account or
    have joined one. Raises ``PermissionDenied`` when the account is gone or inactive, and
    ``LeftBehind`` when something still belongs to the guest after every receiver was called.
    """
    with transaction.atomic():
        # The lowest key first, so that no two log-ins wait for each other.
        keys = [guest.pk, account.pk]
        rows = User.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        locked = {user.pk: user for user in rows}
        into = locked.get(account.pk)
        if into is None or not into.is_active or into.is_guest:
            raise PermissionDenied("This account cannot be used any more.")
        leaving = locked.get(guest.pk)
        if leaving is None or not leaving.is_guest:
            return False
        guest_joined.send(sender=User, guest=leaving, account=into)
        _, deleted = leaving.delete()
        others = {name: rows for name, rows in deleted.items() if rows and name != User._meta.label}
        if others:
            raise LeftBehind(f"Deleting guest {guest.pk} would have deleted {others}.")
        return True
