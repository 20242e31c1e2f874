"""What those who run the site change in the back office: it belongs into the log like anything."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from tracker.choices import EventKind
from tracker.models import Encounter, NuzlockeRun
from tracker.services.journal import Act


def record_change(*, row: NuzlockeRun | Encounter, write: Callable[[], object]) -> None:
    """Carry out ``write``, which saves or deletes ``row``, and record in its run what it did.

    A run that is made here has its first event at its first act.
    """
    run = row if isinstance(row, NuzlockeRun) else row.run
    with transaction.atomic():
        locked = NuzlockeRun.objects.select_for_update().filter(pk=run.pk).first()
        if locked is None:
            write()
            return
        act = Act(locked)
        stored = type(row)._base_manager.filter(pk=row.pk).first() if row.pk else None
        if stored is not None:
            act.watch(stored)
        name = str(row)
        write()
        act.written(type(row)._base_manager.filter(public_id=row.public_id).first() or stored)
        act.record(EventKind.STAFF, f"Changed by those who run the site: {name}.")
