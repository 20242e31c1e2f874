"""``manage.py build_fixtures``: the catalog's fixtures from the source tables."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pokedex.sources.catalog import OWN_TABLES, read_catalog
from pokedex.sources.documents import (
    CATALOG_FOLDER,
    DATA_VERSION,
    MANIFEST,
    changed_lines,
    digests_of,
    fixture_files,
    left_over,
    line_marks,
    manifest,
    write_files,
)

TABLES_PATTERN = "**/*.csv"
# Rows of one file that a check names.
MOST_NAMED = 20


class Command(BaseCommand):
    """Write the fixtures, or check that they are what the source tables say."""

    help = (
        "Build the catalog's fixtures from the source tables (docs/data.md says where to get "
        "them), or with --check only compare."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        base = Path(settings.BASE_DIR)
        parser.add_argument(
            "--source", type=Path, help="The folder of the source tables (default: a sibling)."
        )
        parser.add_argument(
            "--output", type=Path, default=base / "fixtures", help="The fixtures folder."
        )
        parser.add_argument("--check", action="store_true", help="Write nothing, compare.")

    def handle(self, *, source: Path | None, output: Path, check: bool, **options: object) -> None:
        """Build or check. Raises ``CommandError`` for bad tables and for every difference."""
        sibling = Path(settings.BASE_DIR).parent / "shared" / "data"
        if source is None and sibling.is_dir():
            source = sibling
        if source is not None and not source.is_dir():
            raise CommandError(f"There is no folder {source}.")
        if source is None:
            if not check:
                raise CommandError(
                    "Say where the source tables are: --source DIR. "
                    "docs/data.md says where to get them."
                )
            self._check_manifest(output)
            return
        files = self._build(source)
        if check:
            self._check_bytes(files, output)
        else:
            self._write(files, output)

    def _build(self, source: Path) -> dict[str, bytes]:
        reading = read_catalog(source, OWN_TABLES)
        if reading.problems:
            for problem in reading.problems:
                self.stderr.write(str(problem))
            count = len(reading.problems)
            raise CommandError(f"Nothing was written: {count} problem(s) in the tables, see above.")
        files = fixture_files(reading.catalog)
        tables = digests_of(OWN_TABLES, TABLES_PATTERN)
        lines = line_marks(OWN_TABLES, TABLES_PATTERN)
        return files | {MANIFEST: manifest(files, tables, lines, reading.source_digests)}

    def _write(self, files: dict[str, bytes], output: Path) -> None:
        for name in write_files(files, output):
            self.stdout.write(f"Removed {name}: no game has it any more.")
        self.stdout.write(f"Wrote {len(files)} files to {output}.")

    def _check_bytes(self, files: dict[str, bytes], output: Path) -> None:
        differences = [f"{name} should not be there." for name in left_over(files, output)]
        for name, content in files.items():
            path = output / name
            if not path.is_file():
                differences.append(f"{name} is missing.")
            elif path.read_bytes() != content:
                differences.append(f"{name} differs from what the source tables give.")
                if name == MANIFEST:
                    differences += _changed_tables(path.read_bytes(), content)
                else:
                    differences += _changed_rows(name, path.read_bytes(), content)
        self._report(differences, "compared byte for byte with the source tables")

    def _check_manifest(self, output: Path) -> None:
        try:
            document = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
            recorded = {part: dict(document[part]) for part in ("fixtures", "tables")}
            marks = dict(document["table_lines"])
            version = document["data_version"]
            edited = sorted(dict(document.get("built", {})))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{MANIFEST} is missing or cannot be read ({error}).") from error
        differences = []
        if version != DATA_VERSION:
            differences.append(f"{MANIFEST} is of data version {version}, not {DATA_VERSION}.")
        found = {
            "fixtures": digests_of(output, f"{CATALOG_FOLDER}/*.json"),
            "tables": digests_of(OWN_TABLES, TABLES_PATTERN),
        }
        for part, digests in found.items():
            for name in sorted(digests.keys() | recorded[part].keys()):
                if digests.get(name) != recorded[part].get(name):
                    differences.append(f"{part}: {name} is not as the manifest records it.")
                    if part == "tables":
                        differences += _changed_table(name, marks.get(name, ""))
        differences += [
            f"fixtures: {name} was exported from a database: it is not what the source tables gave."
            for name in edited
        ]
        self._report(differences, "compared with the manifest (the source tables are not here)")

    def _report(self, differences: list[str], how: str) -> None:
        for difference in differences:
            self.stderr.write(difference)
        if differences:
            # What is set in says more about the difference above it.
            count = sum(not one.startswith(" ") for one in differences)
            raise CommandError(
                f"The fixtures were {how}: {count} difference(s), see above. "
                "Run build_fixtures and commit what it writes. What was exported from a database "
                "is lost by that, unless it is a correction first: docs/data.md says how."
            )
        self.stdout.write(f"The fixtures were {how}: no difference.")


def _changed_rows(name: str, before: bytes, after: bytes) -> list[str]:
    """Name the rows of a fixture that differ, the first ones, with both contents."""
    had, gives = before.decode("utf-8", "replace").splitlines(), after.decode().splitlines()
    lines = {line.removesuffix(",") for line in had}, {line.removesuffix(",") for line in gives}
    found = [
        f"  {name}, line {number}: {what} {line.removesuffix(',')}"
        for what, rows, others in (("has", had, lines[1]), ("should have", gives, lines[0]))
        for number, line in enumerate(rows, start=1)
        if line and line.removesuffix(",") not in others
    ]
    return _first(found) or [f"  {name}: only the order of its rows or blank space differs."]


def _changed_tables(before: bytes, after: bytes) -> list[str]:
    """Name the tables and the sources of which the manifest says something else."""
    try:
        recorded = json.loads(before)
        parts = {part: dict(recorded[part]) for part in ("tables", "sources")}
        marks = dict(recorded["table_lines"])
    except (ValueError, KeyError, TypeError) as error:
        return [f"  {MANIFEST} cannot be read ({error})."]
    found, now = [], json.loads(after)
    for part, digests in parts.items():
        for name in sorted(digests.keys() | now[part].keys()):
            if digests.get(name) != now[part].get(name):
                found.append(f"  {part}: {name} has changed since the fixtures were built.")
                if part == "tables":
                    found += _changed_table(name, marks.get(name, ""))
    return found


def _changed_table(name: str, marks: str) -> list[str]:
    """Name the lines of one of our own tables that have changed."""
    path = OWN_TABLES / name
    if not path.is_file():
        return []
    content = path.read_bytes()
    lines = content.decode("utf-8", "replace").splitlines()
    return _first(
        [
            f"  {name}, line {number}: {lines[number - 1]}"
            for number in changed_lines(content, marks)
        ]
    )


def _first(found: list[str]) -> list[str]:
    """Return the first lines of a list, and how many more there are."""
    more = len(found) - MOST_NAMED
    return found if more <= 0 else [*found[:MOST_NAMED], f"  ... and {more} more."]
