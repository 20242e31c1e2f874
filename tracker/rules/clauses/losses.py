"""Death, and what brings back from it."""

from __future__ import annotations

from tracker.rules.document import Permadeath
from tracker.rules.facts import Met
from tracker.rules.verdicts import Verdict
from tracker.rules.wording import called, counted


class Deaths:
    """How many revives a run has left."""

    def __init__(self, clause: Permadeath, *, badges: int, revives_used: int) -> None:
        self._clause = clause
        self._badges = badges
        self._used = revives_used

    @property
    def revives_left(self) -> int | None:
        """How many Pokémon may still be revived; None is any number."""
        return max(0, self._allowed - self._used) if self._clause.on else None

    @property
    def _allowed(self) -> int:
        times = self._badges if self._clause.revives_per == "badge" else 1
        return self._clause.revives * times

    def against_revive(self, dead: Met) -> Verdict | None:
        """It is dead and stays so."""
        if self.revives_left is None or self.revives_left > 0:
            return None
        return self._says(f"{called(dead)} is dead and stays dead{self._why()}.", dead)

    def against_fighting(self, member: Met) -> Verdict | None:
        """One of the party is dead."""
        if not (self._clause.on and member.is_dead):
            return None
        return self._says(f"{called(member)} is dead and does not fight.", member)

    def _why(self) -> str:
        revives = self._clause.revives
        if revives == 0:
            return ""
        if self._clause.revives_per == "badge":
            return (
                f": {counted(revives, 'revive')} for each badge, "
                f"{counted(self._badges, 'badge')} won, {self._used} used"
            )
        if revives == 1:
            return ": the one revive of this run is used"
        return f": the {revives} revives of this run are used"

    def _says(self, what: str, about: Met) -> Verdict:
        return Verdict("permadeath", self._clause.strictness, f"Permadeath: {what}", by=about.key)
