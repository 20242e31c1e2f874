"""Change what is said of an encounter."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.html import parse, values
from tests.tracker.views.scene import HTMX, LADDER, Scene, edit, snapshot
from tracker.models import Encounter

RUNG = LADDER["encounter-edit"]

pytestmark = pytest.mark.django_db


def test_changes_it(scene: Scene, owner_client: Client) -> None:
    answer = owner_client.post(RUNG.url(scene), edit(scene, other=scene.zigzagoon.name))
    assert answer["Location"] == LADDER["run-detail"].url(scene) + "#place-route-103"
    fang = Encounter.objects.get()
    assert (fang.nickname, fang.catch_level, fang.revision) == ("Renamed", 5, 2)
    assert fang.pokemon == scene.zigzagoon


def test_changes_it_without_a_page_load(scene: Scene, owner_client: Client) -> None:
    answer = owner_client.post(RUNG.url(scene), edit(scene), headers=HTMX)
    part = parse(answer)
    assert "Renamed" in scene.row(part, scene.used).text
    assert part.one(id="live").text == f"Saved: Renamed the {scene.poochyena.name}, caught."


def test_sent_as_it_stands_changes_nothing(scene: Scene, owner_client: Client) -> None:
    before = Encounter.objects.values().get()
    form = parse(owner_client.get(RUNG.url(scene))).one("form", of="form")
    sent = values(form)
    assert (sent["nickname"], sent["level"]) == ("Fang", "3")
    assert (sent["pokemon"], sent["outcome"]) == (scene.poochyena.slug, "caught")
    assert owner_client.post(form.attributes["action"], sent).status_code == 302
    assert Encounter.objects.values().get() == before


def test_goes_from_caught_to_missed_to_fainted(scene: Scene, owner_client: Client) -> None:
    steps = [
        {"outcome": "missed", "nickname": "", "level": "", "missed_reason": "fled"},
        {"outcome": "fainted", "nickname": "Fang", "level": "3", "faint_level": "7"},
        {"outcome": "caught", "nickname": "Fang", "level": "3"},
    ]
    for revision, changes in enumerate(steps, start=1):
        sent = edit(scene, revision=str(revision), **changes)
        assert owner_client.post(RUNG.url(scene), sent).status_code == 302
        fang = Encounter.objects.get()
        assert fang.status == changes["outcome"]
        fang.full_clean()


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"level": "0"}, "A level is a whole number from 1 to 100."),
        ({"nickname": "x" * 500}, "A nickname can be 30 characters long; this one has 500."),
        ({"pokemon": "missingno"}, "We do not know this Pokémon."),
        ({"pokemon": ""}, "Choose the Pokémon that you caught."),
        (
            {"outcome": "fainted", "faint_level": "4"},
            "It was caught at level 5, so it cannot have fainted below that.",
        ),
        ({"outcome": "missed"}, "What was missed has no nickname."),
        ({"outcome": "released"}, "Choose what became of it"),
        ({"revision": ""}, "This form is damaged. Load the page again and fill it in."),
        ({"revision": "9" * 30}, "This form is damaged. Load the page again and fill it in."),
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
    answer = owner_client.post(RUNG.url(scene), edit(scene, **changes), headers=headers)
    assert answer.status_code == 422
    assert snapshot() == before
    row = scene.row(parse(answer), scene.used)
    assert sentence in row.text
    assert row.one("li", of="encounter").one("bdi").text == "Fang", "the row as it is stored"
    form = row.one("form", of="form")
    if "nickname" not in changes:
        assert values(form)["nickname"] == "Renamed"


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_of_what_was_changed_meanwhile_shows_both_and_saves_the_second_time(
    scene: Scene, owner_client: Client, headers: dict[str, str]
) -> None:
    owner_client.post(RUNG.url(scene), edit(scene, nickname="From the phone"))
    before = snapshot()
    late = edit(scene, nickname="From the desk", level="9", outcome="caught")
    answer = owner_client.post(RUNG.url(scene), late, headers=headers)
    assert answer.status_code == 409
    assert snapshot() == before
    row = scene.row(parse(answer), scene.used)
    assert "From the phone" in row.one("li", of="encounter").text
    form = row.one("form", of="form")
    assert "This was changed in another window" in form.one(role="alert").text
    back = values(form)
    assert (back["nickname"], back["level"], back["revision"]) == ("From the desk", "9", "2")

    assert owner_client.post(form.attributes["action"], back).status_code == 302
    fang = Encounter.objects.get()
    assert (fang.nickname, fang.catch_level, fang.revision) == ("From the desk", 9, 3)


def test_of_what_was_removed_meanwhile_is_404(scene: Scene, owner_client: Client) -> None:
    Encounter.objects.all().delete()
    assert owner_client.post(RUNG.url(scene), edit(scene)).status_code == 404
