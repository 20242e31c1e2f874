"""The run page as each process keeps it: never an old row, never somebody else's."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from accounts.models import User
from pokedex.revision import renew_revision
from tests.conftest import signed_in
from tests.tracker.many import queries_of
from tests.tracker.views.scene import LADDER, WRITING, Rung, Scene, make_full_scene
from tracker.access import get_run
from tracker.models import NuzlockeRun
from tracker.pages import standing
from tracker.pages.run import run_page
from tracker.pages.standing import standing_of

pytestmark = pytest.mark.django_db

PAGE = LADDER["run-detail"]
FILTERS = ("", "?show=caught", "?show=dead", "?show=bosses")
# What is another value each time: tokens, and the names under which forms are sent.
CHANGING = re.compile(r'(name="(?:csrfmiddlewaretoken|submission)" value=|X-CSRFToken": )"[^"]*"')
IN_A_RUN = [rung for rung in WRITING if not rung.public and not rung.for_deleted]


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    standing._kept.clear()
    yield
    standing._kept.clear()


def shown(client: Client, scene: Scene) -> list[str]:
    """All the run page shows, filter by filter and folded; its status where it shows nothing."""
    answers = [client.get(PAGE.url(scene) + query) for query in FILTERS]
    client.cookies["show"] = "open"
    answers.append(client.get(PAGE.url(scene)))
    del client.cookies["show"]
    return [
        CHANGING.sub("", answer.content.decode()) if answer.status_code == 200 else "gone"
        for answer in answers
    ]


@pytest.mark.parametrize("rung", IN_A_RUN, ids=str)
def test_no_old_row_is_shown_after_an_act(rung: Rung, owner: User, owner_client: Client) -> None:
    assert rung.form is not None
    scene = make_full_scene(owner)
    before = shown(owner_client, scene)
    assert scene.run.public_id in standing._kept
    assert owner_client.post(rung.url(scene), rung.form(scene)).status_code == 302
    owner_client.get("/runs/")  # which shows what was said
    kept = shown(owner_client, scene)
    standing._kept.clear()
    assert kept == shown(owner_client, scene)
    if rung.name in {"encounter-log", "encounter-faint", "boss-record", "event-undo", "quick-log"}:
        assert kept != before


def test_an_act_in_place_is_followed_too(owner: User, owner_client: Client) -> None:
    scene = make_full_scene(owner)
    shown(owner_client, scene)
    rung = LADDER["encounter-faint"]
    assert rung.form is not None
    answer = owner_client.post(rung.url(scene), rung.form(scene), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    kept = shown(owner_client, scene)
    standing._kept.clear()
    assert kept == shown(owner_client, scene)


def test_another_players_page_is_another(
    owner: User, owner_client: Client, stranger: User, stranger_client: Client
) -> None:
    scene, other = make_full_scene(owner), make_full_scene(stranger)
    mine, theirs = shown(owner_client, scene), shown(stranger_client, other)
    assert all(str(other.run.public_id) not in page for page in mine)
    assert all(str(scene.run.public_id) not in page for page in theirs)
    assert shown(stranger_client, scene) == ["gone"] * (len(FILTERS) + 1)
    assert shown(Client(), scene) == ["gone"] * (len(FILTERS) + 1)


def test_each_browser_gets_tokens_of_its_own(owner: User) -> None:
    scene = make_full_scene(owner)
    browsers = [signed_in(owner), signed_in(owner)]
    pages = [browser.get(PAGE.url(scene)).content.decode() for browser in browsers]
    found = [set(re.findall(r'name="submission" value="([^"]*)"', page)) for page in pages]
    assert [len(each) for each in found] == [2, 2]
    assert not found[0] & found[1]
    assert all(uuid.UUID(each) for each in found[0])
    tokens = [re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page) for page in pages]
    assert tokens[0]
    assert not set(tokens[0]) & set(tokens[1])


def test_the_kept_page_can_be_sent(owner: User) -> None:
    scene = make_full_scene(owner)
    browser = signed_in(owner, enforce_csrf_checks=True)
    for _ in range(2):
        page = browser.get(PAGE.url(scene)).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    sent = {"line": "101 miss", "submission": str(uuid.uuid4()), "csrfmiddlewaretoken": token[1]}
    assert browser.post(LADDER["quick-log"].url(scene), sent).status_code == 302


def test_is_read_again_when_the_catalog_has_changed(owner: User) -> None:
    scene = make_full_scene(owner)
    first = standing_of(get_run(owner, scene.run.public_id))
    assert standing_of(get_run(owner, scene.run.public_id)) is first
    renew_revision()
    assert standing_of(get_run(owner, scene.run.public_id)) is not first


def test_of_a_run_without_events_nothing_is_kept(owner: User) -> None:
    scene = make_full_scene(owner)
    scene.run.events.all()._raw_delete("default")
    run = get_run(owner, scene.run.public_id)
    assert standing_of(run) is not standing_of(run)
    assert not standing._kept


def test_a_process_keeps_the_latest_runs_only(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "_KEPT_RUNS", 1)
    scene = make_full_scene(owner)
    run = get_run(owner, scene.run.public_id)
    standing_of(run)
    again = NuzlockeRun.objects.as_it_stands().get(pk=run.pk)
    again.public_id = uuid.uuid4()
    standing_of(again)
    assert list(standing._kept) == [again.public_id]


def test_what_is_kept_takes_no_query(owner: User) -> None:
    scene = make_full_scene(owner)
    run = get_run(owner, scene.run.public_id)
    run_page(run)
    assert queries_of(lambda: run_page(run)) == []
