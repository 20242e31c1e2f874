"""What was met in a run, and what became of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from pokedex import constraints as rule
from pokedex.composite_keys import CompositeForeignKey
from pokedex.models import Boss, Game, Pokemon, Route
from tracker.choices import (
    JOINED_STATUSES,
    Acquisition,
    BonusReason,
    EncounterStatus,
    Gender,
    MissedReason,
)
from tracker.models.base import (
    ABILITY_LENGTH,
    EPITAPH_LENGTH,
    FAINT_CAUSE_LENGTH,
    NATURE_LENGTH,
    NICKNAME_LENGTH,
    NOTE_LENGTH,
    PARTY_SIZE,
    REASON_LENGTH,
    level,
    sane_time,
)
from tracker.models.places import CustomRoute
from tracker.models.runs import NuzlockeRun
from tracker.querysets import EncounterQuerySet


class Encounter(models.Model):
    """What a player met at a place of a run, and what became of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(
        NuzlockeRun, on_delete=models.CASCADE, related_name="encounters", db_index=False
    )
    game = models.ForeignKey(
        Game,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        help_text="The run's game, copied: it holds the route to the same game.",
    )
    route = models.ForeignKey(
        Route,
        on_delete=models.PROTECT,
        related_name="logged_encounters",
        null=True,
        blank=True,
        help_text="The place, unless it is one of the player's own.",
    )
    custom_route = models.ForeignKey(
        CustomRoute,
        on_delete=models.RESTRICT,
        related_name="encounters",
        null=True,
        blank=True,
        help_text="The player's own place, unless it is one of the game.",
    )
    pokemon = models.ForeignKey(
        Pokemon,
        on_delete=models.PROTECT,
        related_name="logged_encounters",
        null=True,
        blank=True,
        help_text="As it was met; empty only when nothing was caught.",
    )
    current_pokemon = models.ForeignKey(
        Pokemon,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="What it has evolved into; empty while it has not.",
    )
    nickname = models.CharField(max_length=NICKNAME_LENGTH, blank=True, default="")
    status = models.CharField(max_length=10, choices=EncounterStatus.choices)
    missed_reason = models.CharField(
        max_length=12, choices=MissedReason.choices, blank=True, default=""
    )
    acquisition = models.CharField(
        max_length=8, choices=Acquisition.choices, default=Acquisition.WILD
    )
    catch_level = models.PositiveSmallIntegerField(null=True, blank=True)
    current_level = models.PositiveSmallIntegerField(null=True, blank=True)
    faint_level = models.PositiveSmallIntegerField(null=True, blank=True)
    caught_at = models.DateTimeField(null=True, blank=True)
    fainted_at = models.DateTimeField(null=True, blank=True)
    faint_cause = models.CharField(max_length=FAINT_CAUSE_LENGTH, blank=True, default="")
    killer_boss = models.ForeignKey(
        Boss,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="In whose fight it died.",
    )
    killer_pokemon = models.ForeignKey(
        Pokemon,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="By which species it died.",
    )
    epitaph = models.CharField(max_length=EPITAPH_LENGTH, blank=True, default="")
    revivals = models.PositiveSmallIntegerField(
        default=0, help_text="How often it was brought back to life."
    )
    party_slot = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=10, choices=Gender.choices, blank=True, default="")
    nature = models.CharField(max_length=NATURE_LENGTH, blank=True, default="")
    ability = models.CharField(max_length=ABILITY_LENGTH, blank=True, default="")
    shiny = models.BooleanField(default=False)
    note = models.TextField(max_length=NOTE_LENGTH, blank=True, default="")
    is_bonus = models.BooleanField(
        "bonus", default=False, help_text="Beside the counted encounter; does not use up the route."
    )
    bonus_reason = models.CharField(
        max_length=8, choices=BonusReason.choices, blank=True, default=""
    )
    overridden = models.JSONField(
        default=list, blank=True, help_text='Keys of overridden clauses, such as ["dupes"].'
    )
    override_reason = models.CharField(max_length=REASON_LENGTH, blank=True, default="")
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with each change; a form made from an older one is refused."
    )
    submission = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="Of the form that made it: sent twice, once."
    )

    objects = EncounterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            CompositeForeignKey(
                name="encounter_run_game_fk",
                fields=["run", "game"],
                to_fields=["id", "game"],
                violation_error_message="The encounter's game is not the game of its run.",
            ),
            CompositeForeignKey(
                name="encounter_route_game_fk",
                fields=["route", "game"],
                to_fields=["id", "game"],
                violation_error_message="This route is not in the game of the run.",
            ),
            models.UniqueConstraint(
                fields=["run", "route"],
                condition=Q(is_bonus=False),
                name="encounter_one_counted_per_route",
                violation_error_code="route_used",
                violation_error_message="This route already has its encounter.",
            ),
            CompositeForeignKey(
                name="encounter_custom_route_run_fk",
                fields=["custom_route", "run"],
                to_fields=["id", "run"],
                violation_error_message="This place is not one of the run's own.",
            ),
            CompositeForeignKey(
                name="encounter_killer_boss_game_fk",
                fields=["killer_boss", "game"],
                to_fields=["id", "game"],
                violation_error_message="This boss is not in the game of the run.",
            ),
            models.UniqueConstraint(
                fields=["run", "custom_route"],
                condition=Q(is_bonus=False),
                name="encounter_one_counted_per_custom_route",
                violation_error_code="route_used",
                violation_error_message="This place already has its encounter.",
            ),
            models.CheckConstraint(
                name="encounter_one_place",
                condition=Q(route__isnull=False, custom_route__isnull=True)
                | Q(route__isnull=True, custom_route__isnull=False),
                violation_error_message="An encounter has one place: a route or one of your own.",
            ),
            models.UniqueConstraint(
                fields=["run", "submission"], name="encounter_run_submission_uniq"
            ),
            models.UniqueConstraint(
                fields=["run", "party_slot"],
                condition=Q(party_slot__isnull=False),
                name="encounter_run_party_slot_uniq",
                violation_error_message="This place in the party is taken.",
            ),
            rule.one_of("encounter_status_valid", "status", EncounterStatus.values),
            rule.one_of(
                "encounter_missed_reason_valid", "missed_reason", ["", *MissedReason.values]
            ),
            rule.one_of("encounter_acquisition_valid", "acquisition", Acquisition.values),
            rule.one_of("encounter_gender_valid", "gender", ["", *Gender.values]),
            level("encounter_catch_level_range", "catch_level"),
            level("encounter_current_level_range", "current_level"),
            level("encounter_faint_level_range", "faint_level"),
            models.CheckConstraint(
                name="encounter_joined_or_not",
                condition=Q(
                    status__in=JOINED_STATUSES, pokemon__isnull=False, caught_at__isnull=False
                )
                | Q(
                    status__in=(EncounterStatus.MISSED, EncounterStatus.POSTPONED),
                    caught_at__isnull=True,
                    catch_level__isnull=True,
                    current_level__isnull=True,
                    current_pokemon__isnull=True,
                    nickname="",
                ),
                violation_error_message=(
                    "What was caught needs its Pokémon; what was missed or postponed has "
                    "neither level nor nickname."
                ),
            ),
            models.CheckConstraint(
                name="encounter_missed_reason_only_missed",
                condition=Q(missed_reason="") | Q(status=EncounterStatus.MISSED),
                violation_error_message="Only a missed encounter has a reason for the miss.",
            ),
            models.CheckConstraint(
                name="encounter_faint_only_fainted",
                condition=Q(status=EncounterStatus.FAINTED)
                | Q(
                    faint_level__isnull=True,
                    fainted_at__isnull=True,
                    faint_cause="",
                    killer_boss__isnull=True,
                    killer_pokemon__isnull=True,
                    epitaph="",
                ),
                violation_error_message=(
                    "Only a fainted Pokémon has a faint level, a cause and an epitaph."
                ),
            ),
            models.CheckConstraint(
                name="encounter_faint_level_not_below_catch",
                condition=Q(faint_level__isnull=True)
                | Q(catch_level__isnull=True)
                | Q(faint_level__gte=F("catch_level")),
                violation_error_message="It cannot have fainted at a level below its catch level.",
            ),
            models.CheckConstraint(
                name="encounter_current_level_not_below_catch",
                condition=Q(current_level__isnull=True)
                | Q(catch_level__isnull=True)
                | Q(current_level__gte=F("catch_level")),
                violation_error_message="Its level cannot be below its catch level.",
            ),
            models.CheckConstraint(
                name="encounter_party_slot_only_caught",
                condition=Q(party_slot__isnull=True)
                | Q(status=EncounterStatus.CAUGHT, party_slot__gte=1, party_slot__lte=PARTY_SIZE),
                violation_error_message="Only a living Pokémon is in the party, in slots 1 to 6.",
            ),
            rule.one_of("encounter_bonus_reason_valid", "bonus_reason", ["", *BonusReason.values]),
            models.CheckConstraint(
                name="encounter_bonus_reason_only_bonus",
                condition=Q(bonus_reason="") | Q(is_bonus=True),
                violation_error_message="Only a bonus has a reason for being one.",
            ),
            models.CheckConstraint(
                name="encounter_override_has_its_reason",
                condition=~Q(bonus_reason=BonusReason.OVERRIDE) | Q(override_reason__regex=r"\S"),
                violation_error_message="Say why this is an exception.",
            ),
            rule.json_type("encounter_overridden_is_list", "overridden", "array"),
            rule.max_length("encounter_override_reason_length", "override_reason", REASON_LENGTH),
            rule.max_length("encounter_epitaph_length", "epitaph", EPITAPH_LENGTH),
            rule.max_length("encounter_nickname_length", "nickname", NICKNAME_LENGTH),
            rule.max_length("encounter_faint_cause_length", "faint_cause", FAINT_CAUSE_LENGTH),
            rule.max_length("encounter_nature_length", "nature", NATURE_LENGTH),
            rule.max_length("encounter_ability_length", "ability", ABILITY_LENGTH),
            rule.max_length("encounter_note_length", "note", NOTE_LENGTH),
            sane_time("encounter_caught_at_sane", "caught_at"),
            sane_time("encounter_fainted_at_sane", "fainted_at"),
            models.CheckConstraint(
                name="encounter_fainted_after_caught",
                condition=Q(fainted_at__isnull=True)
                | Q(caught_at__isnull=True)
                | Q(fainted_at__gte=F("caught_at")),
                violation_error_message="It cannot have fainted before it was caught.",
            ),
            models.CheckConstraint(
                name="encounter_revision_positive", condition=Q(revision__gte=1)
            ),
        ]
        indexes: ClassVar = [
            # Read by the run page (all of a run) and by the counts on "My runs".
            models.Index(fields=["run", "status"], name="encounter_run_status_idx"),
        ]

    def __str__(self) -> str:
        return self.nickname or (self.pokemon.name if self.pokemon else "Nothing met")

    @property
    def place(self) -> Route | CustomRoute:
        """Where it was met: a route of the game, or the player's own place."""
        place = self.route or self.custom_route
        if place is None:
            raise ValueError("This encounter has no place yet.")
        return place

    @property
    def species(self) -> Pokemon | None:
        """What it is today: what it has evolved into, or what it was when it was met."""
        return self.current_pokemon or self.pokemon

    def clean(self) -> None:
        """Copy the game from the run, so that no form has to, and hold the route to it."""
        if not self.run_id:
            return
        self.game_id = self.run.game_id
        if self.route is not None and self.route.game_id != self.game_id:
            raise ValidationError(
                {"route": f"{self.route} is not a route of {self.run}'s game."}, code="other_game"
            )
