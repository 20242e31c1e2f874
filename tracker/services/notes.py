"""The journal: what a player writes beside an event."""

from __future__ import annotations

from django.db import transaction

from tracker.choices import EventKind
from tracker.models import EventNote, NuzlockeRun, RunEvent
from tracker.services.errors import ChangedMeanwhile, Refused, refusals
from tracker.services.journal import Act
from tracker.services.locks import lock_run


def write_note(*, run: NuzlockeRun, sequence: int, text: str, revision: int = 0) -> None:
    """Put ``text`` beside the event with this number; an empty one takes the note away.

    ``revision`` is that of the note that the form was made from, 0 where there was none. Raises
    ``ChangedMeanwhile`` when the note has moved on, ``Refused`` when there is no such event or the
    text cannot be stored.
    """
    with refusals(), transaction.atomic():
        locked = lock_run(run)
        event = RunEvent.objects.filter(run=locked, sequence=sequence).first()
        if event is None:
            raise Refused("This run has no such event.", code="gone")
        note = EventNote.objects.select_related("event").filter(event=event).first()
        if (note.text if note else "") == text:
            return
        if (note.revision if note else 0) != revision:
            raise ChangedMeanwhile(note.revision if note else 0)
        act = Act(locked)
        if note is None:
            act.create(EventNote(run=locked, event=event, text=text))
        else:
            act.watch(note)
            note.text = text
            if text:
                act.save(note)
            else:
                act.delete(note)
        act.record(EventKind.NOTE, f"Journal: {text or 'a note was taken away.'}")
