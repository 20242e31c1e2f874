from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from pokedex.management.commands import build_fixtures as command
from pokedex.sources.documents import DATA_VERSION, manifest_of_export
from tests.pokedex.sources.tiny import TinySources


class Project:
    """A project folder of its own, with small source tables beside it."""

    def __init__(self, folder: Path) -> None:
        self.tables = TinySources(folder)
        self.output = folder / "project" / "fixtures"

    def run(self, **options: Any) -> tuple[str, str]:
        """Run the command and return what it says and what it complains of."""
        said, complained = StringIO(), StringIO()
        try:
            call_command("build_fixtures", stdout=said, stderr=complained, **options)
        except CommandError as error:
            return said.getvalue(), f"{complained.getvalue()}{error}"
        return said.getvalue(), complained.getvalue()

    def build(self) -> None:
        said, complained = self.run(source=self.tables.source)
        assert (said, complained) == (f"Wrote 4 files to {self.output}.\n", "")

    def content(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.output.rglob("*.json")}


@pytest.fixture
def project(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Project:
    settings.BASE_DIR = tmp_path / "project"
    made = Project(tmp_path)
    monkeypatch.setattr(command, "OWN_TABLES", made.tables.own)
    return made


def test_it_writes_the_fixtures_and_the_manifest(project: Project) -> None:
    project.build()
    assert set(project.content()) == {
        "games.json",
        "pokemon.json",
        "tiny.json",
        "catalog-manifest.json",
    }
    manifest = json.loads(project.content()["catalog-manifest.json"])
    assert set(manifest) == {"data_version", "fixtures", "sources", "table_lines", "tables"}
    assert set(manifest["fixtures"]) == {
        "catalog/games.json",
        "catalog/pokemon.json",
        "catalog/tiny.json",
    }
    assert "pokeapi/encounters.csv" in manifest["sources"]
    assert "species_lists/tiny.csv" in manifest["sources"]
    assert "route_order/tiny.csv" in manifest["tables"]
    assert "methods.csv" in manifest["tables"]


def test_twice_the_same_bytes(project: Project) -> None:
    project.build()
    before = project.content()
    project.build()
    assert project.content() == before


def test_a_game_that_is_no_more_leaves_no_file(project: Project) -> None:
    project.build()
    (project.output / "catalog" / "mauve.json").write_text("[]")
    said, _ = project.run(source=project.tables.source)
    assert "Removed catalog/mauve.json" in said
    assert "mauve.json" not in project.content()


def test_bad_rows_are_listed_and_nothing_is_written(project: Project) -> None:
    project.build()
    before = project.content()
    first = project.tables.append("pokeapi/encounters.csv", "90,1,99,1,19,2,2")
    second = project.tables.append("species_lists/tiny.csv", "2,Route 1,missingno")
    _, complained = project.run(source=project.tables.source)
    assert complained.splitlines() == [
        f"pokeapi/encounters.csv:{first}: location_area_id is '99', which is unknown.",
        f"species_lists/tiny.csv:{second}: pokemon is 'missingno', which is unknown.",
        "Nothing was written: 2 problem(s) in the tables, see above.",
    ]
    assert project.content() == before


def test_without_source_tables(project: Project) -> None:
    _, complained = project.run()
    assert complained.startswith("Say where the source tables are: --source DIR.")
    _, complained = project.run(source=Path("no/such/folder"))
    assert complained == "There is no folder no/such/folder."


class TestCheckWithTheSourceTables:
    def test_no_difference(self, project: Project) -> None:
        project.build()
        assert project.run(source=project.tables.source, check=True) == (
            "The fixtures were compared byte for byte with the source tables: no difference.\n",
            "",
        )

    def test_a_sibling_folder_is_found(self, project: Project, tmp_path: Path) -> None:
        project.build()
        sibling = tmp_path / "shared"
        sibling.mkdir()
        project.tables.source.rename(sibling / "data")
        said, _ = project.run(check=True)
        assert said.startswith("The fixtures were compared byte for byte")

    @pytest.mark.parametrize(
        ("spoil", "difference"),
        [
            (lambda path: path.unlink(), "catalog/tiny.json is missing."),
            (
                lambda path: path.write_bytes(path.read_bytes() + b"\n"),
                "catalog/tiny.json differs from what the source tables give.",
            ),
            (
                lambda path: path.with_name("mauve.json").write_text("[]"),
                "catalog/mauve.json should not be there.",
            ),
        ],
    )
    def test_each_difference_is_named(
        self, project: Project, spoil: Callable[[Path], object], difference: str
    ) -> None:
        project.build()
        spoil(project.output / "catalog" / "tiny.json")
        before = project.content()
        said, complained = project.run(source=project.tables.source, check=True)
        assert said == ""
        assert complained.splitlines()[0] == difference
        assert "1 difference(s)" in complained
        assert project.content() == before

    def test_a_changed_source_is_noticed(self, project: Project) -> None:
        project.build()
        project.tables.replace("pokeapi/encounters.csv", "4,1,21,1,19,5,6", "4,1,21,1,19,5,7")
        _, complained = project.run(source=project.tables.source, check=True)
        first, has, table, gives, table_gives, second, source, *_ = complained.splitlines()
        assert first == "catalog/tiny.json differs from what the source tables give."
        assert has.startswith("  catalog/tiny.json, line 13: has {")
        assert gives == has.replace(": has ", ": should have ").replace(
            '"max_level":6', '"max_level":7'
        )
        assert table.startswith("  catalog/tiny.json, line 17: has {")
        assert table_gives == table.replace(": has ", ": should have ").replace(
            '["rattata",60,5,6]', '["rattata",60,5,7]'
        )
        assert second == "catalog-manifest.json differs from what the source tables give."
        assert (
            source == "  sources: pokeapi/encounters.csv has changed since the fixtures were built."
        )

    def test_a_changed_correction_is_named_with_its_line(self, project: Project) -> None:
        project.build()
        number = project.tables.append("starters.csv", "tiny,route-9,rattata")
        _, complained = project.run(source=project.tables.source, check=True)
        assert complained.splitlines()[:3] == [
            "catalog-manifest.json differs from what the source tables give.",
            "  tables: starters.csv has changed since the fixtures were built.",
            f"  starters.csv, line {number}: tiny,route-9,rattata",
        ]


class TestCheckWithTheManifest:
    def test_no_difference(self, project: Project) -> None:
        project.build()
        assert project.run(check=True) == (
            "The fixtures were compared with the manifest (the source tables are not here): "
            "no difference.\n",
            "",
        )

    def test_a_changed_fixture(self, project: Project) -> None:
        project.build()
        with (project.output / "catalog" / "tiny.json").open("a") as file:
            file.write("\n")
        (project.output / "catalog" / "games.json").unlink()
        (project.output / "catalog" / "mauve.json").write_text("[]")
        _, complained = project.run(check=True)
        assert complained.splitlines()[:3] == [
            "fixtures: catalog/games.json is not as the manifest records it.",
            "fixtures: catalog/mauve.json is not as the manifest records it.",
            "fixtures: catalog/tiny.json is not as the manifest records it.",
        ]

    def test_a_changed_table_of_ours(self, project: Project) -> None:
        project.build()
        number = project.tables.append("starters.csv", "tiny,route-1,rattata")
        _, complained = project.run(check=True)
        assert complained.splitlines()[:2] == [
            "tables: starters.csv is not as the manifest records it.",
            f"  starters.csv, line {number}: tiny,route-1,rattata",
        ]

    def test_fixtures_that_were_exported_from_a_database(self, project: Project) -> None:
        project.build()
        before = project.content()
        with (project.output / "catalog" / "tiny.json").open("a") as file:
            file.write("\n")
        files = {
            f"catalog/{path.name}": path.read_bytes()
            for path in (project.output / "catalog").iterdir()
        }
        exported = manifest_of_export(before["catalog-manifest.json"], files)
        (project.output / "catalog-manifest.json").write_bytes(exported)
        _, complained = project.run(check=True)
        assert complained.splitlines()[0] == (
            "fixtures: catalog/tiny.json was exported from a database: "
            "it is not what the source tables gave."
        )
        assert "1 difference(s)" in complained
        _, complained = project.run(check=True, source=project.tables.source)
        assert "catalog/tiny.json differs from what the source tables give." in complained
        project.build()
        assert project.content() == before

    def test_another_data_version(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        project.build()
        monkeypatch.setattr(command, "DATA_VERSION", 99)
        _, complained = project.run(check=True)
        assert f"is of data version {DATA_VERSION}, not 99." in complained

    @pytest.mark.parametrize(
        "content", ["", "{}", "[]", '{"data_version": 1, "fixtures": 1, "tables": {}}']
    )
    def test_a_broken_manifest(self, project: Project, content: str) -> None:
        project.build()
        (project.output / "catalog-manifest.json").write_text(content)
        _, complained = project.run(check=True)
        assert complained.startswith("catalog-manifest.json is missing or cannot be read")


def test_the_committed_fixtures_are_what_the_manifest_records(
    settings: Settings, tmp_path: Path
) -> None:
    output = StringIO()
    committed = Path(django_settings.BASE_DIR) / "fixtures"
    settings.BASE_DIR = tmp_path
    call_command("build_fixtures", output=committed, check=True, stdout=output)
    assert output.getvalue().endswith("no difference.\n")
