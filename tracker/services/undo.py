"""Taking back what was done, and doing it again: each an event that names the one it takes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import UniqueConstraint

from tracker.choices import EventKind
from tracker.models import NuzlockeRun, RunEvent
from tracker.rules.history import History
from tracker.services.errors import Refused, refusals
from tracker.services.journal import Act
from tracker.services.locks import lock_run, locked_rows
from tracker.services.records import (
    BY_NAME,
    RECORDS,
    Change,
    changes_of,
    put,
    values_of,
    with_defaults,
)

_MAX_NAMED = 3
# What may change in a run that has ended: itself, and its journal.
_OPEN_WHEN_ENDED = frozenset({"run", "note"})


def undo_event(*, run: NuzlockeRun, sequence: int) -> str:
    """Take back the act with this number and return what it was.

    One that is taken back already stays so. Raises ``Refused`` when there is no such act, when
    something that came later depends on it, or when the run has ended.
    """
    return _turn(run, sequence, kind=EventKind.UNDO)


def redo_event(*, run: NuzlockeRun, sequence: int) -> str:
    """Do the act with this number again after it was taken back, and return what it was.

    One that stands already stays so. Raises ``Refused`` as ``undo_event`` does.
    """
    return _turn(run, sequence, kind=EventKind.REDO)


def _turn(run: NuzlockeRun, sequence: int, *, kind: EventKind) -> str:
    with refusals(), transaction.atomic():
        locked = lock_run(run)
        rows = locked_rows(locked)
        act = Act(locked, rows)
        history = rows.history
        entry = history.entries.get(sequence)
        if entry is None:
            raise Refused("This run has no such event.", code="gone")
        if not entry.is_act:
            raise Refused(f"This cannot be taken back: {entry.summary}")
        if history.in_effect(sequence) is (kind == EventKind.REDO):
            return entry.summary
        tip = RunEvent.objects.get(run=locked, sequence=history.tip(sequence))
        inverse = [change.inverse() for change in reversed(changes_of(tip.payload))]
        plays = any(change.model not in _OPEN_WHEN_ENDED for change in inverse)
        if plays and not locked.is_active:
            raise Refused(
                "This run has ended. Reopen it to change its encounters.", code="run_ended"
            )
        try:
            _apply(act, inverse)
        except _Differs as differs:
            raise Refused(_in_the_way(locked, history, tip.sequence, differs.change)) from differs
        except ValidationError as error:
            raise Refused(
                f"As things are now, this is not possible: {error.messages[0]}"
            ) from error
        verb = "Taken back" if kind == EventKind.UNDO else "Done again"
        act.record(kind, f"{verb}: {entry.summary}", undoes=tip)
        return entry.summary


class _Differs(Exception):
    """A row is not as the event to be taken back has left it."""

    def __init__(self, change: Change) -> None:
        super().__init__(change.key)
        self.change = change


def _apply(act: Act, changes: Sequence[Change]) -> None:
    rows = [_row_before(act.run, change) for change in changes]
    act.watch(*(row for row, change in zip(rows, changes, strict=True) if change.before))
    # No two may be in one place of the party, not even between two statements.
    for row, change in zip(rows, changes, strict=True):
        if change.before and "party_slot" in (change.after or {}):
            type(row)._base_manager.filter(pk=row.pk).update(party_slot=None)
    for row, change in zip(rows, changes, strict=True):
        if change.after is None:
            act.delete(row)
        elif change.before is None:
            put(row, with_defaults(change.model, change.after))
            row.clean()
            _check_catalog(row)
            _check_unique(row)
            act.create(row)
        else:
            put(row, change.after)
            _check_catalog(row)
            _check_unique(row)
            act.save(row)


def _row_before(run: NuzlockeRun, change: Change) -> Any:
    """The row as it is now. Raises ``_Differs`` when the change does not fit it."""
    model = BY_NAME[change.model].model
    if change.model == "run":
        row = run
    else:
        row = model._base_manager.filter(run=run, public_id=change.id).first()
    if change.before is None:
        if row is not None:
            raise _Differs(change)
        return model(run=run, public_id=change.id, revision=change.revision + 1)
    if row is None:
        raise _Differs(change)
    now = values_of(row)
    before = change.before if change.after else with_defaults(change.model, change.before)
    if any(now[name] != value for name, value in before.items()):
        raise _Differs(change)
    return row


def _check_catalog(row: Any) -> None:
    for field in row._meta.local_concrete_fields:
        if field.is_relation and field.name not in {"run", "game", "owner", "previous_attempt"}:
            key = getattr(row, field.attname)
            manager = field.related_model._base_manager
            if key is not None and not manager.filter(pk=key).exists():
                raise ValidationError("something that it names is no longer there.")


def _check_unique(row: Any) -> None:
    """Judge what services judge under the lock in words of their own."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            constraint.validate(type(row), row, exclude={"game"})


def _in_the_way(run: NuzlockeRun, history: History, sequence: int, change: Change) -> str:
    later = history.later_in_effect(sequence)
    payloads = dict(
        RunEvent.objects.filter(
            run=run, sequence__in=[history.tip(entry.sequence) for entry in later]
        ).values_list("sequence", "payload")
    )
    named = [
        f"“{entry.summary}”"
        for entry in later
        if _meets(changes_of(payloads[history.tip(entry.sequence)]), change)
    ]
    if not named:
        return "This was changed since, so it cannot be taken back or done again by itself."
    more = f" and {len(named) - _MAX_NAMED} more" if len(named) > _MAX_NAMED else ""
    return (
        f"Something that came later depends on it: {', '.join(named[-_MAX_NAMED:])}{more}. "
        "Take that back first."
    )


def _meets(changes: Iterable[Change], other: Change) -> bool:
    for change in changes:
        if change.key == other.key:
            fields = {*(change.before or {}), *(change.after or {})}
            if not change.after or not other.after or fields & other.after.keys():
                return True
        # A list, no set: some values are lists themselves.
        elif other.id in [*(change.before or {}).values(), *(change.after or {}).values()]:
            return True
    return False


def rebuild_run(*, run: NuzlockeRun) -> None:
    """Make all rows of the run anew from its events alone; the same rows, were any damaged."""
    with refusals(), transaction.atomic():
        locked = lock_run(run)
        for record in reversed(RECORDS):
            if record.name != "run":
                record.model._base_manager.filter(run=locked).delete()
        for payload in (
            RunEvent.objects.filter(run=locked).in_order().values_list("payload", flat=True)
        ):
            _write(locked, changes_of(payload))


def _write(run: NuzlockeRun, changes: Sequence[Change]) -> None:
    rows = {change.key: _stored_or_new(run, change) for change in changes}
    for change in changes:
        if change.before and "party_slot" in (change.after or {}):
            row = rows[change.key]
            type(row)._base_manager.filter(pk=row.pk).update(party_slot=None)
    for change in changes:
        row = rows[change.key]
        if change.after is None:
            row.delete()
            continue
        whole = change.before is None
        put(row, with_defaults(change.model, change.after) if whole else change.after)
        row.revision = max(row.revision, change.revision)
        row.clean()
        row.save()


def _stored_or_new(run: NuzlockeRun, change: Change) -> Any:
    if change.model == "run":
        return run
    model = BY_NAME[change.model].model
    if change.before is None:
        return model(run=run, public_id=change.id)
    return model._base_manager.get(run=run, public_id=change.id)
