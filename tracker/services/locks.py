"""The lock under which every act in a run is decided."""

from __future__ import annotations

from tracker.models import Encounter, NuzlockeRun, RowOfARun
from tracker.services.errors import ChangedMeanwhile, Refused


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


def lock_active_run(run: NuzlockeRun) -> NuzlockeRun:
    """Lock the run. Raises ``Refused`` when it has ended or was deleted."""
    locked = lock_run(run)
    if not locked.is_active:
        raise Refused("This run has ended. Reopen it to change its encounters.", code="run_ended")
    return locked


def lock_encounter(encounter: Encounter) -> Encounter:
    """Lock the run of the encounter and return the encounter as it is now.

    Raises ``Refused`` when the run has ended, or either of them is gone.
    """
    locked = lock_active_run(encounter.run)
    current = Encounter.objects.with_its_relations().filter(run=locked, pk=encounter.pk).first()
    if current is None:
        raise Refused("This encounter was removed meanwhile.", code="gone")
    current.run = locked
    return current


def refuse_if_changed(row: Encounter | RowOfARun, revision: int) -> None:
    """Raise ``ChangedMeanwhile`` unless the row is still at ``revision``."""
    if row.revision != revision:
        raise ChangedMeanwhile(row.revision)
