"""How rules name things, so that all their sentences read as if one hand had written them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tracker.rules.facts import Met, Species

_MISSED = {
    "knocked_out": "was knocked out",
    "fled": "fled",
    "no_balls": "got away, there were no Poké Balls",
    "only_dupes": "was only a dupe",
    "skipped": "was skipped",
}
_MISSED_NAMELESS = {
    "no_balls": "there were no Poké Balls",
    "only_dupes": "only dupes were left",
    "skipped": "it was skipped",
}


def listed(things: Iterable[object], last: Literal["and", "or"] = "and") -> str:
    """ "Fire", "Fire and Water", "Fire, Water and Grass"."""
    *others, final = [str(thing) for thing in things]
    return f"{', '.join(others)} {last} {final}" if others else final


def counted(number: int, noun: str) -> str:
    """ "1 revive", "2 revives"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def type_names(types: Iterable[str], last: Literal["and", "or"] = "and") -> str:
    """ "Rock and Ground"."""
    return listed((name.capitalize() for name in types), last)


def named(met: Met, species: Species | None = None) -> str:
    """ "Gust the Pidgeotto", or the species alone where there is no nickname."""
    what = species or met.now
    name = what.name if what else ""
    if met.nickname and name:
        return f"{met.nickname} the {name}"
    return met.nickname or name or "nothing"


def called(met: Met) -> str:
    """The nickname, or the species where there is none: for short sentences."""
    return met.nickname or named(met)


def state(met: Met) -> str:
    """Where it is now, in a word or two."""
    if met.status == "caught":
        return "in the party" if met.in_party else "in the box"
    return {"fainted": "dead", "released": "released", "postponed": "postponed"}.get(
        met.status, "missed"
    )


def introduced(met: Met) -> str:
    """Who it is, how it is and where it came from: "Gust the Pidgeotto, dead, Route 1,"."""
    return f"{named(met)}, {state(met)}, {met.place.name},"


def outcome(met: Met) -> str:
    """What came of a place: "Gust the Pidgeotto, dead", "Pidgey fled", "only dupes were left"."""
    if met.status != "missed":
        return f"{named(met)}, {state(met)}"
    if met.species is None:
        return _MISSED_NAMELESS.get(met.missed_reason, "nothing was caught")
    return f"{met.species.name} {_MISSED.get(met.missed_reason, 'was missed')}"
