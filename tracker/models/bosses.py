"""What became of the bosses in one run, and where it knows better than the catalog."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pokedex import constraints as rule
from pokedex.composite_keys import CompositeForeignKey
from pokedex.models import Boss
from tracker.choices import BossOutcome
from tracker.models.base import NOTE_LENGTH, level, sane_time
from tracker.models.rows import RowOfARun
from tracker.models.runs import NuzlockeRun


class BossResult(RowOfARun):
    """How the fight against a boss ended: the result that stands, whatever came before it.

    ``party`` is those who fought, as they were then: ``[{"encounter": <public id>, "name",
    "pokemon", "level", "died"}]``, in the order of the party.
    """

    run = models.ForeignKey(
        NuzlockeRun, on_delete=models.CASCADE, related_name="boss_results", db_index=False
    )
    boss = models.ForeignKey(Boss, on_delete=models.PROTECT, related_name="results")
    outcome = models.CharField(max_length=4, choices=BossOutcome.choices)
    at = models.DateTimeField(default=timezone.now)
    party = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = "boss result"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            # Also the index by which a run's results are read.
            models.UniqueConstraint(
                fields=["run", "boss"],
                name="boss_result_run_boss_uniq",
                violation_error_message="This boss has its result already.",
            ),
            CompositeForeignKey(
                name="boss_result_run_game_fk",
                fields=["run", "game"],
                to_fields=["id", "game"],
                violation_error_message="The result's game is not the game of its run.",
            ),
            CompositeForeignKey(
                name="boss_result_boss_game_fk",
                fields=["boss", "game"],
                to_fields=["id", "game"],
                violation_error_message="This boss is not in the game of the run.",
            ),
            rule.one_of("boss_result_outcome_valid", "outcome", BossOutcome.values),
            rule.json_type("boss_result_party_is_list", "party", "array"),
            sane_time("boss_result_at_sane", "at"),
            models.CheckConstraint(
                name="boss_result_revision_positive", condition=Q(revision__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.boss}: {self.get_outcome_display().lower()}"


class RunBoss(RowOfARun):
    """What a player knows better about a boss in one run: another level cap, another team."""

    run = models.ForeignKey(
        NuzlockeRun, on_delete=models.CASCADE, related_name="bosses", db_index=False
    )
    boss = models.ForeignKey(Boss, on_delete=models.PROTECT, related_name="corrections")
    ace_level = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Level of its strongest Pokémon; empty: the catalog's."
    )
    team = models.TextField(
        max_length=NOTE_LENGTH, blank=True, default="", help_text="Its team in words."
    )

    class Meta:
        verbose_name = "boss of a run"
        verbose_name_plural = "bosses of a run"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            # Also the index by which a run's corrections are read.
            models.UniqueConstraint(
                fields=["run", "boss"],
                name="run_boss_run_boss_uniq",
                violation_error_message="This boss was corrected already.",
            ),
            CompositeForeignKey(
                name="run_boss_run_game_fk",
                fields=["run", "game"],
                to_fields=["id", "game"],
                violation_error_message="The correction's game is not the game of its run.",
            ),
            CompositeForeignKey(
                name="run_boss_boss_game_fk",
                fields=["boss", "game"],
                to_fields=["id", "game"],
                violation_error_message="This boss is not in the game of the run.",
            ),
            level("run_boss_ace_level_range", "ace_level"),
            rule.max_length("run_boss_team_length", "team", NOTE_LENGTH),
            models.CheckConstraint(name="run_boss_revision_positive", condition=Q(revision__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.boss} in {self.run}"
