"""Run the test suite in its passes, and the other checks, and sum up what came of each.

Usage: checks.py test|next|ci [--postgres 16|18]

Every step runs, whatever the ones before it say; the exit code is 1 when any of them failed.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402 (needs the path above)
from tests.chromium import HOW_TO_GET_ONE, find_chromium  # noqa: E402 (after the path)

MAKE_TARGETS = ("lint", "types", "contracts", "migrations", "deploy-check", "fixtures-check")
# A process of tests for each processor, each with a database of its own.
IN_PARALLEL = ("--numprocesses", "auto")
WITH_COVERAGE = ("--cov", "--cov-report=term:skip-covered")


@dataclass(frozen=True)
class Outcome:
    """What came of one step; ``detail`` goes into the summary."""

    passed: bool
    detail: str


Steps = dict[str, Callable[[], Outcome]]


def run(command: Sequence[str], **environment: str) -> int:
    """Run a command in the project's folder, with these variables on top; return its exit code.

    Variables that would lead a test elsewhere are not handed on, nor are make's own.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL"}
    }
    return subprocess.run(command, check=False, cwd=ROOT, env={**kept, **environment}).returncode


def suite(
    *arguments: str,
    python: str = sys.executable,
    wrapper: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run pytest, in a wrapper if one is given, and count its tests."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = run(
            [*wrapper, python, "-m", "pytest", "--quiet", f"--junit-xml={report}", *arguments],
            DJANGO_SETTINGS_MODULE="config.settings.test",
            **(environment or {}),
        )
        counts = counted(report) if report.exists() else "did not run"
    return Outcome(code == 0, counts)


def counted(report: Path) -> str:
    """Return the counts of a JUnit report in words, such as "12 passed, 1 skipped"."""
    # The report is pytest's own, written a moment ago.
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 (our own report)
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for each in suites:
        for name in totals:
            totals[name] += int(each.get(name, 0))
    numbers = {
        "passed": totals["tests"] - totals["failures"] - totals["errors"] - totals["skipped"],
        "failed": totals["failures"],
        "errors": totals["errors"],
        "skipped": totals["skipped"],
    }
    return ", ".join(
        f"{number} {word}" for word, number in numbers.items() if number or word == "passed"
    )


def sqlite() -> Outcome:
    """Run everything that needs neither PostgreSQL nor a browser, and measure coverage."""
    outcome = suite("tests", "-m", "not postgresql", *IN_PARALLEL, *WITH_COVERAGE)
    total = subprocess.run(
        [sys.executable, "-m", "coverage", "report", "--format=total"],
        check=False,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()
    return Outcome(outcome.passed, f"{outcome.detail}, {total or 'no'} % of the lines covered")


def postgresql(major: str) -> Outcome:
    """Run the same and what needs PostgreSQL, on a server that is there for this only."""
    launcher = [sys.executable, "-m", "tests.postgres", "--major", major, "--"]
    return suite("tests", *IN_PARALLEL, wrapper=launcher)


def browser() -> Outcome:
    """Run the browser tests; without a Chromium that is a failure in CI and a note elsewhere."""
    if find_chromium():
        return suite("tests/e2e")
    note = f"not run: no Chromium was found. {HOW_TO_GET_ONE}"
    print(note)
    return Outcome(os.environ.get("CI", "").lower() != "true", note)


def next_django() -> Outcome:
    """Run the suite on the next Django, where an interpreter for it is found."""
    # PYTHON= may name the one for .venv; the next Django needs a newer one.
    others = {name: value for name, value in os.environ.items() if name != "PYTHON"}
    for environment in (dict(os.environ), others):
        found = subprocess.run(
            ["sh", "scripts/find-python", "3.12"],
            check=False,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if found.returncode == 0:
            break
    else:
        note = "not run: the next Django needs Python 3.12 or newer, and none was found"
        print(note)
        return Outcome(True, note)
    if run([found.stdout.strip(), "scripts/bootstrap.py", "packages", "next", ".venv-next"]) != 0:
        return Outcome(False, "its packages could not be installed")
    python = str(ROOT / ".venv-next/bin/python")
    return suite("tests", "-m", "not postgresql", *IN_PARALLEL, python=python)


def make(target: str) -> Outcome:
    """Run one of the checks that the Makefile spells out."""
    passed = run(["make", "--no-print-directory", target]) == 0
    return Outcome(passed, "clean" if passed else "has findings, see above")


def steps_of(command: str, major: str) -> Steps:
    """Return the steps of `test`, `next` or `ci`, by the name they have in the summary."""
    tests: Steps = {
        "SQLite": sqlite,
        f"PostgreSQL {major}": partial(postgresql, major),
        "Browser": browser,
    }
    following: Steps = {"Next Django": next_django}
    checks: Steps = {target: partial(make, target) for target in MAKE_TARGETS}
    return {"test": tests, "next": following, "ci": {**checks, **tests, **following}}[command]


def main(arguments: Sequence[str]) -> int:
    """Run the steps, print the summary, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("test", "next", "ci"))
    parser.add_argument("--postgres", choices=postgres.FOLDERS, default=postgres.DEFAULT_MAJOR)
    options = parser.parse_args(arguments)
    summary = []
    all_passed = True
    for name, step in steps_of(options.command, options.postgres).items():
        print(f"\n=== {name}", flush=True)
        began = time.monotonic()
        outcome = step()
        seconds = time.monotonic() - began
        all_passed = all_passed and outcome.passed
        verdict = "ok" if outcome.passed else "FAILED"
        summary.append(f"  {name:<15} {verdict:<7} {seconds:5.0f} s  {outcome.detail}")
    print("\n=== Summary", *summary, sep="\n", flush=True)
    return 0 if all_passed else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
