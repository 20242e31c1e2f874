"""A foreign key over two columns, which Django's own fields cannot say.

The route of an encounter must belong to the game of its run. With the game copied into the
encounter, ``(run, game)`` and ``(route, game)`` each point at a unique pair of the other table
and the database refuses everything else. It is a constraint, so it is emitted inside CREATE
TABLE and survives SQLite's rebuilds of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.constraints import BaseConstraint


class CompositeForeignKey(BaseConstraint):
    """``fields`` of this table, taken together, are a pair of ``to_fields`` of another.

    The first of ``fields`` is a ForeignKey and names the other table; a row where one of the
    fields is empty is not judged (MATCH SIMPLE). Checked at the end of the transaction, as
    Django's own foreign keys are.
    """

    def __init__(
        self,
        *,
        name: str,
        fields: Sequence[str],
        to_fields: Sequence[str],
        violation_error_message: str | None = None,
        violation_error_code: str | None = None,
    ) -> None:
        if len(fields) != len(to_fields) or len(fields) < 2:
            raise ValueError("A composite foreign key pairs two or more fields on either side.")
        self.fields = tuple(fields)
        self.to_fields = tuple(to_fields)
        super().__init__(
            name=name,
            violation_error_message=violation_error_message,
            violation_error_code=violation_error_code,
        )

    def _target(self, model: type[models.Model]) -> type[models.Model]:
        target = model._meta.get_field(self.fields[0]).related_model
        if target is None or isinstance(target, str):
            raise FieldDoesNotExist(f"{self.fields[0]} is not a foreign key of {model.__name__}.")
        return target

    def _clause(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> str:
        def columns(owner: type[models.Model], names: Sequence[str]) -> str:
            return ", ".join(editor.quote_name(_column_of(owner, name).column) for name in names)

        target = self._target(model)
        return (
            f"FOREIGN KEY ({columns(model, self.fields)}) "
            f"REFERENCES {editor.quote_name(target._meta.db_table)} "
            f"({columns(target, self.to_fields)}) DEFERRABLE INITIALLY DEFERRED"
        )

    def constraint_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        """The constraint as CREATE TABLE holds it."""
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} " + self._clause(
            model, schema_editor
        )

    def create_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        """The statement that adds it to a table that is there (PostgreSQL)."""
        return (
            f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} ADD "
            + self.constraint_sql(model, schema_editor)
        )

    def remove_sql(  # type: ignore[override]
        self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor
    ) -> str:
        """The statement that takes it off (PostgreSQL)."""
        return (
            f"ALTER TABLE {schema_editor.quote_name(model._meta.db_table)} "
            f"DROP CONSTRAINT {schema_editor.quote_name(self.name)}"
        )

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ``ValidationError`` when the pair does not exist in the other table."""
        if exclude and any(field in exclude for field in self.fields):
            return
        values = [getattr(instance, _column_of(model, field).attname) for field in self.fields]
        if any(value is None for value in values):
            return
        pair = {
            _column_of(self._target(model), name).attname: value
            for name, value in zip(self.to_fields, values, strict=True)
        }
        if not self._target(model)._base_manager.using(using).filter(**pair).exists():
            raise ValidationError(
                self.get_violation_error_message(), code=self.violation_error_code
            )

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """What a migration writes down."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "fields": self.fields, "to_fields": self.to_fields}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, CompositeForeignKey):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]


def _column_of(model: type[models.Model], name: str) -> Any:
    # A name that is no column, such as a reverse relation, fails at the first migration.
    return model._meta.get_field(name)
