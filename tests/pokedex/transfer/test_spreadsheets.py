"""Cells that no spreadsheet runs, and that come back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pokedex.transfer.files import csv_file, json_file, read_file
from pokedex.transfer.spreadsheets import is_formula, neutralised, restored

SIGNS = "=+-@\t\r\n\0＝＋－＠"
# What is likely to break it, in every order.
texts = st.text(alphabet=st.sampled_from(f"{SIGNS}'\",;é a1"), max_size=8) | st.text(max_size=20)
# What a file may hold: no NUL, no half of a character.
cells = texts.filter(lambda text: "\0" not in text).map(
    lambda text: text.encode("utf-8", "ignore").decode()
)
# A machine that does other work as well is slow, not wrong.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_is_made_text(sign: str) -> None:
    assert neutralised(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"
    assert neutralised(f"a{sign}b") == f"a{sign}b"


@unhurried
@given(texts)
def test_nothing_that_is_written_is_a_formula(text: str) -> None:
    assert not is_formula(neutralised(text))


@unhurried
@given(texts)
def test_what_was_put_on_is_taken_off_and_nothing_else(text: str) -> None:
    assert restored(neutralised(text)) == text
    if neutralised(text) == text:
        assert restored(text) == text


@unhurried
@given(st.lists(st.tuples(cells, cells, cells).filter(any), min_size=1, max_size=5))
def test_a_csv_file_comes_back_to_the_byte(rows: list[tuple[str, str, str]]) -> None:
    columns = ("one", "two", "three")
    content = csv_file(columns, rows)
    found = [tuple(row.cells) for row in read_file(content, "csv", columns)]
    assert found == rows
    assert csv_file(columns, found) == content
    for row in csv.reader(io.StringIO(content.decode(), newline="")):
        assert not any(map(is_formula, row))


@unhurried
@given(st.lists(st.tuples(cells, st.integers(0, 10**8), st.booleans()), min_size=1, max_size=5))
def test_a_json_file_comes_back_to_the_byte(rows: list[tuple[str, int, bool]]) -> None:
    columns = ("one", "two", "three")
    content = json_file(columns, rows)
    found = [tuple(row.cells) for row in read_file(content, "json", columns)]
    assert found == rows
    assert json_file(columns, found) == content
