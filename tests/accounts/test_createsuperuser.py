"""`manage.py createsuperuser`, the first thing that somebody who hosts the site does."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)


def create(username: str) -> None:
    call_command("createsuperuser", interactive=False, username=username, email="", verbosity=0)


def test_makes_an_administrator() -> None:
    create("boss")
    boss = User.objects.get(username="boss")
    assert boss.is_superuser
    assert not boss.is_guest
    assert boss.check_password(PASSWORD)


def test_says_that_a_name_is_taken_whatever_the_case() -> None:
    UserFactory.create(username="Boss")
    with pytest.raises(CommandError, match="already taken"):
        create("boss")


def test_says_what_a_name_looks_like() -> None:
    with pytest.raises(CommandError, match="3 to 20 characters"):
        create("b")
