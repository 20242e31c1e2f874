"""Random sequences of acts in one run, for properties that hold whatever a player does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from pokedex.models import Pokemon, Route
from tests.factories import NuzlockeRunFactory, PokemonFactory, RouteFactory
from tracker.choices import EncounterStatus, RunStatus
from tracker.models import Encounter, NuzlockeRun
from tracker.services.encounters import (
    Outcome,
    delete_encounter,
    edit_encounter,
    faint_encounter,
    log_encounter,
)
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.notes import write_note
from tracker.services.runs import end_run, rename_run, reopen_run
from tracker.services.undo import history_of, redo_event, undo_event

CAUGHT, MISSED = EncounterStatus.CAUGHT, EncounterStatus.MISSED


class Player:
    """Somebody who does whatever the numbers say; what is refused is not done."""

    def __init__(self) -> None:
        self.run: NuzlockeRun = NuzlockeRunFactory()
        self.routes: list[Route] = RouteFactory.create_batch(3, game=self.run.game)
        self.pokemon: list[Pokemon] = PokemonFactory.create_batch(3)
        self.acts: list[Callable[[int], object]] = [
            self.log,
            self.log,
            self.miss,
            self.edit,
            self.faint,
            self.remove,
            self.note,
            self.rename,
            self.end,
            self.reopen,
        ]

    def do(self, act: int, number: int) -> bool:
        """Do one act; return whether it was done."""
        try:
            self.acts[act % len(self.acts)](number)
        except (Refused, ChangedMeanwhile):
            return False
        return True

    def turn(self, number: int, *, redo: bool) -> bool:
        """Take back or do again the event of this number; return whether it was done."""
        try:
            (redo_event if redo else undo_event)(run=self.run, sequence=number)
        except Refused:
            return False
        return True

    def undo_everything(self) -> int:
        """Press Undo until nothing is left; return how often."""
        count = 0
        while (last := history_of(self.run).last_to_undo()) is not None:
            undo_event(run=self.run, sequence=last.sequence)
            count += 1
        return count

    def encounter(self, number: int) -> Encounter:
        """One of the run's encounters."""
        found = list(self.run.encounters.select_related("run", "route", "pokemon"))
        if not found:
            raise Refused("There is none.")
        return found[number % len(found)]

    def outcome(self, number: int, **details: Any) -> Outcome:
        """A catch of one of three species."""
        facts: dict[str, Any] = {
            "status": CAUGHT,
            "pokemon": self.pokemon[number % 3],
            "nickname": ("", "Fang", "Bite")[number % 3],
            "catch_level": 3 + number % 5,
        }
        return Outcome(**{**facts, **details})

    def log(self, number: int) -> None:
        log_encounter(
            run=self.run,
            route=self.routes[number % 3],
            outcome=self.outcome(number),
            is_bonus=number % 4 == 0,
            submission=uuid.uuid4(),
        )

    def miss(self, number: int) -> None:
        log_encounter(
            run=self.run,
            route=self.routes[number % 3],
            outcome=Outcome(status=MISSED, pokemon=None, missed_reason="fled"),
            submission=uuid.uuid4(),
        )

    def edit(self, number: int) -> None:
        row = self.encounter(number)
        edit_encounter(encounter=row, outcome=self.outcome(number + 1), revision=row.revision)

    def faint(self, number: int) -> None:
        row = self.encounter(number)
        faint_encounter(encounter=row, level=number % 40 + 1, cause="", revision=row.revision)

    def remove(self, number: int) -> None:
        row = self.encounter(number)
        delete_encounter(encounter=row, revision=row.revision)

    def note(self, number: int) -> None:
        events = list(self.run.events.in_order())
        if events:
            event = events[number % len(events)]
            write_note(run=self.run, sequence=event.sequence, text=("", "Ouch", "Hm")[number % 3])

    def rename(self, number: int) -> None:
        rename_run(run=self.run, name=f"Run {number % 4}")

    def end(self, number: int) -> None:
        end_run(run=self.run, status=RunStatus.FAILED)

    def reopen(self, number: int) -> None:
        reopen_run(run=self.run)


sequences = st.lists(
    st.tuples(st.integers(min_value=0, max_value=99), st.integers(min_value=0, max_value=99)),
    min_size=1,
    max_size=12,
)
