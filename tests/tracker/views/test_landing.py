"""The landing page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.conftest import signed_in
from tests.html import parse
from tests.tracker.many import queries_of
from tests.tracker.views.scene import Scene
from tracker.choices import RunStatus
from tracker.services.runs import end_run

pytestmark = pytest.mark.django_db


def test_offers_to_start_without_an_account(client: Client) -> None:
    page = parse(client.get("/"))
    assert page.one("a", href="/runs/new/").text == "Start a run"
    assert "No account needed" in page.one("main").text
    assert len(page.all("h1")) == 1


def test_takes_no_query_from_nobody(client: Client) -> None:
    assert queries_of(lambda: client.get("/")) == []


def test_offers_to_go_on_with_the_newest_run(scene: Scene, owner_client: Client) -> None:
    page = parse(owner_client.get("/"))
    address = reverse("tracker:run-detail", args=[scene.run.public_id])
    assert page.one("main").one("a", href=address).text == "Go on with Hoenn with friends"
    assert "No account needed" not in page.one("main").text


@pytest.mark.usefixtures("scene")
def test_offers_nothing_of_others(stranger_client: Client) -> None:
    assert "Hoenn with friends" not in parse(stranger_client.get("/")).text


def test_offers_no_run_that_has_ended(scene: Scene, owner: User) -> None:
    end_run(run=scene.run, status=RunStatus.FAILED)
    assert "Hoenn with friends" not in parse(signed_in(owner).get("/")).text
