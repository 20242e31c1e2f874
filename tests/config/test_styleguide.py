"""The page that shows the design system."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client, override_settings

from config.styleguide import tokens
from tests.html import Element, parse
from tests.test_sweeps import is_sound

pytestmark = pytest.mark.django_db

SITE_CSS = (settings.BASE_DIR / "static" / "css" / "site.css").read_text("utf-8")


@pytest.fixture
def guide(client: Client) -> Element:
    with override_settings(DEBUG=True):
        return parse(client.get("/styleguide/"))


def test_is_there_for_developers_alone(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404
    with override_settings(DEBUG=True):
        assert client.get("/styleguide/").status_code == 200
    assert "styleguide" not in client.get("/sitemap.xml").content.decode()


def test_is_a_page_like_the_others(guide: Element) -> None:
    is_sound(guide)


def test_shows_each_token_of_the_stylesheet(guide: Element) -> None:
    # What a game or a type sets is shown by the components that have one.
    layer = SITE_CSS.partition("@layer base {")[0]
    declared = set(re.findall(r"(--(?!type)[a-z0-9-]+):", layer))
    assert {token.name for token in tokens()} == declared
    words = guide.one("main").text
    missing = [name for name in declared if name not in words]
    assert not missing


def test_shows_each_colour_in_both_themes(guide: Element) -> None:
    for shade in ("guide-light", "guide-dark"):
        panel = guide.one("div", of=shade)
        drawn = {each.attributes["fill"] for each in panel.all("rect")}
        assert "var(--paper)" in drawn
        assert drawn == {f"var({token.name})" for token in tokens() if token.is_colour}


@pytest.mark.parametrize(
    "component",
    [
        *("button", "button-primary", "button-quiet", "button-danger", "htmx-request"),
        *("field", "form-error", "errorlist", "check", "option", "badge", "type", "token"),
        *("token-small", "token-large", "cover", "status", "card", "run-card", "note", "empty"),
        *("table", "chart", "filters", "message", "message-error", "toast", "toast-error"),
        *("excerpt-rows", "event", "error-page"),
    ],
)
def test_shows_each_component(component: str, guide: Element) -> None:
    assert guide.all(of=component)
