"""The Pokédex: who is found, in which order, on which page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pokedex.models import Game
from pokedex.pages.pokemon_list import PokemonListPage, Wanted, pokemon_list_page
from tests.factories import GameFactory, PokemonFactory, RouteEncounterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def red() -> Game:
    """Red, in which Clefairy is met and is Normal."""
    game = GameFactory(name="Red", slug="red", generation=1)
    RouteEncounterFactory(
        route__game=game,
        pokemon=PokemonFactory(
            national_dex=35,
            name="Clefairy",
            slug="clefairy",
            primary_type="fairy",
            past_types=[[5, ["normal"]]],
            generation=1,
        ),
    )
    return game


def a_few() -> None:
    for number, name, slug, generation, types in (
        (439, "Mime Jr.", "mime-jr", 4, ["psychic", "fairy"]),
        (122, "Mr. Mime", "mr-mime", 1, ["psychic", "fairy"]),
        (122, "Galarian Mr. Mime", "mr-mime-galar", 8, ["ice", "psychic"]),
        (233, "Porygon2", "porygon2", 2, ["normal"]),
        (669, "Flabébé", "flabebe", 6, ["fairy"]),
        (29, "Nidoran♀", "nidoran-f", 1, ["poison"]),
    ):
        PokemonFactory(
            national_dex=number, name=name, slug=slug, generation=generation, types=types
        )


def found(page: PokemonListPage) -> list[str]:
    return [pokemon.name for pokemon in page.pokemon]


def test_pokemon_stand_in_national_order_a_species_before_its_forms() -> None:
    a_few()
    assert found(pokemon_list_page(Wanted())) == [
        "Nidoran♀",
        "Mr. Mime",
        "Galarian Mr. Mime",
        "Porygon2",
        "Mime Jr.",
        "Flabébé",
    ]


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("MIME", ["Mr. Mime", "Galarian Mr. Mime", "Mime Jr."]),
        (" mr  mime ", ["Mr. Mime", "Galarian Mr. Mime"]),
        ("mr-mime-galar", ["Galarian Mr. Mime"]),
        ("FLABÉBÉ", ["Flabébé"]),
        ("flabebe", ["Flabébé"]),
        ("nidoran♀", ["Nidoran♀"]),
        ("122", ["Mr. Mime", "Galarian Mr. Mime"]),
        ("#0122", ["Mr. Mime", "Galarian Mr. Mime"]),
        ("2", ["Porygon2"]),
        ("12", []),
        ("0", []),
        ("9" * 80, []),
        ("%", []),
        ("\0", []),
        ("missingno", []),
    ],
)
def test_they_are_found_by_name_or_number(search: str, names: list[str]) -> None:
    a_few()
    page = pokemon_list_page(Wanted(search=search))
    assert found(page) == names
    assert (page.found, page.total) == (len(names), 6)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(type="fairy"), ["Mr. Mime", "Mime Jr.", "Flabébé"]),
        (Wanted(generation="1"), ["Nidoran♀", "Mr. Mime"]),
        (Wanted(type="psychic", generation="8"), ["Galarian Mr. Mime"]),
        (Wanted(search="mime", type="ice", generation="1"), []),
    ],
)
def test_they_are_filtered_by_type_and_generation(wanted: Wanted, names: list[str]) -> None:
    a_few()
    page = pokemon_list_page(wanted)
    assert found(page) == names
    assert page.is_narrowed


def test_a_game_keeps_who_is_met_in_it_with_the_types_it_had(red: Game) -> None:
    a_few()
    RouteEncounterFactory(pokemon__name="Elsewhere")
    RouteEncounterFactory(route__game=red, route__is_active=False)
    RouteEncounterFactory(route__game=red, is_active=False)
    RouteEncounterFactory(route__game=red, pokemon__is_active=False)
    page = pokemon_list_page(Wanted(game="red"))
    assert [(each.name, each.types) for each in page.pokemon] == [("Clefairy", ("normal",))]
    assert page.game_name == "Red"
    assert found(pokemon_list_page(Wanted(game="red", type="normal"))) == ["Clefairy"]
    assert found(pokemon_list_page(Wanted(game="red", type="fairy"))) == []
    assert "Clefairy" in found(pokemon_list_page(Wanted(type="fairy")))


def test_what_does_not_exist_narrows_nothing(red: Game) -> None:
    a_few()
    GameFactory(slug="retired", is_active=False)
    page = pokemon_list_page(Wanted(type="bird", generation="12", game="retired"))
    assert len(page.pokemon) == 7
    assert not page.is_narrowed


def test_retired_pokemon_are_left_out() -> None:
    PokemonFactory(is_active=False)
    page = pokemon_list_page(Wanted())
    assert (page.total, page.pokemon, page.number, page.pages) == (0, (), 1, 1)


def test_the_filters_offer_what_there_is(red: Game) -> None:
    page = pokemon_list_page(Wanted())
    assert [choice.value for choice in page.generations] == ["1"]
    assert [(g.generation, [c.label for c in g.games]) for g in page.games] == [(1, ["Red"])]
    assert len(page.types) == 18


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("", 1),
        ("2", 2),
        ("3", 3),
        ("4", 3),
        ("9" * 9000, 3),
        ("0", 1),
        ("-1", 1),
        ("two", 1),
        ("2.0", 1),
        ("²", 1),
        ("\0", 1),
    ],
)
def test_a_page_that_is_not_there_is_the_nearest_one(asked: str, number: int) -> None:
    PokemonFactory.create_batch(125)
    page = pokemon_list_page(Wanted(page=asked))
    assert (page.number, page.pages) == (number, 3)
    assert len(page.pokemon) == (5 if number == 3 else 60)
    assert page.links == (1, 2, 3)


def test_it_takes_as_many_queries_for_200_pokemon_as_for_20(red: Game) -> None:
    for wanted, count in ((Wanted(), 2), (Wanted(game="red", search="testmon"), 3)):
        for size in (20, 180):
            RouteEncounterFactory.create_batch(size, route__game=red)
            with CaptureQueriesContext(connection) as captured:
                page = pokemon_list_page(wanted)
            assert len(captured) == count
            assert page.found >= size
    assert len(page.pokemon) == 60
