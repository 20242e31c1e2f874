"""The mechanical part of docs/database.md: tables of columns, constraints, indexes and keys.

    python -m tests.docs.database --write

writes it anew from the models. The last cell of each row and everything outside of the tables
are written by hand and kept; `test_database_docs.py` fails while the page and the models differ
or a cell is empty.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db import models
from django.db.models.constraints import BaseConstraint
from django.db.utils import ConnectionHandler

PAGE = Path(__file__).resolve().parents[2] / "docs" / "database.md"
OUR_APPS = ("accounts", "pokedex", "tracker")
# Tables that no model stands for.
WITHOUT_MODEL = {"cache_entries": "accounts", "django_migrations": "Django"}

# The first cell tells which kind of table it is, the last one is written by hand.
HEADERS = {
    header[0]: header
    for header in (
        ("Column", "SQLite", "PostgreSQL", "Null", "Default", "Meaning"),
        ("Constraint", "Kind", "On", "What it forbids, and why"),
        ("Index", "On", "Who reads it"),
        ("Foreign key", "To", "On delete", "Why"),
        ("Other table", "Of", "What is in it"),
    )
}
OTHER_TABLES = "Other tables"
DIAGRAM = "```mermaid"

Row = tuple[str, ...]
Tables = dict[tuple[str, str], list[Row]]

# Never connected to: they only know the types of their columns.
DATABASES = ConnectionHandler(
    {
        "default": {"ENGINE": "django.db.backends.sqlite3"},
        "postgresql": {"ENGINE": "django.db.backends.postgresql"},
    }
)


class PageError(Exception):
    """The page has not the tables that the models ask for; the text says which."""


def our_models() -> list[type[models.Model]]:
    """Return the models of this project, in the order of their apps and modules."""
    return [model for label in OUR_APPS for model in apps.get_app_config(label).get_models()]


def columns_of(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]
    """Return the fields that are columns of the model's table."""
    return list(model._meta.local_concrete_fields)


def column(model: type[models.Model], name: str) -> str:
    """Return the name that the field ``name`` has in the database."""
    field = model._meta.get_field(name)
    return str(getattr(field, "column", None) or name)


def tables() -> Tables:
    """Return the rows that the page must have, without their last cells.

    The key is the section, which is named as the table is, and the first cell of the header.
    """
    found: Tables = {}
    for model in our_models():
        section = model._meta.db_table
        found[section, "Column"] = [_column(field) for field in columns_of(model)]
        found[section, "Constraint"] = [*_unique_columns(model), *_constraints(model)]
        found[section, "Index"] = [*_indexes(model)]
        found[section, "Foreign key"] = [*_foreign_keys(model)]
    found[OTHER_TABLES, "Other table"] = _other_tables()
    return {key: rows for key, rows in found.items() if rows}


def diagram() -> list[str]:
    """Return the lines of the entity-relationship diagram: keys and relations of our tables."""
    lines = [DIAGRAM, "erDiagram"]
    relations = []
    for model in our_models():
        table = model._meta.db_table
        lines.append(f"    {table} {{")
        for field in columns_of(model):
            keys = [
                name
                for name, is_one in (
                    ("PK", field.primary_key),
                    ("FK", field.is_relation),
                    ("UK", field.unique and not field.primary_key),
                )
                if is_one
            ]
            if keys:
                kind = str(field.db_type(DATABASES["postgresql"])).partition("(")[0]
                lines.append(f"        {kind} {field.column} {', '.join(keys)}")
            if field.is_relation:
                one = "|o" if field.null else "||"
                target = _target(model, field.name)._meta.db_table
                relations.append(f"    {target} {one}--o{{ {table} : {field.column}")
        lines.append("    }")
    return [*lines, *relations, "```"]


def render(page: str) -> str:
    """Return the page with its tables and its diagram as the models are.

    Raises ``PageError`` when a table is missing, or is there and stands for nothing.
    """
    expected = tables()
    problems = []
    lines: list[str] = []
    section = ""
    diagrams = 0
    rest = iter(page.splitlines())
    for line in rest:
        if line.startswith("## "):
            section = line.removeprefix("## ")
        if line == DIAGRAM:
            diagrams += 1
            for _ in iter(lambda: next(rest), "```"):
                pass
            lines += diagram()
            continue
        kind = cells_of(line)[0] if line.startswith("|") else ""
        if kind not in HEADERS:
            lines.append(line)
            continue
        prose, behind = _read_rows(rest)
        rows = expected.pop((section, kind), None)
        if rows is None:
            problems.append(f"{section!r} has a table {kind!r} that no model asks for.")
        lines += [*_written(HEADERS[kind], rows or [], prose), *behind]
    problems += [f"{section!r} lacks its table {kind!r}." for section, kind in expected]
    if diagrams != 1:
        problems.append(f"There are {diagrams} diagrams instead of one.")
    if problems:
        raise PageError("\n".join(problems))
    return "\n".join(lines) + "\n"


def cells_of(line: str) -> Row:
    """Return the cells of a row of a table."""
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def rows_of(page: str) -> Iterator[tuple[str, str, Row]]:
    """Yield each row of a table that is ours: its section, the first cell of its header, itself."""
    section = kind = ""
    for line in page.splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        if not line.startswith("|"):
            kind = ""
        elif not kind:
            kind = cells_of(line)[0]
        elif kind in HEADERS and not line.startswith("|---"):
            yield section, kind, cells_of(line)


def _read_rows(rest: Iterator[str]) -> tuple[dict[str, str], list[str]]:
    """Read a table to its end; return the last cells by the first, and the line behind it."""
    prose: dict[str, str] = {}
    for line in rest:
        if not line.startswith("|"):
            return prose, [line]
        cells = cells_of(line)
        prose[cells[0]] = cells[-1]
    return prose, []


def _written(header: Row, rows: list[Row], prose: dict[str, str]) -> list[str]:
    lines = [header, *((*row, prose.get(row[0], "")) for row in rows)]
    written = [f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines]
    return [written[0], "|---" * len(header) + "|", *written[1:]]


def _code(*names: str | None) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _column(field: models.Field) -> Row:  # type: ignore[type-arg]
    types = []
    for alias in ("default", "postgresql"):
        connection = DATABASES[alias]
        suffix = field.db_type_suffix(connection)
        types.append(_code(" ".join(filter(None, (field.db_type(connection), suffix)))))
    return (_code(field.column), *types, "yes" if field.null else "no", _default(field))


def _default(field: models.Field) -> str:  # type: ignore[type-arg]
    if isinstance(field, models.AutoField):
        return "the next number"
    if not field.has_default():
        return "–"
    default = field.default
    if callable(default):
        return _code(f"{default.__name__}()")
    return _code(f"'{default}'" if isinstance(default, str) else json.dumps(default))


def _unique_columns(model: type[models.Model]) -> Iterator[Row]:
    for field in columns_of(model):
        if field.unique and not field.primary_key:
            yield f"unique column {_code(field.column)}", "UNIQUE", _code(field.column)


def _constraints(model: type[models.Model]) -> Iterator[Row]:
    for constraint in model._meta.constraints:
        yield (_code(constraint.name), *_kind_and_columns(model, constraint))


def _kind_and_columns(model: type[models.Model], constraint: BaseConstraint) -> Row:
    if isinstance(constraint, models.CheckConstraint):
        names = models.Q(constraint.condition).referenced_base_fields
        read = [field.column for field in columns_of(model) if field.name in names]
        return "CHECK", _code(*read)
    if isinstance(constraint, models.UniqueConstraint):
        kind = "UNIQUE, partial" if constraint.condition else "UNIQUE"
        functions = (_expression(expression) for expression in constraint.expressions)
        return kind, _code(*_columns(model, constraint.fields), *functions)
    fields = getattr(constraint, "fields", ())
    to_fields = getattr(constraint, "to_fields", ())
    if not fields or not to_fields:
        raise TypeError(f"How is {type(constraint).__name__} to be documented? Teach this module.")
    target = _target(model, fields[0])
    to = f"{_code(target._meta.db_table)} ({_code(*_columns(target, to_fields))})"
    return "FOREIGN KEY", f"{_code(*_columns(model, fields))} → {to}"


def _columns(model: type[models.Model], names: Iterable[str]) -> list[str]:
    return [column(model, name) for name in names]


def _expression(expression: Any) -> str:
    """Return a function of columns as SQL has it: ``lower(name)``."""
    names = [source.name for source in expression.get_source_expressions()]
    return f"{type(expression).__name__.lower()}({', '.join(names)})"


def _indexes(model: type[models.Model]) -> Iterator[Row]:
    for index in model._meta.indexes:
        ordered = (f"{column(model, name)} {order}".strip() for name, order in index.fields_orders)
        yield _code(index.name), _code(*ordered)
    for field in columns_of(model):
        if getattr(field, "db_index", False) and not field.unique:
            yield f"of the column {_code(field.column)}", _code(field.column)


def _foreign_keys(model: type[models.Model]) -> Iterator[Row]:
    for field in columns_of(model):
        if isinstance(field, models.ForeignKey):
            target, on_delete = _target(model, field.name), field.remote_field.on_delete
            assert on_delete is not None
            yield _code(field.column), _code(target._meta.db_table), on_delete.__name__


def _target(model: type[models.Model], name: str) -> type[models.Model]:
    target = model._meta.get_field(name).related_model
    if not isinstance(target, type):
        raise TypeError(f"{name} of {model.__name__} is not a foreign key.")
    return target


def _other_tables() -> list[Row]:
    """Return the tables that the page only names: those of Django and allauth."""
    ours = {model._meta.db_table for model in our_models()}
    others = dict(WITHOUT_MODEL)
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in ours and model._meta.managed:
            others[model._meta.db_table] = model._meta.app_label
    return sorted((_code(table), owner) for table, owner in others.items())


def main(arguments: list[str]) -> None:
    """Write the page, or say how."""
    if arguments != ["--write"]:
        sys.exit("Usage: python -m tests.docs.database --write")
    PAGE.write_text(render(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    main(sys.argv[1:])
