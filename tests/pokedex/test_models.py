"""The catalog's tables: create, read, change, delete, and every named constraint."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from factory.django import DjangoModelFactory

from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    CatalogRevision,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    CatalogChangeFactory,
    CatalogRevisionFactory,
    EncounterFactory,
    EncounterTableFactory,
    EvolutionFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES: dict[type[models.Model], type[DjangoModelFactory[Any]]] = {
    CatalogChange: CatalogChangeFactory,
    CatalogRevision: CatalogRevisionFactory,
    Game: GameFactory,
    Route: RouteFactory,
    Pokemon: PokemonFactory,
    RouteEncounter: RouteEncounterFactory,
    EncounterTable: EncounterTableFactory,
    Boss: BossFactory,
    BossPokemon: BossPokemonFactory,
    Evolution: EvolutionFactory,
}
CHANGES: dict[type[models.Model], dict[str, Any]] = {
    CatalogChange: {"act": "added", "before": {}, "game": ""},
    CatalogRevision: {"value": uuid.UUID(int=7)},
    Game: {"name": "Emerald", "release_year": 2005},
    Route: {"name": "Route 101", "order": 15, "stage": "postgame"},
    Pokemon: {"name": "Poochyena", "primary_type": "fire", "past_types": [[5, ["dark"]]]},
    RouteEncounter: {"encounter_rate": None, "conditions": ["time-night"], "min_level": 1},
    EncounterTable: {"area": "B1F", "conditions": ["time-night"], "availability": "special"},
    Boss: {"name": "Roxanne", "ace_level": None, "stage": "postgame", "battle": "double"},
    BossPokemon: {"level": 14, "held_item": "Oran Berry", "moves": ["Tackle"]},
    Evolution: {"level": None, "trigger": "use-item", "item": "Water Stone"},
}
# What breaks each named constraint, and the field that a form shows the refusal at ('' for none).
BROKEN: dict[type[models.Model], dict[str, tuple[dict[str, Any], str]]] = {
    CatalogChange: {
        "catalog_change_source_valid": ({"source": "magic"}, "source"),
        "catalog_change_act_valid": ({"act": "eaten"}, "act"),
        "catalog_change_row_name_not_blank": ({"row_name": " "}, ""),
        "catalog_change_row_name_length": ({"row_name": "x" * 251}, "row_name"),
        "catalog_change_row_model_length": ({"row_model": "x" * 31}, "row_model"),
        "catalog_change_game_length": ({"game": "x" * 61}, "game"),
        "catalog_change_credit_length": ({"credit": "x" * 251}, "credit"),
        "catalog_change_before_is_object": ({"before": [1]}, ""),
        "catalog_change_after_is_object": ({"after": [1]}, ""),
    },
    CatalogRevision: {"catalog_revision_one_row": ({"id": 2}, "")},
    Game: {
        "game_name_not_blank": ({"name": "  "}, ""),
        "game_name_length": ({"name": "x" * 61}, "name"),
        "game_slug_shape": ({"slug": "Not A Slug"}, "slug"),
        "game_slug_length": ({"slug": "x" * 61}, "slug"),
        "game_generation_range": ({"generation": 0}, "generation"),
        "game_release_year_sane": ({"release_year": 1995}, "release_year"),
        "game_box_art_url_https": ({"box_art_url": "HTTPS://x.example/a.png"}, ""),
        "game_box_art_url_length": ({"box_art_url": f"https://{'x' * 193}"}, "box_art_url"),
        "game_region_not_blank": ({"region": " \t\n"}, ""),
        "game_region_length": ({"region": "x" * 41}, "region"),
        "game_version_group_length": ({"version_group": "x" * 61}, "version_group"),
        "game_custom_slug_shape": ({"is_custom": True}, ""),
        "game_revision_positive": ({"revision": 0}, ""),
    },
    Route: {
        "route_name_not_blank": ({"name": " "}, ""),
        "route_name_length": ({"name": "x" * 81}, "name"),
        "route_slug_shape": ({"slug": "-"}, ""),
        "route_slug_length": ({"slug": "x" * 81}, "slug"),
        "route_source_key_length": ({"source_key": "x" * 201}, "source_key"),
        "route_order_positive": ({"order": 0}, "order"),
        "route_stage_valid": ({"stage": "sometime"}, "stage"),
    },
    Pokemon: {
        "pokemon_national_dex_range": ({"national_dex": 0}, "national_dex"),
        "pokemon_name_not_blank": ({"name": " "}, ""),
        "pokemon_name_length": ({"name": "x" * 61}, "name"),
        "pokemon_slug_shape": ({"slug": "Mr. Mime"}, "slug"),
        "pokemon_slug_length": ({"slug": "x" * 61}, "slug"),
        "pokemon_primary_type_valid": ({"primary_type": "sound"}, "primary_type"),
        "pokemon_secondary_type_valid": ({"secondary_type": "sound"}, "secondary_type"),
        "pokemon_types_distinct": ({"secondary_type": "dark"}, ""),
        "pokemon_past_types_is_list": ({"past_types": {"5": "normal"}}, ""),
        "pokemon_generation_range": ({"generation": 0}, "generation"),
        "pokemon_base_stats_range": ({"base_speed": 256}, ""),
        "pokemon_sprite_url_https": ({"sprite_url": "http://x.example/1.png"}, ""),
        "pokemon_sprite_url_length": ({"sprite_url": f"https://{'x' * 193}"}, "sprite_url"),
    },
    RouteEncounter: {
        "route_encounter_method_valid": ({"encounter_method": "shout"}, "encounter_method"),
        "route_encounter_rate_range": ({"encounter_rate": 101}, "encounter_rate"),
        "route_encounter_levels_range": ({"min_level": 5, "max_level": 4}, ""),
        "route_encounter_conditions_is_list": ({"conditions": "time-night"}, ""),
        "route_encounter_availability_valid": ({"availability": "never"}, "availability"),
    },
    EncounterTable: {
        "encounter_table_method_valid": ({"encounter_method": "shout"}, "encounter_method"),
        "encounter_table_area_length": ({"area": "x" * 81}, "area"),
        "encounter_table_conditions_is_list": ({"conditions": "time-night"}, ""),
        "encounter_table_pokemon_is_list": ({"pokemon": {"zubat": 100}}, "pokemon"),
        "encounter_table_availability_valid": ({"availability": "never"}, "availability"),
        "encounter_table_exception_valid": ({"exception": "because"}, "exception"),
        "encounter_table_total_100_or_exception": ({"total": 90}, "total"),
    },
    Boss: {
        "boss_slug_shape": ({"slug": "Not A Slug"}, "slug"),
        "boss_slug_length": ({"slug": "x" * 81}, "slug"),
        "boss_order_positive": ({"order": 0}, "order"),
        "boss_kind_valid": ({"kind": "friend"}, "kind"),
        "boss_stage_valid": ({"stage": "sometime"}, "stage"),
        "boss_name_not_blank": ({"name": " "}, ""),
        "boss_name_length": ({"name": "x" * 81}, "name"),
        "boss_place_length": ({"place": "x" * 81}, "place"),
        "boss_specialty_valid": ({"specialty": "sound"}, "specialty"),
        "boss_ace_level_range": ({"ace_level": 101}, ""),
        "boss_battle_valid": ({"battle": "tag"}, "battle"),
        "boss_note_length": ({"note": "x" * 301}, "note"),
    },
    BossPokemon: {
        "boss_pokemon_player_starter_valid": ({"player_starter": "sound"}, "player_starter"),
        "boss_pokemon_slot_range": ({"slot": 31}, ""),
        "boss_pokemon_level_range": ({"level": 0}, ""),
        "boss_pokemon_ability_length": ({"ability": "x" * 41}, "ability"),
        "boss_pokemon_held_item_length": ({"held_item": "x" * 41}, "held_item"),
        "boss_pokemon_moves_is_list": ({"moves": "Tackle"}, ""),
    },
    Evolution: {
        "evolution_number_positive": ({"number": 0}, ""),
        "evolution_trigger_valid": ({"trigger": "wish"}, "trigger"),
        "evolution_level_range": ({"level": 101}, ""),
        "evolution_item_length": ({"item": "x" * 41}, "item"),
        "evolution_requirement_not_blank": ({"requirement": " "}, ""),
        "evolution_requirement_length": ({"requirement": "x" * 201}, "requirement"),
    },
}
# Constraints that need a second row, or a row that knows itself: each has a test of its own below.
TESTED_BELOW = {
    "game_name_uniq",
    "route_game_name_uniq",
    "route_game_slug_uniq",
    "route_id_game_uniq",
    "route_game_source_key_uniq",
    "pokemon_name_uniq",
    "pokemon_not_its_own_evolution",
    "route_encounter_route_pokemon_method_uniq",
    "encounter_table_route_method_area_conditions_uniq",
    "boss_game_slug_uniq",
    "boss_game_order_uniq",
    "boss_id_game_uniq",
    "boss_after_route_game_fk",
    "boss_pokemon_boss_starter_slot_uniq",
    "evolution_pokemon_into_number_uniq",
    "evolution_into_another",
}
CASES = [
    pytest.param(model, name, *broken, id=name)
    for model, constraints in BROKEN.items()
    for name, broken in constraints.items()
]


def refused(model: type[models.Model], **values: Any) -> str:
    """Write a row past all checks of Django's, see the database refuse it, say with what words."""
    row = FACTORIES[model].build(**values)
    for field in model._meta.concrete_fields:
        related = getattr(row, field.name) if isinstance(field, models.ForeignKey) else None
        if related is not None and related.pk is None:
            related = FACTORIES[type(related)].create()
            setattr(row, field.name, related)
    # PostgreSQL holds the length of a text by its type, and calls too long a one bad data.
    with pytest.raises((IntegrityError, DataError)) as refusal, transaction.atomic():
        model._default_manager.bulk_create([row])
    return str(refusal.value)


def test_every_named_constraint_has_a_test() -> None:
    named = {constraint.name for model in FACTORIES for constraint in model._meta.constraints}
    assert named == TESTED_BELOW | {name for broken in BROKEN.values() for name in broken}


@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
def test_create_read_change_delete(model: type[models.Model]) -> None:
    row = FACTORIES[model].create()
    row.full_clean()
    stored = model._default_manager.get(pk=row.pk)
    for field in model._meta.concrete_fields:
        assert getattr(stored, field.attname) == getattr(row, field.attname)

    for name, value in CHANGES[model].items():
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    changed = model._default_manager.values(*CHANGES[model]).get(pk=row.pk)
    assert changed == CHANGES[model]

    stored.delete()
    assert not model._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize(("model", "name", "values", "field"), CASES)
def test_the_database_refuses(
    model: type[models.Model], name: str, values: dict[str, Any], field: str
) -> None:
    words = refused(model, **values)
    assert name in words or "value too long" in words


@pytest.mark.parametrize(("model", "name", "values", "field"), CASES)
def test_full_clean_says_why(
    model: type[models.Model], name: str, values: dict[str, Any], field: str
) -> None:
    row = FACTORIES[model].create()
    for attribute, value in values.items():
        setattr(row, attribute, value)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    if field:
        assert field in refusal.value.message_dict
    assert all(refusal.value.messages)


def test_two_games_of_one_name_are_refused_whatever_the_case() -> None:
    GameFactory.create(name="Emerald")
    refused(Game, name="EMERALD")
    with pytest.raises(ValidationError, match="Another game has this name"):
        GameFactory.build(name="emerald").full_clean()


def test_two_pokemon_of_one_name_are_refused_whatever_the_case() -> None:
    PokemonFactory.create(name="Poochyena")
    refused(Pokemon, name="POOCHYENA")
    with pytest.raises(ValidationError, match="Another Pokémon has this name"):
        PokemonFactory.build(name="poochyena").full_clean()


@pytest.mark.parametrize("field", ["name", "slug", "source_key"])
def test_a_route_is_one_of_its_kind_in_its_game_only(field: str) -> None:
    first = RouteFactory.create(name="Route 101", slug="route-101", source_key="hoenn-route-101")
    same = {field: getattr(first, field)}
    RouteFactory.create(**same)
    refused(Route, game=first.game, **same)
    with pytest.raises(ValidationError, match="Another route of this game has this"):
        RouteFactory.build(game=first.game, **same).full_clean()


def test_routes_without_a_source_may_be_many() -> None:
    first = RouteFactory.create(source_key="")
    RouteFactory.create(game=first.game, source_key="")
    assert first.game.routes.count() == 2


def test_a_pokemon_does_not_evolve_from_itself() -> None:
    pokemon = PokemonFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pokemon.objects.filter(pk=pokemon.pk).update(evolves_from=pokemon)
    pokemon.evolves_from = pokemon
    with pytest.raises(ValidationError, match="cannot evolve from itself"):
        pokemon.full_clean()


def test_a_pokemon_is_met_once_at_a_route_by_one_method() -> None:
    first = RouteEncounterFactory.create()
    RouteEncounterFactory.create(route=first.route, pokemon=first.pokemon, encounter_method="surf")
    refused(RouteEncounter, route=first.route, pokemon=first.pokemon)
    with pytest.raises(ValidationError, match="with this method already"):
        RouteEncounterFactory.build(route=first.route, pokemon=first.pokemon).full_clean()


def test_a_table_is_one_of_its_method_area_and_state() -> None:
    first = EncounterTableFactory.create(conditions=["time-day", "time-morning"])
    for other in ({"area": "B1F"}, {"conditions": ["time-night"]}, {"encounter_method": "surf"}):
        EncounterTableFactory.create(
            **{"route": first.route, "conditions": first.conditions} | other
        ).full_clean()
    refused(EncounterTable, route=first.route, conditions=first.conditions)
    same = EncounterTableFactory.build(route=first.route, conditions=first.conditions)
    with pytest.raises(ValidationError, match="has a table of this method"):
        same.full_clean()


def test_a_table_of_another_sum_needs_its_exception() -> None:
    table = EncounterTableFactory.create(total=60, exception="missing-shares")
    table.pokemon[0][1] = 60
    table.full_clean()
    refused(EncounterTable, total=0, exception="missing-shares")


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([["testmon", 100]], "Write each share as"),
        ([["testmon", 0, 2, 3]], "Write each share as"),
        ([["testmon", 100, 3, 2]], "Write each share as"),
        ([["testmon", 100, None, 2]], "Write each share as"),
        ([["testmon", 60, 2, 3], ["testmon", 40, 4, 4]], "Write each share as"),
        ([["nobody", 100, 2, 3]], "There is no Pokémon nobody"),
        ([["testmon", 99, None, None]], "The shares sum to 99, not 100"),
    ],
)
def test_shares_name_a_pokemon_a_percentage_and_levels(shares: object, words: str) -> None:
    PokemonFactory.create(slug="testmon")
    table = EncounterTableFactory.create()
    table.pokemon = shares
    with pytest.raises(ValidationError, match=words):
        table.full_clean()


@pytest.mark.parametrize("field", ["slug", "order"])
def test_a_boss_is_one_of_its_kind_in_its_game_only(field: str) -> None:
    first = BossFactory.create(slug="roxanne", order=10)
    same = {field: getattr(first, field)}
    BossFactory.create(**same)
    refused(Boss, game=first.game, after_route=first.after_route, **same)
    with pytest.raises(ValidationError, match="Another boss of this game has this"):
        BossFactory.build(game=first.game, after_route=first.after_route, **same).full_clean()


def test_a_boss_stands_behind_a_route_of_its_game() -> None:
    boss = BossFactory.create()

    def move() -> None:
        Boss.objects.filter(pk=boss.pk).update(after_route=RouteFactory.create())
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        move()
    boss.after_route = RouteFactory.create()
    with pytest.raises(ValidationError, match="This route is not in the game of the boss"):
        boss.full_clean()


def test_a_team_has_one_pokemon_in_a_slot_for_each_starter() -> None:
    first = BossPokemonFactory.create()
    BossPokemonFactory.create(boss=first.boss, player_starter="fire")
    refused(BossPokemon, boss=first.boss)
    with pytest.raises(ValidationError, match="in this slot already"):
        BossPokemonFactory.build(boss=first.boss, pokemon=first.pokemon).full_clean()


def test_several_ways_to_evolve_are_numbered() -> None:
    first = EvolutionFactory.create()
    pair = {"pokemon": first.pokemon, "into": first.into}
    EvolutionFactory.create(number=2, **pair)
    refused(Evolution, **pair)
    with pytest.raises(ValidationError, match="described already"):
        EvolutionFactory.build(**pair).full_clean()


def test_a_pokemon_does_not_evolve_into_itself() -> None:
    pokemon = PokemonFactory.create()
    refused(Evolution, pokemon=pokemon, into=pokemon)
    with pytest.raises(ValidationError, match="cannot evolve into itself"):
        EvolutionFactory.build(pokemon=pokemon, into=pokemon).full_clean()


def test_the_last_route_before_a_boss_is_not_deleted() -> None:
    boss = BossFactory.create()
    with pytest.raises(ProtectedError):
        boss.after_route.delete()


def test_a_boss_takes_its_team_with_it_but_no_pokemon_of_a_team_is_deleted() -> None:
    member = BossPokemonFactory.create()
    with pytest.raises(ProtectedError):
        member.pokemon.delete()
    member.boss.delete()
    assert not BossPokemon.objects.exists()


@pytest.mark.parametrize(("lowest", "highest"), [(3, None), (None, 3), (0, 3), (3, 101)])
def test_levels_are_both_given_or_none(lowest: int | None, highest: int | None) -> None:
    refused(RouteEncounter, min_level=lowest, max_level=highest)


@pytest.mark.parametrize("rate", [0, 101])
def test_a_rate_is_a_percentage(rate: int) -> None:
    refused(RouteEncounter, encounter_rate=rate)


def test_a_rate_and_levels_may_be_unknown() -> None:
    row = RouteEncounterFactory.create(encounter_rate=None, min_level=None, max_level=None)
    row.full_clean()


@pytest.mark.parametrize("slug", ["route--1", "Route-1", "route-1-", "route 1", "route-1\n", ""])
def test_a_slug_is_lower_case_words_with_hyphens(slug: str) -> None:
    refused(Route, slug=slug)


def test_a_route_belongs_to_the_game_it_was_made_in() -> None:
    """The pair (id, game) is what an encounter's composite foreign key points to."""
    encounter = EncounterFactory.create()
    other = GameFactory.create()

    def move() -> None:
        Route.objects.filter(pk=encounter.route_id).update(game=other)
        # A foreign key is looked at when the transaction ends, or when asked for.
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        move()


def test_a_game_with_routes_is_not_deleted() -> None:
    route = RouteFactory.create()
    with pytest.raises(ProtectedError):
        route.game.delete()


def test_a_game_with_runs_is_not_deleted() -> None:
    run = NuzlockeRunFactory.create()
    with pytest.raises(ProtectedError):
        run.game.delete()


def test_a_route_that_a_player_points_to_is_not_deleted() -> None:
    encounter = EncounterFactory.create()
    with pytest.raises(ProtectedError):
        encounter.route.delete()


def test_a_pokemon_that_is_met_or_evolved_from_is_not_deleted() -> None:
    met = RouteEncounterFactory.create().pokemon
    evolved_from = PokemonFactory.create(evolves_from=PokemonFactory.create()).evolves_from
    for pokemon in (met, evolved_from):
        with pytest.raises(ProtectedError):
            pokemon.delete()


def test_a_route_takes_its_encounters_with_it() -> None:
    row = RouteEncounterFactory.create()
    row.route.delete()
    assert not RouteEncounter.objects.filter(pk=row.pk).exists()


def test_types_are_read_and_written_as_a_list() -> None:
    pokemon = PokemonFactory.build()
    pokemon.types = ["water", "flying"]
    assert (pokemon.primary_type, pokemon.secondary_type) == ("water", "flying")
    assert pokemon.types == ["water", "flying"]
    pokemon.types = ["water"]
    assert (pokemon.primary_type, pokemon.secondary_type) == ("water", "")
    assert pokemon.types == ["water"]


@pytest.mark.parametrize("types", [[], ["water", "flying", "ice"]])
def test_a_pokemon_has_one_or_two_types(types: list[str]) -> None:
    with pytest.raises(ValueError, match="one or two"):
        PokemonFactory.build().types = types


def test_types_of_a_generation() -> None:
    magnemite = PokemonFactory.build(
        primary_type="electric", secondary_type="steel", past_types=[[1, ["electric"]]]
    )
    assert magnemite.types_in(1) == ["electric"]
    assert magnemite.types_in(2) == ["electric", "steel"]
    clefairy = PokemonFactory.build(
        primary_type="fairy", secondary_type="", past_types=[[5, ["normal"]]]
    )
    assert [clefairy.types_in(generation) for generation in (1, 5, 6)] == [
        ["normal"],
        ["normal"],
        ["fairy"],
    ]


def test_rows_are_found_again_by_their_natural_keys() -> None:
    row = RouteEncounterFactory.create()
    others = (EncounterTableFactory, BossFactory, BossPokemonFactory, EvolutionFactory)
    for each in (row, row.route, row.route.game, row.pokemon, *(one.create() for one in others)):
        manager: Any = type(each)._default_manager
        assert manager.get_by_natural_key(*each.natural_key()) == each


def test_rows_say_what_they_are() -> None:
    row = RouteEncounterFactory.create(
        route__name="Route 101", pokemon__name="Poochyena", route__game__name="Emerald"
    )
    assert str(row) == "Poochyena at Route 101 (Walking)"
    assert (str(row.route), str(row.pokemon)) == ("Route 101", "Poochyena")
    assert str(row.route.game) == "Emerald"
    assert str(EncounterTableFactory.build(route=row.route, area="1F")) == "Route 101: Walking 1F"
    assert str(BossFactory.build(name="Roxanne")) == "Roxanne"
    assert str(BossPokemonFactory.build(pokemon=row.pokemon, level=9)) == "Poochyena, level 9"
    evolution = EvolutionFactory.build(pokemon=row.pokemon, into=PokemonFactory.build(name="Mi"))
    assert str(evolution) == "Poochyena into Mi: Level 18"


def test_pokemon_are_found_by_a_part_of_the_name_or_the_number() -> None:
    poochyena = PokemonFactory.create(name="Poochyena", slug="poochyena", national_dex=261)
    retired = PokemonFactory.create(name="Poochina", national_dex=262, is_active=False)
    for text in ("ooch", "#261", "261", " POOCHYENA "):
        assert list(Pokemon.objects.search(text)) == [poochyena]
    assert list(Pokemon.objects.called("poochyena")) == [poochyena]
    assert list(Pokemon.objects.called("#261")) == [poochyena]
    assert not Pokemon.objects.called("ooch").exists()
    assert not Pokemon.objects.search(retired.name).exists()


def test_a_search_forgives_accents_and_punctuation() -> None:
    mr_mime = PokemonFactory.create(name="Mr. Mime", slug="mr-mime", national_dex=122)
    flabebe = PokemonFactory.create(name="Flabébé", slug="flabebe", national_dex=669)
    PokemonFactory.create(name="Mime Jr.", slug="mime-jr", national_dex=439)
    for search in (Pokemon.objects.search, Pokemon.objects.called):
        assert list(search("mr mime")) == [mr_mime]
        assert list(search("FLABEBE")) == [flabebe]
        assert list(search("...")) == []
