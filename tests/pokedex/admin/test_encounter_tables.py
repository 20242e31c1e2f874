"""Encounter tables in the back office: shares by the line, and the rates that follow."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pokedex.models import CatalogChange, EncounterTable, Route, RouteEncounter
from pokedex.services.encounter_lines import read_share_lines, share_lines
from pokedex.services.table_rates import derive_encounters, kept_tables
from tests.factories import (
    EncounterTableFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.html import parse, values
from tests.pokedex.admin.test_rows import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(db: None) -> EncounterTable:
    """Zubat 70 and Geodude 30 percent, with the encounters that it gives."""
    route = RouteFactory.create(name="Granite Cave")
    for slug in ("zubat", "geodude", "abra"):
        PokemonFactory.create(name=slug.title(), slug=slug)
    table: EncounterTable = EncounterTableFactory.create(
        route=route, pokemon=[["zubat", 70, 7, 8], ["geodude", 30, 6, 9]]
    )
    derive_encounters(route=route, method="walk", before=[])
    return table


def met(route: Route) -> dict[str, tuple[Any, ...]]:
    rows = RouteEncounter.objects.published().filter(route=route)
    return {row.pokemon.slug: (row.encounter_rate, row.min_level, row.max_level) for row in rows}


def send(browser: Client, table: EncounterTable, **changes: str) -> Any:
    url = address(EncounterTable, "change", table.pk)
    form = values(parse(browser.get(url)).one("form", id="encountertable_form"))
    return browser.post(url, form | changes)


class TestLines:
    def test_go_there_and_back(self, table: EncounterTable) -> None:
        assert share_lines(table.pokemon) == "zubat, 70, 7-8\ngeodude, 30, 6-9"
        assert read_share_lines(share_lines(table.pokemon)) == (table.pokemon, [])
        without_levels = [["zubat", 100, None, None]]
        assert read_share_lines(share_lines(without_levels)) == (without_levels, [])

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("Zubatt, 69, 7-10", "there is no Pokémon called “Zubatt”."),
            ("Zubat, 0", "“0” is no share"),
            ("Zubat, x, 7-10", "“x” is no share"),
            ("Zubat, 69, 10-7", "are no levels"),
            ("Zubat", "write Pokémon, percent and levels"),
            ("Zubat, 69, 7, 10", "write Pokémon, percent and levels"),
            ("x" * 500, "write Pokémon, percent and levels"),
        ],
    )
    def test_say_what_is_wrong(self, table: EncounterTable, line: str, reason: str) -> None:
        shares, (error,) = read_share_lines(f"Geodude, 30\n\n{line}")
        assert error.startswith("Line 3: ")
        assert reason in error
        assert shares == [["geodude", 30, None, None]]


class TestEditing:
    def test_shares_changes_the_rates_of_the_route(
        self, curator: Client, table: EncounterTable
    ) -> None:
        assert met(table.route) == {"zubat": (70, 7, 8), "geodude": (30, 6, 9)}
        answer = send(curator, table, shares="Zubat, 60, 7-8\nAbra\t40\t5")
        assert answer.status_code == 302
        table.refresh_from_db()
        assert (table.pokemon, table.total) == ([["zubat", 60, 7, 8], ["abra", 40, 5, 5]], 100)
        assert met(table.route) == {"zubat": (60, 7, 8), "abra": (40, 5, 5)}
        assert not RouteEncounter.objects.get(pokemon__slug="geodude").is_active
        by = CatalogChange.objects.filter(row_model="routeencounter", by__username="curator")
        assert {change.row_name.partition(" ")[0] for change in by} == {"Zubat", "Abra", "Geodude"}

    def test_what_stays_as_it_is_writes_nothing(
        self, curator: Client, table: EncounterTable
    ) -> None:
        number = CatalogChange.objects.count()
        assert send(curator, table).status_code == 302
        assert CatalogChange.objects.count() == number

    @pytest.mark.parametrize(
        ("shares", "reason"),
        [
            ("Zubat, 60, 7-8", "The shares sum to 60 percent."),
            ("Zubat, 60\nZubat, 40", "Line 2: zubat stands in an earlier line."),
            ("Zubatt, 100", "Line 1: there is no Pokémon called “Zubatt”."),
            ("", "This field is required."),
            ("\n \n", "This field is required."),
        ],
    )
    def test_is_refused_in_words_and_writes_nothing(
        self, curator: Client, table: EncounterTable, shares: str, reason: str
    ) -> None:
        before = met(table.route)
        answer = send(curator, table, shares=shares)
        assert answer.status_code == 200
        assert reason in " ".join(one.text for one in parse(answer).all(of="errorlist"))
        table.refresh_from_db()
        assert table.total == 100
        assert len(table.pokemon) == 2
        assert met(table.route) == before

    def test_takes_another_sum_with_its_reason_only(
        self, curator: Client, table: EncounterTable
    ) -> None:
        answer = send(curator, table, shares="Zubat, 60", exception="missing-shares")
        assert answer.status_code == 302
        table.refresh_from_db()
        assert table.total == 60
        answer = send(curator, table, shares="Zubat, 999\nAbra, 999", exception="extra-shares")
        assert "which is too much" in answer.content.decode()

    def test_the_best_of_several_tables_counts(
        self, curator: Client, table: EncounterTable
    ) -> None:
        deep = EncounterTableFactory.create(
            route=table.route, area="B1F", pokemon=[["zubat", 90, 10, 12], ["abra", 10, 9, 9]]
        )
        send(curator, deep)
        assert met(table.route) == {"zubat": (90, 7, 12), "geodude": (30, 6, 9), "abra": (10, 9, 9)}
        chosen = {"action": "unpublish", "_selected_action": [deep.pk]}
        curator.post(address(EncounterTable, "changelist"), chosen)
        assert met(table.route) == {"zubat": (70, 7, 8), "geodude": (30, 6, 9)}
        curator.post(address(EncounterTable, "changelist"), chosen | {"action": "publish"})
        assert met(table.route)["abra"] == (10, 9, 9)
        curator.post(address(EncounterTable, "delete", deep.pk), {"post": "yes"})
        assert "abra" not in met(table.route)

    def test_conditions_change_only_where_the_edit_changes_them(
        self, curator: Client, table: EncounterTable
    ) -> None:
        rows = RouteEncounter.objects.filter(route=table.route)
        rows.update(conditions=["time-night"])
        send(curator, table, shares="Zubat, 60, 7-8\nGeodude, 40, 6-9")
        assert {tuple(row.conditions) for row in rows} == {("time-night",)}

    def test_without_any_table_the_encounters_stand_alone(
        self, curator: Client, table: EncounterTable
    ) -> None:
        before = met(table.route)
        curator.post(address(EncounterTable, "delete", table.pk), {"post": "yes"})
        assert met(table.route) == before

    def test_taken_back_takes_the_rates_back(self, curator: Client, table: EncounterTable) -> None:
        before = met(table.route)
        send(curator, table, shares="Zubat, 60, 7-8\nAbra, 40, 5-5")
        change = CatalogChange.objects.filter(row_model="encountertable").latest("id")
        curator.post(reverse("admin:pokedex_revert", args=[change.pk]))
        assert met(table.route) == before

    def test_moved_to_another_method_leaves_the_old_one_alone(
        self, curator: Client, table: EncounterTable
    ) -> None:
        send(curator, table, encounter_method="surf")
        found = RouteEncounter.objects.filter(encounter_method="surf")
        assert {row.pokemon.slug for row in found} == {"zubat", "geodude"}
        assert kept_tables(route=table.route, method="walk") == []


class TestDerivedRows:
    def test_are_read_only_and_say_where_they_come_from(
        self, curator: Client, table: EncounterTable
    ) -> None:
        row = RouteEncounter.objects.get(pokemon__slug="zubat")
        url = address(RouteEncounter, "change", row.pk)
        page = parse(curator.get(url))
        assert address(EncounterTable, "change", table.pk) in {
            link.attributes.get("href") for link in page.one(of="field-comes_from").all("a")
        }
        curator.post(url, {"encounter_rate": "5", "route": row.route_id, "is_active": "on"})
        row.refresh_from_db()
        assert row.encounter_rate == 70
        assert (
            curator.post(address(RouteEncounter, "delete", row.pk), {"post": "yes"}).status_code
            == 403
        )

    def test_are_not_added_beside_their_tables(
        self, curator: Client, table: EncounterTable
    ) -> None:
        sent = {
            "route": table.route_id,
            "pokemon": PokemonFactory.create().pk,
            "encounter_method": "walk",
            "conditions": "[]",
            "availability": "base",
        }
        answer = curator.post(address(RouteEncounter, "add"), sent)
        assert "Add it to a table." in answer.content.decode()
        assert (
            curator.post(
                address(RouteEncounter, "add"), sent | {"encounter_method": "surf"}
            ).status_code
            == 302
        )

    def test_stand_alone_where_there_is_no_table(self, curator: Client) -> None:
        row = RouteEncounterFactory.create()
        assert not parse(curator.get(address(RouteEncounter, "change", row.pk))).all(
            of="field-comes_from"
        )
