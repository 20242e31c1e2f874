"""What happens to a guest's runs and games when the guest logs in to an account."""

from __future__ import annotations

import uuid

from django.db import transaction

from accounts.models import User
from tracker.models import PRESET_NAME_LENGTH, CustomGame, NuzlockeRun, SavedPreset


def move_runs(*, guest: User, account: User) -> int:
    """Give all runs of the guest, deleted ones included, to the account; return how many.

    A run's ``submission`` is unique for its owner: where the account has used the same one, the
    moved run gets a new one, which no form is waiting for any more. The guest's presets move too,
    under another name where the account has one of that name.
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
        taken = set(SavedPreset.objects.filter(owner=account).values_list("name", flat=True))
        for preset in SavedPreset.objects.filter(owner=guest).order_by("pk"):
            preset.name = _free(preset.name, taken)
            preset.owner = account
            preset.save(update_fields=["name", "owner"])
            taken.add(preset.name)
        return NuzlockeRun.objects.filter(owner=guest).update(owner=account)


def move_custom_games(*, guest: User, account: User) -> int:
    """Give all games that the guest has made to the account; return how many.

    A ``submission`` that the account has used becomes another one, as that of a run does. The
    account may have more games afterwards than it could make.
    """
    with transaction.atomic():
        owners = User.objects.select_for_update().filter(pk__in=[guest.pk, account.pk])
        list(owners.order_by("pk").values_list("pk"))
        used = set(CustomGame.objects.of(account).values_list("submission", flat=True))
        for custom in CustomGame.objects.of(guest).filter(submission__in=used).order_by("pk"):
            custom.submission = uuid.uuid4()
            custom.save(update_fields=["submission"])
        return CustomGame.objects.of(guest).update(owner=account)


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        ending = f" ({number})"
        free = name[: PRESET_NAME_LENGTH - len(ending)] + ending
    return free
