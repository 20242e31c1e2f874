"""What a member of the group Curators may do, and everything else that is refused to him."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories import EncounterFactory
from tests.html import parse
from tracker.models import CustomGame, Encounter, NuzlockeRun

pytestmark = pytest.mark.django_db

PERMISSIONS = {
    "add_boss",
    "add_bosspokemon",
    "add_encountertable",
    "add_evolution",
    "add_game",
    "add_pokemon",
    "add_route",
    "add_routeencounter",
    "change_boss",
    "change_bosspokemon",
    "change_correctionreport",
    "change_customgame",
    "change_encountertable",
    "change_evolution",
    "change_game",
    "change_pokemon",
    "change_route",
    "change_routeencounter",
    "delete_boss",
    "delete_bosspokemon",
    "delete_encountertable",
    "delete_evolution",
    "delete_routeencounter",
    "view_boss",
    "view_bosspokemon",
    "view_catalogchange",
    "view_correctionreport",
    "view_customgame",
    "view_encountertable",
    "view_evolution",
    "view_game",
    "view_pokemon",
    "view_route",
    "view_routeencounter",
}


def foreign_models() -> list[type[models.Model]]:
    """Whatever the admin edits that is not of the catalog: users, groups, runs, settings."""
    return [
        model
        for model in admin.site._registry
        if model._meta.app_label != "pokedex" and model is not CustomGame
    ]


def foreign_urls() -> Iterator[str]:
    """Every address of these models, of rows that there are where there are any."""
    for model in foreign_models():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        yield reverse(f"{name}_add")
        row = model._default_manager.values_list("pk", flat=True).first()
        if row is not None:
            for act in ("change", "delete", "history"):
                yield reverse(f"{name}_{act}", args=[row])


def test_the_group_has_the_permissions_of_the_catalog_and_no_others() -> None:
    permissions = Group.objects.get(name="Curators").permissions.select_related("content_type")
    foreign = {one.codename for one in permissions if one.content_type.app_label != "pokedex"}
    assert foreign == {"view_customgame", "change_customgame"}
    assert {one.codename for one in permissions} == PERMISSIONS


def test_the_group_and_its_permissions_are_made_once() -> None:
    """Permissions that the migration made are those that Django would make after it."""
    group = Group.objects.get(name="Curators")
    assert all(
        permission.name
        == f"Can {permission.codename.partition('_')[0]} {permission.content_type.name}"
        for permission in group.permissions.select_related("content_type")
    )
    assert group.permissions.count() == len(PERMISSIONS)


def test_users_runs_and_groups_are_refused_by_every_address(curator: Client) -> None:
    encounter = EncounterFactory.create(nickname="Canary", note="canary-note")
    tried = list(foreign_urls())
    assert len(tried) >= 5 * len({Encounter, Group, NuzlockeRun, User})
    for url in tried:
        for answer in (curator.get(url), curator.post(url, {"post": "yes"})):
            assert answer.status_code == 403, url
            assert b"anary" not in answer.content
    encounter.refresh_from_db()
    assert encounter.nickname == "Canary"


def test_the_index_offers_the_catalog_only(curator: Client) -> None:
    page = parse(curator.get(reverse("admin:index")))
    offered = {link.attributes["href"] for link in page.all("a")}
    assert reverse("admin:pokedex_route_changelist") in offered
    for url in foreign_urls():
        assert url not in offered


def test_the_apps_of_others_have_no_index(curator: Client) -> None:
    for label in {model._meta.app_label for model in foreign_models()} - {"tracker"}:
        assert curator.get(reverse("admin:app_list", args=[label])).status_code == 404
    page = parse(curator.get(reverse("admin:app_list", args=["tracker"])))
    offered = {link.attributes["href"] for link in page.all("a")}
    assert reverse("admin:tracker_customgame_changelist") in offered
    assert not offered & set(foreign_urls())


def test_staff_outside_the_group_sees_nothing_of_the_catalog(owner: User) -> None:
    owner.is_staff = True
    owner.save(update_fields=["is_staff"])
    browser = Client()
    browser.force_login(owner)
    for model in admin.site._registry:
        if model._meta.app_label == "pokedex":
            url = reverse(f"admin:pokedex_{model._meta.model_name}_changelist")
            assert browser.get(url).status_code == 403


def test_the_migrations_take_the_group_back_and_make_it_again() -> None:
    migration = importlib.import_module("pokedex.migrations.0004_curators")
    history = importlib.import_module("pokedex.migrations.0005_catalog_changes")
    reports = importlib.import_module("pokedex.migrations.0007_correction_reports")
    games = importlib.import_module("tracker.migrations.0010_curators_adopt")
    editor = SimpleNamespace(connection=connection)
    permissions = Permission.objects.count()
    migration.remove_group(apps, editor)
    assert not Group.objects.exists()
    history.let_curators_see(apps, editor)
    reports.let_curators_decide(apps, editor)
    games.let_curators_adopt(apps, editor)
    migration.make_group(apps, editor)
    migration.make_group(apps, editor)
    history.let_curators_see(apps, editor)
    reports.let_curators_decide(apps, editor)
    games.let_curators_adopt(apps, editor)
    assert Group.objects.get().permissions.count() == len(PERMISSIONS)
    assert Permission.objects.count() == permissions
