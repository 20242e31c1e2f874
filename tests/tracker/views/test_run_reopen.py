"""Reopen a run."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.html import parse
from tests.tracker.views.scene import LADDER, Scene
from tracker.services import runs as services
from tracker.services.errors import Refused

RUNG = LADDER["run-reopen"]

pytestmark = pytest.mark.django_db


def test_takes_the_run_up_again(scene: Scene, owner_client: Client) -> None:
    owner_client.post(LADDER["run-end"].url(scene), {"status": "failed"})
    answer = owner_client.post(RUNG.url(scene))
    assert answer["Location"] == LADDER["run-detail"].url(scene)
    scene.run.refresh_from_db()
    assert scene.run.is_active
    assert scene.run.completed_at is None


def test_of_a_run_that_goes_on_changes_nothing(scene: Scene, owner_client: Client) -> None:
    assert owner_client.post(RUNG.url(scene)).status_code == 302
    scene.run.refresh_from_db()
    assert scene.run.revision == 1


def test_says_on_the_next_page_why_it_was_refused(
    scene: Scene, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**kwargs: object) -> None:
        raise Refused("This run was deleted meanwhile.", code="gone")

    monkeypatch.setattr(services, "reopen_run", refuse)
    answer = owner_client.post(RUNG.url(scene), follow=True)
    assert answer.redirect_chain == [("/runs/", 302)]
    assert parse(answer).one(of="messages").text == "This run was deleted meanwhile."
