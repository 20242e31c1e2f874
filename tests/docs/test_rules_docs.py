"""docs/rules.md explains every clause and every parameter; each of its examples is executed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.tracker.rules.scenario import Scenario
from tracker.rules.document import CLAUSES, read_document
from tracker.rules.presets import PRESETS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```rules\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
UNIFORM = {"key", "on", "strictness"}


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_example_is_true(example: str) -> None:
    scenario = Scenario(example)
    assert scenario.acted() == scenario.expected


@pytest.mark.parametrize("key", CLAUSES)
def test_the_clause_has_an_example_and_words_for_each_parameter(key: str) -> None:
    assert any(re.search(rf"^{key}: ", example, re.MULTILINE) for example in EXAMPLES)
    named = set(re.findall(r"`(\w+)`", TEXT))
    assert {key, *CLAUSES[key].model_fields} - UNIFORM - named == set()


def test_each_preset_has_its_row() -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \|$", TEXT.split("\n## Presets\n")[1], re.MULTILINE)
    assert rows[1:] == [(preset.name, preset.summary) for preset in PRESETS.values()]


def test_the_document_is_one_that_is_read() -> None:
    (document,) = re.findall(r"^```json\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    assert read_document(json.loads(document)).preset == "hardcore"
