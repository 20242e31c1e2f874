"""What players may send about bosses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from tracker.choices import BossOutcome
from tracker.forms.base import DAMAGED, LevelField, StandingForm, TextField, offer
from tracker.models import NOTE_LENGTH, Encounter


class BossForm(StandingForm):
    """Say how a fight ended, and who died in it."""

    outcome = forms.ChoiceField(
        choices=BossOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether you won or lost.",
            "invalid_choice": "Choose whether you won or lost.",
        },
    )
    deaths = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "One of these is not alive any more. Choose again.",
            "invalid_list": DAMAGED,
        },
    )

    def __init__(self, *args: Any, living: Sequence[Encounter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._living = {str(row.public_id): row for row in living}
        offer(self, "deaths", [(key, str(row)) for key, row in self._living.items()])

    def fallen(self) -> list[Encounter]:
        """Those who died in the fight."""
        return [self._living[key] for key in self.cleaned_data["deaths"]]


class BossCorrectionForm(StandingForm):
    """Say for one run which level and team a boss has."""

    ace_level = LevelField()
    team = TextField(max_length=NOTE_LENGTH, what="A team", required=False, several_lines=True)
