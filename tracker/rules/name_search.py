"""Finding a thing by a name that somebody typed: cut short, misspelt, with or without accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TypeVar

# Shorter ones are like too many names.
_SHORTEST_TYPO = 4
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a name. ``key`` is the caller's own; ``aliases`` mean the same."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


NamedType = TypeVar("NamedType", bound=Named)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return letters and digits alone, in lower case and without accents."""
    signs = text.replace("♀", "f").replace("♂", "m").replace("&", "and")
    plain = unicodedata.normalize("NFKD", signs).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


@lru_cache(maxsize=4096)
def spellings(named: Named) -> tuple[str, ...]:
    """All that is an exact name of it: name, aliases, and the number of "Route 101"."""
    folded = [fold(named.name), *map(fold, named.aliases)]
    for spelling in tuple(folded):
        number = spelling.removeprefix("route")
        if number != spelling and number[:1].isdigit():
            folded += [number, f"r{number}", f"rt{number}"]
    return tuple(dict.fromkeys(filter(None, folded)))


@lru_cache(maxsize=4096)
def _later_words(named: Named) -> tuple[str, ...]:
    """The words of the name after the first, each with all that follows it."""
    words = named.name.replace("-", " ").split()
    return tuple(fold("".join(words[number:])) for number in range(1, len(words)))


def _begins(typed: str, spelling: str) -> bool:
    """Whether a name starts so; "route 10" does not start "Route 101"."""
    return spelling.startswith(typed) and not (
        typed[-1:].isdigit() and spelling[len(typed) :][:1].isdigit()
    )


def _is_one_letter_off(typed: str, spelling: str) -> bool:
    """Whether one letter is missing, too many, wrong, or two have changed places. Never a digit."""
    if len(typed) < _SHORTEST_TYPO or abs(len(typed) - len(spelling)) > 1 or typed == spelling:
        return False
    if [sign for sign in typed if sign.isdigit()] != [sign for sign in spelling if sign.isdigit()]:
        return False
    at = 0
    while at < min(len(typed), len(spelling)) and typed[at] == spelling[at]:
        at += 1
    one, other = typed[at:], spelling[at:]
    swapped = one[:2] == other[:2][::-1] and one[2:] == other[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or swapped


def exactly(typed: str, among: Iterable[NamedType]) -> list[NamedType]:
    """Those that are called exactly so; ``typed`` is folded, here and below."""
    return [named for named in among if typed in spellings(named)]


def by_beginning(typed: str, among: Iterable[NamedType]) -> list[NamedType]:
    """Those whose name starts so, else those with a word that does."""
    if len(typed) < _SHORTEST_BEGINNING or typed.isdigit():
        return []
    names = list(among)
    return [
        named for named in names if any(_begins(typed, spelling) for spelling in spellings(named))
    ] or [
        named
        for named in names
        if any(_begins(typed, spelling) for spelling in _later_words(named))
    ]


def by_typo(typed: str, among: Iterable[NamedType]) -> list[NamedType]:
    """Those with one letter other than in their name."""
    return [
        named
        for named in among
        if any(_is_one_letter_off(typed, spelling) for spelling in spellings(named))
    ]


_WAYS_TO_MATCH = (exactly, by_beginning, by_typo)


def find(typed: str, among: Sequence[NamedType]) -> list[NamedType]:
    """Return what is meant, in the best way in which anything is; several where it is unclear."""
    return next((found for way in _WAYS_TO_MATCH if (found := way(typed, among))), [])


def ranked(typed: str, among: Iterable[NamedType]) -> list[NamedType]:
    """All that could be meant by the beginning of a name, best first."""
    names = list(among)
    groups = (
        exactly(typed, names),
        [each for each in names if any(item.startswith(typed) for item in spellings(each))],
        [each for each in names if any(item.startswith(typed) for item in _later_words(each))],
        by_typo(typed, names),
    )
    return list(dict.fromkeys(named for group in groups for named in group))


def near_names(typed: str, among: Iterable[Named]) -> list[str]:
    """Up to three names that look like what was typed."""
    names = {spelling: named.name for named in among for spelling in spellings(named)}
    close = get_close_matches(typed, names, n=6, cutoff=0.55)
    return list(dict.fromkeys(names[spelling] for spelling in close))[:3]
