"""What the models of the tracker share: limits, and rules that several of them have."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q

from pokedex.models import MAX_LEVEL

RUN_NAME_LENGTH = 80
NICKNAME_LENGTH = 30
NOTE_LENGTH = 1000
FAINT_CAUSE_LENGTH = 200
PARTY_SIZE = 6
DAYS_TO_RESTORE = 30
SUMMARY_LENGTH = 300
JOURNAL_NOTE_LENGTH = 1000
EPITAPH_LENGTH = 200
REASON_LENGTH = 300
PLACE_NAME_LENGTH = 80
PRESET_NAME_LENGTH = 60
NATURE_LENGTH = 20
ABILITY_LENGTH = 40

# PostgreSQL stores years that Python cannot read back, and one such row breaks every list that
# it is in: no time leaves this span.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def sane_time(name: str, field: str) -> models.CheckConstraint:
    """The time is empty or within the span that both databases can read back."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__gte": EARLIEST, f"{field}__lt": LATEST}),
        violation_error_message="A time lies between 1990 and 2099.",
    )


def level(name: str, field: str) -> models.CheckConstraint:
    """The level is empty or 1 to 100."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__gte": 1, f"{field}__lte": MAX_LEVEL}),
        violation_error_message=f"A level is a whole number from 1 to {MAX_LEVEL}.",
    )
