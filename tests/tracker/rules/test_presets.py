"""The presets that a run can start with, and those that players make."""

from __future__ import annotations

import json

import pytest

from tracker.rules.document import CLAUSES, Dupes, TypeLimit, read_document
from tracker.rules.presets import DEFAULT_PRESET, PRESETS, Preset, classic_document, preset_from

STRICTNESS = {"inform", "warn", "block"}


def test_classic_is_the_preset_of_whoever_chooses_none() -> None:
    assert DEFAULT_PRESET == "classic"
    document = classic_document()
    assert [(c["key"], c["strictness"]) for c in document.pop("clauses") if c["on"]] == [
        ("first_encounter", "warn"),
        ("nickname", "inform"),
        ("permadeath", "inform"),
        ("wipe", "inform"),
    ]
    assert document == {"version": 2, "preset": "classic", "house_rules": ""}


def test_each_document_is_a_new_one() -> None:
    classic_document()["clauses"].clear()
    assert len(classic_document()["clauses"]) == len(CLAUSES)


def test_those_that_players_know_are_there() -> None:
    known = {"classic", "hardcore", "randomizer", "monolocke", "wedlocke", "soul_link", "egglocke"}
    known |= {"wonderlocke", "generlocke", "uniquelocke", "cagelocke"}
    assert known <= PRESETS.keys()
    assert next(iter(PRESETS)) == DEFAULT_PRESET


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_is_complete(key: str) -> None:
    preset: Preset = PRESETS[key]
    assert preset.key == key
    assert preset.name
    assert preset.summary.endswith(".")
    keys = [clause.key for clause in preset.clauses]
    assert len(keys) == len(set(keys)) > 0
    for clause in preset.clauses:
        assert clause.strictness in STRICTNESS
        assert clause.summary.endswith(".")
    for sentence in preset.watch:
        assert sentence.endswith(".")
    assert all(clause.on for clause in preset.switched_on)


@pytest.mark.parametrize("key", PRESETS)
def test_a_document_is_plain_json_and_read_again(key: str) -> None:
    preset = PRESETS[key]
    document = preset.document()
    assert json.loads(json.dumps(document)) == document
    assert document["preset"] == key
    assert read_document(document) == preset.rules()
    on = {clause.key for clause in preset.rules().clauses if clause.on}
    assert on == {clause.key for clause in preset.clauses}


@pytest.mark.parametrize("key", PRESETS.keys() - {"classic", "standard", "uniquelocke"})
def test_a_variant_says_what_to_watch_unless_its_clauses_see_all(key: str) -> None:
    assert PRESETS[key].watch or key == "second_chance"


def test_a_players_own_preset_is_made_of_the_rules_of_a_run() -> None:
    clauses = [
        {"key": "dupes", "on": True, "strictness": "block", "scope": "species"},
        {"key": "types", "on": True, "allowed": ["water"]},
        {"key": "shiny", "on": False},
    ]
    rules = read_document(
        {"version": 2, "preset": "monolocke", "clauses": clauses, "house_rules": "No Surf."}
    )
    own = preset_from(rules, key="wet", name="Wet")
    assert own.summary == "Wet: rules of your own."
    assert own.watch == PRESETS["monolocke"].watch
    assert [clause.key for clause in own.clauses] == ["dupes", "types"]
    again = own.rules()
    assert again.preset == "wet"
    assert again.house_rules == "No Surf."
    assert again.clause(Dupes) == rules.clause(Dupes)
    assert again.clause(TypeLimit).allowed == ("water",)


def test_a_preset_made_of_an_own_one_has_nothing_to_watch() -> None:
    rules = read_document({"version": 2, "preset": "wet", "clauses": []})
    own = preset_from(rules, key="wetter", name="Wetter", summary="Wetter still.")
    assert (own.watch, own.summary) == ((), "Wetter still.")
