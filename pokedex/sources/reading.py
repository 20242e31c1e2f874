"""Strict reading of CSV tables: a bad row is collected with its file and line, never dropped."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")


class BadRow(ValueError):
    """A row cannot be used; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row (``line`` >= 1) or a whole file (``line`` 0) that cannot be used, and why."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, by column name."""

    file: str
    line: int
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        """Return the value. Raises ``BadRow`` when it is empty."""
        value = self.values[column]
        if not value.strip():
            raise BadRow(f"{column} is empty.")
        return value

    def optional(self, column: str) -> str:
        """Return the value, '' when there is none."""
        return self.values[column]

    def number(self, column: str) -> int:
        """Return a whole number >= 0. Raises ``BadRow`` for anything else."""
        value = self.values[column]
        # isdecimal alone would take digits of other scripts.
        if not (value.isascii() and value.isdecimal() and len(value) <= 9):
            raise BadRow(f"{column} is {value!r}, not a whole number.")
        return int(value)

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the values that semicolons separate; () when there is none."""
        value = self.values[column]
        return tuple(value.split(";")) if value else ()

    def choice(self, column: str, *choices: str) -> str:
        """Return the value. Raises ``BadRow`` unless it is one of ``choices``."""
        value = self.values[column]
        if value not in choices:
            raise BadRow(f"{column} is {value!r}, not one of {', '.join(map(repr, choices))}.")
        return value

    def lookup(self, column: str, mapping: Mapping[str, T]) -> T:
        """Return what the value stands for. Raises ``BadRow`` when it stands for nothing."""
        value = self.values[column]
        if value not in mapping:
            raise BadRow(f"{column} is {value!r}, which is unknown.")
        return mapping[value]


class TableReader:
    """Reads the tables below one folder, collects problems, and remembers each file's digest."""

    def __init__(self, root: Path, problems: list[Problem]) -> None:
        self.root = root
        self.problems = problems
        self.digests: dict[str, str] = {}

    def each(self, file: str, columns: Sequence[str], read: Callable[[Row], T]) -> list[T]:
        """Return what ``read`` makes of each row; a ``BadRow`` becomes a problem."""
        results = []
        for row in self._rows(file, columns):
            try:
                results.append(read(row))
            except BadRow as error:
                self.report(row, str(error))
        return results

    def index(
        self, file: str, columns: Sequence[str], read: Callable[[Row], tuple[K, T]]
    ) -> dict[K, T]:
        """Return a dictionary of the rows; a key that comes twice is a problem."""
        found: dict[K, T] = {}

        def add(row: Row) -> None:
            key, value = read(row)
            if key in found:
                raise BadRow(f"{key!r} is there already.")
            found[key] = value

        self.each(file, columns, add)
        return found

    def report(self, row: Row, message: str) -> None:
        """Collect a problem with ``row``."""
        self.problems.append(Problem(row.file, row.line, message))

    def complain(self, file: str, message: str) -> None:
        """Collect a problem that shows only when the whole of ``file`` is read."""
        self.problems.append(Problem(file, 0, message))

    def _rows(self, file: str, columns: Sequence[str]) -> Iterator[Row]:
        try:
            content = (self.root / file).read_bytes()
            text = content.decode("utf-8")
        except OSError:
            self.problems.append(Problem(file, 0, "The file is missing or cannot be read."))
            return
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem(file, line, "The text is not UTF-8."))
            return
        self.digests[file] = hashlib.sha256(content).hexdigest()
        lines = csv.reader(text.splitlines(keepends=True), strict=True)
        try:
            header = next(lines, [])
            missing = [column for column in columns if column not in header]
            if missing:
                self.problems.append(Problem(file, 1, f"No column {', '.join(missing)}."))
                return
            for cells in lines:
                if len(cells) != len(header):
                    message = f"{len(cells)} columns, but the header has {len(header)}."
                    self.problems.append(Problem(file, lines.line_num, message))
                elif any("\0" in cell for cell in cells):
                    self.problems.append(Problem(file, lines.line_num, "A NUL character."))
                else:
                    yield Row(file, lines.line_num, dict(zip(header, cells, strict=True)))
        except csv.Error as error:
            self.problems.append(Problem(file, lines.line_num, f"Not a CSV line: {error}."))
