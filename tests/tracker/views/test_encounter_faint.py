"""Mark a caught Pokémon as fainted."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.html import parse, values
from tests.tracker.views.scene import HTMX, LADDER, Scene, edit, faint, snapshot
from tracker.models import Encounter

RUNG = LADDER["encounter-faint"]

pytestmark = pytest.mark.django_db


def test_marks_it(scene: Scene, owner_client: Client) -> None:
    answer = owner_client.post(RUNG.url(scene), faint(scene))
    assert answer["Location"] == LADDER["run-detail"].url(scene) + "#place-route-103"
    fang = Encounter.objects.get()
    assert (fang.status, fang.faint_level) == ("fainted", 7)
    assert fang.faint_cause == "a critical hit"
    assert fang.fainted_at is not None


def test_marks_it_without_a_page_load(scene: Scene, owner_client: Client) -> None:
    part = parse(owner_client.post(RUNG.url(scene), faint(scene), headers=HTMX))
    row = scene.row(part, scene.used)
    assert row.one(of="level").text == "Lv 7"
    assert row.one(of="status").text == "Fainted"
    assert row.all("a", hx_get=RUNG.url(scene)) == [], "the dead do not faint again"
    numbers = part.one(id="run-numbers").text
    assert numbers == "Alive 0 Boxed 0 Dead 1 Missed 0 Places 1 of 2"


def test_needs_no_details(scene: Scene, owner_client: Client) -> None:
    form = parse(owner_client.get(RUNG.url(scene))).one("form", of="form")
    assert "Has Fang fainted?" in form.text
    assert owner_client.post(form.attributes["action"], values(form)).status_code == 302
    fang = Encounter.objects.get()
    assert (fang.status, fang.faint_level, fang.faint_cause) == ("fainted", None, "")


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"faint_level": "2"}, "It was caught at level 3, so it cannot have fainted below that."),
        ({"faint_level": "0"}, "A level is a whole number from 1 to 100."),
        ({"faint_level": "101"}, "A level is a whole number from 1 to 100."),
        ({"faint_level": "x"}, "A level is a whole number from 1 to 100."),
        ({"faint_cause": "x" * 201}, "A cause can be 200 characters long; this one has 201."),
        ({"faint_cause": "\x1b[31m"}, "This text holds an invisible or unknown character"),
        ({"revision": "x"}, "This form is damaged."),
    ],
)
def test_is_refused_with_a_sentence_and_nothing_written(
    scene: Scene,
    owner_client: Client,
    headers: dict[str, str],
    changes: dict[str, str],
    sentence: str,
) -> None:
    before = snapshot()
    sent = faint(scene, **changes)
    answer = owner_client.post(RUNG.url(scene), sent, headers=headers)
    assert answer.status_code == 422
    assert snapshot() == before
    form = scene.row(parse(answer), scene.used).one("form", of="form")
    assert sentence in form.text
    back = values(form)
    assert (back["faint_level"], back["faint_cause"]) == (sent["faint_level"], sent["faint_cause"])


@pytest.mark.parametrize("status", ["fainted", "missed"])
def test_is_for_the_living(scene: Scene, owner_client: Client, status: str) -> None:
    blank = {"nickname": "", "level": ""} if status == "missed" else {}
    owner_client.post(LADDER["encounter-edit"].url(scene), edit(scene, outcome=status, **blank))
    before = snapshot()
    answer = owner_client.post(RUNG.url(scene), faint(scene, revision="2"))
    assert answer.status_code == 422
    assert "Only a Pokémon that is alive can faint." in parse(answer).one(role="alert").text
    assert snapshot() == before


def test_of_what_was_changed_meanwhile_asks_once_more(scene: Scene, owner_client: Client) -> None:
    owner_client.post(LADDER["encounter-edit"].url(scene), edit(scene, nickname="From the phone"))
    answer = owner_client.post(RUNG.url(scene), faint(scene))
    assert answer.status_code == 409
    row = scene.row(parse(answer), scene.used)
    assert "From the phone" in row.text
    form = row.one("form", of="form")
    back = values(form)
    assert (back["faint_level"], back["faint_cause"]) == ("7", "a critical hit")
    assert owner_client.post(form.attributes["action"], back).status_code == 302
    fang = Encounter.objects.get()
    assert (fang.nickname, fang.status) == ("From the phone", "fainted")
