"""``manage.py purge_deleted_runs``: remove for good what nobody can restore any more."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tracker.models import DAYS_TO_RESTORE
from tracker.services.runs import purge_deleted_runs


class Command(BaseCommand):
    """Remove the runs that were deleted longer ago than a player may restore them."""

    help = f"Remove runs that were deleted more than {DAYS_TO_RESTORE} days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them and say how many there were."""
        count = purge_deleted_runs()
        self.stdout.write(f"Removed {count} deleted run{'' if count == 1 else 's'}.")
