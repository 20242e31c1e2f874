"""User names that nobody may take."""

from __future__ import annotations

import pytest

from accounts.reserved_names import is_reserved


@pytest.mark.parametrize(
    "name",
    [
        *("admin", "Admin", "ADMIN", "moderator", "staff", "guest", "guest-0123456789ab"),
        *("Guest_of_honour", "ad-min", "_admin_", "adm1n", "m0derat0r", "5taff", "he1p", "he-1p"),
    ],
)
def test_reserved(name: str) -> None:
    assert is_reserved(name)


@pytest.mark.parametrize("name", ["ash", "guesthouse", "admiral", "staffan", "player1", "mod-el"])
def test_free(name: str) -> None:
    assert not is_reserved(name)
