"""The tracker's fixed vocabularies; the database holds each column to its list by a CHECK."""

from django.db import models

from pokedex.choices import BossKind


class RunStatus(models.TextChoices):
    """Where a run stands; all but active are final."""

    ACTIVE = "active", "Active"
    COMPLETED = "completed", "Completed"
    FAILED = "failed", "Failed"
    ABANDONED = "abandoned", "Abandoned"


FINAL_STATUSES = (RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.ABANDONED)


class EncounterStatus(models.TextChoices):
    """What became of an encounter.

    Fainted was caught and died; a wild one that was knocked out is missed.
    """

    CAUGHT = "caught", "Caught"
    MISSED = "missed", "Missed"
    FAINTED = "fainted", "Fainted"
    RELEASED = "released", "Released"
    POSTPONED = "postponed", "Postponed"


# In these a Pokémon joined the player; in the others nothing was gained at the place (yet).
JOINED_STATUSES = (EncounterStatus.CAUGHT, EncounterStatus.FAINTED, EncounterStatus.RELEASED)


class MissedReason(models.TextChoices):
    """Why nothing was caught."""

    KNOCKED_OUT = "knocked_out", "Knocked out"
    FLED = "fled", "It fled"
    NO_BALLS = "no_balls", "No Poké Balls"
    ONLY_DUPES = "only_dupes", "Only dupes left"
    SKIPPED = "skipped", "Skipped"


class Acquisition(models.TextChoices):
    """How a Pokémon came to the player."""

    WILD = "wild", "Wild"
    GIFT = "gift", "Gift"
    EGG = "egg", "Egg"
    STATIC = "static", "Static"
    TRADE = "trade", "In-game trade"
    FOSSIL = "fossil", "Fossil"


class Gender(models.TextChoices):
    """As the games show it."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    NONE = "genderless", "Genderless"


class BonusReason(models.TextChoices):
    """Why an encounter stands beside the counted one of its place."""

    SHINY = "shiny", "Shiny"
    GIFT = "gift", "Gift, egg, static or trade"
    OVERRIDE = "override", "Another reason"


class BossOutcome(models.TextChoices):
    """How the fight against a boss ended for the player."""

    WON = "won", "Won"
    LOST = "lost", "Lost"


# Winning against these is worth a badge; a trial is.
BADGE_KINDS = frozenset({BossKind.GYM, BossKind.TRIAL})


class EventKind(models.TextChoices):
    """What an event of a run is about."""

    START = "start", "Run started"
    BASE = "base", "State before the log"
    LOG = "log", "Encounter"
    EDIT = "edit", "Correction"
    LEVEL = "level", "Level"
    EVOLVE = "evolve", "Evolution"
    DETAILS = "details", "Details"
    PARTY = "party", "Party and box"
    FAINT = "faint", "Death"
    REVIVE = "revive", "Revival"
    RELEASE = "release", "Release"
    REMOVE = "remove", "Removal"
    BOSS = "boss", "Boss"
    BOSS_EDIT = "boss_edit", "Boss corrected"
    PLACE = "place", "Place"
    RENAME = "rename", "Run renamed"
    RULES = "rules", "Rules"
    END = "end", "Run ended"
    REOPEN = "reopen", "Run reopened"
    ARCHIVE = "archive", "Archive"
    DELETE = "delete", "Run deleted"
    RESTORE = "restore", "Run restored"
    NOTE = "note", "Journal"
    STAFF = "staff", "Change by the site"
    UNDO = "undo", "Undo"
    REDO = "redo", "Redo"


# These name the event that they take back.
UNDOING_KINDS = (EventKind.UNDO, EventKind.REDO, EventKind.RESTORE)


class CustomGameState(models.TextChoices):
    """Who sees a custom game: its owner, whoever has the link, curators too, everybody."""

    PRIVATE = "private", "Private"
    SHARED = "shared", "Shared by link"
    OFFERED = "offered", "Offered to the curators"
    ADOPTED = "adopted", "Part of the catalog"
