"""The run page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from pokedex.models import Game, Pokemon, Route
from tests.conftest import signed_in
from tests.factories import BossFactory, EncounterFactory, NuzlockeRunFactory
from tests.html import parse
from tests.tracker.many import FEW, MANY, fill, queries_of
from tests.tracker.views.scene import LADDER, Scene
from tracker.models import NuzlockeRun

RUNG = LADDER["run-detail"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("places", [FEW, MANY])
@pytest.mark.parametrize("open_one", [True, False])
def test_takes_six_queries_for_any_number_of_places(
    owner: User, owner_client: Client, places: int, open_one: bool
) -> None:
    """Session, user, run, encounters, bosses, the history; nothing else."""
    run = NuzlockeRunFactory(owner=owner)
    routes = fill(run, places)
    if open_one:
        run.encounters.filter(route=routes[places // 2]).delete()
    url = f"/runs/{run.public_id}/"
    page = parse(owner_client.get(url))
    assert len(page.all("li", of="route")) == places
    assert len(page.one(id="routes").all("p", of="met")) == places - open_one
    assert len(page.all("li", of="route-open")) == open_one
    queries = queries_of(lambda: owner_client.get(url))
    assert len(queries) == 6, queries


def test_shows_the_places_with_what_was_met(scene: Scene, owner_client: Client) -> None:
    page = parse(owner_client.get(RUNG.url(scene)))
    assert page.one("h1").text == "Hoenn with friends"
    free, used = page.all("li", of="route")
    assert free.one("h2").text == "Route 101"
    assert "1 new species, chance unknown" in free.text
    assert used.one("p", of="met").text == f"Fang {scene.poochyena.name}"
    assert used.one(of="status-caught").text == "Caught"
    assert used.one(of="level").text == "Lv 3"
    numbers = page.one(id="run-numbers").text
    assert numbers == "Alive 1 Boxed 1 Dead 0 Missed 0 Places 1 of 2"


def test_opens_the_place_to_continue_at(scene: Scene, owner_client: Client) -> None:
    page = parse(owner_client.get(RUNG.url(scene)))
    row = page.one("li", of="route-open")
    assert row is scene.row(page)
    option = row.one("label", of="option")
    assert option.one("input", name="pokemon").attributes["value"] == scene.poochyena.slug
    assert scene.poochyena.name in option.text
    assert "Walking" in option.text
    assert "up to 30 %" in option.text
    assert "Lv 2–3" in option.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2),
        ("?show=caught", 1),
        ("?show=missed", 0),
        ("?show=dead", 0),
        ("?show=nonsense", 2),
        ("?show=%00", 2),
        ("?show=" + "x" * 10_000, 2),
        ("?show=caught&show=dead", 0),
    ],
)
def test_is_filtered(scene: Scene, owner_client: Client, query: str, shown: int) -> None:
    page = parse(owner_client.get(RUNG.url(scene) + query))
    assert len(page.all("li", of="route")) == shown
    assert ("No place of this run fits this filter." in page.text) is (shown == 0)
    assert len(page.one("nav", of="filters").all("a", aria_current="page")) == 1


def test_folds_what_is_done_until_all_is_asked_for(
    scene: Scene, owner_client: Client, stranger_client: Client
) -> None:
    """The rows stay on the page, where a search finds them: the styles fold them."""
    url = RUNG.url(scene)
    other = NuzlockeRunFactory(owner=scene.run.owner)
    for wanted, label in (("open", "To come"), ("all", "All")):
        answer = owner_client.get(f"{url}?show={wanted}")
        assert (answer.status_code, answer["Location"]) == (302, url)
        page = parse(owner_client.get(url))
        assert page.one("nav", of="filters").one("a", aria_current="page").text == label
        assert [len(page.all("li", of=of)) for of in ("route", "route-open")] == [2, 1]
        edit = parse(owner_client.get(LADDER["encounter-log"].url(scene)))
        assert edit.one("nav", of="filters").one("a", aria_current="page").text == label
        cookie = owner_client.cookies["show"]
        assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == (url, "Lax", 31_536_000)
    assert stranger_client.get(f"{url}?show=open").status_code == 404
    owner_client.cookies["show"] = "caught"
    page = parse(owner_client.get(f"/runs/{other.public_id}/"))
    assert page.one("nav", of="filters").one("a", aria_current="page").text == "All"


def test_leads_to_the_badges_that_are_among_its_rows(scene: Scene, owner_client: Client) -> None:
    game, used = scene.run.game, scene.used
    BossFactory(game=game, after_route=used, slug="roxanne", name="Roxanne", kind="gym", order=1)
    BossFactory(game=game, after_route=used, slug="may", name="May", kind="rival", order=2)
    page = parse(owner_client.get(RUNG.url(scene)))
    links = page.one("nav", aria_label="Jump to a badge").all("a")
    assert [(link.attributes["href"], link.text) for link in links] == [
        ("#boss-roxanne", "Roxanne")
    ]
    assert "route-badge" in page.one("li", id="boss-roxanne").classes
    page = parse(owner_client.get(RUNG.url(scene) + "?show=caught"))
    assert page.all("nav", aria_label="Jump to a badge") == []


def test_of_an_ended_run_offers_no_act_but_to_reopen(scene: Scene, owner_client: Client) -> None:
    now = timezone.now()
    NuzlockeRun.objects.update(status="failed", started_at=now, completed_at=now)
    page = parse(owner_client.get(RUNG.url(scene)))
    assert len(page.all("li", of="route")) == 2
    assert page.all("li", of="route-open") == []
    main = page.one("main")
    reopen, archive = main.one("details", of="menu").all("form")
    assert (reopen.text, archive.text) == ("Reopen the run", "Archive")
    assert [form.classes for form in main.all("form")[2:]] == [set(), {"find"}], "undo is off"
    assert reopen.attributes["action"] == LADDER["run-reopen"].url(scene)
    assert main.one("ol", of="routes").all("a") == []


def test_keeps_what_was_met_at_a_retired_place_of_a_retired_game(
    scene: Scene, owner_client: Client
) -> None:
    Route.objects.update(is_active=False)
    Game.objects.update(is_active=False)
    Pokemon.objects.update(is_active=False)
    page = parse(owner_client.get(RUNG.url(scene)))
    row = page.one("li", of="route")
    assert row.one("h2").text == "Route 103 No longer in the catalog"
    assert "Fang" in row.text
    answer = owner_client.get(LADDER["encounter-edit"].url(scene))
    assert answer.status_code == 200
    form = parse(answer).one("form", of="form")
    chosen = form.one("input", name="pokemon", value=scene.poochyena.slug)
    assert "checked" in chosen.attributes


def test_marks_what_our_table_does_not_have(scene: Scene, owner_client: Client) -> None:
    EncounterFactory(run=scene.run, route=scene.used, pokemon=scene.zigzagoon, is_bonus=True)
    url = LADDER["encounter-log"].url(scene, route_slug=scene.used.slug)
    page = parse(owner_client.get(url))
    counted, bonus = scene.row(page, scene.used).all("li", of="encounter")
    assert [badge.text for badge in counted.all(of="badge")] == []
    assert [badge.text for badge in bonus.all(of="badge")] == ["Bonus", "Not in our table"]


def test_tells_a_guest_where_his_run_lives(scene: Scene, owner_client: Client, guest: User) -> None:
    run = NuzlockeRunFactory(owner=guest, game=scene.run.game)
    words = "your runs live in this browser"
    assert words in parse(signed_in(guest).get(f"/runs/{run.public_id}/")).text
    assert words not in parse(owner_client.get(RUNG.url(scene))).text


def test_has_ids_once_each(scene: Scene, owner_client: Client) -> None:
    for rung in (RUNG, LADDER["encounter-edit"], LADDER["encounter-faint"]):
        page = parse(owner_client.get(rung.url(scene)))
        ids = [element.attributes["id"] for element in page if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        for label in page.all("label"):
            if "for" in label.attributes:
                assert label.attributes["for"] in ids
