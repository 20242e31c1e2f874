"""What a game has that its pair has not."""

from __future__ import annotations

import pytest

from pokedex.models import Game, Pokemon
from pokedex.pages.differences import Comparison, differences_page
from tests.factories import GameFactory, PokemonFactory, RouteEncounterFactory, RouteFactory
from tests.pokedex.pages.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def red() -> Game:
    """Red and Blue, with Routes 1 and 2 each."""
    games: list[Game] = [
        GameFactory(name=name, slug=name.lower(), version_group="red-blue", generation=1)
        for name in ("Red", "Blue")
    ]
    for game in games:
        for number in (1, 2):
            RouteFactory(game=game, name=f"Route {number}", slug=f"route-{number}", order=number)
    return games[0]


def met(game: str, route: str, name: str, **values: object) -> None:
    pokemon = Pokemon.objects.filter(name=name).first() or PokemonFactory(name=name)
    route_row = Game.objects.get(slug=game).routes.get(slug=route)
    RouteEncounterFactory(route=route_row, pokemon=pokemon, **values)


def compared(slug: str) -> Comparison:
    page = differences_page(slug)
    assert page is not None
    [comparison] = page.comparisons
    return comparison


def test_who_is_met_in_one_game_alone(red: Game) -> None:
    for game in ("red", "blue"):
        met(game, "route-1", "Pidgey")
    met("red", "route-1", "Ekans")
    met("red", "route-1", "Ekans", encounter_method="surf")
    met("red", "route-2", "Ekans")
    met("blue", "route-2", "Vulpix")
    # Met in both, on other routes.
    met("red", "route-1", "Weedle")
    met("blue", "route-2", "Weedle")
    comparison = compared("red")
    assert [(each.name, each.routes) for each in comparison.only_here] == [("Ekans", 2)]
    assert [(each.name, each.routes) for each in comparison.only_there] == [("Vulpix", 1)]
    assert [(route.name, route.here, route.there) for route in comparison.routes] == [
        ("Route 1", ("Ekans", "Weedle"), ()),
        ("Route 2", ("Ekans",), ("Vulpix", "Weedle")),
    ]
    mirrored = compared("blue")
    assert (mirrored.only_here, mirrored.only_there) == (
        comparison.only_there,
        comparison.only_here,
    )


def test_games_that_are_alike_differ_in_nothing(red: Game) -> None:
    for game, rate in (("red", 30), ("blue", 40)):
        met(game, "route-1", "Pidgey", encounter_rate=rate)
    comparison = compared("red")
    assert (comparison.only_here, comparison.only_there, comparison.routes) == ((), (), ())


def test_a_route_of_one_game_alone_leads_to_that_game(red: Game) -> None:
    RouteFactory(game=Game.objects.get(slug="blue"), name="Attic", slug="attic", order=3)
    met("blue", "attic", "Gastly")
    [route] = compared("red").routes
    assert (route.name, route.slug, route.other_slug) == ("Attic", "", "attic")


def test_retired_rows_are_nowhere(red: Game) -> None:
    met("red", "route-1", "Ekans", is_active=False)
    hidden = RouteFactory(game=red, slug="hidden", is_active=False)
    met("red", hidden.slug, "Arbok")
    RouteEncounterFactory(route=red.routes.get(slug="route-1"), pokemon__is_active=False)
    comparison = compared("red")
    assert (comparison.only_here, comparison.routes) == ((), ())


def test_types_are_those_of_the_generation(red: Game) -> None:
    clefairy = PokemonFactory(types=["fairy"], past_types=[[5, ["normal"]]])
    RouteEncounterFactory(route=red.routes.get(slug="route-1"), pokemon=clefairy)
    assert [each.types for each in compared("red").only_here] == [("normal",)]


def test_a_game_without_a_pair_has_no_page(red: Game) -> None:
    GameFactory(slug="yellow")
    assert differences_page("yellow") is None
    assert differences_page("gold") is None
    Game.objects.filter(slug="blue").update(is_active=False)
    assert differences_page("red") is None
    assert differences_page("blue") is None


def test_it_takes_as_many_queries_for_200_differences_as_for_20(red: Game) -> None:
    blue = Game.objects.get(slug="blue")
    counts = set()
    for size in (10, 90):
        for game in (red, blue):
            RouteEncounterFactory.create_batch(size, route__game=game)
        counts.add(queries(lambda: compared("red")))
    assert counts == {5}
    assert len(compared("red").routes) == 200
