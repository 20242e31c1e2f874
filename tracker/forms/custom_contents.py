"""What players may send about the routes and bosses of a game of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from pokedex.choices import BattleKind, BossKind, BossStage, PokemonType, RouteStage
from pokedex.models import Route
from pokedex.services.encounter_lines import Proposed, read_lines
from pokedex.services.team_lines import TeamLine, read_team
from tracker.forms.base import DAMAGED, LevelField, RevisionForm, TextField, offer

NAME_LENGTH = 80
NOTE_LENGTH = 300
# The largest route of the catalog takes a third of it.
LINES_LENGTH = 20_000
# Beyond these nobody reads on.
MOST_ERRORS = 20
FIRST = "first"
_UNKNOWN_ROUTE = "We do not know this route. Choose one of the list."


def _one_of(choices: Iterable[tuple[str, Any]], **kwargs: Any) -> forms.ChoiceField:
    sentence = "Choose one of the list."
    return forms.ChoiceField(
        choices=[(value, str(label)) for value, label in choices],
        error_messages={"required": sentence, "invalid_choice": sentence},
        **kwargs,
    )


class LinesField(TextField):
    """Lines as people type them, or as they come from a spreadsheet with tabs between the cells."""

    def __init__(self, *, what: str, rows: int) -> None:
        super().__init__(max_length=LINES_LENGTH, what=what, several_lines=True, required=False)
        self.widget.attrs |= {"rows": str(rows), "spellcheck": "false", "autocapitalize": "off"}

    def to_python(self, value: Any) -> str:
        """Put commas for tabs."""
        return super().to_python(value).replace("\t", ", ")


class _WithRoutes(RevisionForm):
    def __init__(self, *args: Any, routes: Sequence[Route], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._routes = {route.slug: route for route in routes}

    def _offer(self, first: Sequence[tuple[str, str]]) -> None:
        routes = [(slug, route.name) for slug, route in self._routes.items()]
        offer(self, "after", [*first, *routes])

    def behind(self) -> Route | None:
        """The route that was chosen; None: before all others."""
        return self._routes.get(self.cleaned_data["after"])


class RouteForm(_WithRoutes):
    """Add a route."""

    name = TextField(
        max_length=NAME_LENGTH,
        what="The name of a route",
        error_messages={"required": "A route needs a name."},
    )
    stage = _one_of(RouteStage.choices, initial=RouteStage.STORY)
    after = forms.ChoiceField(
        error_messages={"required": _UNKNOWN_ROUTE, "invalid_choice": _UNKNOWN_ROUTE}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer([(FIRST, "Before all others")])


class RouteEditForm(_WithRoutes):
    """Call a route otherwise, move it, hide it."""

    name = TextField(
        max_length=NAME_LENGTH,
        what="The name of a route",
        error_messages={"required": "A route needs a name."},
    )
    stage = _one_of(RouteStage.choices)
    after = forms.ChoiceField(required=False, error_messages={"invalid_choice": _UNKNOWN_ROUTE})
    hidden = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer([("", "Where it is"), (FIRST, "Before all others")])

    def moves(self) -> bool:
        """Whether it is to stand elsewhere."""
        return bool(self.cleaned_data["after"])


class StepForm(RevisionForm):
    """Move a route by one."""

    to = forms.ChoiceField(
        choices=[("up", "Up"), ("down", "Down")],
        error_messages={"required": DAMAGED, "invalid_choice": DAMAGED},
    )


class EncountersForm(RevisionForm):
    """Say in lines what is met at a route."""

    lines = LinesField(what="The list", rows=14)

    def clean_lines(self) -> list[Proposed]:
        """Read the lines. Raises ``ValidationError`` with a sentence for each that is none."""
        text: str = self.cleaned_data["lines"]
        if not text:
            return []
        proposed, errors = read_lines(text)
        _refuse(errors)
        return proposed


class CustomBossForm(_WithRoutes):
    """Say who a boss is, where and when he is fought, and with which team."""

    name = TextField(
        max_length=NAME_LENGTH,
        what="The name of a boss",
        error_messages={"required": "A boss needs a name."},
    )
    kind = _one_of(BossKind.choices)
    place = TextField(max_length=NAME_LENGTH, what="A place", required=False)
    after = forms.ChoiceField(
        error_messages={"required": _UNKNOWN_ROUTE, "invalid_choice": _UNKNOWN_ROUTE}
    )
    stage = _one_of(BossStage.choices, initial=BossStage.STORY)
    specialty = _one_of([("", "None"), *PokemonType.choices], required=False)
    ace_level = LevelField()
    battle = _one_of([("", "Not known"), *BattleKind.choices], required=False)
    note = TextField(max_length=NOTE_LENGTH, what="A note", required=False)
    team = LinesField(what="The team", rows=10)
    hidden = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer([])

    def clean_team(self) -> list[TeamLine]:
        """Read the team. Raises ``ValidationError`` with a sentence for each bad line."""
        team, errors = read_team(self.cleaned_data["team"])
        _refuse(errors)
        return team


def _refuse(errors: Sequence[str]) -> None:
    if len(errors) > MOST_ERRORS:
        more = f"{len(errors) - MOST_ERRORS} more lines cannot be read."
        errors = [*errors[:MOST_ERRORS], more]
    if errors:
        raise forms.ValidationError(list(errors))
