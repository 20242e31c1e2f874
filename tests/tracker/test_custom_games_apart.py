"""With players' games in the database, all that is said of the catalog is the same to the byte."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from pokedex.loading import catalog_folder, catalog_is_current, catalog_status, exported_fixtures
from pokedex.models import (
    Boss,
    CatalogRow,
    EncounterTable,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from pokedex.transfer.archives import game_archive
from tests.pokedex import small_catalog
from tests.pokedex.small_catalog import Fixtures, everything
from tests.pokedex.transfer.importing import exported, plan_of
from tests.tracker.views.scene import BOTH_WAYS
from tracker.models import CustomGame
from tracker.services.custom_games import (
    create_custom_game,
    offer_custom_game,
    share_custom_game,
)

pytestmark = pytest.mark.django_db
MODELS = [model for model in admin.site._registry if issubclass(model, CatalogRow)]


@pytest.fixture
def fixtures(tmp_path: Path, settings: Settings) -> Fixtures:
    settings.FIXTURE_DIRS = [tmp_path]
    made = Fixtures(tmp_path / "catalog")
    made.files["emerald"] += [
        small_catalog.table(101, ["poochyena", 60, 2, 3], ["zigzagoon", 40, 2, 3]),
        small_catalog.boss("roxanne", 102),
        small_catalog.fights("roxanne", "zigzagoon"),
    ]
    made.files["games"][1]["fields"]["version_group"] = "emerald"
    made.load()
    return made


def add_games(owner: User) -> None:
    """Make one game that is shared and one that is offered, each with changes of every kind."""
    for act in (share_custom_game, offer_custom_game):
        base = Game.objects.get(slug="emerald")
        custom = create_custom_game(
            owner=owner, base=base, name="Canary", description="Canary", submission=uuid.uuid4()
        )
        act(custom_game=custom, credit="Canary")
        game = custom.game
        Route.objects.filter(game=game, slug="route-101").update(name="Canary Road")
        Route.objects.filter(game=game, slug="route-102").update(is_active=False)
        Route.objects.bulk_create([Route(game=game, name="Canary", slug="canary", order=5)])
        RouteEncounter.objects.filter(route__game=game).update(encounter_rate=None)
        EncounterTable.objects.filter(route__game=game).update(
            exception="extra-shares", conditions=["canary"]
        )
        Boss.objects.filter(game=game).update(name="Canary")


def addresses() -> list[str]:
    """Every page of the catalog, and every list and page of it in the back office."""
    games = list(Game.objects.published())
    found = [
        *(reverse(name) for name in ("pokedex:game-list", "pokedex:pokemon-list", "sitemap")),
        *(reverse(f"pokedex:game-{page}", args=[game.slug]) for game in games
          for page in ("detail", "differences", "changes")),
        *(reverse("pokedex:pokemon-list") + f"?game={game.slug}" for game in games),
        *(reverse("pokedex:pokemon-detail", args=[one.slug]) for one in Pokemon.objects.all()),
        reverse("admin:index"),
        reverse("admin:search") + "?q=canary",
        reverse("admin:search") + "?q=route",
    ]  # fmt: skip
    for game in games:
        found += [
            reverse("pokedex:route-detail", args=[game.slug, route.slug])
            for route in game.routes.published()
        ]
        found += [
            reverse("pokedex:boss-detail", args=[game.slug, boss.slug])
            for boss in game.bosses.published()
        ]
        found.append(reverse("admin:pokedex_game_change", args=[game.pk]))
    for route in Route.objects.of_the_catalog():
        found.append(reverse("admin:pokedex_route_encounters", args=[route.pk]))
        found.append(reverse("admin:pokedex_route_move", args=[route.pk]))
    for model in MODELS:
        name = f"admin:pokedex_{model._meta.model_name}"
        found += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
        found.append(f"{reverse(f'{name}_changelist')}?q=canary")
    return found


def said(fixtures: Fixtures, client: Client, curator: Client) -> dict[str, object]:
    """All that is said of the catalog: pages, lists, files, what a load would do."""
    told: dict[str, object] = {}
    for url in addresses():
        browser = curator if url.startswith("/admin/") else client
        answer = browser.get(url)
        assert answer.status_code == 200, url
        told[url] = re.sub(r"\b[A-Za-z0-9]{64}\b|nonce-[^'\"]+", "token", answer.content.decode())
    for model in MODELS:
        for kind in ("csv", "json"):
            told[f"{model.__name__}.{kind}"] = exported(model, kind)
    told["archive"] = game_archive(Game.objects.get(slug="emerald"), "csv")
    folder = catalog_folder()
    told["status"] = catalog_status(folder)
    told["current"] = catalog_is_current(folder)
    told["fixtures"] = exported_fixtures(folder)
    return told


def test_nothing_that_is_said_of_the_catalog_is_another(
    fixtures: Fixtures, client: Client, curator: Client, owner: User
) -> None:
    before = said(fixtures, client, curator)
    add_games(owner)
    after = said(fixtures, client, curator)
    # The one thing that curators are told: a game is offered.
    offers = re.compile(r"\s*<li><a[^>]*>Games that players have made and offer:.*?</li>")
    index = reverse("admin:index")
    assert offers.search(str(after[index]))
    lists = re.compile(r"\s*<ul class=\"matters\">\s*</ul>")
    after[index] = lists.sub("", offers.sub("", str(after[index])))
    before[index] = lists.sub("", str(before[index]))
    assert before.keys() == after.keys()
    for name, content in before.items():
        assert after[name] == content, name
        assert "Canary" not in str(after[name]).replace("?q=canary", ""), name


def test_a_load_touches_nothing_of_them(fixtures: Fixtures, owner: User) -> None:
    add_games(owner)
    custom = {
        model.__name__: [
            row
            for row in everything()[model.__name__]
            if row["id"] in set(model._default_manager.exclude(
                pk__in=_of_the_catalog(model)).values_list("pk", flat=True))
        ]
        for model in (Game, Route, RouteEncounter, EncounterTable, Boss)
    }  # fmt: skip
    assert all(custom.values())
    fixtures.drop("emerald", "route-102")
    fixtures.files["emerald"] = [
        row for row in fixtures.files["emerald"] if row["fields"].get("slug") != "roxanne"
        and row["model"] != "pokedex.bosspokemon"
    ]  # fmt: skip
    fixtures.files["games"][0]["fields"]["name"] = "Canary"
    told = fixtures.load()
    assert "custom-" not in told
    fixtures.load("catalog/emerald")
    now = everything()
    for name, rows in custom.items():
        assert [row for row in now[name] if row["id"] in {one["id"] for one in rows}] == rows


def _of_the_catalog(model: type[CatalogRow]) -> list[int]:
    rows = model._default_manager.of_the_catalog()  # type: ignore[attr-defined]
    return list(rows.values_list("pk", flat=True))


def test_no_address_of_the_back_office_leads_to_them(
    fixtures: Fixtures, curator: Client, owner: User
) -> None:
    add_games(owner)
    game = Game.objects.filter(is_custom=True).latest("pk")
    route, boss = game.routes.earliest("pk"), game.bosses.get()
    base = Game.objects.get(slug="emerald")
    for row in (game, route, boss, RouteEncounter.objects.filter(route=route).earliest("pk")):
        name = f"admin:pokedex_{row._meta.model_name}"
        for act in ("change", "history", "delete"):
            answer = curator.get(reverse(f"{name}_{act}", args=[row.pk]))
            assert answer.status_code in {302, 403}, (name, act)
            assert "Canary" not in answer.content.decode()
    kept: dict[str, list[Any]] = {
        "pokedex_game_order": [game.pk],
        "pokedex_game_archive": [game.pk, "csv"],
        "pokedex_game_compare": [base.pk, game.pk],
        "pokedex_route_encounters": [route.pk],
        "pokedex_route_move": [route.pk],
    }
    for name, arguments in kept.items():
        assert curator.get(reverse(f"admin:{name}", args=arguments)).status_code == 404, name
    for field, model in (("game", "route"), ("game", "boss"), ("after_route", "boss")):
        url = reverse("admin:autocomplete")
        asked = {"app_label": "pokedex", "model_name": model, "field_name": field, "term": "canary"}
        assert curator.get(url, asked).json()["results"] == []


def test_no_form_of_the_back_office_points_to_them(
    fixtures: Fixtures, curator: Client, owner: User
) -> None:
    add_games(owner)
    game = Game.objects.filter(is_custom=True).latest("pk")
    answer = curator.post(
        reverse("admin:pokedex_route_add"),
        {"name": "New", "slug": "new", "game": game.pk, "order": 5, "stage": "story"},
    )
    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()


def test_files_know_nothing_of_them(fixtures: Fixtures, owner: User) -> None:
    add_games(owner)
    slug = Game.objects.filter(is_custom=True).latest("pk").slug
    content = f"game,slug,name,order,stage,source_key,published\n{slug},new,New,5,story,,yes\n"
    faults = plan_of(Route, content.encode()).faults
    assert [fault.column for fault in faults] == ["game"]


def test_no_page_of_the_catalog_leads_to_them(
    fixtures: Fixtures, client: Client, owner: User
) -> None:
    add_games(owner)
    game = Game.objects.filter(is_custom=True).latest("pk")
    for name, arguments in {
        "pokedex:game-detail": [game.slug],
        "pokedex:game-differences": [game.slug],
        "pokedex:game-changes": [game.slug],
        "pokedex:route-detail": [game.slug, "route-101"],
        "pokedex:boss-detail": [game.slug, "roxanne"],
        "pokedex:report-route": [game.slug, "route-101"],
        "pokedex:report-encounter": [game.slug, "route-101", "zigzagoon", "walk"],
        "pokedex:report-boss": [game.slug, "roxanne"],
    }.items():
        for extra in BOTH_WAYS:
            assert client.get(reverse(name, args=arguments), **extra).status_code == 404, name
    assert CustomGame.objects.count() == 2
