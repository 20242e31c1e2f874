"""The way by which every service writes: rows and the event about them, in one transaction."""

from __future__ import annotations

import copy
import uuid
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max

from tracker.choices import EventKind
from tracker.models import SUMMARY_LENGTH, NuzlockeRun, RunEvent
from tracker.services.records import (
    BY_MODEL,
    Change,
    Key,
    Values,
    key_of,
    rows_of,
    values_of,
    without_defaults,
)
from tracker.services.submissions import submission_of_act


class Act:
    """One act in a run whose row the caller has locked.

    ``watch`` each row before it is changed, then ``save``, ``create`` or ``delete`` rows, and at
    the end ``record`` what happened in words. A run from before there were events gets a first
    one that holds all of it.
    """

    def __init__(self, run: NuzlockeRun) -> None:
        self.run = run
        self._before: dict[Key, Values] = {}
        self._changes: list[Change] = []
        self._last = 0
        self._base: list[Change] = []
        if not run._state.adding:
            numbers = RunEvent.objects.filter(run=run)
            self._last = numbers.aggregate(last=Max("sequence"))["last"] or 0
            if not self._last:
                self._base = _everything(run)

    def watch(self, *rows: models.Model) -> None:
        """Remember the rows as they are before the act."""
        for row in rows:
            self._before[key_of(row)] = copy.deepcopy(values_of(row))

    def changed(self, row: models.Model) -> Values:
        """What would be written of a watched row: its fields that differ."""
        before = self._before[key_of(row)]
        return {name: value for name, value in values_of(row).items() if before[name] != value}

    def create(self, row: Any) -> None:
        """Validate and write a new row. Raises ``ValidationError``."""
        _write(row, force_insert=True)
        name, key = key_of(row)
        after = without_defaults(name, values_of(row))
        self._changes.append(Change(name, key, None, after, row.revision))

    def save(self, row: Any) -> bool:
        """Validate and write what has changed of a watched row; return whether anything has.

        Raises ``ValidationError``.
        """
        after = self.changed(row)
        if not after:
            return False
        row.revision += 1
        _write(row, update_fields=[*after, "revision"])
        name, key = key_of(row)
        before = self._before[name, key]
        self._changes.append(
            Change(name, key, {field: before[field] for field in after}, after, row.revision)
        )
        return True

    def delete(self, row: Any) -> None:
        """Remove a watched row."""
        name, key = key_of(row)
        before = without_defaults(name, self._before[name, key])
        self._changes.append(Change(name, key, before, None, row.revision))
        row.delete()

    def written(self, row: Any) -> None:
        """Take note of a row that somebody else has just saved, made or deleted."""
        name, key = key_of(row)
        before = self._before.get((name, key))
        if not type(row)._base_manager.filter(pk=row.pk).exists():
            gone = without_defaults(name, before or {})
            self._changes.append(Change(name, key, gone, None, row.revision))
        elif before is None:
            after = without_defaults(name, values_of(row))
            self._changes.append(Change(name, key, None, after, row.revision))
        elif after := self.changed(row):
            was = {field: before[field] for field in after}
            self._changes.append(Change(name, key, was, after, row.revision))

    def record(
        self, kind: EventKind, summary: str, *, undoes: RunEvent | None = None
    ) -> RunEvent | None:
        """Write the event; None when the act has changed nothing.

        It bears the name under which the act was sent, see ``submissions``; the database refuses
        a second one of that name.
        """
        if not self._changes:
            return None
        if self._base:
            self._append(
                EventKind.BASE, "What was logged before this run had a timeline.", self._base
            )
        return self._append(
            kind, summary, self._changes, undoes=undoes, submission=submission_of_act()
        )

    def _append(
        self,
        kind: EventKind,
        summary: str,
        changes: list[Change],
        *,
        undoes: RunEvent | None = None,
        submission: uuid.UUID | None = None,
    ) -> RunEvent:
        self._last += 1
        event = RunEvent(
            run=self.run,
            sequence=self._last,
            kind=kind,
            summary=_shortened(summary),
            payload={"changes": [change.as_json() for change in changes]},
            undoes=undoes,
            submission=submission,
        )
        event.save()
        return event


def _everything(run: NuzlockeRun) -> list[Change]:
    stored = NuzlockeRun._base_manager.get(pk=run.pk)
    return [
        Change(*key_of(row), None, without_defaults(key_of(row)[0], values_of(row)), row.revision)
        for row in rows_of(stored)
    ]


def _write(row: Any, **how: Any) -> None:
    """Judge a row by its fields, and let the database judge it by its constraints.

    Constraints are asked for their sentence only once the database has refused the row: Django
    would look up each CHECK by a statement of its own, some thirty for an encounter. What the lock
    holds already is not asked for. Raises ``ValidationError``, or ``IntegrityError`` where no
    constraint of the model has a sentence for it.
    """
    record = BY_MODEL[type(row)]
    row.full_clean(exclude=record.foreign_keys(), validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError:
        row.validate_unique(exclude=record.foreign_keys())
        # A constraint is left out when one of its fields is; those about other rows are not.
        row.validate_constraints(exclude=record.held)
        raise


def _shortened(summary: str) -> str:
    return summary if len(summary) <= SUMMARY_LENGTH else f"{summary[: SUMMARY_LENGTH - 1]}…"
