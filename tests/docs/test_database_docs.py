"""docs/database.md says what the models and the database are, and says something about each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from pokedex.models import Game, Pokemon
from tests.docs import database
from tests.docs.database import PAGE, PageError, columns_of, our_models, render, rows_of
from tests.factories import GameFactory, PokemonFactory
from tracker.models import Encounter, NuzlockeRun

TEXT = PAGE.read_text(encoding="utf-8")
# More values than these are named by their class, not one by one.
FEW_VALUES = 10
NAMED = re.compile(r"`([\w-]+)`")


def documented(section: str, kind: str) -> list[database.Row]:
    return [
        row for table, kind_of_row, row in rows_of(TEXT) if (table, kind_of_row) == (section, kind)
    ]


def examples() -> Iterator[tuple[type[models.Model], dict[str, Any]]]:
    """Yield the example row of each table, in the order of the page."""
    by_table = {model._meta.db_table: model for model in our_models()}
    for section in TEXT.split("\n## ")[1:]:
        model = by_table.get(section.partition("\n")[0])
        if model is not None:
            (example,) = re.findall(r"^```json\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
            yield model, json.loads(example)


def test_the_tables_and_the_diagram_are_those_of_the_models() -> None:
    rendered = render(TEXT)
    assert rendered == TEXT, "Run `python -m tests.docs.database --write` and fill in the cells."


def test_every_row_has_its_words() -> None:
    rows = list(rows_of(TEXT))
    assert len(rows) > 200
    assert [(section, row[0]) for section, _, row in rows if not row[-1]] == []


@pytest.mark.parametrize("model", our_models())
def test_the_values_of_a_column_are_named(model: type[models.Model]) -> None:
    words = {row[0]: row[-1] for row in documented(model._meta.db_table, "Column")}
    for field in columns_of(model):
        values = {str(value) for value, _ in field.flatchoices if value}
        if values and len(values) <= FEW_VALUES:
            assert values <= set(NAMED.findall(words[f"`{field.column}`"])), field.column


@pytest.mark.django_db
def test_the_examples_are_whole_rows_that_the_database_takes() -> None:
    seen = []
    # What the Pokémon of the example evolves into: a page has one example of each table.
    Pokemon.objects.bulk_create([PokemonFactory.build(pk=304)])
    # The game that the custom game of the example is.
    Game.objects.bulk_create([GameFactory.build(pk=37, is_custom=True, slug=f"custom-{1:016x}")])
    for model, example in examples():
        assert list(example) == [field.column for field in columns_of(model)]
        for field in columns_of(model):
            if isinstance(field, models.BinaryField):
                name = str(field.column)
                example[name] = field.to_python(example[name])
        model(**example).save(force_insert=True)
        seen.append(model)
    assert seen == our_models()
    connection.check_constraints()


@pytest.mark.django_db
def test_every_table_of_the_database_is_there() -> None:
    with connection.cursor() as cursor:
        stored = set(connection.introspection.table_names(cursor))
    sections = {section for section, _, _ in rows_of(TEXT)} - {database.OTHER_TABLES}
    others = {row[0].strip("`") for row in documented(database.OTHER_TABLES, "Other table")}
    assert stored == sections | others


@pytest.mark.django_db
@pytest.mark.parametrize("table", [model._meta.db_table for model in our_models()])
def test_the_database_has_the_constraints_and_indexes(table: str) -> None:
    with connection.cursor() as cursor:
        stored = connection.introspection.get_constraints(cursor, table)
        names = set(stored)
        if connection.vendor == "sqlite":
            # The introspection leaves foreign keys over two columns out.
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            names |= set(re.findall(r'CONSTRAINT "(\w+)"', cursor.fetchone()[0]))
    constraints = documented(table, "Constraint")
    indexes = documented(table, "Index")
    ours = {row[0].strip("`") for row in (*constraints, *indexes) if row[0].startswith("`")}
    assert ours <= names
    made = sorted(
        tuple(index["columns"])
        for name, index in stored.items()
        # PostgreSQL has a second one for each text, see the page.
        if index["index"] and not index["unique"] and not name.endswith("_like")
    )
    assert made == sorted(tuple(NAMED.findall(row[1].replace(" DESC", ""))) for row in indexes)


class TestDrift:
    """What each change of a model does to the page, made in memory."""

    def test_a_renamed_constraint(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(NuzlockeRun._meta.constraints[0], "name", "run_and_game_uniq")
        assert "| `run_and_game_uniq` | UNIQUE | `id`, `game_id` | |" in render(TEXT)
        assert "run_id_game_uniq" not in dict.fromkeys(
            row[0].strip("`") for _, _, row in rows_of(render(TEXT))
        )

    def test_an_index_over_other_columns(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Encounter._meta.indexes[0], "fields_orders", [("status", "DESC")])
        assert "| `encounter_run_status_idx` | `status DESC` |" in render(TEXT)

    def test_another_type_null_or_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        field = Game._meta.get_field("region")
        for name, value in {"max_length": 50, "null": True, "default": "Kanto"}.items():
            monkeypatch.setattr(field, name, value)
        assert "| `region` | `varchar(50)` | `varchar(50)` | yes | `'Kanto'` |" in render(TEXT)

    def test_another_on_delete_and_target(self, monkeypatch: pytest.MonkeyPatch) -> None:
        field = Encounter._meta.get_field("pokemon")
        monkeypatch.setattr(field.remote_field, "on_delete", models.CASCADE)
        monkeypatch.setattr(field, "related_model", Game)
        rendered = render(TEXT)
        assert "| `pokemon_id` | `pokedex_game` | CASCADE |" in rendered
        assert "    pokedex_game |o--o{ tracker_encounter : pokemon_id" in rendered

    def test_a_table_more_and_a_table_less(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(NuzlockeRun._meta, "db_table", "tracker_attempt")
        with pytest.raises(PageError) as raised:
            render(TEXT)
        assert "'tracker_attempt' lacks its table 'Index'." in str(raised.value)
        assert "'tracker_nuzlockerun' has a table 'Index' that no model asks" in str(raised.value)

    def test_no_diagram(self) -> None:
        with pytest.raises(PageError, match="0 diagrams"):
            render(TEXT.replace("```mermaid", "```"))

    def test_a_constraint_of_a_new_kind(self, monkeypatch: pytest.MonkeyPatch) -> None:
        unknown = models.constraints.BaseConstraint(name="game_unknown")
        monkeypatch.setattr(Game._meta, "constraints", [unknown])
        with pytest.raises(TypeError, match="Teach this module"):
            render(TEXT)


def test_the_page_is_about_all_our_apps() -> None:
    root = PAGE.parents[1]
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == root}
    assert ours == {"config", *database.OUR_APPS}
