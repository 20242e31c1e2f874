"""Changing the password."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.browsing import NEW_PASSWORD, is_logged_in, log_in, words
from tests.conftest import signed_in
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

URL = "/accounts/password/"


def form(**fields: str) -> dict[str, str]:
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return {"oldpassword": PASSWORD, **new, **fields}


def test_who_may_open_it(client: Client, guest_client: Client, owner_client: Client) -> None:
    assert client.get(URL).headers["Location"] == f"/accounts/login/?next={URL}"
    assert guest_client.get(URL).headers["Location"] == "/accounts/signup/"
    assert guest_client.post(URL, form()).headers["Location"] == "/accounts/signup/"
    response = owner_client.get(URL)
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_the_new_password_holds_here_and_ends_other_sessions(
    owner: User, owner_client: Client
) -> None:
    elsewhere = signed_in(owner)
    response = owner_client.post(URL, form(), follow=True)
    assert "Your password is changed." in words(response)
    assert owner_client.get(URL).status_code == 200
    assert elsewhere.get(URL).status_code == 302
    assert log_in(Client(), "owner").status_code == 422
    assert log_in(Client(), "owner", NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"oldpassword": "wrong"}, "This is not your current password."),
        ({"password2": "something-else-4"}, "the same password"),
        ({"password1": "short", "password2": "short"}, "too short"),
        ({"password1": "", "password2": ""}, "This field is required."),
    ],
)
def test_what_is_refused_says_why(
    owner: User, owner_client: Client, fields: dict[str, str], reason: str
) -> None:
    response = owner_client.post(URL, form(**fields))
    assert response.status_code == 422
    assert reason in words(response)
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_a_form_without_its_token_is_refused(owner: User) -> None:
    client = signed_in(owner, enforce_csrf_checks=True)
    assert client.post(URL, form()).status_code == 403
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
    assert is_logged_in(client)
