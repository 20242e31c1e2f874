"""Rules that a player keeps under a name, to start other runs with."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from pokedex import constraints as rule
from tracker.models.base import PRESET_NAME_LENGTH

# What the key of a player's own preset begins with, so that it is never one of the built-in ones.
OWN_PRESET = "own-"


class SavedPreset(models.Model):
    """A player's own preset: a rules document as a run stores it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_presets",
        db_index=False,
    )
    name = models.CharField(max_length=PRESET_NAME_LENGTH)
    rules = models.JSONField()

    class Meta:
        verbose_name = "saved preset"
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            # Also the index by which a player's presets are read.
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_preset_owner_name_uniq",
                violation_error_message="You have a preset with this name already.",
            ),
            rule.not_blank("saved_preset_name_not_blank", "name"),
            rule.max_length("saved_preset_name_length", "name", PRESET_NAME_LENGTH),
            rule.json_type("saved_preset_rules_is_object", "rules", "object"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What names the preset in forms, as a built-in one's key does."""
        return f"{OWN_PRESET}{self.public_id.hex}"
