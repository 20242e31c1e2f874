"""What runs and encounters are asked for, one named method for each need."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

from tracker.choices import EncounterStatus

if TYPE_CHECKING:
    from accounts.models import User
    from tracker.models import Encounter, NuzlockeRun  # noqa: F401


class NuzlockeRunQuerySet(models.QuerySet["NuzlockeRun"]):
    """Runs."""

    def of(self, owner: User) -> NuzlockeRunQuerySet:
        """The runs that ``owner`` has and has not deleted."""
        return self.filter(owner=owner, deleted_at__isnull=True)

    def with_counts(self) -> NuzlockeRunQuerySet:
        """Count the encounters by what became of them: ``alive``, ``dead``, ``missed``."""
        return self.annotate(
            alive=Count("encounters", filter=Q(encounters__status=EncounterStatus.CAUGHT)),
            dead=Count("encounters", filter=Q(encounters__status=EncounterStatus.FAINTED)),
            missed=Count("encounters", filter=Q(encounters__status=EncounterStatus.MISSED)),
        )


class EncounterQuerySet(models.QuerySet["Encounter"]):
    """Encounters."""

    def for_run_page(self) -> EncounterQuerySet:
        """Fetch with each encounter what its row shows; counted ones before bonus ones."""
        return self.select_related("pokemon").order_by("is_bonus", "id")

    def counted_at(self, *, run_id: int, route_id: int) -> EncounterQuerySet:
        """The one encounter that uses up a route, if it is there."""
        return self.filter(run_id=run_id, route_id=route_id, is_bonus=False)

    def with_submission(self, *, run_id: int, submission: uuid.UUID) -> EncounterQuerySet:
        """What an earlier sending of the same form has stored."""
        return self.filter(run_id=run_id, submission=submission)
