"""The presets that a player has saved."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from accounts.models import User
from tracker.models import SavedPreset
from tracker.rules.document import DocumentError, RulesDocument, read_document
from tracker.rules.presets import Preset, preset_from


@dataclass(frozen=True, slots=True)
class OwnPreset:
    """A player's own preset. Its ``document`` names the built-in preset that it comes from."""

    public_id: uuid.UUID
    preset: Preset
    document: RulesDocument


def own_presets(owner: User | None) -> tuple[OwnPreset, ...]:
    """The presets that ``owner`` has saved, by name. One query, none without an owner.

    One that can no longer be read is left out.
    """
    if owner is None:
        return ()
    found = []
    for saved in SavedPreset.objects.filter(owner=owner):
        try:
            document = read_document(saved.rules)
        except DocumentError:
            continue
        preset = preset_from(document, key=saved.key, name=saved.name)
        found.append(OwnPreset(saved.public_id, preset, document))
    return tuple(found)
