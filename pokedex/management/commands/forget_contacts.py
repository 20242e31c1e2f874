"""``manage.py forget_contacts``: delete the contacts of reports closed some time ago."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from pokedex.services.reports import CONTACT_DAYS, forget_contacts


class Command(BaseCommand):
    """Deletes contacts and says how many."""

    help = f"Delete the contacts of reports that were closed {CONTACT_DAYS} days ago or more."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete them, and say how many there were."""
        number = forget_contacts()
        contacts = "1 contact was" if number == 1 else f"{number} contacts were"
        self.stdout.write(f"{contacts} deleted.")
