"""What the tracker does when something happens elsewhere."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.guests import guest_joined
from accounts.models import User
from pokedex.services.reports import move_reports
from tracker.services.claims import move_runs


@receiver(guest_joined, dispatch_uid="tracker.move_the_guests_runs")
def move_the_guests_runs(sender: type[User], *, guest: User, account: User, **kwargs: Any) -> None:
    """Keep a guest's runs when the guest logs in to an account."""
    move_runs(guest=guest, account=account)


@receiver(guest_joined, dispatch_uid="tracker.move_the_guests_reports")
def move_the_guests_reports(
    sender: type[User], *, guest: User, account: User, **kwargs: Any
) -> None:
    """Keep what a guest has reported about the catalog, which does not know of guests."""
    move_reports(of=guest.pk, to=account.pk)
