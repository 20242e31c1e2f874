"""What the pages of games and routes are made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pokedex.models import Game, Route
from pokedex.pages import games
from tests.factories import GameFactory, PokemonFactory, RouteEncounterFactory, RouteFactory

pytestmark = pytest.mark.django_db


def queries(read: Callable[[], object]) -> int:
    """Count the queries of one read."""
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


@pytest.fixture
def emerald() -> Game:
    return GameFactory(name="Emerald", slug="emerald", generation=3)


@pytest.fixture
def route_101(emerald: Game) -> Route:
    return RouteFactory(game=emerald, name="Route 101", slug="route-101", order=20)


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
    assert [(row.slug, row.pokemon) for row in game.routes] == [("route-101", 0)]
    route = games.route_page("emerald", "route-101")
    assert route is not None
    assert (route.groups, route.total) == ((), 1)
    assert games.route_page("emerald", hidden.slug) is None


def test_a_retired_game_has_no_pages(route_101: Route) -> None:
    Game.objects.update(is_active=False)
    assert games.game_page("emerald") is None
    assert games.route_page("emerald", "route-101") is None


def test_what_is_not_there_is_none(route_101: Route) -> None:
    other = RouteFactory()
    assert games.game_page("gold") is None
    assert games.route_page("emerald", "route-102") is None
    assert games.route_page("emerald", other.slug) is None
    assert games.route_page("gold", "route-101") is None


def test_routes_stand_in_story_order_with_stages_and_counts(route_101: Route) -> None:
    emerald = route_101.game
    RouteFactory(game=emerald, name="Sky Pillar", order=30, stage="postgame")
    RouteFactory(game=emerald, name="Littleroot Town", order=10)
    RouteEncounterFactory.create_batch(3, route=route_101)
    page = games.game_page("emerald")
    assert page is not None
    assert [(row.name, row.stage_label, row.pokemon) for row in page.routes] == [
        ("Littleroot Town", "", 0),
        ("Route 101", "", 3),
        ("Sky Pillar", "Post-game", 0),
    ]
    assert [(tab.label, tab.value, tab.routes) for tab in page.stages] == [
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
    assert [row.name for row in page.routes] == found
    assert page.total == 3
    assert page.stage == ("postgame" if stage == "postgame" else "")


def test_a_search_is_cut_to_a_sensible_length(route_101: Route) -> None:
    page = games.game_page("emerald", search="x" * 100_000)
    assert page is not None
    assert len(page.search) == 80


def test_a_route_knows_its_place_and_its_neighbours(route_101: Route) -> None:
    emerald = route_101.game
    before = RouteFactory(game=emerald, order=10)
    RouteFactory(game=emerald, order=21, is_active=False)
    after = RouteFactory(game=emerald, order=30)
    RouteFactory(order=25)
    page = games.route_page("emerald", "route-101")
    assert page is not None
    assert page.previous == games.Neighbour(before.name, before.slug)
    assert page.next == games.Neighbour(after.name, after.slug)
    assert (page.place, page.total) == (2, 3)
    first, last = (games.route_page("emerald", route.slug) for route in (before, after))
    assert first is not None
    assert last is not None
    assert (first.previous, last.next) == (None, None)


def test_encounters_stand_by_method_group_the_likeliest_first(route_101: Route) -> None:
    def met(name: str, method: str, rate: int | None, **values: object) -> None:
        RouteEncounterFactory(
            route=route_101,
            pokemon__name=name,
            encounter_method=method,
            encounter_rate=rate,
            **values,
        )

    met("Mudkip", "gift", None, min_level=5, max_level=5)
    met("Marill", "surf", 60)
    met("Zigzagoon", "walk", 10, min_level=2, max_level=3)
    met("Poochyena", "walk", 45, conditions=["time-night"])
    met("Seedot", "walk", 50, availability="special", conditions=["swarm-yes"])
    met("Ralts", "horde", 5)
    met("Wurmple", "unknown", None, min_level=None, max_level=None)
    page = games.route_page("emerald", "route-101")
    assert page is not None
    assert page.pokemon == 7
    shown = [
        (group.name, table.label, [(row.name, row.rate, row.levels) for row in table.rows])
        for group in page.groups
        for table in group.tables
    ]
    assert shown == [
        (
            "Grass and caves",
            "Walking",
            [
                ("Poochyena", "up to 45 %", "2–3"),
                ("Zigzagoon", "up to 10 %", "2–3"),
                ("Seedot", "up to 50 %", "2–3"),
            ],
        ),
        ("Grass and caves", "Horde", [("Ralts", "up to 5 %", "2–3")]),
        ("On the water", "Surfing", [("Marill", "up to 60 %", "2–3")]),
        ("Gifts and eggs", "Gift", [("Mudkip", "", "5")]),
        ("Method not known", "", [("Wurmple", "unknown", "")]),
    ]
    walking = page.groups[0].tables[0].rows
    assert [(row.conditions, row.availability) for row in walking] == [
        ("night", ""),
        ("", ""),
        ("swarm", "Special"),
    ]


def test_types_are_those_of_the_games_generation(route_101: Route) -> None:
    RouteEncounterFactory(
        route=route_101,
        pokemon=PokemonFactory(
            primary_type="psychic", secondary_type="fairy", past_types=[[5, ["psychic"]]]
        ),
    )

    def types() -> tuple[str, ...]:
        page = games.route_page("emerald", "route-101")
        assert page is not None
        return page.groups[0].tables[0].rows[0].types

    assert types() == ("psychic",)
    Game.objects.update(generation=6)
    assert types() == ("psychic", "fairy")


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
    game_page, route_page = games.game_page(slug), games.route_page(slug, route.slug)
    assert game_page is not None
    assert route_page is not None
    assert (game_page.is_approximate, route_page.is_approximate) == (approximate, approximate)


def test_the_list_of_games_takes_as_many_queries_for_200_as_for_20() -> None:
    GameFactory.create_batch(20)
    few = queries(games.game_list_page)
    RouteEncounterFactory.create_batch(180)
    assert sum(len(generation.games) for generation in games.game_list_page()) == 200
    assert queries(games.game_list_page) == few == 3


def test_a_game_takes_as_many_queries_for_200_routes_as_for_20(emerald: Game) -> None:
    RouteEncounterFactory.create_batch(20, route__game=emerald)
    few = queries(lambda: games.game_page("emerald"))
    RouteEncounterFactory.create_batch(180, route__game=emerald)
    page = games.game_page("emerald")
    assert page is not None
    assert len(page.routes) == 200
    assert {row.pokemon for row in page.routes} == {1}
    assert queries(lambda: games.game_page("emerald")) == few == 3


def test_a_route_takes_as_many_queries_for_200_pokemon_as_for_20(route_101: Route) -> None:
    RouteEncounterFactory.create_batch(20, route=route_101)
    few = queries(lambda: games.route_page("emerald", "route-101"))
    RouteEncounterFactory.create_batch(180, route=route_101)
    page = games.route_page("emerald", "route-101")
    assert page is not None
    assert len(page.groups[0].tables[0].rows) == 200
    assert queries(lambda: games.route_page("emerald", "route-101")) == few == 3
