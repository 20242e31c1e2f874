"""Runs and their encounters. What the database can refuse, it refuses; see docs/database.md."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from pokedex import constraints as rule
from pokedex.composite_keys import CompositeForeignKey
from pokedex.models import MAX_LEVEL, Game, Pokemon, Route
from tracker.choices import (
    FINAL_STATUSES,
    JOINED_STATUSES,
    Acquisition,
    EncounterStatus,
    Gender,
    MissedReason,
    RunStatus,
)
from tracker.querysets import EncounterQuerySet, NuzlockeRunQuerySet
from tracker.rules.presets import classic_document

RUN_NAME_LENGTH = 80
NICKNAME_LENGTH = 30
NOTE_LENGTH = 1000
FAINT_CAUSE_LENGTH = 200
PARTY_SIZE = 6

# PostgreSQL stores years that Python cannot read back, and one such row breaks every list that
# it is in: no time leaves this span.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _sane_time(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__gte": _EARLIEST, f"{field}__lt": _LATEST}),
        violation_error_message="A time lies between 1990 and 2099.",
    )


def _level(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__gte": 1, f"{field}__lte": MAX_LEVEL}),
        violation_error_message=f"A level is a whole number from 1 to {MAX_LEVEL}.",
    )


class NuzlockeRun(models.Model):
    """One attempt of one player at one game."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="runs", db_index=False
    )
    game = models.ForeignKey(Game, on_delete=models.PROTECT, related_name="runs")
    name = models.CharField(max_length=RUN_NAME_LENGTH)
    status = models.CharField(max_length=10, choices=RunStatus.choices, default=RunStatus.ACTIVE)
    rules = models.JSONField(default=classic_document)
    started_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(
        "ended at", null=True, blank=True, help_text="Set exactly when the run has ended."
    )
    previous_attempt = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="later_attempts"
    )
    share_key = models.CharField(
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        help_text="Secret part of the public page's address; empty: private.",
    )
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with each change; a form made from an older one is refused."
    )
    submission = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="Of the form that made it: sent twice, once."
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = NuzlockeRunQuerySet.as_manager()

    class Meta:
        verbose_name = "run"
        ordering: ClassVar = ["-started_at", "-id"]
        constraints: ClassVar = [
            # Target of the composite foreign key of an encounter.
            models.UniqueConstraint(fields=["id", "game"], name="run_id_game_uniq"),
            models.UniqueConstraint(
                fields=["owner", "submission"], name="run_owner_submission_uniq"
            ),
            rule.not_blank("run_name_not_blank", "name"),
            rule.max_length("run_name_length", "name", RUN_NAME_LENGTH),
            rule.one_of("run_status_valid", "status", RunStatus.values),
            rule.json_type("run_rules_is_object", "rules", "object"),
            models.CheckConstraint(
                violation_error_message="An ended run has an end time, an active one has none.",
                name="run_completed_at_iff_final",
                condition=Q(status=RunStatus.ACTIVE, completed_at__isnull=True)
                | Q(status__in=FINAL_STATUSES, completed_at__isnull=False),
            ),
            models.CheckConstraint(
                violation_error_message="A run cannot have ended before it started.",
                name="run_completed_after_start",
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=F("started_at")),
            ),
            _sane_time("run_started_at_sane", "started_at"),
            _sane_time("run_completed_at_sane", "completed_at"),
            _sane_time("run_archived_at_sane", "archived_at"),
            _sane_time("run_deleted_at_sane", "deleted_at"),
            models.CheckConstraint(
                violation_error_message="A share key has more than 20 characters.",
                name="run_share_key_long",
                condition=Q(share_key__isnull=True) | Q(GreaterThan(Length("share_key"), 20)),
            ),
            models.CheckConstraint(
                violation_error_message="A run cannot be its own previous attempt.",
                name="run_not_its_own_previous_attempt",
                condition=Q(previous_attempt__isnull=True) | ~Q(previous_attempt=F("id")),
            ),
            models.CheckConstraint(name="run_revision_positive", condition=Q(revision__gte=1)),
        ]
        indexes: ClassVar = [
            # Read by "My runs": a player's runs, the active ones first, the newest first.
            models.Index(fields=["owner", "status", "-started_at"], name="run_owner_status_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether it still goes on."""
        return self.status == RunStatus.ACTIVE


class Encounter(models.Model):
    """What a player met at a place of a run, and what became of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(
        NuzlockeRun, on_delete=models.CASCADE, related_name="encounters", db_index=False
    )
    game = models.ForeignKey(
        Game,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="The run's game, copied: it holds the route to the same game.",
    )
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="logged_encounters")
    pokemon = models.ForeignKey(
        Pokemon,
        on_delete=models.PROTECT,
        related_name="logged_encounters",
        null=True,
        blank=True,
        help_text="As it was met; empty only when nothing was caught.",
    )
    current_pokemon = models.ForeignKey(
        Pokemon,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="What it has evolved into; empty while it has not.",
    )
    nickname = models.CharField(max_length=NICKNAME_LENGTH, blank=True, default="")
    status = models.CharField(max_length=10, choices=EncounterStatus.choices)
    missed_reason = models.CharField(
        max_length=12, choices=MissedReason.choices, blank=True, default=""
    )
    acquisition = models.CharField(
        max_length=8, choices=Acquisition.choices, default=Acquisition.WILD
    )
    catch_level = models.PositiveSmallIntegerField(null=True, blank=True)
    current_level = models.PositiveSmallIntegerField(null=True, blank=True)
    faint_level = models.PositiveSmallIntegerField(null=True, blank=True)
    caught_at = models.DateTimeField(null=True, blank=True)
    fainted_at = models.DateTimeField(null=True, blank=True)
    faint_cause = models.CharField(max_length=FAINT_CAUSE_LENGTH, blank=True, default="")
    party_slot = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, blank=True, default="")
    nature = models.CharField(max_length=20, blank=True, default="")
    ability = models.CharField(max_length=40, blank=True, default="")
    shiny = models.BooleanField(default=False)
    note = models.TextField(max_length=NOTE_LENGTH, blank=True, default="")
    is_bonus = models.BooleanField(
        "bonus", default=False, help_text="Beside the counted encounter; does not use up the route."
    )
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with each change; a form made from an older one is refused."
    )
    submission = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="Of the form that made it: sent twice, once."
    )

    objects = EncounterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CompositeForeignKey(
                name="encounter_run_game_fk",
                fields=["run", "game"],
                to_fields=["id", "game"],
                violation_error_message="The encounter's game is not the game of its run.",
            ),
            CompositeForeignKey(
                name="encounter_route_game_fk",
                fields=["route", "game"],
                to_fields=["id", "game"],
                violation_error_message="This route is not in the game of the run.",
            ),
            models.UniqueConstraint(
                fields=["run", "route"],
                condition=Q(is_bonus=False),
                name="encounter_one_counted_per_route",
                violation_error_code="route_used",
                violation_error_message="This route already has its encounter.",
            ),
            models.UniqueConstraint(
                fields=["run", "submission"], name="encounter_run_submission_uniq"
            ),
            models.UniqueConstraint(
                fields=["run", "party_slot"],
                condition=Q(party_slot__isnull=False),
                name="encounter_run_party_slot_uniq",
                violation_error_message="This place in the party is taken.",
            ),
            rule.one_of("encounter_status_valid", "status", EncounterStatus.values),
            rule.one_of(
                "encounter_missed_reason_valid", "missed_reason", ["", *MissedReason.values]
            ),
            rule.one_of("encounter_acquisition_valid", "acquisition", Acquisition.values),
            rule.one_of("encounter_gender_valid", "gender", ["", *Gender.values]),
            _level("encounter_catch_level_range", "catch_level"),
            _level("encounter_current_level_range", "current_level"),
            _level("encounter_faint_level_range", "faint_level"),
            models.CheckConstraint(
                name="encounter_joined_or_not",
                condition=Q(
                    status__in=JOINED_STATUSES, pokemon__isnull=False, caught_at__isnull=False
                )
                | Q(
                    status__in=(EncounterStatus.MISSED, EncounterStatus.POSTPONED),
                    caught_at__isnull=True,
                    catch_level__isnull=True,
                    current_level__isnull=True,
                    current_pokemon__isnull=True,
                    nickname="",
                ),
                violation_error_message=(
                    "What was caught needs its Pokémon; what was missed or postponed has "
                    "neither level nor nickname."
                ),
            ),
            models.CheckConstraint(
                name="encounter_missed_reason_only_missed",
                condition=Q(missed_reason="") | Q(status=EncounterStatus.MISSED),
                violation_error_message="Only a missed encounter has a reason for the miss.",
            ),
            models.CheckConstraint(
                name="encounter_faint_only_fainted",
                condition=Q(status=EncounterStatus.FAINTED)
                | Q(faint_level__isnull=True, fainted_at__isnull=True, faint_cause=""),
                violation_error_message="Only a fainted Pokémon has a faint level and a cause.",
            ),
            models.CheckConstraint(
                name="encounter_faint_level_not_below_catch",
                condition=Q(faint_level__isnull=True)
                | Q(catch_level__isnull=True)
                | Q(faint_level__gte=F("catch_level")),
                violation_error_message="It cannot have fainted at a level below its catch level.",
            ),
            models.CheckConstraint(
                name="encounter_current_level_not_below_catch",
                condition=Q(current_level__isnull=True)
                | Q(catch_level__isnull=True)
                | Q(current_level__gte=F("catch_level")),
                violation_error_message="Its level cannot be below its catch level.",
            ),
            models.CheckConstraint(
                name="encounter_party_slot_only_caught",
                condition=Q(party_slot__isnull=True)
                | Q(status=EncounterStatus.CAUGHT, party_slot__gte=1, party_slot__lte=PARTY_SIZE),
                violation_error_message="Only a living Pokémon is in the party, in slots 1 to 6.",
            ),
            rule.max_length("encounter_nickname_length", "nickname", NICKNAME_LENGTH),
            rule.max_length("encounter_faint_cause_length", "faint_cause", FAINT_CAUSE_LENGTH),
            rule.max_length("encounter_nature_length", "nature", 20),
            rule.max_length("encounter_ability_length", "ability", 40),
            rule.max_length("encounter_note_length", "note", NOTE_LENGTH),
            _sane_time("encounter_caught_at_sane", "caught_at"),
            _sane_time("encounter_fainted_at_sane", "fainted_at"),
            models.CheckConstraint(
                name="encounter_fainted_after_caught",
                condition=Q(fainted_at__isnull=True)
                | Q(caught_at__isnull=True)
                | Q(fainted_at__gte=F("caught_at")),
                violation_error_message="It cannot have fainted before it was caught.",
            ),
            models.CheckConstraint(
                name="encounter_revision_positive", condition=Q(revision__gte=1)
            ),
        ]
        indexes: ClassVar = [
            # Read by the run page (all of a run) and by the counts on "My runs".
            models.Index(fields=["run", "status"], name="encounter_run_status_idx"),
        ]

    def __str__(self) -> str:
        return self.nickname or (self.pokemon.name if self.pokemon else "Nothing met")

    def clean(self) -> None:
        """Copy the game from the run, so that no form has to, and hold the route to it."""
        if not self.run_id:
            return
        self.game_id = self.run.game_id
        if self.route_id and self.route.game_id != self.game_id:
            raise ValidationError(
                {"route": f"{self.route} is not a route of {self.run}'s game."}, code="other_game"
            )
