"""The presets that a run can start with."""

from __future__ import annotations

import json

import pytest

from tracker.rules.presets import DEFAULT_PRESET, PRESETS, Preset, classic_document

STRICTNESS = {"inform", "warn", "block"}


def test_classic_is_the_preset_of_whoever_chooses_none() -> None:
    assert DEFAULT_PRESET == "classic"
    assert classic_document() == {
        "version": 1,
        "preset": "classic",
        "clauses": [
            {"key": "first_encounter", "on": True, "strictness": "block"},
            {"key": "permadeath", "on": True, "strictness": "inform"},
            {"key": "nickname", "on": True, "strictness": "inform"},
        ],
        "house_rules": "",
    }


def test_each_document_is_a_new_one() -> None:
    classic_document()["clauses"].clear()
    assert len(classic_document()["clauses"]) == 3


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


@pytest.mark.parametrize("key", PRESETS)
def test_a_document_is_plain_json(key: str) -> None:
    document = PRESETS[key].document()
    assert json.loads(json.dumps(document)) == document
    assert document["preset"] == key
