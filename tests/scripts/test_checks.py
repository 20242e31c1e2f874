"""`scripts/checks.py` runs every step, counts the tests, and fails when a step failed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from scripts import checks


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A JUnit report as pytest writes it."""
    path = tmp_path / "report.xml"
    path.write_text(
        '<?xml version="1.0"?><testsuites><testsuite name="pytest" tests="12" failures="2"'
        ' errors="1" skipped="3"></testsuite></testsuites>'
    )
    return path


def test_counts_the_tests_of_a_report(report: Path) -> None:
    assert checks.counted(report) == "6 passed, 2 failed, 1 errors, 3 skipped"


@pytest.mark.parametrize(("in_ci", "passed"), [("true", False), ("", True)])
def test_a_missing_chromium_fails_in_ci_only(
    in_ci: str,
    passed: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(checks, "find_chromium", lambda: None)
    monkeypatch.setenv("CI", in_ci)
    outcome = checks.browser()
    assert outcome.passed is passed
    assert outcome.detail.startswith("not run: no Chromium was found.")
    assert "apt install chromium" in capsys.readouterr().out


def test_the_next_django_is_passed_over_without_an_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    outcome = checks.next_django()
    assert outcome.passed
    assert (
        outcome.detail == "not run: the next Django needs Python 3.12 or newer, and none was found"
    )


def test_what_leads_tests_elsewhere_is_not_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://the-real-one/")
    monkeypatch.setenv("KEPT", "as it is")
    out = tmp_path / "out"
    code = checks.run(["sh", "-c", f'echo "$DATABASE_URL|$KEPT|$MORE" > "{out}"; exit 3'], MORE="x")
    assert code == 3
    assert out.read_text() == "|as it is|x\n"


def is_running(pid: int) -> bool:
    """Tell whether there is such a process, and more of it than its number."""
    answer = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], check=False, capture_output=True, timeout=60
    )
    return bool(answer.stdout.strip()) and not answer.stdout.strip().startswith(b"Z")


@pytest.mark.parametrize("script", ["sleep 60", "trap '' TERM; while :; do sleep 1; done"])
def test_what_does_not_end_is_ended_with_all_it_has_started(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "SECONDS_FOR_A_COMMAND", 2)
    monkeypatch.setattr(checks, "SECONDS_TO_END", 2)
    children = tmp_path / "children"
    command = f'({script}) & echo "$$ $!" > "{children}"; {script}'
    with pytest.raises(subprocess.TimeoutExpired):
        checks.run(["sh", "-c", command])
    pids = [int(pid) for pid in children.read_text().split()]
    end = time.monotonic() + 10
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.1)
    assert [pid for pid in pids if is_running(pid)] == []


def test_what_is_left_behind_is_ended_too(tmp_path: Path) -> None:
    child = tmp_path / "child"
    assert checks.run(["sh", "-c", f'sleep 60 & echo $! > "{child}"']) == 0
    end = time.monotonic() + 10
    while is_running(int(child.read_text())) and time.monotonic() < end:
        time.sleep(0.1)
    assert not is_running(int(child.read_text()))


def test_a_step_that_was_ended_has_failed_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def hang() -> checks.Outcome:
        raise subprocess.TimeoutExpired(["sleep"], 1200)

    steps = {"one": hang, "two": lambda: checks.Outcome(True, "two was run")}
    monkeypatch.setattr(checks, "steps_of", lambda command, major: steps)
    assert checks.main(["ci"]) == 1
    summary = capsys.readouterr().out.partition("=== Summary")[2].splitlines()[1:]
    assert summary[0].split(maxsplit=4)[1] == "FAILED"
    assert summary[0].endswith("was ended, as it took over 1200 seconds")
    assert summary[1].endswith("two was run")


def test_told_to_end_it_ends_its_step_and_still_sums_up(tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = (
        "import functools, signal, sys; from scripts import checks\n"
        "signal.signal(signal.SIGTERM, checks.told_to_end)\n"
        f"slow = ['sh', '-c', 'echo $$ > {started}; exec sleep 60']\n"
        "checks.steps_of = lambda *_: {'slow': functools.partial(checks.run, slow)}\n"
        "sys.exit(checks.main(['ci']))"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, cwd=checks.ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            end = time.monotonic() + 60
            while not (started.exists() and started.read_text()) and time.monotonic() < end:
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            output, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 128 + signal.SIGTERM
    assert "slow            FAILED" in output
    assert output.endswith("was broken off from outside\n")
    assert not is_running(int(started.read_text()))


def test_what_touches_no_database_is_left_out_when_asked() -> None:
    files = ["tests/scripts/test_checks.py", "tests/accounts/test_fresh_database.py"]
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "--database-only", *files],
        check=False,
        cwd=checks.ROOT,
        env={**os.environ, "PYTEST_ADDOPTS": "", "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    found = [line.partition("::")[0] for line in listed.stdout.splitlines() if "::" in line]
    assert found == files[1:]


@pytest.mark.parametrize(("failing", "code"), [(None, 0), ("two", 1)])
def test_runs_all_steps_and_sums_up(
    failing: str | None,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def steps(command: str, major: str) -> dict[str, Callable[[], checks.Outcome]]:
        def outcome(name: str) -> checks.Outcome:
            return checks.Outcome(name != failing, f"{name} was run")

        return {name: partial(outcome, name) for name in ("one", "two", "three")}

    monkeypatch.setattr(checks, "steps_of", steps)
    assert checks.main(["ci"]) == code
    summary = capsys.readouterr().out.partition("=== Summary")[2].splitlines()[1:]
    assert [line.split()[0] for line in summary] == ["one", "two", "three"]
    assert ("FAILED" in summary[1]) is (failing == "two")
    assert summary[2].endswith("three was run")


@pytest.mark.parametrize(
    ("command", "newer", "measured_by"),
    [
        ("test", "/usr/bin/python3.12", ["SQLite"]),
        ("ci", "", ["SQLite"]),
        ("ci", "/usr/bin/python3.12", ["Next Django"]),
        ("next", "/usr/bin/python3.12", []),
    ],
)
def test_coverage_is_measured_once(
    command: str, newer: str, measured_by: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def whole_suite(*, python: str = "", covered: bool) -> checks.Outcome:
        return checks.Outcome(True, "measured" if covered else "not measured")

    monkeypatch.setattr(checks, "newer_python", lambda: newer)
    monkeypatch.setattr(checks, "whole_suite", whole_suite)
    monkeypatch.setattr(checks, "run", lambda *_, **__: 0)
    steps = checks.steps_of(command, "16")
    whole = {name: steps[name]() for name in ("SQLite", "Next Django") if name in steps}
    assert [name for name, outcome in whole.items() if outcome.detail == "measured"] == measured_by


def test_ci_holds_every_step() -> None:
    everything = list(checks.steps_of("ci", "16"))
    assert set(checks.steps_of("test", "16")) < set(everything)
    assert set(checks.steps_of("next", "16")) < set(everything)
    assert set(checks.MAKE_TARGETS) < set(everything)
