"""The table of rule cases: each says exactly what it is expected to say.

``cases.txt`` is written in the language of ``scenario.py``, a title above each case.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tracker.rules.scenario import Scenario

_TEXT = Path(__file__).with_name("cases.txt").read_text(encoding="utf-8")
CASES = [case.split("\n", 1) for case in _TEXT.strip().removeprefix("# ").split("\n\n# ")]


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len({title for title, _ in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize(("title", "case"), CASES, ids=[title for title, _ in CASES])
def test_says(title: str, case: str) -> None:
    scenario = Scenario(case)
    assert scenario.acted() == scenario.expected, title
