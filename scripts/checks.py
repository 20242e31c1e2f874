"""Run the test suite in its passes, and the other checks, and sum up what came of each.

Usage: checks.py test|next|ci [--postgres 16|18]

Every step runs, whatever the ones before it say; the exit code is 1 when any of them failed. One
that does not end is ended, with all that it has started, and has failed.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402 (needs the path above)
from tests.chromium import HOW_TO_GET_ONE, find_chromium  # noqa: E402 (after the path)

MAKE_TARGETS = ("lint", "types", "contracts", "migrations", "deploy-check", "fixtures-check")
# A process of tests for each processor, each with a database of its own.
IN_PARALLEL = ("--numprocesses", "auto")
# Twice what the longest needs on two slow processors; all of them together have 90 minutes.
SECONDS_FOR_A_COMMAND = 35 * 60
# PostgreSQL is stopped in that time, and its folder removed.
SECONDS_TO_END = 90
WITH_COVERAGE = ("--cov", "--cov-report=term:skip-covered")


@dataclass(frozen=True)
class Outcome:
    """What came of one step; ``detail`` goes into the summary."""

    passed: bool
    detail: str


Steps = dict[str, Callable[[], Outcome]]


def run(command: Sequence[str], **environment: str) -> int:
    """Run a command in the project's folder, with these variables on top; return its exit code.

    Variables that would lead a test elsewhere are not handed on, nor are make's own. Raises
    ``TimeoutExpired`` after SECONDS_FOR_A_COMMAND. Nothing that it started outlives it.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL"}
    }
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**kept, **environment},
        stdin=subprocess.DEVNULL,
        # A group of its own: whatever it has started ends with it.
        start_new_session=True,
    )
    try:
        return process.wait(SECONDS_FOR_A_COMMAND)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all of its group, politely at first."""
    try:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        print("It did not end when it was told to, and is killed.", flush=True)
    finally:
        # Also what a process of tests has left behind that was ended for hanging.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(SECONDS_TO_END)


def ask(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """Return what a small program says in a line, nothing where it fails."""
    answer = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=SECONDS_TO_END,
    )
    return answer.stdout.strip() if answer.returncode == 0 else ""


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


def whole_suite(*, python: str = sys.executable, covered: bool) -> Outcome:
    """Run everything that needs neither PostgreSQL nor a browser; measure coverage if wanted."""
    selected = ("tests", "-m", "not postgresql", *IN_PARALLEL)
    if not covered:
        return suite(*selected, python=python)
    # Where Python can tell by itself which lines are run, from 3.12 on, that costs next to nothing.
    by_itself = ask([python, "-c", "import sys; print(hasattr(sys, 'monitoring'))"]) == "True"
    environment = {"COVERAGE_CORE": "sysmon"} if by_itself else {}
    outcome = suite(*selected, *WITH_COVERAGE, python=python, environment=environment)
    # The suite has failed already where the total is too low.
    total = ask([python, "-m", "coverage", "report", "--format=total", "--fail-under=0"])
    return Outcome(outcome.passed, f"{outcome.detail}, {total or 'no'} % of the lines covered")


def on_postgresql(major: str, *arguments: str) -> Outcome:
    """Run tests on a server of this version that is there for them only."""
    launcher = [sys.executable, "-m", "tests.postgres", "--major", major, "--"]
    return suite(*arguments, wrapper=launcher)


def postgresql(major: str) -> Outcome:
    """Run what touches a database or needs PostgreSQL."""
    selected = ("tests", "--ignore=tests/deployment", "--database-only")
    return on_postgresql(major, *selected, *IN_PARALLEL)


def deployment(major: str) -> Outcome:
    """Run a site as the containers do, in one process: its role and database are there once."""
    return on_postgresql(major, "tests/deployment")


def browser() -> Outcome:
    """Run the browser tests; without a Chromium that is a failure in CI and a note elsewhere."""
    if find_chromium():
        return suite("tests/e2e", *IN_PARALLEL)
    note = f"not run: no Chromium was found. {HOW_TO_GET_ONE}"
    print(note)
    return Outcome(os.environ.get("CI", "").lower() != "true", note)


def newer_python() -> str:
    """Return an interpreter that the next Django runs on, nothing where none is found."""
    # PYTHON= may name the one for .venv; the next Django needs a newer one.
    others = {name: value for name, value in os.environ.items() if name != "PYTHON"}
    find = ["sh", "scripts/find-python", "3.12"]
    return ask(find, dict(os.environ)) or ask(find, others)


def next_django(*, covered: bool = False) -> Outcome:
    """Run the suite on the next Django, where an interpreter for it is found."""
    interpreter = newer_python()
    if not interpreter:
        note = "not run: the next Django needs Python 3.12 or newer, and none was found"
        print(note)
        return Outcome(True, note)
    if run([interpreter, "scripts/bootstrap.py", "packages", "next", ".venv-next"]) != 0:
        return Outcome(False, "its packages could not be installed")
    python = str(ROOT / ".venv-next/bin/python")
    return whole_suite(python=python, covered=covered)


def make(target: str) -> Outcome:
    """Run one of the checks that the Makefile spells out."""
    passed = run(["make", "--no-print-directory", target]) == 0
    return Outcome(passed, "clean" if passed else "has findings, see above")


def steps_of(command: str, major: str) -> Steps:
    """Return the steps of `test`, `next` or `ci`, by the name they have in the summary."""
    # Everything measures coverage once, on the interpreter that does it faster.
    later = command == "ci" and bool(newer_python())
    tests: Steps = {
        "SQLite": partial(whole_suite, covered=not later),
        f"PostgreSQL {major}": partial(postgresql, major),
        "Deployment": partial(deployment, major),
        "Browser": browser,
    }
    following: Steps = {"Next Django": partial(next_django, covered=later)}
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
    try:
        for name, step in steps_of(options.command, options.postgres).items():
            print(f"\n=== {name}", flush=True)
            began = time.monotonic()
            # What is said of it when this process itself is told to end.
            outcome = Outcome(False, "was broken off from outside")
            try:
                outcome = step()
            except subprocess.TimeoutExpired as overdue:
                outcome = Outcome(
                    False, f"was ended, as it took over {overdue.timeout:.0f} seconds"
                )
            finally:
                seconds = time.monotonic() - began
                all_passed = all_passed and outcome.passed
                verdict = "ok" if outcome.passed else "FAILED"
                summary.append(f"  {name:<15} {verdict:<7} {seconds:5.0f} s  {outcome.detail}")
    finally:
        print("\n=== Summary", *summary, sep="\n", flush=True)
    return 0 if all_passed else 1


def told_to_end(number: int, frame: FrameType | None) -> None:
    """Leave by way of every `finally`: what runs is ended and the summary printed."""
    sys.exit(128 + number)


if __name__ == "__main__":
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, told_to_end)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
