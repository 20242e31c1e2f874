"""The lock under which every act in a run is decided."""

from __future__ import annotations

from tracker.models import Encounter, NuzlockeRun, RowOfARun
from tracker.run_facts import RunRows, rows_of
from tracker.services.errors import ChangedMeanwhile, Refused


def lock_run(run: NuzlockeRun) -> NuzlockeRun:
    """Lock the run's row until the transaction ends and return it as it is now.

    Raises ``Refused`` when it was deleted meanwhile.
    """
    locked = (
        NuzlockeRun.objects.as_it_stands()
        .select_for_update(of=("self",))
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


def locked_rows(locked: NuzlockeRun) -> RunRows:
    """Read the rows of a run whose lock is held: until it is given back they are what holds.

    What came with the lock itself does not: on PostgreSQL a statement that waited for it sees
    everything but the locked row as it was when it began to wait.
    """
    rows = rows_of(locked)
    if locked.last_event != rows.history.last:
        locked.last_event, locked.has_own_places = rows.history.last, None
    for row in rows.encounters:
        Encounter.run.field.set_cached_value(row, locked)
    return rows


def refuse_if_changed(row: Encounter | RowOfARun, revision: int) -> None:
    """Raise ``ChangedMeanwhile`` unless the row is still at ``revision``."""
    if row.revision != revision:
        raise ChangedMeanwhile(row.revision)
