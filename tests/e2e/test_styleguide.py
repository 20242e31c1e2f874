"""The design system as a browser shows it."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Route

from tests.e2e.accessibility import problems
from tests.e2e.visitor import Visitor


@pytest.fixture
def page_source() -> str:
    """The page as a developer's site sends it; the site of these tests runs without DEBUG."""
    with override_settings(DEBUG=True):
        return Client().get("/styleguide/").content.decode()


def test_every_component_is_accessible(visitor: Visitor, page_source: str) -> None:
    visitor.page.goto("/games/")

    def answer(route: Route) -> None:
        route.fulfill(body=page_source, content_type="text/html")

    visitor.page.route("**/styleguide/", answer)
    visitor.page.goto("/styleguide/")
    found = problems(visitor.page)
    assert not found, "\n".join(found)
