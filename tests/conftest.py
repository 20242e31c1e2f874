"""The cast and the small things that all tests share."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from pokedex import pictures
from tests.factories import GuestFactory, UserFactory


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="Leave out what touches no database, and is the same whichever there is.",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("database_only"):
        left_out = [item for item in items if not touches_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if touches_a_database(item)]


def touches_a_database(item: pytest.Item) -> bool:
    """Tell it by what a test asks for: pytest-django refuses a connection to any other."""
    fixtures = getattr(item, "fixturenames", ())
    marks = {mark.name for mark in item.iter_markers()}
    return bool(marks & {"django_db", "postgresql"} or {"db", "transactional_db"} & {*fixtures})


@pytest.fixture(autouse=True)
def no_fetched_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages look the same whether this checkout has fetched pictures or not."""
    monkeypatch.setattr(pictures, "local_pictures", lambda: {})


@pytest.fixture
def owner(db: None) -> User:
    """The player whose runs are looked at."""
    return UserFactory(username="owner")


@pytest.fixture
def stranger(db: None) -> User:
    """Another player, who must see nothing of the owner's."""
    return UserFactory(username="stranger")


@pytest.fixture
def guest(db: None) -> User:
    """A player without an account."""
    return GuestFactory()


def signed_in(user: User, *, enforce_csrf_checks: bool = False) -> Client:
    """A browser in which ``user`` is signed in."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(user)
    return client


@pytest.fixture
def owner_client(owner: User) -> Client:
    """The owner's browser."""
    return signed_in(owner)


@pytest.fixture
def stranger_client(stranger: User) -> Client:
    """The stranger's browser."""
    return signed_in(stranger)


@pytest.fixture
def guest_client(guest: User) -> Client:
    """The guest's browser."""
    return signed_in(guest)


@pytest.fixture
def curator(db: None) -> Client:
    """The browser of a member of the group that the migrations make; no superuser."""
    user = UserFactory(username="curator", is_staff=True)
    user.groups.add(Group.objects.get(name="Curators"))
    return signed_in(user)


@pytest.fixture
def superuser(db: None) -> Client:
    """The browser of somebody who may do everything in the admin."""
    return signed_in(UserFactory(username="superuser", is_staff=True, is_superuser=True))
