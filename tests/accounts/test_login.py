"""Logging in: the guest's runs, the brake, the way on."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.guests import guest_joined
from accounts.models import User
from config.settings import base
from tests.accounts.browsing import is_logged_in, log_in, words
from tests.factories import PASSWORD, NuzlockeRunFactory, UserFactory
from tracker.models import NuzlockeRun

pytestmark = pytest.mark.django_db

URL = "/accounts/login/"
WRONG = "The user name or the password is wrong."


def test_the_page_has_labelled_fields_and_one_heading(client: Client, guest_client: Client) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="en">' in page
    assert page.count("<h1") == 1
    assert '<label for="id_login">' in page
    assert '<label for="id_password">' in page
    sentence = "The runs of this browser move to your account."
    assert sentence not in words(response)
    assert sentence in words(guest_client.get(URL))


def test_logging_in_starts_a_new_session(client: Client, owner: User) -> None:
    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    client.cookies["sessionid"] = str(planted.session_key)
    assert log_in(client, "owner").status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_a_planted_key_is_never_adopted(client: Client, owner: User) -> None:
    client.cookies["sessionid"] = "a" * 32
    log_in(client, "owner")
    assert client.session.session_key != "a" * 32


@pytest.mark.parametrize("spelling", ["OWNER", " owner ", "ｏｗｎｅｒ"])
def test_case_spaces_and_width_do_not_matter(client: Client, owner: User, spelling: str) -> None:
    assert log_in(client, spelling).status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_a_guests_runs_move_and_the_guest_is_gone(
    guest: User, guest_client: Client, owner: User, stranger: User
) -> None:
    moved = NuzlockeRunFactory.create(owner=guest)
    strangers = NuzlockeRunFactory.create(owner=stranger)
    key_before = guest_client.session.session_key

    assert log_in(guest_client, "owner").status_code == 302

    assert list(NuzlockeRun.objects.filter(owner=owner)) == [moved]
    assert list(NuzlockeRun.objects.filter(owner=stranger)) == [strangers]
    assert not User.objects.filter(pk=guest.pk).exists()
    assert guest_client.session["_auth_user_id"] == str(owner.pk)
    assert not Session.objects.filter(session_key=key_before).exists()


def test_a_move_that_fails_changes_nothing(guest: User, guest_client: Client, owner: User) -> None:
    run = NuzlockeRunFactory.create(owner=guest)
    owners_state = User.objects.filter(pk=owner.pk).values().get()

    def fail(sender: Any, **kwargs: Any) -> None:
        raise RuntimeError("broken receiver")

    guest_joined.connect(fail)
    guest_client.raise_request_exception = False
    try:
        assert log_in(guest_client, "owner").status_code == 500
    finally:
        guest_joined.disconnect(fail)
    run.refresh_from_db()
    assert run.owner == guest
    assert User.objects.filter(pk=owner.pk).values().get() == owners_state
    assert guest_client.session["_auth_user_id"] == str(guest.pk)
    # And then it works.
    assert log_in(guest_client, "owner").status_code == 302
    run.refresh_from_db()
    assert run.owner == owner


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("owner", "wrong"),
        ("unknown", PASSWORD),
        ("own\\er", PASSWORD),
        ("ow%r", PASSWORD),
        ("😀😀😀", PASSWORD),
    ],
)
def test_what_is_wrong_is_answered_alike_and_changes_nothing(
    guest: User, guest_client: Client, owner: User, username: str, password: str
) -> None:
    NuzlockeRunFactory.create(owner=guest)
    response = log_in(guest_client, username, password)
    assert response.status_code == 422
    assert response.context["form"].errors == {"__all__": [WRONG]}
    assert NuzlockeRun.objects.get().owner == guest
    assert guest_client.session["_auth_user_id"] == str(guest.pk)


def test_known_and_unknown_names_get_the_same_page(client: Client, owner: User) -> None:
    known, unknown = (log_in(client, name, "wrong") for name in ("owner", "ownez"))
    assert words(known) == words(unknown)
    assert known.status_code == unknown.status_code


@pytest.mark.parametrize("username", ["", "a\0b", "a" * 10_000, "ﷺ" * 20])
def test_names_that_cannot_be_are_refused_with_a_sentence(client: Client, username: str) -> None:
    response = log_in(client, username)
    assert response.status_code == 422
    assert response.context["form"].errors
    assert log_in(client, "owner", "a\0b").status_code == 422


def test_a_guests_name_lets_nobody_in(guest: User, client: Client) -> None:
    for password in ("", guest.password, PASSWORD):
        assert log_in(client, guest.username, password).status_code == 422
    assert not is_logged_in(client)


def test_a_switched_off_account_changes_nothing(guest: User, guest_client: Client) -> None:
    UserFactory.create(username="gone", is_active=False)
    NuzlockeRunFactory.create(owner=guest)
    expiry = guest_client.session.get_expiry_age()
    response = log_in(guest_client, "gone")
    assert response.headers["Location"] == "/accounts/inactive/"
    assert "switched off" in words(guest_client.get("/accounts/inactive/"))
    assert NuzlockeRun.objects.get().owner == guest
    assert guest_client.session["_auth_user_id"] == str(guest.pk)
    assert guest_client.session.get_expiry_age() == expiry


def test_an_account_is_sent_on(owner_client: Client, stranger: User) -> None:
    assert owner_client.get(URL, {"next": "/games/"}).headers["Location"] == "/games/"
    before = owner_client.session["_auth_user_id"]
    assert log_in(owner_client, "stranger").status_code == 302
    assert owner_client.session["_auth_user_id"] == before


def test_a_form_without_its_token_is_refused(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert log_in(client, "owner").status_code == 403
    assert not is_logged_in(client)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


@pytest.mark.parametrize("path", ["/games/", "/games/?q=1", "http://testserver/games/"])
def test_the_way_on_is_kept(client: Client, owner: User, path: str) -> None:
    page = client.get(URL, {"next": path}).content.decode()
    assert f'name="next" value="{path}"' in page
    assert log_in(client, "owner", next=path).headers["Location"] == path


@pytest.mark.parametrize(
    "path",
    [
        *("https://evil.example/", "//evil.example/", "///evil.example", "http:///evil.example"),
        *("\\\\evil.example", "/\\evil.example", "http:\\\\evil.example", "https:evil.example"),
        *("javascript:alert(1)", "data:text/html,x", " //evil.example", "\t//evil.example"),
        *(
            "http://testserver@evil.example/",
            "http://testserver.evil.example/",
            "ftp://testserver/",
        ),
        *("http://localhost/", "http://[::1/", "/" + "a" * 5000, "\x01//evil.example", "?" * 3000),
        "http://evil.example\\@testserver/",
    ],
)
@pytest.mark.parametrize("url", [URL, "/accounts/signup/"])
def test_the_way_on_never_leaves_the_site(
    client: Client, owner_client: Client, owner: User, url: str, path: str
) -> None:
    assert 'name="next"' not in client.get(url, {"next": path}).content.decode()
    assert owner_client.get(url, {"next": path}).headers["Location"] == "/runs/"
    if url == URL:
        assert log_in(client, "owner", next=path).headers["Location"] == "/runs/"


def test_a_secure_site_does_not_lead_back_to_plain_http(client: Client, owner: User) -> None:
    form = {"login": "owner", "password": PASSWORD, "next": "http://testserver/games/"}
    assert client.post(URL, form, secure=True).headers["Location"] == "/runs/"


def test_ten_failures_brake_a_name_from_wherever_they_come(client: Client, owner: User) -> None:
    """Addresses, ports in the Host header and other spellings do not start a new count."""
    spellings = ["owner", "OWNER", " owner", "ｏｗｎｅｒ", "owner\t"]
    for number in range(10):
        response = client.post(
            URL,
            {"login": spellings[number % 5], "password": "wrong"},
            REMOTE_ADDR=f"192.0.2.{number}",
            HTTP_HOST=f"testserver:{8000 + number}",
        )
        assert response.status_code == 422, number
    for spelling in spellings:
        response = log_in(client, spelling, PASSWORD, address="198.51.100.7")
        assert response.status_code == 429
        assert response.headers["Retry-After"] == "300"
        assert "Too many failed log-ins. Wait five minutes" in words(response)
        assert '<html lang="en">' in response.content.decode()
    assert not is_logged_in(client)


def test_the_brake_holds_no_other_name_and_no_success_counts(
    client: Client, owner: User, stranger: User
) -> None:
    for number in range(10):
        log_in(client, "owner", "wrong", address=f"192.0.2.{number}")
    assert log_in(Client(), "stranger").status_code == 302
    for number in range(12):
        response = log_in(Client(), "stranger", address=f"203.0.113.{number}")
        assert response.status_code == 302


def test_the_brake_lets_go_after_five_minutes(
    client: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(10):
        log_in(client, "owner", "wrong", address=f"192.0.2.{number}")
    assert log_in(client, "owner", address="198.51.100.1").status_code == 429

    later = time.time() + 301
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert log_in(client, "owner", address="198.51.100.2").status_code == 302


def test_one_address_cannot_try_name_after_name(client: Client) -> None:
    for number in range(20):
        assert log_in(client, f"name{number}").status_code == 422
    assert log_in(client, "another").status_code == 429


def test_the_real_settings_hash_with_argon2() -> None:
    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
