"""What the rules hold for only in part: shiny Pokémon, gifts, statics, trades."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.rules.document import Gifts, RulesDocument, Shiny, Statics, Trades
from tracker.rules.facts import Acquisition, Met
from tracker.rules.verdicts import FREED_BY_SHINY, Verdict
from tracker.rules.wording import called


@dataclass(frozen=True, slots=True)
class Exceptions:
    """For which Pokémon the places' and the dupes' clauses do not hold in this run."""

    shiny: Shiny
    without_area: frozenset[str]
    without_dupes: frozenset[str]

    @classmethod
    def of(cls, document: RulesDocument) -> Exceptions:
        """Read the exceptions of a document."""
        clauses = (document.clause(Gifts), document.clause(Statics), document.clause(Trades))
        kinds = [(_KINDS[clause.key], clause) for clause in clauses if clause.on]
        return cls(
            shiny=document.clause(Shiny),
            without_area=frozenset(k for kind, c in kinds if not c.uses_area for k in kind),
            without_dupes=frozenset(k for kind, c in kinds if not c.dupes_apply for k in kind),
        )

    def frees_from_area(self, acquisition: Acquisition, *, is_shiny: bool) -> bool:
        """Whether such a Pokémon may be had at a place that is used up, and uses up none."""
        return acquisition in self.without_area or (is_shiny and self.shiny.on)

    def frees_from_dupes(self, acquisition: Acquisition, *, is_shiny: bool) -> bool:
        """Whether such a Pokémon may be of a line that is there already."""
        return acquisition in self.without_dupes or (is_shiny and self.shiny.on)

    @property
    def freeing_from_area(self) -> tuple[str, ...]:
        """What would free a wild Pokémon from the first encounter."""
        return self._freeing(self.without_area)

    @property
    def freeing_from_dupes(self) -> tuple[str, ...]:
        """What would free a wild Pokémon from being a dupe."""
        return self._freeing(self.without_dupes)

    def _freeing(self, acquisitions: frozenset[str]) -> tuple[str, ...]:
        shiny = (FREED_BY_SHINY,) if self.shiny.on else ()
        return (*shiny, *(kind[0] for kind in _KINDS.values() if kind[0] in acquisitions))

    def against_fighting(self, member: Met) -> Verdict | None:
        """A shiny in the party of a run in which it may only be looked at."""
        if not (self.shiny.on and not self.shiny.usable and member.is_shiny and member.is_bonus):
            return None
        return Verdict(
            "shiny",
            self.shiny.strictness,
            f"Shiny: {called(member)} may be caught, but not used in this run.",
            by=member.key,
        )


_KINDS: dict[str, tuple[Acquisition, ...]] = {
    "gifts": ("gift", "egg", "fossil"),
    "statics": ("static",),
    "trades": ("trade",),
}
