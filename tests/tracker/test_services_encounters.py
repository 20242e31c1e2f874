"""Logging, editing, fainting and removing an encounter."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from pokedex.models import Pokemon, Route
from tests.factories import (
    EncounterFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.tracker.many import queries_of
from tracker.choices import BonusReason, EncounterStatus, MissedReason, RunStatus
from tracker.models import Encounter, NuzlockeRun
from tracker.services import encounters as services
from tracker.services.encounters import (
    Exceptional,
    Outcome,
    delete_encounter,
    described,
    edit_encounter,
    log_encounter,
)
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.lives import Death
from tracker.services.lives import faint_encounter as faint_by
from tracker.services.runs import end_run

pytestmark = pytest.mark.django_db

CAUGHT, MISSED, FAINTED = EncounterStatus.CAUGHT, EncounterStatus.MISSED, EncounterStatus.FAINTED


@pytest.fixture
def run() -> NuzlockeRun:
    return NuzlockeRunFactory()


@pytest.fixture
def route(run: NuzlockeRun) -> Route:
    return RouteFactory(game=run.game, name="Route 101")


@pytest.fixture
def poochyena() -> Pokemon:
    return PokemonFactory(name="Poochyena")


SHINY = Exceptional(bonus=BonusReason.SHINY)


def log(run: NuzlockeRun, route: Route, outcome: Outcome, **extra: Any) -> Encounter:
    return log_encounter(
        run=run, place=route, outcome=outcome, **{"submission": uuid.uuid4(), **extra}
    )


def faint_encounter(
    *, encounter: Encounter, level: int | None, cause: str, revision: int
) -> Encounter:
    return faint_by(encounter=encounter, death=Death(level=level, cause=cause), revision=revision)


def catch(pokemon: Pokemon | None, **details: Any) -> Outcome:
    return Outcome(**{"status": CAUGHT, "pokemon": pokemon, "nickname": "Fang", **details})


def stored(encounter: Encounter) -> Mapping[str, Any]:
    """Every column of the row as the database has it."""
    return Encounter.objects.filter(pk=encounter.pk).values().get()


class TestLog:
    def test_asks_the_database_for_no_constraint_that_holds(
        self, run: NuzlockeRun, route: Route, poochyena: Pokemon
    ) -> None:
        def act() -> None:
            outcome = Outcome(status=CAUGHT, pokemon=poochyena, nickname="Fang", catch_level=3)
            log_encounter(run=run, place=route, outcome=outcome, submission=uuid.uuid4())

        assert not [sql for sql in queries_of(act) if "_check" in sql]
        assert run.encounters.count() == 1

    def test_stores_a_catch(self, run: NuzlockeRun, route: Route, poochyena: Pokemon) -> None:
        before = timezone.now()
        log(run, route, catch(poochyena, catch_level=3))
        encounter = Encounter.objects.get()
        assert (encounter.run, encounter.game, encounter.route) == (run, run.game, route)
        assert (encounter.pokemon, encounter.nickname) == (poochyena, "Fang")
        assert (encounter.status, encounter.catch_level) == (CAUGHT, 3)
        assert encounter.caught_at is not None
        assert before <= encounter.caught_at <= timezone.now()
        assert (encounter.fainted_at, encounter.faint_level) == (None, None)
        assert (encounter.revision, encounter.is_bonus) == (1, False)

    def test_stores_a_miss(self, run: NuzlockeRun, route: Route, poochyena: Pokemon) -> None:
        outcome = Outcome(status=MISSED, pokemon=poochyena, missed_reason=MissedReason.FLED)
        encounter = log(run, route, outcome)
        encounter.refresh_from_db()
        assert (encounter.status, encounter.pokemon) == (MISSED, poochyena)
        assert (encounter.caught_at, encounter.catch_level) == (None, None)
        assert encounter.missed_reason == "fled"

    def test_stores_a_catch_that_has_since_fainted(
        self, run: NuzlockeRun, route: Route, poochyena: Pokemon
    ) -> None:
        encounter = log(
            run,
            route,
            catch(poochyena, status=FAINTED, catch_level=3, faint_level=7, faint_cause="crit"),
        )
        encounter.refresh_from_db()
        assert (encounter.status, encounter.catch_level) == (FAINTED, 3)
        assert (encounter.faint_level, encounter.faint_cause) == (7, "crit")
        assert encounter.caught_at is not None
        assert encounter.fainted_at is not None
        assert encounter.fainted_at >= encounter.caught_at

    def test_stores_one_for_one_form(
        self, run: NuzlockeRun, route: Route, poochyena: Pokemon
    ) -> None:
        submission = uuid.uuid4()
        first = log(run, route, catch(poochyena), submission=submission)
        again = log(run, route, catch(poochyena, nickname="Other"), submission=submission)
        assert again == first
        assert again.nickname == "Fang"
        assert Encounter.objects.count() == 1

    def test_refuses_a_second_counted_one_and_offers_a_bonus(
        self, run: NuzlockeRun, route: Route, poochyena: Pokemon
    ) -> None:
        log(run, route, catch(poochyena))
        with pytest.raises(Refused) as refusal:
            log(run, route, catch(PokemonFactory(), nickname="Second"))
        assert refusal.value.code == "route_used"
        assert refusal.value.message == (
            "Route 101 already has its encounter: Fang the Poochyena, caught. Nothing was saved. "
            "If a shiny or a gift gives you one more here, tick “Log as bonus”."
        )
        assert Encounter.objects.count() == 1

    def test_takes_any_number_of_bonus_ones(
        self, run: NuzlockeRun, route: Route, poochyena: Pokemon
    ) -> None:
        log(run, route, catch(poochyena), is_bonus=True, exceptional=SHINY)
        log(run, route, catch(poochyena))
        log(run, route, catch(poochyena), is_bonus=True, exceptional=SHINY)
        assert list(Encounter.objects.values_list("is_bonus", flat=True)) == [True, False, True]

    def test_says_the_same_when_another_is_quicker(
        self,
        run: NuzlockeRun,
        route: Route,
        poochyena: Pokemon,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The lock keeps this from happening; were it gone, the database would still refuse."""
        log(run, route, catch(poochyena))
        monkeypatch.setattr(services, "_postponed", lambda rows, place: None)
        monkeypatch.setattr(services, "_go_by_the_rules", lambda encounter, referee: None)
        with pytest.raises(Refused, match="something else was saved at the same moment"):
            log(run, route, catch(poochyena))
        assert Encounter.objects.count() == 1

    def test_is_refused_in_a_run_that_has_ended(
        self, run: NuzlockeRun, route: Route, poochyena: Pokemon
    ) -> None:
        submission = uuid.uuid4()
        log(run, route, catch(poochyena), submission=submission)
        end_run(run=run, status=RunStatus.FAILED)
        with pytest.raises(Refused, match="This run has ended") as refusal:
            log(run, RouteFactory(game=run.game), catch(poochyena))
        assert refusal.value.code == "run_ended"
        assert Encounter.objects.count() == 1

    def test_is_refused_at_a_route_of_another_game(
        self, run: NuzlockeRun, poochyena: Pokemon
    ) -> None:
        with pytest.raises(Refused, match="is not a route of") as refusal:
            log(run, RouteFactory(), catch(poochyena))
        assert refusal.value.field == "route"
        assert not Encounter.objects.exists()

    def test_ends_at_a_thousand(
        self,
        run: NuzlockeRun,
        route: Route,
        poochyena: Pokemon,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        assert services.MAX_ENCOUNTERS == 1000
        monkeypatch.setattr(services, "MAX_ENCOUNTERS", 2)
        submission = uuid.uuid4()
        log(run, route, catch(poochyena))
        log(run, route, catch(poochyena), is_bonus=True, exceptional=SHINY, submission=submission)
        with pytest.raises(Refused, match="This run has 2 encounters, which is the most"):
            log(run, route, catch(poochyena), is_bonus=True, exceptional=SHINY)
        assert log(run, route, catch(poochyena), submission=submission).is_bonus, "sent twice"
        assert Encounter.objects.count() == 2

    @pytest.mark.parametrize(
        ("details", "field", "words"),
        [
            ({"pokemon": None}, None, "needs its Pokémon"),
            ({"nickname": "x" * 31}, "nickname", "at most 30 characters"),
            ({"catch_level": 101}, None, "A level is a whole number"),
            ({"catch_level": 0}, None, "A level is a whole number"),
            ({"faint_level": 7}, None, "Only a fainted Pokémon has a faint level"),
            ({"missed_reason": "fled"}, None, "Only a missed encounter has a reason"),
            ({"status": MISSED, "nickname": "Fang"}, None, "neither level nor nickname"),
            ({"status": MISSED, "nickname": "", "catch_level": 3}, None, "neither level nor"),
            (
                {"status": FAINTED, "catch_level": 5, "faint_level": 4},
                None,
                "at a level below its catch level",
            ),
        ],
    )
    def test_refuses_what_contradicts_itself(
        self,
        run: NuzlockeRun,
        route: Route,
        poochyena: Pokemon,
        details: dict[str, Any],
        field: str | None,
        words: str,
    ) -> None:
        with pytest.raises(Refused, match=words) as refusal:
            log(run, route, catch(**{"pokemon": poochyena, **details}))
        assert refusal.value.field == field
        assert not Encounter.objects.exists()

    @pytest.mark.parametrize(
        ("methods", "acquisition"),
        [([], "wild"), (["walk"], "wild"), (["gift"], "gift"), (["gift", "walk"], "wild")],
    )
    def test_tells_from_the_table_how_it_was_met(
        self,
        run: NuzlockeRun,
        route: Route,
        poochyena: Pokemon,
        methods: list[str],
        acquisition: str,
    ) -> None:
        for method in methods:
            RouteEncounterFactory(route=route, pokemon=poochyena, encounter_method=method)
        RouteEncounterFactory(pokemon=poochyena, encounter_method="static")
        RouteEncounterFactory(
            route=route, pokemon=poochyena, encounter_method="static", is_active=False
        )
        assert log(run, route, catch(poochyena)).acquisition == acquisition


class TestEdit:
    def test_replaces_what_was_said(self, poochyena: Pokemon) -> None:
        encounter = EncounterFactory()
        edit_encounter(
            encounter=encounter,
            outcome=catch(poochyena, nickname="Bite", catch_level=9),
            revision=1,
        )
        encounter.refresh_from_db()
        assert (encounter.pokemon, encounter.nickname) == (poochyena, "Bite")
        assert (encounter.catch_level, encounter.revision) == (9, 2)

    def test_keeps_when_it_was_caught_and_how(self) -> None:
        encounter = EncounterFactory(acquisition="gift")
        edit_encounter(
            encounter=encounter, outcome=catch(encounter.pokemon, nickname="Bite"), revision=1
        )
        after = Encounter.objects.get()
        assert after.caught_at == encounter.caught_at
        assert after.acquisition == "gift"

    def test_of_the_pokemon_forgets_what_the_other_had_become(self, poochyena: Pokemon) -> None:
        encounter = EncounterFactory(current_pokemon=PokemonFactory())
        RouteEncounterFactory(route=encounter.route, pokemon=poochyena, encounter_method="gift")
        edit_encounter(encounter=encounter, outcome=catch(poochyena), revision=1)
        after = Encounter.objects.get()
        assert after.current_pokemon is None
        assert after.acquisition == "gift"

    def test_of_the_nickname_alone_keeps_what_it_has_become(self) -> None:
        mightyena = PokemonFactory()
        encounter = EncounterFactory(current_pokemon=mightyena)
        edit_encounter(encounter=encounter, outcome=catch(encounter.pokemon), revision=1)
        assert Encounter.objects.get().current_pokemon == mightyena

    def test_to_missed_leaves_nothing_of_the_catch(self) -> None:
        encounter = EncounterFactory(
            current_pokemon=PokemonFactory(), current_level=9, party_slot=2
        )
        edit_encounter(
            encounter=encounter,
            outcome=Outcome(status=MISSED, pokemon=encounter.pokemon),
            revision=1,
        )
        after = Encounter.objects.get()
        assert (after.status, after.pokemon) == (MISSED, encounter.pokemon)
        assert (after.caught_at, after.catch_level, after.current_level) == (None, None, None)
        assert (after.current_pokemon, after.party_slot, after.nickname) == (None, None, "")

    def test_to_fainted_takes_it_out_of_the_party(self) -> None:
        encounter = EncounterFactory(party_slot=2)
        edit_encounter(
            encounter=encounter,
            outcome=catch(encounter.pokemon, status=FAINTED, catch_level=3, faint_level=7),
            revision=1,
        )
        after = Encounter.objects.get()
        assert (after.status, after.party_slot, after.faint_level) == (FAINTED, None, 7)
        assert after.fainted_at is not None

    def test_back_to_caught_forgets_the_death(self) -> None:
        encounter = EncounterFactory()
        faint_encounter(encounter=encounter, level=7, cause="crit", revision=1)
        edit_encounter(
            encounter=encounter, outcome=catch(encounter.pokemon, catch_level=3), revision=2
        )
        after = Encounter.objects.get()
        assert (after.status, after.faint_level, after.faint_cause) == (CAUGHT, None, "")
        assert after.fainted_at is None
        assert after.caught_at == encounter.caught_at

    def test_of_the_cause_keeps_the_time_of_death(self) -> None:
        encounter = EncounterFactory()
        dead = faint_encounter(encounter=encounter, level=7, cause="crit", revision=1)
        outcome = catch(
            encounter.pokemon, status=FAINTED, catch_level=3, faint_level=7, faint_cause="poison"
        )
        edit_encounter(encounter=encounter, outcome=outcome, revision=2)
        after = Encounter.objects.get()
        assert (after.fainted_at, after.faint_cause) == (dead.fainted_at, "poison")

    def test_of_the_catch_level_carries_the_level_of_today_with_it(self) -> None:
        encounter = EncounterFactory(current_level=9)
        edit_encounter(
            encounter=encounter, outcome=catch(encounter.pokemon, catch_level=12), revision=1
        )
        assert Encounter.objects.get().current_level == 12

    def test_does_not_make_it_a_bonus_or_move_it(self) -> None:
        encounter = EncounterFactory(is_bonus=True, shiny=True, note="Found in the rain.")
        before = stored(encounter)
        edit_encounter(encounter=encounter, outcome=catch(encounter.pokemon), revision=1)
        after = stored(encounter)
        changed = {name for name in before if before[name] != after[name]}
        assert changed == {"catch_level", "revision"}

    @pytest.mark.parametrize(
        ("details", "words"),
        [
            ({"pokemon": None}, "needs its Pokémon"),
            ({"status": MISSED}, "neither level nor nickname"),
            ({"status": FAINTED, "catch_level": 5, "faint_level": 4}, "below its catch level"),
            ({"faint_cause": "crit"}, "Only a fainted Pokémon"),
        ],
    )
    def test_refuses_what_contradicts_itself(self, details: dict[str, Any], words: str) -> None:
        encounter = EncounterFactory()
        before = stored(encounter)
        with pytest.raises(Refused, match=words):
            edit_encounter(
                encounter=encounter,
                outcome=catch(**{"pokemon": encounter.pokemon, **details}),
                revision=1,
            )
        assert stored(encounter) == before


class TestFaint:
    def test_marks_it_dead(self) -> None:
        encounter = EncounterFactory(party_slot=1)
        before = timezone.now()
        faint_encounter(encounter=encounter, level=7, cause="Roxanne’s Nosepass", revision=1)
        encounter.refresh_from_db()
        assert (encounter.status, encounter.faint_level) == (FAINTED, 7)
        assert encounter.faint_cause == "Roxanne’s Nosepass"
        assert encounter.party_slot is None
        assert encounter.fainted_at is not None
        assert before <= encounter.fainted_at <= timezone.now()
        assert encounter.revision == 2

    def test_needs_no_details(self) -> None:
        encounter = EncounterFactory(catch_level=None)
        faint_encounter(encounter=encounter, level=None, cause="", revision=1)
        encounter.refresh_from_db()
        assert (encounter.status, encounter.faint_level, encounter.faint_cause) == (
            FAINTED,
            None,
            "",
        )

    def test_is_not_before_the_catch(self) -> None:
        tomorrow = timezone.now() + timedelta(days=1)
        encounter = EncounterFactory(caught_at=tomorrow)
        dead = faint_encounter(encounter=encounter, level=7, cause="", revision=1)
        assert dead.fainted_at == tomorrow

    @pytest.mark.parametrize("level", [2, 0, 101])
    def test_refuses_a_level_below_the_catch_or_none_at_all(self, level: int) -> None:
        encounter = EncounterFactory(catch_level=3)
        before = stored(encounter)
        with pytest.raises(Refused):
            faint_encounter(encounter=encounter, level=level, cause="", revision=1)
        assert stored(encounter) == before

    @pytest.mark.parametrize("status", ["fainted", "released", "missed", "postponed"])
    def test_is_for_the_living(self, status: str) -> None:
        joined = status in {"fainted", "released"}
        encounter = EncounterFactory(
            status=status,
            nickname="",
            catch_level=None,
            caught_at=timezone.now() if joined else None,
        )
        with pytest.raises(Refused, match="Only a Pokémon that is alive can faint"):
            faint_encounter(encounter=encounter, level=7, cause="", revision=1)
        assert Encounter.objects.get().status == status


class TestDelete:
    def test_removes_it_and_frees_the_route(self) -> None:
        encounter, other = EncounterFactory(), EncounterFactory()
        delete_encounter(encounter=encounter, revision=1)
        assert list(Encounter.objects.all()) == [other]
        log(encounter.run, encounter.route, catch(encounter.pokemon))
        assert encounter.run.encounters.count() == 1


ACTS: list[Callable[[Encounter, int], object]] = [
    lambda encounter, revision: edit_encounter(
        encounter=encounter, outcome=catch(encounter.pokemon, nickname="Late"), revision=revision
    ),
    lambda encounter, revision: faint_encounter(
        encounter=encounter, level=7, cause="late", revision=revision
    ),
    lambda encounter, revision: delete_encounter(encounter=encounter, revision=revision),
]


@pytest.mark.parametrize("act", ACTS, ids=["edit", "faint", "delete"])
class TestEveryChange:
    @pytest.mark.parametrize("revision", [1, 2, 4, 1000])
    def test_is_refused_from_another_revision(
        self, act: Callable[[Encounter, int], object], revision: int
    ) -> None:
        encounter = EncounterFactory(revision=3)
        before = stored(encounter)
        with pytest.raises(ChangedMeanwhile) as change:
            act(encounter, revision)
        assert change.value.revision == 3
        assert stored(encounter) == before

    def test_looks_at_the_row_of_now(self, act: Callable[[Encounter, int], object]) -> None:
        encounter = EncounterFactory()
        Encounter.objects.filter(pk=encounter.pk).update(nickname="Meanwhile", revision=2)
        with pytest.raises(ChangedMeanwhile):
            act(encounter, encounter.revision)
        assert Encounter.objects.get().nickname == "Meanwhile"

    def test_is_refused_when_the_run_has_ended(
        self, act: Callable[[Encounter, int], object]
    ) -> None:
        encounter = EncounterFactory()
        end_run(run=encounter.run, status=RunStatus.FAILED)
        before = stored(encounter)
        with pytest.raises(Refused) as refusal:
            act(encounter, 1)
        assert refusal.value.code == "run_ended"
        assert stored(encounter) == before

    def test_is_refused_when_it_is_gone(self, act: Callable[[Encounter, int], object]) -> None:
        encounter = EncounterFactory()
        Encounter.objects.all().delete()
        with pytest.raises(Refused, match="removed meanwhile") as refusal:
            act(encounter, 1)
        assert refusal.value.code == "gone"

    def test_is_refused_when_the_run_is_deleted(
        self, act: Callable[[Encounter, int], object]
    ) -> None:
        encounter = EncounterFactory()
        NuzlockeRun.objects.update(deleted_at=timezone.now())
        with pytest.raises(Refused, match="deleted meanwhile") as refusal:
            act(encounter, 1)
        assert refusal.value.code == "gone"
        assert Encounter.objects.count() == 1

    def test_leaves_nothing_behind_when_the_database_refuses(
        self, act: Callable[[Encounter, int], object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        encounter = EncounterFactory()
        before = stored(encounter)

        def refuse(*args: object, **kwargs: object) -> None:
            raise IntegrityError("CHECK constraint failed")

        monkeypatch.setattr(Encounter, "save", refuse)
        monkeypatch.setattr(Encounter, "delete", refuse)
        with pytest.raises(Refused, match="something else was saved at the same moment"):
            act(encounter, 1)
        assert stored(encounter) == before


@pytest.mark.parametrize(
    ("status", "nickname", "name", "words"),
    [
        ("caught", "Fang", "Poochyena", "Fang the Poochyena, caught"),
        ("fainted", "", "Poochyena", "Poochyena, fainted"),
        ("missed", "", "Poochyena", "Poochyena, missed"),
        ("missed", "", None, "missed"),
    ],
)
def test_an_encounter_is_described(
    status: str, nickname: str, name: str | None, words: str
) -> None:
    pokemon = PokemonFactory.build(name=name) if name else None
    assert described(Encounter(status=status, nickname=nickname, pokemon=pokemon)) == words


levels = st.none() | st.integers(min_value=-1, max_value=102)


@pytest.mark.usefixtures("db")
class TestAnySequenceOfEdits:
    """Whatever is done in whatever order, the row keeps every rule, or the act is refused."""

    def test_keeps_every_rule(self) -> None:
        encounter = EncounterFactory()
        species = [encounter.pokemon, PokemonFactory(), None]
        outcomes = st.builds(
            Outcome,
            status=st.sampled_from([CAUGHT, MISSED, FAINTED]),
            pokemon=st.sampled_from(species),
            nickname=st.sampled_from(["", "Fang"]),
            catch_level=levels,
            faint_level=levels,
            faint_cause=st.sampled_from(["", "crit"]),
            missed_reason=st.sampled_from(["", "fled"]),
        )

        @settings(max_examples=30, deadline=None)
        @given(st.lists(st.one_of(outcomes, levels), min_size=1, max_size=5))
        def check(acts: list[Outcome | int | None]) -> None:
            with transaction.atomic():
                for act in acts:
                    self.do(act, encounter)
                transaction.set_rollback(True)

        check()

    @staticmethod
    def do(act: Outcome | int | None, encounter: Encounter) -> None:
        """Edit to an outcome, or faint at a level."""
        before = stored(encounter)
        try:
            if isinstance(act, Outcome):
                edit_encounter(encounter=encounter, outcome=act, revision=before["revision"])
            else:
                faint_encounter(
                    encounter=encounter, level=act, cause="", revision=before["revision"]
                )
        except Refused as refusal:
            if isinstance(refusal.__cause__, IntegrityError):
                pytest.fail(f"{act} was refused by the database only: {refusal.__cause__}")
            assert stored(encounter) == before
        else:
            after = Encounter.objects.get(pk=encounter.pk)
            assert after.revision == before["revision"] + (stored(encounter) != before)
            after.full_clean()
            connection.check_constraints()

    def test_takes_everything_that_makes_sense(self) -> None:
        encounter = EncounterFactory(party_slot=1, current_level=4)
        catch_levels = st.none() | st.integers(min_value=1, max_value=50)
        faint_levels = st.none() | st.integers(min_value=50, max_value=100)
        pokemon = st.sampled_from([encounter.pokemon, PokemonFactory()])
        sensible = st.one_of(
            st.builds(catch, pokemon, catch_level=catch_levels),
            st.builds(
                Outcome,
                status=st.just(MISSED),
                pokemon=st.none() | pokemon,
                missed_reason=st.sampled_from(["", *MissedReason.values]),
            ),
            st.builds(
                catch,
                pokemon,
                status=st.just(FAINTED),
                catch_level=catch_levels,
                faint_level=faint_levels,
                faint_cause=st.sampled_from(["", "crit"]),
            ),
        )

        @settings(max_examples=20, deadline=None)
        @given(st.lists(sensible, min_size=1, max_size=5))
        def check(outcomes: list[Outcome]) -> None:
            with transaction.atomic():
                revision = 1
                for outcome in outcomes:
                    after = edit_encounter(encounter=encounter, outcome=outcome, revision=revision)
                    revision = after.revision
                    assert after.status == outcome.status
                transaction.set_rollback(True)

        check()
