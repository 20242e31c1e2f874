"""The catalog's history: who changed what, from what to what, and the way back."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from pokedex.history import RevertRefused, changed_by, revert
from pokedex.models import (
    CatalogChange,
    CatalogRow,
    EncounterTable,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from pokedex.pages.changes import changelog
from tests.factories import (
    BossPokemonFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
    UserFactory,
)
from tests.html import parse
from tests.pokedex.admin.test_pages import violations
from tests.pokedex.admin.test_rows import FACTORIES, address
from tests.pokedex.small_catalog import Fixtures, met, pokemon, route

pytestmark = pytest.mark.django_db


def last() -> CatalogChange:
    return CatalogChange.objects.latest("id")


def saved(row: CatalogRow, **values: object) -> CatalogChange:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return last()


class TestKeeping:
    @pytest.mark.parametrize("model", FACTORIES)
    def test_every_kind_of_row(self, model: type[CatalogRow], owner: User) -> None:
        row: CatalogRow = FACTORIES[model].create()
        added = last()
        assert (added.act, added.row_model, added.row_id) == (
            "added",
            model._meta.model_name,
            row.pk,
        )
        assert added.before == {}
        assert added.after["is_active"] is True
        with changed_by(owner.pk):
            changed = saved(row, is_active=False)
        assert (changed.act, changed.before, changed.after) == (
            "changed",
            {"is_active": True},
            {"is_active": False},
        )
        assert (changed.by, changed.source) == (owner, "person")
        pk = row.pk
        row.delete()
        gone = CatalogChange.objects.filter(row_id=pk, row_model=model._meta.model_name).latest(
            "id"
        )
        assert (gone.act, gone.after, gone.by) == ("deleted", {}, None)

    def test_teams_too(self) -> None:
        BossPokemonFactory.create()
        assert last().row_model == "bosspokemon"

    def test_nothing_when_nothing_changed(self) -> None:
        row = RouteEncounterFactory.create()
        number = CatalogChange.objects.count()
        row.save()
        RouteEncounter.objects.get().save()
        row.loaded_digest = "other"
        row.save()
        assert CatalogChange.objects.count() == number

    def test_only_what_was_written(self) -> None:
        row = RouteEncounterFactory.create()
        row.encounter_rate, row.min_level = 44, 1
        row.save(update_fields=["encounter_rate"])
        assert last().after == {"encounter_rate": 44}

    def test_what_the_database_had_not_what_the_row_was_read_with(self) -> None:
        row = RouteEncounterFactory.create(encounter_rate=30)
        RouteEncounter.objects.update(encounter_rate=31)
        assert saved(row, encounter_rate=32).before == {"encounter_rate": 31}

    def test_foreign_keys_by_number_and_the_game_by_slug(self) -> None:
        row = RouteEncounterFactory.create(route__game__slug="emerald")
        other = RouteFactory.create(game=row.route.game)
        change = saved(row, route=other)
        assert (change.after, change.game) == ({"route": other.pk}, "emerald")
        assert saved(PokemonFactory.create(), name="Mew").game == ""

    def test_nothing_of_what_was_rolled_back(self) -> None:
        row = GameFactory.create()
        number = CatalogChange.objects.count()

        def save_and_fail() -> None:
            with transaction.atomic():
                saved(row, name="Other")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            save_and_fail()
        assert CatalogChange.objects.count() == number

    def test_what_goes_with_a_row(self) -> None:
        met_there = RouteEncounterFactory.create()
        CatalogChange.objects.all().delete()
        met_there.route.delete()
        assert set(CatalogChange.objects.values_list("row_model", "act")) == {
            ("routeencounter", "deleted"),
            ("route", "deleted"),
        }

    def test_a_user_who_goes_takes_his_name_along(self, owner: User) -> None:
        with changed_by(owner.pk):
            RouteFactory.create()
        owner.delete()
        assert last().by is None


class TestReverting:
    def test_gives_the_values_from_before(self) -> None:
        row = RouteEncounterFactory.create(encounter_rate=30)
        change = saved(row, encounter_rate=40, max_level=9)
        saved(row, availability="special")
        revert(change)
        row.refresh_from_db()
        assert (row.encounter_rate, row.max_level, row.availability) == (30, 3, "special")
        assert last().after == {"encounter_rate": 30, "max_level": 3}

    def test_makes_again_what_was_deleted(self) -> None:
        row = RouteEncounterFactory.create()
        before = RouteEncounter.objects.values().get()
        row.delete()
        revert(last())
        assert RouteEncounter.objects.values().get() == before | {"loaded_digest": ""}

    def test_moves_a_row_back(self) -> None:
        row = RouteEncounterFactory.create()
        home = row.route
        change = saved(row, route=RouteFactory.create(game=home.game))
        assert revert(change).pk == row.pk
        row.refresh_from_db()
        assert row.route == home

    def test_unpublishes_what_was_added(self) -> None:
        row = RouteEncounterFactory.create()
        added = last()
        revert(added)
        row.refresh_from_db()
        assert not row.is_active
        assert (last().before, last().after) == ({"is_active": True}, {"is_active": False})
        with pytest.raises(RevertRefused, match="unpublished already"):
            revert(added)
        revert(last())
        row.refresh_from_db()
        assert row.is_active

    def test_refuses_what_cannot_be(self) -> None:
        row = RouteFactory.create(name="Old")
        change = saved(row, name="New")
        RouteFactory.create(game=row.game, name="Old")
        with pytest.raises(RevertRefused, match="Another route of this game has this name"):
            revert(change)
        row.delete()
        with pytest.raises(RevertRefused, match="deleted since"):
            revert(change)
        revert(last())
        with pytest.raises(RevertRefused, match="there again"):
            revert(CatalogChange.objects.filter(act="deleted").latest("id"))


class TestInTheAdmin:
    def test_a_change_names_the_curator(self, curator: Client) -> None:
        row = RouteEncounterFactory.create()
        chosen = {"action": "unpublish", "_selected_action": [row.pk]}
        curator.post(address(RouteEncounter, "changelist"), chosen)
        assert last().by == User.objects.get(username="curator")
        page = parse(curator.get(address(RouteEncounter, "changelist")))
        assert "by curator" in page.one(of="field-last_change").text

    def test_taking_back_an_addition_says_what_it_does(self, curator: Client) -> None:
        row = RouteEncounterFactory.create()
        url = reverse("admin:pokedex_revert", args=[last().pk])
        assert "published: yes → no" in parse(curator.get(url)).one("section", id="revert").text
        assert curator.post(url).status_code == 302
        row.refresh_from_db()
        assert not row.is_active

    def test_a_rows_history_leads_back(self, curator: Client) -> None:
        row = RouteEncounterFactory.create(encounter_rate=30)
        change = saved(row, encounter_rate=40)
        page = parse(curator.get(address(RouteEncounter, "history", row.pk)))
        assert "rate: 30 % → 40 %" in page.one(id="changes").text
        url = reverse("admin:pokedex_revert", args=[change.pk])
        assert url in {link.attributes["href"] for link in page.one(id="changes").all("a")}
        shown = parse(curator.get(url))
        assert violations(shown) == violations(page) == []
        assert "rate: 40 % → 30 %" in shown.one(id="revert").text
        row.refresh_from_db()
        assert row.encounter_rate == 40
        assert curator.post(url).status_code == 302
        row.refresh_from_db()
        assert row.encounter_rate == 30

    def test_a_refused_way_back_says_why(self, curator: Client) -> None:
        row = RouteFactory.create(name="Old")
        change = saved(row, name="New")
        RouteFactory.create(game=row.game, name="Old")
        answer = curator.post(reverse("admin:pokedex_revert", args=[change.pk]))
        assert answer.status_code == 422
        assert "Another route of this game has this name" in answer.content.decode()

    def test_reverting_takes_the_permission_to_change(
        self, owner: User, owner_client: Client, client: Client
    ) -> None:
        change = saved(GameFactory.create(), region="Other")
        url = reverse("admin:pokedex_revert", args=[change.pk])
        for browser in (owner_client, client):
            assert browser.post(url).status_code == 302
        User.objects.filter(pk=owner.pk).update(is_staff=True)
        assert owner_client.get(url).status_code == 403
        assert owner_client.post(url).status_code == 403
        assert Game.objects.get().region == "Other"

    def test_nobody_adds_edits_or_deletes_a_change(self, superuser: Client) -> None:
        change = saved(GameFactory.create(), region="Other")
        assert superuser.get(address(CatalogChange, "add")).status_code == 403
        for act in ("delete", "change"):
            url = address(CatalogChange, act, change.pk)
            assert superuser.post(url, {"post": "yes"}).status_code in {302, 403}
        assert CatalogChange.objects.filter(pk=change.pk).exists()

    def test_the_list_takes_a_fixed_number_of_queries(self, curator: Client) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert curator.get(address(CatalogChange, "changelist")).status_code == 200
            return len(captured)

        GameFactory.create()
        queries()
        few = queries()
        GameFactory.create_batch(20)
        assert queries() == few <= 20


class TestLoads:
    def test_of_an_empty_catalog_keep_nothing(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.load()
        assert not CatalogChange.objects.exists()

    def test_keep_only_the_rows_that_they_change(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.files["emerald"][0]["fields"]["name"] = "Route One-O-One"
        fixtures.files["pokemon"].append(pokemon("wurmple", 265))
        fixtures.load()
        changes = CatalogChange.objects.order_by("id")
        assert {(one.row_model, one.act, one.source, one.row_name) for one in changes} == {
            ("route", "changed", "load", "emerald / route-101"),
            ("pokemon", "added", "load", "wurmple"),
        }
        renamed = changes.get(row_model="route")
        assert (renamed.before, renamed.after) == (
            {"name": "Route 101"},
            {"name": "Route One-O-One"},
        )
        assert (renamed.game, renamed.by) == ("emerald", None)
        revert(renamed)
        assert Route.objects.filter(name="Route 101", game__slug="emerald").exists()

    def test_keep_what_they_delete_and_retire(self, fixtures: Fixtures) -> None:
        fixtures.load()
        edited = RouteEncounter.objects.get(route__slug="route-102")
        edited.encounter_rate = 12
        edited.save()
        CatalogChange.objects.all().delete()
        fixtures.drop("emerald", "route-102")
        fixtures.files["emerald"] = [
            row
            for row in fixtures.files["emerald"]
            if row["fields"].get("pokemon") != ["poochyena"]
        ]
        fixtures.load()
        assert set(CatalogChange.objects.values_list("source", flat=True)) == {"load"}
        found = [(one.row_model, one.act, one.row_name) for one in CatalogChange.objects.all()]
        acts = set(found)
        assert len(found) == len(acts)
        assert ("routeencounter", "deleted", "emerald / route-101 / poochyena / walk") in acts
        assert ("routeencounter", "changed", "emerald / route-102 / zigzagoon / walk") in acts
        retired = CatalogChange.objects.get(row_id=edited.pk, row_model="routeencounter")
        assert (retired.before, retired.after) == ({"is_active": True}, {"is_active": False})

    def test_that_fail_keep_nothing(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.files["emerald"][0]["fields"]["name"] = "Other"
        fixtures.files["emerald"].append(met(101, "poochyena", encounter_rate=500))
        with pytest.raises(Exception, match="101"):
            fixtures.load()
        assert not CatalogChange.objects.exists()

    def test_are_found_in_a_new_route(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.files["emerald"].append(route(103))
        fixtures.load()
        (added,) = CatalogChange.objects.all()
        assert (added.act, added.row_name, added.game) == (
            "added",
            "emerald / route-103",
            "emerald",
        )


class TestChangelog:
    def lines(self, browser: Client, game: Game) -> list[str]:
        page = parse(browser.get(reverse("pokedex:game-changes", args=[game.slug])))
        return [item.text for item in page.one("main").all("li")]

    def test_says_what_people_changed_and_names_nobody(
        self, client: Client, curator: Client, fixtures: Fixtures
    ) -> None:
        fixtures.load()
        fixtures.files["emerald"][0]["fields"]["name"] = "Loaded"
        fixtures.load()
        game = Game.objects.get(slug="emerald")
        assert self.lines(client, game) == []
        row = RouteEncounter.objects.get(route__slug="route-102")
        with changed_by(User.objects.get(username="curator").pk):
            saved(row, encounter_rate=12)
        saved(Route.objects.get(slug="route-102"), order=300)
        saved(Route.objects.get(slug="route-101", game=game), order=301)
        assert self.lines(client, game) == [
            "The order of the routes was changed.",
            "Zigzagoon at Route 102 (Walking): rate 45 % → 12 %.",
        ]
        assert "curator" not in client.get(
            reverse("pokedex:game-changes", args=["emerald"])
        ).content.decode().lower().replace("curators", "")
        assert self.lines(client, Game.objects.get(slug="ruby")) == []

    def test_is_kept_by_browsers_until_the_catalog_changes(self, client: Client) -> None:
        game = GameFactory.create()
        url = reverse("pokedex:game-changes", args=[game.slug])
        tag = client.get(url)["ETag"]
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
        saved(game, region="Elsewhere")
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 200

    def test_of_an_unpublished_game_is_not_there(self, client: Client) -> None:
        game = GameFactory.create(is_active=False)
        assert client.get(reverse("pokedex:game-changes", args=[game.slug])).status_code == 404
        assert changelog("nowhere") is None

    def test_takes_a_fixed_number_of_queries(self, client: Client) -> None:
        game = GameFactory.create()

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                changelog(game.slug)
            return len(captured)

        by = UserFactory.create().pk
        with changed_by(by):
            RouteEncounterFactory.create(route__game=game)
        few = queries()
        with changed_by(by):
            for _ in range(10):
                RouteEncounterFactory.create(route__game=game)
        assert queries() == few

    def test_shows_as_many_as_are_read(self, client: Client) -> None:
        game = GameFactory.create()
        CatalogChange.objects.bulk_create(
            CatalogChange(
                source="person",
                act="added",
                row_model="route",
                row_id=number,
                row_name=f"Route {number}",
                game=game.slug,
            )
            for number in range(1, 250)
        )
        page = changelog(game.slug)
        assert page is not None
        assert page.has_more
        assert sum(len(day.lines) for day in page.days) == 200


def test_long_values_are_cut(curator: Client) -> None:
    row = Pokemon.objects.get(pk=PokemonFactory.create().pk)
    table: EncounterTable = FACTORIES[EncounterTable].create()
    shares = [[row.slug, 1, 1, 1]] * 60
    saved(table, pokemon=shares)
    page = parse(curator.get(address(EncounterTable, "history", table.pk)))
    assert max(len(item.text) for item in page.one(id="changes").all("li")) < 1000


@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 40])
def test_changes_that_there_are_not_are_not_found(curator: Client, number: str) -> None:
    base = reverse("admin:pokedex_catalogchange_changelist")
    assert curator.get(f"{base}{number}/revert/").status_code == 404
    assert curator.get(f"{base}{number}/change/").status_code == 302
    assert curator.get(f"{base}x/change/").status_code == 302
    for page in ("game", "route"):
        act = {"game": "order", "route": "encounters"}[page]
        url = f"{reverse(f'admin:pokedex_{page}_changelist')}{number}/{act}/"
        assert curator.post(url).status_code == 404
