"""All of a game from its files: planned together, held to the fixtures' rules, all or nothing."""

from __future__ import annotations

import pytest
from django.db import models

from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    CatalogRevision,
    EncounterTable,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from pokedex.revision import catalog_revision
from pokedex.transfer import game_plans, resources
from pokedex.transfer.folders import GAME_MODELS
from pokedex.transfer.writing import ImportRefused, write_together
from tests.factories import GameFactory, PokemonFactory, RouteFactory, UserFactory
from tests.pokedex.transfer.importing import table_of
from tests.pokedex.transfer.whole_games import (
    Files,
    files_of,
    import_whole,
    make_emerald,
    of_another,
    plan_of_game,
    said,
)

pytestmark = pytest.mark.django_db
FORMATS = ["csv", "json"]


@pytest.fixture
def emerald(db: None) -> Game:
    game = make_emerald()
    CatalogChange.objects.all().delete()
    return game


@pytest.fixture
def granite(emerald: Game) -> Files:
    """The files of a game that is not there, made from Emerald's."""
    return of_another(emerald, "granite", "Granite")


def refused(files: Files) -> list[str]:
    """Why the files are refused; that nothing was written."""
    models_: tuple[type[models.Model], ...] = (*GAME_MODELS, CatalogChange, CatalogRevision)
    before = [table_of(model) for model in models_]
    plan = plan_of_game(files)
    with pytest.raises(ImportRefused):
        write_together(plans=plan.plans, user=None)
    assert [table_of(model) for model in models_] == before
    return said(plan)


class TestANewGame:
    @pytest.mark.parametrize("file_format", FORMATS)
    def test_comes_back_as_it_was_sent(self, emerald: Game, file_format: str) -> None:
        files = of_another(emerald, "granite", "Granite", file_format)
        plan = import_whole(files, file_format)
        assert (plan.slug, plan.is_new, plan.changed, plan.same, plan.follow) == (
            "granite",
            True,
            0,
            0,
            0,
        )
        counts = {part.plan.resource.model: part.plan.new for part in plan.parts}
        assert counts == {
            Game: 1,
            Route: 2,
            EncounterTable: 2,
            RouteEncounter: 4,
            Boss: 2,
            BossPokemon: 2,
        }
        assert files_of(Game.objects.get(slug="granite"), file_format) == files
        assert plan_of_game(files, file_format).same == sum(counts.values())

    def test_leaves_the_other_game_alone(self, emerald: Game, granite: Files) -> None:
        before = files_of(emerald)
        import_whole(granite)
        assert files_of(emerald) == before

    def test_is_in_the_history_row_by_row_and_renews_the_catalog_once(
        self, granite: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = UserFactory.create()
        renewed: list[str] = []
        monkeypatch.setattr("pokedex.revision.renew_revision", renewed.append)
        plan = import_whole(granite, user=user.pk)
        assert len(renewed) == 1
        kept = CatalogChange.objects.values_list("act", "source", "by", "game")
        assert set(kept) == {("added", "import", user.pk, "granite")}
        assert CatalogChange.objects.count() == plan.new
        boss = Boss.objects.get(game__slug="granite", slug="roxanne")
        change = CatalogChange.objects.get(row_model="boss", row_id=boss.pk)
        assert change.after["after_route"] == boss.after_route_id

    def test_may_leave_to_the_tables_what_follows_from_them(
        self, emerald: Game, granite: Files
    ) -> None:
        del granite["routeencounter"]
        plan = import_whole(granite)
        assert plan.follow == 2
        (shown,) = [part for part in plan.shown if not part.name]
        assert [row.name for row in shown.plan.rows] == [
            "granite / route-101 / zigzagoon / walk",
            "granite / route-101 / wurmple / walk",
        ]
        met = RouteEncounter.objects.filter(route__game__slug="granite")
        assert set(met.values_list("pokemon__slug", "encounter_rate", "max_level")) == {
            ("zigzagoon", 100, 4),
            ("wurmple", 40, 2),
        }

    def test_may_leave_out_files_that_have_nothing_to_say(self, granite: Files) -> None:
        plan = import_whole({name: granite[name] for name in ("game", "route")})
        assert [part.name for part in plan.shown] == ["game.csv", "route.csv"]
        assert Game.objects.get(slug="granite").routes.count() == 2

    def test_may_have_files_without_rows(self, granite: Files) -> None:
        for name in ("boss", "bosspokemon"):
            granite[name] = granite[name].splitlines()[0]
        import_whole(granite)
        assert not Boss.objects.filter(game__slug="granite").exists()

    def test_is_all_or_nothing_when_the_database_refuses(
        self, granite: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another game has taken the name after the plan, and the revision did not tell."""
        plan = plan_of_game(granite)
        GameFactory.create(name="GRANITE")
        monkeypatch.setattr("pokedex.transfer.writing.catalog_revision", lambda: plan.revision)
        before = [table_of(model) for model in GAME_MODELS]
        with pytest.raises(ImportRefused, match="nothing was written"):
            write_together(plans=plan.plans, user=None)
        assert [table_of(model) for model in GAME_MODELS] == before

    def test_is_not_written_when_the_catalog_has_changed(self, granite: Files) -> None:
        plan = plan_of_game(granite)
        RouteFactory.create()
        with pytest.raises(ImportRefused, match="changed meanwhile"):
            write_together(plans=plan.plans, user=None)
        assert plan_of_game(granite).mark == plan.mark
        assert catalog_revision() != plan.revision


class TestAKnownGame:
    def test_is_changed(self, emerald: Game) -> None:
        files = files_of(emerald)
        files["route"] = files["route"].replace("Route 102", "Petalburg Road")
        files["boss"] = files["boss"].replace("Rustboro Gym", "Rustboro", 1)
        plan = import_whole(files)
        assert (plan.is_new, plan.new, plan.changed) == (False, 0, 2)
        assert emerald.routes.get(slug="route-102").name == "Petalburg Road"
        kept = CatalogChange.objects.order_by("id").values_list("row_model", "after")
        assert list(kept) == [
            ("route", {"name": "Petalburg Road"}),
            ("boss", {"place": "Rustboro"}),
        ]

    def test_gets_a_route_with_all_that_is_at_it(self, emerald: Game) -> None:
        files = files_of(emerald)
        for name in ("route", "encountertable", "routeencounter"):
            new = [line for line in files[name].splitlines() if "route-101" in line]
            files[name] += "".join(line.replace("101", "103") + "\r\n" for line in new)
        files["route"] = files["route"].replace("Route 103,1010", "Route 103,1030")
        plan = import_whole(files)
        assert (plan.new, plan.changed, plan.follow) == (1 + 2 + 3, 0, 0)
        assert files_of(emerald)["routeencounter"].count("route-103") == 3

    def test_follows_its_tables(self, emerald: Game) -> None:
        """The file of the encounters has what there was, and the tables win."""
        files = files_of(emerald)
        table = '"zigzagoon, 60, 2-3; wurmple, 40, 2-2"'
        assert table in files["encountertable"]
        files["encountertable"] = files["encountertable"].replace(
            table, '"zigzagoon, 30, 2-3; wurmple, 40, 2-2; ralts, 30, 5-5"'
        )
        plan = import_whole(files)
        assert (plan.new, plan.changed) == (0, 1)
        ralts = RouteEncounter.objects.get(
            pokemon__slug="ralts", encounter_method="walk", min_level=5
        )
        assert (ralts.encounter_rate, ralts.is_active) == (30, True)
        kept = CatalogChange.objects.values_list("row_model", "act", "source")
        assert set(kept) == {
            ("encountertable", "changed", "import"),
            ("routeencounter", "added", "import"),
        }

    def test_may_say_itself_what_follows(self, emerald: Game) -> None:
        files = files_of(emerald)
        files["encountertable"] = files["encountertable"].replace(
            "zigzagoon, 100, 2-4", "zigzagoon, 100, 2-9"
        )
        files["routeencounter"] = files["routeencounter"].replace(
            "zigzagoon,walk,100,2,4", "zigzagoon,walk,100,2,9"
        )
        plan = import_whole(files)
        assert plan.changed == 2
        assert files_of(emerald) == files

    def test_may_not_contradict_its_tables(self, emerald: Game) -> None:
        files = files_of(emerald)
        files["routeencounter"] = files["routeencounter"].replace(
            "zigzagoon,walk,100,2,4", "zigzagoon,walk,90,2,4"
        )
        (fault,) = refused(files)
        assert "column rate: What is met here by this method comes from encounter tables" in fault


class TestRefused:
    @pytest.mark.parametrize(
        ("name", "old", "new", "reason"),
        [
            ("game", ",3,Hoenn", ",300,Hoenn", "game: Line 2, column generation: A generation is"),
            (
                "game",
                "Granite",
                "Emerald",
                "game: Line 2, column name: “Emerald” is that of emerald.",
            ),
            (
                "route",
                "Route 102",
                "Route 101",
                "route: Line 3, column name: “Route 101” is that of line 2.",
            ),
            ("route", ",story,", ",storey,", "route: Line 2, column stage: “storey” is none of"),
            (
                "routeencounter",
                "route-102",
                "rout-102",
                "routeencounter: Line 5, column route: There is no route “rout-102” in granite. "
                "Is “route-102” meant?",
            ),
            (
                "bosspokemon",
                "granite,brawly",
                "granite,brawli",
                "column boss: There is no boss “brawli” in granite. Is “brawly” meant?",
            ),
            (
                "boss",
                "brawly,20,route-102",
                "brawly,20,route-9",
                "boss: Line 3, column after_route: There is no route “route-9” in granite.",
            ),
            (
                "routeencounter",
                "zigzagoon,walk,100,2,4",
                "zigzagoon,walk,90,2,4",
                "column rate: It is “90”, and the encounter tables give “100”.",
            ),
            (
                "routeencounter",
                "ralts,gift-egg,,",
                "ralts,walk,4,",
                "column pokemon: No encounter table of this route and method has it.",
            ),
            (
                "routeencounter",
                "ralts,gift-egg,,",
                "ralts,gift-egg,5,",
                "column rate: Nothing is left to chance by the method gift-egg",
            ),
            (
                "encountertable",
                ",time-night,",
                ",time-nigth,",
                "column conditions: There is no condition “time-nigth”. Is “time-night” meant?",
            ),
            (
                "encountertable",
                '"zigzagoon, 100, 2-4",,',
                '"zigzagoon, 100, 2-4",extra-shares,',
                "column exception: The shares sum to 100 percent",
            ),
            (
                "encountertable",
                "zigzagoon, 60",
                "zigzagoon, 50",
                "encountertable: Line 2, column pokemon: The shares sum to 90 percent. Make it 100",
            ),
            (
                "bosspokemon",
                '[""Tackle"", ',
                '[""Tackle"", ""Tackle"", ',
                "column moves: A Pokémon has up to 4 moves, each another one.",
            ),
            (
                "bosspokemon",
                "zigzagoon,15",
                "zigzagoon,14",
                "boss: Line 2, column ace_level: It is 15, but the strongest of the team is at 14.",
            ),
            (
                "boss",
                "roxanne,10,",
                "roxanne,30,",
                "boss: Line 2, column after_route: route-101 comes before route-102, where the "
                "boss before this one stands (brawly).",
            ),
            (
                "boss",
                "roxanne,10,route-101,gym",
                "roxanne,10,route-101,champion",
                "boss: Line 3, column stage: It is of the story, but comes after roxanne.",
            ),
            (
                "route",
                "granite,route-102",
                "emerald,route-102",
                "route: Line 3, column game: “emerald” is another game than “granite”.",
            ),
        ],
    )
    def test_with_file_line_and_column(
        self, granite: Files, name: str, old: str, new: str, reason: str
    ) -> None:
        assert old in granite[name]
        granite[name] = granite[name].replace(old, new, 1)
        faults = refused(granite)
        assert any(reason in fault for fault in faults), faults

    def test_a_boss_without_a_team(self, granite: Files) -> None:
        del granite["bosspokemon"]
        assert refused(granite)[0] == (
            "boss: Line 2, column slug: Roxanne has no team. Write it into the file bosspokemon."
        )

    def test_rows_of_another_game_once_for_each_file(self, emerald: Game, granite: Files) -> None:
        granite["routeencounter"] = files_of(emerald)["routeencounter"]
        assert refused(granite) == [
            "routeencounter: Line 2, column game: “emerald” is another game than “granite”. So "
            "are 3 more rows."
        ]

    def test_a_game_that_is_neither_there_nor_in_the_files(self, granite: Files) -> None:
        faults = refused({"route": granite["route"]})
        assert faults == [
            f"route: Line {line}, column game: There is no game “granite”." for line in (2, 3)
        ]

    def test_files_without_any_row(self, granite: Files) -> None:
        (fault,) = refused({"game": granite["game"].splitlines()[0]})
        assert fault == "game: There are no rows, neither here nor elsewhere."

    def test_what_cannot_be_read_is_said_of_each_file_at_once(self, granite: Files) -> None:
        granite["route"] = granite["route"].replace("stage", "stages")
        granite["boss"] = granite["boss"] + '"'
        faults = refused(granite)
        assert any(one.startswith("route: Line 1: There is no column “stages”") for one in faults)
        assert any(one.startswith("boss: Line 4: A quotation mark is open") for one in faults)

    def test_a_row_that_is_wrong_is_there_for_those_that_name_it(self, granite: Files) -> None:
        granite["route"] = granite["route"].replace(",story,", ",storey,")
        assert all(fault.startswith("route: ") for fault in refused(granite))

    def test_more_changes_than_any_game_has(
        self, granite: Files, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(game_plans, "MOST_GAME_CHANGES", 4)
        assert any("From here on the files are more than" in fault for fault in refused(granite))

    def test_more_tables_at_known_routes_than_are_derived_at_once(
        self, emerald: Game, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(resources.EncounterTableResource._meta, "most_changes", 1)
        files = files_of(emerald)
        files["encountertable"] = files["encountertable"].replace(",walk,,", ",walk,North,")
        assert refused(files)[0] == (
            "encountertable: Line 3: From here on it is more than 1 changes of routes that are "
            "there already."
        )
        import_whole(of_another(emerald, "granite", "Granite"))

    def test_a_new_pokemon(self, granite: Files) -> None:
        """Pokémon are of all games: they have a file of their own."""
        granite["routeencounter"] += "granite,route-102,fakemon,walk,5,2,3,,base,yes\r\n"
        (fault,) = refused(granite)
        assert fault == ("routeencounter: Line 6, column pokemon: There is no Pokémon “fakemon”.")
        PokemonFactory.create(slug="fakemon")
        import_whole(granite)
        assert Pokemon.objects.get(slug="fakemon").route_encounters.count() == 1
