"""End a run."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.html import parse
from tests.tracker.views.scene import LADDER, Scene, snapshot

RUNG = LADDER["run-end"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["completed", "failed", "abandoned"])
def test_ends_it_as_chosen(scene: Scene, owner_client: Client, status: str) -> None:
    answer = owner_client.post(RUNG.url(scene), {"status": status})
    assert answer["Location"] == LADDER["run-detail"].url(scene)
    scene.run.refresh_from_db()
    assert scene.run.status == status
    assert scene.run.completed_at is not None
    head = parse(owner_client.get(answer["Location"])).one("header", of="run-head")
    assert f"{status} on" in head.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose how the run ended."),
        ({"status": ""}, "Choose how the run ended."),
        (
            {"status": "active"},
            "Choose how the run ended: completed, failed or abandoned.",
        ),
        (
            {"status": "won\0"},
            "Choose how the run ended: completed, failed or abandoned.",
        ),
    ],
)
def test_comes_back_with_the_reason(
    scene: Scene, owner_client: Client, sent: dict[str, str], sentence: str
) -> None:
    before = snapshot()
    answer = owner_client.post(RUNG.url(scene), sent)
    assert answer.status_code == 422
    assert sentence in parse(answer).one("form", of="form").text
    assert snapshot() == before


def test_happens_once(scene: Scene, owner_client: Client) -> None:
    owner_client.post(RUNG.url(scene), {"status": "failed"})
    before = snapshot()
    answer = owner_client.post(RUNG.url(scene), {"status": "completed"})
    assert answer.status_code == 422
    form = parse(answer).one("form", of="form")
    assert form.one(role="alert").text == "This run has already ended: failed."
    assert "checked" in form.one("input", value="completed").attributes
    assert snapshot() == before
