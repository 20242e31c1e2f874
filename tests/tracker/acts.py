"""Random sequences of acts in one run, for properties that hold whatever a player does."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from pokedex.models import Boss, Pokemon, Route
from tests.factories import BossFactory, NuzlockeRunFactory, PokemonFactory, RouteFactory
from tracker.choices import BonusReason, BossOutcome, EncounterStatus, RunStatus
from tracker.models import CustomRoute, Encounter, NuzlockeRun
from tracker.places import places_of
from tracker.rules.presets import PRESETS
from tracker.services.bosses import correct_boss, record_boss, take_back_boss
from tracker.services.encounters import (
    Exceptional,
    Outcome,
    delete_encounter,
    edit_encounter,
    log_encounter,
)
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.lives import (
    Death,
    Details,
    evolve,
    faint_encounter,
    release_encounter,
    revive_encounter,
    set_details,
    set_level,
)
from tracker.services.notes import write_note
from tracker.services.party import move_encounter
from tracker.services.places import add_place, edit_place, remove_place
from tracker.services.rules import change_rules
from tracker.services.runs import archive_run, end_run, rename_run, reopen_run
from tracker.services.undo import redo_event, undo_event

CAUGHT, MISSED = EncounterStatus.CAUGHT, EncounterStatus.MISSED


class Player:
    """Somebody who does whatever the numbers say; what is refused is not done."""

    def __init__(self) -> None:
        self.run: NuzlockeRun = NuzlockeRunFactory()
        self.routes: list[Route] = RouteFactory.create_batch(3, game=self.run.game)
        self.pokemon: list[Pokemon] = PokemonFactory.create_batch(3)
        self.bosses: list[Boss] = [
            BossFactory(game=self.run.game, after_route=self.routes[0]) for _ in range(2)
        ]
        self.acts: list[Callable[[int], object]] = [
            self.log,
            self.log,
            self.level,
            self.evolve,
            self.details,
            self.move,
            self.move,
            self.revive,
            self.release,
            self.boss,
            self.boss,
            self.correct,
            self.add_place,
            self.change_place,
            self.archive,
            self.rules,
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
        while (last := self.run.events.history().last_to_undo()) is not None:
            undo_event(run=self.run, sequence=last.sequence)
            count += 1
        return count

    def encounter(self, number: int) -> Encounter:
        """One of the run's encounters."""
        found = list(self.run.encounters.order_by("pk").with_its_relations())
        if not found:
            raise Refused("There is none.")
        return found[number % len(found)]

    def place(self, number: int) -> Route | CustomRoute:
        """One of the run's places, the player's own among them."""
        found = places_of(self.run)
        return found[number % len(found)].place

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
            place=self.place(number),
            outcome=self.outcome(number),
            is_bonus=number % 4 == 0,
            exceptional=Exceptional(bonus=BonusReason.GIFT) if number % 8 == 0 else None,
            submission=uuid.uuid4(),
        )

    def miss(self, number: int) -> None:
        log_encounter(
            run=self.run,
            place=self.place(number),
            outcome=Outcome(status=MISSED, pokemon=None, missed_reason="fled"),
            submission=uuid.uuid4(),
        )

    def edit(self, number: int) -> None:
        row = self.encounter(number)
        edit_encounter(encounter=row, outcome=self.outcome(number + 1), revision=row.revision)

    def faint(self, number: int) -> None:
        row = self.encounter(number)
        death = Death(
            level=number % 40 + 1,
            boss=self.bosses[number % 2] if number % 3 else None,
            pokemon=self.pokemon[number % 3] if number % 2 else None,
            epitaph="Always hungry." if number % 2 else "",
        )
        faint_encounter(encounter=row, death=death, revision=row.revision)

    def level(self, number: int) -> None:
        row = self.encounter(number)
        set_level(encounter=row, level=number % 60 or None, revision=row.revision)

    def evolve(self, number: int) -> None:
        row = self.encounter(number)
        evolve(encounter=row, into=self.pokemon[number % 3], revision=row.revision)

    def details(self, number: int) -> None:
        row = self.encounter(number)
        details = Details(
            nickname=("", "Rex")[number % 2],
            gender=("", "female")[number % 2],
            nature=("", "Bold")[number % 2],
            shiny=number % 4 == 0,
            note="Found in the rain." if number % 3 else "",
        )
        set_details(encounter=row, details=details, revision=row.revision)

    def move(self, number: int) -> None:
        row = self.encounter(number)
        slot = number // 3 % 4 or None
        move_encounter(encounter=row, slot=slot, revision=row.revision)

    def revive(self, number: int) -> None:
        row = self.encounter(number)
        revive_encounter(encounter=row, revision=row.revision)

    def release(self, number: int) -> None:
        row = self.encounter(number)
        release_encounter(encounter=row, revision=row.revision)

    def boss(self, number: int) -> None:
        boss = self.bosses[number % 2]
        result = self.run.boss_results.filter(boss=boss).first()
        revision = result.revision if result else 0
        if number % 5 == 0:
            take_back_boss(run=self.run, boss=boss, revision=revision)
            return
        dead = [self.encounter(number)] if number % 3 == 0 else []
        outcome = BossOutcome.WON if number % 4 else BossOutcome.LOST
        record_boss(run=self.run, boss=boss, outcome=outcome, deaths=dead, revision=revision)

    def correct(self, number: int) -> None:
        boss = self.bosses[number % 2]
        row = self.run.bosses.filter(boss=boss).first()
        correct_boss(
            run=self.run,
            boss=boss,
            ace_level=number % 3 * 10 or None,
            team="",
            revision=row.revision if row else 0,
        )

    def add_place(self, number: int) -> None:
        places = [None, *(place.place for place in places_of(self.run))]
        add_place(
            run=self.run,
            name=f"Cave {number % 3}",
            after=places[number % len(places)],
            table_of=self.routes[0] if number % 2 else None,
            submission=uuid.uuid4(),
        )

    def change_place(self, number: int) -> None:
        places = places_of(self.run)
        place = places[number % len(places)]
        after = [None, *places][number // 3 % (len(places) + 1)]
        if place.is_own and number % 4 == 0:
            assert isinstance(place.place, CustomRoute)
            remove_place(place=place.place, revision=place.revision)
            return
        edit_place(
            run=self.run,
            place=place.place,
            name=("" if not place.is_own else place.name, "Meadow")[number // 4 % 2],
            hidden=number % 7 == 0,
            moved=number % 3 > 0,
            after=after.place if after else None,
            revision=place.revision,
        )

    def archive(self, number: int) -> None:
        archive_run(run=self.run, archived=number % 2 == 0)

    def rules(self, number: int) -> None:
        self.run.refresh_from_db()
        change_rules(
            run=self.run,
            document=PRESETS[("classic", "hardcore", "standard")[number % 3]].rules(),
            revision=self.run.revision,
        )

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


_numbers = st.integers(min_value=0, max_value=99)
# Two catches first, so that there is somebody to do something with.
sequences = st.lists(st.tuples(_numbers, _numbers), min_size=1, max_size=8).map(
    lambda acts: [(0, 1), (0, 2), *acts]
)
