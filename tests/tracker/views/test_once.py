"""An act whose answer was lost is sent again: it is done once, and answered as done."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.html import parse
from tests.tracker.views.scene import (
    HTMX,
    LADDER,
    WRITING,
    Rung,
    Scene,
    catch,
    edit,
    faint,
    make_full_scene,
    make_scene,
    snapshot,
)
from tracker.choices import RunStatus
from tracker.models import Encounter, RunEvent
from tracker.services.runs import end_run
from tracker.views import once

pytestmark = pytest.mark.django_db

# What is sent to a run.
ACTS = [
    rung
    for rung in WRITING
    if not rung.public and not rung.name.startswith(("preset-delete", "custom-"))
]


def named(name: uuid.UUID | None = None) -> dict[str, str]:
    """The headers of an act with a name."""
    return {"Submission": str(name or uuid.uuid4())}


def from_row(name: uuid.UUID, slug: str) -> dict[str, str]:
    """The headers of an act that is sent from the row of a place."""
    return {**named(name), **HTMX, "HX-Target": f"place-{slug}"}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("rung", ACTS, ids=str)
def test_every_act_is_done_once_and_never_answered_by_an_error(
    rung: Rung, headers: dict[str, str], owner: User, owner_client: Client
) -> None:
    scene = make_full_scene(owner)
    assert rung.form is not None
    form = rung.form(scene)
    sent = {**named(), **headers}
    first = owner_client.post(rung.url(scene), form, headers=sent)
    assert first.status_code < 400
    after = snapshot()
    again = owner_client.post(rung.url(scene), form, headers=sent)
    assert again.status_code < 400
    assert snapshot() == after


def test_the_row_shows_what_was_done(scene: Scene, owner_client: Client) -> None:
    url = LADDER["encounter-log"].url(scene)
    name, form = uuid.uuid4(), catch(scene)
    headers = from_row(name, scene.free.slug)
    first = parse(owner_client.post(url, form, headers=headers))
    again = parse(owner_client.post(url, form, headers=headers))
    assert scene.row(again).text == scene.row(first).text
    assert "Bite" in scene.row(again).text
    assert again.one(id="run-summary").text == first.one(id="run-summary").text
    assert once.SAVED in again.one(id="live").text
    assert Encounter.objects.filter(nickname="Bite").count() == 1


def test_it_stays_done_when_the_form_does_not_fit_any_more(
    scene: Scene, owner_client: Client
) -> None:
    """The dead cannot die again, and the revision has moved on: both are no news."""
    name, form = uuid.uuid4(), faint(scene)
    headers = from_row(name, scene.used.slug)
    url = LADDER["encounter-faint"].url(scene)
    owner_client.post(url, form, headers=headers)
    owner_client.post(
        LADDER["encounter-edit"].url(scene), edit(scene, revision="2", outcome="caught")
    )
    answer = owner_client.post(url, form, headers=headers)
    assert answer.status_code == 200
    assert Encounter.objects.get().status == "caught", "what came later stands"


def test_it_stays_done_when_its_row_is_gone(scene: Scene, owner_client: Client) -> None:
    headers = from_row(uuid.uuid4(), scene.used.slug)
    url = LADDER["encounter-delete"].url(scene)
    form = {"revision": "1"}
    owner_client.post(url, form, headers=headers)
    answer = owner_client.post(url, form, headers=headers)
    assert answer.status_code == 200
    assert "Fang" not in scene.row(parse(answer), scene.used).text


def test_a_form_of_its_own_page_leads_to_the_row_however_often_it_is_sent(
    scene: Scene, owner_client: Client
) -> None:
    headers = {**named(), **HTMX, "HX-Target": "level-of-somebody"}
    url, form = LADDER["encounter-level"].url(scene), {"level": "9", "revision": "1"}
    to_the_run = LADDER["run-detail"].url(scene)
    first = owner_client.post(url, form, headers=headers)
    assert (first.status_code, first["HX-Redirect"]) == (200, f"{to_the_run}#place-route-103")
    again = owner_client.post(url, form, headers=headers)
    assert (again.status_code, again["HX-Redirect"]) == (200, to_the_run)


def test_it_stays_done_when_the_run_has_ended(scene: Scene, owner_client: Client) -> None:
    headers = from_row(uuid.uuid4(), scene.free.slug)
    url, form = LADDER["encounter-log"].url(scene), catch(scene)
    owner_client.post(url, form, headers=headers)
    end_run(run=scene.run, status=RunStatus.FAILED)
    assert owner_client.post(url, form, headers=headers).status_code == 200


def test_the_second_of_two_at_the_same_moment_finds_the_first_under_the_lock(
    scene: Scene, owner_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = uuid.uuid4()
    headers = from_row(name, scene.used.slug)
    url, form = LADDER["encounter-faint"].url(scene), faint(scene)
    owner_client.post(url, form, headers=headers)
    Encounter.objects.update(status="caught", faint_level=None, faint_cause="", fainted_at=None)
    after = snapshot()
    monkeypatch.setattr(once, "was_done", lambda **facts: False)
    answer = owner_client.post(url, form, headers=headers)
    assert answer.status_code == 200
    assert snapshot() == after


def test_a_refused_act_is_tried_anew_under_its_name(scene: Scene, owner_client: Client) -> None:
    headers = from_row(uuid.uuid4(), scene.free.slug)
    url = LADDER["encounter-log"].url(scene)
    refused = owner_client.post(url, catch(scene, level="101"), headers=headers)
    assert refused.status_code == 422
    assert owner_client.post(url, catch(scene), headers=headers).status_code == 200
    assert Encounter.objects.filter(nickname="Bite").exists()


def test_a_name_counts_within_its_run(
    scene: Scene, owner_client: Client, stranger: User, stranger_client: Client
) -> None:
    name = uuid.uuid4()
    for client, each in ((owner_client, scene), (stranger_client, make_scene(stranger))):
        url = LADDER["encounter-log"].url(each)
        client.post(url, catch(each), headers=from_row(name, each.free.slug))
    assert Encounter.objects.filter(nickname="Bite").count() == 2


def test_nobody_is_told_to_log_in_and_learns_nothing(scene: Scene, client: Client) -> None:
    for run_id in (scene.run.public_id, uuid.uuid4()):
        url = reverse("tracker:run-rename", args=[run_id])
        assert client.post(url, {"name": "Mine"}, headers=named()).status_code == 403


def test_a_stranger_finds_nothing(
    scene: Scene, owner_client: Client, stranger_client: Client
) -> None:
    headers = from_row(uuid.uuid4(), scene.free.slug)
    url, form = LADDER["encounter-log"].url(scene), catch(scene)
    owner_client.post(url, form, headers=headers)
    assert stranger_client.post(url, form, headers=headers).status_code == 404


@pytest.mark.parametrize("name", ["", "x", "0" * 33, "{" + "0" * 40, "é", "\x7f"])
def test_a_name_that_is_none_is_passed_over(name: str, scene: Scene, owner_client: Client) -> None:
    url = LADDER["encounter-log"].url(scene)
    answer = owner_client.post(url, catch(scene), headers={"Submission": name, **HTMX})
    assert answer.status_code == 200
    assert RunEvent.objects.filter(submission__isnull=False).count() == 0
