"""Which charsets a request may claim."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        ("", 200),
        ("; charset=utf-8", 200),
        ("; charset=UTF8", 200),
        ("; charset=no-such", 200),
        ("; charset=utf-7", 400),
        ("; charset=utf-16", 400),
        ("; charset=latin-1", 400),
        ("; charset=unicode_escape", 400),
    ],
)
def test_only_utf_8_is_read(client: Client, claimed: str, status: int) -> None:
    answer = client.get("/games/?q=%2B2AA-", CONTENT_TYPE=f"{FORM}{claimed}")
    assert answer.status_code == status
    assert "Content-Security-Policy" in answer
