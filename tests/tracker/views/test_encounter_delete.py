"""Remove an encounter that was logged by mistake."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.html import parse, values
from tests.tracker.views.scene import HTMX, LADDER, Scene, edit, snapshot
from tracker.models import Encounter

RUNG = LADDER["encounter-delete"]

pytestmark = pytest.mark.django_db


def test_asks_first(scene: Scene, owner_client: Client) -> None:
    answer = owner_client.get(RUNG.url(scene))
    form = parse(answer).one("form", of="form")
    assert "Remove Fang from Route 103" in form.text
    assert Encounter.objects.count() == 1
    assert owner_client.post(form.attributes["action"], values(form)).status_code == 302
    assert not Encounter.objects.exists()


def test_removes_it_without_a_page_load(scene: Scene, owner_client: Client) -> None:
    part = parse(owner_client.post(RUNG.url(scene), {"revision": "1"}, headers=HTMX))
    row = scene.row(part, scene.used)
    assert "Fang" not in row.text
    numbers = part.one(id="run-numbers").text
    assert numbers == "Alive 0 Boxed 0 Dead 0 Missed 0 Places 0 of 2"
    assert part.one(id="live").text == "The encounter was removed."


def test_of_the_last_one_at_a_retired_place_takes_the_row_with_it(
    scene: Scene, owner_client: Client
) -> None:
    scene.used.is_active = False
    scene.used.save(update_fields=["is_active"])
    answer = owner_client.post(RUNG.url(scene), {"revision": "1"}, headers=HTMX)
    assert answer["HX-Refresh"] == "true", "the list is another one"
    page = parse(owner_client.get(LADDER["run-detail"].url(scene)))
    assert "Route 103" not in page.one("ol", of="routes").text
    assert page.one("ul", of="messages").text == "The encounter was removed."


@pytest.mark.parametrize("revision", ["", "x", "0", "9" * 30])
def test_is_refused_with_a_damaged_form(scene: Scene, owner_client: Client, revision: str) -> None:
    before = snapshot()
    answer = owner_client.post(RUNG.url(scene), {"revision": revision})
    assert answer.status_code == 422
    assert "This form is damaged." in parse(answer).one(role="alert").text
    assert snapshot() == before


def test_of_what_was_changed_meanwhile_asks_once_more(scene: Scene, owner_client: Client) -> None:
    owner_client.post(LADDER["encounter-edit"].url(scene), edit(scene, nickname="From the phone"))
    before = snapshot()
    answer = owner_client.post(RUNG.url(scene), {"revision": "1"})
    assert answer.status_code == 409
    assert snapshot() == before
    form = scene.row(parse(answer), scene.used).one("form", of="form")
    assert "Remove From the phone from Route 103" in form.text
    assert owner_client.post(form.attributes["action"], values(form)).status_code == 302
    assert not Encounter.objects.exists()


def test_twice_is_404(scene: Scene, owner_client: Client) -> None:
    assert owner_client.post(RUNG.url(scene), {"revision": "1"}).status_code == 302
    assert owner_client.post(RUNG.url(scene), {"revision": "1"}).status_code == 404
