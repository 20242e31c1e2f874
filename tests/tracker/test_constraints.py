"""What the database itself refuses: one case or more for every constraint by its name."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import JSONField, Value
from django.utils import timezone

from pokedex.composite_keys import CompositeForeignKey
from tests.factories import (
    BossFactory,
    CustomGameFactory,
    CustomRouteFactory,
    EncounterFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteFactory,
    UserFactory,
)
from tracker.models import (
    BossResult,
    CustomGame,
    CustomRoute,
    Encounter,
    EventNote,
    NuzlockeRun,
    RunBoss,
    RunEvent,
    RunPlace,
    SavedPreset,
)
from tracker.services.notes import write_note
from tracker.services.runs import rename_run

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TOO_EARLY = datetime(1989, 12, 31, 23, 59, 59, tzinfo=UTC)
TOO_LATE = datetime(2100, 1, 1, tzinfo=UTC)

Maker = Callable[[], models.Model]


def active_run() -> NuzlockeRun:
    return NuzlockeRunFactory()


def ended_run() -> NuzlockeRun:
    return NuzlockeRunFactory(status="completed", started_at=NOW, completed_at=NOW)


def caught() -> Encounter:
    return EncounterFactory()


def missed() -> Encounter:
    return EncounterFactory(status="missed", nickname="", catch_level=None, caught_at=None)


def postponed() -> Encounter:
    encounter = missed()
    encounter.status = "postponed"
    encounter.save(update_fields=["status"])
    return encounter


def fainted() -> Encounter:
    return EncounterFactory(status="fainted", faint_level=7, caught_at=NOW, fainted_at=NOW)


def bonus() -> Encounter:
    return EncounterFactory(is_bonus=True)


def event() -> RunEvent:
    run = active_run()
    rename_run(run=run, name="Another")
    return RunEvent.objects.get(run=run, sequence=2)


def note() -> EventNote:
    about = event()
    write_note(run=about.run, sequence=2, text="Ouch.")
    return EventNote.objects.get(event=about)


def own_place() -> CustomRoute:
    return CustomRouteFactory()


def shown_place() -> RunPlace:
    route = RouteFactory()
    run = NuzlockeRunFactory(game=route.game)
    return RunPlace.objects.create(run=run, game=run.game, route=route)


def boss_result() -> BossResult:
    boss = BossFactory()
    run = NuzlockeRunFactory(game=boss.game)
    return BossResult.objects.create(run=run, game=run.game, boss=boss, outcome="won")


def corrected_boss() -> RunBoss:
    boss = BossFactory()
    run = NuzlockeRunFactory(game=boss.game)
    return RunBoss.objects.create(run=run, game=run.game, boss=boss, ace_level=15)


def custom_game() -> CustomGame:
    return CustomGameFactory()


def shared_game() -> CustomGame:
    return CustomGameFactory(state="shared", share_key="x" * 32)


def preset() -> SavedPreset:
    return SavedPreset.objects.create(owner=UserFactory.create(), name="Mine", rules={})


@dataclass(frozen=True)
class Case:
    """A row that is fine until ``changes`` are written to it.

    ``also`` names other constraints that no row could keep while it breaks this one.
    """

    name: str
    start: Maker
    changes: dict[str, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.start.__name__} {' '.join(map(str, self.changes))}"


CASES = [
    # A run
    Case("run_name_not_blank", active_run, {"name": ""}),
    Case("run_name_not_blank", active_run, {"name": "   "}),
    Case("run_name_length", active_run, {"name": "x" * 81}),
    Case("run_status_valid", active_run, {"status": "lost"}, ("run_completed_at_iff_final",)),
    Case("run_rules_is_object", active_run, {"rules": []}),
    Case("run_rules_is_object", active_run, {"rules": "classic"}),
    Case("run_rules_is_object", active_run, {"rules": 1}),
    Case("run_rules_is_object", active_run, {"rules": Value(None, JSONField())}),
    Case("run_completed_at_iff_final", active_run, {"status": "completed"}),
    Case("run_completed_at_iff_final", active_run, {"status": "failed"}),
    Case("run_completed_at_iff_final", active_run, {"status": "abandoned"}),
    Case("run_completed_at_iff_final", ended_run, {"status": "active"}),
    Case("run_completed_after_start", ended_run, {"completed_at": NOW - timedelta(seconds=1)}),
    Case("run_started_at_sane", active_run, {"started_at": TOO_EARLY}),
    Case("run_started_at_sane", active_run, {"started_at": TOO_LATE}),
    Case("run_completed_at_sane", ended_run, {"completed_at": TOO_LATE}),
    Case("run_archived_at_sane", active_run, {"archived_at": TOO_EARLY}),
    Case("run_archived_at_sane", active_run, {"archived_at": TOO_LATE}),
    Case("run_deleted_at_sane", active_run, {"deleted_at": TOO_EARLY}),
    Case("run_deleted_at_sane", active_run, {"deleted_at": TOO_LATE}),
    Case("run_share_key_long", active_run, {"share_key": ""}),
    Case("run_share_key_long", active_run, {"share_key": "x" * 20}),
    Case("run_not_its_own_previous_attempt", active_run, {"previous_attempt": models.F("id")}),
    Case("run_revision_positive", active_run, {"revision": 0}),
    # Words and numbers of an encounter
    Case("encounter_status_valid", caught, {"status": "lost"}, ("encounter_joined_or_not",)),
    Case("encounter_missed_reason_valid", missed, {"missed_reason": "bored"}),
    Case("encounter_acquisition_valid", caught, {"acquisition": "stolen"}),
    Case("encounter_acquisition_valid", caught, {"acquisition": ""}),
    Case("encounter_gender_valid", caught, {"gender": "f"}),
    Case("encounter_catch_level_range", caught, {"catch_level": 0}),
    Case("encounter_catch_level_range", caught, {"catch_level": 101}),
    Case("encounter_current_level_range", caught, {"catch_level": None, "current_level": 0}),
    Case("encounter_current_level_range", caught, {"current_level": 101}),
    Case("encounter_faint_level_range", fainted, {"catch_level": None, "faint_level": 0}),
    Case("encounter_faint_level_range", fainted, {"faint_level": 101}),
    Case("encounter_nickname_length", caught, {"nickname": "x" * 31}),
    Case("encounter_faint_cause_length", fainted, {"faint_cause": "x" * 201}),
    Case("encounter_nature_length", caught, {"nature": "x" * 21}),
    Case("encounter_ability_length", caught, {"ability": "x" * 41}),
    Case("encounter_note_length", caught, {"note": "x" * 1001}),
    Case("encounter_caught_at_sane", caught, {"caught_at": TOO_EARLY}),
    Case("encounter_caught_at_sane", caught, {"caught_at": TOO_LATE}),
    Case("encounter_fainted_at_sane", fainted, {"fainted_at": TOO_LATE}),
    Case("encounter_revision_positive", caught, {"revision": 0}),
    # What was caught has its Pokémon and a time
    Case("encounter_joined_or_not", caught, {"pokemon": None}),
    Case("encounter_joined_or_not", caught, {"caught_at": None}),
    Case("encounter_joined_or_not", fainted, {"pokemon": None}),
    Case("encounter_joined_or_not", fainted, {"caught_at": None}),
    Case("encounter_joined_or_not", caught, {"status": "released", "pokemon": None}),
    Case("encounter_joined_or_not", caught, {"status": "released", "caught_at": None}),
    # What was missed or postponed has neither time, level nor nickname
    Case("encounter_joined_or_not", missed, {"caught_at": NOW}),
    Case("encounter_joined_or_not", missed, {"catch_level": 3}),
    Case("encounter_joined_or_not", missed, {"current_level": 3}),
    Case("encounter_joined_or_not", missed, {"nickname": "Fang"}),
    Case("encounter_joined_or_not", missed, {"current_pokemon": models.F("pokemon")}),
    Case("encounter_joined_or_not", postponed, {"caught_at": NOW}),
    Case("encounter_joined_or_not", postponed, {"catch_level": 3}),
    Case("encounter_joined_or_not", postponed, {"nickname": "Fang"}),
    Case("encounter_missed_reason_only_missed", caught, {"missed_reason": "fled"}),
    Case("encounter_missed_reason_only_missed", fainted, {"missed_reason": "fled"}),
    Case("encounter_missed_reason_only_missed", postponed, {"missed_reason": "fled"}),
    # Only the dead have a death, and not before they were caught
    Case("encounter_faint_only_fainted", caught, {"faint_level": 7}),
    Case("encounter_faint_only_fainted", caught, {"fainted_at": NOW + timedelta(days=1)}),
    Case("encounter_faint_only_fainted", caught, {"faint_cause": "a critical hit"}),
    Case("encounter_faint_only_fainted", missed, {"faint_level": 7}),
    Case("encounter_faint_only_fainted", missed, {"fainted_at": NOW}),
    Case("encounter_faint_level_not_below_catch", fainted, {"faint_level": 2}),
    Case("encounter_current_level_not_below_catch", caught, {"current_level": 2}),
    Case("encounter_fainted_after_caught", fainted, {"fainted_at": NOW - timedelta(seconds=1)}),
    # Six in the party, all alive
    Case("encounter_party_slot_only_caught", caught, {"party_slot": 0}),
    Case("encounter_party_slot_only_caught", caught, {"party_slot": 7}),
    Case("encounter_party_slot_only_caught", fainted, {"party_slot": 1}),
    Case("encounter_party_slot_only_caught", missed, {"party_slot": 1}),
    Case("encounter_party_slot_only_caught", caught, {"status": "released", "party_slot": 1}),
    # One place, and the reason of an exception
    Case("encounter_one_place", caught, {"route": None}),
    Case("encounter_bonus_reason_valid", bonus, {"bonus_reason": "luck"}),
    Case("encounter_bonus_reason_only_bonus", caught, {"bonus_reason": "gift"}),
    Case("encounter_override_has_its_reason", bonus, {"bonus_reason": "override"}),
    Case(
        "encounter_override_has_its_reason",
        bonus,
        {"bonus_reason": "override", "override_reason": "  "},
    ),
    Case("encounter_overridden_is_list", caught, {"overridden": {}}),
    Case("encounter_override_reason_length", caught, {"override_reason": "x" * 301}),
    Case("encounter_epitaph_length", fainted, {"epitaph": "x" * 201}),
    Case("encounter_faint_only_fainted", caught, {"epitaph": "Always hungry."}),
    Case("encounter_faint_only_fainted", caught, {"killer_pokemon": models.F("pokemon")}),
    # An event
    Case("event_sequence_positive", event, {"sequence": 0}),
    Case("event_kind_valid", event, {"kind": "other"}),
    Case("event_kind_valid", event, {"kind": ""}),
    Case("event_summary_not_blank", event, {"summary": " "}),
    Case("event_summary_length", event, {"summary": "x" * 301}),
    Case("event_payload_is_object", event, {"payload": []}),
    Case("event_at_sane", event, {"at": TOO_EARLY}),
    Case("event_undoes_iff_undoing", event, {"kind": "undo"}),
    Case("event_note_text_not_blank", note, {"text": " "}),
    Case("event_note_text_length", note, {"text": "x" * 1001}),
    Case("event_note_revision_positive", note, {"revision": 0}),
    # A place
    Case("custom_route_name_not_blank", own_place, {"name": ""}),
    Case("custom_route_name_length", own_place, {"name": "x" * 81}),
    Case("custom_route_order_positive", own_place, {"order": 0}),
    Case("custom_route_revision_positive", own_place, {"revision": 0}),
    Case("run_place_name_length", shown_place, {"name": "x" * 81}),
    Case("run_place_revision_positive", shown_place, {"revision": 0}),
    # A boss
    Case("boss_result_outcome_valid", boss_result, {"outcome": "draw"}),
    Case("boss_result_outcome_valid", boss_result, {"outcome": ""}),
    Case("boss_result_party_is_list", boss_result, {"party": {}}),
    Case("boss_result_at_sane", boss_result, {"at": TOO_LATE}),
    Case("boss_result_revision_positive", boss_result, {"revision": 0}),
    Case("run_boss_ace_level_range", corrected_boss, {"ace_level": 101}),
    Case("run_boss_team_length", corrected_boss, {"team": "x" * 1001}),
    Case("run_boss_revision_positive", corrected_boss, {"revision": 0}),
    # A player's own game
    Case("custom_game_base_is_another", custom_game, {"base": models.F("game")}),
    Case("custom_game_description_length", custom_game, {"description": "x" * 1001}),
    Case("custom_game_state_valid", shared_game, {"state": "lent"}),
    Case("custom_game_share_key_iff_not_private", custom_game, {"state": "shared"}),
    Case("custom_game_share_key_iff_not_private", custom_game, {"share_key": "x" * 32}),
    Case("custom_game_share_key_iff_not_private", shared_game, {"share_key": None}),
    Case("custom_game_share_key_long", shared_game, {"share_key": "x" * 20}),
    Case("custom_game_offered_has_time", shared_game, {"state": "offered"}),
    Case("custom_game_credit_length", custom_game, {"credit": "x" * 41}),
    Case("custom_game_reply_length", custom_game, {"reply": "x" * 1001}),
    Case("custom_game_created_at_sane", custom_game, {"created_at": TOO_EARLY}),
    Case("custom_game_changed_at_sane", custom_game, {"changed_at": TOO_LATE}),
    Case("custom_game_offered_at_sane", custom_game, {"offered_at": TOO_LATE}),
    # A preset
    Case("saved_preset_name_not_blank", preset, {"name": " "}),
    Case("saved_preset_name_length", preset, {"name": "x" * 61}),
    Case("saved_preset_rules_is_object", preset, {"rules": []}),
]

# Tested by functions of their own below: each needs a second row.
WITH_TWO_ROWS = {
    "custom_game_owner_submission_uniq": ("tracker_customgame", ["owner_id", "submission"]),
    "saved_preset_owner_name_uniq": ("tracker_savedpreset", ["owner_id", "name"]),
    "run_owner_submission_uniq": ("tracker_nuzlockerun", ["owner_id", "submission"]),
    "encounter_one_counted_per_route": ("tracker_encounter", ["run_id", "route_id"]),
    "encounter_run_submission_uniq": ("tracker_encounter", ["run_id", "submission"]),
    "encounter_run_party_slot_uniq": ("tracker_encounter", ["run_id", "party_slot"]),
    "encounter_run_game_fk": ("tracker_encounter", ["run_id", "game_id"]),
    "encounter_route_game_fk": ("tracker_encounter", ["route_id", "game_id"]),
    # No row can break this one, as the first of the two columns is the primary key; a foreign
    # key over both columns must have it.
    "event_run_sequence_uniq": ("tracker_runevent", ["run_id", "sequence"]),
    "event_run_submission_uniq": ("tracker_runevent", ["run_id", "submission"]),
    "event_id_run_uniq": ("tracker_runevent", ["id", "run_id"]),
    "event_undoes_run_fk": ("tracker_runevent", ["undoes_id", "run_id"]),
    "event_note_event_run_fk": ("tracker_eventnote", ["event_id", "run_id"]),
    "custom_route_id_run_uniq": ("tracker_customroute", ["id", "run_id"]),
    "custom_route_run_submission_uniq": ("tracker_customroute", ["run_id", "submission"]),
    "custom_route_run_game_fk": ("tracker_customroute", ["run_id", "game_id"]),
    "custom_route_after_route_game_fk": ("tracker_customroute", ["after_route_id", "game_id"]),
    "custom_route_table_of_game_fk": ("tracker_customroute", ["table_of_id", "game_id"]),
    "run_place_run_route_uniq": ("tracker_runplace", ["run_id", "route_id"]),
    "run_place_run_game_fk": ("tracker_runplace", ["run_id", "game_id"]),
    "run_place_route_game_fk": ("tracker_runplace", ["route_id", "game_id"]),
    "boss_result_run_boss_uniq": ("tracker_bossresult", ["run_id", "boss_id"]),
    "boss_result_run_game_fk": ("tracker_bossresult", ["run_id", "game_id"]),
    "boss_result_boss_game_fk": ("tracker_bossresult", ["boss_id", "game_id"]),
    "run_boss_run_boss_uniq": ("tracker_runboss", ["run_id", "boss_id"]),
    "run_boss_run_game_fk": ("tracker_runboss", ["run_id", "game_id"]),
    "run_boss_boss_game_fk": ("tracker_runboss", ["boss_id", "game_id"]),
    "encounter_custom_route_run_fk": ("tracker_encounter", ["custom_route_id", "run_id"]),
    "encounter_killer_boss_game_fk": ("tracker_encounter", ["killer_boss_id", "game_id"]),
    "encounter_one_counted_per_custom_route": (
        "tracker_encounter",
        ["run_id", "custom_route_id"],
    ),
    "run_id_game_uniq": ("tracker_nuzlockerun", ["id", "game_id"]),
}


def refuses(name: str, *others: str) -> Any:
    """Expect that the database refuses by the constraint ``name`` and no other.

    PostgreSQL has its own refusal of a text that is too long for its column, and SQLite names
    the columns of a unique constraint instead of the constraint.
    """
    if name.endswith("_length") and connection.vendor == "postgresql":
        return pytest.raises((DataError, IntegrityError), match=f"{name}|value too long")
    if name in WITH_TWO_ROWS and connection.vendor == "sqlite":
        table, columns = WITH_TWO_ROWS[name]
        return pytest.raises(
            IntegrityError, match=", ".join(rf"{table}\.{column}" for column in columns)
        )
    return pytest.raises(IntegrityError, match="|".join(rf"\b{n}\b" for n in (name, *others)))


def write(row: models.Model, **changes: Any) -> None:
    """Write to the row past every check that is made in Python."""
    with transaction.atomic():
        # Not the model's own kind of query, which may refuse for itself.
        models.QuerySet(type(row)).filter(pk=row.pk).update(**changes)


def test_every_constraint_has_a_case() -> None:
    named = {
        constraint.name
        for model in apps.get_app_config("tracker").get_models()
        for constraint in model._meta.constraints
    }
    assert named == {case.name for case in CASES} | WITH_TWO_ROWS.keys()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_database_refuses(case: Case) -> None:
    row = case.start()
    with refuses(case.name, *case.also):
        write(row, **case.changes)


@pytest.mark.parametrize(
    ("start", "changes"),
    [
        # What a player does not know stays empty.
        (caught, {"catch_level": None}),
        (caught, {"nickname": ""}),
        (caught, {"catch_level": None, "current_level": 50}),
        (fainted, {"catch_level": None}),
        (fainted, {"faint_level": None}),
        (fainted, {"fainted_at": None}),
        (missed, {"pokemon": None}),
        (postponed, {"pokemon": None}),
        # The limits themselves are inside.
        (caught, {"catch_level": 1, "current_level": 100}),
        (caught, {"catch_level": 100}),
        (caught, {"party_slot": 1}),
        (caught, {"party_slot": 6}),
        (caught, {"caught_at": datetime(1990, 1, 1, tzinfo=UTC)}),
        (caught, {"caught_at": TOO_LATE - timedelta(microseconds=1)}),
        (caught, {"nickname": "x" * 30}),
        (caught, {"note": "x" * 1000}),
        (fainted, {"faint_level": 3}),
        (fainted, {"faint_cause": "x" * 200}),
        (ended_run, {"completed_at": NOW}),
        (active_run, {"name": "x" * 80}),
        (active_run, {"share_key": "x" * 21}),
        (active_run, {"rules": {}}),
    ],
)
def test_the_database_takes(start: Maker, changes: dict[str, Any]) -> None:
    row = start()
    write(row, **changes)
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in changes} == changes


def test_one_form_starts_one_run_of_a_player() -> None:
    run = active_run()
    with refuses("run_owner_submission_uniq"), transaction.atomic():
        NuzlockeRun.objects.bulk_create(
            [NuzlockeRunFactory.build(owner=run.owner, game=run.game, submission=run.submission)]
        )
    other = NuzlockeRunFactory(submission=run.submission)
    assert other.owner != run.owner, "another player's form may have the same number"


def test_a_player_has_one_preset_of_a_name() -> None:
    first = preset()
    with refuses("saved_preset_owner_name_uniq"), transaction.atomic():
        SavedPreset.objects.create(owner=first.owner, name=first.name, rules={})
    SavedPreset.objects.create(owner=UserFactory.create(), name=first.name, rules={})


def test_a_form_makes_one_game_of_a_player() -> None:
    first = CustomGameFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CustomGameFactory(owner=first.owner, submission=first.submission)
    CustomGameFactory(submission=first.submission)


def test_a_route_has_one_counted_encounter_and_any_number_of_bonus_ones() -> None:
    first = caught()
    with refuses("encounter_one_counted_per_route"), transaction.atomic():
        EncounterFactory(run=first.run, route=first.route)
    for _ in range(2):
        EncounterFactory(run=first.run, route=first.route, is_bonus=True)
    assert first.run.encounters.count() == 3


def test_one_form_logs_one_encounter_of_a_run() -> None:
    first = caught()
    with refuses("encounter_run_submission_uniq"), transaction.atomic():
        EncounterFactory(run=first.run, submission=first.submission)
    assert EncounterFactory(submission=first.submission).run != first.run


def test_an_act_that_was_sent_twice_has_one_event() -> None:
    first, name = event(), uuid.uuid4()
    rename_run(run=first.run, name="A third")
    write(first, submission=name)
    with refuses("event_run_submission_uniq"):
        write(RunEvent.objects.get(run=first.run, sequence=3), submission=name)
    # In another run it is another act.
    write(event(), submission=name)


def test_a_place_in_the_party_is_taken_once() -> None:
    first = EncounterFactory(party_slot=1)
    with refuses("encounter_run_party_slot_uniq"), transaction.atomic():
        EncounterFactory(run=first.run, party_slot=1)
    EncounterFactory(run=first.run, party_slot=None)
    EncounterFactory(run=first.run, party_slot=None)
    EncounterFactory(party_slot=1)
    assert first.run.encounters.count() == 3


def test_a_place_of_ones_own_has_one_counted_encounter() -> None:
    place = own_place()
    facts = {"run": place.run, "route": None, "custom_route": place}
    EncounterFactory(**facts)
    with refuses("encounter_one_counted_per_custom_route"), transaction.atomic():
        EncounterFactory(**facts)
    EncounterFactory(**facts, is_bonus=True)


@pytest.mark.parametrize(
    ("start", "changes"),
    [
        (caught, lambda: {"route": None, "custom_route": own_place()}),
        (fainted, lambda: {"killer_boss": BossFactory()}),
        (own_place, lambda: {"after_route": RouteFactory()}),
        (own_place, lambda: {"table_of": RouteFactory()}),
        (own_place, lambda: {"game": GameFactory()}),
        (shown_place, lambda: {"route": RouteFactory()}),
        (boss_result, lambda: {"boss": BossFactory()}),
        (corrected_boss, lambda: {"boss": BossFactory()}),
        (note, lambda: {"run": active_run()}),
    ],
)
def test_nothing_of_a_run_names_what_is_of_another(
    start: Maker, changes: Callable[[], dict[str, Any]]
) -> None:
    with transaction.atomic():
        write(start(), **changes())
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", WITH_TWO_ROWS)
def test_the_database_has(name: str) -> None:
    table, columns = WITH_TWO_ROWS[name]
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, table)
    if name.endswith("_fk") and connection.vendor == "sqlite":
        # It keeps the names of foreign keys in the text of the table only.
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            text = cursor.fetchone()[0]
        assert f'CONSTRAINT "{name}" FOREIGN KEY ("{columns[0]}", "{columns[1]}")' in text
    elif name.endswith("_fk"):
        assert there[name]["foreign_key"]
        assert there[name]["columns"] == columns
    else:
        assert there[name]["unique"]
        assert there[name]["columns"] == columns


class TestTheGameOfAnEncounter:
    """The composite foreign keys, which both databases check at the end of a transaction."""

    def refused_at_the_end(self) -> None:
        with pytest.raises(IntegrityError):
            connection.check_constraints()

    @pytest.fixture(autouse=True)
    def _undone(self) -> Any:
        """Leave nothing broken behind for the check that ends each test."""
        with transaction.atomic():
            connection.check_constraints()
            yield
            transaction.set_rollback(True)

    def test_is_the_game_of_its_route(self) -> None:
        encounter = caught()
        write_late(encounter, route=RouteFactory())
        self.refused_at_the_end()

    def test_is_the_game_of_its_run(self) -> None:
        encounter = caught()
        write_late(encounter, run=NuzlockeRunFactory())
        self.refused_at_the_end()

    def test_is_not_a_third_one(self) -> None:
        encounter = caught()
        write_late(encounter, game=GameFactory())
        self.refused_at_the_end()

    def test_stays_when_the_run_changes_its_game(self) -> None:
        encounter = caught()
        write_late(encounter.run, game=GameFactory())
        self.refused_at_the_end()

    def test_stays_when_the_route_changes_its_game(self) -> None:
        encounter = caught()
        write_late(encounter.place, game=GameFactory())
        self.refused_at_the_end()

    def test_stays_when_it_comes_by_bulk(self) -> None:
        run = active_run()
        row = EncounterFactory.build(
            run=run, game=run.game, route=RouteFactory(), pokemon=PokemonFactory()
        )
        Encounter.objects.bulk_create([row])
        self.refused_at_the_end()

    def test_may_change_with_run_and_route_together(self) -> None:
        encounter = caught()
        other = GameFactory()
        write_late(encounter.run, game=other)
        write_late(encounter.place, game=other)
        write_late(encounter, game=other)
        connection.check_constraints()
        encounter.refresh_from_db()
        assert encounter.game == other


def write_late(row: models.Model, **changes: Any) -> None:
    """Write with the checks put off, as they are in any transaction."""
    type(row)._base_manager.filter(pk=row.pk).update(**changes)


class TestCompositeForeignKey:
    def test_needs_two_fields_on_either_side(self) -> None:
        for fields, to_fields in ((["run"], ["id"]), (["run", "game"], ["id"])):
            with pytest.raises(ValueError, match="two or more"):
                CompositeForeignKey(name="x", fields=fields, to_fields=to_fields)

    def test_begins_with_a_foreign_key(self) -> None:
        constraint = CompositeForeignKey(
            name="x", fields=["nickname", "game"], to_fields=["id", "game"]
        )
        with pytest.raises(FieldDoesNotExist, match="nickname"):
            constraint.validate(Encounter, caught())

    def test_says_the_same_in_python(self) -> None:
        encounter = caught()
        constraint = next(
            each for each in Encounter._meta.constraints if each.name == "encounter_route_game_fk"
        )
        constraint.validate(Encounter, encounter)
        encounter.route = RouteFactory()
        with pytest.raises(ValidationError, match="not in the game of the run"):
            constraint.validate(Encounter, encounter)
        constraint.validate(Encounter, encounter, exclude={"route"})
        encounter.route_id = None
        constraint.validate(Encounter, encounter)

    def test_is_written_down_and_compared_whole(self) -> None:
        constraint = CompositeForeignKey(name="x", fields=["run", "game"], to_fields=["id", "game"])
        path, args, kwargs = constraint.deconstruct()
        assert path == "pokedex.composite_keys.CompositeForeignKey"
        assert CompositeForeignKey(*args, **kwargs) == constraint
        assert constraint.clone() == constraint
        other = CompositeForeignKey(name="y", fields=["run", "game"], to_fields=["id", "game"])
        assert constraint != other
        assert constraint != "x"

    def test_is_added_to_a_table_and_taken_off_again(self) -> None:
        constraint = next(
            each for each in Encounter._meta.constraints if each.name == "encounter_run_game_fk"
        )
        editor = connection.schema_editor()
        created = str(constraint.create_sql(Encounter, editor))
        assert "ALTER TABLE" in created
        assert 'FOREIGN KEY ("run_id", "game_id")' in created
        assert 'REFERENCES "tracker_nuzlockerun" ("id", "game_id")' in created
        assert "DEFERRABLE INITIALLY DEFERRED" in created
        removed = str(constraint.remove_sql(Encounter, editor))
        assert 'DROP CONSTRAINT "encounter_run_game_fk"' in removed


@pytest.mark.parametrize("start", [active_run, ended_run, caught, missed, postponed, fainted])
def test_the_rows_that_the_cases_start_from_keep_every_rule(start: Maker) -> None:
    start().full_clean()
