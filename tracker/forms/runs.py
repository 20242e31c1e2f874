"""What players may send about a run as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pokedex.models import Game
from tracker.choices import RunStatus
from tracker.forms.base import SubmissionForm, TextField, offer
from tracker.models import RUN_NAME_LENGTH
from tracker.rules.presets import DEFAULT_PRESET, PRESETS, Preset

_UNKNOWN_GAME = "We do not know this game. Choose one of the list."


class RunForm(SubmissionForm):
    """Start a run, with a built-in preset or one of the player's own.

    ``custom`` is the key of a link to a player's game, which makes it one of ``custom_games``: the
    slugs of those that this player may choose beside the catalog's.
    """

    game = forms.SlugField(
        error_messages={"required": "Choose the game that you play.", "invalid": _UNKNOWN_GAME}
    )
    name = TextField(max_length=RUN_NAME_LENGTH, what="The name of a run", required=False)
    custom = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    preset = forms.ChoiceField(
        initial=DEFAULT_PRESET,
        error_messages={
            "required": "Choose the rules of the run.",
            "invalid_choice": "We do not know these rules. Choose one of the list.",
        },
    )

    def __init__(
        self,
        *args: Any,
        own_presets: Sequence[Preset] = (),
        custom_games: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._custom_games = custom_games
        offer(
            self,
            "preset",
            [(preset.key, preset.name) for preset in (*PRESETS.values(), *own_presets)],
        )

    def clean_game(self) -> Game:
        """Find the game by its slug."""
        slug = self.cleaned_data["game"]
        games = Game.objects.all() if slug in self._custom_games else Game.objects.published()
        game = games.filter(slug=slug).first()
        if game is None:
            raise forms.ValidationError(_UNKNOWN_GAME)
        return game


class RenameForm(forms.Form):
    """Give a run another name."""

    name = TextField(
        max_length=RUN_NAME_LENGTH,
        what="The name of a run",
        error_messages={"required": "A run needs a name."},
    )


class EndRunForm(forms.Form):
    """Say how a run ended."""

    status = forms.ChoiceField(
        choices=[
            (RunStatus.COMPLETED.value, "Completed: the Champion is beaten"),
            (RunStatus.FAILED.value, "Failed: the last Pokémon has fainted"),
            (RunStatus.ABANDONED.value, "Abandoned: not played any further"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how the run ended.",
            "invalid_choice": "Choose how the run ended: completed, failed or abandoned.",
        },
    )


class StartAgainForm(SubmissionForm):
    """Start a new attempt."""


class DeleteRunForm(forms.Form):
    """Delete a run: its name is typed, so that nobody does it by a slip."""

    name = TextField(
        max_length=RUN_NAME_LENGTH,
        what="The name of a run",
        error_messages={"required": "Type the name of the run."},
    )


class SeenForm(forms.Form):
    """Up to which of the catalog's changes the player has been told."""

    number = forms.IntegerField(min_value=1, max_value=2**63 - 1)
