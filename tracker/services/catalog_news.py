"""Which corrections of the catalog a player has been told of."""

from __future__ import annotations

from django.db.models import Max

from pokedex.models import CatalogChange
from tracker.models import NuzlockeRun


def mark_seen(*, run: NuzlockeRun, number: int) -> None:
    """Remember that the player has seen the catalog's changes up to ``number``.

    It is no act in the run: there is no event, nothing to undo, and its forms stay valid. A number
    that no change has yet counts as the last one, a lower one than before changes nothing.
    """
    last = CatalogChange.objects.aggregate(last=Max("id"))["last"] or 0
    number = min(number, last)
    NuzlockeRun.objects.filter(pk=run.pk, seen_change__lt=number).update(seen_change=number)
