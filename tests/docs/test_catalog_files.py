"""docs/catalog-files.md has the columns that there are, and examples that can be imported."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import models

from pokedex.models import EncounterTable, Evolution
from pokedex.transfer import files, folders
from pokedex.transfer.folders import GAME_MODELS, files_of_folder
from pokedex.transfer.game_plans import MOST_GAME_CHANGES, plan_game
from pokedex.transfer.resources import MOST_CHANGES, RESOURCES
from tests.factories import PokemonFactory
from tests.pokedex.transfer.importing import exported, imported, resource_of

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "catalog-files.md").read_text("utf-8")
SECTIONS = {one.partition("\n")[0]: one for one in TEXT.split("\n## ")[1:]}


def example(model: type[models.Model], kind: str = "csv") -> bytes:
    section = SECTIONS[str(model._meta.model_name)]
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    return str(found).encode()


@pytest.mark.parametrize("model", RESOURCES)
def test_each_column_is_there_in_its_order_and_the_key_is_bold(model: type[models.Model]) -> None:
    section = SECTIONS[str(model._meta.model_name)]
    rows = re.findall(r"^\| (\**)`(\w+)`\** \| ([\w ]+) \| (.*) ?\|$", section, re.MULTILINE)
    resource = resource_of(model)
    assert tuple(name for _, name, _, _ in rows) == resource.columns
    assert tuple(name for bold, name, _, _ in rows if bold) == resource.key
    for _, name, kind, words in rows:
        widget = type(resource.widget(name)).__name__
        assert kind in {
            "Text": {"text"},
            "Reference": {"slug"},
            "Number": {"number"},
            "YesNo": {"yes or no"},
            "Choice": {"choice"},
        }.get(widget, {"list"})
        if widget == "Choice" and "`" in words:
            named = set(re.findall(r"`([\w-]+)`", words))
            assert named <= set(resource.widget(name).values)


@pytest.mark.django_db
def test_the_examples_can_be_imported_one_after_the_other_and_come_back() -> None:
    for name in ("wurmple", "mightyena", "poochyena"):
        PokemonFactory.create(name=name.title(), slug=name)
    for model in RESOURCES:
        content = example(model)
        plan = imported(model, content)
        assert (plan.new, plan.changed) == (1, 0), model
        header, line = content.decode().splitlines()
        assert {header, line} <= set(exported(model).decode().splitlines())


@pytest.mark.django_db
def test_the_examples_are_a_folder_that_can_be_imported(tmp_path: Path) -> None:
    for name in ("wurmple", "poochyena"):
        PokemonFactory.create(name=name.title(), slug=name)
    for model in GAME_MODELS:
        (tmp_path / f"{model._meta.model_name}.csv").write_bytes(example(model))
    plan = plan_game(files_of_folder(tmp_path))
    assert [str(fault) for part in plan.plans for fault in part.faults] == []
    call_command("import_game", tmp_path, stdout=StringIO())
    assert (plan.new, plan.follow) == (len(GAME_MODELS) + 2, 2)
    for model in GAME_MODELS:
        assert set(example(model).splitlines()) <= set(exported(model).splitlines())


@pytest.mark.django_db
def test_the_example_in_json_says_the_same() -> None:
    for name in ("mightyena", "poochyena"):
        PokemonFactory.create(name=name.title(), slug=name)
    imported(Evolution, example(Evolution))
    assert exported(Evolution, "json") == example(Evolution, "json")


def test_the_limits_are_those() -> None:
    assert f"At most {files.MOST_BYTES // 1024**2} MB, {files.MOST_ROWS:,} rows" in TEXT
    assert f"{files.LONGEST_CELL:,} characters a cell; of the rows {MOST_CHANGES:,}" in TEXT
    unpacked = folders.MOST_UNPACKED // 1024**2
    assert f"An archive has at most {files.MOST_BYTES // 1024**2} MB and {unpacked} MB" in TEXT
    tables = RESOURCES[EncounterTable]().most_changes
    words = f"{MOST_GAME_CHANGES:,} rows may be new or change, of them {tables} encounter tables"
    assert words in TEXT
