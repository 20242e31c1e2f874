"""Changing the rules of a run, and keeping them as presets."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from tests.factories import NuzlockeRunFactory
from tracker.choices import EventKind
from tracker.models import NuzlockeRun, SavedPreset
from tracker.rules.document import Dupes, RulesDocument, read_document
from tracker.rules.presets import PRESETS
from tracker.services import presets
from tracker.services.claims import move_runs
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.presets import delete_preset, rules_of, save_preset
from tracker.services.rules import change_rules
from tracker.services.undo import redo_event, undo_event

pytestmark = pytest.mark.django_db

HARDCORE = PRESETS["hardcore"].rules()


def with_clause(document: RulesDocument, clause: Any) -> RulesDocument:
    """The document with another version of one clause."""
    return read_document(
        {
            **document.as_json(),
            "clauses": [
                clause.model_dump(mode="json") if old.key == clause.key else old.model_dump()
                for old in document.clauses
            ],
        }
    )


class TestChangeRules:
    def test_is_one_event_that_says_what_differs(self) -> None:
        run = NuzlockeRunFactory.create()
        before = run.rules
        after = with_clause(read_document(before), Dupes(on=True, strictness="block"))
        change_rules(run=run, document=after, revision=run.revision)
        run.refresh_from_db()
        assert read_document(run.rules) == after
        event = run.events.get(kind=EventKind.RULES)
        assert event.summary.startswith("Dupes: on, forbids it. ")
        (change,) = event.payload["changes"]
        assert (change["before"], change["after"]) == (
            {"rules": before},
            {"rules": after.as_json()},
        )

    def test_names_the_preset_that_was_taken_over(self) -> None:
        run = NuzlockeRunFactory.create()
        change_rules(run=run, document=HARDCORE, revision=run.revision)
        summary = run.events.get(kind=EventKind.RULES).summary
        assert summary.startswith("Rules by the preset Hardcore. ")

    def test_the_same_rules_are_no_event(self) -> None:
        run = NuzlockeRunFactory.create(rules=HARDCORE.as_json())
        change_rules(run=run, document=HARDCORE, revision=run.revision + 5)
        off = with_clause(HARDCORE, next(c for c in HARDCORE.clauses if c.key == "party_size"))
        change_rules(run=run, document=off, revision=run.revision)
        run.refresh_from_db()
        assert (run.revision, run.events.count()) == (1, 0)

    def test_does_not_overwrite_what_it_has_not_seen(self) -> None:
        run = NuzlockeRunFactory.create()
        change_rules(run=run, document=PRESETS["standard"].rules(), revision=1)
        with pytest.raises(ChangedMeanwhile) as change:
            change_rules(run=run, document=HARDCORE, revision=1)
        assert change.value.revision == 2
        run.refresh_from_db()
        assert run.rules["preset"] == "standard"

    def test_is_taken_back_and_done_again(self) -> None:
        run = NuzlockeRunFactory.create()
        before = run.rules
        change_rules(run=run, document=HARDCORE, revision=run.revision)
        event = run.events.get(kind=EventKind.RULES)
        undo_event(run=run, sequence=event.sequence)
        run.refresh_from_db()
        assert run.rules == before
        redo_event(run=run, sequence=event.sequence)
        run.refresh_from_db()
        assert run.rules == HARDCORE.as_json()


class TestPresets:
    def test_keep_the_rules_of_a_run_for_another(self) -> None:
        run = NuzlockeRunFactory.create(rules=HARDCORE.as_json())
        saved = save_preset(run=run, name="Mine")
        assert rules_of(owner=run.owner, preset=saved.key) == HARDCORE.as_json()

    def test_are_their_owners_alone(self, stranger: User) -> None:
        saved = save_preset(run=NuzlockeRunFactory.create(), name="Mine")
        for key in (saved.key, "own-x", "nothing"):
            with pytest.raises(Refused) as refused:
                rules_of(owner=stranger, preset=key)
            assert refused.value.field == "preset"

    def test_have_one_name_each(self) -> None:
        run = NuzlockeRunFactory.create()
        saved = save_preset(run=run, name="Mine")
        assert save_preset(run=run, name="Mine") == saved, "the same once more"
        NuzlockeRun.objects.update(rules=HARDCORE.as_json())
        with pytest.raises(Refused, match="this name already") as refused:
            save_preset(run=run, name="Mine")
        assert refused.value.field == "name"

    def test_are_not_without_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(presets, "MAX_PRESETS", 1)
        run = NuzlockeRunFactory.create()
        save_preset(run=run, name="One")
        with pytest.raises(Refused, match="You have 1 presets"):
            save_preset(run=run, name="Two")

    def test_go_and_leave_the_runs_alone(self) -> None:
        run = NuzlockeRunFactory.create()
        saved = save_preset(run=run, name="Mine")
        delete_preset(preset=saved)
        delete_preset(preset=saved)
        assert not SavedPreset.objects.exists()
        assert NuzlockeRun.objects.get().rules == run.rules

    def test_of_a_guest_move_to_the_account(self, guest: User, owner: User) -> None:
        for player in (guest, owner):
            save_preset(run=NuzlockeRunFactory.create(owner=player), name="x" * 60)
        move_runs(guest=guest, account=owner)
        names = SavedPreset.objects.filter(owner=owner).values_list("name", flat=True)
        assert sorted(names) == ["x" * 56 + " (2)", "x" * 60]
