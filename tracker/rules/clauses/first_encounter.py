"""One encounter for each place."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.rules.clauses.exceptions import Exceptions
from tracker.rules.document import FirstEncounter
from tracker.rules.facts import Met
from tracker.rules.verdicts import Verdict
from tracker.rules.wording import outcome


class Places:
    """Which places of a run are used up, and by whom."""

    def __init__(self, clause: FirstEncounter, exceptions: Exceptions, met: Iterable[Met]) -> None:
        self._clause = clause
        self._freed_by = exceptions.freeing_from_area
        self._used: dict[str, list[Met]] = {}
        for one in met:
            if self._uses_up(one, exceptions):
                self._used.setdefault(one.place.key, []).append(one)

    @staticmethod
    def _uses_up(met: Met, exceptions: Exceptions) -> bool:
        if met.is_bonus or met.status == "postponed":
            return False
        return not exceptions.frees_from_area(met.acquisition, is_shiny=met.is_shiny)

    def used_by(self, place: str, *, ignoring: str = "") -> Met | None:
        """The encounter that has used up the place, if one has, leaving one encounter out."""
        for met in self._used.get(place, ()):
            if met.key != ignoring:
                return met
        return None

    def against(self, place: str, *, ignoring: str = "") -> Verdict | None:
        """The place is used up."""
        met = self.used_by(place, ignoring=ignoring) if self._clause.on else None
        if met is None:
            return None
        return Verdict(
            "first_encounter",
            self._clause.strictness,
            f"First encounter: {met.place.name} is used up: {outcome(met)}.",
            self._freed_by,
            met.key,
        )
