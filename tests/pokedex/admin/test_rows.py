"""The catalog in the back office, as a curator uses it."""

from __future__ import annotations

import json

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factory.django import DjangoModelFactory
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import User
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    CorrectionReport,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from tests.conftest import signed_in
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    EncounterTableFactory,
    EvolutionFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES: dict[type[models.Model], type[DjangoModelFactory[models.Model]]] = {
    Game: GameFactory,
    Route: RouteFactory,
    Pokemon: PokemonFactory,
    RouteEncounter: RouteEncounterFactory,
    EncounterTable: EncounterTableFactory,
    Boss: BossFactory,
    BossPokemon: BossPokemonFactory,
    Evolution: EvolutionFactory,
}
MODELS = [pytest.param(model, id=model.__name__) for model in FACTORIES]


def address(model: type[models.Model], act: str, *args: object) -> str:
    return reverse(f"admin:pokedex_{model._meta.model_name}_{act}", args=args)


def test_every_model_of_the_catalog_is_registered() -> None:
    assert {*FACTORIES, CatalogChange, CorrectionReport} == {
        model for model in admin.site._registry if model._meta.app_label == "pokedex"
    }


@pytest.mark.parametrize("model", MODELS)
def test_lists_take_as_many_queries_for_200_rows_as_for_20(
    curator: Client, model: type[models.Model]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = curator.get(address(model, "changelist"), {"all": ""})
        assert len(answer.context["cl"].result_list) == model._default_manager.count()
        return len(captured)

    FACTORIES[model].create_batch(20)
    few = queries()
    FACTORIES[model].create_batch(180)
    assert model._default_manager.count() == 200
    assert queries() == few


def test_a_list_of_evolutions_takes_no_query_for_each(curator: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assertContains(curator.get(address(Pokemon, "changelist"), {"all": ""}), "Testmon")
        return len(captured)

    PokemonFactory.create_batch(5, evolves_from=PokemonFactory.create())
    few = queries()
    for _ in range(20):
        PokemonFactory.create(evolves_from=PokemonFactory.create())
    assert queries() == few


@pytest.mark.parametrize("model", MODELS)
def test_forms_take_as_many_queries_for_many_rows_and_offer_no_long_lists(
    curator: Client, model: type[models.Model]
) -> None:
    row = FACTORIES[model].create()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page = curator.get(address(model, "change", row.pk))
            curator.get(address(model, "add"))
        assert page.content.count(b"<option") < 120
        return len(captured)

    queries()  # what Django remembers between requests
    few = queries()
    RouteEncounterFactory.create_batch(150)
    assert queries() == few


@pytest.mark.parametrize("model", MODELS)
def test_the_mark_of_the_last_load_is_not_editable(
    curator: Client, model: type[models.Model]
) -> None:
    row = FACTORIES[model].create()
    assertNotContains(curator.get(address(model, "change", row.pk)), "loaded_digest")
    assertNotContains(curator.get(address(model, "add")), "loaded_digest")


@pytest.mark.parametrize(
    ("model", "text", "found"),
    [
        (Game, "emer", {"Emerald"}),
        (Game, "ruby-sapphire", {"Emerald"}),
        (Route, "emerald", {"Route 101"}),
        (Route, "hoenn-route-101", {"Route 101"}),
        (Pokemon, "261", {"Poochyena"}),
        (Pokemon, "pooch", {"Poochyena"}),
        (RouteEncounter, "pooch route emerald", {"Poochyena at Route 101 (Walking)"}),
    ],
)
def test_rows_are_found(
    curator: Client, model: type[models.Model], text: str, found: set[str]
) -> None:
    RouteEncounterFactory.create(
        route__name="Route 101",
        route__source_key="hoenn-route-101",
        route__game__name="Emerald",
        route__game__version_group="ruby-sapphire",
        pokemon__name="Poochyena",
        pokemon__national_dex=261,
    )
    RouteEncounterFactory.create(route__game__version_group="crystal", pokemon__national_dex=300)
    answer = curator.get(address(model, "changelist"), {"q": text})
    assert {str(row) for row in answer.context["cl"].result_list} == found


def test_a_game_shows_how_many_routes_are_published(curator: Client) -> None:
    game = GameFactory.create(name="Emerald")
    RouteFactory.create_batch(3, game=game)
    RouteFactory.create(game=game, is_active=False)
    answer = curator.get(address(Game, "changelist"))
    assertContains(answer, '<td class="field-published_routes">3</td>', html=True)


def test_an_address_typed_without_a_scheme_is_https(curator: Client) -> None:
    pokemon = PokemonFactory.create()
    form = curator.get(address(Pokemon, "change", pokemon.pk)).context["adminform"].form
    values = form.initial | {"sprite_url": "sprites.example/1.png", "evolves_from": ""}
    values |= {"past_types": "[]", "is_active": "on"}
    assert curator.post(address(Pokemon, "change", pokemon.pk), values).status_code == 302
    pokemon.refresh_from_db()
    assert pokemon.sprite_url == "https://sprites.example/1.png"


def test_a_route_encounter_says_which_game_it_is_of(curator: Client) -> None:
    RouteEncounterFactory.create(route__game__name="Emerald")
    answer = curator.get(address(RouteEncounter, "changelist"))
    assertContains(answer, '<td class="field-game">Emerald</td>', html=True)


def test_pokemon_are_offered_while_typing(curator: Client) -> None:
    PokemonFactory.create(name="Poochyena")
    PokemonFactory.create(name="Mightyena")
    answer = curator.get(
        reverse("admin:autocomplete"),
        {
            "term": "pooch",
            "app_label": "pokedex",
            "model_name": "routeencounter",
            "field_name": "pokemon",
        },
    )
    assert [found["text"] for found in json.loads(answer.content)["results"]] == ["Poochyena"]


def test_a_curator_adds_and_changes_a_row(curator: Client) -> None:
    route, pokemon = RouteFactory.create(), PokemonFactory.create()
    values = {
        "route": route.pk,
        "pokemon": pokemon.pk,
        "encounter_method": "walk",
        "encounter_rate": "45",
        "min_level": "2",
        "max_level": "3",
        "conditions": '["time-night"]',
        "availability": "base",
        "is_active": "on",
    }
    assert curator.post(address(RouteEncounter, "add"), values).status_code == 302
    row = RouteEncounter.objects.get(route=route, pokemon=pokemon)
    assert (row.encounter_rate, row.conditions, row.loaded_digest) == (45, ["time-night"], "")

    change = address(RouteEncounter, "change", row.pk)
    assert curator.post(change, values | {"encounter_rate": ""}).status_code == 302
    row.refresh_from_db()
    assert row.encounter_rate is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("encounter_rate", "101"), ("min_level", "9"), ("conditions", "{"), ("route", "0")],
)
def test_a_row_that_cannot_be_is_refused_with_words(
    curator: Client, field: str, value: str
) -> None:
    row = RouteEncounterFactory.create(min_level=2, max_level=3)
    values = {
        "route": row.route_id,
        "pokemon": row.pokemon_id,
        "encounter_method": "walk",
        "encounter_rate": "45",
        "min_level": "2",
        "max_level": "3",
        "conditions": "[]",
        "availability": "base",
    } | {field: value}
    answer = curator.post(address(RouteEncounter, "change", row.pk), values)
    assertContains(answer, "Please correct the error below.")
    assert RouteEncounter.objects.values_list("encounter_rate", flat=True).get() == 30


@pytest.mark.parametrize("model", MODELS)
def test_players_and_visitors_are_kept_out(
    client: Client, owner: User, model: type[models.Model]
) -> None:
    row = FACTORIES[model].create()
    for browser in (client, signed_in(owner)):
        for url in (
            address(model, "changelist"),
            address(model, "add"),
            address(model, "change", row.pk),
        ):
            assert browser.get(url).status_code in (302, 403)


@pytest.mark.parametrize("model", [Game, Route, Pokemon])
def test_a_curator_deletes_nothing_that_others_stand_on(
    curator: Client, model: type[models.Model]
) -> None:
    row = FACTORIES[model].create()
    assert curator.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()
