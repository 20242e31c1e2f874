"""A tiny language in which rule cases and the examples of docs/rules.md are written.

    dupes: warn, scope=line
    Route 1: Gust the Pidgeotto, dead
    > Pidgey on Route 2
    warn: Dupe: Gust the Pidgeotto, dead, Route 1, is of the same line. (free: shiny)

First come the clauses that are on, what was met in the order of logging, and the bosses; then one
act after ``>``; then all that is said to it, or ``legal``. Whoever is not named is not there.
"""

from __future__ import annotations

import json
import re
from typing import Any

from tracker.rules.document import CLAUSES, read_document
from tracker.rules.engine import RunRules
from tracker.rules.facts import BossFacts, Met, PlaceFacts, RunFacts, Species
from tracker.rules.run_end import run_end
from tracker.rules.verdicts import Ruling


def _species(name: str, family: str, types: str, generation: int, later: str = "") -> Species:
    slug = name.lower().replace(" ", "-")
    return Species(slug, name, family, tuple(types.split()), generation, tuple(later.split()))


SPECIES = {
    species.name: species
    for species in (
        _species("Pidgey", "pidgey", "normal flying", 1),
        _species("Pidgeotto", "pidgey", "normal flying", 1),
        _species("Rattata", "rattata", "normal", 1),
        _species("Geodude", "geodude", "rock ground", 1),
        _species("Onix", "onix", "rock ground", 1, "steel"),
        _species("Eevee", "eevee", "normal", 1, "water electric fire psychic dark"),
        _species("Vaporeon", "eevee", "water", 1),
        _species("Abra", "abra", "psychic", 1),
        _species("Starly", "starly", "normal flying", 4),
        _species("Poochyena", "poochyena", "dark", 3),
        _species("Mightyena", "poochyena", "dark", 3),
        _species("Houndour", "houndour", "dark fire", 2),
        _species("Zigzagoon", "zigzagoon", "normal", 3),
        _species("Marill", "marill", "water", 2),
        _species("Togepi", "togepi", "normal", 2),
        _species("Sudowoodo", "sudowoodo", "rock", 2),
    )
}
_STATES: dict[str, dict[str, Any]] = {
    "in the party": {"status": "caught", "in_party": True},
    "in the box": {"status": "caught"},
    "dead": {"status": "fainted"},
    "died in the party": {"status": "fainted", "in_party": True},
    "released": {"status": "released"},
    "postponed": {"status": "postponed"},
    "missed": {"status": "missed"},
    "knocked out": {"status": "missed", "missed_reason": "knocked_out"},
    "fled": {"status": "missed", "missed_reason": "fled"},
    "no balls": {"status": "missed", "missed_reason": "no_balls"},
    "only dupes": {"status": "missed", "missed_reason": "only_dupes"},
    "skipped": {"status": "missed", "missed_reason": "skipped"},
    "bonus": {"is_bonus": True},
    "shiny": {"is_shiny": True},
}
_ACQUISITIONS = {"gift", "egg", "fossil", "static", "trade"}
_BOSS_KINDS = {"gym", "trial", "elite-four", "champion", "rival", "evil-team", "other"}


class Scenario:
    """A text in the language above, read; ``acted`` is what the rules say, ``expected`` what the
    text says."""

    def __init__(self, text: str) -> None:
        self._clauses: list[dict[str, Any]] = []
        self._met: list[Met] = []
        self._bosses: list[BossFacts] = []
        self._revives_used = 0
        self._act = ""
        self.expected: list[str] = []
        for line in text.strip().splitlines():
            self._read(line.strip())

    def _read(self, line: str) -> None:
        if line.startswith(">"):
            self._act = line.removeprefix(">").strip()
        elif self._act:
            self.expected.append(line)
        elif used := re.fullmatch(r"revives used: (\d+)", line):
            self._revives_used = int(used[1])
        else:
            name, rest = line.split(": ", 1)
            if name in CLAUSES:
                self._clauses.append(_clause(name, rest))
            elif name == "boss":
                self._bosses.append(_boss(rest, len(self._bosses)))
            else:
                self._met.append(_met(name, rest, len(self._met)))

    @property
    def facts(self) -> RunFacts:
        document = {"version": 2, "preset": "classic", "clauses": self._clauses}
        return RunFacts(
            read_document(document), tuple(self._met), tuple(self._bosses), self._revives_used
        )

    def acted(self) -> list[str]:
        """Do the act and return what is said, line by line."""
        rules = RunRules(self.facts)
        act = self._act
        if act == "cap":
            cap = rules.cap
            return ["no cap" if cap is None else f"{cap.level} by {cap.boss.name}"]
        if act == "end":
            end = run_end(self.facts)
            return [line for line in (end.lost, end.completed) if line] or ["goes on"]
        if level := re.fullmatch(r"level (\d+)", act):
            return _said(rules.for_level(int(level[1])))
        if party := re.fullmatch(r"party (.+)", act):
            return _said(rules.for_party(self._key(name) for name in party[1].split(", ")))
        if dead := re.fullmatch(r"revive (.+)", act):
            return _said(rules.for_revive(self._key(dead[1])))
        if name := re.fullmatch(r"(?:(\w+) is )?named (.*)", act):
            bearer = self._key(name[1]) if name[1] else ""
            return _said(rules.for_nickname(name[2].strip('"'), ignoring=bearer))
        return _said(self._caught(rules, act))

    def _caught(self, rules: RunRules, act: str) -> Ruling:
        what, *details = act.split(", ")
        name, place = what.split(" on ", 1)
        options: dict[str, Any] = {}
        for detail in details:
            word, _, rest = detail.partition(" ")
            if detail in _ACQUISITIONS:
                options["acquisition"] = detail
            elif detail == "shiny":
                options["is_shiny"] = True
            elif word == "level":
                options["level"] = int(rest)
            elif word == "named":
                options["nickname"] = rest.strip('"')
            elif word == "rerolls":
                options["rerolls"] = int(rest)
            elif word == "changing":
                options["ignoring"] = self._key(rest)
            else:
                raise AssertionError(f"Unknown detail {detail!r}")
        species = SPECIES[name]
        said = rules.for_catch(place, species, **options)
        if not options:
            # What the place's page says beforehand is the same.
            assert rules.for_place(place, [species]).species == {species.slug: said}
        return said

    def _key(self, name: str) -> str:
        for met in self._met:
            if name in (met.nickname, met.now and met.now.name):
                return met.key
        raise AssertionError(f"Nobody is called {name}")


def _clause(key: str, text: str) -> dict[str, Any]:
    strictness, *settings = re.split(r", (?=\w+=)", text)
    clause: dict[str, Any] = {"key": key, "on": strictness != "off"}
    if clause["on"]:
        clause["strictness"] = strictness
    for setting in settings:
        name, value = setting.split("=", 1)
        try:
            clause[name] = json.loads(value)
        except ValueError:
            clause[name] = value
    return clause


def _met(place: str, text: str, position: int) -> Met:
    who, *details = text.split(", ")
    named = re.fullmatch(r"(?:(.+) the )?(\w+)", who)
    assert named, who
    species = current = None
    if who != "nothing":
        species = current = SPECIES[named[2]]
    facts: dict[str, Any] = {}
    for detail in details:
        word, _, rest = detail.partition(" ")
        if detail in _STATES:
            facts |= _STATES[detail]
        elif detail in _ACQUISITIONS:
            facts["acquisition"] = detail
        elif word == "level":
            facts["level"] = int(rest)
        elif word == "once":
            species = SPECIES[rest]
        else:
            raise AssertionError(f"Unknown detail {detail!r}")
    return Met(
        key=f"met-{position}",
        place=PlaceFacts(place, place),
        species=species,
        current=current,
        nickname=named[1] or "",
        **facts,
    )


def _boss(text: str, position: int) -> BossFacts:
    name, kind, ace, *details = text.split(", ")
    assert kind in _BOSS_KINDS, kind
    facts: dict[str, Any] = {"kind": kind}
    for detail in details:
        if detail == "won":
            facts["is_won"] = True
        elif detail == "postgame":
            facts["stage"] = "postgame"
        elif own := re.fullmatch(r"own cap (\d+)", detail):
            facts["own_cap"] = int(own[1])
        else:
            raise AssertionError(f"Unknown detail {detail!r}")
    level = None if ace == "unknown" else int(ace)
    return BossFacts(key=f"boss-{position}", name=name, order=position, ace_level=level, **facts)


def _said(ruling: Ruling) -> list[str]:
    lines = []
    for verdict in ruling.verdicts:
        free = f" (free: {', '.join(verdict.freed_by)})" if verdict.freed_by else ""
        lines.append(f"{verdict.strictness}: {verdict.sentence}{free}")
    return lines or ["legal"]
