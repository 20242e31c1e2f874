"""What players may send about games of their own."""

from __future__ import annotations

from typing import Any

from django import forms

from pokedex.models import CREDIT_LENGTH, REPLY_LENGTH, Game
from tracker.forms.base import RevisionForm, SubmissionForm, TextField
from tracker.models import DESCRIPTION_LENGTH

GAME_NAME_LENGTH = 60
_UNKNOWN_GAME = "We do not know this game. Choose one of the list."


def _name() -> TextField:
    return TextField(
        max_length=GAME_NAME_LENGTH,
        what="The name of a game",
        error_messages={"required": "Your game needs a name."},
    )


def _description() -> TextField:
    return TextField(
        max_length=DESCRIPTION_LENGTH, what="A description", several_lines=True, required=False
    )


class CustomGameForm(SubmissionForm):
    """Make a game from one of the catalog."""

    base = forms.SlugField(
        error_messages={
            "required": "Choose the game that yours is made from.",
            "invalid": _UNKNOWN_GAME,
        }
    )
    name = _name()
    description = _description()

    def clean_base(self) -> Game:
        """Find the game by its slug."""
        game = Game.objects.published().filter(slug=self.cleaned_data["base"]).first()
        if game is None:
            raise forms.ValidationError(_UNKNOWN_GAME)
        return game


class CustomGameNameForm(RevisionForm):
    """Give a game another name and description."""

    name = _name()
    description = _description()


class ShareForm(forms.Form):
    """Share a game by link, or offer it to the curators."""

    credit = TextField(max_length=CREDIT_LENGTH, what="Your name", required=False)


class OfferForm(RevisionForm):
    """A curator's decision about an offer: adopt it under a name and slug, or give it back."""

    act = forms.ChoiceField(choices=[("adopt", "Adopt"), ("decline", "Give back")])
    name = _name()
    slug = forms.SlugField(
        max_length=GAME_NAME_LENGTH,
        required=False,
        error_messages={"invalid": "A slug has small letters, digits and hyphens."},
    )
    reply = TextField(max_length=REPLY_LENGTH, what="A reply", several_lines=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        """Ask for name and slug of what is adopted, and for a word on what is given back."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lacking = {
            "adopt": {"name": "The game needs a name.", "slug": "The game needs a slug."},
            "decline": {"reply": "Say why: its owner reads it."},
        }
        for field, message in lacking.get(cleaned.get("act", ""), {}).items():
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, message)
        return cleaned


class CorrectionsForm(RevisionForm):
    """Take over the catalog's corrections, into the game as it was seen."""
