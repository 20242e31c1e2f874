"""Logging out, which for a guest would mean to lose everything."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from tests.accounts.browsing import is_logged_in, words

pytestmark = pytest.mark.django_db

URL = "/accounts/logout/"


def test_opening_the_page_logs_nobody_out(owner_client: Client) -> None:
    response = owner_client.get(URL)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert is_logged_in(owner_client)


def test_an_account_logs_out_and_the_session_is_dead(owner_client: Client) -> None:
    key = owner_client.session.session_key
    response = owner_client.post(URL)
    assert response.headers["Location"] == "/"
    assert response.cookies["sessionid"].value == ""
    assert not Session.objects.exists()
    thief = Client()
    thief.cookies["sessionid"] = str(key)
    assert thief.get("/accounts/login/").status_code == 200


def test_nobody_is_just_sent_on(client: Client) -> None:
    assert client.get(URL).headers["Location"] == "/"
    assert client.post(URL).headers["Location"] == "/"


def test_a_guest_is_warned_and_offered_to_sign_up(guest_client: Client) -> None:
    response = guest_client.get(URL)
    assert response.status_code == 200
    assert 'href="/accounts/signup/"' in response.content.decode()
    assert "Sign up instead, and your runs come with you." in words(response)


@pytest.mark.parametrize("form", [{}, {"lose_runs": ""}, {"confirm": "on"}])
def test_a_guest_is_asked_first(guest: User, guest_client: Client, form: dict[str, str]) -> None:
    response = guest_client.post(URL, form)
    assert response.status_code == 422
    assert "Tick this box if you want to lose your runs." in words(response)
    assert guest_client.session["_auth_user_id"] == str(guest.pk)


def test_a_guest_who_insists_is_logged_out(guest_client: Client) -> None:
    assert guest_client.post(URL, {"lose_runs": "on"}).status_code == 302
    assert not is_logged_in(guest_client)


def test_a_form_without_its_token_is_refused(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.post(URL).status_code == 403
    assert is_logged_in(client)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(owner_client: Client, method: str) -> None:
    assert getattr(owner_client, method)(URL).status_code == 405
    assert is_logged_in(owner_client)


def test_the_way_on_never_leaves_the_site(owner_client: Client) -> None:
    response = owner_client.post(URL, {"next": "https://evil.example/"})
    assert response.headers["Location"] == "/"
