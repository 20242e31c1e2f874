"""What the account tests do again and again."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

NEW_PASSWORD = "a-very-long-staple-4"


def sign_up(client: Client, username: str = "ash", **fields: str) -> Any:
    """Send the sign-up form."""
    form = {"username": username, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, **fields}
    return client.post(reverse("account_signup"), form)


def log_in(
    client: Client,
    username: str,
    password: str = PASSWORD,
    *,
    address: str = "127.0.0.1",
    **fields: str,
) -> Any:
    """Send the log-in form, from this address."""
    form = {"login": username, "password": password, **fields}
    return client.post(reverse("account_login"), form, REMOTE_ADDR=address)


def is_logged_in(client: Client) -> bool:
    """Whether the browser holds a session of somebody."""
    return "_auth_user_id" in client.session


def words(response: Any) -> str:
    """The text of a page without its tags, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
