"""What an import does and refuses: each row judged as by the admin, all of it or nothing."""

from __future__ import annotations

import importlib
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from accounts.models import User
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    CatalogRevision,
    EncounterTable,
    Evolution,
    Game,
    ImportUpload,
    Pokemon,
    Route,
    RouteEncounter,
)
from pokedex.revision import catalog_revision
from pokedex.services.table_rates import derive_encounters
from pokedex.transfer import resources
from pokedex.transfer.files import FileRefused
from pokedex.transfer.writing import ImportRefused, write_import
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
from tests.pokedex.transfer.importing import (
    as_json,
    exported,
    imported,
    plan_of,
    rows_of,
    table_of,
)

pytestmark = pytest.mark.django_db
ENCOUNTERS = "game,route,pokemon,method,rate,min_level,max_level,conditions,availability,published"


@pytest.fixture
def emerald(db: None) -> Game:
    """A game with two routes, a boss after each, and Zigzagoon on the first."""
    game: Game = GameFactory.create(name="Emerald", slug="emerald")
    for number in (101, 102):
        route = RouteFactory.create(
            game=game, name=f"Route {number}", slug=f"route-{number}", order=number
        )
        BossFactory.create(
            game=game, slug=f"boss-{number}", name=f"Boss {number}", order=number, after_route=route
        )
    zigzagoon = PokemonFactory.create(name="Zigzagoon", slug="zigzagoon")
    PokemonFactory.create(name="Wurmple", slug="wurmple")
    RouteEncounterFactory.create(route=game.routes.get(slug="route-101"), pokemon=zigzagoon)
    CatalogChange.objects.all().delete()
    return game


def encounters(*lines: str) -> bytes:
    return "\n".join([ENCOUNTERS, *lines]).encode()


def faults(model: type[models.Model], content: bytes, file_format: str = "csv") -> list[str]:
    """Why a file is refused; that nothing was written."""
    before = [table_of(one) for one in (model, RouteEncounter, CatalogChange, CatalogRevision)]
    plan = plan_of(model, content, file_format)
    with pytest.raises(ImportRefused):
        write_import(plan=plan, user=1)
    after = [table_of(one) for one in (model, RouteEncounter, CatalogChange, CatalogRevision)]
    assert after == before
    return [str(fault) for fault in plan.faults]


def changes(act: str = "changed") -> list[tuple[Any, ...]]:
    found = CatalogChange.objects.filter(act=act).order_by("id")
    return list(found.values_list("row_model", "row_name", "source", "before", "after"))


class TestWriting:
    def test_changes_what_differs_and_adds_what_is_new(self, emerald: Game) -> None:
        user = UserFactory.create()
        content = encounters(
            "emerald,route-101,zigzagoon,walk,45,2,3,,base,yes",
            "emerald,route-101,wurmple,walk,10,2,2,time-day; time-morning,base,yes",
        )
        plan = imported(RouteEncounter, content, user=user)
        assert (plan.new, plan.changed, plan.same) == (1, 1, 0)
        assert [(one.column, one.before, one.after) for one in plan.rows[0].columns] == [
            ("rate", "30", "45")
        ]
        rows = RouteEncounter.objects.order_by("id").values_list(
            "pokemon__slug", "encounter_rate", "conditions", "loaded_digest"
        )
        assert list(rows) == [
            ("zigzagoon", 45, [], ""),
            ("wurmple", 10, ["time-day", "time-morning"], ""),
        ]

    def test_is_in_the_history_row_by_row_with_the_user(self, emerald: Game) -> None:
        user = UserFactory.create()
        imported(RouteEncounter, encounters("emerald,route-101,zigzagoon,walk,45,2,3,,base,yes"))
        imported(
            RouteEncounter,
            encounters("emerald,route-102,zigzagoon,walk,20,2,3,,base,yes"),
            user=user,
        )
        assert changes() == [
            (
                "routeencounter",
                "Zigzagoon at Route 101 (Walking)",
                "import",
                {"encounter_rate": 30},
                {"encounter_rate": 45},
            )
        ]
        (added,) = CatalogChange.objects.filter(act="added")
        assert (added.by, added.source, added.game) == (user, "import", "emerald")
        row = RouteEncounter.objects.get(route__slug="route-102")
        assert added.row_id == row.pk
        assert added.after["pokemon"] == row.pokemon_id
        assert added.after["encounter_rate"] == 20

    def test_gives_the_catalog_one_new_revision(
        self, emerald: Game, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        renewed: list[str] = []
        before = catalog_revision()
        monkeypatch.setattr("pokedex.revision.renew_revision", renewed.append)
        table(emerald)
        renewed.clear()
        rows = rows_of(EncounterTable)
        rows[0]["pokemon"] = [["zigzagoon", 60, 2, 3], ["wurmple", 40, 2, 2]]
        imported(EncounterTable, as_json(rows), "json")
        assert len(renewed) == 1
        monkeypatch.undo()
        imported(RouteEncounter, encounters("emerald,route-101,wurmple,walk,45,2,3,,base,yes"))
        assert catalog_revision() != before

    def test_rows_that_are_the_same_are_left_alone(self, emerald: Game) -> None:
        before = table_of(Route)
        assert imported(Route, exported(Route)).rows == []
        assert table_of(Route) == before
        assert changes() == []

    def test_keeps_the_mark_of_the_last_load_so_that_the_row_counts_as_edited(
        self, emerald: Game
    ) -> None:
        Route.objects.update(loaded_digest="digest")
        rows = rows_of(Route)
        rows[0]["name"] = "Littleroot Path"
        imported(Route, as_json(rows), "json")
        assert set(Route.objects.values_list("loaded_digest", flat=True)) == {"digest"}

    def test_methods_and_kinds_may_be_named_as_pages_name_them(self, emerald: Game) -> None:
        content = encounters("emerald,route-102,wurmple,Old Rod,45,2,3,,Post-game,TRUE")
        imported(RouteEncounter, content)
        row = RouteEncounter.objects.get(route__slug="route-102")
        assert (row.encounter_method, row.availability, row.is_active) == (
            "old-rod",
            "postgame",
            True,
        )

    @pytest.mark.parametrize("model", [Boss, Route])
    def test_rows_change_places(self, emerald: Game, model: type[models.Model]) -> None:
        column = "order" if model is Boss else "name"
        rows = rows_of(model)
        rows[0][column], rows[1][column] = rows[1][column], rows[0][column]
        wanted = {row["slug"]: row[column] for row in rows}
        imported(model, as_json(rows), "json")
        assert dict(model._default_manager.values_list("slug", column)) == wanted
        assert [before for *_, before, _ in changes()] == [
            {column: rows[1][column]},
            {column: rows[0][column]},
        ]

    def test_a_pokemon_may_evolve_from_one_further_down(self, emerald: Game) -> None:
        (row, *_) = rows_of(Pokemon)
        line = [
            row | {"slug": slug, "name": slug.title(), "evolves_from": parent, "national_dex": 999}
            for slug, parent in (("third", "second"), ("second", "first"), ("first", None))
        ]
        line.append(row | {"evolves_from": "third"})
        imported(Pokemon, as_json(line), "json")
        found = Pokemon.objects.filter(evolves_from__isnull=False)
        assert set(found.values_list("slug", "evolves_from__slug")) == {
            ("third", "second"),
            ("second", "first"),
            (row["slug"], "third"),
        }

    def test_a_game_can_be_made_from_files_alone(self, emerald: Game) -> None:
        """Games, routes, encounters, tables, bosses and teams, one file after the other."""
        table(emerald)
        BossPokemonFactory.create(boss=emerald.bosses.get(slug="boss-101"))
        models_of_games = (Game, Route, EncounterTable, RouteEncounter, Boss, BossPokemon)
        files = {
            model: exported(model).replace(b"emerald", b"granite").replace(b"Emerald", b"Granite")
            for model in models_of_games
        }
        for model, content in files.items():
            imported(model, content)
        granite = Game.objects.get(slug="granite")
        assert granite.routes.count() == granite.bosses.count() == 2
        assert BossPokemon.objects.filter(boss__game=granite).count() == 1
        assert RouteEncounter.objects.filter(route__game=granite).count() == 2


def table(game: Game) -> EncounterTable:
    """Zigzagoon alone on the second route, with the encounter that follows."""
    route = game.routes.get(slug="route-102")
    made: EncounterTable = EncounterTableFactory.create(
        route=route, pokemon=[["zigzagoon", 100, 2, 3]]
    )
    derive_encounters(route=route, method="walk", before=[])
    CatalogChange.objects.all().delete()
    return made


class TestTables:
    def test_the_encounters_follow(self, emerald: Game) -> None:
        table(emerald)
        user = UserFactory.create()
        rows = rows_of(EncounterTable)
        rows[0]["pokemon"] = [["zigzagoon", 60, 2, 3], ["wurmple", 40, 2, 2]]
        imported(EncounterTable, as_json(rows), "json", user)
        met = RouteEncounter.objects.filter(route__slug="route-102")
        assert dict(met.values_list("pokemon__slug", "encounter_rate")) == {
            "zigzagoon": 60,
            "wurmple": 40,
        }
        assert set(CatalogChange.objects.values_list("row_model", "source", "by")) == {
            ("encountertable", "import", user.pk),
            ("routeencounter", "import", user.pk),
        }

    def test_the_total_is_the_sum(self, emerald: Game) -> None:
        table(emerald)
        rows = rows_of(EncounterTable)
        rows[0]["pokemon"] = [["zigzagoon", 90, 2, 3]]
        rows[0]["exception"] = "missing-shares"
        imported(EncounterTable, as_json(rows), "json")
        assert EncounterTable.objects.get().total == 90
        assert changes()[0][3:] == (
            {"pokemon": [["zigzagoon", 100, 2, 3]], "total": 100, "exception": ""},
            {"pokemon": [["zigzagoon", 90, 2, 3]], "total": 90, "exception": "missing-shares"},
        )

    @pytest.mark.parametrize(
        ("shares", "exception", "reason"),
        [
            ("zigzagoon, 90, 2-3", "", "The shares sum to 90 percent. Make it 100"),
            ("zigzagoon, 999, 2-3; wurmple, 2", "extra-shares", "which is too much"),
            ("zigzagoonn, 100, 2-3", "", "There is no Pokémon zigzagoonn."),
            ("zigzagoon, 50; zigzagoon, 50", "", "each Pokémon once"),
            ("zigzagoon", "", "write Pokémon, percent and levels"),
            ("[[", "", "It begins with “[” as a list in JSON, and is none."),
            ("", "", "The shares sum to 0 percent."),
        ],
    )
    def test_that_break_the_rules_are_refused(
        self, emerald: Game, shares: str, exception: str, reason: str
    ) -> None:
        table(emerald)
        header = "game,route,method,area,conditions,availability,pokemon,exception,published"
        line = f'emerald,route-102,walk,,,base,"{shares}",{exception},yes'
        (said,) = faults(EncounterTable, f"{header}\n{line}".encode())
        assert said.startswith("Line 2, column pokemon: ")
        assert reason in said

    @pytest.mark.parametrize(
        ("slug", "reason"),
        [
            ("zig\0zagoon", "There is the character U+0000 in it"),
            ("zig\ud800zagoon", "There is the character U+D800 in it"),
            ("x" * 20_000, "The cell has 20,"),
            (None, "Write each share as"),
        ],
    )
    def test_that_no_database_takes_are_refused(
        self, emerald: Game, slug: object, reason: str
    ) -> None:
        table(emerald)
        rows = rows_of(EncounterTable)
        rows[0]["pokemon"] = [[slug, 100, None, None]]
        try:
            said = faults(EncounterTable, as_json(rows), "json")
        except FileRefused as refused:
            said = [str(fault) for fault in refused.faults]
        assert len(said) == 1
        assert said[0].startswith("Line 1, column pokemon: ")
        assert reason in said[0]

    def test_what_they_give_is_not_imported_beside_them(self, emerald: Game) -> None:
        table(emerald)
        content = encounters(
            "emerald,route-102,zigzagoon,walk,99,2,3,,base,yes",
            "emerald,route-102,wurmple,walk,5,2,3,,base,yes",
        )
        said = faults(RouteEncounter, content)
        assert [one.partition(":")[0] for one in said] == [
            "Line 2, column rate",
            "Line 3, column method",
        ]
        assert all("comes from encounter tables" in one for one in said)

    def test_what_they_give_may_be_there_unchanged_or_be_unpublished(self, emerald: Game) -> None:
        table(emerald)
        assert plan_of(RouteEncounter, exported(RouteEncounter)).same == 2
        line = "emerald,route-102,zigzagoon,walk,100,2,3,,base,no"
        imported(RouteEncounter, encounters(line))
        assert not RouteEncounter.objects.get(route__slug="route-102").is_active


class TestRefusals:
    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (
                "emerlad,route-101,zigzagoon,walk,45,2,3,,base,yes",
                "Line 2, column game: There is no game “emerlad”.",
            ),
            (
                "emerald,route-1O1,zigzagoon,walk,45,2,3,,base,yes",
                "Line 2, column route: There is no route “route-1O1” in emerald. "
                "Is “route-101” meant?",
            ),
            (
                "emerald,route-101,zigzagon,walk,45,2,3,,base,yes",
                "Line 2, column pokemon: There is no Pokémon “zigzagon”. Is “zigzagoon” meant?",
            ),
            (
                ",route-101,zigzagoon,walk,45,2,3,,base,yes",
                "Line 2, column game: It must not be empty.",
            ),
            (
                "emerald,route-101,zigzagoon,wlak,45,2,3,,base,yes",
                "Line 2, column method: “wlak” is none of walk, dark-grass",
            ),
            (
                "emerald,route-101,zigzagoon,walk,many,2,3,,base,yes",
                "Line 2, column rate: “many” is no whole number.",
            ),
            (
                "emerald,route-101,zigzagoon,walk,4.5,2,3,,base,yes",
                "Line 2, column rate: “4.5” is no whole number.",
            ),
            (
                "emerald,route-101,zigzagoon,walk,101,2,3,,base,yes",
                "Line 2, column rate: Ensure this value is less than or equal to 100.",
            ),
            (
                "emerald,route-101,zigzagoon,walk,45,9,3,,base,yes",
                "Line 2, column min_level: Give both levels, 1 to 100, the lower one first",
            ),
            (
                "emerald,route-101,zigzagoon,walk,45,2,3,,base,perhaps",
                "Line 2, column published: “perhaps” is neither yes nor no.",
            ),
            (
                "emerald,route-101,zigzagoon,walk,45,2,3,,,yes",
                "Line 2, column availability: This field cannot be blank.",
            ),
            (
                'emerald,route-101,zigzagoon,walk,45,2,3,"a\nb",base,yes',
                "Line 2, column conditions: There is a line break in it; take it out.",
            ),
            (
                "emerald,route-101,zigzagoon,walk,45,2,3,a\u202eb,base,yes",
                "Line 2, column conditions: There is the character U+202E in it; take it out.",
            ),
        ],
    )
    def test_say_line_and_column(self, emerald: Game, line: str, reason: str) -> None:
        (said,) = faults(RouteEncounter, encounters(line))
        assert said.startswith(reason)

    @pytest.mark.parametrize(
        ("column", "value", "reason"),
        [
            ("rate", True, "“true” is no whole number."),
            ("rate", "45%", "“45%” is no whole number."),
            ("rate", [1], "“[1]” is no whole number."),
            ("rate", -1, "-1 is below 0."),
            ("method", 5, "5 is no text"),
            ("method", None, "null is no text"),
            ("conditions", 5, "5 is no list."),
            ("conditions", [5], "Each part has to be text."),
            ("published", 1, "“1” is neither yes nor no."),
            ("published", None, "“null” is neither yes nor no."),
            ("pokemon", "\ud800", "There is the character U+D800 in it"),
            ("game", ["emerald"], "is no text"),
        ],
    )
    def test_of_wrong_types_in_json(
        self, emerald: Game, column: str, value: object, reason: str
    ) -> None:
        (row,) = rows_of(RouteEncounter)
        (said,) = faults(RouteEncounter, as_json([row | {column: value}]), "json")
        assert said.startswith(f"Line 1, column {column}: ")
        assert reason in said

    def test_are_said_for_each_row_at_once(self, emerald: Game) -> None:
        content = encounters(
            "emerald,route-101,zigzagoon,walk,45,2,3,,base,yes",
            "emerald,route-103,wurmple,walk,45,2,3,,base,yes",
            "emerald,route-101,wurmple,walk,x,y,3,,base,yes",
            "emerald,route-101,zigzagoon,walk,46,2,3,,base,yes",
            "emerlad,route-101,wurmpel,walk,x,2,3,,base,yes",
        )
        assert [one.partition(": ")[0] for one in faults(RouteEncounter, content)] == [
            "Line 3, column route",
            "Line 4, column rate",
            "Line 4, column min_level",
            "Line 5, column method",
            "Line 6, column game",
            "Line 6, column pokemon",
            "Line 6, column rate",
        ]

    def test_a_row_that_is_there_twice_names_both_lines(self, emerald: Game) -> None:
        line = "emerald,route-101,zigzagoon,walk,45,2,3,,base,yes"
        (said,) = faults(RouteEncounter, encounters(line, line))
        assert said == (
            "Line 3, column method: The same row stands in line 2: "
            "emerald / route-101 / zigzagoon / walk."
        )

    def test_names_and_orders_that_are_taken(self, emerald: Game) -> None:
        rows = rows_of(Boss)
        (said,) = faults(Boss, as_json([rows[0] | {"order": rows[1]["order"]}]), "json")
        assert said == "Line 1, column order: “102” is that of emerald / boss-102."
        rows = rows_of(Route)
        twice = [row | {"name": "Safari Zone"} for row in rows]
        (said,) = faults(Route, "[\n{},\n{}]".format(*map(as_text, twice)).encode(), "json")
        assert said == "Line 3, column name: “Safari Zone” is that of line 2."
        (row, *_) = rows_of(Pokemon)
        (said,) = faults(Pokemon, as_json([row | {"slug": "new", "name": "WURMPLE"}]), "json")
        assert "“WURMPLE” is that of wurmple." in said

    def test_circles_of_evolutions(self, emerald: Game) -> None:
        rows = [row for row in rows_of(Pokemon) if row["slug"] in {"zigzagoon", "wurmple"}]
        rows[0]["evolves_from"], rows[1]["evolves_from"] = rows[1]["slug"], rows[0]["slug"]
        said = faults(Pokemon, as_json(rows), "json")
        assert len(said) == 2
        assert all("would evolve from itself" in one for one in said)

    @pytest.mark.parametrize(
        ("model", "column", "value", "reason"),
        [
            (Game, "generation", 0, "Ensure this value is greater than or equal to 1."),
            (Game, "release_year", 1995, "greater than or equal to 1996"),
            (Game, "name", " ", "This field cannot be blank."),
            (Game, "name", "x" * 61, "at most 60 characters"),
            (Game, "box_art_url", "javascript:alert(1)", "Enter a valid URL."),
            (Game, "box_art_url", "http://pictures.example/a.png", "must begin with https://"),
            (Route, "order", 0, "Ensure this value is greater than or equal to 1."),
            (Route, "order", None, "It must not be empty."),
            (Route, "stage", "later", "“later” is none of story, postgame"),
            (Pokemon, "base_hp", 256, "Each base stat is 1 to 255."),
            (Pokemon, "secondary_type", "normal", "The second type is another one, or empty."),
            (Pokemon, "past_types", [[5, ["wood"]]], "Write a generation and one or two types"),
            (Pokemon, "past_types", "5 normal", "Write “5: normal, flying”"),
            (Pokemon, "evolves_from", "missingno", "There is no Pokémon “missingno”."),
            (Pokemon, "sprite_url", "ftp://x.example/a", "must begin with https://"),
            (Boss, "after_route", "route-103", "There is no route “route-103” in emerald."),
            (Boss, "after_route", "", "It must not be empty."),
            (Boss, "ace_level", 101, "A level is a whole number from 1 to 100."),
            (Boss, "kind", "", "This field cannot be blank."),
            (BossPokemon, "level", 0, "A level is a whole number from 1 to 100."),
            (BossPokemon, "ability", "x" * 41, "at most 40 characters"),
            (BossPokemon, "moves", [1], "Each part has to be text."),
            (Evolution, "requirement", "", "This field cannot be blank."),
            (Evolution, "trigger", "magic", "“magic” is none of level-up"),
        ],
    )
    def test_hold_each_model_to_its_rules(
        self, emerald: Game, model: type[models.Model], column: str, value: object, reason: str
    ) -> None:
        PokemonFactory.create(name="Normalmon", slug="normalmon", primary_type="normal")
        BossPokemonFactory.create(boss=emerald.bosses.get(slug="boss-101"))
        EvolutionFactory.create()
        found = {"pokemon": "normalmon", "game": "emerald"}.get(str(model._meta.model_name))
        row = next(row for row in rows_of(model) if found in {None, row.get("slug")})
        content = as_json([row | {column: value}])
        said = "\n".join(faults(model, content, "json"))
        assert re.match(rf"Line 1, column {column}: ", said)
        assert reason in said

    def test_too_many_changes_at_once(self, emerald: Game, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(resources, "MOST_CHANGES", 1)
        rows = [row | {"name": f"{row['name']} north"} for row in rows_of(Route)]
        (said,) = faults(Route, as_json(rows), "json")
        assert "more than 1 changes. Split the file." in said

    def test_a_catalog_that_has_changed_since_the_plan(self, emerald: Game) -> None:
        plan = plan_of(
            RouteEncounter, encounters("emerald,route-101,zigzagoon,walk,45,2,3,,base,yes")
        )
        GameFactory.create()
        before = table_of(RouteEncounter)
        with pytest.raises(ImportRefused, match="changed meanwhile"):
            write_import(plan=plan, user=UserFactory.create().pk)
        assert table_of(RouteEncounter) == before

    def test_what_only_the_database_knows_takes_all_of_it_back(
        self, emerald: Game, owner: User
    ) -> None:
        """Two rows, of which the second is one that the database refuses."""
        rows = rows_of(Route)
        renamed = [row | {"name": f"North {row['slug']}"} for row in rows]
        plan = plan_of(Route, as_json(renamed), "json")
        plan.rows[1].values["order"] = 0
        before = table_of(Route)
        with pytest.raises(ImportRefused, match="The database refused"):
            write_import(plan=plan, user=owner.pk)
        assert table_of(Route) == before
        assert changes() == []


def test_the_migration_that_knows_imports_can_be_taken_back(emerald: Game) -> None:
    """Without it there are persons and loads only; the database would refuse the rest."""
    imported(RouteEncounter, encounters("emerald,route-102,wurmple,walk,45,2,3,,base,yes"))
    migration = importlib.import_module("pokedex.migrations.0006_import_upload")
    migration.call_imports_persons(apps, SimpleNamespace(connection=connection))
    assert set(CatalogChange.objects.values_list("source", flat=True)) == {"person"}


def as_text(row: dict[str, Any]) -> str:
    return as_json([row]).decode()[1:-1]


def test_an_upload_is_no_part_of_the_catalog() -> None:
    """Nobody is given permissions on it, and it has no page in the admin."""
    assert ImportUpload._meta.default_permissions == ()
