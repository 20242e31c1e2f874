"""The catalog's revision: another one after whatever changes the catalog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factory.django import DjangoModelFactory
from pytest_django import DjangoAssertNumQueries

from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    CatalogRevision,
    CorrectionReport,
    EncounterTable,
    Evolution,
    Game,
    ImportUpload,
    Pokemon,
    ReportMessage,
    Route,
    RouteEncounter,
)
from pokedex.revision import catalog_revision, renew_revision
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
    UserFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES: dict[type[models.Model], type[DjangoModelFactory[Any]]] = {
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


def curator() -> Client:
    return signed_in(UserFactory.create(is_staff=True, is_superuser=True))


def test_every_model_of_the_catalog_is_tested_here() -> None:
    beside_it = {CatalogChange, CatalogRevision, CorrectionReport, ImportUpload, ReportMessage}
    assert {*FACTORIES} == set(apps.get_app_config("pokedex").get_models()) - beside_it


def test_a_catalog_that_never_changed_has_none() -> None:
    assert catalog_revision() == ""


def test_each_renewal_gives_another_one_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    seen = set()
    for _ in range(5):
        with django_assert_num_queries(1):
            renew_revision()
        with django_assert_num_queries(1):
            seen.add(catalog_revision())
    assert len(seen) == 5
    assert CatalogRevision.objects.count() == 1
    assert str(CatalogRevision.objects.get()) == catalog_revision()


@pytest.mark.parametrize("model", MODELS)
def test_saving_and_deleting_a_row_renew_it(model: type[models.Model]) -> None:
    seen = {catalog_revision()}
    row = FACTORIES[model].create()
    seen.add(catalog_revision())
    row.save()
    seen.add(catalog_revision())
    row.save(update_fields=["is_active"])
    seen.add(catalog_revision())
    row.delete()
    seen.add(catalog_revision())
    row = FACTORIES[model].create()
    seen.add(catalog_revision())
    model._default_manager.filter(pk=row.pk).delete()
    seen.add(catalog_revision())
    assert len(seen) == 7


@pytest.mark.parametrize("model", MODELS)
def test_djangos_own_fixtures_renew_it(model: type[models.Model], tmp_path: Path) -> None:
    row = FACTORIES[model].create()
    before = catalog_revision()
    path = tmp_path / "rows.json"
    path.write_text(serializers.serialize("json", [row]), encoding="utf-8")
    call_command("loaddata", str(path), verbosity=0)
    assert catalog_revision() != before


def test_the_admin_renews_it() -> None:
    browser = curator()
    game = GameFactory.create()
    change = reverse("admin:pokedex_game_change", args=[game.pk])
    before = catalog_revision()
    values = browser.get(change).context["adminform"].form.initial | {"region": "Orre"}
    assert browser.post(change, values).status_code == 302
    game.refresh_from_db()
    assert game.region == "Orre"
    assert catalog_revision() != before

    before = catalog_revision()
    act = {"action": "delete_selected", "_selected_action": [game.pk], "post": "yes"}
    assert browser.post(reverse("admin:pokedex_game_changelist"), act).status_code == 302
    assert not Game.objects.exists()
    assert catalog_revision() != before


def test_what_is_undone_leaves_it() -> None:
    before = catalog_revision()
    with transaction.atomic():
        GameFactory.create()
        assert catalog_revision() != before
        transaction.set_rollback(True)
    assert catalog_revision() == before


def test_what_players_write_leaves_it() -> None:
    before = catalog_revision()
    player = UserFactory.create()
    signed_in(player)
    player.delete()
    assert catalog_revision() == before


def test_an_update_past_the_signals_has_to_renew_it_by_hand() -> None:
    """As docs/architecture.md says."""
    GameFactory.create()
    before = catalog_revision()
    Game.objects.update(region="Orre")
    assert catalog_revision() == before
    renew_revision()
    assert catalog_revision() != before


class TestLoading:
    """A piece of the committed catalog is enough."""

    @pytest.fixture(autouse=True)
    def fixtures(self, tmp_path: Path, settings: Any) -> Path:
        folder = tmp_path / "catalog"
        folder.mkdir()
        source = Path(settings.FIXTURE_DIRS[0]) / "catalog"
        for name in ("games", "pokemon", "red"):
            (folder / f"{name}.json").write_bytes((source / f"{name}.json").read_bytes())
        settings.FIXTURE_DIRS = [tmp_path]
        return folder

    def load(self) -> None:
        call_command("loaddata", "catalog/games", "catalog/pokemon", "catalog/red", verbosity=0)

    def test_a_load_renews_it(self) -> None:
        before = catalog_revision()
        self.load()
        loaded = catalog_revision()
        assert loaded != before
        Route.objects.all()[0].delete()
        self.load()
        assert catalog_revision() not in {before, loaded}

    def test_a_load_renews_it_once_and_last(self, fixtures: Path) -> None:
        """However many rows it deletes: a curator who saves waits for it from there on."""
        self.load()
        (fixtures / "red.json").write_text("[]")
        with CaptureQueriesContext(connection) as captured:
            self.load()
        assert not RouteEncounter.objects.exists()
        writes = [
            query["sql"]
            for query in captured
            if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        ]
        assert len(writes) > 1
        about_it = [sql for sql in writes if CatalogRevision._meta.db_table in sql]
        assert about_it == writes[-1:]
        before = catalog_revision()
        GameFactory.create()
        assert catalog_revision() != before

    def test_a_load_that_fails_leaves_it(self, fixtures: Path) -> None:
        self.load()
        before = catalog_revision()
        games = fixtures / "games.json"
        games.write_text(games.read_text(encoding="utf-8").replace('"Kanto"', '" "'))
        with pytest.raises(CommandError):
            self.load()
        assert catalog_revision() == before
        GameFactory.create()
        assert catalog_revision() != before
