"""A run as those who help players see it: what happened, without what is personal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.choices import EventKind
from tracker.models import NuzlockeRun, RunEvent

EVENTS_SHOWN = 200
HIDDEN = "A note in the journal (not shown)."


@dataclass(frozen=True, slots=True)
class SupportEncounter:
    """An encounter: where, what, and what became of it."""

    place: str
    pokemon: str
    nickname: str
    status: str
    level: int | None
    is_bonus: bool
    revision: int


@dataclass(frozen=True, slots=True)
class SupportEvent:
    """An event of the run's log. The words of a note are left out."""

    sequence: int
    at: datetime
    kind: str
    summary: str


@dataclass(frozen=True, slots=True)
class SupportPage:
    """A run with its encounters and its latest events, the last one first."""

    run: NuzlockeRun
    encounters: list[SupportEncounter]
    events: list[SupportEvent]
    has_more: bool


def support_page(run: NuzlockeRun) -> SupportPage:
    """Show a run to those who help players. Two queries.

    Notes about Pokémon, epitaphs and notes in the journal are not among what is shown.
    """
    rows = run.encounters.select_related("route", "custom_route", "pokemon").order_by("pk")
    events = list(run.events.order_by("-sequence"))
    hidden = _about_notes(events)
    return SupportPage(
        run=run,
        encounters=[
            SupportEncounter(
                place=row.place.name,
                pokemon=row.pokemon.name if row.pokemon else "",
                nickname=row.nickname,
                status=row.get_status_display(),
                level=row.current_level or row.catch_level,
                is_bonus=row.is_bonus,
                revision=row.revision,
            )
            for row in rows
        ],
        events=[
            SupportEvent(
                sequence=event.sequence,
                at=event.at,
                kind=event.get_kind_display(),
                summary=HIDDEN if event.pk in hidden else event.summary,
            )
            for event in events[:EVENTS_SHOWN]
        ],
        has_more=len(events) > EVENTS_SHOWN,
    )


def _about_notes(events: Iterable[RunEvent]) -> set[int]:
    """Find the events that are notes, and those that take notes back and bring them again."""
    found: set[int] = set()
    for event in sorted(events, key=lambda event: event.sequence):
        if event.kind == EventKind.NOTE or event.undoes_id in found:
            found.add(event.pk)
    return found
