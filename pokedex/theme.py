"""Which theme a reader has chosen; `config.theme` has the switch."""

from __future__ import annotations

from django.http import HttpRequest

COOKIE = "theme"
THEMES = ("light", "dark")
SYSTEM = "system"


def chosen_theme(request: HttpRequest) -> str:
    """Return "light" or "dark", or "" while the reader leaves it to the system."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""
