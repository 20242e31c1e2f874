"""Pokémon of a kind that the player has had already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.rules.clauses.exceptions import Exceptions
from tracker.rules.document import Dupes
from tracker.rules.facts import Met, Species
from tracker.rules.verdicts import Verdict
from tracker.rules.wording import counted, introduced


class Lines:
    """Which lines, or species, a run has had, and who holds each."""

    def __init__(self, clause: Dupes, exceptions: Exceptions, met: Iterable[Met]) -> None:
        self._clause = clause
        self._freed_by = exceptions.freeing_from_dupes
        self._holders: dict[str, list[Met]] = {}
        for one in met:
            if self._counts(one):
                for name in self._names(one):
                    self._holders.setdefault(name, []).append(one)

    def _counts(self, met: Met) -> bool:
        match met.status:
            case "caught":
                return met.in_party or self._clause.boxed_count
            case "fainted" | "released":
                return self._clause.dead_count
            case "missed":
                return self._clause.missed_count
            case _:
                return False

    def _names(self, met: Met) -> set[str]:
        return {self._name(species) for species in (met.species, met.current) if species}

    def _name(self, species: Species) -> str:
        return species.family if self._clause.scope == "line" else species.slug

    def holders(self, species: Species) -> Iterator[Met]:
        """Who makes this species a dupe, in the order of the run."""
        yield from self._holders.get(self._name(species), ())

    def against(self, species: Species, *, ignoring: str = "", rerolls: int = 0) -> Verdict | None:
        """It is a dupe; ``rerolls`` is how many dupes the player has passed at this place."""
        if not self._clause.on:
            return None
        for holder in self.holders(species):
            if holder.key != ignoring:
                return self._verdict(species, holder, rerolls)
        return None

    def _verdict(self, species: Species, holder: Met, rerolls: int) -> Verdict | None:
        sentence = f"Dupe: {introduced(holder)} {self._relation(species, holder)}."
        limit = self._clause.reroll_limit
        if limit is not None and rerolls >= limit:
            if self._clause.after_rerolls == "take":
                return None
            sentence += f" {self._spent(limit)}"
        return Verdict("dupes", self._clause.strictness, sentence, self._freed_by, holder.key)

    def _relation(self, species: Species, holder: Met) -> str:
        if self._clause.scope == "line":
            return "is of the same line"
        if holder.now and holder.now.slug == species.slug:
            return "is the same species"
        return f"was {species.name} when you met it"

    @staticmethod
    def _spent(limit: int) -> str:
        if limit == 0:
            return "A dupe ends the place."
        return f"The place is lost after {counted(limit, 'reroll')}."
