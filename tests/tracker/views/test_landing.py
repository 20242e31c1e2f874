"""The landing page."""

from __future__ import annotations

import pytest
from allauth.core import ratelimit
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from tests.conftest import signed_in
from tests.html import parse
from tests.tracker.many import queries_of
from tests.tracker.real_catalog import load_games
from tests.tracker.views.scene import Scene
from tracker.choices import RunStatus
from tracker.models import NuzlockeRun
from tracker.services.runs import end_run

pytestmark = pytest.mark.django_db


def test_offers_to_start_without_an_account(client: Client) -> None:
    page = parse(client.get("/"))
    assert page.one("a", href="/runs/new/").text == "Start a run"
    assert "No account needed" in page.one("main").text
    assert len(page.all("h1")) == 1


def test_takes_one_query_from_nobody(client: Client) -> None:
    assert len(queries_of(lambda: client.get("/"))) == 1


def test_offers_to_go_on_with_the_newest_run(scene: Scene, owner_client: Client) -> None:
    page = parse(owner_client.get("/"))
    address = reverse("tracker:run-detail", args=[scene.run.public_id])
    assert page.one("main").one("a", href=address).text == "Go on with Hoenn with friends"
    assert "No account needed" not in page.one("main").text


@pytest.mark.usefixtures("scene")
def test_offers_nothing_of_others(stranger_client: Client) -> None:
    assert "Hoenn with friends" not in parse(stranger_client.get("/")).text


def test_offers_no_run_that_has_ended(scene: Scene, owner: User) -> None:
    end_run(run=scene.run, status=RunStatus.FAILED)
    assert "Hoenn with friends" not in parse(signed_in(owner).get("/")).text


class TestDemo:
    @pytest.fixture(autouse=True)
    def emerald(self) -> None:
        cache.clear()
        load_games("emerald")

    def test_is_shown_and_opened_in_two_steps(self, client: Client) -> None:
        answer = client.get("/")
        page = parse(answer)
        assert "Level cap 24 for Wattson" in page.one("main").text
        assert page.one("a", href="/demo/").text == "Try a demo run"
        # Who only reads gets no cookie, and so no form that needs one.
        assert not answer.cookies
        assert not page.one("main").all("form")
        asked = parse(client.get("/demo/")).one("main")
        assert "a run of Emerald that is well under way: 8 alive, 2 dead" in asked.text
        assert asked.one("form", method="post").one("button").text == "Open the demo run"
        assert not User.objects.exists()
        answer = client.post("/demo/")
        run = NuzlockeRun.objects.get()
        assert run.owner.is_guest
        assert answer["Location"] == reverse("tracker:run-detail", args=[run.public_id])
        again = client.post("/demo/")
        assert again["Location"] == answer["Location"]
        assert client.get("/demo/")["Location"] == answer["Location"], "it is there already"
        assert NuzlockeRun.objects.count() == 1
        runs = parse(client.get("/runs/")).one("main")
        assert "Demo" in [badge.text for badge in runs.all("span", of="badge")]
        # It is nobody's current run.
        assert not parse(client.get("/")).one("main").all("a", href=answer["Location"])

    def test_stays_with_who_signs_up(self, owner: User, owner_client: Client) -> None:
        owner_client.post("/demo/")
        assert NuzlockeRun.objects.get().owner == owner

    def test_is_made_so_often_and_no_more(self, client: Client) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ratelimit, "consume", lambda *args, **kwargs: False)
            answer = client.post("/demo/")
        assert answer.status_code == 429
        assert answer["Retry-After"] == "3600"
        assert "Too many" in parse(answer).one("h1").text
        assert not User.objects.exists()


@override_settings(ACCOUNT_RATE_LIMITS={"demo": "2/h/ip"})
def test_the_demos_limit_counts_addresses() -> None:
    cache.clear()
    # Without the catalog nothing is made, but it was asked for.
    answers = [Client().post("/demo/").status_code for _ in range(3)]
    assert answers == [302, 302, 429]
    assert Client(REMOTE_ADDR="203.0.113.9").post("/demo/").status_code == 302


def test_without_the_catalog_there_is_no_demo(client: Client) -> None:
    page = parse(client.get("/")).one("main")
    assert not page.all("a", href="/demo/")
    assert "Browse the games" in [link.text for link in page.all("a", href="/games/")]
    answer = client.post("/demo/", follow=True)
    assert "There is no demo run on this site" in parse(answer).text
