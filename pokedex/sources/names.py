"""Slugs and English names."""

from __future__ import annotations

import re
import unicodedata

ENGLISH = "9"


def plain(text: str) -> str:
    """Replace typographic apostrophes by the one on every keyboard."""
    return text.replace("\u2019", "'")


def slugify(text: str) -> str:
    """Return the ASCII slug of a name: "Poké Pelago" is poke-pelago, "Hau'oli" hauoli."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^a-z0-9\s-]", "", ascii_text.lower())
    return re.sub(r"[\s-]+", "-", words).strip("-")
