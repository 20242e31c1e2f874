"""What was measured, held against the goals: lines of a table, each met or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with its goal in words; ``is_met`` is None where there is no goal."""

    measure: str
    measured: str
    goal: str = ""
    is_met: bool | None = None


def at_most(measure: str, value: float, most: float, unit: str = "", note: str = "") -> Line:
    """Hold a number against the most that it may be."""
    return Line(
        measure,
        f"{_number(value)}{unit}{f' ({note})' if note else ''}",
        f"≤ {_number(most)}{unit}",
        value <= most,
    )


def at_least(measure: str, value: float, least: float) -> Line:
    """Hold a number against the least that it must be."""
    return Line(measure, _number(value), f"≥ {_number(least)}", value >= least)


def ratio(
    measure: str, values: Sequence[float], bare: Sequence[float], most: float, of: str
) -> Line:
    """Hold milliseconds against a multiple of others that were measured beside them.

    Each is held against the one of its own round, and the median of the ratios counts.
    """
    times = median(one / other for one, other in zip(values, bare, strict=True))
    measured = f"{times:.2f} × ({beside(values, bare, of)})"
    return Line(measure, measured, f"≤ {_number(most)} ×", times <= most)


def beside(values: Sequence[float], bare: Sequence[float], of: str) -> str:
    """Say milliseconds and what they were measured beside, medians of both."""
    return f"{_number(median(values))} ms, {of} {_number(median(bare))} ms"


def table(lines: Iterable[Line]) -> str:
    """Return the lines as a Markdown table."""
    return markdown(
        ("Measure", "Goal", "Measured", "Met"),
        [(line.measure, line.goal, line.measured, _word(line.is_met)) for line in lines],
    )


def markdown(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [headings, ("---",) * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def kilobytes(size: float) -> float:
    """Return bytes as kilobytes of a thousand, which is the stricter way to count."""
    return size / 1000


def _word(is_met: bool | None) -> str:
    return {None: "", True: "yes", False: "**no**"}[is_met]


def _number(value: float) -> str:
    if value == int(value):
        return str(int(value))
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
