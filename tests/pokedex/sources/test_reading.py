from __future__ import annotations

from pathlib import Path

import pytest

from pokedex.sources.reading import Problem, Row, TableReader


def read(tmp_path: Path, content: bytes) -> tuple[list[str], list[str]]:
    """The values of the column name, and the problems in words."""
    (tmp_path / "t.csv").write_bytes(content)
    problems: list[Problem] = []
    reader = TableReader(tmp_path, problems)
    values = reader.each(
        "t.csv", ("id", "name"), lambda row: f"{row.number('id')}{row.text('name')}"
    )
    return values, [str(problem) for problem in problems]


def test_good_rows(tmp_path: Path) -> None:
    assert read(tmp_path, b'id,name,more\n1,a,\n2,"b,\nc",x\n') == (["1a", "2b,\nc"], [])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"id,name\n1,a\n2\n3,c\n", "t.csv:3: 1 columns, but the header has 2."),
        (b"id,name\n1,a\n2,b,x\n3,c\n", "t.csv:3: 3 columns, but the header has 2."),
        (b"id,name\n1,a\n\n3,c\n", "t.csv:3: 0 columns, but the header has 2."),
        (b"id,name\n1,a\nx,b\n3,c\n", "t.csv:3: id is 'x', not a whole number."),
        (b"id,name\n1,a\n-2,b\n3,c\n", "t.csv:3: id is '-2', not a whole number."),
        (b"id,name\n1,a\n9999999999,b\n3,c\n", "t.csv:3: id is '9999999999', not a whole number."),
        ("id,name\n1,a\n²,b\n3,c\n".encode(), "t.csv:3: id is '²', not a whole number."),
        (b"id,name\n1,a\n2,\n3,c\n", "t.csv:3: name is empty."),
        (b"id,name\n1,a\n2,\0\n3,c\n", "t.csv:3: A NUL character."),
    ],
)
def test_a_bad_row_is_reported_and_the_others_are_read(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    assert read(tmp_path, content) == (["1a", "3c"], [problem])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"id,other\n1,a\n", "t.csv:1: No column name."),
        (b"", "t.csv:1: No column id, name."),
        (b"id,name\n1,\xff\n", "t.csv:2: The text is not UTF-8."),
        (b'id,name\n1,"a\n', "t.csv:2: Not a CSV line: unexpected end of data."),
    ],
)
def test_a_bad_file(tmp_path: Path, content: bytes, problem: str) -> None:
    assert read(tmp_path, content) == ([], [problem])


def test_a_missing_file(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert TableReader(tmp_path, problems).each("no.csv", ("id",), lambda row: row) == []
    assert [str(one) for one in problems] == ["no.csv: The file is missing or cannot be read."]


def test_a_key_that_comes_twice(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,name\n1,a\n1,b\n")
    problems: list[Problem] = []
    reader = TableReader(tmp_path, problems)
    found = reader.index("t.csv", ("id", "name"), lambda row: (row.text("id"), row.text("name")))
    assert found == {"1": "a"}
    assert [str(one) for one in problems] == ["t.csv:3: '1' is there already."]


def test_the_digest_of_each_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id\n")
    reader = TableReader(tmp_path, [])
    reader.each("t.csv", ("id",), lambda row: row)
    assert list(reader.digests) == ["t.csv"]
    assert len(reader.digests["t.csv"]) == 64


def test_parts_and_choices() -> None:
    row = Row("t.csv", 2, {"games": "red;blue", "none": "", "what": "drop"})
    assert row.parts("games") == ("red", "blue")
    assert row.parts("none") == ()
    assert row.choice("what", "drop", "add") == "drop"
    with pytest.raises(ValueError, match="what is 'drop', not one of 'add'"):
        row.choice("what", "add")
    with pytest.raises(ValueError, match="what is 'drop', which is unknown"):
        row.lookup("what", {})
