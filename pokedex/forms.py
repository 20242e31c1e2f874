"""Forms by which players report what is wrong in the catalog, and curators decide."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from pokedex.choices import ReportKind, ReportSubject
from pokedex.fields import TextField
from pokedex.models import (
    CONTACT_LENGTH,
    CREDIT_LENGTH,
    REPLY_LENGTH,
    SOURCE_LENGTH,
    SUGGESTION_LENGTH,
)
from pokedex.reports import KINDS
from pokedex.services.report_values import BadSuggestion, read_suggestion

DAMAGED = "This form is damaged. Load the page again and fill it in."
_DAMAGES = dict.fromkeys(("required", "invalid", "min_value", "max_value"), DAMAGED)


class ReportForm(forms.Form):
    """What is wrong with a row, what it should be, and who says so, as far as they want to say."""

    kind = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is wrong.",
            "invalid_choice": "Choose what is wrong from the list.",
        },
    )
    suggestion = TextField(max_length=SUGGESTION_LENGTH, what="A suggestion", required=False)
    source = TextField(
        max_length=SOURCE_LENGTH, what="A source", required=False, several_lines=True
    )
    credit = TextField(max_length=CREDIT_LENGTH, what="A name", required=False)
    contact = TextField(max_length=CONTACT_LENGTH, what="A contact", required=False)
    # Hidden from people; programs that fill in everything fill it in as well.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    submission = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages=_DAMAGES
    )

    def __init__(self, *args: Any, subject: ReportSubject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in KINDS[subject]]

    def clean_website(self) -> str:
        """Refuse what only a program fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("Leave this field empty, and send the form again.")
        return ""

    def clean(self) -> dict[str, Any]:
        """Read the suggestion by what is wrong."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "kind" in cleaned and "suggestion" in cleaned:
            try:
                cleaned["suggestion"] = read_suggestion(
                    subject=self.subject,
                    kind=ReportKind(cleaned["kind"]),
                    text=cleaned["suggestion"],
                )
            except BadSuggestion as problem:
                self.add_error("suggestion", str(problem))
        return cleaned


class RevisionForm(forms.Form):
    """A form about a report that others may change meanwhile."""

    revision = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput, error_messages=_DAMAGES
    )


class AnswerForm(RevisionForm):
    """The answer to a curator's question."""

    text = TextField(
        max_length=REPLY_LENGTH,
        what="An answer",
        several_lines=True,
        error_messages={"required": "Write an answer."},
    )


class DecisionForm(RevisionForm):
    """What a curator decides, with a word to whoever has reported it."""

    act = forms.ChoiceField(
        choices=[(one, one) for one in ("accept", "by-hand", "refuse", "ask")],
        error_messages={"required": DAMAGED, "invalid_choice": DAMAGED},
    )
    mark = forms.CharField(max_length=16, required=False)
    partner = forms.CharField(max_length=60, required=False)
    reply = TextField(max_length=REPLY_LENGTH, what="A reply", several_lines=True, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for words where they are the point: a reason, a question."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lacking = {"refuse": "Give a reason: whoever has sent the report will read it."}
        lacking["ask"] = "Write the question."
        if cleaned.get("act") in lacking and not cleaned.get("reply") and not self.errors:
            self.add_error("reply", lacking[cleaned["act"]])
        return cleaned
