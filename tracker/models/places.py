"""The places of one run, where they differ from those of its game."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from pokedex import constraints as rule
from pokedex.composite_keys import CompositeForeignKey
from pokedex.models import Route
from tracker.models.base import PLACE_NAME_LENGTH
from tracker.models.rows import RowOfARun
from tracker.models.runs import NuzlockeRun

# What the slug of a player's own place begins with, so that it is never one of the catalog's.
OWN_PLACE = "own-"


class CustomRoute(RowOfARun):
    """A place that the player has added to one run, after a place of the game."""

    run = models.ForeignKey(
        NuzlockeRun, on_delete=models.CASCADE, related_name="custom_routes", db_index=False
    )
    name = models.CharField(max_length=PLACE_NAME_LENGTH)
    after_route = models.ForeignKey(
        Route,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="It stands behind this one; empty: before all others.",
    )
    order = models.PositiveIntegerField(
        default=1, help_text="Among the player's own places behind the same one."
    )
    table_of = models.ForeignKey(
        Route,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The route whose Pokémon are offered here: this place is a part of it.",
    )
    submission = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="Of the form that made it: sent twice, once."
    )

    class Meta:
        verbose_name = "own place"
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            # Target of the composite foreign key of an encounter.
            models.UniqueConstraint(fields=["id", "run"], name="custom_route_id_run_uniq"),
            # Also the index by which a run's own places are read.
            models.UniqueConstraint(
                fields=["run", "submission"], name="custom_route_run_submission_uniq"
            ),
            CompositeForeignKey(
                name="custom_route_run_game_fk",
                fields=["run", "game"],
                to_fields=["id", "game"],
                violation_error_message="The place's game is not the game of its run.",
            ),
            CompositeForeignKey(
                name="custom_route_after_route_game_fk",
                fields=["after_route", "game"],
                to_fields=["id", "game"],
                violation_error_message="The place before it is not in the game of the run.",
            ),
            CompositeForeignKey(
                name="custom_route_table_of_game_fk",
                fields=["table_of", "game"],
                to_fields=["id", "game"],
                violation_error_message="The place it is a part of is not in the game of the run.",
            ),
            rule.not_blank("custom_route_name_not_blank", "name"),
            rule.max_length("custom_route_name_length", "name", PLACE_NAME_LENGTH),
            models.CheckConstraint(
                name="custom_route_order_positive",
                condition=Q(order__gte=1),
                violation_error_message="The order is 1 or more.",
            ),
            models.CheckConstraint(
                name="custom_route_revision_positive", condition=Q(revision__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """What names the place in addresses, as a route's slug does."""
        return f"{OWN_PLACE}{self.public_id.hex}"


class RunPlace(RowOfARun):
    """How one run shows a route of its game: under another name, elsewhere, or not at all."""

    run = models.ForeignKey(
        NuzlockeRun, on_delete=models.CASCADE, related_name="places", db_index=False
    )
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(
        max_length=PLACE_NAME_LENGTH, blank=True, default="", help_text="Empty: the game's own."
    )
    hidden = models.BooleanField(default=False)
    position = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="In thousandths of a route's order; empty: where the game has it.",
    )

    class Meta:
        verbose_name = "place of a run"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            # Also the index by which a run's places are read.
            models.UniqueConstraint(
                fields=["run", "route"],
                name="run_place_run_route_uniq",
                violation_error_message="This place was changed already.",
            ),
            CompositeForeignKey(
                name="run_place_run_game_fk",
                fields=["run", "game"],
                to_fields=["id", "game"],
                violation_error_message="The place's game is not the game of its run.",
            ),
            CompositeForeignKey(
                name="run_place_route_game_fk",
                fields=["route", "game"],
                to_fields=["id", "game"],
                violation_error_message="This route is not in the game of the run.",
            ),
            rule.max_length("run_place_name_length", "name", PLACE_NAME_LENGTH),
            models.CheckConstraint(
                name="run_place_revision_positive", condition=Q(revision__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.route.name
