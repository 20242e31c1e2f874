"""The page about the keyboard: every shortcut in words, and where players change or stop them.

What a player has changed stays in the browser, see static/js/site.js, which shows the form of this
page as a dialog as well. WCAG 2.2, 2.1.4: shortcuts of one character can be remapped and turned
off.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@dataclass(frozen=True, slots=True)
class Shortcut:
    """``name`` is the one that static/js/site.js knows; without one the key cannot be changed."""

    name: str
    key: str
    what: str


SHORTCUTS: dict[str, tuple[Shortcut, ...]] = {
    "On the run page": (
        Shortcut("next", "j", "Next row"),
        Shortcut("previous", "k", "Row before"),
        Shortcut("", "Enter", "Open or close the row"),
        Shortcut("", "1–9", "Choose the first to ninth Pokémon of the open row"),
        Shortcut("caught", "c", "Caught"),
        Shortcut("missed", "m", "Missed"),
        Shortcut("faint", "f", "Fainted"),
        Shortcut("evolve", "e", "Evolve"),
        Shortcut("level", "l", "Change the level"),
        Shortcut("undo", "u", "Undo the last act"),
    ),
    "On every page of a run": (
        Shortcut("party", "p", "Party"),
        Shortcut("box", "g b", "Go to the box"),
        Shortcut("graveyard", "g g", "Go to the graveyard"),
    ),
    "Everywhere": (
        Shortcut("find", "/", "Search"),
        Shortcut("", "Escape", "Clear the search"),
        Shortcut("help", "?", "These shortcuts"),
    ),
}


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    return render(request, "keys.html", {"shortcuts": SHORTCUTS})
