"""What happens to a guest's runs when the guest logs in to an account."""

from __future__ import annotations

import uuid

from django.db import transaction

from accounts.models import User
from tracker.models import NuzlockeRun


def move_runs(*, guest: User, account: User) -> int:
    """Give all runs of the guest, deleted ones included, to the account; return how many.

    A run's ``submission`` is unique for its owner: where the account has used the same one, the
    moved run gets a new one, which no form is waiting for any more.
    """
    with transaction.atomic():
        # User rows before runs, as everywhere, and the lowest key first.
        owners = User.objects.select_for_update().filter(pk__in=[guest.pk, account.pk])
        list(owners.order_by("pk").values_list("pk"))
        runs = NuzlockeRun.objects.select_for_update().filter(owner=guest)
        used = NuzlockeRun.objects.filter(owner=account).values("submission")
        for run in runs.filter(submission__in=used).order_by("pk"):
            run.submission = uuid.uuid4()
            run.save(update_fields=["submission"])
        return NuzlockeRun.objects.filter(owner=guest).update(owner=account)
