"""Form fields for what people type."""

from __future__ import annotations

from typing import Any

from django import forms

from pokedex import text


class TextField(forms.CharField):
    """A line of text, or several: composed, trimmed, nothing in it breaks pages or databases."""

    def __init__(
        self, *, max_length: int, what: str, several_lines: bool = False, **kwargs: Any
    ) -> None:
        if several_lines:
            kwargs["widget"] = forms.Textarea(attrs={"rows": "4"})
        # The length counts after composing, so the limit is not the widget's business alone.
        super().__init__(strip=True, **kwargs)
        self.several_lines = several_lines
        self.longest = max_length
        self.what = what
        self.widget.attrs |= {"maxlength": str(max_length), "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        """Compose and trim what was typed."""
        return text.normalised(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse what `pokedex.text` finds wrong, and what is too long."""
        super().validate(value)
        problem = text.problem_in(value, several_lines=self.several_lines)
        if problem:
            raise forms.ValidationError(problem, code="characters")
        if len(value) > self.longest:
            raise forms.ValidationError(
                f"{self.what} can be {self.longest} characters long; this one has {len(value)}.",
                code="max_length",
            )
