"""How long a session lasts.

A guest's session is the only key to his runs: 400 days (the longest that browsers keep a
cookie), anew at each visit. An account can log in again: 14 days without a visit, and 90 days
after the log-in at the latest.
"""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User

DAY = 24 * 60 * 60
GUEST_SECONDS = 400 * DAY
ACCOUNT_IDLE_SECONDS = 14 * DAY
ACCOUNT_SECONDS = 90 * DAY

# A visit renews the session, but it is written at most this often.
RENEWAL_SECONDS = DAY

_SIGNED_IN_AT = "signed_in_at"
_RENEWED_AT = "renewed_at"
_IS_GUEST = "is_guest"


@receiver(user_logged_in, dispatch_uid="accounts.begin_session")
def begin(sender: type[User], *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Give the session that has just begun the lifetime of a guest's or of an account's."""
    now = int(time.time())
    request.session[_SIGNED_IN_AT] = now
    request.session[_IS_GUEST] = user.is_guest
    _renew(request.session, now)


def has_ended(session: SessionBase) -> bool:
    """Whether the account's session is older than it may become, however often it is used."""
    signed_in_at = session.get(_SIGNED_IN_AT)
    if signed_in_at is None or session[_IS_GUEST]:
        return False
    return bool(time.time() >= signed_in_at + ACCOUNT_SECONDS)


def renew(session: SessionBase) -> None:
    """Let the time without a visit count anew from now; once a day is often enough."""
    now = int(time.time())
    if _SIGNED_IN_AT in session and now >= session[_RENEWED_AT] + RENEWAL_SECONDS:
        _renew(session, now)


def keep_lifetime(session: SessionBase) -> None:
    """Set the session's own lifetime again, after other code has set one."""
    if _SIGNED_IN_AT in session:
        _renew(session, int(time.time()))


def _renew(session: SessionBase, now: int) -> None:
    session[_RENEWED_AT] = now
    if session[_IS_GUEST]:
        session.set_expiry(GUEST_SECONDS)
    else:
        left = session[_SIGNED_IN_AT] + ACCOUNT_SECONDS - now
        session.set_expiry(min(ACCOUNT_IDLE_SECONDS, left))
