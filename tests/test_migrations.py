"""Migrations forth and back, with players' runs in the database, on either engine."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from accounts.models import User
from pokedex.models import Game, Pokemon, Route, RouteEncounter
from tests.factories import (
    BossFactory,
    CustomRouteFactory,
    EncounterFactory,
    GuestFactory,
    NuzlockeRunFactory,
    RouteEncounterFactory,
    UserFactory,
)
from tracker.choices import BossOutcome
from tracker.models import Encounter, NuzlockeRun, RunEvent
from tracker.services.bosses import record_boss
from tracker.services.custom_games import create_custom_game
from tracker.services.runs import rename_run

OURS = ("accounts", "pokedex", "tracker")
KEPT = (User, Game, Route, Pokemon, RouteEncounter)

# What the schema is, as each engine itself says it.
SCHEMA = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": """
        SELECT 'column', table_name || '.' || column_name,
               data_type || coalesce(character_maximum_length::text, '')
               || is_nullable || coalesce(column_default, '') || is_identity
          FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL
        SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    """,
}


def schema() -> set[tuple[str, ...]]:
    """Every table, column, constraint and index of the database."""
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA[connection.vendor])
        return {tuple(map(str, row)) for row in cursor.fetchall()}


def rows() -> dict[str, list[Any]]:
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in KEPT}


def migrate(*arguments: str) -> None:
    call_command("migrate", *arguments, verbosity=0)
    ContentType.objects.clear_cache()


def play() -> None:
    """Put players, a piece of the catalog, runs and encounters into the database."""
    met = RouteEncounterFactory()
    for owner in (UserFactory(), GuestFactory()):
        run = NuzlockeRunFactory(owner=owner, game=met.route.game)
        EncounterFactory(run=run, route=met.route, pokemon=met.pokemon)
    assert (NuzlockeRun.objects.count(), Encounter.objects.count()) == (2, 2)


@pytest.fixture
def migrated_again(transactional_db: None) -> Iterator[None]:
    """Leave the database as the other tests need it, whatever happens here."""
    yield
    migrate()


def test_the_migrations_match_the_models(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_migration_of_ours_can_be_taken_back() -> None:
    loader = MigrationLoader(None)
    for (app, name), migration in loader.disk_migrations.items():
        if app not in OURS:
            continue
        for operation in migration.operations:
            assert operation.reversible, f"{app}.{name}: {operation}"
            if isinstance(operation, RunPython):
                assert operation.reverse_code is not None
            assert not isinstance(operation, RunSQL), "SQLite loses what only SQL has made"


@pytest.mark.usefixtures("migrated_again")
def test_the_tracker_goes_and_comes_back_and_the_rest_stays() -> None:
    play()
    before, kept = schema(), rows()
    migrate("tracker", "zero")
    tables = connection.introspection.table_names()
    assert not [table for table in tables if table.startswith("tracker_")]
    assert rows() == kept
    migrate("tracker")
    assert schema() == before
    assert rows() == kept
    assert not NuzlockeRun.objects.exists()
    EncounterFactory()


@pytest.mark.usefixtures("migrated_again")
def test_what_a_run_has_had_from_the_first_survives_the_way_back() -> None:
    """An own place goes with what was met there; all else of runs and encounters stays."""
    play()
    run = NuzlockeRun.objects.all()[0]
    place = CustomRouteFactory(run=run)
    EncounterFactory(run=run, route=None, custom_route=place)
    rename_run(run=run, name="Renamed")
    record_boss(run=run, boss=BossFactory(game=run.game), outcome=BossOutcome.WON)
    before = schema()
    migrate("tracker", "0001")
    old = MigrationLoader(connection).project_state(("tracker", "0001_initial")).apps
    kept = [
        list(old.get_model("tracker", name)._base_manager.order_by("pk").values())
        for name in ("nuzlockerun", "encounter")
    ]
    assert [len(rows_of_one) for rows_of_one in kept] == [2, 2]
    migrate("tracker")
    assert schema() == before
    for model, rows_of_one in zip((NuzlockeRun, Encounter), kept, strict=True):
        now = model._base_manager.order_by("pk").values(*rows_of_one[0])
        assert list(now) == rows_of_one
    assert not RunEvent.objects.exists()
    rename_run(run=run, name="Once more")
    assert [event.kind for event in run.events.in_order()] == ["base", "rename"]


@pytest.mark.usefixtures("migrated_again")
@pytest.mark.parametrize("app", ["accounts", "pokedex"])
def test_an_app_goes_and_comes_back(app: str) -> None:
    play()
    before = schema()
    migrate(app, "zero")
    tables = connection.introspection.table_names()
    assert not [table for table in tables if table.startswith((f"{app}_", "tracker_"))]
    assert (settings.CACHES["default"]["LOCATION"] in tables) is (app != "accounts")
    migrate()
    assert schema() == before
    assert settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names()
    play()


@pytest.mark.usefixtures("migrated_again")
def test_everything_goes_and_comes_back() -> None:
    """The packages' own apps too, down to an empty database."""
    play()
    before = schema()
    loader = MigrationLoader(connection)
    for config in apps.get_app_configs():
        if config.label in loader.migrated_apps:
            migrate(config.label, "zero")
    assert {"django_migrations"} == set(connection.introspection.table_names())
    migrate()
    assert schema() == before
    play()


@pytest.mark.usefixtures("migrated_again")
def test_players_games_are_retired_on_the_way_back() -> None:
    """Else they would be games of the catalog for everybody; the runs of them go on."""
    base = RouteEncounterFactory(route__game__name="Emerald").route.game
    custom = create_custom_game(
        owner=UserFactory(), base=base, name="Emerald", submission=uuid.uuid4()
    )
    run = NuzlockeRunFactory(owner=custom.owner, game=custom.game)
    before, slug = schema(), custom.game.slug
    migrate("tracker", "0008")
    migrate("pokedex", "0007")
    old = MigrationLoader(connection).project_state(("pokedex", "0007_correction_reports")).apps
    game = old.get_model("pokedex", "Game")._base_manager.get(slug=slug)
    assert not game.is_active
    assert game.name == f"Emerald ({slug})"
    migrate()
    assert schema() == before
    assert NuzlockeRun.objects.get(pk=run.pk).game.routes.count() == 1
    assert [one.name for one in Game.objects.published()] == ["Emerald"]
