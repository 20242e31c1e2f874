"""Text that no spreadsheet takes for a formula, and the way back. Plain Python.

A spreadsheet runs a cell that begins with one of a few signs, also from a CSV file. An apostrophe
before it makes it text (OWASP, "CSV Injection"). Text that begins with apostrophes before such a
sign gets one more, so that taking one off gives back exactly what was there.
"""

from __future__ import annotations

import re

# The last four are the full-width twins, which some spreadsheets read as the signs themselves.
SIGNS = "=+\\-@\t\r\n\0＝＋－＠"
_IS_FORMULA = re.compile(f"[{SIGNS}]")
_WOULD_BE_FORMULA = re.compile(f"'*[{SIGNS}]")
_WAS_NEUTRALISED = re.compile(f"'+[{SIGNS}]")


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet may take this for a formula."""
    return _IS_FORMULA.match(text) is not None


def neutralised(text: str) -> str:
    """Return the text as it is safe in a cell: never a formula."""
    return f"'{text}" if _WOULD_BE_FORMULA.match(text) else text


def restored(text: str) -> str:
    """Take off what `neutralised` has put on, and nothing else."""
    return text[1:] if _WAS_NEUTRALISED.match(text) else text
