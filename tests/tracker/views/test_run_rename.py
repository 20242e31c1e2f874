"""Rename a run."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tests.html import parse, values
from tests.tracker.views.scene import LADDER, Scene, snapshot
from tracker.models import NuzlockeRun
from tracker.services import runs as services
from tracker.services.errors import Refused

RUNG = LADDER["run-rename"]

pytestmark = pytest.mark.django_db


def test_gives_another_name(scene: Scene, owner_client: Client) -> None:
    answer = owner_client.post(RUNG.url(scene), {"name": "  Kanto  "})
    assert answer["Location"] == LADDER["run-detail"].url(scene)
    scene.run.refresh_from_db()
    assert (scene.run.name, scene.run.revision) == ("Kanto", 2)


def test_is_filled_in_with_the_name_of_now(scene: Scene, owner_client: Client) -> None:
    form = parse(owner_client.get(RUNG.url(scene))).one("form", of="form")
    assert values(form)["name"] == "Hoenn with friends"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "A run needs a name."),
        ("   ", "A run needs a name."),
        ("x" * 81, "The name of a run can be 80 characters long; this one has 81."),
        ("a\0b", "This text holds an invisible or unknown character (U+0000)."),
        ("\u200b", "This text has no visible character."),
    ],
)
def test_comes_back_filled_in_with_the_reason(
    scene: Scene, owner_client: Client, name: str, sentence: str
) -> None:
    before = snapshot()
    answer = owner_client.post(RUNG.url(scene), {"name": name})
    assert answer.status_code == 422
    form = parse(answer).one("form", of="form")
    assert sentence in form.text
    assert values(form)["name"] == name
    assert snapshot() == before


def test_says_what_only_the_service_knows(
    scene: Scene, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**kwargs: object) -> None:
        raise Refused("This name is taken.", field="name")

    monkeypatch.setattr(services, "rename_run", refuse)
    answer = owner_client.post(RUNG.url(scene), {"name": "Kanto"})
    assert answer.status_code == 422
    form = parse(answer).one("form", of="form")
    assert "This name is taken." in form.text
    assert values(form)["name"] == "Kanto"


def test_works_for_an_ended_run(scene: Scene, owner_client: Client) -> None:
    now = timezone.now()
    NuzlockeRun.objects.update(status="failed", started_at=now, completed_at=now)
    assert owner_client.post(RUNG.url(scene), {"name": "Lost"}).status_code == 302
    scene.run.refresh_from_db()
    assert (scene.run.name, scene.run.status) == ("Lost", "failed")
