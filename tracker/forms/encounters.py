"""What players may send about what they met, and the sentences that say what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pokedex.models import Boss, Pokemon
from tracker.choices import Acquisition, BonusReason, EncounterStatus, MissedReason
from tracker.forms.base import LevelField, RevisionForm, SubmissionForm, TextField, offer
from tracker.game_catalog import GameCatalog
from tracker.models import (
    EPITAPH_LENGTH,
    FAINT_CAUSE_LENGTH,
    NICKNAME_LENGTH,
    REASON_LENGTH,
    Encounter,
)
from tracker.services.encounters import Exceptional, Outcome
from tracker.services.lives import Death

_MAX_SUGGESTIONS = 12
_MAX_TYPED = 100
_NOTHING_GAINED = {EncounterStatus.MISSED.value, EncounterStatus.POSTPONED.value}

_UNKNOWN_POKEMON = "We do not know this Pokémon. Choose one of the list, or type its name."


class EncounterForm(forms.Form):
    """What was met at a route and what became of it.

    ``pokemon`` is the slug of one that the route's table offers. ``other`` names any other by
    name or national number and goes before it; when it fits several, ``suggestions`` holds
    them for the page to offer, and ``found`` is the slug of the one that was then chosen. That
    one stays in ``suggestions``, so that a page which comes back for another reason has it.
    ``catalog`` saves reading the Pokémon where it is at hand.
    """

    pokemon = forms.SlugField(required=False, error_messages={"invalid": _UNKNOWN_POKEMON})
    found = forms.SlugField(required=False, error_messages={"invalid": _UNKNOWN_POKEMON})
    other = TextField(max_length=_MAX_TYPED, what="The name of a Pokémon", required=False)
    outcome = forms.ChoiceField(
        choices=[
            (EncounterStatus.CAUGHT.value, "Caught"),
            (EncounterStatus.MISSED.value, "Missed"),
            (EncounterStatus.FAINTED.value, "Caught, has since fainted"),
            (EncounterStatus.POSTPONED.value, "Postponed: still to be met"),
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

    acquisition = forms.ChoiceField(
        choices=[("", "As our table has it"), *Acquisition.choices],
        required=False,
        error_messages={"invalid_choice": "Choose how it came to you from the list."},
    )

    suggestions: tuple[Pokemon, ...] = ()

    def __init__(self, *args: Any, catalog: GameCatalog | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._catalog = catalog

    def clean_pokemon(self) -> Pokemon | None:
        """Find the Pokémon that was chosen from the table, if one was."""
        return self._pokemon(self.cleaned_data["pokemon"])

    def clean_found(self) -> Pokemon | None:
        """Find the Pokémon that was chosen from those a search offered, if one was."""
        found = self._pokemon(self.cleaned_data["found"])
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
        if outcome in _NOTHING_GAINED:
            self._refuse_when_missed(data)
        elif self._met() is None and not {"pokemon", "found", "other"} & self.errors.keys():
            self.add_error("pokemon", "Choose the Pokémon that you caught.")
        if outcome != EncounterStatus.MISSED and data.get("missed_reason"):
            what = "is postponed" if outcome == EncounterStatus.POSTPONED else "was caught"
            self.add_error(
                "missed_reason", f"It {what}, so nothing was missed: set this to “Not said”."
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

    def _pokemon(self, slug: str) -> Pokemon | None:
        if not slug:
            return None
        pokemon = self._catalog.pokemon_called(slug) if self._catalog else None
        pokemon = pokemon or Pokemon.objects.filter(slug=slug).first()
        if pokemon is None:
            raise forms.ValidationError(_UNKNOWN_POKEMON)
        return pokemon

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
                    field,
                    f"What was {data['outcome']} has no {what}. Clear it, or choose “Caught”.",
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
            acquisition=data["acquisition"],
        )


class LogForm(EncounterForm, SubmissionForm):
    """Log a new encounter."""

    is_bonus = forms.BooleanField(required=False)
    bonus_reason = forms.ChoiceField(
        choices=[("", "Choose why"), *BonusReason.choices],
        required=False,
        error_messages={"invalid_choice": "Choose a reason of the list."},
    )
    override_reason = TextField(max_length=REASON_LENGTH, what="A reason", required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a bonus."""
        data = super().clean()
        if data.get("is_bonus") and "bonus_reason" not in self.errors:
            if not data.get("bonus_reason"):
                self.add_error("bonus_reason", "Say why it does not use up the place.")
            elif data["bonus_reason"] == BonusReason.OVERRIDE and not data.get("override_reason"):
                self.add_error("override_reason", "Say in your words why this is an exception.")
        return data

    def as_exceptional(self) -> Exceptional:
        """The valid answers, as services take them."""
        data = self.cleaned_data
        bonus = data["bonus_reason"] if data["is_bonus"] else ""
        return Exceptional(
            bonus=BonusReason(bonus) if bonus else None,
            reason=data["override_reason"],
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
                "acquisition": encounter.acquisition,
                "revision": encounter.revision,
            }
        )


class FaintForm(RevisionForm):
    """Mark a living Pokémon as fainted."""

    faint_level = LevelField()
    faint_cause = TextField(max_length=FAINT_CAUSE_LENGTH, what="A cause", required=False)
    killer_boss = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Choose a boss of the list, or none."}
    )
    killer = TextField(max_length=_MAX_TYPED, what="The name of a Pokémon", required=False)
    epitaph = TextField(max_length=EPITAPH_LENGTH, what="An epitaph", required=False)

    def __init__(
        self, *args: Any, catch_level: int | None, bosses: Sequence[Boss], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._catch_level = catch_level
        self._bosses = {boss.slug: boss for boss in bosses}
        offer(self, "killer_boss", [("", "None"), *((boss.slug, boss.name) for boss in bosses)])

    def clean_faint_level(self) -> int | None:
        """Refuse a level below the one at which it was caught."""
        level: int | None = self.cleaned_data["faint_level"]
        if level is not None and self._catch_level is not None and level < self._catch_level:
            raise forms.ValidationError(below_catch_level(self._catch_level))
        return level

    def clean_killer(self) -> Pokemon | None:
        """Find the species that was typed, if one was."""
        return named_exactly(self.cleaned_data["killer"])

    def as_death(self) -> Death:
        """The valid answers, as services take them."""
        data = self.cleaned_data
        return Death(
            level=data["faint_level"],
            cause=data["faint_cause"],
            boss=self._bosses.get(data["killer_boss"]),
            pokemon=data["killer"],
            epitaph=data["epitaph"],
        )


def named_exactly(typed: str) -> Pokemon | None:
    """The one Pokémon of this name or number. Raises ``ValidationError`` unless there is one."""
    if not typed:
        return None
    found = list(Pokemon.objects.called(typed)[:2])
    if len(found) != 1:
        raise forms.ValidationError(
            f"We know no Pokémon that is just called “{typed}”. Check the spelling."
        )
    return found[0]


def below_catch_level(catch_level: int) -> str:
    """Say that a faint level is too low."""
    return f"It was caught at level {catch_level}, so it cannot have fainted below that."
