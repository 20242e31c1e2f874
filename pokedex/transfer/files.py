"""Files of catalog rows, CSV and JSON: bytes to rows with their lines, and rows to bytes.

Reading judges the file, not the catalog: its encoding, its size, its columns. Whatever a file
holds, reading it takes bounded time and memory and ends in rows or in sentences.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pokedex.transfer.spreadsheets import is_formula, neutralised, restored

CSV, JSON = "csv", "json"
CONTENT_TYPES = {CSV: "text/csv; charset=utf-8", JSON: "application/json"}
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_CELLS = 800_000
LONGEST_CELL = 10_000
# After so many, reading stops: nobody reads more, and each takes time to find.
MOST_FAULTS = 200
# Of a value that a sentence repeats.
LONGEST_SAID = 60
LONGEST_NUMBER = 9

# What a file of another kind begins with, and what to do about it.
_OTHER_KINDS = (
    ((b"\xff\xfe", b"\xfe\xff"), "It is in UTF-16. Save it as “CSV UTF-8” and choose it again."),
    (
        (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
        "It is a spreadsheet or an archive. Save the sheet as “CSV UTF-8” and choose that file.",
    ),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ"), "It is compressed. Unpack it and choose what is in it."),
)
_SPACE = re.compile(r"[ \t\r\n]*")

Cell = Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, and where: line 0 means all of it, column '' the whole line."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                f"line {self.line}" if self.line else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        return f"{where[:1].upper()}{where[1:]}: {self.text}" if where else self.text


class FileRefused(Exception):
    """The file cannot be read; ``faults`` say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(" ".join(str(fault) for fault in faults))
        self.faults = list(faults)


class _BadValue(Exception):
    """A value that no file may hold; the message says why."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with the line on which it begins; its cells in the order of the columns asked for.

    A cell is text where the file is CSV, and what JSON has where it is JSON.
    """

    line: int
    cells: list[Cell]


def format_of(name: str) -> str:
    """Return the format of a file by its name; CSV unless it says otherwise."""
    return JSON if name.lower().endswith(".json") else CSV


def read_file(
    content: bytes, format_: str, columns: Sequence[str], *, may_be_empty: bool = False
) -> list[SheetRow]:
    """Read the rows of a file that has just these columns, in whatever order.

    ``may_be_empty`` lets a file have no rows. Raises ``FileRefused`` with a sentence for each thing
    that is wrong.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused(_whole(too_large()))
    text = _decoded(content)
    rows = list(_json_rows(text, columns) if format_ == JSON else _csv_rows(text, columns))
    if not rows and not may_be_empty:
        raise FileRefused(_whole("The file has no rows."))
    return rows


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows of text as CSV in UTF-8, with nothing in it that a spreadsheet would run."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(columns)
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return output.getvalue().encode()


def json_file(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows as a JSON list of objects, each on a line of its own."""
    lines = (
        json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, allow_nan=False)
        for row in rows
    )
    return "[\n{}\n]\n".format(",\n".join(lines)).encode()


def too_large() -> str:
    """Say that a file is too large."""
    return (
        f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it, or export less of "
        "the catalog."
    )


def said(value: object) -> str:
    """Return a value as a sentence can repeat it: short, and without what breaks a page."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    text = text[: LONGEST_SAID + 1]
    shown = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
    return shown if len(shown) <= LONGEST_SAID else f"{shown[:LONGEST_SAID]}…"


def _whole(text: str) -> Fault:
    return Fault(0, "", text)


def _decoded(content: bytes) -> str:
    for beginnings, advice in _OTHER_KINDS:
        if content.startswith(beginnings):
            raise FileRefused(_whole(f"This file cannot be read. {advice}"))
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise FileRefused(
            Fault(line, "", "There is a NUL character. Save the file as “CSV UTF-8” again.")
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            Fault(line, "", "This is no UTF-8. Save the file as “CSV UTF-8” and choose it again.")
        ) from error
    if not text.strip():
        raise FileRefused(_whole("The file is empty."))
    return text


class _Counter:
    """Holds a file to the limits while it is read."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows = 0

    def add(self, line: int) -> None:
        self.rows += 1
        if self.rows > MOST_ROWS or self.rows * self.width > MOST_CELLS:
            most = min(MOST_ROWS, MOST_CELLS // self.width)
            raise FileRefused(
                Fault(line, "", f"The file has more than {most:,} rows. Split it into several.")
            )


def _csv_rows(text: str, columns: Sequence[str]) -> Iterator[SheetRow]:
    if text.count("\n") + text.count("\r") > 2 * MOST_CELLS:
        raise FileRefused(_whole("The file has too many lines. Split it into several."))
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    # Where the comma is the decimal point, spreadsheets write semicolons between cells.
    delimiter = max(",;\t", key=header.count)
    faults: list[Fault] = []
    order: list[int] | None = None
    counter = _Counter(len(columns))
    for line, cells in _csv_lines(text, delimiter, len(columns)):
        if not any(cells):
            continue
        if order is None:
            order = _order([cell.strip().casefold() for cell in cells], line, columns)
            continue
        counter.add(line)
        if len(cells) != len(columns):
            faults.append(
                Fault(line, "", f"It has {len(cells):,} cells, and the header {len(columns)}.")
            )
        else:
            row = [cells[position] for position in order]
            faults += _csv_faults(line, columns, row)
            yield SheetRow(line, [restored(cell) for cell in row])
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise FileRefused(*faults)


class _Lines:
    """The lines of a text for the parser, which a row without an end cannot swallow."""

    def __init__(self, text: str, longest_row: int) -> None:
        self.lines = io.StringIO(text, newline="")
        self.longest_row = longest_row
        self.row_length = 0

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.row_length += len(line)
            if self.row_length > self.longest_row:
                raise _BadValue(
                    f"The row has more than {self.longest_row:,} characters; a cell takes "
                    f"{LONGEST_CELL:,} at most. Is a quotation mark missing?"
                )
            yield line


def _csv_lines(text: str, delimiter: str, width: int) -> Iterator[tuple[int, list[str]]]:
    """Give the cells of each row with the line on which it begins."""
    lines = _Lines(text, width * LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        lines.row_length = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _BadValue as error:
            raise FileRefused(Fault(line, "", str(error))) from error
        except csv.Error as error:
            words = (
                "A quotation mark is open, or stands inside of a cell: double those that belong "
                'to the text (""), and put one at either end.'
            )
            if "field limit" in str(error):
                words = f"A cell is far longer than {LONGEST_CELL:,} characters, the most it takes."
            raise FileRefused(Fault(line, "", words)) from error
        yield line, cells


def _csv_faults(line: int, columns: Sequence[str], row: Sequence[str]) -> Iterator[Fault]:
    for column, cell in zip(columns, row, strict=True):
        if len(cell) > LONGEST_CELL:
            yield Fault(line, column, _too_long(len(cell)))
        elif is_formula(cell):
            yield Fault(
                line,
                column,
                f"“{said(cell)}” begins as a formula does. Write its value, or put an apostrophe "
                "(') before it if it is meant as text.",
            )


def _too_long(length: int) -> str:
    return f"The cell has {length:,} characters; {LONGEST_CELL:,} are the most."


def _order(header: Sequence[str], line: int, columns: Sequence[str]) -> list[int]:
    """Return where in a row each column stands. Raises ``FileRefused`` for another header."""
    faults = [
        Fault(line, "", f"There is no column “{said(name)}”; take it out.")
        for name in dict.fromkeys(header)
        if name not in columns
    ][:MOST_FAULTS]
    faults += [
        Fault(line, name, "This column is missing.") for name in columns if name not in header
    ]
    faults += [
        Fault(line, name, "This column is there more than once.")
        for name in columns
        if list(header).count(name) > 1
    ]
    if faults:
        names = ", ".join(columns)
        raise FileRefused(*faults, Fault(line, "", f"The columns are: {names}."))
    return [list(header).index(name) for name in columns]


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _BadValue(f"“{said(name)}” stands twice in one row.")
        found[name] = value
    return found


def _whole_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise _BadValue(f"{said(text)} is too long a number.")
    return int(text)


def _no_number(text: str) -> object:
    raise _BadValue(f"{said(text)} is no whole number.")


def _json_rows(text: str, columns: Sequence[str]) -> Iterator[SheetRow]:
    """Read row by row, so that each is known by its line and none is built beyond the limits."""
    if text.count("[") + text.count("{") > MOST_CELLS or text.count(",") > 2 * MOST_CELLS:
        raise FileRefused(_whole("The file has too much in it. Split it into several."))
    decoder = json.JSONDecoder(
        object_pairs_hook=_pairs,
        parse_int=_whole_number,
        parse_float=_no_number,
        parse_constant=_no_number,
    )
    counter = _Counter(len(columns))
    faults: list[Fault] = []
    place = _after_space(text, 0)
    if text[place] != "[":
        raise FileRefused(_whole("The file has to be a list of rows: [{…}, {…}]."))
    place = _after_space(text, place + 1)
    line, counted = 1, 0
    while text[place : place + 1] != "]":
        line += text.count("\n", counted, place)
        counted = place
        try:
            row, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as error:
            raise FileRefused(
                Fault(error.lineno, "", f"This is no JSON: {error.msg}, character {error.colno}.")
            ) from error
        except _BadValue as error:
            raise FileRefused(Fault(line, "", str(error))) from error
        except RecursionError as error:
            raise FileRefused(Fault(line, "", "Lists are nested too deeply.")) from error
        counter.add(line)
        found = list(_json_faults(line, columns, row))
        faults += found
        if not found:
            yield SheetRow(line, [row[column] for column in columns])
        if len(faults) >= MOST_FAULTS:
            break
        place = _after_space(text, place)
        if text[place : place + 1] == ",":
            place = _after_space(text, place + 1)
        elif text[place : place + 1] != "]":
            raise FileRefused(
                Fault(1 + text.count("\n", 0, place), "", "A comma or “]” is missing after a row.")
            )
    else:
        if text[place + 1 :].strip():
            faults.append(
                Fault(1 + text.count("\n", 0, place), "", "Nothing may come after the last “]”.")
            )
    if faults:
        raise FileRefused(*faults)


def _after_space(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _json_faults(line: int, columns: Sequence[str], row: object) -> Iterator[Fault]:
    if not isinstance(row, dict):
        yield Fault(line, "", "A row has to be an object: {…}.")
        return
    for name in row:
        if name not in columns:
            yield Fault(line, "", f"There is no column “{said(name)}”; take it out.")
    for column in columns:
        if column not in row:
            yield Fault(line, column, "This column is missing.")
        elif isinstance(row[column], dict):
            yield Fault(line, column, "An object cannot stand here.")
        elif (length := _length(row[column])) > LONGEST_CELL:
            yield Fault(line, column, _too_long(length))


def _length(cell: Cell) -> int:
    """How long a cell of a JSON file is; a list as it would be written."""
    if isinstance(cell, str):
        return len(cell)
    return len(json.dumps(cell)) if isinstance(cell, list) else 0
