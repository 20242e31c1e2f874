"""No Pokémon above the cap."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.rules.document import LevelCap
from tracker.rules.facts import BossFacts, Met
from tracker.rules.level_caps import Cap, current_cap
from tracker.rules.verdicts import Verdict
from tracker.rules.wording import called


class Levels:
    """The cap of a run as it stands."""

    def __init__(self, clause: LevelCap, bosses: Iterable[BossFacts]) -> None:
        self._clause = clause
        self.cap = (
            current_cap(bosses, clause.bosses, postgame=clause.postgame) if clause.on else None
        )

    def against_catch(self, level: int | None) -> Verdict | None:
        """It was above the cap when it was caught."""
        return self._against(level) if self._clause.on_catch else None

    def against_level(self, level: int) -> Verdict | None:
        """This level would be above the cap."""
        return self._against(level) if self._clause.on_level else None

    def against_fighting(self, member: Met) -> Verdict | None:
        """One of the party is above the cap."""
        if not self._clause.in_party:
            return None
        return self._against(member.level, f"{called(member)} is level {member.level}, ")

    def _against(self, level: int | None, who: str = "") -> Verdict | None:
        if self.cap is None or level is None or level <= self.cap.level:
            return None
        return Verdict(
            "level_cap",
            self._clause.strictness,
            f"Over the cap: {who}{_source(self.cap)}.",
            by=self.cap.boss.key,
        )


def _source(cap: Cap) -> str:
    if cap.is_own:
        return f"you set {cap.level} for {cap.boss.name}"
    return f"{cap.boss.name}'s ace is {cap.level}"
