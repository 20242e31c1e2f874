"""What is wrong with a ``rules`` document, in sentences that say where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

MAX_SENTENCES = 10
_LONGEST_VALUE = 40

# By the validator's name of the mistake; what stands in braces is the mistake's own context.
_SAYS = {
    "missing": "is missing.",
    "extra_forbidden": "is not known here.",
    "invalid_key": "is not known here.",
    "literal_error": "must be {expected}.",
    "bool_type": "must be true or false.",
    "int_type": "must be a whole number.",
    "string_type": "must be text.",
    "string_unicode": "holds a character that cannot be stored.",
    "tuple_type": "must be a list.",
    "model_type": "must be an object.",
    "model_attributes_type": "must be an object.",
    "greater_than_equal": "must be at least {ge}.",
    "less_than_equal": "must be at most {le}.",
    "string_pattern_mismatch": "must be lower-case letters, digits and hyphens.",
    "string_too_long": "must have at most {max_length} characters.",
    "too_long": "has more than {max_length} entries.",
    "union_tag_invalid": "has a key that is no clause of ours.",
    "union_tag_not_found": "must say which clause it is by its key.",
}
# The document's own mistakes bring their words with them.
_OWN_WORDS = frozenset({"clause_twice", "control_character", "named_twice"})


def sentences(errors: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a sentence for each of pydantic's errors, at most ``MAX_SENTENCES``."""
    for error in errors[:MAX_SENTENCES]:
        yield f"{_place(error['loc'])} {_problem(error)}"
    if len(errors) > MAX_SENTENCES:
        yield f"And {len(errors) - MAX_SENTENCES} more."


def _problem(error: Mapping[str, Any]) -> str:
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind in _OWN_WORDS:
        return str(error["msg"])
    says = _SAYS.get(kind, "cannot be read.").format_map(
        {key: str(value).replace("'", "") for key, value in context.items()}
    )
    given = _given(error["input"])
    return f"{says[:-1]}, not {given}." if given and "must" in says else says


def _given(value: object) -> str:
    """Return a short plain value as JSON writes it, nothing for anything else."""
    if value is None or isinstance(value, bool | int | float | str):
        try:
            written = json.dumps(value)
        except ValueError:  # a number of too many digits to write
            return ""
        return written if len(written) <= _LONGEST_VALUE else ""
    return ""


def _place(location: Sequence[int | str]) -> str:
    """Name where it is: ("clauses", 2, "dupes", "scope") is Clause "dupes": "scope"."""
    if not location:
        return "The document"
    if location[0] != "clauses" or len(location) == 1:
        return _names(location)
    position, *rest = location[1:]
    if not rest:
        return f"Clause {int(position) + 1}" if isinstance(position, int) else _names(location)
    name, *inside = rest
    where = f'Clause "{_short(name)}"'
    return f"{where}: {_names(inside)}" if inside else where


def _names(location: Iterable[int | str]) -> str:
    return ", ".join(
        f"entry {part + 1}" if isinstance(part, int) else f'"{_short(part)}"' for part in location
    )


def _short(name: object) -> str:
    """Return a key that anybody may have written so that it can stand in a sentence."""
    text = json.dumps(str(name))[1:-1]
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
