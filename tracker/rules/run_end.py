"""Whether a run looks lost or completed: to be offered to the player, never done for him."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.rules.document import Wipe
from tracker.rules.facts import BossFacts, Met, RunFacts
from tracker.rules.wording import called, listed

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class RunEnd:
    """What a run looks like; each is a sentence, or empty."""

    lost: str
    completed: str


def run_end(facts: RunFacts) -> RunEnd:
    """Look whether the run is over by its own rules."""
    return RunEnd(_lost(facts.document.clause(Wipe), facts.met), _completed(facts.bosses))


def _lost(clause: Wipe, met: Iterable[Met]) -> str:
    had = [one for one in met if one.is_alive or one.is_dead]
    dead = [one for one in had if one.is_dead]
    if not clause.on or not dead:
        return ""
    if len(dead) == len(had):
        return f"All of your Pokémon are dead{_names(dead)}."
    fallen = [one for one in dead if one.in_party]
    party_lives = any(one.is_alive and one.in_party for one in had)
    if clause.when == "party" and fallen and not party_lives:
        return f"All of your party are dead{_names(fallen)}."
    return ""


def _names(dead: list[Met]) -> str:
    return f": {listed(map(called, dead))}" if len(dead) <= _MOST_NAMED else ""


def _completed(bosses: Iterable[BossFacts]) -> str:
    for boss in bosses:
        if boss.kind == "champion" and boss.stage == "story" and boss.is_won:
            return f"The champion is beaten: {boss.name}."
    return ""
