from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands.loaddata import Command as DjangoLoaddata
from pytest_django import DjangoAssertNumQueries, Settings

from pokedex.loading import CatalogFolder, catalog_is_current, synchronise
from pokedex.loading.content import CONTENT
from pokedex.models import Game, Pokemon, Route, RouteEncounter
from tests.factories import EncounterFactory, NuzlockeRunFactory, RouteEncounterFactory
from tests.pokedex.small_catalog import (
    Fixtures,
    counts,
    everything,
    game,
    load,
    met,
    pokemon,
    route,
)

pytestmark = pytest.mark.django_db


class TestTheWholeCatalog:
    def test_loading_it_twice_changes_nothing(
        self, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        first = load()
        assert "36 games: 36 new, 0 changed, 0 unchanged." in first
        numbers = counts()
        assert numbers[0] == 36
        assert numbers[1] >= 1025
        assert numbers[2] >= 2400
        assert numbers[3] >= 37_000
        before = everything()
        # Reading alone: a query or two for each table, however many rows there are.
        with django_assert_max_num_queries(12):
            second = load()
        assert "36 games: 0 new, 0 changed, 36 unchanged." in second
        assert f"{numbers[3]} route encounters: 0 new, 0 changed, {numbers[3]}" in second
        assert everything() == before
        # What takes long is said before it is done.
        assert f"Writing {numbers[3]:,} route encounters ...\n" in first
        assert "Writing" not in second
        every_row = sum(model._default_manager.count() for model in CONTENT)
        assert every_row > sum(numbers)
        assert second.startswith(f"Comparing {every_row:,} rows of the fixtures with")

        assert load("catalog", if_needed=True) == "The catalog is up to date.\n"
        poochyena = RouteEncounter.objects.get(
            route__game__slug="emerald", route__slug="route-101", pokemon__slug="poochyena"
        )
        assert poochyena.encounter_rate == 45
        assert Pokemon.objects.get(slug="pikachu").evolves_from == Pokemon.objects.get(slug="pichu")


class TestFirstLoad:
    def test_everything_is_there(self, fixtures: Fixtures) -> None:
        output = fixtures.load()
        assert counts() == (2, 3, 3, 4)
        assert output.splitlines() == [
            "2 games: 2 new, 0 changed, 0 unchanged.",
            "3 Pokémon: 3 new, 0 changed, 0 unchanged.",
            "3 routes: 3 new, 0 changed, 0 unchanged.",
            "4 route encounters: 4 new, 0 changed, 0 unchanged.",
        ]
        mightyena = Pokemon.objects.get(slug="mightyena")
        assert mightyena.evolves_from == Pokemon.objects.get(slug="poochyena")
        assert all(row["loaded_digest"] for rows in everything().values() for row in rows)

    def test_quiet(self, fixtures: Fixtures) -> None:
        assert fixtures.load(verbosity=0) == ""

    def test_django_own_loader_can_read_the_files(self, fixtures: Fixtures) -> None:
        paths = [str(fixtures.folder / f"{name}.json") for name in fixtures.files]
        call_command(DjangoLoaddata(), *paths, verbosity=0)
        assert counts() == (2, 3, 3, 4)
        keys = {row["id"] for row in everything()["Route"]}
        # They came without a digest and are the same: adopted without a word.
        assert "3 routes: 0 new, 0 changed, 3 unchanged." in fixtures.load()
        assert {row["id"] for row in everything()["Route"]} == keys
        assert all(row["loaded_digest"] for row in everything()["Route"])

    def test_the_content_is_every_column_but_the_key_and_the_digest(self) -> None:
        for model, names in CONTENT.items():
            columns = {field.name for field in model._meta.concrete_fields}
            # What tells players' own games from the catalog's is no content of the catalog.
            assert set(names) == columns - {"id", "loaded_digest", "is_custom", "revision"}


class TestSecondLoad:
    def test_nothing_changes(self, fixtures: Fixtures) -> None:
        fixtures.load()
        before = everything()
        output = fixtures.load()
        assert everything() == before
        assert "3 routes: 0 new, 0 changed, 3 unchanged." in output

    def test_changed_rows_keep_their_keys(self, fixtures: Fixtures) -> None:
        fixtures.load()
        keys = {name: [row["id"] for row in rows] for name, rows in everything().items()}
        fixtures.files["emerald"][2] = met(101, "poochyena", encounter_rate=30)
        fixtures.files["emerald"][1] = route(102, order=555)
        output = fixtures.load()
        assert "route encounters: 0 new, 1 changed, 3 unchanged." in output
        assert RouteEncounter.objects.get(encounter_rate=30).pokemon.slug == "poochyena"
        assert Route.objects.get(game__slug="emerald", slug="route-102").order == 555
        assert {name: [row["id"] for row in rows] for name, rows in everything().items()} == keys

    def test_a_route_is_found_by_its_source_key_after_a_rename(self, fixtures: Fixtures) -> None:
        fixtures.load()
        key = Route.objects.get(game__slug="emerald", slug="route-101").pk
        encounters = set(RouteEncounter.objects.filter(route=key).values_list("pk", flat=True))
        renamed = {"slug": "first-route", "name": "First Route"}
        fixtures.files["emerald"][0] = route(101, **renamed)
        for index in (2, 3):
            fixtures.files["emerald"][index]["fields"]["route"] = ["emerald", "first-route"]
        output = fixtures.load()
        assert Route.objects.get(slug="first-route").pk == key
        assert (
            set(RouteEncounter.objects.filter(route=key).values_list("pk", flat=True)) == encounters
        )
        # The encounters are the same as before: their route only has another name.
        assert "4 route encounters: 0 new, 0 changed, 4 unchanged." in output

    def test_a_route_without_a_source_key_is_found_by_its_slug(self, fixtures: Fixtures) -> None:
        fixtures.files["emerald"][0] = route(101, source_key="")
        fixtures.load()
        key = Route.objects.get(game__slug="emerald", slug="route-101").pk
        fixtures.files["emerald"][0] = route(101, source_key="hoenn-route-101", order=999)
        fixtures.load()
        assert Route.objects.get(order=999).pk == key

    def test_swapped_names_and_slugs(self, fixtures: Fixtures) -> None:
        fixtures.load()
        first, second = (
            Route.objects.get(game__slug="emerald", slug=f"route-{number}").pk
            for number in (101, 102)
        )
        fixtures.files["emerald"] = [
            route(101, name="Route 102", slug="route-102"),
            route(102, name="Route 101", slug="route-101"),
            met(102, "poochyena"),
        ]
        fixtures.load()
        assert Route.objects.get(pk=first).slug == "route-102"
        assert Route.objects.get(pk=second).slug == "route-101"
        assert Route.objects.get(pk=second).name == "Route 101"

    def test_swapped_names_of_games_and_pokemon(self, fixtures: Fixtures) -> None:
        fixtures.load()
        keys = {one.slug: one.pk for one in Game.objects.all()}
        fixtures.files["games"] = [game(name="Ruby"), game("ruby", name="Emerald")]
        fixtures.files["pokemon"] = [
            pokemon("mightyena", 262, name="Poochyena"),
            pokemon("poochyena", 261, name="Mightyena", evolves_from=["mightyena"]),
            pokemon("zigzagoon", 263),
        ]
        fixtures.load()
        assert {one.slug: one.pk for one in Game.objects.all()} == keys
        assert Game.objects.get(slug="ruby").name == "Emerald"
        assert Pokemon.objects.get(slug="poochyena").evolves_from == Pokemon.objects.get(
            slug="mightyena"
        )

    def test_a_new_slug_of_a_pokemon_keeps_its_encounters(self, fixtures: Fixtures) -> None:
        fixtures.load()
        EncounterFactory(pokemon=Pokemon.objects.get(slug="zigzagoon"))
        before = set(RouteEncounter.objects.values_list("pk", flat=True))
        fixtures.files["pokemon"][2] = pokemon("zigzagoon-kanto", 263, name="Zigzagoon")
        for name in ("emerald", "ruby"):
            for row in fixtures.files[name]:
                if row["fields"].get("pokemon") == ["zigzagoon"]:
                    row["fields"]["pokemon"] = ["zigzagoon-kanto"]
        output = fixtures.load()
        assert set(RouteEncounter.objects.values_list("pk", flat=True)) == before
        assert "Kept" not in output
        assert Pokemon.objects.get(name="Zigzagoon").slug == "zigzagoon-kanto"
        assert fixtures.load("catalog") == output.replace("1 changed, 2", "0 changed, 3").replace(
            "3 changed, 1", "0 changed, 4"
        )


class TestWhatPeopleChanged:
    def test_an_edited_row_is_kept_and_named(self, fixtures: Fixtures) -> None:
        fixtures.load()
        RouteEncounter.objects.filter(pokemon__slug="poochyena").update(encounter_rate=77)
        fixtures.files["emerald"][2] = met(101, "poochyena", encounter_rate=30)
        output = fixtures.load()
        assert RouteEncounter.objects.get(pokemon__slug="poochyena").encounter_rate == 77
        assert (
            "Kept route encounter emerald / route-101 / poochyena / walk: "
            "a person has changed or made it."
        ) in output
        assert "4 route encounters: 0 new, 0 changed, 3 unchanged, 1 kept." in output

    def test_an_edited_row_is_kept_when_the_fixture_stays_the_same(
        self, fixtures: Fixtures
    ) -> None:
        fixtures.load()
        Route.objects.filter(game__slug="emerald", slug="route-102").update(order=7)
        assert "Kept route emerald / route-102" in fixtures.load()
        assert Route.objects.get(game__slug="emerald", slug="route-102").order == 7

    def test_overwrite_takes_the_edit_back(self, fixtures: Fixtures) -> None:
        fixtures.load()
        RouteEncounter.objects.filter(pokemon__slug="poochyena").update(encounter_rate=77)
        output = fixtures.load(overwrite=True)
        assert RouteEncounter.objects.get(pokemon__slug="poochyena").encounter_rate == 45
        assert "Kept" not in output
        assert "1 changed" in output

    def test_a_row_retired_by_a_person_stays_retired(self, fixtures: Fixtures) -> None:
        fixtures.load()
        Route.objects.filter(game__slug="emerald", slug="route-102").update(is_active=False)
        assert "Kept route emerald / route-102" in fixtures.load()
        assert not Route.objects.get(game__slug="emerald", slug="route-102").is_active

    def test_a_new_slug_by_a_person_does_not_make_the_encounters_look_edited(
        self, fixtures: Fixtures
    ) -> None:
        fixtures.load()
        Route.objects.filter(game__slug="emerald", slug="route-101").update(slug="mine")
        fixtures.files["emerald"][2] = met(101, "poochyena", encounter_rate=30)
        output = fixtures.load()
        assert Route.objects.filter(slug="mine").exists()
        assert "Kept route encounter" not in output
        assert RouteEncounter.objects.get(pokemon__slug="poochyena").encounter_rate == 30

    def test_a_new_slug_of_a_pokemon_by_a_person(self, fixtures: Fixtures) -> None:
        fixtures.load()
        Pokemon.objects.filter(slug="poochyena").update(slug="mine")
        fixtures.files["emerald"][2] = met(101, "poochyena", encounter_rate=30)
        output = fixtures.load()
        assert [line for line in output.splitlines() if line.startswith("Kept")] == [
            "Kept Pokémon poochyena: a person has changed or made it."
        ]
        assert RouteEncounter.objects.get(pokemon__slug="mine").encounter_rate == 30

    def test_a_new_slug_in_the_fixtures_together_with_a_new_rate(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.files["pokemon"][1] = pokemon("bite-dog", 261, name="Poochyena")
        fixtures.files["pokemon"][0]["fields"]["evolves_from"] = ["bite-dog"]
        fixtures.files["emerald"][2] = met(101, "bite-dog", encounter_rate=30)
        assert "Kept" not in fixtures.load()
        assert RouteEncounter.objects.get(pokemon__slug="bite-dog").encounter_rate == 30

    def test_an_edit_that_the_fixture_then_makes_too_is_no_edit_any_more(
        self, fixtures: Fixtures
    ) -> None:
        fixtures.load()
        RouteEncounter.objects.filter(pokemon__slug="poochyena").update(encounter_rate=30)
        fixtures.files["emerald"][2] = met(101, "poochyena", encounter_rate=30)
        assert "Kept" not in fixtures.load()
        fixtures.files["emerald"][2] = met(101, "poochyena", encounter_rate=20)
        fixtures.load()
        assert RouteEncounter.objects.get(pokemon__slug="poochyena").encounter_rate == 20

    def test_a_row_made_by_a_person_stays(self, fixtures: Fixtures) -> None:
        fixtures.load()
        emerald = Game.objects.get(slug="emerald")
        mine = Route.objects.create(game=emerald, name="Secret", slug="secret", order=5)
        RouteEncounterFactory(route=mine, pokemon=Pokemon.objects.get(slug="poochyena"))
        before = everything()
        output = fixtures.load()
        assert everything() == before
        assert "ecret" not in output

    def test_a_different_row_made_by_a_person_is_kept(self, fixtures: Fixtures) -> None:
        fixtures.load()
        emerald = Game.objects.get(slug="emerald")
        Route.objects.create(game=emerald, name="Route 103", slug="route-103", order=5)
        fixtures.files["emerald"].append(route(103))
        output = fixtures.load()
        assert "Kept route emerald / route-103" in output
        assert Route.objects.get(slug="route-103").order == 5

    def test_a_name_that_a_person_took_is_said(self, fixtures: Fixtures) -> None:
        fixtures.load()
        emerald = Game.objects.get(slug="emerald")
        Route.objects.create(game=emerald, name="Coast", slug="mine", order=5)
        before = everything()
        fixtures.files["emerald"][0] = route(101, name="Coast")
        with pytest.raises(
            CommandError, match=r"emerald.json, line 2: the name of .*/ mine, which"
        ):
            fixtures.load()
        assert everything() == before


class TestWhatTheFixturesNoLongerHave:
    def test_unused_rows_are_deleted_and_named(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.drop("emerald", "route-102")
        output = fixtures.load()
        assert not Route.objects.filter(game__slug="emerald", slug="route-102").exists()
        assert counts() == (2, 3, 2, 3)
        assert "Deleted route emerald / route-102: the fixtures no longer have it." in output
        assert "Deleted route encounter emerald / route-102 / zigzagoon / walk" in output
        assert "2 routes: 0 new, 0 changed, 2 unchanged, 1 deleted." in output

    def test_a_route_of_a_players_encounter_is_retired(self, fixtures: Fixtures) -> None:
        fixtures.load()
        used = Route.objects.get(game__slug="emerald", slug="route-102")
        logged = EncounterFactory(run=NuzlockeRunFactory(game=used.game), route=used)
        fixtures.drop("emerald", "route-102")
        output = fixtures.load()
        used.refresh_from_db()
        assert not used.is_active
        logged.refresh_from_db()
        assert logged.route == used
        assert "Retired route emerald / route-102" in output
        assert "Retired" not in fixtures.load()

    def test_it_comes_back_with_the_fixture(self, fixtures: Fixtures) -> None:
        self.test_a_route_of_a_players_encounter_is_retired(fixtures)
        key = Route.objects.get(game__slug="emerald", slug="route-102").pk
        fixtures.files["emerald"].append(route(102))
        fixtures.load()
        back = Route.objects.get(game__slug="emerald", slug="route-102")
        assert (back.pk, back.is_active) == (key, True)

    def test_it_goes_when_nothing_points_to_it_any_more(self, fixtures: Fixtures) -> None:
        self.test_a_route_of_a_players_encounter_is_retired(fixtures)
        route_102 = Route.objects.get(game__slug="emerald", slug="route-102")
        route_102.logged_encounters.all().delete()
        assert "Deleted route emerald / route-102" in fixtures.load()

    def test_a_person_may_bring_it_back(self, fixtures: Fixtures) -> None:
        self.test_a_route_of_a_players_encounter_is_retired(fixtures)
        Route.objects.filter(game__slug="emerald", slug="route-102").update(is_active=True)
        assert "Kept route emerald / route-102" in fixtures.load()
        assert Route.objects.get(game__slug="emerald", slug="route-102").is_active

    def test_an_edited_row_is_retired(self, fixtures: Fixtures) -> None:
        fixtures.load()
        RouteEncounter.objects.filter(route__slug="route-102").update(encounter_rate=77)
        fixtures.drop("emerald", "route-102")
        output = fixtures.load()
        kept = RouteEncounter.objects.get(encounter_rate=77)
        assert not kept.is_active
        assert not kept.route.is_active
        assert "Retired route encounter emerald / route-102 / zigzagoon / walk" in output
        assert "Retired route emerald / route-102" in output

    def test_a_persons_encounter_keeps_its_route(self, fixtures: Fixtures) -> None:
        fixtures.load()
        used = Route.objects.get(game__slug="emerald", slug="route-102")
        mine = RouteEncounterFactory(route=used, pokemon=Pokemon.objects.get(slug="poochyena"))
        fixtures.drop("emerald", "route-102")
        fixtures.load()
        mine.refresh_from_db()
        assert mine.is_active
        used.refresh_from_db()
        assert not used.is_active

    def test_a_line_of_pokemon(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.drop("pokemon", "poochyena", "mightyena")
        del fixtures.files["emerald"][2]
        output = fixtures.load()
        assert list(Pokemon.objects.values_list("slug", flat=True)) == ["zigzagoon"]
        assert "Deleted Pokémon poochyena" in output

    def test_a_caught_pokemon_is_retired_and_its_parent_with_it(self, fixtures: Fixtures) -> None:
        fixtures.load()
        EncounterFactory(pokemon=Pokemon.objects.get(slug="mightyena"))
        fixtures.drop("pokemon", "poochyena", "mightyena")
        del fixtures.files["emerald"][2]
        fixtures.load()
        assert not Pokemon.objects.get(slug="mightyena").is_active
        assert not Pokemon.objects.get(slug="poochyena").is_active

    def test_a_game(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.drop("games", "ruby")
        del fixtures.files["ruby"]
        output = fixtures.load()
        assert counts() == (1, 3, 2, 3)
        assert "Deleted game ruby" in output

    def test_a_game_that_is_played_is_retired(self, fixtures: Fixtures) -> None:
        fixtures.load()
        NuzlockeRunFactory(game=Game.objects.get(slug="ruby"))
        fixtures.drop("games", "ruby")
        del fixtures.files["ruby"]
        fixtures.load()
        assert not Game.objects.get(slug="ruby").is_active


class TestPartOfTheCatalog:
    def test_one_game_judges_its_own_rows_only(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.drop("emerald", "route-102")
        fixtures.drop("ruby", "route-101")
        output = fixtures.load("catalog/emerald")
        assert output.splitlines()[-2:] == [
            "1 routes: 0 new, 0 changed, 1 unchanged, 1 deleted.",
            "2 route encounters: 0 new, 0 changed, 2 unchanged, 1 deleted.",
        ]
        assert Route.objects.filter(game__slug="ruby").exists()
        assert Pokemon.objects.count() == 3

    @pytest.mark.parametrize("label", ["catalog/emerald.json", "PATH"])
    def test_other_ways_to_name_it(self, fixtures: Fixtures, label: str) -> None:
        fixtures.load()
        fixtures.files["emerald"][2] = met(101, "poochyena", encounter_rate=30)
        fixtures.files["ruby"] = []
        fixtures.write()
        load(label.replace("PATH", str(fixtures.folder / "emerald.json")))
        assert RouteEncounter.objects.get(pokemon__slug="poochyena").encounter_rate == 30
        assert Route.objects.filter(game__slug="ruby").exists()

    def test_the_games_alone_judge_no_routes(self, fixtures: Fixtures) -> None:
        fixtures.load()
        output = fixtures.load("catalog/games")
        assert output == "2 games: 0 new, 0 changed, 2 unchanged.\n"

    def test_a_game_without_its_game_row(self, fixtures: Fixtures) -> None:
        with pytest.raises(CommandError, match=r"emerald.json, line 2: there is no game emerald"):
            fixtures.load("catalog/emerald")
        assert counts() == (0, 0, 0, 0)

    def test_a_game_that_there_is_not(self, fixtures: Fixtures) -> None:
        with pytest.raises(CommandError, match=r"mauve.json is missing"):
            fixtures.load("catalog/mauve")

    def test_other_labels_are_django_own(self, fixtures: Fixtures, tmp_path: Path) -> None:
        other = tmp_path / "other.json"
        other.write_text(json.dumps([game("sapphire")]), encoding="utf-8")
        assert load("other") == "Installed 1 object(s) from 1 fixture(s)\n"
        assert Game.objects.get(slug="sapphire").loaded_digest == ""
        with pytest.raises(CommandError, match="No fixture named 'nothing'"):
            load("nothing")

    def test_options_that_do_not_go_together(self, fixtures: Fixtures) -> None:
        with pytest.raises(CommandError, match="are not for the catalog"):
            load("catalog", exclude=["pokedex.route"])
        with pytest.raises(CommandError, match="are for the label catalog only"):
            load("other", overwrite=True)


class TestIfNeeded:
    def test_it_loads_once(
        self, fixtures: Fixtures, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        assert "2 games: 2 new" in fixtures.load("catalog", if_needed=True)
        with django_assert_num_queries(1):
            assert load("catalog", if_needed=True) == "The catalog is up to date.\n"

    def test_edits_of_people_do_not_matter(self, fixtures: Fixtures) -> None:
        fixtures.load()
        Route.objects.update(order=3)
        Game.objects.filter(slug="ruby").update(region="Kanto")
        assert "up to date" in load("catalog", if_needed=True)
        fixtures.load()
        assert "up to date" in load("catalog", if_needed=True)

    @pytest.mark.parametrize("name", ["pokemon", "ruby"])
    def test_a_newer_file_is_noticed(self, fixtures: Fixtures, name: str) -> None:
        fixtures.load()
        fixtures.files[name] = fixtures.files[name][::-1]
        fixtures.write()
        folder = CatalogFolder(fixtures.folder)
        assert not catalog_is_current(folder)
        # Another part of the catalog makes it no newer.
        synchronise(folder, ["emerald"])
        assert not catalog_is_current(folder)
        synchronise(folder)
        assert catalog_is_current(folder)

    def test_a_part_may_make_it_current(self, fixtures: Fixtures) -> None:
        fixtures.load()
        fixtures.files["ruby"][1]["fields"]["encounter_rate"] = 1
        fixtures.load("catalog/ruby")
        assert catalog_is_current(CatalogFolder(fixtures.folder))

    def test_a_missing_game_is_noticed(self, fixtures: Fixtures) -> None:
        fixtures.load()
        RouteEncounter.objects.filter(route__game__slug="ruby").delete()
        Route.objects.filter(game__slug="ruby").delete()
        Game.objects.filter(slug="ruby").delete()
        assert not catalog_is_current(CatalogFolder(fixtures.folder))


# Each stands on line 3 of emerald.json, behind Route 101.
BAD_ROWS = [
    (met(101, "missingno"), "there is no Pokémon missingno"),
    (met(109, "poochyena"), "there is no route emerald / route-109"),
    (met(101, "poochyena", of="ruby"), "is not of the game emerald"),
    (route(109, of="mauve"), "is not of the game emerald"),
    (game("mauve"), "is not the file of a game"),
    (route(101), "is already there"),
    (route(109, source_key="hoenn-route-101"), "source_key is also that of emerald.json, line 2"),
    (route(109, name="Route 101"), "name is also that of"),
    (route(109, order=-1), "order of emerald / route-109"),
    (route(109, order="9"), "order is '9', which is no value"),
    (route(109, order=True), "order is True, which is no value"),
    (route(109, order=10**30), "order of emerald / route-109"),
    (route(109, stage="later"), "stage of emerald / route-109"),
    (route(109, slug="Route 109"), "slug of emerald / Route 109"),
    (route(109, name="x" * 81), "name of emerald / route-109"),
    (route(109, name=" "), "breaks the rule route_name_not_blank"),
    (route(109, name="nul\0"), "NUL character"),
    (route(109, name="half \ud83d"), "lone surrogate"),
    (route(109, colour="red"), "unknown field colour"),
    (met(101, "poochyena", encounter_rate=101), "encounter_rate of emerald / route-101"),
    (met(101, "poochyena", min_level=5), "breaks the rule route_encounter_levels_range"),
    (met(101, "poochyena", conditions=[1]), "conditions is [1], which is no value"),
    (met(101, "poochyena", route="emerald"), "route is 'emerald', which is no value"),
    (met(101, "poochyena", encounter_method=None), "encounter_method is None"),
    ({"model": "auth.user", "fields": {}}, "'auth.user' is not a model of the catalog"),
    ({"model": "pokedex.route", "pk": 1, "fields": {}}, "must have the two keys"),
    ({"model": "pokedex.route", "fields": []}, "fields must be an object"),
    ({"model": ["pokedex.route"], "fields": {}}, "is not a model of the catalog"),
    ({"model": "pokedex.route", "fields": {"game": ["emerald"]}}, "field name is missing"),
]


class TestHostileFiles:
    @pytest.mark.parametrize(("row", "message"), BAD_ROWS)
    def test_a_bad_row(self, fixtures: Fixtures, row: dict[str, Any], message: str) -> None:
        fixtures.files["emerald"] = [route(101), row]
        with pytest.raises(CommandError) as error:
            fixtures.load()
        assert str(error.value).startswith("emerald.json, line 3: ")
        assert message in str(error.value)
        assert counts() == (0, 0, 0, 0)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "line 1: [ was expected, not the end of the file"),
            (b"{}", "line 1: [ was expected"),
            (b"[\n", "line 2: { or ] was expected, not the end of the file"),
            (b"[\n{}\n", "line 2: the object must have the two keys"),
            (b'[\n{"model": }\n]', "line 2: not valid JSON"),
            (b"[\n1]", "line 2: { or ] was expected, not '1'"),
            (b'[\n{"a": NaN}]', "line 2: NaN is not a value of JSON"),
            (b'[\n{"a": ' + b"[" * 100_000, "line 2: the object is nested too deeply"),
            (b'[\n{"a": ' + b"9" * 5000 + b"}]", "line 2: "),
            (b'[\n\n"\xff"]', "line 3: the text is not UTF-8"),
            (b"[]\n[]", "there is text after the end of the array"),
        ],
    )
    def test_a_bad_file(self, fixtures: Fixtures, content: bytes, message: str) -> None:
        (fixtures.folder / "emerald.json").write_bytes(content)
        with pytest.raises(CommandError) as error:
            load()
        assert str(error.value).startswith("emerald.json")
        assert message in str(error.value)
        assert counts() == (0, 0, 0, 0)

    def test_a_comma_too_many(self, fixtures: Fixtures) -> None:
        text = f"[\n{json.dumps(route(101))},\n]"
        (fixtures.folder / "emerald.json").write_text(text, encoding="utf-8")
        with pytest.raises(CommandError, match=r"emerald.json, line 3: \{ was expected, not '\]'"):
            load()

    @pytest.mark.parametrize("name", ["games", "pokemon", "emerald"])
    def test_a_missing_file(self, fixtures: Fixtures, name: str) -> None:
        del fixtures.files[name]
        with pytest.raises(CommandError, match=rf"{name}\.json"):
            fixtures.load()
        assert counts() == (0, 0, 0, 0)

    def test_a_file_too_many(self, fixtures: Fixtures) -> None:
        fixtures.files["mauve"] = []
        with pytest.raises(CommandError, match=r"mauve.json is the file of no game"):
            fixtures.load()

    def test_no_folder(self, tmp_path: Path, settings: Settings) -> None:
        settings.FIXTURE_DIRS = [tmp_path / "nowhere"]
        with pytest.raises(CommandError, match=r"games.json is missing"):
            load()

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"past_types": [["5", ["normal"]]]}, "past_types is"),
            ({"past_types": [[5, ["bird"]]]}, "past_types is"),
            ({"secondary_type": "dark"}, "breaks the rule pokemon_types_distinct"),
            ({"evolves_from": ["missingno"]}, "there is no Pokémon missingno"),
            ({"base_hp": 0}, "breaks the rule pokemon_base_stats_range"),
            ({"sprite_url": "javascript:alert(1)"}, "sprite_url of poochyena"),
            ({"name": "ZIGZAGOON"}, "name is also that of pokemon.json, line 2"),
        ],
    )
    def test_a_bad_pokemon(self, fixtures: Fixtures, fields: dict[str, Any], message: str) -> None:
        fixtures.files["pokemon"] = [pokemon("zigzagoon", 263), pokemon("poochyena", 261, **fields)]
        with pytest.raises(CommandError) as error:
            fixtures.load()
        assert str(error.value).startswith("pokemon.json, line 3: ")
        assert message in str(error.value)
        assert counts() == (0, 0, 0, 0)

    def test_a_later_bad_row_leaves_a_loaded_catalog_alone(self, fixtures: Fixtures) -> None:
        fixtures.load()
        before = everything()
        fixtures.drop("emerald", "route-102")
        fixtures.files["ruby"].append(met(101, "missingno", of="ruby"))
        with pytest.raises(CommandError, match=r"ruby.json, line 4"):
            fixtures.load()
        assert everything() == before
