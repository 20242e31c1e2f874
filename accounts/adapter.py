"""What this site does differently at allauth's hooks; every way in passes through them."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.guests import become_account, is_guest, join
from accounts.models import User
from accounts.reserved_names import RESERVED_MESSAGE, is_reserved

NAME_TAKEN = "Somebody else has this user name. Please choose another."
EMAIL_TAKEN = "Another account uses this e-mail address."


def folded(name: str) -> str:
    """Return a user name as log-in reads it: outer spaces, width and case make no difference."""
    return unicodedata.normalize("NFKC", name).strip().lower()


class AccountAdapter(DefaultAccountAdapter):
    """Guests keep their runs at sign-up and log-in; names and redirects are judged strictly."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is switched off.",
        "email_taken": EMAIL_TAKEN,
        "enter_current_password": "This is not your current password.",
        "too_many_login_attempts": (
            "Too many failed log-ins. Wait five minutes and try again; until then even the "
            "right password is refused."
        ),
        "username_password_mismatch": "The user name or the password is wrong.",
        "username_taken": NAME_TAKEN,
    }

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        """Save a sign-up: a guest's own row becomes the account.

        Raises ``NoLongerGuest`` and ``IntegrityError`` as ``become_account`` does.
        """
        # The password is hashed here, before any lock is held: that takes a third of a second.
        draft: User = super().save_user(request, user, form, commit=False)
        if not commit:
            return draft
        if is_guest(request.user):
            return become_account(guest=request.user, draft=draft)
        with transaction.atomic():
            draft.save(force_insert=True)
        return draft

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign the user in; what a guest of this browser owns moves to the account first.

        First, because signing in empties the guest's session: were the move to fail after
        that, he would have lost the only key to his runs.
        """
        visitor = request.user
        if is_guest(visitor) and visitor.pk != user.pk:
            join(visitor, user)
        super().login(request, user)

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Refuse, beyond allauth's own checks, a name that others would take for the staff."""
        cleaned: str = super().clean_username(username, shallow=shallow)
        if is_reserved(cleaned):
            raise ValidationError(RESERVED_MESSAGE, code="reserved")
        return cleaned

    def is_safe_url(self, url: str) -> bool:
        """Whether ``url`` may be redirected to: this host only, and no step back from HTTPS."""
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def is_ajax(self, request: HttpRequest) -> bool:
        """Whether to answer in JSON: never, the site has one kind of answer."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's key has the Host header in it, port included, and the name as it was typed:
        # either could be varied to start a new count.
        return folded(credentials.get("username", ""))
