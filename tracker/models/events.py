"""The log of a run: every act is one event, and none is ever changed."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pokedex import constraints as rule
from pokedex.composite_keys import CompositeForeignKey
from tracker.choices import UNDOING_KINDS, EventKind
from tracker.models.base import JOURNAL_NOTE_LENGTH, SUMMARY_LENGTH, sane_time
from tracker.models.runs import NuzlockeRun
from tracker.querysets import RunEventQuerySet


class AppendOnly(TypeError):
    """Somebody tried to change or to delete an event."""


def _refuse(*args: object, **kwargs: object) -> NoReturn:
    raise AppendOnly("An event stays as it was written; take it back by another event.")


class RunEvent(models.Model):
    """One act of a run: which rows it changed from what into what.

    ``payload`` is ``{"changes": [...]}``, see ``tracker.services.journal``. An event that takes
    back another names it in ``undoes``; each is taken back at most once, and what took it back
    can itself be taken back.
    """

    run = models.ForeignKey(
        NuzlockeRun, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    sequence = models.PositiveIntegerField(help_text="1, 2, 3 ... without a gap within the run.")
    kind = models.CharField(max_length=16, choices=EventKind.choices)
    summary = models.CharField(
        max_length=SUMMARY_LENGTH, help_text="What happened, with the names of that moment."
    )
    payload = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by"
    )
    submission = models.UUIDField(
        null=True,
        blank=True,
        editable=False,
        help_text="What the browser called the act: sent twice, it is done once.",
    )

    objects = RunEventQuerySet.as_manager()

    class Meta:
        verbose_name = "event"
        ordering: ClassVar = ["sequence"]
        constraints: ClassVar = [
            # Also the index by which the timeline reads.
            models.UniqueConstraint(
                fields=["run", "sequence"],
                name="event_run_sequence_uniq",
                violation_error_message="The run has an event with this number.",
            ),
            # Target of the composite foreign keys below and of a note.
            models.UniqueConstraint(fields=["id", "run"], name="event_id_run_uniq"),
            models.UniqueConstraint(
                fields=["run", "submission"],
                condition=Q(submission__isnull=False),
                name="event_run_submission_uniq",
                violation_error_message="This act was done already.",
            ),
            CompositeForeignKey(
                name="event_undoes_run_fk",
                fields=["undoes", "run"],
                to_fields=["id", "run"],
                violation_error_message="An event takes back one of its own run.",
            ),
            models.CheckConstraint(
                name="event_sequence_positive",
                condition=Q(sequence__gte=1),
                violation_error_message="Events are numbered from 1.",
            ),
            rule.one_of("event_kind_valid", "kind", EventKind.values),
            rule.not_blank("event_summary_not_blank", "summary"),
            rule.max_length("event_summary_length", "summary", SUMMARY_LENGTH),
            rule.json_type("event_payload_is_object", "payload", "object"),
            sane_time("event_at_sane", "at"),
            models.CheckConstraint(
                name="event_undoes_iff_undoing",
                condition=Q(kind__in=UNDOING_KINDS, undoes__isnull=False)
                | (~Q(kind__in=UNDOING_KINDS) & Q(undoes__isnull=True)),
                violation_error_message="What takes back an event names it, and nothing else does.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.summary}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new event. Raises ``AppendOnly`` for one that is there."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise ``AppendOnly``: events go only with their whole run."""
        _refuse()


class EventNote(models.Model):
    """What a player writes beside an event, for the journal of the run."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(NuzlockeRun, on_delete=models.CASCADE, related_name="event_notes")
    event = models.OneToOneField(RunEvent, on_delete=models.CASCADE, related_name="note")
    text = models.TextField(max_length=JOURNAL_NOTE_LENGTH)
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with each change; a form made from an older one is refused."
    )

    class Meta:
        verbose_name = "journal note"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CompositeForeignKey(
                name="event_note_event_run_fk",
                fields=["event", "run"],
                to_fields=["id", "run"],
                violation_error_message="The note is about an event of its own run.",
            ),
            rule.not_blank("event_note_text_not_blank", "text"),
            rule.max_length("event_note_text_length", "text", JOURNAL_NOTE_LENGTH),
            models.CheckConstraint(
                name="event_note_revision_positive", condition=Q(revision__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.text
