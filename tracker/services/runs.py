"""Everything that writes to a run itself."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from pokedex.models import Game
from tracker.choices import RunStatus
from tracker.models import NuzlockeRun
from tracker.rules.presets import PRESETS
from tracker.services.errors import Refused, refusals

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
        run.full_clean(exclude={"owner", "game", "previous_attempt"})
        run.save(force_insert=True)
        return run


def lock_run(run: NuzlockeRun) -> NuzlockeRun:
    """Lock the run's row until the transaction ends and return it as it is now.

    Raises ``Refused`` when it was deleted meanwhile.
    """
    locked = (
        NuzlockeRun.objects.select_for_update(of=("self",))
        .select_related("game")
        .filter(pk=run.pk, deleted_at__isnull=True)
        .first()
    )
    if locked is None:
        raise Refused("This run was deleted meanwhile.", code="gone")
    return locked


def rename_run(*, run: NuzlockeRun, name: str) -> NuzlockeRun:
    """Give the run another name. Raises ``Refused`` when the name cannot be stored."""
    with refusals(), transaction.atomic():
        locked = lock_run(run)
        locked.name = name
        locked.full_clean(exclude={"owner", "game", "previous_attempt"})
        return _save(locked, "name")


def end_run(*, run: NuzlockeRun, status: RunStatus) -> NuzlockeRun:
    """End the run as completed, failed or abandoned. Raises ``Refused`` when it has ended."""
    with refusals(), transaction.atomic():
        locked = lock_run(run)
        if not locked.is_active:
            raise Refused(f"This run has already ended: {locked.get_status_display().lower()}.")
        locked.status = status
        locked.completed_at = max(timezone.now(), locked.started_at)
        return _save(locked, "status", "completed_at")


def reopen_run(*, run: NuzlockeRun) -> NuzlockeRun:
    """Take an ended run up again; one that goes on already stays as it is."""
    with refusals(), transaction.atomic():
        locked = lock_run(run)
        if locked.is_active:
            return locked
        locked.status = RunStatus.ACTIVE
        locked.completed_at = None
        return _save(locked, "status", "completed_at")


def _save(run: NuzlockeRun, *fields: str) -> NuzlockeRun:
    run.revision += 1
    run.save(update_fields=[*fields, "revision"])
    return run
