"""What the list of games and the page of one are made of."""

from __future__ import annotations

import pytest

from pokedex.models import Game, Route
from pokedex.pages import games, routes
from pokedex.pages.bosses import BossRow
from tests.factories import (
    BossFactory,
    GameFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.pokedex.pages.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def emerald() -> Game:
    return GameFactory(name="Emerald", slug="emerald", generation=3)


@pytest.fixture
def route_101(emerald: Game) -> Route:
    return RouteFactory(game=emerald, name="Route 101", slug="route-101", order=20)


def routes_of(page: games.GamePage) -> list[games.RouteRow]:
    return [row for row in page.rows if isinstance(row, games.RouteRow)]


def test_games_are_grouped_by_generation_in_order(emerald: Game) -> None:
    GameFactory(name="Crystal", generation=2, release_year=2000)
    GameFactory(name="Ruby", generation=3, release_year=2002)
    listed = [(g.number, [card.name for card in g.games]) for g in games.game_list_page()]
    assert listed == [(2, ["Crystal"]), (3, ["Ruby", "Emerald"])]


def test_a_game_counts_its_routes_and_each_pokemon_once(route_101: Route) -> None:
    poochyena = RouteEncounterFactory(route=route_101).pokemon
    RouteEncounterFactory(route=route_101, pokemon=poochyena, encounter_method="surf")
    RouteEncounterFactory(route__game=route_101.game, pokemon=poochyena)
    RouteEncounterFactory(route__game=route_101.game)
    RouteEncounterFactory()
    cards = {c.slug: c for generation in games.game_list_page() for c in generation.games}
    assert (cards["emerald"].routes, cards["emerald"].pokemon) == (3, 2)


def test_an_empty_game_counts_nothing(emerald: Game) -> None:
    [generation] = games.game_list_page()
    assert (generation.games[0].routes, generation.games[0].pokemon) == (0, 0)


def test_retired_rows_are_nowhere(route_101: Route) -> None:
    emerald = route_101.game
    GameFactory(is_active=False)
    hidden = RouteFactory(game=emerald, is_active=False)
    RouteEncounterFactory(route=hidden)
    RouteEncounterFactory(route=route_101, is_active=False)
    RouteEncounterFactory(route=route_101, pokemon__is_active=False)
    [generation] = games.game_list_page()
    assert [(c.slug, c.routes, c.pokemon) for c in generation.games] == [("emerald", 1, 0)]
    game = games.game_page("emerald")
    assert game is not None
    assert [(row.slug, row.pokemon) for row in routes_of(game)] == [("route-101", 0)]
    route = routes.route_page("emerald", "route-101")
    assert route is not None
    assert (route.groups, route.total) == ((), 1)
    assert routes.route_page("emerald", hidden.slug) is None


def test_a_retired_game_has_no_pages(route_101: Route) -> None:
    Game.objects.update(is_active=False)
    assert games.game_page("emerald") is None
    assert routes.route_page("emerald", "route-101") is None


def test_what_is_not_there_is_none(route_101: Route) -> None:
    other = RouteFactory()
    assert games.game_page("gold") is None
    assert routes.route_page("emerald", "route-102") is None
    assert routes.route_page("emerald", other.slug) is None
    assert routes.route_page("gold", "route-101") is None


def test_routes_stand_in_story_order_with_stages_and_counts(route_101: Route) -> None:
    emerald = route_101.game
    RouteFactory(game=emerald, name="Sky Pillar", order=30, stage="postgame")
    RouteFactory(game=emerald, name="Littleroot Town", order=10)
    RouteEncounterFactory.create_batch(3, route=route_101)
    page = games.game_page("emerald")
    assert page is not None
    assert [(row.name, row.stage_label, row.pokemon) for row in routes_of(page)] == [
        ("Littleroot Town", "", 0),
        ("Route 101", "", 3),
        ("Sky Pillar", "Post-game", 0),
    ]
    assert [(tab.label, tab.value, tab.rows) for tab in page.stages] == [
        ("All", "", 3),
        ("Story", "story", 2),
        ("Post-game", "postgame", 1),
    ]


@pytest.mark.parametrize(
    ("search", "stage", "found"),
    [
        ("", "", ["Route 101", "Pokémon Tower", "Route 119"]),
        ("ROUTE", "", ["Route 101", "Route 119"]),
        ("  route   101 ", "", ["Route 101"]),
        ("pokemon", "", ["Pokémon Tower"]),
        ("POKÉMON", "", ["Pokémon Tower"]),
        ("route", "postgame", ["Route 119"]),
        ("tower", "postgame", []),
        ("", "never", ["Route 101", "Pokémon Tower", "Route 119"]),
        ("zzz", "", []),
        ("\0", "", []),
        ("%", "", []),
    ],
)
def test_routes_are_found_by_name_and_stage(
    route_101: Route, search: str, stage: str, found: list[str]
) -> None:
    emerald = route_101.game
    RouteFactory(game=emerald, name="Pokémon Tower", order=25)
    RouteFactory(game=emerald, name="Route 119", order=30, stage="postgame")
    page = games.game_page("emerald", search=search, stage=stage)
    assert page is not None
    assert [row.name for row in page.rows] == found
    assert page.total == 3
    assert page.stage == ("postgame" if stage == "postgame" else "")


def test_a_search_is_cut_to_a_sensible_length(route_101: Route) -> None:
    page = games.game_page("emerald", search="x" * 100_000)
    assert page is not None
    assert len(page.search) == 80


@pytest.mark.parametrize(
    ("slug", "approximate"),
    [
        ("omega-ruby", True),
        ("alpha-sapphire", True),
        ("brilliant-diamond", True),
        ("shining-pearl", True),
        ("scarlet", True),
        ("violet", True),
        ("ruby", False),
        ("emerald", False),
    ],
)
def test_games_with_approximate_lists_are_marked(slug: str, approximate: bool) -> None:
    route = RouteFactory(game__slug=slug)
    game_page, route_page = games.game_page(slug), routes.route_page(slug, route.slug)
    assert game_page is not None
    assert route_page is not None
    assert (game_page.is_approximate, route_page.is_approximate) == (approximate, approximate)


def test_the_list_of_games_takes_as_many_queries_for_200_as_for_20() -> None:
    GameFactory.create_batch(20)
    few = queries(games.game_list_page)
    RouteEncounterFactory.create_batch(180)
    assert sum(len(generation.games) for generation in games.game_list_page()) == 200
    assert queries(games.game_list_page) == few == 3


def test_bosses_stand_after_their_route_in_their_own_order(route_101: Route) -> None:
    emerald = route_101.game
    RouteFactory(game=emerald, name="Route 102", order=30)
    hidden = RouteFactory(game=emerald, order=25, is_active=False)
    for order, name, route, values in (
        (30, "Brawly", hidden, {"specialty": "fighting", "ace_level": 19}),
        (20, "May", route_101, {"kind": "rival", "place": "Rustboro City", "specialty": ""}),
        (10, "Roxanne", route_101, {}),
        (40, "Nobody", route_101, {"is_active": False}),
    ):
        BossFactory(game=emerald, order=order, name=name, after_route=route, **values)
    BossFactory(name="Of another game")
    page = games.game_page("emerald")
    assert page is not None
    assert [row.name for row in page.rows] == ["Route 101", "Roxanne", "May", "Brawly", "Route 102"]
    shown = [
        (row.kind_and_place, row.specialty, row.ace_level, row.cap, row.cap_after, row.changes_cap)
        for row in page.rows
        if isinstance(row, BossRow)
    ]
    assert shown == [
        ("Rustboro Gym", "rock", 15, 15, 19, True),
        ("Rival, Rustboro City", "", 15, 19, 19, False),
        ("Rustboro Gym", "fighting", 19, 19, None, True),
    ]
    assert (page.bosses, page.first_cap, page.total) == (3, 15, 5)


@pytest.mark.parametrize(
    ("search", "stage", "found"),
    [
        ("roxanne", "", ["Roxanne"]),
        ("rustboro", "", ["Rustboro City", "Roxanne"]),
        ("pokemon", "", ["Café"]),
        ("", "postgame", ["Café"]),
        ("rust", "postgame", []),
    ],
)
def test_bosses_are_found_by_name_place_and_stage(
    emerald: Game, search: str, stage: str, found: list[str]
) -> None:
    city = RouteFactory(game=emerald, name="Rustboro City")
    BossFactory(game=emerald, name="Roxanne", after_route=city)
    BossFactory(
        game=emerald, name="Café", place="Pokémon League", stage="postgame", after_route=city
    )
    page = games.game_page("emerald", search=search, stage=stage)
    assert page is not None
    assert [row.name for row in page.rows] == found
    assert [tab.value for tab in page.stages] == ["", "story", "postgame"]


def test_the_league_counts_as_one_and_after_it_there_is_no_cap(route_101: Route) -> None:
    emerald = route_101.game
    for kind, level in (("gym", 46), ("elite-four", 49), ("elite-four", 51), ("champion", 58)):
        BossFactory(game=emerald, kind=kind, ace_level=level, after_route=route_101)
    page = games.game_page("emerald")
    assert page is not None
    bosses = [row for row in page.rows if isinstance(row, BossRow)]
    assert [row.cap for row in bosses] == [46, 58, 58, 58]
    assert [row.cap_after if row.changes_cap else "same" for row in bosses] == [
        58,
        "same",
        "same",
        None,
    ]


def test_a_game_names_the_versions_that_came_out_with_it(emerald: Game) -> None:
    GameFactory(name="Jade", version_group="emerald")
    GameFactory(name="Opal", version_group="emerald", is_active=False)
    GameFactory(name="Ruby")
    page = games.game_page("emerald")
    assert page is not None
    assert page.others == ("Jade",)


def test_a_game_takes_as_many_queries_for_200_routes_and_bosses_as_for_20(emerald: Game) -> None:
    counts = set()
    for size in (20, 180):
        for row in RouteEncounterFactory.create_batch(size, route__game=emerald):
            BossFactory(game=emerald, after_route=row.route)
        counts.add(queries(lambda: games.game_page("emerald")))
    assert counts == {5}
    page = games.game_page("emerald")
    assert page is not None
    assert len(page.rows) == 400
    assert {row.pokemon for row in routes_of(page)} == {1}
