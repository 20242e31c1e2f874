"""Fields and forms that others are made of."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from pokedex.fields import TextField as TextField
from pokedex.models import MAX_LEVEL

DAMAGED = "This form is damaged. Load the page again and fill it in."


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Set what can be chosen in the form's field ``name``."""
    field: Any = form.fields[name]
    field.choices = list(choices)


class LevelField(forms.IntegerField):
    """A level from 1 to 100, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        sentence = f"A level is a whole number from 1 to {MAX_LEVEL}."
        super().__init__(
            required=False,
            min_value=1,
            max_value=MAX_LEVEL,
            error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
            **kwargs,
        )
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}


class SubmissionForm(forms.Form):
    """A form that creates something: sent twice, it creates it once."""

    submission = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages={
            "required": "This form is incomplete. Load the page again and fill it in.",
            "invalid": DAMAGED,
        },
    )


class RevisionForm(forms.Form):
    """A form about something that others may change meanwhile."""

    revision = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), DAMAGED),
    )


class StandingForm(forms.Form):
    """A form about something that may not be there yet: revision 0."""

    revision = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), DAMAGED),
    )
