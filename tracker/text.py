"""What players type, made safe to store and to show: plain Python, no Django."""

from __future__ import annotations

import unicodedata

MAX_MARKS_PER_LETTER = 4

# These turn the reading direction of everything after them, in our page as well.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# New emoji are unassigned in the Unicode tables of an older Python, and still meant.
_EMOJI = range(0x1F000, 0x1FB00)


def normalised(text: str) -> str:
    """Compose letters and accents (NFC), end lines with a line feed, trim both ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def problem_in(text: str, *, several_lines: bool = False) -> str | None:
    """Say why ``text`` cannot be stored, or None when it can.

    Refused are control characters (but line feeds where there may be several lines), halves of
    surrogate pairs, unassigned characters, direction controls and letters under more than four
    combining marks.
    """
    marks = 0
    for character in text:
        if several_lines and character == "\n":
            continue
        category = unicodedata.category(character)
        if character in _DIRECTION_CONTROLS or (
            category in {"Cc", "Cs", "Cn"} and ord(character) not in _EMOJI
        ):
            return (
                "This text holds an invisible or unknown character "
                f"(U+{ord(character):04X}). Please type it again without."
            )
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks > MAX_MARKS_PER_LETTER:
            return "This text stacks too many accents on one letter. Please use fewer."
    return None
