"""The pages on which a player changes a game of his own, beside what holds for every page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    EncounterTable,
    Game,
    Route,
    RouteEncounter,
)
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    EncounterTableFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.html import Element, parse, values
from tests.tracker.many import queries_of
from tests.tracker.views.scene import FORM, POSTING, READING
from tests.tracker.views.test_hostile_input import PAYLOADS, is_clean
from tracker.forms.custom_contents import (
    MOST_ERRORS,
)
from tracker.models import CustomGame
from tracker.services.custom_games import create_custom_game, share_custom_game, stop_sharing

pytestmark = pytest.mark.django_db

Fields = dict[str, str]


def make_custom(owner: User) -> CustomGame:
    """A shared game with three routes and a boss; Zigzagoon is met at the first."""
    base = GameFactory(name=f"Emerald of {owner.pk}")
    routes = [
        RouteFactory(game=base, name=f"Route {number}", slug=f"route-{number}", order=number)
        for number in (110, 120, 130)
    ]
    zigzagoon = PokemonFactory(name=f"Zigzagoon {owner.pk}", slug=f"zigzagoon-{owner.pk}")
    RouteEncounterFactory(route=routes[0], pokemon=zigzagoon, encounter_rate=100)
    EncounterTableFactory(route=routes[0], pokemon=[[zigzagoon.slug, 100, 2, 3]])
    boss = BossFactory(game=base, slug="roxanne", name="Roxanne", after_route=routes[1], order=10)
    BossPokemonFactory(boss=boss, pokemon=zigzagoon, slot=1)
    custom = create_custom_game(
        owner=owner, base=base, name="Harder than it was", submission=uuid.uuid4()
    )
    share_custom_game(custom_game=custom, credit="")
    return now(custom)


def now(custom: CustomGame) -> CustomGame:
    return CustomGame.objects.with_its_games().get(pk=custom.pk)


def snapshot() -> dict[str, list[Any]]:
    models = (Game, Route, RouteEncounter, EncounterTable, Boss, BossPokemon, CustomGame)
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in (*models, CatalogChange)
    }


@dataclass(frozen=True)
class Page:
    """A page of one's own game: ``slug`` names the route or the boss, ``form`` what it takes."""

    name: str
    slug: str = ""
    methods: frozenset[str] = FORM
    form: Callable[[CustomGame], Fields] | None = None

    def url(self, custom: CustomGame, **others: Any) -> str:
        arguments: dict[str, Any] = {"game_id": custom.public_id}
        if self.slug:
            arguments["boss_slug" if "boss" in self.name else "route_slug"] = self.slug
        return reverse(f"tracker:{self.name}", kwargs={**arguments, **others})

    def __str__(self) -> str:
        return self.name


def revised(**typed: str) -> Callable[[CustomGame], Fields]:
    return lambda custom: {"revision": str(custom.game.revision), **typed}


def boss(**typed: str) -> Callable[[CustomGame], Fields]:
    facts = {"name": "Roxy", "kind": "gym", "after": "route-120", "stage": "story"}
    return revised(**{**facts, "ace_level": "17", "team": "", **typed})


OWN = [
    Page("custom-contents", methods=READING),
    Page("custom-route-add", form=revised(name="Cave", stage="story", after="route-110")),
    Page("custom-route-detail", "route-110", READING),
    Page("custom-route-edit", "route-110", form=revised(name="Petal Way", stage="story")),
    Page("custom-route-step", "route-110", POSTING, revised(to="down")),
    Page("custom-route-encounters", "route-110", form=revised(lines="")),
    Page("custom-route-take-back", "route-110", form=revised()),
    Page("custom-boss-add", form=boss(name="Wally")),
    Page("custom-boss-detail", "roxanne", READING),
    Page("custom-boss-edit", "roxanne", form=boss()),
    Page("custom-boss-take-back", "roxanne", form=revised()),
]
WRITING = [page for page in OWN if page.form]
READABLE = [page for page in OWN if "GET" in page.methods]


@pytest.fixture
def custom(owner: User) -> CustomGame:
    return make_custom(owner)


class TestTheOwner:
    @pytest.mark.parametrize("page", READABLE, ids=str)
    def test_reads_and_nothing_is_written(
        self, page: Page, custom: CustomGame, owner_client: Client
    ) -> None:
        before = snapshot()
        answer = owner_client.get(page.url(custom))
        assert answer.status_code == 200
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert len(parse(answer).all("h1")) == 1
        assert owner_client.head(page.url(custom)).status_code == 200
        assert snapshot() == before

    @pytest.mark.parametrize("page", WRITING, ids=str)
    def test_writes_and_comes_back_to_the_list(
        self, page: Page, custom: CustomGame, owner_client: Client
    ) -> None:
        assert page.form
        before = snapshot()
        answer = owner_client.post(page.url(custom), page.form(custom))
        assert answer.status_code == 302
        url, _, anchor = answer["Location"].partition("#")
        assert url == reverse("tracker:custom-contents", args=[custom.public_id])
        assert parse(owner_client.get(url)).one(id=anchor)
        after = snapshot()
        assert after != before
        assert after["CatalogChange"] == before["CatalogChange"]

    @pytest.mark.parametrize("page", WRITING, ids=str)
    def test_is_told_of_a_change_in_another_window_and_loses_nothing(
        self, page: Page, custom: CustomGame, owner_client: Client
    ) -> None:
        assert page.form
        form = page.form(custom)
        Game.objects.filter(pk=custom.game_id).update(revision=custom.game.revision + 1)
        before = snapshot()
        answer = owner_client.post(page.url(custom), form)
        assert answer.status_code == 409
        assert snapshot() == before
        if page.name != "custom-route-step":
            shown = values_of(parse(answer))
            assert {name: shown[name] for name in form} == {
                **form,
                "revision": str(custom.game.revision + 1),
            }
            assert owner_client.post(page.url(custom), shown).status_code == 302


class TestSharedPages:
    def url(self, name: str, custom: CustomGame, slug: str) -> str:
        return reverse(f"tracker:{name}", args=[custom.share_key or "x" * 30, slug])

    def test_are_for_whoever_has_the_link(self, custom: CustomGame, client: Client) -> None:
        route = client.get(self.url("custom-route-shared", custom, "route-110"))
        assert "100 %" in parse(route).one("main").text
        boss = client.get(self.url("custom-boss-shared", custom, "roxanne"))
        assert parse(boss).one("h1").text == "Roxanne"
        for answer in (route, boss):
            assert not answer.cookies
            assert "/edit/" not in answer.content.decode()
            assert str(custom.public_id) not in answer.content.decode()

    def test_show_nothing_hidden_and_nothing_without_the_link(
        self, custom: CustomGame, client: Client
    ) -> None:
        route = self.url("custom-route-shared", custom, "route-110")
        boss = self.url("custom-boss-shared", custom, "roxanne")
        for url in (route, boss):
            assert client.get(url[:-1] + "x/").status_code == 404
            assert client.post(url).status_code == 405
        Route.objects.filter(game=custom.game, slug="route-110").update(is_active=False)
        Boss.objects.filter(game=custom.game).update(is_active=False)
        assert client.get(route).status_code == client.get(boss).status_code == 404
        Route.objects.update(is_active=True)
        stop_sharing(custom_game=custom)
        assert client.get(route).status_code == 404

    def test_lead_to_the_catalog_once_it_is_a_part_of_it(
        self, custom: CustomGame, client: Client
    ) -> None:
        CustomGame.objects.update(state="adopted")
        for name, slug in (("custom-route-shared", "route-110"), ("custom-boss-shared", "roxanne")):
            answer = client.get(self.url(name, custom, slug))
            assert answer["Location"] == reverse(
                "tracker:custom-game-shared", args=[custom.share_key]
            )


class TestRefusals:
    def test_of_lines_say_each_with_its_number(
        self, custom: CustomGame, owner_client: Client
    ) -> None:
        name = Route.objects.get(game=custom.game, slug="route-110").encounters.get().pokemon.name
        url = reverse("tracker:custom-route-encounters", args=[custom.public_id, "route-110"])
        text = f"{name[:-1]}x, walk\n{name}, wolk\n{name}, walk, 200\n{name}, walk, 5, 9-2\n{name}"
        answer = owner_client.post(url, {"lines": text, "revision": str(custom.game.revision)})
        assert answer.status_code == 422
        page = parse(answer)
        found = [item.text for item in page.one("ul", of="errorlist").all("li")]
        assert [one[:7] for one in found] == [f"Line {number}:" for number in range(1, 6)]
        assert found[0].endswith(f"Did you mean {name}?")
        assert page.one("textarea").text.strip().startswith(name[:-1])

    def test_of_many_lines_stop_somewhere(self, custom: CustomGame, owner_client: Client) -> None:
        url = reverse("tracker:custom-route-encounters", args=[custom.public_id, "route-110"])
        sent = {"lines": "Nobody, walk\n" * 250, "revision": str(custom.game.revision)}
        errors = parse(owner_client.post(url, sent)).one("ul", of="errorlist").all("li")
        assert len(errors) == MOST_ERRORS + 1

    def test_of_a_name_that_is_taken_keep_it(
        self, custom: CustomGame, owner_client: Client
    ) -> None:
        url = reverse("tracker:custom-route-edit", args=[custom.public_id, "route-110"])
        form = revised(name="Route 120", stage="story")(custom)
        answer = owner_client.post(url, form)
        assert answer.status_code == 422
        assert "Another route of this game has this name." in parse(answer).text
        assert values_of(parse(answer))["name"] == "Route 120"

    def test_tabs_of_a_spreadsheet_are_taken(
        self, custom: CustomGame, owner_client: Client
    ) -> None:
        pokemon = PokemonFactory(name="Ralts", slug="ralts")
        url = reverse("tracker:custom-route-encounters", args=[custom.public_id, "route-110"])
        form = revised(lines="Ralts\twalk\t100\t4\r\n")(custom)
        assert owner_client.post(url, form).status_code == 302
        found = Route.objects.get(game=custom.game, slug="route-110").encounters.published()
        assert [row.pokemon for row in found] == [pokemon]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_names_notes_and_moves_is_text(
    payload: str, custom: CustomGame, owner_client: Client, client: Client
) -> None:
    Route.objects.filter(game=custom.game, slug="route-110").update(name=payload)
    Boss.objects.filter(game=custom.game).update(name=payload, place=payload, note=payload)
    team = BossPokemon.objects.filter(boss__game=custom.game)
    team.update(held_item=payload[:40], moves=[payload])
    Game.objects.filter(pk=custom.game_id).update(name=payload, revision=99)
    for page in READABLE:
        is_clean(parse(owner_client.get(page.url(custom))))
    for name, slug in (("custom-route-shared", "route-110"), ("custom-boss-shared", "roxanne")):
        is_clean(parse(client.get(reverse(f"tracker:{name}", args=[custom.share_key, slug]))))


def test_no_page_takes_more_queries_for_a_large_game(owner: User, owner_client: Client) -> None:
    custom = make_custom(owner)
    owner_client.get("/runs/")
    before = {page.name: taken(owner_client, page, custom) for page in READABLE}
    last = Route.objects.get(game=custom.game, slug="route-130")
    met = RouteEncounter.objects.filter(route__game=custom.game).latest("pk").pokemon
    for number in range(60):
        route = RouteFactory(game=custom.game, order=1000 + number)
        RouteEncounterFactory(route=route, pokemon=met)
        if number % 6 == 0:
            boss = BossFactory(game=custom.game, after_route=last, order=1000 + number)
            BossPokemonFactory(boss=boss, pokemon=met)
    Game.objects.filter(pk=custom.game_id).update(revision=500)
    for page in READABLE:
        assert taken(owner_client, page, custom) == before[page.name], page.name


def taken(client: Client, page: Page, custom: CustomGame) -> int:
    Game.objects.filter(pk=custom.game_id).update(revision=custom.game.revision + 7)
    return len(queries_of(lambda: client.get(page.url(custom))))


def values_of(page: Element) -> Fields:
    """What the page's form would send."""
    found = values(page.one("form", of="form"))
    found.pop("csrfmiddlewaretoken")
    return found
