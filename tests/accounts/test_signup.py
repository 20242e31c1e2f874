"""Signing up, as nobody and as a guest."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from accounts.adapter import AccountAdapter
from accounts.forms import SignupForm
from accounts.guests import NoLongerGuest
from accounts.models import USERNAME_MESSAGE, User
from tests.accounts.browsing import NEW_PASSWORD, is_logged_in, log_in, sign_up, words
from tests.factories import NuzlockeRunFactory, UserFactory
from tracker.models import NuzlockeRun

pytestmark = pytest.mark.django_db

URL = "/accounts/signup/"


def test_the_page_has_labelled_fields_and_one_heading(client: Client) -> None:
    response = client.get(URL)
    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="en">' in page
    assert page.count("<h1") == 1
    for field in ("username", "email", "password1", "password2"):
        assert f'<label for="id_{field}">' in page
    assert "Your runs come with you." not in page


def test_nobody_signs_up_and_is_logged_in(client: Client) -> None:
    response = sign_up(client, "Ash", email="Ash@Pallet.example")
    assert response.status_code == 302
    account = User.objects.get()
    assert (account.username, account.email) == ("Ash", "ash@pallet.example")
    assert account.check_password(NEW_PASSWORD)
    assert not account.is_guest
    assert client.session["_auth_user_id"] == str(account.pk)


def test_the_address_is_optional_for_everybody(client: Client) -> None:
    sign_up(client, "ash")
    sign_up(Client(), "misty")
    assert list(User.objects.values_list("email", flat=True)) == ["", ""]


def test_a_guest_keeps_row_and_runs(guest: User, guest_client: Client) -> None:
    run = NuzlockeRunFactory.create(owner=guest)
    assert "Your runs come with you." in words(guest_client.get(URL))
    key_before = guest_client.session.session_key

    assert sign_up(guest_client, "ash").status_code == 302

    account = User.objects.get()
    assert account.pk == guest.pk
    assert account.username == "ash"
    assert not account.is_guest
    assert account.check_password(NEW_PASSWORD)
    assert NuzlockeRun.objects.get(owner=account) == run
    assert is_logged_in(guest_client)
    assert guest_client.session.session_key != key_before
    assert log_in(Client(), "ash", NEW_PASSWORD).status_code == 302


def test_the_guests_old_session_is_dead(guest: User, guest_client: Client) -> None:
    old = Client()
    old.cookies["sessionid"] = guest_client.cookies["sessionid"].value
    assert is_logged_in(old)
    sign_up(guest_client, "ash")
    assert old.get(URL).wsgi_request.user.is_anonymous


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"username": ""}, "username", "This field is required."),
        ({"username": "as"}, "username", USERNAME_MESSAGE),
        ({"username": "a" * 21}, "username", USERNAME_MESSAGE),
        ({"username": "a" * 10_000}, "username", USERNAME_MESSAGE),
        ({"username": "as\0h"}, "username", USERNAME_MESSAGE),
        ({"username": "as h"}, "username", USERNAME_MESSAGE),
        ({"username": "ash\nash"}, "username", USERNAME_MESSAGE),
        ({"username": "äsh"}, "username", USERNAME_MESSAGE),
        ({"username": "ash😀"}, "username", USERNAME_MESSAGE),
        ({"username": "ａｓｈ"}, "username", USERNAME_MESSAGE),
        ({"username": "guest-0123456789ab"}, "username", "This user name is reserved."),
        ({"username": "Admin"}, "username", "This user name is reserved."),
        ({"username": "OWNER2"}, "username", "Somebody else has this user name."),
        ({"email": "no address"}, "email", "Enter a valid email address."),
        ({"email": "a\0@b.example"}, "email", "Enter a valid email address."),
        ({"email": f"{'a' * 250}@b.example"}, "email", "at most 254 characters"),
        ({"email": "TAKEN@b.example"}, "email", "Another account uses this e-mail address."),
        ({"password1": "", "password2": ""}, "password1", "This field is required."),
        ({"password1": "short", "password2": "short"}, "password1", "too short"),
        ({"password1": "a\0" * 9, "password2": "a\0" * 9}, "password1", "Null characters"),
        ({"password1": "password1", "password2": "password1"}, "password1", "too common"),
        ({"password2": "something-else-4"}, "password2", "the same password"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(
    guest: User, guest_client: Client, fields: dict[str, str], field: str, reason: str
) -> None:
    UserFactory.create(username="owner2", email="Taken@b.example")
    before = list(User.objects.order_by("pk").values())
    response = sign_up(guest_client, **{"username": "ash", **fields})
    assert response.status_code == 422
    assert any(reason in error for error in response.context["form"].errors[field])
    assert f'id="id_{field}_error"' in response.content.decode()
    assert list(User.objects.order_by("pk").values()) == before
    assert guest_client.session["_auth_user_id"] == str(guest.pk)


def test_what_was_typed_stays_but_no_password(client: Client) -> None:
    response = sign_up(client, "a!", email="ash@pallet.example")
    page = response.content.decode()
    assert 'value="a!"' in page
    assert 'value="ash@pallet.example"' in page
    assert NEW_PASSWORD not in page


@pytest.mark.parametrize("as_guest", [True, False])
@pytest.mark.parametrize(
    ("theirs", "field"),
    [({"username": "ASH"}, "username"), ({"email": "ASH@pallet.example"}, "email")],
)
def test_a_name_or_address_taken_at_the_same_moment(
    guest_client: Client,
    monkeypatch: pytest.MonkeyPatch,
    theirs: dict[str, str],
    field: str,
    as_guest: bool,
) -> None:
    """The other one is saved after the form was found valid and before it is saved."""
    new_user = AccountAdapter.new_user

    def overtaken(adapter: AccountAdapter, request: HttpRequest) -> Any:
        UserFactory.create(**theirs)
        return new_user(adapter, request)

    monkeypatch.setattr(AccountAdapter, "new_user", overtaken)
    browser = guest_client if as_guest else Client()
    response = sign_up(browser, "ash", email="ash@pallet.example")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert User.objects.filter(is_guest=False).count() == 1
    assert User.objects.filter(is_guest=True).count() == 1


def test_two_tabs_of_one_guest_make_one_account(
    guest: User, guest_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other tab has signed up when this one's form was found valid."""
    other_tab = Client()
    other_tab.cookies["sessionid"] = guest_client.cookies["sessionid"].value
    clean = SignupForm.clean

    def overtaken(form: Any) -> Any:
        monkeypatch.setattr(SignupForm, "clean", clean)
        assert sign_up(other_tab, "first").status_code == 302
        return clean(form)

    monkeypatch.setattr(SignupForm, "clean", overtaken)
    response = sign_up(guest_client, "second")
    assert response.status_code == 422
    assert "In another tab you have signed up as first" in words(response)
    account = User.objects.get()
    assert (account.pk, account.username) == (guest.pk, "first")


def test_a_failure_in_between_changes_nothing(
    guest: User, guest_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs: Any) -> Any:
        raise NoLongerGuest("Something came in between.")

    monkeypatch.setattr("accounts.adapter.become_account", fail)
    assert sign_up(guest_client, "ash").status_code == 422
    assert User.objects.get().username == guest.username
    assert guest_client.session["_auth_user_id"] == str(guest.pk)


def test_an_account_is_sent_on(owner_client: Client) -> None:
    assert owner_client.get(URL, {"next": "/games/"}).headers["Location"] == "/games/"
    assert sign_up(owner_client, "another").status_code == 302
    assert not User.objects.filter(username="another").exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)(URL).status_code == 405


def test_a_form_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_up(client, "ash").status_code == 403
    assert not User.objects.exists()


def test_sending_forms_without_end_is_braked(client: Client) -> None:
    for number in range(20):
        assert sign_up(client, f"x{number}!").status_code == 422
    response = sign_up(client, "ash")
    assert response.status_code == 429
    assert '<html lang="en">' in response.content.decode()
    assert not User.objects.exists()


def test_mass_assignment_makes_no_staff(client: Client) -> None:
    sign_up(client, "ash", is_staff="on", is_superuser="on", is_guest="on", id="999")
    account = User.objects.get()
    assert [account.is_staff, account.is_superuser, account.is_guest] == [False] * 3
    assert account.pk != 999


def test_no_way_leads_to_pages_that_need_mail(client: Client, owner_client: Client) -> None:
    assert "password/reset" not in client.get(reverse("account_login")).content.decode()
    for path in ("password/reset/", "email/", "confirm-email/", "password/set/", "reauthenticate/"):
        assert owner_client.get(f"/accounts/{path}").status_code == 404
