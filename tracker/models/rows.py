"""What every row of a run has: a key for addresses, the run's game, and a revision."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from pokedex.models import Game


class RowOfARun(models.Model):
    """A row that belongs to one run, whose foreign key the model itself names ``run``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    game = models.ForeignKey(
        Game,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="The run's game, copied: it holds what the row names to the same game.",
    )
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with each change; a form made from an older one is refused."
    )

    run: Any
    run_id: int

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Copy the game from the run, so that no form has to."""
        if self.run_id:
            self.game_id = self.run.game_id
