"""Rows of a run as plain values, as events hold them and as they are made anew from events.

A change is ``{"model", "id", "before", "after", "revision"}``. ``before`` and ``after`` hold the
fields that differ, as JSON; null stands for a row that is not there, and a whole row leaves out
what equals its column's default, so that an event from before a column existed can still be read.
Times are ISO 8601 in UTC, rows of the catalog are named by primary key, rows of the run by the key
that outlives deleting and making them anew. ``revision`` is the row's own after the act; it is not
part of what is restored, as it only ever grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.fields import NOT_PROVIDED

from tracker.models import (
    BossResult,
    CustomRoute,
    Encounter,
    EventNote,
    NuzlockeRun,
    RunBoss,
    RunEvent,
    RunPlace,
)

Values = dict[str, Any]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """A model whose rows events speak of.

    ``held`` are fields that the service has read under its lock, whose constraints it has judged
    in better words.
    """

    name: str
    model: Any
    left_out: frozenset[str]
    held: frozenset[str] = frozenset({"run", "game"})

    def fields(self) -> list[Any]:
        """The fields that are part of what is recorded and restored."""
        return [
            field
            for field in self.model._meta.local_concrete_fields
            if field.name not in self.left_out
        ]

    def foreign_keys(self) -> set[str]:
        """The names of all foreign keys."""
        return {field.name for field in self.model._meta.local_concrete_fields if field.is_relation}


_OF_A_ROW = frozenset({"id", "public_id", "run", "game", "revision"})

# In the order in which rows can be made: each may name rows of those before it.
RECORDS = (
    Record(
        name="run",
        model=NuzlockeRun,
        # Who owns a run, who may see it, what it was made after and what of the catalog's changes
        # was looked at is not what a player does in it.
        left_out=frozenset(
            {
                "id",
                "public_id",
                "owner",
                "revision",
                "share_key",
                "submission",
                "previous_attempt",
                "seen_change",
                "is_demo",
            }
        ),
        held=frozenset({"owner", "game", "previous_attempt"}),
    ),
    Record(name="place", model=RunPlace, left_out=_OF_A_ROW),
    Record(name="custom_route", model=CustomRoute, left_out=_OF_A_ROW),
    Record(
        name="encounter",
        model=Encounter,
        left_out=_OF_A_ROW,
        held=frozenset({"run", "game", "route", "custom_route"}),
    ),
    Record(name="boss_result", model=BossResult, left_out=_OF_A_ROW),
    Record(name="boss", model=RunBoss, left_out=_OF_A_ROW),
    Record(name="note", model=EventNote, left_out=_OF_A_ROW),
)
BY_NAME = {record.name: record for record in RECORDS}
BY_MODEL = {record.model: record for record in RECORDS}


@dataclass(frozen=True, slots=True)
class Change:
    """What an act did to one row."""

    model: str
    id: str
    before: Values | None
    after: Values | None
    revision: int

    @property
    def key(self) -> Key:
        """Which row."""
        return (self.model, self.id)

    def inverse(self) -> Change:
        """What takes it back."""
        return Change(self.model, self.id, self.after, self.before, self.revision)

    def as_json(self) -> dict[str, Any]:
        """The change as a payload holds it."""
        return {
            "model": self.model,
            "id": self.id,
            "before": self.before,
            "after": self.after,
            "revision": self.revision,
        }


def changes_of(payload: Mapping[str, Any]) -> list[Change]:
    """Read the changes of an event's payload."""
    return [Change(**change) for change in payload["changes"]]


def key_of(row: models.Model) -> Key:
    """Name a row of a run."""
    return (BY_MODEL[type(row)].name, str(row.public_id))  # type: ignore[attr-defined]


def values_of(row: models.Model) -> Values:
    """All recorded fields of the row."""
    return {field.name: _encoded(row, field) for field in BY_MODEL[type(row)].fields()}


def without_defaults(name: str, values: Mapping[str, Any]) -> Values:
    """Leave out what equals its column's default."""
    return {
        field.name: values[field.name]
        for field in BY_NAME[name].fields()
        if field.name in values and not (_is_plain(field) and values[field.name] == _default(field))
    }


def with_defaults(name: str, values: Mapping[str, Any]) -> Values:
    """A whole row, with the defaults that ``without_defaults`` left out."""
    return {
        field.name: values[field.name] if field.name in values else _default(field)
        for field in BY_NAME[name].fields()
    }


def put(row: models.Model, values: Mapping[str, Any]) -> None:
    """Set recorded fields of the row; a row of the run that they name is looked up."""
    fields = {field.name: field for field in BY_MODEL[type(row)].fields()}
    for name, value in values.items():
        field = fields[name]
        if field.is_relation and value is not None and _lasting_key(field):
            found = field.related_model._base_manager.filter(
                run_id=row.run_id,  # type: ignore[attr-defined]
                **{_lasting_key(field): value},
            ).first()
            setattr(row, field.name, found)
        elif field.is_relation:
            setattr(row, field.attname, value)
        else:
            setattr(row, field.attname, field.to_python(value))


_NAMED_ROWS = frozenset({"custom_route", "event"})


def rows_of(run: NuzlockeRun) -> Iterable[Any]:
    """Every row of the run that events speak of, the run itself first; a query for each model."""
    yield run
    for record in RECORDS:
        if record.model is not NuzlockeRun:
            relations = [field.name for field in record.fields() if field.is_relation]
            named = [name for name in relations if name in _NAMED_ROWS]
            rows = record.model._base_manager.filter(run=run).order_by("pk")
            # Without names it would fetch everything that there is a key to.
            yield from rows.select_related(*named) if named else rows


def state_of(run: NuzlockeRun) -> dict[Key, Values]:
    """The whole run as it is now: every recorded field of every row."""
    run = NuzlockeRun._base_manager.get(pk=run.pk)
    return {key_of(row): values_of(row) for row in rows_of(run)}


def _encoded(row: Any, field: Any) -> Any:
    if field.is_relation and getattr(row, field.attname) is not None and _lasting_key(field):
        value = getattr(getattr(row, field.name), _lasting_key(field))
    else:
        value = getattr(row, field.attname)
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, UUID | str):
        return str(value)
    return value


def _lasting_key(field: Any) -> str:
    """By which field a row of the run is named that others point to; '' for the catalog's."""
    if field.related_model is RunEvent:
        return "sequence"
    return "public_id" if field.related_model in BY_MODEL else ""


def _is_plain(field: Any) -> bool:
    return not callable(field.default) or field.default is NOT_PROVIDED


def _default(field: Any) -> Any:
    return _plain(field.get_default())
