"""Making, sharing and playing a game of one's own, as browsers do it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import GuestFactory, RouteFactory
from tests.html import parse
from tests.tracker.views.scene import Scene, make_full_scene
from tracker.models import CustomGame, NuzlockeRun
from tracker.services.custom_games import share_custom_game, stop_sharing

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(owner: User) -> Scene:
    return make_full_scene(owner)


def start(scene: Scene, **changes: str) -> dict[str, str]:
    return {
        "game": scene.custom.game.slug,
        "name": "",
        "preset": "classic",
        "submission": str(uuid.uuid4()),
        **changes,
    }


def shared(scene: Scene) -> str:
    return reverse("tracker:custom-game-shared", args=[scene.custom.share_key])


def test_a_guest_makes_one_and_plays_it(scene: Scene, client: Client) -> None:
    form = {"base": scene.run.game.slug, "name": "Mine", "submission": str(uuid.uuid4())}
    answer = client.post(reverse("tracker:custom-game-create"), form)
    custom = CustomGame.objects.get(game__name="Mine")
    assert custom.owner
    assert custom.owner.is_guest
    page = parse(client.get(answer["Location"]))
    assert page.one("h1").text == "Mine"
    assert (
        client.post(reverse("tracker:custom-game-create"), form)["Location"] == answer["Location"]
    )
    link = next(a.attributes["href"] for a in page.all("a") if a.text == "Start a run")
    chosen = parse(client.get(link)).all("input", name="game", value=custom.game.slug)
    assert "checked" in chosen[0].attributes
    begun = client.post("/runs/new/", start(scene, game=custom.game.slug))
    assert client.get(begun["Location"]).status_code == 200


def test_too_many_from_one_address_are_asked_to_wait(
    scene: Scene, client: Client, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "custom_game": "1/h/ip"}
    form = {"base": scene.run.game.slug, "name": "Mine"}
    url = reverse("tracker:custom-game-create")
    first = client.post(url, {**form, "submission": str(uuid.uuid4())})
    second = client.post(url, {**form, "submission": str(uuid.uuid4())})
    assert (first.status_code, second.status_code) == (302, 429)
    assert second["Retry-After"] == "3600"


class TestPlayingAShared:
    def test_its_page_says_what_it_is_and_not_whose(self, scene: Scene, client: Client) -> None:
        page = parse(client.get(shared(scene)))
        assert page.one("h1").text == "Hoenn inside out"
        assert "owner" not in page.one("main").text
        share_custom_game(custom_game=scene.custom, credit="Ash <b>")
        assert "by Ash <b>" in " ".join(parse(client.get(shared(scene))).text.split())

    def test_the_button_leads_to_a_run(self, scene: Scene, client: Client) -> None:
        page = parse(client.get(shared(scene)))
        link = next(a.attributes["href"] for a in page.all("a") if a.text == "Play it")
        form = parse(client.get(link))
        assert form.one("input", name="custom").attributes["value"] == scene.custom.share_key
        answer = client.post("/runs/new/", start(scene, custom=scene.custom.share_key))
        run = NuzlockeRun.objects.latest("pk")
        assert run.game == scene.custom.game
        page = parse(client.get(answer["Location"]))
        links = [a.attributes["href"] for a in page.all("a") if "href" in a.attributes]
        assert shared(scene) in links
        assert not [one for one in links if f"/games/{run.game.slug}" in one]

    def test_a_refused_form_keeps_the_key(self, scene: Scene, client: Client) -> None:
        answer = client.post(
            "/runs/new/", start(scene, custom=scene.custom.share_key, name="x" * 81)
        )
        assert answer.status_code == 422
        page = parse(answer)
        assert page.one("input", name="custom").attributes["value"] == scene.custom.share_key
        chosen = page.one("input", name="game", value=scene.custom.game.slug)
        assert "checked" in chosen.attributes

    @pytest.mark.parametrize("key", ["", "x" * 32, "x" * 3000, "✓", "a\0b"])
    def test_without_its_key_it_is_no_game(
        self, scene: Scene, stranger_client: Client, key: str
    ) -> None:
        answer = stranger_client.post("/runs/new/", start(scene, custom=key))
        assert answer.status_code == 422
        assert "Hoenn inside out" not in answer.content.decode()
        assert stranger_client.get("/runs/new/", {"custom": key}).status_code == 200
        assert NuzlockeRun.objects.count() == 1

    def test_a_private_one_cannot_be_started_any_more(
        self, scene: Scene, stranger_client: Client
    ) -> None:
        key = scene.custom.share_key
        stop_sharing(custom_game=scene.custom)
        assert stranger_client.get(shared(scene)).status_code == 404
        assert stranger_client.post("/runs/new/", start(scene, custom=key)).status_code == 422

    def test_a_run_of_it_has_all_pages_and_no_dead_link(
        self, scene: Scene, stranger_client: Client
    ) -> None:
        key = scene.custom.share_key
        answer = stranger_client.post("/runs/new/", start(scene, custom=key))
        stop_sharing(custom_game=scene.custom)
        run = answer["Location"]
        pages = [
            "",
            *[
                "box",
                "graveyard",
                "timeline",
                "stats",
                "scout",
                "quick",
                "rules",
                "bosses",
                "places",
                "again",
            ],
        ]
        pages = [
            *(f"{page}/" if page else "" for page in pages),
            "bosses/roxanne/",
            "routes/route-101/",
        ]
        for name in pages:
            page = parse(stranger_client.get(f"{run}{name}"))
            for link in page.all("a"):
                href = link.attributes.get("href", "#")
                if href.startswith("/"):
                    assert stranger_client.get(href).status_code in {200, 302}, (name, href)
        assert f"/games/{scene.custom.game.slug}" not in page.text


class TestStates:
    def test_of_the_owners_page(self, scene: Scene, owner_client: Client) -> None:
        url = reverse("tracker:custom-game-detail", args=[scene.custom.public_id])
        page = parse(owner_client.get(url))
        assert page.one("input", id="link").attributes["value"].endswith(shared(scene))
        owner_client.post(f"{url}offer/", {"credit": "Ash"})
        assert "Offered to the curators" in parse(owner_client.get(url)).text
        owner_client.post(f"{url}offer/", {"stop": "on"})
        owner_client.post(f"{url}share/", {"stop": "on"})
        page = parse(owner_client.get(url))
        assert "Only you." in page.text
        assert not page.all("input", id="link")

    def test_corrections_say_what_they_have_done(self, scene: Scene, owner_client: Client) -> None:
        RouteFactory(game=scene.run.game, name="Route 110", slug="route-110", order=30)
        url = reverse("tracker:custom-game-corrections", args=[scene.custom.public_id])
        revision = scene.custom.game.revision
        answer = owner_client.post(url, {"revision": str(revision)}, follow=True)
        assert "Entries: 1 added." in parse(answer).text
        late = owner_client.post(url, {"revision": str(revision)})
        assert late.status_code == 409

    def test_a_game_that_is_played_is_not_deleted(self, scene: Scene, owner_client: Client) -> None:
        owner_client.post("/runs/new/", start(scene))
        url = reverse("tracker:custom-game-delete", args=[scene.custom.public_id])
        answer = owner_client.post(url)
        assert answer.status_code == 422
        assert "1 run of yours uses this game" in parse(answer).one(role="alert").text

    def test_the_list_is_the_players_own(self, scene: Scene, owner_client: Client) -> None:
        url = reverse("tracker:custom-game-list")
        assert "Hoenn inside out" in owner_client.get(url).content.decode()
        other = Client()
        other.force_login(GuestFactory())
        assert "Hoenn inside out" not in other.get(url).content.decode()
