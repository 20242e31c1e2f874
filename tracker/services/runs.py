"""Everything that writes to a run itself."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from pokedex.models import Game
from tracker.choices import EventKind, RunStatus
from tracker.models import NuzlockeRun
from tracker.rules.presets import PRESETS
from tracker.services.errors import Refused, refusals
from tracker.services.journal import Act
from tracker.services.locks import lock_run

MAX_RUNS = 200


def start_run(
    *, owner: User, game: Game, name: str, preset: str, submission: uuid.UUID
) -> NuzlockeRun:
    """Start a run of ``game`` with the rules of ``preset``; a blank name becomes the game's.

    The same ``submission`` again returns the run that it made the first time. Raises
    ``Refused`` when the player has ``MAX_RUNS`` runs or the name cannot be stored.
    """
    with refusals(), transaction.atomic():
        # One at a time for each player: the count and the submission are judged under this lock.
        if User.objects.select_for_update().filter(pk=owner.pk).first() is None:
            raise Refused(
                "You have just logged in to an account in another tab. "
                "Load this page again to go on there."
            )
        made = NuzlockeRun.objects.filter(owner=owner, submission=submission).first()
        if made is not None:
            return made
        if NuzlockeRun.objects.of(owner).count() >= MAX_RUNS:
            raise Refused(f"You have {MAX_RUNS} runs, which is the most one player can keep.")
        run = NuzlockeRun(
            owner=owner,
            game=game,
            name=name or f"{game.name} Nuzlocke",
            rules=PRESETS[preset].document(),
            submission=submission,
        )
        act = Act(run)
        act.create(run)
        act.record(EventKind.START, f"Started {run.name}, a run of {game.name}.")
        return run


def rename_run(*, run: NuzlockeRun, name: str) -> NuzlockeRun:
    """Give the run another name. Raises ``Refused`` when the name cannot be stored."""
    with refusals(), transaction.atomic():
        locked, act = _begin(run)
        before = locked.name
        locked.name = name
        return _end(act, EventKind.RENAME, f"Renamed from {before} to {name}.")


def end_run(*, run: NuzlockeRun, status: RunStatus) -> NuzlockeRun:
    """End the run as completed, failed or abandoned. Raises ``Refused`` when it has ended."""
    with refusals(), transaction.atomic():
        locked, act = _begin(run)
        if not locked.is_active:
            raise Refused(f"This run has already ended: {locked.get_status_display().lower()}.")
        locked.status = status
        locked.completed_at = max(timezone.now(), locked.started_at)
        return _end(act, EventKind.END, f"The run ended: {locked.get_status_display().lower()}.")


def reopen_run(*, run: NuzlockeRun) -> NuzlockeRun:
    """Take an ended run up again; one that goes on already stays as it is."""
    with refusals(), transaction.atomic():
        locked, act = _begin(run)
        locked.status = RunStatus.ACTIVE
        locked.completed_at = None
        return _end(act, EventKind.REOPEN, "The run goes on.")


def _begin(run: NuzlockeRun) -> tuple[NuzlockeRun, Act]:
    locked = lock_run(run)
    act = Act(locked)
    act.watch(locked)
    return locked, act


def _end(act: Act, kind: EventKind, summary: str) -> NuzlockeRun:
    act.save(act.run)
    act.record(kind, summary)
    return act.run
