"""Files that are none: each is refused in bounded time, with a sentence for each fault."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pokedex.transfer import files
from pokedex.transfer.files import FileRefused, SheetRow, read_file

COLUMNS = ("name", "rate")


def refused(content: bytes, file_format: str = "csv") -> list[str]:
    """Why a file is refused."""
    with pytest.raises(FileRefused) as caught:
        read_file(content, file_format, COLUMNS)
    return [str(fault) for fault in caught.value.faults]


def rows(content: bytes, file_format: str = "csv") -> list[tuple[int, list[object]]]:
    return [(row.line, row.cells) for row in read_file(content, file_format, COLUMNS)]


class TestCsv:
    @pytest.mark.parametrize(
        "content",
        [
            b"name,rate\nAbra,5\n",
            b"name,rate\r\nAbra,5\r\n",
            b"name,rate\rAbra,5",
            b"\xef\xbb\xbfname,rate\nAbra,5\n",
            b"rate,name\n5,Abra\n",
            b"Name, RATE \nAbra,5\n",
            b"name;rate\nAbra;5\n",
            b"name\trate\nAbra\t5\n",
            b'name,rate\n"Abra","5"\n,\n\n',
        ],
        ids=["lf", "crlf", "cr", "bom", "order", "case", "semicolon", "tab", "quoted, empty"],
    )
    def test_is_read_as_spreadsheets_write_it(self, content: bytes) -> None:
        assert rows(content) == [(2, ["Abra", "5"])]

    def test_knows_lines_behind_line_breaks_in_cells(self) -> None:
        content = b'name,rate\n"Ab\nra",5\n\nZubat,6\n'
        assert rows(content) == [(2, ["Ab\nra", "5"]), (5, ["Zubat", "6"])]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "The file is empty."),
            (b" \n\n", "The file is empty."),
            (b"\xef\xbb\xbf", "The file is empty."),
            (b"name,rate\n", "The file has no rows."),
            ("name,rate\nAbra,5\n".encode("utf-16"), "It is in UTF-16."),
            ("name,rate\nFlabébé,5\n".encode("utf-16-le"), "Line 1: There is a NUL character."),
            ("name,rate\nAbra,5\nFlabébé,5\n".encode("latin-1"), "Line 3: This is no UTF-8."),
            (b"name,rate\nAb\0ra,5\n", "Line 2: There is a NUL character."),
            (b"PK\x03\x04rest", "a spreadsheet or an archive"),
            (b"\xd0\xcf\x11\xe0rest", "a spreadsheet or an archive"),
            (gzip.compress(b"name,rate", mtime=0), "It is compressed."),
            (b"name\nAbra\n", "Line 1, column rate: This column is missing."),
            (b"name,rate,pk\nAbra,5,1\n", "Line 1: There is no column “pk”; take it out."),
            (b"name,rate,name\nA,5,B\n", "Line 1, column name: This column is there more than"),
            (b"name,rate\nAbra\n", "Line 2: It has 1 cells, and the header 2."),
            (b"name,rate\nAbra,5,6\n", "Line 2: It has 3 cells, and the header 2."),
            (b"name,rate\n=1+1,5\n", "Line 2, column name: “=1+1” begins as a formula does."),
            (b"name,rate\nA,@x\n", "Line 2, column rate: “@x” begins as a formula does."),
            (b'name,rate\n"\tA",5\n', "Line 2, column name: “�A” begins as a formula does."),
            (b'name,rate\nA,5\n"B,6\n', "Line 3: A quotation mark is open"),
            (b'name,rate\nA,5\n"B"x,6\n', "Line 3: A quotation mark is open"),
        ],
    )
    def test_that_is_none_is_refused_with_line_and_column(
        self, content: bytes, reason: str
    ) -> None:
        assert reason in "\n".join(refused(content))

    def test_says_each_fault(self) -> None:
        said = refused(b"name,rate\n=1,-1\nAbra\nB,5\n+2,5\n")
        assert [one.partition(":")[0] for one in said] == [
            "Line 2, column name",
            "Line 2, column rate",
            "Line 3",
            "Line 5, column name",
        ]

    def test_a_cell_too_long_is_named(self) -> None:
        said = refused(b"name,rate\n%b,5\n" % (b"x" * 10_001))
        assert said == ["Line 2, column name: The cell has 10,001 characters; 10,000 are the most."]


class TestJson:
    def test_is_read_with_lines(self) -> None:
        content = b'[\n{"name": "Abra", "rate": 5},\n\n{"rate": null, "name": "Zubat"}\n]\n'
        assert rows(content, "json") == [(2, ["Abra", 5]), (4, ["Zubat", None])]
        assert rows(b'\xef\xbb\xbf[{"name":"A","rate":5}]', "json") == [(1, ["A", 5])]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("[]", "The file has no rows."),
            ("{}", "has to be a list of rows"),
            ("5", "has to be a list of rows"),
            ("[5]", "Line 1: A row has to be an object"),
            ('[\n{"name": "A"}]', "Line 2, column rate: This column is missing."),
            ('[{"name": "A", "rate": 1, "pk": 1}]', "There is no column “pk”"),
            ('[{"name": "A", "name": "B", "rate": 1}]', "“name” stands twice in one row."),
            ('[{"name": "A", "rate": {}}]', "column rate: An object cannot stand here."),
            ('[{"name": "A", "rate": 1.5}]', "1.5 is no whole number."),
            ('[{"name": "A", "rate": 1e400}]', "1e400 is no whole number."),
            ('[{"name": "A", "rate": NaN}]', "NaN is no whole number."),
            (f'[{{"name": "A", "rate": {"9" * 5000}}}]', "is too long a number."),
            ('[{"name": "A", "rate": 1}', "A comma or “]” is missing after a row."),
            ('[{"name": "A", "rate": 1} {}]', "A comma or “]” is missing after a row."),
            ('[{"name": "A", "rate": 1}] x', "Nothing may come after the last"),
            ('[\n{"name": \'A\', "rate": 1}]', "Line 2: This is no JSON"),
            ('[{"name": "A", "rate": %s}]' % ("[" * 100_000), "Lists are nested too deeply."),
            ("[" * 1_000_000, "The file has too much in it."),
            (f'[{{"name": "{"x" * 10_001}", "rate": 1}}]', "column name: The cell has 10,001"),
        ],
    )
    def test_that_is_none_is_refused(self, text: str, reason: str) -> None:
        assert reason in "\n".join(refused(text.encode(), "json"))

    def test_a_half_of_a_character_is_shown_as_none(self) -> None:
        (said,) = refused(b'[{"name": "A", "rate": 1, "\\ud800\\u202e": 1}]', "json")
        assert said == "Line 1: There is no column “��”; take it out."


SIZE = files.MOST_BYTES - 100
HEAD = b"name,rate\n"
# Files as large as they may be, each of which would take far more when it is read.
HUGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "too large": (lambda: HEAD + b"x" * files.MOST_BYTES, "csv"),
    "a cell of 10 MB": (lambda: HEAD + b'"' + b"x" * 10_000_000 + b'",5\n', "csv"),
    "a cell of 10 MB in lines": (lambda: HEAD + b'"' + b"x\n" * 5_000_000 + b'",5\n', "csv"),
    "a million cells": (lambda: HEAD + b"a,5\n" * 500_000, "csv"),
    "nothing but commas": (lambda: b"," * SIZE, "csv"),
    "a row of commas": (lambda: HEAD + b"," * (SIZE - 10), "csv"),
    "a row of line breaks and commas": (lambda: HEAD + b'"\n",' * (SIZE // 5), "csv"),
    "nothing but line breaks": (lambda: HEAD + b"\n" * (SIZE - 10), "csv"),
    "nothing but quotation marks": (lambda: HEAD + b'"' * (SIZE - 10), "csv"),
    "a header of 20 MB": (lambda: b"x" * SIZE, "csv"),
    "empty objects": (lambda: b"[" + b"{}," * (SIZE // 3), "json"),
    "a list of strings": (lambda: b'[{"name":[' + b'"a",' * (SIZE // 4 - 4), "json"),
    "a list of numbers": (lambda: b"[" + b"1," * (SIZE // 2), "json"),
    "one string": (lambda: b'[{"name": "' + b"x" * (SIZE - 40) + b'", "rate": 1}]', "json"),
    "nothing but spaces": (lambda: b"[" + b" " * (SIZE - 2), "json"),
}


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_file_is_refused_in_bounded_time(name: str) -> None:
    make, file_format = HUGE[name]
    content = make()
    begin = time.process_time()
    said = refused(content, file_format)
    assert time.process_time() - begin < 5
    assert 1 <= len(said) <= files.MOST_FAULTS + 1
    assert sum(map(len, said)) < 60_000


def test_faults_end_after_so_many() -> None:
    assert len(refused(b"name,rate\n" + b"=1,=2\n" * 40_000)) <= files.MOST_FAULTS + 1
    many = json.dumps([{"name": "A"}] * 40_000).encode()
    assert len(refused(many, "json")) <= files.MOST_FAULTS + 1


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.binary(max_size=200)
    | st.text(alphabet="name,rate\n\r\"';[]{}:0= \té", max_size=80).map(str.encode),
    st.sampled_from(["csv", "json"]),
)
def test_whatever_the_bytes_they_are_rows_or_refused(content: bytes, file_format: str) -> None:
    faults: list[str] = []
    found: list[SheetRow] = []
    try:
        found = read_file(content, file_format, COLUMNS)
    except FileRefused as error:
        faults = [str(fault) for fault in error.faults]
    assert bool(found) != bool(faults)
    assert all(faults)
