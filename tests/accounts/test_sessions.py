"""How long guests and accounts stay signed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from accounts.sessions import DAY
from tests.accounts.browsing import is_logged_in, log_in, sign_up
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = "/accounts/login/"


def visit(client: Client, *, day: float) -> Any:
    with time_machine.travel(START + timedelta(days=day), tick=False):
        return client.get(PAGE)


def is_known(client: Client, *, day: float) -> bool:
    with time_machine.travel(START + timedelta(days=day), tick=False):
        return bool(client.get("/accounts/logout/").status_code == 200)


@pytest.fixture
def guests_browser(guest: User) -> Client:
    with time_machine.travel(START, tick=False):
        return signed_in(guest)


@pytest.fixture
def owners_browser(owner: User) -> Client:
    client = Client()
    with time_machine.travel(START, tick=False):
        cookie = log_in(client, owner.username).cookies["sessionid"]
    assert cookie["max-age"] == 14 * DAY
    return client


def test_a_guest_is_known_for_400_days(guests_browser: Client) -> None:
    with time_machine.travel(START, tick=False):
        assert guests_browser.session.get_expiry_age() == 400 * DAY
    assert is_known(guests_browser, day=399.9)
    assert Session.objects.get().expire_date == START + timedelta(days=799.9)


def test_a_guest_is_forgotten_after_that(guests_browser: Client) -> None:
    assert not is_known(guests_browser, day=400.1)


def test_each_visit_renews_a_guests_cookie(guests_browser: Client) -> None:
    for day in (1, 300, 650, 1000):
        cookie = visit(guests_browser, day=day).cookies["sessionid"]
        assert cookie["max-age"] == 400 * DAY
    assert is_known(guests_browser, day=1399)


def test_the_session_is_written_at_most_once_a_day(guests_browser: Client) -> None:
    assert "sessionid" not in visit(guests_browser, day=0.9).cookies
    assert "sessionid" in visit(guests_browser, day=1).cookies
    assert "sessionid" not in visit(guests_browser, day=1.9).cookies


def test_an_account_is_known_for_14_days_without_a_visit(owners_browser: Client) -> None:
    assert is_known(owners_browser, day=13.9)
    assert is_known(owners_browser, day=27.8)
    assert not is_known(owners_browser, day=42)


def test_an_account_is_known_for_90_days_at_most(owners_browser: Client) -> None:
    for day in range(10, 90, 10):
        assert is_known(owners_browser, day=day)
    assert visit(owners_browser, day=89).cookies["sessionid"]["max-age"] == 1 * DAY
    assert is_known(owners_browser, day=89.99)
    assert not is_known(owners_browser, day=90)


def test_the_end_holds_even_where_the_stored_expiry_does_not(owners_browser: Client) -> None:
    Session.objects.update(expire_date=START + timedelta(days=1000))
    response = visit(owners_browser, day=91)
    assert response.cookies["sessionid"].value == ""
    assert not Session.objects.exists()


def test_signing_up_gives_the_accounts_lifetime(guest_client: Client) -> None:
    cookie = sign_up(guest_client, "ash").cookies["sessionid"]
    assert cookie["max-age"] == 14 * DAY


def test_logging_in_gives_the_accounts_lifetime(guest_client: Client, owner: User) -> None:
    cookie = log_in(guest_client, "owner").cookies["sessionid"]
    assert cookie["max-age"] == 14 * DAY
    assert is_logged_in(guest_client)


def test_nobody_gets_a_session_by_looking(client: Client) -> None:
    response = client.get(PAGE)
    assert "sessionid" not in response.cookies
    assert not Session.objects.exists()
