"""What players may send about events."""

from __future__ import annotations

from tracker.forms.base import StandingForm, TextField
from tracker.models import JOURNAL_NOTE_LENGTH


class NoteForm(StandingForm):
    """Write a note beside an event."""

    text = TextField(
        max_length=JOURNAL_NOTE_LENGTH, what="A note", required=False, several_lines=True
    )
