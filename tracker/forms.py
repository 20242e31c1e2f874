"""What players may send, with the sentences that say what is wrong with it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from pokedex.models import MAX_LEVEL, Game, Pokemon
from tracker import text
from tracker.choices import EncounterStatus, MissedReason, RunStatus
from tracker.models import FAINT_CAUSE_LENGTH, NICKNAME_LENGTH, RUN_NAME_LENGTH, Encounter
from tracker.rules.presets import DEFAULT_PRESET, PRESETS
from tracker.services.encounters import Outcome

_MAX_SUGGESTIONS = 12
_MAX_TYPED = 100

_UNKNOWN_GAME = "We do not know this game. Choose one of the list."
_UNKNOWN_POKEMON = "We do not know this Pokémon. Choose one of the list, or type its name."


class TextField(forms.CharField):
    """A line of text: composed, trimmed, free of characters that break pages or databases."""

    def __init__(self, *, max_length: int, what: str, **kwargs: Any) -> None:
        # The length counts after composing, so the limit is not the widget's business alone.
        super().__init__(strip=True, **kwargs)
        self.longest = max_length
        self.what = what
        self.widget.attrs |= {"maxlength": str(max_length), "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        """Compose and trim what was typed."""
        return text.normalised(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what `tracker.text` finds wrong, and what is too long."""
        super().validate(value)
        problem = text.problem_in(value)
        if problem:
            raise forms.ValidationError(problem, code="characters")
        if len(value) > self.longest:
            raise forms.ValidationError(
                f"{self.what} can be {self.longest} characters long; this one has {len(value)}.",
                code="max_length",
            )


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
            "invalid": "This form is damaged. Load the page again and fill it in.",
        },
    )


class RunForm(SubmissionForm):
    """Start a run."""

    game = forms.SlugField(
        error_messages={"required": "Choose the game that you play.", "invalid": _UNKNOWN_GAME}
    )
    name = TextField(max_length=RUN_NAME_LENGTH, what="The name of a run", required=False)
    preset = forms.ChoiceField(
        choices=[(preset.key, preset.name) for preset in PRESETS.values()],
        initial=DEFAULT_PRESET,
        error_messages={
            "required": "Choose the rules of the run.",
            "invalid_choice": "We do not know these rules. Choose one of the list.",
        },
    )

    def clean_game(self) -> Game:
        """Find the game by its slug."""
        game = Game.objects.published().filter(slug=self.cleaned_data["game"]).first()
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


class EncounterForm(forms.Form):
    """What was met at a route and what became of it.

    ``pokemon`` is the slug of one that the route's table offers. ``other`` names any other by
    name or national number and goes before it; when it fits several, ``suggestions`` holds
    them for the page to offer, and ``found`` is the slug of the one that was then chosen. That
    one stays in ``suggestions``, so that a page which comes back for another reason has it.
    """

    pokemon = forms.SlugField(required=False, error_messages={"invalid": _UNKNOWN_POKEMON})
    found = forms.SlugField(required=False, error_messages={"invalid": _UNKNOWN_POKEMON})
    other = TextField(max_length=_MAX_TYPED, what="The name of a Pokémon", required=False)
    outcome = forms.ChoiceField(
        choices=[
            (EncounterStatus.CAUGHT.value, "Caught"),
            (EncounterStatus.MISSED.value, "Missed"),
            (EncounterStatus.FAINTED.value, "Caught, has since fainted"),
        ],
        error_messages={
            "required": "Choose what became of it: caught, missed, or caught and fainted.",
            "invalid_choice": "Choose what became of it: caught, missed, or caught and fainted.",
        },
    )
    nickname = TextField(max_length=NICKNAME_LENGTH, what="A nickname", required=False)
    level = LevelField()
    faint_level = LevelField()
    faint_cause = TextField(max_length=FAINT_CAUSE_LENGTH, what="A cause", required=False)
    missed_reason = forms.ChoiceField(
        choices=[("", "Not said"), *MissedReason.choices],
        required=False,
        error_messages={"invalid_choice": "Choose a reason of the list, or none."},
    )

    suggestions: tuple[Pokemon, ...] = ()

    def clean_pokemon(self) -> Pokemon | None:
        """Find the Pokémon that was chosen from the table, if one was."""
        return _pokemon(self.cleaned_data["pokemon"])

    def clean_found(self) -> Pokemon | None:
        """Find the Pokémon that was chosen from those a search offered, if one was."""
        found = _pokemon(self.cleaned_data["found"])
        self.suggestions = (found,) if found else ()
        return found

    def clean_other(self) -> Pokemon | None:
        """Find the Pokémon that was typed, if one was and none was chosen since."""
        typed = self.cleaned_data["other"]
        if not typed or self.cleaned_data.get("found"):
            return None
        exact = list(Pokemon.objects.called(typed)[:2])
        if len(exact) == 1:
            return exact[0]
        found = tuple(Pokemon.objects.search(typed)[:_MAX_SUGGESTIONS])
        if not found:
            raise forms.ValidationError(
                f"We know no Pokémon called “{typed}”. Check the spelling, or use its number."
            )
        if len(found) > 1:
            self.suggestions = found
            raise forms.ValidationError("Several Pokémon fit this. Choose the one you mean.")
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Hold the answers against each other."""
        data = super().clean() or self.cleaned_data
        outcome = data.get("outcome")
        if outcome is None:
            return data
        if outcome == EncounterStatus.MISSED:
            self._refuse_when_missed(data)
        elif self._met() is None and not {"pokemon", "found", "other"} & self.errors.keys():
            self.add_error("pokemon", "Choose the Pokémon that you caught.")
        if outcome != EncounterStatus.MISSED and data.get("missed_reason"):
            self.add_error(
                "missed_reason", "It was caught, so nothing was missed: set this to “Not said”."
            )
        if outcome == EncounterStatus.CAUGHT:
            for field in ("faint_level", "faint_cause"):
                if data.get(field):
                    self.add_error(
                        field, "This is about a faint. Clear it, or choose “has since fainted”."
                    )
        catch, faint = data.get("level"), data.get("faint_level")
        if outcome == EncounterStatus.FAINTED and catch and faint and faint < catch:
            self.add_error("faint_level", below_catch_level(catch))
        return data

    def _met(self) -> Pokemon | None:
        data = self.cleaned_data
        met: Pokemon | None = data.get("found") or data.get("other") or data.get("pokemon")
        return met

    def _refuse_when_missed(self, data: dict[str, Any]) -> None:
        for field, what in (
            ("nickname", "nickname"),
            ("level", "level"),
            ("faint_level", "faint level"),
            ("faint_cause", "cause of fainting"),
        ):
            if data.get(field):
                self.add_error(
                    field, f"What was missed has no {what}. Clear it, or choose “Caught”."
                )

    def as_outcome(self) -> Outcome:
        """The valid answers, as services take them."""
        data = self.cleaned_data
        return Outcome(
            status=EncounterStatus(data["outcome"]),
            pokemon=self._met(),
            nickname=data["nickname"],
            catch_level=data["level"],
            faint_level=data["faint_level"],
            faint_cause=data["faint_cause"],
            missed_reason=data["missed_reason"],
        )


class LogForm(EncounterForm, SubmissionForm):
    """Log a new encounter."""

    is_bonus = forms.BooleanField(required=False)


class RevisionForm(forms.Form):
    """A form about something that others may change meanwhile."""

    revision = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "This form is damaged. Load the page again and fill it in.",
        ),
    )


class EditForm(EncounterForm, RevisionForm):
    """Change what is said of an encounter."""

    @classmethod
    def of(cls, encounter: Encounter) -> EditForm:
        """The form filled in with what is stored."""
        return cls(
            initial={
                "pokemon": encounter.pokemon.slug if encounter.pokemon else "",
                "outcome": encounter.status,
                "nickname": encounter.nickname,
                "level": encounter.catch_level,
                "faint_level": encounter.faint_level,
                "faint_cause": encounter.faint_cause,
                "missed_reason": encounter.missed_reason,
                "revision": encounter.revision,
            }
        )


class FaintForm(RevisionForm):
    """Mark a caught Pokémon as fainted."""

    faint_level = LevelField()
    faint_cause = TextField(max_length=FAINT_CAUSE_LENGTH, what="A cause", required=False)

    def __init__(self, *args: Any, catch_level: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._catch_level = catch_level

    def clean_faint_level(self) -> int | None:
        """Refuse a level below the one at which it was caught."""
        level: int | None = self.cleaned_data["faint_level"]
        if level is not None and self._catch_level is not None and level < self._catch_level:
            raise forms.ValidationError(below_catch_level(self._catch_level))
        return level


def below_catch_level(catch_level: int) -> str:
    """Say that a faint level is too low."""
    return f"It was caught at level {catch_level}, so it cannot have fainted below that."


def _pokemon(slug: str) -> Pokemon | None:
    if not slug:
        return None
    pokemon = Pokemon.objects.filter(slug=slug).first()
    if pokemon is None:
        raise forms.ValidationError(_UNKNOWN_POKEMON)
    return pokemon
