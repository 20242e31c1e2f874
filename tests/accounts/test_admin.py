"""The admin's log-in, and users in the admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from tests.accounts.browsing import log_in
from tests.conftest import signed_in
from tests.factories import PASSWORD, NuzlockeRunFactory, UserFactory

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"


@pytest.fixture
def superuser(db: None) -> User:
    boss: User = UserFactory.create(username="boss", is_staff=True, is_superuser=True)
    return boss


def test_the_admin_sends_everybody_to_the_sites_log_in(
    client: Client, guest_client: Client
) -> None:
    for browser in (client, guest_client):
        assert browser.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"
        response = browser.get("/admin/login/", {"next": USERS})
        assert response.headers["Location"] == f"/accounts/login/?next={USERS}"


def test_the_admins_own_form_lets_nobody_in(client: Client, superuser: User) -> None:
    response = client.post("/admin/login/", {"username": "boss", "password": PASSWORD})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_a_curator_who_is_logged_in_cannot_try_passwords_there(superuser: User) -> None:
    curator = signed_in(UserFactory.create(is_staff=True))
    response = curator.post("/admin/login/", {"username": "boss", "password": PASSWORD})
    assert response.headers["Location"] == "/admin/"
    assert curator.session["_auth_user_id"] != str(superuser.pk)


def test_a_player_is_refused(owner_client: Client) -> None:
    assert owner_client.get("/admin/login/").status_code == 403


def test_a_guests_runs_move_when_he_logs_in_for_the_admin(
    guest: User, guest_client: Client, superuser: User
) -> None:
    run = NuzlockeRunFactory.create(owner=guest)
    response = log_in(guest_client, "boss", next=USERS)
    assert response.headers["Location"] == USERS
    run.refresh_from_db()
    assert run.owner == superuser


def test_only_superusers_see_users(superuser: User, owner: User) -> None:
    curator = UserFactory.create(is_staff=True)
    curator.user_permissions.set(Permission.objects.all())
    for path in (USERS, f"{USERS}add/", f"{USERS}{owner.pk}/change/"):
        assert signed_in(curator).get(path).status_code == 403
        assert signed_in(superuser).get(path).status_code == 200


def test_a_superuser_adds_and_changes_a_user(superuser: User) -> None:
    admin = signed_in(superuser)
    form = {"username": "misty", "usable_password": "true"}
    passwords = {"password1": "a-very-long-staple-4", "password2": "a-very-long-staple-4"}
    assert admin.post(f"{USERS}add/", form | passwords).status_code == 302
    misty = User.objects.get(username="misty")
    response = admin.post(
        f"{USERS}{misty.pk}/change/", {"username": "misty", "is_active": "on", "is_staff": "on"}
    )
    assert response.status_code == 302
    misty.refresh_from_db()
    assert misty.is_staff
    assert misty.check_password("a-very-long-staple-4")


def test_a_name_taken_in_another_case_is_refused_there_too(superuser: User, owner: User) -> None:
    response = signed_in(superuser).post(
        f"{USERS}{superuser.pk}/change/", {"username": "OWNER", "is_active": "on"}
    )
    assert response.status_code == 200
    assert b"Somebody else has this user name" in response.content


def test_the_list_shows_who_is_a_guest(superuser: User, guest: User) -> None:
    response = signed_in(superuser).get(USERS, {"is_guest__exact": "1"})
    assert guest.username in response.content.decode()
    assert "1 user" in response.content.decode()
