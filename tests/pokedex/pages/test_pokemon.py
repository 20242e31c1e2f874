"""What the page of a Pokémon is made of."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pokedex.models import Game, Pokemon
from pokedex.pages.pokemon import FamilyMember, PokemonPage, pokemon_page
from tests.factories import (
    EvolutionFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)

pytestmark = pytest.mark.django_db


def page_of(pokemon: Pokemon, **options: Any) -> PokemonPage:
    page = pokemon_page(pokemon.slug, **options)
    assert page is not None
    return page


def shape(members: tuple[FamilyMember, ...]) -> list[Any]:
    """The names of a family, each with those below it."""
    return [(each.name, shape(each.evolutions)) for each in members]


def spans(page: PokemonPage) -> list[tuple[str, dict[str, set[str]], dict[str, set[str]]]]:
    return [
        (
            span.generations,
            {each.factor: set(each.types) for each in span.weaknesses},
            {each.factor: set(each.types) for each in span.resistances},
        )
        for span in page.matchups
    ]


def test_no_such_pokemon_or_a_retired_one_is_none() -> None:
    retired = PokemonFactory(is_active=False)
    assert pokemon_page("missingno") is None
    assert pokemon_page(retired.slug) is None


def test_stats_are_named_and_summed() -> None:
    page = page_of(PokemonFactory(base_hp=45, base_special_attack=65))
    assert [(stat.name, stat.value) for stat in page.stats] == [
        ("HP", 45),
        ("Attack", 50),
        ("Defense", 50),
        ("Special Attack", 65),
        ("Special Defense", 50),
        ("Speed", 50),
    ]
    assert page.stats_total == 310


def test_types_of_earlier_generations_are_named() -> None:
    page = page_of(PokemonFactory(types=["fairy"], past_types=[[5, ["normal"]]], generation=1))
    assert page.types == ("fairy",)
    assert [(past.until, past.types) for past in page.past_types] == [(5, ("normal",))]


def test_the_family_is_a_tree_with_regional_forms() -> None:
    pichu = PokemonFactory(national_dex=172, name="Pichu", family=10)
    pikachu = PokemonFactory(national_dex=25, name="Pikachu", family=10, evolves_from=pichu)
    PokemonFactory(national_dex=26, name="Raichu", family=10, evolves_from=pikachu)
    PokemonFactory(national_dex=26, name="Alolan Raichu", family=10, evolves_from=pikachu)
    PokemonFactory(name="Ditto", family=66)
    page = page_of(pikachu)
    assert shape(page.family) == [("Pichu", [("Pikachu", [("Raichu", []), ("Alolan Raichu", [])])])]
    assert page.family_size == 4
    assert [each.is_this for each in page.family[0].evolutions] == [True]
    Pokemon.objects.filter(pk=pichu.pk).update(is_active=False)
    assert shape(page_of(pikachu).family) == [("Pikachu", [("Raichu", []), ("Alolan Raichu", [])])]


def test_the_family_says_how_each_evolves() -> None:
    eevee = PokemonFactory(national_dex=133, family=67)
    leafeon = PokemonFactory(national_dex=470, family=67, evolves_from=eevee)
    vaporeon = PokemonFactory(national_dex=134, family=67, evolves_from=eevee)
    EvolutionFactory(pokemon=eevee, into=leafeon, number=2, requirement="Leaf Stone")
    EvolutionFactory(pokemon=eevee, into=leafeon, number=1, requirement="Level up by a rock")
    EvolutionFactory(pokemon=eevee, into=vaporeon, requirement="Water Stone", is_active=False)
    EvolutionFactory(pokemon=vaporeon, into=leafeon, requirement="Of another line of the tree")
    EvolutionFactory(requirement="Of another family")
    [root] = page_of(eevee).family
    assert root.ways == ()
    assert [each.ways for each in root.evolutions] == [(), ("Level up by a rock", "Leaf Stone")]


def test_a_circle_of_evolutions_is_shown_once() -> None:
    """The database refuses the shortest circle only."""
    one = PokemonFactory(national_dex=1, name="One", family=1)
    two = PokemonFactory(national_dex=2, name="Two", family=1, evolves_from=one)
    Pokemon.objects.filter(pk=one.pk).update(evolves_from=two)
    EvolutionFactory(pokemon=two, into=one)
    assert shape(page_of(two).family) == [("One", [("Two", [])])]
    assert page_of(two).family[0].ways == ()


def test_matchups_follow_the_chart_of_each_generation() -> None:
    magneton = PokemonFactory(
        types=["electric", "steel"], past_types=[[1, ["electric"]]], generation=1
    )
    newest, middle, oldest = spans(page_of(magneton))
    assert newest[0] == "Since generation 6"
    assert newest[1] == {"4 ×": {"ground"}, "2 ×": {"fire", "fighting"}}
    assert "ghost" not in newest[2]["½ ×"]
    assert middle[0] == "Generations 2 to 5"
    assert {"ghost", "dark"} <= middle[2]["½ ×"]
    assert middle[2]["¼ ×"] == {"flying", "steel"}
    assert middle[2]["0 ×"] == {"poison"}
    assert oldest == ("Generation 1", {"2 ×": {"ground"}}, {"½ ×": {"electric", "flying"}})
    assert [span.types for span in page_of(magneton).matchups] == [
        ("electric", "steel"),
        ("electric", "steel"),
        ("electric",),
    ]


@pytest.mark.parametrize(
    ("types", "generation", "generations"),
    [
        # Nothing that touches Normal has ever changed.
        (["normal"], 1, ["Since generation 1"]),
        (["psychic"], 1, ["Since generation 2", "Generation 1"]),
        (["dragon"], 3, ["Since generation 6", "Generations 3 to 5"]),
        (["dragon"], 7, ["Since generation 7"]),
    ],
)
def test_generations_without_a_difference_stand_together(
    types: list[str], generation: int, generations: list[str]
) -> None:
    page = page_of(PokemonFactory(types=types, generation=generation))
    assert [span.generations for span in page.matchups] == generations


def test_places_stand_by_generation_game_and_story_order() -> None:
    mudkip = PokemonFactory()

    def met(game: Game, name: str, order: int, **values: Any) -> None:
        route = RouteFactory(game=game, name=name, order=order)
        RouteEncounterFactory(route=route, pokemon=mudkip, **values)

    x = GameFactory(name="X", slug="x", generation=6, release_year=2013)
    omega_ruby = GameFactory(name="Omega Ruby", slug="omega-ruby", generation=6, release_year=2014)
    emerald = GameFactory(name="Emerald", slug="emerald", generation=3)
    GameFactory(name="Ruby", generation=3)
    met(x, "Route 5", 10, encounter_method="surf", encounter_rate=None)
    met(omega_ruby, "Route 101", 10, encounter_method="gift", encounter_rate=None)
    met(emerald, "Route 103", 30, conditions=["time-night"], availability="special")
    met(emerald, "Route 101", 20, min_level=5, max_level=5)
    page = page_of(mudkip)
    assert [
        (g.number, [(game.name, game.is_approximate, game.routes) for game in g.games])
        for g in page.places
    ] == [
        (3, [("Emerald", False, 2)]),
        (6, [("X", False, 1), ("Omega Ruby", True, 1)]),
    ]
    first, second = page.places[0].games[0].places
    assert (first.route, first.method, first.rate, first.levels) == (
        "Route 101",
        "Walking",
        "up to 30 %",
        "5",
    )
    assert (second.route, second.conditions, second.availability) == (
        "Route 103",
        "night",
        "Special",
    )
    assert [game.places[0].rate for game in page.places[1].games] == ["unknown", ""]


def test_retired_places_are_left_out() -> None:
    poochyena = PokemonFactory()
    RouteEncounterFactory(pokemon=poochyena, is_active=False)
    RouteEncounterFactory(pokemon=poochyena, route__is_active=False)
    RouteEncounterFactory(pokemon=poochyena, route__game__is_active=False)
    assert page_of(poochyena).places == ()


def test_few_places_stand_open_and_of_many_those_of_the_game_asked_for() -> None:
    poochyena = PokemonFactory()
    games = [GameFactory(slug=slug, name=slug) for slug in ("ruby", "emerald")]

    def opened(**options: str) -> list[bool]:
        page = page_of(poochyena, **options)
        return [game.is_open for generation in page.places for game in generation.games]

    for game in games:
        RouteEncounterFactory.create_batch(20, route__game=game, pokemon=poochyena)
    assert opened() == [True, True]
    assert opened(game="emerald") == [False, True]
    RouteEncounterFactory(route__game=games[0], pokemon=poochyena)
    assert opened() == opened(game="nowhere") == [False, False]
    assert opened(game="ruby") == [True, False]


def test_neighbours_are_those_of_the_national_order() -> None:
    for number in (1, 3, 3, 4):
        PokemonFactory(national_dex=number)
    PokemonFactory(national_dex=2, is_active=False)
    first, species, form, last = Pokemon.objects.published().order_by("national_dex", "id")
    for pokemon, before, after in (
        (first, None, species),
        (species, first, form),
        (form, species, last),
        (last, form, None),
    ):
        page = page_of(pokemon)
        assert (page.previous and page.previous.slug) == (before and before.slug)
        assert (page.next and page.next.slug) == (after and after.slug)


def test_it_takes_as_many_queries_for_200_places_and_relatives_as_for_20() -> None:
    eevee = PokemonFactory(family=67)
    for size in (20, 180):
        RouteEncounterFactory.create_batch(size, pokemon=eevee)
        for into in PokemonFactory.create_batch(size, family=67, evolves_from=eevee):
            EvolutionFactory(pokemon=eevee, into=into)
        with CaptureQueriesContext(connection) as captured:
            page = page_of(eevee)
        assert len(captured) == 7
    games = [game for generation in page.places for game in generation.games]
    assert sum(len(game.places) for game in games) == 200
    assert [each.ways for each in page.family[0].evolutions] == [("Level 18",)] * 200
