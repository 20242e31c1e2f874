"""What a report suggests, read and written in one way, so that the same is told to be the same."""

from __future__ import annotations

import re

from pokedex.choices import PokemonType, ReportKind, ReportSubject
from pokedex.models import MAX_LEVEL
from pokedex.reports import levels_in_words, types_in_words
from pokedex.services.encounter_lines import BadLine, read_levels, read_rate

_TYPES = {label.casefold(): value for value, label in PokemonType.choices}
_NAME_LENGTHS = {ReportSubject.POKEMON: 60, ReportSubject.ROUTE: 80, ReportSubject.BOSS: 80}
_PLACE_LENGTH = 80


class BadSuggestion(Exception):
    """A suggestion that cannot be meant; the message says what to write instead."""


def read_suggestion(*, subject: ReportSubject, kind: ReportKind, text: str) -> str:
    """Return a suggestion as it is kept: "5" for "up to 5 %", "2-3" for "Lv. 2 – 3".

    Raises ``BadSuggestion`` where something else than a rate, a level, types or a short name
    stands for one. What only a person can judge is kept as it was typed.
    """
    if not text:
        if kind is ReportKind.NOT_MET:
            return ""
        raise BadSuggestion("Say what it should be.")
    if kind is ReportKind.RATE:
        return str(rate_in(text))
    if kind is ReportKind.LEVEL and subject is ReportSubject.BOSS:
        return str(level_in(text))
    if kind is ReportKind.LEVEL:
        return levels_in_words(*levels_in(text))
    if kind is ReportKind.TYPES:
        return types_in_words(types_in(text))
    longest = _NAME_LENGTHS.get(subject) if kind is ReportKind.NAME else None
    if kind is ReportKind.BATTLE_PLACE:
        longest = _PLACE_LENGTH
    if longest is not None and len(text) > longest:
        raise BadSuggestion(f"Write the right name alone, in {longest} characters at most.")
    return text


def rate_in(text: str) -> int:
    """Read a rate in percent, 1 to 100. Raises ``BadSuggestion``."""
    try:
        rate = read_rate(text.casefold().removeprefix("up to").strip())
    except BadLine:
        rate = None
    if rate is None:
        raise BadSuggestion("Write the right chance as a whole number from 1 to 100, such as 5.")
    return rate


def levels_in(text: str) -> tuple[int, int]:
    """Read from which level to which. Raises ``BadSuggestion``."""
    plain = re.sub(r"^(levels?|lv)\.?\s*", "", text.casefold())
    try:
        low, high = read_levels(plain.replace(" to ", "-"))
    except BadLine:
        low = high = None
    if low is None or high is None:
        raise BadSuggestion(f"Write the right levels, such as 3 or 2-3, from 1 to {MAX_LEVEL}.")
    return low, high


def level_in(text: str) -> int:
    """Read one level. Raises ``BadSuggestion``."""
    try:
        low, high = levels_in(text)
    except BadSuggestion:
        low, high = 0, 1
    if low != high:
        raise BadSuggestion(f"Write the right level as a whole number from 1 to {MAX_LEVEL}.")
    return low


def types_in(text: str) -> list[str]:
    """Read one or two types by their names. Raises ``BadSuggestion``."""
    parts = [one for one in re.split(r"[\s,;/&+]+|\band\b", text.casefold()) if one]
    types = [_TYPES[one] for one in parts if one in _TYPES]
    if len(types) != len(parts) or not 1 <= len(types) <= 2 or len(set(types)) != len(types):
        raise BadSuggestion("Write one or two types by their names, such as “Grass, Poison”.")
    return types
