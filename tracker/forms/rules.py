"""What players may send about the rules of a run."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from django import forms
from django.forms.boundfield import BoundField

from pokedex.models import Pokemon
from tracker.forms.base import DAMAGED, RevisionForm, TextField
from tracker.models import PRESET_NAME_LENGTH
from tracker.rules.descriptions import described
from tracker.rules.document import (
    CLAUSES,
    MAX_HOUSE_RULES,
    VERSION,
    AnyClause,
    DocumentError,
    PokemonType,
    RulesDocument,
    read_document,
)

_UNKNOWN_CHOICE = "Choose one of the list."
_GENERATIONS = range(1, 10)


def _switch(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def _choice(label: str, choices: Mapping[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(choices.items()),
        error_messages={"required": _UNKNOWN_CHOICE, "invalid_choice": _UNKNOWN_CHOICE},
    )


def _number(
    label: str, least: int, most: int, *, required: bool = True, hint: str = ""
) -> forms.IntegerField:
    sentence = f"Type a whole number from {least} to {most}."
    field = forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=most,
        help_text=hint,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )
    field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
    return field


def _several(
    label: str, choices: Mapping[Any, str], kind: Callable[[str], Any]
) -> forms.TypedMultipleChoiceField:
    """Boxes to tick, each of which becomes a ``kind`` of value."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=list(choices.items()),
        coerce=lambda value: kind(value),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _UNKNOWN_CHOICE, "invalid_list": DAMAGED},
    )


class SpeciesField(forms.CharField):
    """Pokémon by name, one a line; slugs come out of it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": "4", "autocomplete": "off"})
        super().__init__(required=False, max_length=20_000, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show stored slugs one a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what was typed with what was shown."""
        return (self.prepare_value(initial) or "").split() != (data or "").split()

    def clean(self, value: Any) -> Any:
        """Find the slugs of what was typed. One query."""
        lines = super().clean(value).splitlines()
        typed = [line.strip() for line in lines if line.strip()]
        known: dict[str, str] = {}
        for name, slug in Pokemon.objects.values_list("name", "slug") if typed else ():
            known |= {name.casefold(): slug, slug: slug}
        unknown = [name for name in typed if name.casefold() not in known]
        if unknown:
            raise forms.ValidationError(
                f"We know no Pokémon named “{unknown[0][:40]}”. Write one name a line."
            )
        return list(dict.fromkeys(known[name.casefold()] for name in typed))


_EXCEPTION: dict[str, forms.Field] = {
    "uses_area": _switch("They use up their area"),
    "dupes_apply": _switch("They must not be dupes"),
}
# For each clause its parameters, in the order of the page.
_PARAMETERS: dict[str, dict[str, forms.Field]] = {
    "dupes": {
        "scope": _choice(
            "What counts as a dupe", {"line": "The whole evolution line", "species": "The species"}
        ),
        "dead_count": _switch("The dead count"),
        "boxed_count": _switch("Those in the box count"),
        "missed_count": _switch("Those that got away count"),
        "reroll_limit": _number(
            "How many dupes you may pass at a place",
            0,
            99,
            required=False,
            hint="Empty: as many as it takes.",
        ),
        "after_rerolls": _choice(
            "After that", {"take": "The next one is taken", "lose": "The place is lost"}
        ),
    },
    "shiny": {"usable": _switch("It may fight, too")},
    "gifts": _EXCEPTION,
    "statics": _EXCEPTION,
    "trades": _EXCEPTION,
    "nickname": {
        "required": _switch("Everyone gets a nickname"),
        "unique": _switch("No nickname is given twice"),
    },
    "level_cap": {
        "bosses": _choice(
            "Which bosses set the cap",
            {
                "gyms": "Gym leaders and trials",
                "gyms_rivals": "Gym leaders and rivals",
                "all": "All bosses",
            },
        ),
        "postgame": _switch("After the League, too"),
        "on_catch": _switch("Looked at when a Pokémon is caught"),
        "on_level": _switch("Looked at when it gains a level"),
        "in_party": _switch("Looked at in the party"),
    },
    "permadeath": {
        "revives": _number("How many may be revived", 0, 99),
        "revives_per": _choice("That many", {"run": "In the whole run", "badge": "For each badge"}),
    },
    "wipe": {
        "when": _choice(
            "The run is lost when", {"party": "The whole party is dead", "all": "Everyone is dead"}
        )
    },
    "types": {
        "allowed": _several(
            "Types", {name: name.capitalize() for name in get_args(PokemonType)}, str
        ),
        "later_counts": _switch("A type that it gains by evolving counts"),
    },
    "generations": {
        "allowed": _several("Generations", {number: str(number) for number in _GENERATIONS}, int)
    },
    "species": {
        "mode": _choice(
            "How the list is meant", {"never": "All Pokémon but these", "only": "Only these"}
        ),
        "named": SpeciesField(label="Pokémon", help_text="One name a line."),
    },
    "party_size": {"limit": _number("At most in the party", 1, 6)},
}
_STRICTNESS = {
    "inform": "Tell me",
    "warn": "Warn me",
    "block": "Forbid it",
}
# Under which headings the clauses stand, in the order of the page.
_TOPICS = {
    "What counts": ("first_encounter", "dupes", "shiny", "gifts", "statics", "trades"),
    "Names, levels and losses": ("nickname", "level_cap", "permadeath", "wipe"),
    "What may be used": ("types", "generations", "species", "party_size", "unique_types"),
}


@dataclass(frozen=True, slots=True)
class ClauseFields:
    """The fields of one clause.

    ``summary`` is what it asks for as the form was first shown. ``is_changed`` is whether it is
    otherwise than in the rules that hold now.
    """

    key: str
    title: str
    summary: str
    on: BoundField
    strictness: BoundField
    parameters: tuple[BoundField, ...]
    is_changed: bool

    @property
    def is_open(self) -> bool:
        """Whether the page unfolds it: it has changed, or something in it is wrong."""
        return self.is_changed or any(
            field.errors for field in (self.on, self.strictness, *self.parameters)
        )


@dataclass(frozen=True, slots=True)
class Topic:
    """Clauses under one heading."""

    title: str
    clauses: tuple[ClauseFields, ...]


class RulesForm(RevisionForm):
    """Change the rules of a run: every clause with its parameters, and the house rules.

    A field is named by its clause and parameter: ``dupes-scope``. Once valid, ``document`` is what
    was asked for. ``now`` are the rules that hold, ``shown`` those that the form shows at first:
    the same, or a preset's.
    """

    preset = forms.RegexField(
        r"\A[a-z0-9][a-z0-9_-]{0,59}\Z",
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), DAMAGED),
    )
    house_rules = TextField(
        max_length=MAX_HOUSE_RULES, what="House rules", required=False, several_lines=True
    )

    document: RulesDocument

    def __init__(
        self, *args: Any, now: RulesDocument, shown: RulesDocument | None = None, **kwargs: Any
    ) -> None:
        self._now = now
        self._shown = shown or now
        kwargs["initial"] = initial_of(self._shown) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for key, clause in CLAUSES.items():
            self.fields[f"{key}-on"] = _switch(clause.title)
            self.fields[f"{key}-strictness"] = _choice("When something is against it", _STRICTNESS)
            for name, field in _PARAMETERS.get(key, {}).items():
                self.fields[f"{key}-{name}"] = copy.deepcopy(field)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The fields, clause by clause under their headings."""
        now: dict[str, AnyClause] = {clause.key: clause for clause in self._now.clauses}
        shown: dict[str, AnyClause] = {clause.key: clause for clause in self._shown.clauses}
        typed = {name.split("-")[0] for name in self.changed_data} if self.is_bound else set()

        def fields_of(key: str) -> ClauseFields:
            return ClauseFields(
                key=key,
                title=CLAUSES[key].title,
                summary=described(shown[key]),
                on=self[f"{key}-on"],
                strictness=self[f"{key}-strictness"],
                parameters=tuple(self[f"{key}-{name}"] for name in _PARAMETERS.get(key, ())),
                is_changed=key in typed or shown[key] != now[key],
            )

        return tuple(
            Topic(title, tuple(fields_of(key) for key in keys)) for title, keys in _TOPICS.items()
        )

    def clean(self) -> dict[str, Any]:
        """Put the document together and let the rules themselves judge it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        stored = {
            "version": VERSION,
            "preset": cleaned["preset"],
            "house_rules": cleaned["house_rules"],
            "clauses": [
                {"key": key}
                | {
                    name: cleaned[f"{key}-{name}"]
                    for name in ("on", "strictness", *_PARAMETERS.get(key, ()))
                }
                for key in CLAUSES
            ],
        }
        try:
            self.document = read_document(stored)
        except DocumentError as error:
            raise forms.ValidationError(list(error.problems)) from error
        return cleaned


class PresetForm(forms.Form):
    """Keep the rules of a run under a name."""

    name = TextField(
        max_length=PRESET_NAME_LENGTH,
        what="The name of a preset",
        error_messages={"required": "A preset needs a name."},
    )


def initial_of(document: RulesDocument) -> dict[str, Any]:
    """What a form shows of the document."""
    stored = document.as_json()
    initial = {"preset": stored["preset"], "house_rules": stored["house_rules"]}
    for clause in stored["clauses"]:
        key = clause.pop("key")
        initial |= {f"{key}-{name}": value for name, value in clause.items()}
    return initial
