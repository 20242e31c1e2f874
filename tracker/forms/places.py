"""What players may send about the places of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pokedex.models import Route
from tracker.forms.base import StandingForm, SubmissionForm, TextField, offer
from tracker.models import PLACE_NAME_LENGTH, CustomRoute
from tracker.places import Place

FIRST = "first"
_UNKNOWN_PLACE = "We do not know this place. Choose one of the list."


class _WithPlaces(forms.Form):
    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {place.slug: place for place in places}
        self._offer("after", [(FIRST, "Before all others")])

    def _offer(self, name: str, first: list[tuple[str, str]]) -> None:
        offer(self, name, [*first, *((slug, place.name) for slug, place in self._places.items())])

    def behind(self) -> Route | CustomRoute | None:
        """The place behind which it is to stand; None: before all others."""
        found = self._places.get(self.cleaned_data["after"])
        return found.place if found else None


class PlaceForm(_WithPlaces, SubmissionForm):
    """Add a place of one's own."""

    name = TextField(
        max_length=PLACE_NAME_LENGTH,
        what="The name of a place",
        error_messages={"required": "A place needs a name."},
    )
    after = forms.ChoiceField(
        error_messages={"required": _UNKNOWN_PLACE, "invalid_choice": _UNKNOWN_PLACE}
    )
    table_of = forms.ChoiceField(required=False, error_messages={"invalid_choice": _UNKNOWN_PLACE})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("table_of", [("", "None: a place of its own")])

    def part_of(self) -> Route | None:
        """The route that it is split off from, if it is."""
        found = self._places.get(self.cleaned_data["table_of"])
        return found.route if found else None


class PlaceEditForm(_WithPlaces, StandingForm):
    """Call a place otherwise, move it, leave it out."""

    name = TextField(max_length=PLACE_NAME_LENGTH, what="The name of a place", required=False)
    after = forms.ChoiceField(required=False, error_messages={"invalid_choice": _UNKNOWN_PLACE})
    hidden = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("after", [("", "Where it is"), (FIRST, "Before all others")])

    def moves(self) -> bool:
        """Whether it is to stand elsewhere."""
        return bool(self.cleaned_data["after"])
