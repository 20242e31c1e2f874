"""What players may send about a Pokémon that has joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pokedex.models import Pokemon
from tracker.choices import Gender
from tracker.forms.base import LevelField, RevisionForm, TextField, offer
from tracker.forms.encounters import named_exactly
from tracker.models import (
    ABILITY_LENGTH,
    NATURE_LENGTH,
    NICKNAME_LENGTH,
    NOTE_LENGTH,
    PARTY_SIZE,
    Encounter,
)
from tracker.services.lives import Details


class LevelForm(RevisionForm):
    """Say which level it has today."""

    level = LevelField()


class EvolveForm(RevisionForm):
    """Say what it has become: one of ``choices``, or any other by its name."""

    into = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the list, or type another's name."},
    )
    other = TextField(max_length=100, what="The name of a Pokémon", required=False)
    level = LevelField()

    def __init__(self, *args: Any, choices: Sequence[Pokemon], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices = {pokemon.slug: pokemon for pokemon in choices}
        offer(self, "into", [(slug, pokemon.name) for slug, pokemon in self._choices.items()])

    def clean_other(self) -> Pokemon | None:
        """Find the species that was typed, if one was."""
        return named_exactly(self.cleaned_data["other"])

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        data = super().clean() or self.cleaned_data
        if not self.errors and self.species() is None:
            self.add_error("into", "Choose what it has become.")
        return data

    def species(self) -> Pokemon | None:
        """What was chosen; a name that was typed goes first."""
        other: Pokemon | None = self.cleaned_data.get("other")
        return other or self._choices.get(self.cleaned_data.get("into") or "")


class DetailsForm(RevisionForm):
    """Say what is known of a Pokémon."""

    nickname = TextField(max_length=NICKNAME_LENGTH, what="A nickname", required=False)
    gender = forms.ChoiceField(
        choices=[("", "Not said"), *Gender.choices],
        required=False,
        error_messages={"invalid_choice": "Choose a gender of the list, or none."},
    )
    nature = TextField(max_length=NATURE_LENGTH, what="A nature", required=False)
    ability = TextField(max_length=ABILITY_LENGTH, what="An ability", required=False)
    shiny = forms.BooleanField(required=False)
    note = TextField(max_length=NOTE_LENGTH, what="A note", required=False, several_lines=True)

    @classmethod
    def of(cls, encounter: Encounter) -> DetailsForm:
        """The form filled in with what is stored."""
        fields = ("nickname", "gender", "nature", "ability", "shiny", "note", "revision")
        return cls(initial={name: getattr(encounter, name) for name in fields})

    def as_details(self) -> Details:
        """The valid answers, as services take them."""
        return Details(
            **{name: value for name, value in self.cleaned_data.items() if name != "revision"}
        )


class MoveForm(RevisionForm):
    """Put a Pokémon into a place of the party, or into the box."""

    slot = forms.TypedChoiceField(
        choices=[("", "Box"), *((str(slot), f"Place {slot}") for slot in range(1, PARTY_SIZE + 1))],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose a place of the party, 1 to 6, or the box."},
    )
