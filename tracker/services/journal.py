"""The way by which every service writes: rows and the event about them, in one transaction."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, models
from django.db.models import Count, Max, Q

from tracker.choices import EventKind
from tracker.models import SUMMARY_LENGTH, BossResult, Encounter, NuzlockeRun, RunEvent
from tracker.rules.history import Entry
from tracker.run_facts import RunRows
from tracker.services.errors import ConstraintBroken, DoneBefore
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


@dataclass(slots=True)
class Turn:
    """The rows of a run as an act found them under its lock, and as it has left them.

    None where the act did not read them, or has changed others than encounters and results.
    """

    before: RunRows | None = None
    after: RunRows | None = None


_turn: ContextVar[Turn | None] = ContextVar("_turn", default=None)


@contextmanager
def observed() -> Iterator[Turn]:
    """Let the act inside leave behind what it read, so that its answer need not read it again.

    It holds once the act has returned; what is left by one that was refused does not.
    """
    turn = Turn()
    mark = _turn.set(turn)
    try:
        yield turn
    finally:
        _turn.reset(mark)


class Act:
    """One act in a run whose row the caller has locked.

    ``watch`` each row before it is changed, then ``save``, ``create`` or ``delete`` rows, and at
    the end ``record`` what happened in words. A run from before there were events gets a first
    one that holds all of it.

    ``rows`` are those of the run, where the caller has read them under the lock. Raises
    ``DoneBefore`` when the run has an event of the name under which the act was sent.
    """

    def __init__(self, run: NuzlockeRun, rows: RunRows | None = None) -> None:
        self.run = run
        self._before: dict[Key, Values] = {}
        self._changes: list[Change] = []
        self._last = 0
        self._base: list[Change] = []
        self._written: dict[Entry, Any] = {}
        self._was = self._now = rows
        if not run._state.adding:
            self._last = self._last_event()
            if not self._last:
                self._base = _everything(run)
        if turn := _turn.get():
            turn.before = turn.after = rows

    def _last_event(self) -> int:
        submission = submission_of_act()
        if self._now is not None:
            history = self._now.history
            last, is_done = history.last, submission is not None and history.has(submission)
        else:
            same = Q(submission=submission) if submission else Q(pk__in=[])
            found = RunEvent.objects.filter(run=self.run).aggregate(
                last=Max("sequence"), same=Count("pk", filter=same)
            )
            last, is_done = found["last"] or 0, bool(found["same"])
        if is_done:
            raise DoneBefore
        return last

    @property
    def rows(self) -> RunRows:
        """The rows of the run as the act has left them so far. Raises ``ValueError`` without."""
        if self._now is None:
            raise ValueError("This act has not read the rows of its run.")
        return self._now

    def watch(self, *rows: models.Model) -> None:
        """Remember the rows as they are before the act."""
        for row in rows:
            self._before[key_of(row)] = copy.deepcopy(values_of(row))
            if self._was is not None and isinstance(row, Encounter):
                self._was = self._was.with_encounter(copy.copy(row))
            elif self._was is not None and isinstance(row, NuzlockeRun):
                self._was = replace(self._was, run=copy.copy(row))

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
        self._left(row)

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
        self._left(row)
        return True

    def delete(self, row: Any) -> None:
        """Remove a watched row."""
        name, key = key_of(row)
        before = without_defaults(name, self._before[name, key])
        self._changes.append(Change(name, key, before, None, row.revision))
        self._left(row, gone=True)
        row.delete()

    def written(self, row: Any) -> None:
        """Take note of a row that somebody else has just saved, made or deleted."""
        self._now = None
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
        event = self._append(
            kind, summary, self._changes, undoes=undoes, submission=submission_of_act()
        )
        if turn := _turn.get():
            turn.before = self._was
            turn.after = self._now.followed_by(self._written) if self._now else None
        return event

    def _left(self, row: Any, *, gone: bool = False) -> None:
        """Hold what the act knows of the rows to what it has just written."""
        if self._now is None:
            return
        match row:
            case Encounter() if gone:
                self._now = self._now.without_encounter(row.pk)
            case Encounter():
                self._now = self._now.with_encounter(row)
            case BossResult():
                self._now = self._now.with_outcome(row, "" if gone else row.outcome)
            case _:
                self._now = None

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
        undone = undoes.sequence if undoes else None
        entry = Entry(event.sequence, kind, event.summary, undone, submission)
        self._written[entry] = event.payload
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
    holds already is not asked for. Raises ``ValidationError``, or ``ConstraintBroken``, which ends
    the transaction.
    """
    record = BY_MODEL[type(row)]
    row.full_clean(exclude=record.foreign_keys(), validate_unique=False, validate_constraints=False)

    def explain() -> None:
        row.validate_unique(exclude=record.foreign_keys())
        # A constraint is left out when one of its fields is; those about other rows are not.
        row.validate_constraints(exclude=record.held)

    try:
        row.save(**how)
    except IntegrityError as error:
        raise ConstraintBroken(explain) from error


def _shortened(summary: str) -> str:
    return summary if len(summary) <= SUMMARY_LENGTH else f"{summary[: SUMMARY_LENGTH - 1]}…"
