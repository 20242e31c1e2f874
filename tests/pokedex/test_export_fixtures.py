from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db.models import F

from pokedex.loading import catalog_folder, exported_fixtures
from pokedex.models import Game, Pokemon, Route, RouteEncounter
from pokedex.sources.documents import MANIFEST, manifest, manifest_of_export, serialised
from tests.factories import EncounterFactory, NuzlockeRunFactory, RouteEncounterFactory
from tests.pokedex.small_catalog import Fixtures, everything, game, load, met, pokemon, route

pytestmark = pytest.mark.django_db


def as_bytes(fixtures: Fixtures) -> dict[str, bytes]:
    """The fixtures as the builder would write them."""
    return serialised(
        {
            name: [(row["model"], row["fields"]) for row in rows]
            for name, rows in fixtures.files.items()
        }
    )


@pytest.fixture
def committed(fixtures: Fixtures) -> Fixtures:
    """The small catalog as it is committed, with its manifest, and loaded."""
    files = as_bytes(fixtures)
    root = fixtures.folder.parent
    for name, content in files.items():
        (root / name).write_bytes(content)
    (root / MANIFEST).write_bytes(
        manifest(files, {"own.csv": "1"}, {"own.csv": "abc123"}, {"source.csv": "2"})
    )
    load()
    return fixtures


def on_disk(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.json")
    }


def export(**options: Any) -> str:
    output = StringIO()
    call_command("export_fixtures", stdout=output, **options)
    return output.getvalue()


def exported(fixtures: Fixtures) -> dict[str, list[dict[str, Any]]]:
    """Export into the folder of the fixtures and return the rows of each file."""
    export()
    return {path.stem: json.loads(path.read_bytes()) for path in fixtures.folder.glob("*.json")}


def changed_lines(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    assert before.keys() == after.keys()
    return [
        new
        for name in before
        for old, new in zip(
            before[name].decode().splitlines(), after[name].decode().splitlines(), strict=True
        )
        if old != new
    ]


def test_the_whole_catalog_comes_back_to_the_byte(tmp_path: Path) -> None:
    load()
    folder = Path(django_settings.BASE_DIR) / "fixtures"
    said = export(output=tmp_path)
    assert on_disk(tmp_path) == on_disk(folder)
    assert said.endswith(f"Wrote {len(on_disk(folder))} files to {tmp_path}.\n")

    one = {"route__slug": "route-101", "pokemon__slug": "poochyena", "route__game__slug": "emerald"}
    RouteEncounter.objects.filter(**one).update(encounter_rate=46)
    lines = changed_lines(
        {name: content for name, content in on_disk(folder).items() if name != MANIFEST},
        exported_fixtures(catalog_folder()),
    )
    assert len(lines) == 1
    assert '"encounter_rate":46' in lines[0]


class TestRoundTrip:
    def test_nothing_changes(self, committed: Fixtures) -> None:
        root = committed.folder.parent
        before = on_disk(root)
        assert export() == f"Wrote 5 files to {root}.\n"
        assert on_disk(root) == before

    def test_an_edit_becomes_a_line_and_is_an_edit_no_longer(self, committed: Fixtures) -> None:
        root = committed.folder.parent
        before = on_disk(root)
        RouteEncounter.objects.filter(pokemon__slug="poochyena").update(encounter_rate=77)
        said = export()
        assert said.splitlines()[:2] == [
            "Changed catalog/emerald.json.",
            "Changed catalog-manifest.json.",
        ]
        after = on_disk(root)
        del before[MANIFEST], after[MANIFEST]
        (line,) = changed_lines(before, after)
        assert json.loads(line.removesuffix(",")) == met(101, "poochyena", encounter_rate=77)

        assert "Kept" not in load()
        call_command("catalog_status", verbosity=0)
        assert "4 route encounters: 0 new, 0 changed, 4 unchanged." in load()
        rows = everything()
        export()
        assert on_disk(root) | {MANIFEST: b""} == after | {MANIFEST: b""}
        load()
        assert everything() == rows

    def test_another_database_gets_what_the_curator_has(self, committed: Fixtures) -> None:
        emerald = Game.objects.get(slug="emerald")
        secret = Route.objects.create(game=emerald, name="Secret", slug="secret", order=101)
        zigzagoon = Pokemon.objects.get(slug="zigzagoon")
        RouteEncounterFactory(route=secret, pokemon=zigzagoon, encounter_rate=5)
        Route.objects.filter(slug="route-102").update(is_active=False)
        files = exported(committed)
        RouteEncounter.objects.all().delete()
        Route.objects.all().delete()
        load()
        assert RouteEncounter.objects.get(route__slug="secret").encounter_rate == 5
        assert not Route.objects.get(slug="route-102").is_active
        assert exported(committed) == files

    def test_an_order_that_is_not_that_of_the_keys(self, committed: Fixtures) -> None:
        committed.files["games"].insert(0, game("sapphire"))
        committed.files["sapphire"] = []
        committed.files["pokemon"].insert(0, pokemon("treecko", 252))
        committed.files["emerald"].insert(0, route(100))
        committed.load()
        assert exported_fixtures(catalog_folder()) == as_bytes(committed)

    def test_an_edited_order_moves_the_route_and_its_encounters(self, committed: Fixtures) -> None:
        Route.objects.filter(slug="route-101", game__slug="emerald").update(order=900)
        rows = exported(committed)["emerald"]
        assert [row["fields"]["slug"] for row in rows[:2]] == ["route-102", "route-101"]
        assert [row["fields"]["route"][1] for row in rows[2:]] == [
            "route-102",
            "route-101",
            "route-101",
        ]


class TestRowsOfPeople:
    def test_a_game_a_pokemon_a_route_and_an_encounter(self, committed: Fixtures) -> None:
        mine = Game.objects.create(**game("mauve")["fields"])
        treecko = Pokemon.objects.create(**pokemon("treecko", 252)["fields"])
        place = Route.objects.create(game=mine, name="Start", slug="start", order=5)
        RouteEncounterFactory(route=place, pokemon=treecko)
        files = exported(committed)
        assert [row["fields"]["slug"] for row in files["games"]] == ["emerald", "ruby", "mauve"]
        assert files["pokemon"][-1]["fields"]["slug"] == "treecko"
        assert [row["model"] for row in files["mauve"]] == [
            "pokedex.route",
            "pokedex.routeencounter",
        ]
        assert "made by a person" not in load()
        call_command("catalog_status", verbosity=0)
        assert exported(committed) == files

    def test_a_game_with_the_name_of_a_file(self, committed: Fixtures) -> None:
        Game.objects.filter(slug="ruby").update(slug="pokemon")
        with pytest.raises(CommandError, match="cannot have the slug pokemon"):
            export()

    def test_a_deleted_row_is_gone_from_the_fixtures(self, committed: Fixtures) -> None:
        RouteEncounter.objects.filter(pokemon__slug="poochyena").delete()
        assert met(101, "poochyena") not in exported(committed)["emerald"]
        call_command("catalog_status", verbosity=0)

    def test_a_file_goes_with_the_slug_of_its_game(self, committed: Fixtures) -> None:
        Game.objects.filter(slug="ruby").update(slug="garnet")
        said = export()
        assert "Removed catalog/ruby.json: no game has it any more." in said
        assert "Changed catalog/garnet.json." in said
        load()
        call_command("catalog_status", verbosity=0)

    def test_what_no_fixture_can_hold(self, committed: Fixtures) -> None:
        before = on_disk(committed.folder.parent)
        Game.objects.filter(slug="ruby").update(version_group="")
        with pytest.raises(CommandError, match="version_group of the game ruby is '', which no"):
            export()
        Game.objects.filter(slug="ruby").update(version_group="ruby")
        RouteEncounter.objects.filter(pokemon__slug="poochyena").update(conditions=[1])
        with pytest.raises(CommandError) as error:
            export()
        assert str(error.value) == (
            "conditions of the route encounter emerald / route-101 / poochyena / walk is [1], "
            "which no fixture can hold. Correct it in the admin."
        )
        assert on_disk(committed.folder.parent) == before


class TestRetiredRows:
    def test_one_that_a_person_retired_is_exported_as_retired(self, committed: Fixtures) -> None:
        Route.objects.filter(slug="route-102").update(is_active=False)
        files = exported(committed)
        assert files["emerald"][1] == route(102, is_active=False)
        assert "Kept" not in load()
        # Now the fixtures say so: a load is what retires it, and it stays in the fixtures.
        assert exported(committed) == files
        call_command("catalog_status", verbosity=0)

    def test_one_that_a_load_retired_is_not(self, committed: Fixtures) -> None:
        used = Route.objects.get(slug="route-102")
        EncounterFactory(
            run=NuzlockeRunFactory(game=used.game),
            route=used,
            pokemon=Pokemon.objects.get(slug="zigzagoon"),
        )
        committed.drop("emerald", "route-102")
        committed.load()
        assert exported_fixtures(catalog_folder()) == as_bytes(committed)
        # Unless a person publishes it again.
        Route.objects.filter(pk=used.pk).update(is_active=True)
        assert route(102) in json.loads(exported_fixtures(catalog_folder())["catalog/emerald.json"])

    def test_one_that_a_row_of_a_person_needs_is(self, committed: Fixtures) -> None:
        used = Route.objects.get(slug="route-102")
        mightyena = Pokemon.objects.get(slug="mightyena")
        RouteEncounterFactory(route=used, pokemon=mightyena, encounter_rate=5)
        committed.drop("emerald", "route-102")
        committed.drop("pokemon", "poochyena", "mightyena")
        del committed.files["emerald"][1]
        committed.load()
        assert not Pokemon.objects.get(slug="poochyena").is_active
        files = exported(committed)
        assert route(102, is_active=False) in files["emerald"]
        slugs = {row["fields"]["slug"]: row["fields"].get("is_active") for row in files["pokemon"]}
        assert slugs == {"zigzagoon": None, "mightyena": False, "poochyena": False}
        assert "Kept" not in load()
        assert exported(committed) == files


class TestFixturesThatAreAhead:
    @pytest.mark.parametrize("change", ["new", "changed", "gone"])
    def test_their_changes_are_not_taken_back(self, committed: Fixtures, change: str) -> None:
        if change == "new":
            committed.files["emerald"].insert(2, route(103))
        elif change == "changed":
            committed.files["emerald"][0] = route(101, order=5)
        else:
            committed.drop("emerald", "route-102")
        files = as_bytes(committed)
        for name, content in files.items():
            (committed.folder.parent / name).write_bytes(content)
        with pytest.raises(CommandError, match=r"Run `manage.py loaddata catalog` first"):
            export()
        load()
        export()
        assert (committed.folder / "emerald.json").read_bytes() == files["catalog/emerald.json"]

    def test_a_second_edit_after_an_export(self, committed: Fixtures) -> None:
        rates = RouteEncounter.objects.filter(route__slug="route-102")
        rates.update(encounter_rate=77)
        export()
        rates.update(encounter_rate=F("encounter_rate") + 1)
        assert met(102, "zigzagoon", encounter_rate=78) in exported(committed)["emerald"]


class TestManifest:
    def test_the_check_says_what_was_exported(self, committed: Fixtures) -> None:
        root = committed.folder.parent
        before = json.loads((root / MANIFEST).read_bytes())
        RouteEncounter.objects.filter(pokemon__slug="poochyena").update(encounter_rate=77)
        export()
        after = json.loads((root / MANIFEST).read_bytes())
        name = "catalog/emerald.json"
        assert after.pop("built") == {name: before["fixtures"][name]}
        assert after["fixtures"].pop(name) != before["fixtures"].pop(name)
        assert after == before

        # Taking the edit back leaves no trace.
        load()
        RouteEncounter.objects.filter(pokemon__slug="poochyena").update(encounter_rate=45)
        export()
        assert "built" not in json.loads((root / MANIFEST).read_bytes())

    def test_files_that_come_and_go(self) -> None:
        first = manifest({"catalog/a.json": b"a", "catalog/b.json": b"b"}, {}, {}, {})
        second = manifest_of_export(first, {"catalog/a.json": b"a", "catalog/c.json": b"c"})
        built = json.loads(second)["built"]
        assert built == {
            "catalog/b.json": json.loads(first)["fixtures"]["catalog/b.json"],
            "catalog/c.json": None,
        }
        third = manifest_of_export(second, {"catalog/a.json": b"a", "catalog/b.json": b"b"})
        assert third == first

    @pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"fixtures": 1}'])
    def test_one_that_cannot_be_read(self, committed: Fixtures, content: bytes) -> None:
        root = committed.folder.parent
        (root / MANIFEST).write_bytes(content)
        before = on_disk(root)
        with pytest.raises(CommandError, match=r"catalog-manifest.json is missing or cannot be"):
            export()
        assert on_disk(root) == before

    def test_a_folder_that_cannot_be_written(self, committed: Fixtures, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(CommandError, match="The fixtures cannot be written"):
            export(output=tmp_path / "file")
