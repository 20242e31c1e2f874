"""Everything that writes to a run itself."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from pokedex.models import Game
from tracker.choices import EventKind, RunStatus
from tracker.models import DAYS_TO_RESTORE, NuzlockeRun
from tracker.services.errors import Refused, refusals
from tracker.services.journal import Act
from tracker.services.locks import lock_run
from tracker.services.presets import rules_of

MAX_RUNS = 200


def start_run(
    *,
    owner: User,
    game: Game,
    name: str,
    preset: str,
    submission: uuid.UUID,
    is_demo: bool = False,
) -> NuzlockeRun:
    """Start a run of ``game`` with the rules of ``preset``; a blank name becomes the game's.

    The same ``submission`` again returns the run that it made the first time. Raises
    ``Refused`` when the player has ``MAX_RUNS`` runs, the preset is gone, or the name cannot be
    stored.
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
            rules=rules_of(owner=owner, preset=preset),
            submission=submission,
            is_demo=is_demo,
        )
        act = Act(run)
        act.create(run)
        act.record(EventKind.START, f"Started {run.name}, a run of {game.name}.")
        return run


def start_again(*, run: NuzlockeRun, submission: uuid.UUID) -> NuzlockeRun:
    """Start a new attempt with the same game, name and rules; the old one goes to the archive.

    The old one stays as it is and the new one names it; after a demo the player's own run begins,
    under the game's name. The same ``submission`` again returns the run that it made the first
    time. Raises ``Refused`` when the player has ``MAX_RUNS`` runs.
    """
    with refusals(), transaction.atomic():
        owner = User.objects.select_for_update().get(pk=run.owner_id)
        made = NuzlockeRun.objects.filter(owner=owner, submission=submission).first()
        if made is not None:
            return made
        old, act = _begin(run)
        if NuzlockeRun.objects.of(owner).count() >= MAX_RUNS:
            raise Refused(f"You have {MAX_RUNS} runs, which is the most one player can keep.")
        if old.archived_at is None:
            old.archived_at = timezone.now()
        _end(act, EventKind.ARCHIVE, "Archived: a new attempt was started.")
        new = NuzlockeRun(
            owner=owner,
            game=old.game,
            name=f"{old.game.name} Nuzlocke" if old.is_demo else old.name,
            rules=old.rules,
            previous_attempt=old,
            submission=submission,
        )
        act = Act(new)
        act.create(new)
        act.record(EventKind.START, f"Started {new.name} again, a run of {new.game.name}.")
        return new


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


def archive_run(*, run: NuzlockeRun, archived: bool) -> NuzlockeRun:
    """Put the run into the archive or take it out again; it stays as it is."""
    with refusals(), transaction.atomic():
        locked, act = _begin(run)
        if archived is (locked.archived_at is not None):
            return locked
        locked.archived_at = timezone.now() if archived else None
        summary = "Put into the archive." if archived else "Taken out of the archive."
        return _end(act, EventKind.ARCHIVE, summary)


def delete_run(*, run: NuzlockeRun, name: str) -> None:
    """Delete the run; ``restore_run`` takes it back for ``DAYS_TO_RESTORE`` days.

    Raises ``Refused`` unless ``name`` is the run's.
    """
    with refusals(), transaction.atomic():
        locked, act = _begin(run)
        if name != locked.name:
            raise Refused(f"Type the name of the run, “{locked.name}”, to delete it.", field="name")
        locked.deleted_at = timezone.now()
        _end(act, EventKind.DELETE, "The run was deleted.")


def restore_run(*, run: NuzlockeRun) -> NuzlockeRun:
    """Take back the deletion of a run; one that is there already stays as it is.

    Raises ``Refused`` when it was deleted for good, or the player has ``MAX_RUNS`` others.
    """
    with refusals(), transaction.atomic():
        owner = User.objects.select_for_update().get(pk=run.owner_id)
        deleted = NuzlockeRun.objects.select_for_update(of=("self",)).filter(pk=run.pk).first()
        if deleted is None or (deleted.deleted_at and deleted.deleted_at < oldest_kept()):
            raise Refused("This run was deleted for good.", code="gone")
        if deleted.deleted_at is None:
            return deleted
        if NuzlockeRun.objects.of(owner).count() >= MAX_RUNS:
            raise Refused(f"You have {MAX_RUNS} runs, which is the most one player can keep.")
        act = Act(deleted)
        act.watch(deleted)
        deleted.deleted_at = None
        act.save(deleted)
        last = deleted.events.filter(kind=EventKind.DELETE).order_by("sequence").last()
        kind = EventKind.RESTORE if last else EventKind.STAFF
        act.record(kind, "The run was restored.", undoes=last)
        return deleted


def oldest_kept() -> datetime:
    """Runs that were deleted before this time are gone for good."""
    return timezone.now() - timedelta(days=DAYS_TO_RESTORE)


def purge_deleted_runs() -> int:
    """Remove the runs that nobody can restore any more; return how many."""
    with transaction.atomic():
        gone = NuzlockeRun.objects.select_for_update().filter(deleted_at__lt=oldest_kept())
        keys = list(gone.values_list("pk", flat=True))
        NuzlockeRun.objects.filter(pk__in=keys).delete()
        return len(keys)


def _begin(run: NuzlockeRun) -> tuple[NuzlockeRun, Act]:
    locked = lock_run(run)
    act = Act(locked)
    act.watch(locked)
    return locked, act


def _end(act: Act, kind: EventKind, summary: str) -> NuzlockeRun:
    act.save(act.run)
    act.record(kind, summary)
    return act.run
