"""What several requests for one run do at the same moment, on real connections of either engine."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from accounts.models import User
from tests.conftest import signed_in
from tests.factories import RouteFactory
from tests.tracker.views.scene import HTMX, LADDER, Scene, catch, edit, make_full_scene
from tracker.models import CustomRoute, Encounter, NuzlockeRun, RunEvent

pytestmark = pytest.mark.django_db(transaction=True)

TABS = 20
SECONDS_TO_WAIT = 60


@pytest.fixture(autouse=True)
def _connections_of_their_own(tmp_path: Path) -> Iterator[None]:
    """On SQLite the tests' database is in memory, one for all threads: use a file instead."""
    if connection.vendor != "sqlite":
        yield
        return
    settings = connection.settings_dict
    file = tmp_path / "race.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = WAL")
    kept, before = connection.connection, dict(settings)
    connection.connection = None
    settings["NAME"] = str(file)
    settings["OPTIONS"] = {**settings["OPTIONS"], "timeout": 30}
    try:
        yield
    finally:
        connection.close()
        settings.clear()
        settings.update(before)
        connection.connection = kept


def at_once(act: Callable[[Client], Any], browsers: list[Client]) -> list[int]:
    """Let all browsers act at the same moment; return their answers' statuses in order."""
    barrier = Barrier(len(browsers), timeout=SECONDS_TO_WAIT)

    def start(browser: Client) -> int:
        try:
            barrier.wait()
            return int(act(browser).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(browsers)) as pool:
        return list(pool.map(start, browsers, timeout=SECONDS_TO_WAIT))


def tabs(owner: User, count: int = TABS) -> list[Client]:
    """Tabs of one browser: they share the session."""
    first = signed_in(owner)
    others = [Client() for _ in range(count - 1)]
    for other in others:
        other.cookies["sessionid"] = first.cookies["sessionid"].value
    return [first, *others]


@pytest.fixture
def scene(owner: User) -> Scene:
    return make_full_scene(owner)


def test_one_form_of_a_catch_logs_one(scene: Scene, owner: User) -> None:
    form, url = catch(scene), LADDER["encounter-log"].url(scene)
    events = RunEvent.objects.count()
    assert at_once(lambda tab: tab.post(url, form), tabs(owner)) == [302] * TABS
    assert Encounter.objects.filter(submission=form["submission"]).count() == 1
    assert RunEvent.objects.count() == events + 1


def test_two_catches_at_one_place_are_one(scene: Scene, owner: User) -> None:
    url = LADDER["encounter-log"].url(scene)
    answers = at_once(
        lambda tab: tab.post(url, catch(scene, submission=str(uuid.uuid4()))), tabs(owner, 6)
    )
    assert sorted(answers) == [302, 422, 422, 422, 422, 422]
    assert Encounter.objects.filter(route=scene.free, is_bonus=False).count() == 1


def test_one_act_of_one_name_is_done_once(scene: Scene, owner: User) -> None:
    url, name = LADDER["encounter-log"].url(scene), {"Submission": str(uuid.uuid4())}
    events = RunEvent.objects.count()

    def act(tab: Client) -> Any:
        form = catch(scene, submission=str(uuid.uuid4()), is_bonus="on", bonus_reason="gift")
        return tab.post(url, form, headers=name)

    assert at_once(act, tabs(owner)) == [302] * TABS
    assert Encounter.objects.filter(nickname="Bite").count() == 1
    assert RunEvent.objects.count() == events + 1


def test_catches_at_different_places_are_all_logged(scene: Scene, owner: User) -> None:
    """What was read before the lock was got is not what holds under it."""
    places = RouteFactory.create_batch(6, game=scene.run.game)
    waiting = iter(places)
    events = RunEvent.objects.count()

    def act(tab: Client) -> Any:
        url = LADDER["encounter-log"].url(replace(scene, free=next(waiting)))
        form = catch(scene, submission=str(uuid.uuid4()), override_reason="By a die")
        return tab.post(url, form, headers=HTMX)

    assert at_once(act, tabs(owner, 6)) == [200] * 6
    assert RunEvent.objects.count() == events + 6
    page = signed_in(owner).get(LADDER["run-detail"].url(scene)).content.decode()
    assert page.count("Bite") >= 6


def test_one_form_of_a_change_changes_once(scene: Scene, owner: User) -> None:
    form, url = edit(scene), LADDER["encounter-edit"].url(scene)
    assert at_once(lambda tab: tab.post(url, form), tabs(owner)) == [302] * TABS
    scene.fang.refresh_from_db()
    assert (scene.fang.nickname, scene.fang.revision) == ("Renamed", 2)


def test_two_changes_are_one_and_a_question(scene: Scene, owner: User) -> None:
    url = LADDER["encounter-level"].url(scene)
    levels = iter(range(10, 20))
    forms = [{"level": str(next(levels)), "revision": "1"} for _ in range(6)]
    waiting = iter(forms)
    answers = at_once(lambda tab: tab.post(url, next(waiting)), tabs(owner, 6))
    assert sorted(answers) == [302, 409, 409, 409, 409, 409]
    scene.fang.refresh_from_db()
    assert scene.fang.revision == 2


def test_one_form_of_a_place_makes_one(scene: Scene, owner: User) -> None:
    rung = LADDER["place-add"]
    assert rung.form is not None
    form, url = rung.form(scene), rung.url(scene)
    assert at_once(lambda tab: tab.post(url, form), tabs(owner)) == [302] * TABS
    assert CustomRoute.objects.filter(name="Meadow").count() == 1


def test_one_form_starts_one_new_attempt(scene: Scene, owner: User) -> None:
    rung = LADDER["run-start-again"]
    assert rung.form is not None
    form, url = rung.form(scene), rung.url(scene)
    assert at_once(lambda tab: tab.post(url, form), tabs(owner)) == [302] * TABS
    assert NuzlockeRun.objects.count() == 2


def test_undo_pressed_by_all_tabs_happens_once(scene: Scene, owner: User) -> None:
    url = LADDER["event-undo"].url(scene)
    events = RunEvent.objects.count()
    assert at_once(lambda tab: tab.post(url), tabs(owner)) == [302] * TABS
    assert RunEvent.objects.count() == events + 1


def test_a_run_deleted_while_it_is_written_to_leaves_nothing_half_done(
    scene: Scene, owner: User
) -> None:
    log, delete = LADDER["encounter-log"].url(scene), LADDER["run-delete"].url(scene)
    waiting = iter([False, True] * 3)

    def act(tab: Client) -> Any:
        if next(waiting):
            return tab.post(delete, {"name": scene.run.name})
        return tab.post(log, catch(scene, submission=str(uuid.uuid4())))

    assert set(at_once(act, tabs(owner, 6))) <= {302, 404, 422}
    assert NuzlockeRun.objects.get().deleted_at is not None
