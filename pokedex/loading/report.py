"""What a load did, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model

# Takes a line about what is going on.
Tell = Callable[[str], None]
# Steps with fewer rows are over before their line is read.
WORTH_TELLING = 1000
OUTCOMES = ("new", "changed", "unchanged", "kept", "retired", "deleted")
ALWAYS_TOLD = ("new", "changed", "unchanged")
REASONS = {
    "kept": "a person has changed or made it",
    "retired": "the fixtures no longer have it, but something points to it or a person changed it",
    "deleted": "the fixtures no longer have it",
}


@dataclass
class LoadReport:
    """Counts by model and outcome, and a line for each row that was not simply loaded."""

    counts: dict[type[Model], Counter[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def count(self, model: type[Model], outcome: str, number: int = 1) -> None:
        """Count rows of an outcome."""
        self.counts.setdefault(model, Counter())[outcome] += number

    def name(self, model: type[Model], outcome: str, name: str) -> None:
        """Count a row and name it."""
        self.count(model, outcome)
        self.lines.append(
            f"{outcome.capitalize()} {model._meta.verbose_name} {name}: {REASONS[outcome]}."
        )

    def summary(self) -> list[str]:
        """Return a line for each model with rows: "36 games: 36 new, 0 changed, 0 unchanged"."""
        lines = []
        for model, counts in self.counts.items():
            if not counts.total():
                continue
            total = sum(counts[outcome] for outcome in OUTCOMES if outcome != "deleted")
            parts = [
                f"{counts[outcome]} {outcome}"
                for outcome in OUTCOMES
                if outcome in ALWAYS_TOLD or counts[outcome]
            ]
            lines.append(f"{total} {model._meta.verbose_name_plural}: {', '.join(parts)}.")
        return lines


def tell_nobody(line: str) -> None:
    """Take a line about what is going on, for callers that do not want any."""
