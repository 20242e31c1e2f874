"""Presets that players keep for their next runs."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from accounts.models import User
from tracker.models import OWN_PRESET, NuzlockeRun, SavedPreset
from tracker.rules.document import DocumentError, read_document
from tracker.rules.presets import PRESETS
from tracker.services.errors import Refused, refusals

MAX_PRESETS = 50


def save_preset(*, run: NuzlockeRun, name: str) -> SavedPreset:
    """Keep the rules of the run, as they are now, under a name.

    The same rules under the same name once more are the preset that is there. Raises ``Refused``
    when the name is taken or cannot be stored, the player has ``MAX_PRESETS`` presets, or the
    rules cannot be read.
    """
    with refusals(), transaction.atomic():
        # One at a time for each player: name and count are judged under this lock.
        owner = User.objects.select_for_update().get(pk=run.owner_id)
        rules = NuzlockeRun.objects.values_list("rules", flat=True).get(pk=run.pk)
        made = SavedPreset.objects.filter(owner=owner, name=name).first()
        if made is not None:
            if made.rules == rules:
                return made
            raise Refused("You have a preset with this name already.", field="name")
        try:
            read_document(rules)
        except DocumentError as error:
            raise Refused(
                "The rules of this run cannot be read, so they make no preset. "
                "Choose them anew first."
            ) from error
        if SavedPreset.objects.filter(owner=owner).count() >= MAX_PRESETS:
            raise Refused(
                f"You have {MAX_PRESETS} presets, which is the most one player can keep. "
                "Delete one on the page that starts a run."
            )
        preset = SavedPreset(owner=owner, name=name, rules=rules)
        preset.full_clean(exclude=["owner"])
        preset.save(force_insert=True)
        return preset


def delete_preset(*, preset: SavedPreset) -> None:
    """Delete a preset; runs that started with it keep their rules."""
    with transaction.atomic():
        SavedPreset.objects.filter(pk=preset.pk).delete()


def rules_of(*, owner: User, preset: str) -> dict[str, Any]:
    """Return the rules document of a preset by its key, built in or the player's own.

    Raises ``Refused`` when there is none such.
    """
    if preset in PRESETS:
        return PRESETS[preset].document()
    try:
        public_id = uuid.UUID(preset.removeprefix(OWN_PRESET))
    except ValueError:
        public_id = uuid.UUID(int=0)
    saved = SavedPreset.objects.filter(owner=owner, public_id=public_id).first()
    if saved is None:
        raise Refused("These rules were deleted meanwhile. Choose others.", field="preset")
    rules: dict[str, Any] = saved.rules
    return rules
