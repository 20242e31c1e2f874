"""How a value stands in a cell: text in CSV, JSON's own values in JSON, and the way back.

Each kind writes every value that the database may hold in such a way that reading it gives the
same value. `clean` raises ``ValueError`` with a sentence for what is none of the kind.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import TextChoices
from import_export.widgets import Widget

from pokedex.models import are_shares
from pokedex.services.encounter_lines import BadLine, read_share, share_lines
from pokedex.transfer.files import LONGEST_NUMBER, said

# Controls, surrogates and unassigned code points break a page or a database.
_UNFIT_CATEGORIES = {"Cc", "Cs", "Cn", "Co"}
# They turn the rest of a line around.
_UNFIT = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029)}
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class Text(Widget):
    """Text as it is."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the text in one normal form, without spaces around it."""
        if not isinstance(value, str):
            raise ValueError(f"{said(value)} is no text: put it in quotation marks.")
        return fit_text(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the text; nothing for a reference to nothing, but null in JSON."""
        return value if kwargs.get("force_native_type") or value is not None else ""


class Reference(Text):
    """The slug of another row, or nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the slug; None for none."""
        return None if value is None else super().clean(value, row) or None


class Number(Widget):
    """A whole number, or nothing."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the number; None for nothing."""
        if value is None or value == "":
            return None
        if type(value) is int:
            if value < 0:
                raise ValueError(f"{value} is below 0.")
            return value
        text = value.strip() if isinstance(value, str) else ""
        if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
            raise ValueError(f"“{said(value)}” is no whole number.")
        return int(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the number or its digits."""
        if kwargs.get("force_native_type"):
            return value
        return "" if value is None else str(value)


class YesNo(Widget):
    """Yes or no."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return whether it is yes."""
        if type(value) is bool:
            return value
        word = value.strip().casefold() if isinstance(value, str) else ""
        if word not in _YES:
            raise ValueError(f"“{said(value)}” is neither yes nor no.")
        return _YES[word]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the word."""
        if kwargs.get("force_native_type"):
            return value
        return "yes" if value else "no"


class Choice(Text):
    """One of a few words, or its name as pages show it; '' where there may be none."""

    def __init__(self, choices: type[TextChoices]) -> None:
        super().__init__()
        self.values = {label.casefold(): value for value, label in choices.choices}
        self.values |= {value: value for value in choices.values}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the word that the database has."""
        word = super().clean(value, row).casefold()
        if word and word not in self.values:
            words = ", ".join(dict.fromkeys(self.values.values()))
            raise ValueError(f"“{said(value)}” is none of {_shortened(words)}.")
        return self.values.get(word, "")


class Listed(Widget):
    """A list in one cell, its parts between semicolons: "time-day; time-morning".

    What cannot be written so, such as a part with a semicolon in it, is written as JSON.
    """

    def part(self, text: str) -> Any:
        """Return a part by its text."""
        return text

    def text(self, part: Any) -> str:
        """Return the text of a part."""
        return str(part)

    def checked(self, parts: list[Any]) -> list[Any]:
        """Return the list. Raises ``ValueError`` when it is none of this kind."""
        if not all(isinstance(part, str) for part in parts):
            raise ValueError("Each part has to be text.")
        return [fit_text(part) for part in parts]

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the list."""
        return self.checked(value if isinstance(value, list) else self._parts(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the list, or its parts in one text."""
        if kwargs.get("force_native_type"):
            return value
        try:
            text = "; ".join(self.text(part) for part in value)
            if self._parts(text) == value:
                return text
        except (ValueError, TypeError, IndexError):
            pass
        return json.dumps(value, ensure_ascii=False)

    def _parts(self, value: Any) -> list[Any]:
        if not isinstance(value, str):
            raise ValueError(f"{said(value)} is no list.")
        text = value.strip()
        if text.startswith("["):
            return _json_list(text)
        parts = [part.strip() for part in text.split(";")]
        return [self.part(part) for part in parts if part]


class Shares(Listed):
    """The shares of an encounter table: "zubat, 69, 7-10; golbat, 31, 7-10"."""

    def part(self, text: str) -> Any:
        try:
            return read_share(text)
        except BadLine as error:
            raise ValueError(f"“{said(text)}”: {error}") from error

    def text(self, part: Any) -> str:
        return share_lines([part])

    def checked(self, parts: list[Any]) -> list[Any]:
        if not are_shares(parts):
            raise ValueError(
                "Write each share as “zubat, 69, 7-10” (in JSON as [“zubat”, 69, 7, 10]), each "
                "Pokémon once."
            )
        for part in parts:
            # It is asked for in the database, which takes no such thing.
            fit_text(part[0])
        return parts


class PastTypes(Listed):
    """Types up to and with a generation: "5: normal; 1: normal, flying"."""

    def __init__(self, types: Iterable[str]) -> None:
        super().__init__()
        self.types = frozenset(types)

    def part(self, text: str) -> Any:
        until, colon, types = text.partition(":")
        until = until.strip()
        if not colon or not until.isascii() or not until.isdigit() or len(until) > LONGEST_NUMBER:
            raise ValueError(f"Write “5: normal, flying” instead of “{said(text)}”.")
        return [int(until), [one.strip() for one in types.split(",")]]

    def text(self, part: Any) -> str:
        until, types = part
        return f"{until}: {', '.join(types)}"

    def checked(self, parts: list[Any]) -> list[Any]:
        for part in parts:
            if (
                not isinstance(part, list)
                or len(part) != 2
                or type(part[0]) is not int
                or not 1 <= part[0] <= 99
                or not isinstance(part[1], list)
                or not 1 <= len(part[1]) <= 2
                or not all(isinstance(one, str) and one in self.types for one in part[1])
            ):
                raise ValueError(
                    "Write a generation and one or two types: “5: normal, flying” (in JSON "
                    "[5, [“normal”, “flying”]])."
                )
        return parts


def fit_text(text: str) -> str:
    """Return text in Unicode's composed form, without spaces around it.

    Raises ``ValueError`` for what breaks a page or a database.
    """
    text = unicodedata.normalize("NFC", text.strip())
    for one in text:
        if one in _UNFIT or unicodedata.category(one) in _UNFIT_CATEGORIES:
            name = "a line break" if one in "\r\n" else f"the character U+{ord(one):04X}"
            raise ValueError(f"There is {name} in it; take it out.")
    return text


def _json_list(text: str) -> list[Any]:
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_refuse, parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise ValueError("It begins with “[” as a list in JSON, and is none.") from error
    if not isinstance(value, list):
        raise ValueError("It begins with “[” as a list in JSON, and is none.")
    return value


def _refuse(text: str) -> object:
    raise ValueError(text)


def _number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def _shortened(text: str, most: int = 200) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
