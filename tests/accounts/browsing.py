"""What the account tests do again and again."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD

NEW_PASSWORD = "a-very-long-staple-4"


def sign_up(client: Client, username: str = "ash", **fields: str) -> HttpResponse:
    """Send the sign-up form."""
    form = {"username": username, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, **fields}
    return _post(client, "account_signup", form)


def log_in(
    client: Client, username: str, password: str = PASSWORD, *, address: str = "", **fields: str
) -> HttpResponse:
    """Send the log-in form, from another address if one is given."""
    headers = {"REMOTE_ADDR": address} if address else {}
    form = {"login": username, "password": password, **fields}
    return _post(client, "account_login", form, **headers)


def is_logged_in(client: Client) -> bool:
    """Whether the browser holds a session of somebody."""
    return "_auth_user_id" in client.session


def words(response: Any) -> str:
    """The text of a page without its tags, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def _post(client: Client, name: str, form: dict[str, str], **headers: str) -> HttpResponse:
    response: Any = client.post(reverse(name), form, **headers)
    return response
