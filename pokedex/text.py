"""What players type, made safe to store and to show: plain Python, no Django."""

from __future__ import annotations

import unicodedata

MAX_MARKS_PER_LETTER = 4

# These turn the reading direction of everything after them, in our page as well.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# New emoji are unassigned in the Unicode tables of an older Python, and still meant.
_EMOJI = range(0x1F000, 0x1FB00)
# Letters and signs by their category, of which nothing can be seen.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def normalised(text: str) -> str:
    """Compose letters and accents (NFC), end lines with a line feed, trim both ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def problem_in(text: str, *, several_lines: bool = False) -> str | None:
    """Say why ``text`` cannot be stored, or None when it can.

    Refused are control characters and line breaks (but line feeds where there may be several
    lines), halves of surrogate pairs, unassigned characters, direction controls, letters under
    more than four combining marks, and a text of which nothing can be seen.
    """
    marks = 0
    visible = not text
    for character in text:
        if several_lines and character == "\n":
            continue
        category = unicodedata.category(character)
        is_emoji = ord(character) in _EMOJI
        if character in _DIRECTION_CONTROLS or (
            category in {"Cc", "Cs", "Cn", "Zl", "Zp"} and not is_emoji
        ):
            return (
                "This text holds an invisible or unknown character "
                f"(U+{ord(character):04X}). Please type it again without."
            )
        if category in {"Mn", "Me"}:
            marks += 1
        elif category != "Cf":  # joiners and the like: what follows stacks on the same letter
            marks = 0
        if marks > MAX_MARKS_PER_LETTER:
            return "This text stacks too many accents on one letter. Please use fewer."
        if is_emoji or (category[0] in "LNPS" and character not in _BLANKS):
            visible = True
    if not visible:
        return "This text has no visible character. Please type at least one."
    return None
