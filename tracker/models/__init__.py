"""Runs and what is in them. What the database can refuse, it refuses; see docs/database.md."""

from tracker.models.base import (
    FAINT_CAUSE_LENGTH,
    JOURNAL_NOTE_LENGTH,
    NICKNAME_LENGTH,
    NOTE_LENGTH,
    PARTY_SIZE,
    RUN_NAME_LENGTH,
    SUMMARY_LENGTH,
)
from tracker.models.encounters import Encounter
from tracker.models.events import AppendOnly, EventNote, RunEvent
from tracker.models.runs import NuzlockeRun

__all__ = [
    "FAINT_CAUSE_LENGTH",
    "JOURNAL_NOTE_LENGTH",
    "NICKNAME_LENGTH",
    "NOTE_LENGTH",
    "PARTY_SIZE",
    "RUN_NAME_LENGTH",
    "SUMMARY_LENGTH",
    "AppendOnly",
    "Encounter",
    "EventNote",
    "NuzlockeRun",
    "RunEvent",
]
