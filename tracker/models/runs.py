"""A player's attempt at a game."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from pokedex import constraints as rule
from pokedex.models import Game
from tracker.choices import FINAL_STATUSES, RunStatus
from tracker.models.base import RUN_NAME_LENGTH, sane_time
from tracker.querysets import NuzlockeRunQuerySet
from tracker.rules.presets import classic_document


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
    seen_change = models.PositiveBigIntegerField(
        default=0,
        help_text="Number of the last change of the catalog that the player has been told of.",
    )
    is_demo = models.BooleanField(
        "demo",
        default=False,
        help_text="Was played by the site to be tried out; statistics leave it out.",
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    # What `NuzlockeRunQuerySet.as_it_stands` adds to a run; None where it was not asked.
    catalog_revision: uuid.UUID | None = None
    last_event: int | None = None
    has_own_places: bool | None = None

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
            sane_time("run_started_at_sane", "started_at"),
            sane_time("run_completed_at_sane", "completed_at"),
            sane_time("run_archived_at_sane", "archived_at"),
            sane_time("run_deleted_at_sane", "deleted_at"),
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
    def look(self) -> str:
        """The slug of the game whose colours the run's pages wear: a custom game has its base's."""
        return self.game.custom_game.base.slug if self.game.is_custom else self.game.slug

    @property
    def is_active(self) -> bool:
        """Whether it still goes on."""
        return self.status == RunStatus.ACTIVE
