"""What a rule says: a verdict for each clause that speaks, and the ruling that they make up."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.rules.document import Strictness

# What would free a Pokémon from a clause, as a player says it.
FREED_BY_SHINY = "shiny"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One clause speaking against an act.

    ``sentence`` says why, with names. ``freed_by`` is what would free the Pokémon: "shiny",
    "gift", "static", "trade". ``by`` is the key of the encounter or boss that it is about, if it
    is about one.
    """

    clause: str
    strictness: Strictness
    sentence: str
    freed_by: tuple[str, ...] = ()
    by: str = ""

    @property
    def can_override(self) -> bool:
        """Whether the player may go on; only a rule that says "block" stops him."""
        return self.strictness != "block"

    @property
    def needs_reason(self) -> bool:
        """Whether going on asks for a reason, which stays on record."""
        return self.strictness == "warn"


@dataclass(frozen=True, slots=True)
class Ruling:
    """All that the rules say to one act, the strictest first."""

    verdicts: tuple[Verdict, ...] = ()

    @property
    def is_legal(self) -> bool:
        """Whether no clause speaks."""
        return not self.verdicts

    @property
    def is_blocked(self) -> bool:
        """Whether a clause forbids it."""
        return any(not verdict.can_override for verdict in self.verdicts)

    @property
    def needs_reason(self) -> bool:
        """Whether it may be done, but only with a reason."""
        return not self.is_blocked and any(verdict.needs_reason for verdict in self.verdicts)


LEGAL = Ruling()
_FIRST = {"block": 0, "warn": 1, "inform": 2}


def ruling(*verdicts: Verdict | None) -> Ruling:
    """Put together what several clauses said; None is a clause that said nothing."""
    spoken = [verdict for verdict in verdicts if verdict is not None]
    if not spoken:
        return LEGAL
    if len(spoken) > 1:
        spoken.sort(key=_rank)
    return Ruling(tuple(spoken))


def _rank(verdict: Verdict) -> int:
    return _FIRST[verdict.strictness]
