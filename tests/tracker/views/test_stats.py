"""Statistics on their pages."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client

from tests.html import parse
from tests.tracker.many import queries_of
from tests.tracker.views.scene import LADDER, Scene
from tracker.models import Encounter

pytestmark = pytest.mark.django_db


def test_each_picture_has_its_table(scene: Scene, owner_client: Client) -> None:
    Encounter.objects.update(status="fainted", faint_level=9, faint_cause="<b>Crit</b>")
    for name in ("stats", "player-stats"):
        page = parse(owner_client.get(LADDER[name].url(scene)))
        pictures = page.all("svg", role="img")
        assert pictures
        assert len(page.all("table")) == len(pictures)
        assert not page.one("main").all("b"), "text is never markup"
        assert "<b>Crit</b>" in page.text


def test_a_run_without_deaths_says_so(scene: Scene, owner_client: Client) -> None:
    page = parse(owner_client.get(LADDER["stats"].url(scene)))
    assert page.text.count("Nobody has died.") >= 4


def test_my_runs_lead_to_them(scene: Scene, owner_client: Client) -> None:
    page = parse(owner_client.get("/runs/"))
    assert "/runs/stats/" in [link.attributes.get("href") for link in page.all("a")]


def test_somebody_without_runs_is_shown_how_to_start(client: Client) -> None:
    page = parse(client.get("/runs/stats/"))
    assert "There are no runs yet" in page.text
    assert page.all("a", href="/runs/new/")


def test_the_pages_take_few_queries(scene: Scene, owner_client: Client) -> None:
    for name in ("stats", "player-stats"):
        url = LADDER[name].url(scene)
        # The game's catalog is read once in each process.
        owner_client.get(url)
        assert len(queries_of(partial(owner_client.get, url))) <= 12
