"""The design system on one page, for those who work on the site: tokens, components, states.

What has a template of its own is rendered by it, and the tokens are read from the stylesheet, so
that the page shows what there is. It is there only with DEBUG.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pokedex.choices import PokemonType
from tracker.charts import Datum, bar_chart, line_chart
from tracker.choices import EncounterStatus
from tracker.forms.base import LevelField, TextField
from tracker.pages.demo import ExcerptRow, ShownPokemon
from tracker.pages.runs import RunCard
from tracker.pages.stats import Figure

_TOKEN = re.compile(r"^\s*(--[a-z0-9-]+):\s*([^;]+);", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Token:
    """A custom property of the stylesheet, with its value as it is written there."""

    name: str
    value: str

    @property
    def is_colour(self) -> bool:
        """Whether its value is a colour of its own, in light and in dark."""
        return self.value.startswith("light-dark(")

    @property
    def is_length(self) -> bool:
        """Whether its value is a length that can be drawn."""
        return self.value.endswith("rem")


@dataclass(frozen=True, slots=True)
class Shade:
    """A colour scheme, as a class of the page's own stylesheet sets it."""

    name: str
    css_class: str


class SampleForm(forms.Form):
    """A field of each kind."""

    name = TextField(max_length=40, what="The name of a run")
    level = LevelField()
    game = forms.ChoiceField(choices=[("emerald", "Emerald"), ("red", "Red")])
    note = TextField(max_length=200, what="A note", several_lines=True, required=False)
    off = forms.CharField(required=False, disabled=True, initial="Cannot be changed here")


def tokens() -> tuple[Token, ...]:
    """Return the tokens in the order of the stylesheet; those of games and types are left out."""
    path = finders.find("css/site.css")
    if not isinstance(path, str):
        return ()
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 (finders give a plain path)
        text = file.read()
    found: dict[str, Token] = {}
    for name, value in _TOKEN.findall(text.partition("@layer base {")[0]):
        if not name.startswith("--type"):
            found.setdefault(name, Token(name, " ".join(value.split())))
    return tuple(found.values())


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every token and component in every state; 404 without DEBUG."""
    if not settings.DEBUG:
        raise Http404
    all_tokens = tokens()
    return render(
        request,
        "styleguide.html",
        {
            "colours": [token for token in all_tokens if token.is_colour],
            "lengths": [token for token in all_tokens if token.is_length],
            "others": [
                token for token in all_tokens if not token.is_colour and not token.is_length
            ],
            "shades": [Shade("Light", "guide-light"), Shade("Dark", "guide-dark")],
            "types": list(PokemonType.values),
            "pokemon": [_POOCHYENA, replace(_POOCHYENA, types=("water", "ground"), name="Two")],
            "statuses": [(one.value, str(one.label)) for one in EncounterStatus],
            "form": SampleForm(initial={"name": "Hoenn with friends", "level": 12}),
            "bound": _bound(),
            "runs": [_RUN, replace(_RUN, look="ruby", game="Ruby", is_demo=True)],
            "rows": [
                _ROW,
                replace(_ROW, status="missed", status_label="Missed", nickname="", level=None),
                replace(_ROW, status="fainted", status_label="Fainted", killer="Roxanne"),
            ],
            "figures": _figures(),
        },
    )


def _bound() -> SampleForm:
    """A form that was refused, with what was typed still in it."""
    typed = {"name": "", "level": "400", "game": "emerald"}
    form = SampleForm(typed, auto_id="refused-%s")
    form.add_error(None, "This was changed in another window while you wrote.")
    return form


def _figures() -> tuple[Figure, ...]:
    bars = [Datum("Caught", 8, "8"), Datum("Fainted", 2, "2")]
    line = [Datum(str(badge), part, f"{part:.0%}") for badge, part in enumerate((1.0, 0.8, 0.8))]
    return (
        Figure(bar_chart("guide-bars", "A bar chart", ("Outcome", "Encounters"), bars), empty=""),
        Figure(line_chart("guide-line", "A line chart", ("Badges", "Alive"), line), empty=""),
        Figure(
            bar_chart("guide-none", "A chart without data", ("Outcome", "Encounters"), []),
            empty="Nothing to count yet.",
        ),
    )


_POOCHYENA = ShownPokemon("Poochyena", ("dark",), "")
_ROW = ExcerptRow(
    place="Route 101",
    pokemon=_POOCHYENA,
    nickname="Shade",
    status="caught",
    status_label="Caught",
    level=18,
    killer="",
)
_RUN = RunCard(
    public_id=uuid.UUID(int=0),
    name="Hoenn with friends",
    game="Emerald",
    look="emerald",
    box_art_url="",
    status="active",
    status_label="Active",
    last_played_at=datetime(2026, 1, 1, tzinfo=UTC),
    completed_at=None,
    alive=8,
    dead=2,
    missed=2,
)
