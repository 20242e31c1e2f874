"""What happens to a Pokémon after it has joined: what each act does, refuses, and gives back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from pokedex.models import Pokemon
from tests.factories import BossFactory, EncounterFactory, NuzlockeRunFactory, PokemonFactory
from tracker.choices import BonusReason, EncounterStatus
from tracker.models import Encounter, RunEvent
from tracker.services.encounters import Exceptional, Outcome, log_encounter
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
from tracker.services.party import move_encounter
from tracker.services.undo import undo_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def fang() -> Encounter:
    return EncounterFactory(nickname="Fang", catch_level=3)


def said() -> str:
    """What the last event says."""
    return RunEvent.objects.order_by("-sequence")[0].summary


class TestGrowing:
    def test_a_level_is_kept(self, fang: Encounter) -> None:
        set_level(encounter=fang, level=12, revision=1)
        fang.refresh_from_db()
        assert (fang.current_level, fang.revision) == (12, 2)
        assert said() == f"Fang the {fang.pokemon} is at level 12, {fang.route}."

    def test_a_level_below_the_catch_is_refused(self, fang: Encounter) -> None:
        with pytest.raises(Refused, match="cannot be below its catch level"):
            set_level(encounter=fang, level=2, revision=1)

    def test_the_species_at_capture_is_kept(self, fang: Encounter) -> None:
        into = PokemonFactory(name="Mightyena")
        evolve(encounter=fang, into=into, level=18, revision=1)
        fang.refresh_from_db()
        assert fang.current_pokemon == fang.species == into
        assert fang.pokemon != into
        assert fang.current_level == 18
        assert "has become Mightyena" in said()
        assert fang.pokemon is not None
        evolve(encounter=fang, into=fang.pokemon, revision=2)
        fang.refresh_from_db()
        assert fang.current_pokemon is None, "back to what it was"

    def test_details_are_replaced(self, fang: Encounter) -> None:
        details = Details(
            nickname="Rex", gender="female", nature="Bold", shiny=True, note="Hi.\nYo."
        )
        set_details(encounter=fang, details=details, revision=1)
        fang.refresh_from_db()
        assert (fang.nickname, fang.gender, fang.nature) == ("Rex", "female", "Bold")
        assert (fang.shiny, fang.note) == (True, "Hi.\nYo.")

    def test_what_was_missed_has_no_details(self) -> None:
        missed = EncounterFactory(status="missed", nickname="", catch_level=None, caught_at=None)
        with pytest.raises(Refused, match="Nothing was caught here"):
            set_details(encounter=missed, details=Details(note="x"), revision=1)


class TestDying:
    def test_leaves_who_did_it(self, fang: Encounter) -> None:
        boss = BossFactory(game=fang.game, name="Roxanne")
        nosepass = PokemonFactory(name="Nosepass")
        death = Death(level=9, cause="crit", boss=boss, pokemon=nosepass, epitaph="Brave.")
        faint_encounter(encounter=fang, death=death, revision=1)
        fang.refresh_from_db()
        assert (fang.killer_boss, fang.killer_pokemon, fang.epitaph) == (boss, nosepass, "Brave.")
        assert "died at level 9 by Nosepass of Roxanne (crit)" in said()

    def test_and_coming_back(self, fang: Encounter) -> None:
        faint_encounter(encounter=fang, death=Death(level=9, epitaph="Brave."), revision=1)
        revive_encounter(encounter=fang, revision=2)
        fang.refresh_from_db()
        assert (fang.status, fang.revivals) == (EncounterStatus.CAUGHT, 1)
        assert (fang.faint_level, fang.fainted_at, fang.epitaph) == (None, None, "")
        with pytest.raises(Refused, match="Only a Pokémon that has fainted"):
            revive_encounter(encounter=fang, revision=3)

    def test_is_not_for_who_was_released(self, fang: Encounter) -> None:
        release_encounter(encounter=fang, revision=1)
        fang.refresh_from_db()
        assert fang.status == EncounterStatus.RELEASED
        for act in (
            lambda: faint_encounter(encounter=fang, death=Death(), revision=2),
            lambda: set_level(encounter=fang, level=9, revision=2),
            lambda: move_encounter(encounter=fang, slot=1, revision=2),
        ):
            with pytest.raises(Refused, match="alive"):
                act()


class TestParty:
    def test_a_free_place_is_taken(self, fang: Encounter) -> None:
        move_encounter(encounter=fang, slot=3, revision=1)
        fang.refresh_from_db()
        assert fang.party_slot == 3
        move_encounter(encounter=fang, slot=None, revision=2)
        fang.refresh_from_db()
        assert fang.party_slot is None

    @pytest.mark.parametrize("before", [None, 5])
    def test_who_has_the_place_takes_the_others(self, fang: Encounter, before: int | None) -> None:
        Encounter.objects.filter(pk=fang.pk).update(party_slot=before)
        bite = EncounterFactory(run=fang.run, nickname="Bite", party_slot=1)
        move_encounter(encounter=fang, slot=1, revision=1)
        fang.refresh_from_db()
        bite.refresh_from_db()
        assert (fang.party_slot, bite.party_slot) == (1, before)
        undo_event(run=fang.run, sequence=2)
        fang.refresh_from_db()
        bite.refresh_from_db()
        assert (fang.party_slot, bite.party_slot) == (before, 1), "both go back"

    def test_undo_of_a_death_gives_the_place_back(self, fang: Encounter) -> None:
        move_encounter(encounter=fang, slot=2, revision=1)
        faint_encounter(encounter=fang, death=Death(), revision=2)
        undo_event(run=fang.run, sequence=3)
        fang.refresh_from_db()
        assert (fang.status, fang.party_slot) == (EncounterStatus.CAUGHT, 2)

    def test_undo_of_a_death_does_not_push_anybody_out(self, fang: Encounter) -> None:
        move_encounter(encounter=fang, slot=2, revision=1)
        faint_encounter(encounter=fang, death=Death(), revision=2)
        bite = EncounterFactory(run=fang.run, nickname="Bite")
        move_encounter(encounter=bite, slot=2, revision=1)
        with pytest.raises(Refused, match="This place in the party is taken"):
            undo_event(run=fang.run, sequence=3)

    @pytest.mark.parametrize("slot", [0, 7, -1])
    def test_there_are_six_places(self, fang: Encounter, slot: int) -> None:
        with pytest.raises(Refused, match="places 1 to 6"):
            move_encounter(encounter=fang, slot=slot, revision=1)

    def test_another_tab_is_told(self, fang: Encounter) -> None:
        with pytest.raises(ChangedMeanwhile):
            move_encounter(encounter=fang, slot=1, revision=2)


class TestExceptions:
    def outcome(self, pokemon: Pokemon) -> Outcome:
        return Outcome(status=EncounterStatus.CAUGHT, pokemon=pokemon)

    def test_a_bonus_keeps_its_reason(self, fang: Encounter) -> None:
        bonus = log_encounter(
            run=fang.run,
            place=fang.place,
            outcome=self.outcome(PokemonFactory()),
            is_bonus=True,
            exceptional=Exceptional(bonus=BonusReason.SHINY),
            submission=uuid.uuid4(),
        )
        bonus.refresh_from_db()
        assert (bonus.bonus_reason, bonus.shiny) == ("shiny", True)
        assert "(bonus)" in said()

    def test_an_override_needs_its_reason_and_keeps_it(self, fang: Encounter) -> None:
        facts: dict[str, Any] = {
            "run": fang.run,
            "place": fang.place,
            "outcome": self.outcome(PokemonFactory()),
            "is_bonus": True,
            "submission": uuid.uuid4(),
        }
        with pytest.raises(Refused, match="Say why this is an exception"):
            log_encounter(**facts, exceptional=Exceptional(bonus=BonusReason.OVERRIDE))
        exceptional = Exceptional(bonus=BonusReason.OVERRIDE, reason="My brother said so.")
        bonus = log_encounter(**facts, exceptional=exceptional)
        bonus.refresh_from_db()
        assert (bonus.override_reason, bonus.overridden) == (
            "My brother said so.",
            ["first_encounter"],
        )
        assert said().endswith("Against the rules, because: My brother said so.")

    def test_what_was_postponed_is_met_later(self) -> None:
        run = NuzlockeRunFactory()
        later = EncounterFactory(
            run=run, status="postponed", pokemon=None, nickname="", catch_level=None, caught_at=None
        )
        submission = uuid.uuid4()
        for _ in range(2):
            met = log_encounter(
                run=run,
                place=later.place,
                outcome=self.outcome(PokemonFactory()),
                submission=submission,
            )
            assert met == later
        assert Encounter.objects.get().status == EncounterStatus.CAUGHT
