"""Every URL of the tracker, from its owner down to a stranger with a wrong key and method."""

from __future__ import annotations

import re
import uuid
from itertools import product
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.conftest import signed_in
from tests.html import parse
from tests.tracker.views.scene import (
    ALL_METHODS,
    BOTH_WAYS,
    HTMX,
    IN_A_ROW,
    LADDER,
    PRIVATE,
    READABLE,
    WRITING,
    Rung,
    Scene,
    make_full_scene,
    snapshot,
)
from tracker import access
from tracker.models import Encounter, NuzlockeRun

pytestmark = pytest.mark.django_db

ABSENT = {
    "route_slug": "nowhere",
    "place_slug": "own-nowhere",
    "boss_slug": "nobody",
    "sequence": 2**40,
}
# What is no key at all. All in one test: setting the scene takes longer than to ask for them.
DAMAGED = ["1", "x", "0" * 32, "%00", "..", "x" * 2000, "00000000-0000-0000-0000-00000000000g", "✓"]


@pytest.fixture
def scene(owner: User) -> Scene:
    return make_full_scene(owner)


def send(client: Client, rung: Rung, url: str, data: dict[str, str], **extra: Any) -> Any:
    """GET the URL, or POST the form to it where it has no GET."""
    if "GET" in rung.methods:
        return client.get(url, **extra)
    return client.post(url, data, **extra)


def shown(answer: Any) -> str:
    """The answer without the tokens, which are others each time."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "token", answer.content.decode())


@pytest.mark.parametrize("rung", READABLE, ids=str)
class TestReading:
    def test_works_for_the_owner(self, rung: Rung, scene: Scene, owner_client: Client) -> None:
        before = snapshot()
        answer = owner_client.get(rung.url(scene))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/html; charset=utf-8"
        parse(answer)
        assert snapshot() == before, "reading writes nothing"

    def test_works_for_a_guest(self, rung: Rung, guest: User, guest_client: Client) -> None:
        scene = make_full_scene(guest)
        answer = guest_client.get(rung.url(scene))
        assert answer.status_code == 200

    def test_works_without_a_body_too(self, rung: Rung, scene: Scene, owner_client: Client) -> None:
        answer = owner_client.head(rung.url(scene))
        assert (answer.status_code, answer.content) == (200, b"")

    def test_leaves_no_copy_in_a_cache(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        directives = set(owner_client.get(rung.url(scene))["Cache-Control"].split(", "))
        assert {"private", "no-store"} <= directives


@pytest.mark.parametrize("rung", WRITING, ids=str)
class TestWriting:
    def test_works_for_the_owner_without_javascript(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        assert rung.form is not None
        before = snapshot()
        answer = owner_client.post(rung.url(scene), rung.form(scene))
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/runs/", "/custom-games/"))
        assert owner_client.get(answer["Location"]).status_code == 200
        assert (snapshot() != before) is rung.changes

    def test_works_for_a_guest(self, rung: Rung, guest: User, guest_client: Client) -> None:
        assert rung.form is not None
        scene = make_full_scene(guest)
        answer = guest_client.post(rung.url(scene), rung.form(scene))
        assert answer.status_code == 302
        guest.refresh_from_db()
        assert guest.is_guest

    def test_needs_the_sites_own_token(self, rung: Rung, scene: Scene, owner: User) -> None:
        assert rung.form is not None
        browser = signed_in(owner, enforce_csrf_checks=True)
        before = snapshot()
        for extra in (*BOTH_WAYS, {"headers": {"X-CSRFToken": "x" * 64}}):
            answer = browser.post(rung.url(scene), rung.form(scene), **extra)
            assert answer.status_code == 403
        assert snapshot() == before

    def test_works_with_the_token_of_its_own_page(
        self, rung: Rung, scene: Scene, owner: User
    ) -> None:
        assert rung.form is not None
        browser = signed_in(owner, enforce_csrf_checks=True)
        page = browser.get(LADDER["run-create"].url(scene))
        token = parse(page).all("input", name="csrfmiddlewaretoken")[0].attributes["value"]
        form = {**rung.form(scene), "csrfmiddlewaretoken": token}
        assert browser.post(rung.url(scene), form).status_code == 302

    def test_works_with_the_token_that_htmx_sends(
        self, rung: Rung, scene: Scene, owner: User
    ) -> None:
        assert rung.form is not None
        browser = signed_in(owner, enforce_csrf_checks=True)
        body = parse(browser.get(LADDER["run-detail"].url(scene))).one("body")
        found = re.search(r'"X-CSRFToken": "(\w+)"', body.attributes["hx-headers"])
        assert found
        answer = browser.post(
            rung.url(scene), rung.form(scene), headers={**HTMX, "X-CSRFToken": found[1]}
        )
        in_place = {"table-choose", "boss-record", "event-undo", "event-redo", "quick-log"}
        in_place |= {"encounter-move"}
        is_part = rung.in_a_row or rung.name in in_place
        assert answer.status_code == (200 if is_part else 302)


@pytest.mark.parametrize("rung", PRIVATE, ids=str)
class TestOthers:
    def test_find_nothing(
        self, rung: Rung, scene: Scene, stranger: User, guest: User, client: Client
    ) -> None:
        superuser = User.objects.create_superuser("superuser")
        staff = User.objects.create_user("staff-member", is_staff=True)
        browsers = [client, *map(signed_in, (stranger, guest, superuser, staff))]
        before = snapshot()
        data = rung.form(scene) if rung.form else {}
        for browser in browsers:
            for method in ("get", "head", "post"):
                if method.upper() not in rung.methods:
                    continue
                for extra in BOTH_WAYS:
                    answer = getattr(browser, method)(rung.url(scene), data, **extra)
                    assert answer.status_code == 404
                    assert "Fang" not in answer.content.decode()
                    assert "Hoenn with friends" not in answer.content.decode()
        assert snapshot() == before

    def test_cannot_tell_it_from_what_is_not_there(
        self, rung: Rung, scene: Scene, stranger_client: Client
    ) -> None:
        data = rung.form(scene) if rung.form else {}
        theirs = send(stranger_client, rung, rung.url(scene), data)
        first = next(iter(rung.arguments(scene)))
        absent = send(stranger_client, rung, rung.url(scene, **{first: uuid.uuid4()}), data)
        assert theirs.status_code == absent.status_code == 404
        assert shown(theirs) == shown(absent)

    def test_cannot_reach_in_from_a_run_of_their_own(
        self, rung: Rung, scene: Scene, stranger: User, stranger_client: Client
    ) -> None:
        """Their own run's key, with the encounter or the route of somebody else's."""
        if (
            not {"encounter_id", "route_slug", "place_slug", "boss_slug"}
            & rung.arguments(scene).keys()
        ):
            return
        own = make_full_scene(stranger)
        scene.free.slug = "only-there"
        scene.free.save(update_fields=["slug"])
        scene.used.slug = "only-there-too"
        scene.used.save(update_fields=["slug"])
        scene.roxanne.slug = "another-boss"
        scene.roxanne.save(update_fields=["slug"])
        scene.custom_route.slug = "only-there"
        scene.custom_boss.slug = "another-boss"
        for row in (scene.custom_route, scene.custom_boss):
            type(row).objects.filter(pk=row.pk).update(slug=row.slug)
        before = snapshot()
        data = rung.form(scene) if rung.form else {}
        url = rung.url(
            scene,
            **(
                {"game_id": own.custom.public_id}
                if "game_id" in rung.arguments(scene)
                else {"run_id": own.run.public_id}
            ),
        )
        assert send(stranger_client, rung, url, data).status_code == 404
        if rung.form:
            assert stranger_client.post(url, data).status_code == 404
        assert snapshot() == before

    def test_find_nothing_under_a_key_that_is_none(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        url = rung.url(scene)
        for key, argument in product(DAMAGED, rung.arguments(scene).values()):
            if isinstance(argument, int) and key.isdecimal() and len(key) < 9:
                # The number of an event, and there is one.
                continue
            damaged = url.replace(str(argument), key)
            assert damaged != url
            assert send(owner_client, rung, damaged, {}).status_code == 404, key

    def test_find_nothing_under_a_key_that_is_not_there(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        data = rung.form(scene) if rung.form else {}
        for argument in rung.arguments(scene):
            absent: Any = ABSENT.get(argument) or uuid.uuid4()
            url = rung.url(scene, **{argument: absent})
            assert send(owner_client, rung, url, data).status_code == 404
            if rung.form:
                assert owner_client.post(url, data).status_code == 404

    def test_and_the_owner_find_nothing_of_a_deleted_run(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        if rung.for_deleted or "run_id" not in rung.arguments(scene):
            return
        NuzlockeRun.objects.update(deleted_at=scene.run.started_at)
        before = snapshot()
        data = rung.form(scene) if rung.form else {}
        assert send(owner_client, rung, rung.url(scene), data).status_code == 404
        if rung.form:
            assert owner_client.post(rung.url(scene), data).status_code == 404
        assert snapshot() == before


@pytest.mark.parametrize("rung", LADDER.values(), ids=str)
class TestEverywhere:
    def test_other_methods_are_refused(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        before = snapshot()
        for method in set(ALL_METHODS) - rung.methods:
            answer = owner_client.generic(method, rung.url(scene))
            assert answer.status_code == 405, method
            assert set(answer["Allow"].split(", ")) == rung.methods
        assert snapshot() == before

    def test_public_pages_are_for_anybody(self, rung: Rung, scene: Scene, client: Client) -> None:
        if not rung.public or "GET" not in rung.methods:
            return
        answer = client.get(rung.url(scene))
        assert answer.status_code == 200
        assert "Hoenn with friends" not in answer.content.decode()
        if not rung.form:
            assert not answer.cookies, "whoever only reads gets no cookie"


@pytest.mark.parametrize("rung", IN_A_ROW, ids=str)
class TestPartialAnswers:
    def test_are_the_row_and_the_numbers_alone(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        answer = owner_client.get(rung.url(scene), headers=HTMX)
        assert answer.status_code == 200
        assert "HX-Request" in answer["Vary"]
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        part = parse(answer)
        assert part.all("html") == part.all("h1") == []
        assert len(part.all("li", of="route")) == 1

    def test_come_after_a_write_as_well(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        if rung.form is None:
            return
        before = snapshot()
        answer = owner_client.post(rung.url(scene), rung.form(scene), headers=HTMX)
        assert answer.status_code == 200
        assert snapshot() != before
        part = parse(answer)
        first, *others = part.all("li", of="route")
        assert "route-open" not in first.classes
        assert {row.attributes["hx-swap-oob"] for row in others} <= {"true"}
        for name in ("run-party", "run-summary", "undo"):
            assert part.one(id=name).attributes["hx-swap-oob"] == "true"
        assert part.one(id="live").attributes["hx-swap-oob"] == "innerHTML"
        assert part.one(id="live").text

    def test_are_whole_pages_for_everybody_else(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        for headers in ({}, {"HX-Request": "true", "HX-Boosted": "true"}):
            answer = owner_client.get(rung.url(scene), headers=headers)
            page = parse(answer)
            assert page.one("h1").text == "Hoenn with friends"
            # Three places and a boss.
            assert len(page.all("li", of="route")) == 4
            assert "HX-Request" in answer["Vary"]

    def test_of_an_ended_run_change_nothing_and_say_so(
        self, rung: Rung, scene: Scene, owner_client: Client
    ) -> None:
        if rung.form is None:
            return
        owner_client.post(LADDER["run-end"].url(scene), {"status": "failed"})
        before = snapshot()
        for extra in BOTH_WAYS:
            for data in (rung.form(scene), {}):
                answer = owner_client.post(rung.url(scene), data, **extra)
                assert answer.status_code == 422
                alert = parse(answer).one(role="alert")
                assert alert.text == "This run has ended. Reopen it to change its encounters."
        assert snapshot() == before

    def test_of_what_has_just_gone_are_404(
        self, rung: Rung, scene: Scene, owner_client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Removed by another window between the look and the lock."""
        if rung.form is None or "encounter_id" not in rung.arguments(scene):
            return
        look = access.get_encounter

        def look_and_lose(*args: Any) -> Encounter:
            found = look(*args)
            Encounter.objects.all().delete()
            return found

        monkeypatch.setattr(access, "get_encounter", look_and_lose)
        assert owner_client.post(rung.url(scene), rung.form(scene)).status_code == 404
