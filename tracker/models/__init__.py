"""Runs and what is in them. What the database can refuse, it refuses; see docs/database.md."""

from tracker.models.base import (
    ABILITY_LENGTH,
    DAYS_TO_RESTORE,
    EPITAPH_LENGTH,
    FAINT_CAUSE_LENGTH,
    JOURNAL_NOTE_LENGTH,
    NATURE_LENGTH,
    NICKNAME_LENGTH,
    NOTE_LENGTH,
    PARTY_SIZE,
    PLACE_NAME_LENGTH,
    PRESET_NAME_LENGTH,
    REASON_LENGTH,
    RUN_NAME_LENGTH,
    SUMMARY_LENGTH,
)
from tracker.models.bosses import BossResult, RunBoss
from tracker.models.custom_games import DESCRIPTION_LENGTH, CustomGame
from tracker.models.encounters import Encounter
from tracker.models.events import AppendOnly, EventNote, RunEvent
from tracker.models.places import OWN_PLACE, CustomRoute, RunPlace
from tracker.models.presets import OWN_PRESET, SavedPreset
from tracker.models.rows import RowOfARun
from tracker.models.runs import NuzlockeRun

__all__ = [
    "ABILITY_LENGTH",
    "DAYS_TO_RESTORE",
    "DESCRIPTION_LENGTH",
    "EPITAPH_LENGTH",
    "FAINT_CAUSE_LENGTH",
    "JOURNAL_NOTE_LENGTH",
    "NATURE_LENGTH",
    "NICKNAME_LENGTH",
    "NOTE_LENGTH",
    "OWN_PLACE",
    "OWN_PRESET",
    "PARTY_SIZE",
    "PLACE_NAME_LENGTH",
    "PRESET_NAME_LENGTH",
    "REASON_LENGTH",
    "RUN_NAME_LENGTH",
    "SUMMARY_LENGTH",
    "AppendOnly",
    "BossResult",
    "CustomGame",
    "CustomRoute",
    "Encounter",
    "EventNote",
    "NuzlockeRun",
    "RowOfARun",
    "RunBoss",
    "RunEvent",
    "RunPlace",
    "SavedPreset",
]
