"""Close the row of a route."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.html import parse
from tests.tracker.views.scene import HTMX, LADDER, Scene

RUNG = LADDER["row-close"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["route-101", "route-103"])
def test_shows_the_row_without_a_form(scene: Scene, owner_client: Client, slug: str) -> None:
    part = parse(owner_client.get(RUNG.url(scene, route_slug=slug), headers=HTMX))
    row = part.one("li", id=f"place-{slug}")
    assert "route-open" not in row.classes
    assert row.all("form") == []
    toggle = row.one("h2").one("a")
    assert toggle.attributes["aria-expanded"] == "false"
    assert toggle.attributes["href"] == LADDER["encounter-log"].url(scene, route_slug=slug)
    assert part.all(id="live") == [], "nothing was done, so nothing is said"


def test_opens_no_other_row_of_the_page(scene: Scene, owner_client: Client) -> None:
    page = parse(owner_client.get(RUNG.url(scene)))
    assert len(page.all("li", of="route")) == 2
    assert page.all("li", of="route-open") == []
