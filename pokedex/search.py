"""Whether what a person typed fits a name: case, accents and punctuation do not matter.

Plain Python.
"""

from __future__ import annotations

import unicodedata

# Else the two Nidoran would be spelled alike; in slugs, too, these signs are letters.
_SPELLED_OUT = str.maketrans({"♀": "f", "♂": "m"})


def plain(text: str) -> str:
    """Leave out case and accents, so that "pokemon" finds Pokémon Tower."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in spread if not unicodedata.combining(sign)).casefold()


def letters(text: str) -> str:
    """Leave only letters and digits: "Mr. Mime" and "mr-mime" are the same."""
    return "".join(sign for sign in plain(text.translate(_SPELLED_OUT)) if sign.isalnum())


def fits(typed: str, *, name: str, slug: str, number: int) -> bool:
    """Say whether it is a part of the name or slug, or the national number; "" fits all."""
    typed = typed.strip()
    if is_number(typed):
        return _number(typed) == str(number) or typed.removeprefix("#") in name
    wanted = letters(typed)
    return not typed or (bool(wanted) and (wanted in letters(name) or wanted in letters(slug)))


def is_named(typed: str, *, name: str, slug: str, number: int) -> bool:
    """Say whether it is the whole name or slug, or the national number."""
    typed = typed.strip()
    if is_number(typed):
        return _number(typed) == str(number)
    wanted = letters(typed)
    return bool(wanted) and wanted in (letters(name), letters(slug))


def is_number(typed: str) -> bool:
    """Say whether it is meant as a national number: "25", "#025"."""
    number = typed.removeprefix("#")
    return number.isascii() and number.isdigit()


def _number(typed: str) -> str:
    return typed.removeprefix("#").lstrip("0")
