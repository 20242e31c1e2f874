"""The switch between light and dark."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.html import Element, parse

pytestmark = pytest.mark.django_db


def page(client: Client, url: str = "/games/") -> Element:
    return parse(client.get(url))


def pressed(client: Client) -> list[str]:
    """Which of the buttons is shown as the chosen one."""
    form = page(client).one("form", action="/theme/")
    return [
        button.attributes["value"]
        for button in form.all("button")
        if button.attributes["aria-pressed"] == "true"
    ]


def test_the_system_decides_until_the_switch_is_used(client: Client) -> None:
    found = page(client)
    assert "data-theme" not in found.one("html").attributes
    assert found.one("meta", name="color-scheme").attributes["content"] == "light dark"
    assert pressed(client) == ["system"]
    assert not client.cookies


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_choice_stays_and_leads_back(client: Client, choice: str) -> None:
    page_left = "http://testserver/games/?sort=name"
    answer = client.get("/theme/", {"choice": choice}, headers={"Referer": page_left})
    assert (answer.status_code, answer["Location"]) == (302, page_left)
    assert "no-store" in answer["Cache-Control"]
    cookie = answer.cookies["theme"]
    assert (cookie["max-age"], cookie["samesite"]) == (365 * 24 * 60 * 60, "Lax")
    assert page(client).one("html").attributes["data-theme"] == choice
    assert page(client).one("meta", name="color-scheme").attributes["content"] == choice
    assert pressed(client) == [choice]


def test_system_forgets_the_choice(client: Client) -> None:
    client.get("/theme/", {"choice": "dark"})
    client.get("/theme/", {"choice": "system"})
    assert client.cookies["theme"].value == ""
    assert pressed(client) == ["system"]


def test_the_cookie_is_secure_where_those_of_the_session_are(
    client: Client, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert client.get("/theme/", {"choice": "dark"}).cookies["theme"]["secure"]


@pytest.mark.parametrize("choice", ["", "pink", "dark\r\nSet-Cookie: a=b", "\x00"])
def test_what_is_no_theme_changes_nothing(client: Client, choice: str) -> None:
    answer = client.get("/theme/", {"choice": choice})
    assert answer["Location"] == "/"
    assert not answer.cookies


def test_a_cookie_that_is_no_theme_counts_for_nothing(client: Client) -> None:
    client.cookies["theme"] = 'dark"><script>'
    assert "data-theme" not in page(client).one("html").attributes


@pytest.mark.parametrize(
    "back", ["", "https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_it_leads_to_no_other_site(client: Client, back: str) -> None:
    answer = client.get("/theme/", {"choice": "dark"}, headers={"Referer": back})
    assert answer["Location"] == "/"


def test_a_page_that_holds_what_was_typed_has_no_switch(client: Client) -> None:
    """It would lead away from a refused form."""
    answer = client.post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    assert not parse(answer).all("form", action="/theme/")
