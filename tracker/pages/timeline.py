"""The timeline: what happened in a run, day by day, the last first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from tracker.choices import EventKind
from tracker.models import NuzlockeRun, RunEvent
from tracker.rules.history import Entry, History

EVENTS_ON_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event as the timeline shows it."""

    sequence: int
    kind: str
    kind_label: str
    summary: str
    at: datetime
    is_taken_back: bool
    can_undo: bool
    can_redo: bool
    note: str
    note_revision: int


@dataclass(frozen=True, slots=True)
class Day:
    """The events of one day."""

    date: date
    events: tuple[ShownEvent, ...]


@dataclass(frozen=True, slots=True)
class KindFilter:
    """A kind of event that the run has."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The timeline; ``older`` is the number before which further events are, or None."""

    run: NuzlockeRun
    days: tuple[Day, ...]
    kinds: tuple[KindFilter, ...]
    kind: str
    older: int | None
    undo: Entry | None
    redo: Entry | None


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event, for the note beside it."""

    run: NuzlockeRun
    event: ShownEvent


def timeline_page(run: NuzlockeRun, *, kind: str = "", before: int | None = None) -> TimelinePage:
    """The events of one kind, or all of them, before the one numbered ``before``. Two queries."""
    history = run.events.history()
    there = {entry.kind for entry in history.entries.values()}
    kinds = tuple(KindFilter(each.value, str(each.label)) for each in EventKind if each in there)
    kind = kind if kind in there else ""
    events = run.events.defer("payload").select_related("note").order_by("-sequence")
    if kind:
        events = events.filter(kind=kind)
    if before is not None:
        events = events.filter(sequence__lt=before)
    found = list(events[: EVENTS_ON_A_PAGE + 1])
    shown = [_shown(event, history) for event in found[:EVENTS_ON_A_PAGE]]
    return TimelinePage(
        run=run,
        days=tuple(
            Day(day, tuple(events_of_day)) for day, events_of_day in groupby(shown, key=_day)
        ),
        kinds=kinds,
        kind=kind,
        older=shown[-1].sequence if len(found) > EVENTS_ON_A_PAGE else None,
        undo=history.last_to_undo(),
        redo=history.last_to_redo(),
    )


def event_page(run: NuzlockeRun, sequence: int) -> EventPage:
    """One event as it is now. Two queries."""
    event = run.events.defer("payload").select_related("note").get(sequence=sequence)
    return EventPage(run, _shown(event, run.events.history()))


def _day(event: ShownEvent) -> date:
    return timezone.localtime(event.at).date()


def _shown(event: RunEvent, history: History) -> ShownEvent:
    entry = history.entries[event.sequence]
    in_effect = history.in_effect(event.sequence)
    note = getattr(event, "note", None)
    return ShownEvent(
        sequence=event.sequence,
        kind=event.kind,
        kind_label=event.get_kind_display(),
        summary=event.summary,
        at=event.at,
        is_taken_back=entry.is_act and not in_effect,
        can_undo=entry.is_act and in_effect,
        can_redo=entry.is_act and not in_effect,
        note=note.text if note else "",
        note_revision=note.revision if note else 0,
    )
