"""A game in the back office: its routes in order, bosses between them, its pair beside it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pokedex.models import Game
from pokedex.revision import catalog_revision
from tests.factories import BossFactory, GameFactory, RouteEncounterFactory, RouteFactory
from tests.html import Element, parse, values
from tests.pokedex.admin.test_pages import violations
from tests.pokedex.admin.test_rows import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def game(db: None) -> Game:
    game: Game = GameFactory.create(name="Emerald")
    for order, name in ((10, "Route 101"), (20, "Route 102"), (30, "Petalburg Woods")):
        RouteFactory.create(game=game, order=order, name=name)
    return game


def page(browser: Client, game: Game) -> Element:
    return parse(browser.get(address(Game, "change", game.pk)))


def order_of(game: Game) -> list[tuple[int, str]]:
    return list(game.routes.in_story_order().values_list("order", "name"))


def form(browser: Client, game: Game) -> dict[str, str]:
    return values(page(browser, game).one(id="routes").one("form"))


def send(browser: Client, game: Game, numbers: dict[str, str]) -> str:
    answer = browser.post(reverse("admin:pokedex_game_order", args=[game.pk]), numbers, follow=True)
    return answer.content.decode()


class TestOrder:
    def test_stands_on_the_games_own_page_with_the_bosses(
        self, curator: Client, game: Game
    ) -> None:
        BossFactory.create(
            game=game, name="Roxanne", after_route=game.routes.get(name="Route 102"), ace_level=15
        )
        rows = page(curator, game).one(id="routes").one("tbody").all("tr")
        assert [row.one("th").text for row in rows] == ["Route 101", "Route 102", "Petalburg Woods"]
        assert "Roxanne, ace level 15" in rows[1].text

    def test_is_changed_by_number_and_kept_in_steps_of_ten(
        self, curator: Client, game: Game
    ) -> None:
        numbers = form(curator, game)
        woods = game.routes.get(name="Petalburg Woods")
        before = catalog_revision()
        said = send(curator, game, numbers | {f"order-{woods.pk}": "15"})
        assert "2 routes have a new number." in said
        assert order_of(game) == [(10, "Route 101"), (20, "Petalburg Woods"), (30, "Route 102")]
        assert catalog_revision() != before

    def test_as_it_stands_writes_nothing(self, curator: Client, game: Game) -> None:
        assert "Nothing changed." in send(curator, game, form(curator, game))
        assert [number for number, _ in order_of(game)] == [10, 20, 30]

    @pytest.mark.parametrize("typed", ["0", "-5", "x", "", "1.5", "9" * 40, "١٢"])
    def test_refuses_what_is_no_number(self, curator: Client, game: Game, typed: str) -> None:
        route = game.routes.first()
        assert route is not None
        said = send(curator, game, form(curator, game) | {f"order-{route.pk}": typed})
        assert "Give each route a number from 1 to 1,000,000." in said
        assert [number for number, _ in order_of(game)] == [10, 20, 30]

    def test_refuses_routes_that_have_come_or_gone(self, curator: Client, game: Game) -> None:
        numbers = form(curator, game)
        added = RouteFactory.create(game=game)
        assert "are others now" in send(curator, game, numbers)
        stranger = RouteFactory.create()
        numbers = form(curator, game) | {f"order-{stranger.pk}": "5"}
        assert "are others now" in send(curator, game, numbers)
        assert added in game.routes.all()

    def test_is_not_changed_by_a_get_nor_without_permission(
        self, curator: Client, owner_client: Client, game: Game
    ) -> None:
        url = reverse("admin:pokedex_game_order", args=[game.pk])
        assert curator.get(url).status_code == 405
        assert owner_client.post(url).status_code == 302
        numbers = form(curator, game)
        Group.objects.get(name="Curators").permissions.filter(codename="change_route").delete()
        assert curator.post(url, numbers).status_code == 403
        assert curator.post(reverse("admin:pokedex_game_order", args=[0])).status_code == 404

    def test_of_103_routes_is_sent_whole_and_read_in_few_queries(self, curator: Client) -> None:
        game = GameFactory.create()
        for number in range(103):
            route = RouteFactory.create(game=game, order=number + 1)
            BossFactory.create(game=game, after_route=route, order=number + 1)
        with CaptureQueriesContext(connection) as captured:
            numbers = form(curator, game)
        assert len(captured) <= 20
        assert "103 routes have a new number." in send(curator, game, numbers)


class TestComparison:
    def test_shows_what_only_one_has_and_what_differs(self, curator: Client, game: Game) -> None:
        pair = GameFactory.create(name="Ruby")
        here, there = (
            RouteFactory.create(game=one, name="Route 116", slug="route-116", source_key="r116")
            for one in (game, pair)
        )
        same = RouteEncounterFactory.create(route=here)
        RouteEncounterFactory.create(route=there, pokemon=same.pokemon)
        other = RouteEncounterFactory.create(route=here, encounter_rate=20)
        RouteEncounterFactory.create(route=there, pokemon=other.pokemon, encounter_rate=10)
        only = RouteEncounterFactory.create(route=there, encounter_method="surf")
        url = reverse("admin:pokedex_game_compare", args=[game.pk, pair.pk])
        assert url in {
            link.attributes.get("href") for link in page(curator, game).one(id="routes").all("a")
        }
        answer = parse(curator.get(url))
        assert violations(answer) == []
        rows = [row.text for row in answer.one(of="compared").one("tbody").all("tr")]
        assert rows == [
            f"{only.pokemon} Surfing – 30 %, level 2–3",
            f"{other.pokemon} Walking 20 %, level 2–3 10 %, level 2–3",
        ]
        assert "1 the same" in answer.one(id="content").text
        assert "not in Ruby" in answer.one(id="content").text

    def test_takes_a_fixed_number_of_queries(self, curator: Client, game: Game) -> None:
        url = reverse("admin:pokedex_game_compare", args=[game.pk, GameFactory.create().pk])

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert curator.get(url).status_code == 200
            return len(captured)

        few = queries()
        for _ in range(5):
            RouteEncounterFactory.create(route__game=game)
        assert queries() == few

    def test_is_for_those_who_may_see_games(self, owner_client: Client, game: Game) -> None:
        url = reverse("admin:pokedex_game_compare", args=[game.pk, game.pk])
        assert owner_client.get(url).status_code == 302
