"""Games that players make for themselves, as a difference to one of the catalog."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from pokedex import constraints as rule
from pokedex.models import CREDIT_LENGTH, REPLY_LENGTH, Game
from tracker.choices import CustomGameState
from tracker.models.base import sane_time
from tracker.querysets import CustomGameQuerySet

DESCRIPTION_LENGTH = 1000


class CustomGame(models.Model):
    """A player's own game, for a ROM hack or a house rule.

    ``game`` has its routes, encounters and bosses as rows like those of any other game, copied from
    ``base`` and marked with the digest that they had as copies: a row that no longer has it is what
    the player has changed, one without a digest what he has added. A row that is the same as its
    copy follows ``base`` when that is corrected. The game's ``revision`` grows with each change.
    """

    public_id = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="The address of its pages."
    )
    game = models.OneToOneField(Game, on_delete=models.CASCADE, related_name="custom_game")
    base = models.ForeignKey(Game, on_delete=models.PROTECT, related_name="custom_games")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="custom_games",
        db_index=False,
        help_text="Empty: the account is gone; runs of others may still be played with it.",
    )
    submission = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="Of the form that made it: sent twice, once."
    )
    description = models.TextField(max_length=DESCRIPTION_LENGTH, blank=True, default="")
    state = models.CharField(
        "seen by", max_length=10, choices=CustomGameState.choices, default=CustomGameState.PRIVATE
    )
    share_key = models.CharField(
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        help_text="Secret part of the shared page's address; empty exactly when it is private.",
    )
    credit = models.CharField(
        max_length=CREDIT_LENGTH,
        blank=True,
        default="",
        help_text="Under which name its owner wants to be seen as its maker, if any.",
    )
    reply = models.TextField(
        max_length=REPLY_LENGTH,
        blank=True,
        default="",
        help_text="The curator's word on adopting it or giving it back.",
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    offered_at = models.DateTimeField(null=True, blank=True)

    objects = CustomGameQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "submission"], name="custom_game_owner_submission_uniq"
            ),
            models.CheckConstraint(
                violation_error_message="A game cannot be made from itself.",
                name="custom_game_base_is_another",
                condition=~Q(game=F("base")),
            ),
            rule.max_length("custom_game_description_length", "description", DESCRIPTION_LENGTH),
            rule.one_of("custom_game_state_valid", "state", CustomGameState.values),
            models.CheckConstraint(
                violation_error_message="A game has a link unless it is private.",
                name="custom_game_share_key_iff_not_private",
                condition=Q(state=CustomGameState.PRIVATE, share_key__isnull=True)
                | (~Q(state=CustomGameState.PRIVATE) & Q(share_key__isnull=False)),
            ),
            models.CheckConstraint(
                violation_error_message="A share key has more than 20 characters.",
                name="custom_game_share_key_long",
                condition=Q(share_key__isnull=True) | Q(GreaterThan(Length("share_key"), 20)),
            ),
            models.CheckConstraint(
                violation_error_message="A game that is offered says since when.",
                name="custom_game_offered_has_time",
                condition=~Q(state=CustomGameState.OFFERED) | Q(offered_at__isnull=False),
            ),
            rule.max_length("custom_game_credit_length", "credit", CREDIT_LENGTH),
            rule.max_length("custom_game_reply_length", "reply", REPLY_LENGTH),
            sane_time("custom_game_created_at_sane", "created_at"),
            sane_time("custom_game_changed_at_sane", "changed_at"),
            sane_time("custom_game_offered_at_sane", "offered_at"),
        ]
        indexes: ClassVar = [
            # Read by "My games": a player's games, what he changed last first.
            models.Index(fields=["owner", "-changed_at"], name="custom_game_owner_idx"),
            # Read by the curators' queue: those that wait, the oldest first.
            models.Index(fields=["state", "offered_at"], name="custom_game_state_idx"),
        ]

    def __str__(self) -> str:
        return self.game.name
