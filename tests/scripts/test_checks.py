"""`scripts/checks.py` runs every step, counts the tests, and fails when a step failed."""

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


def test_ci_holds_every_step() -> None:
    everything = list(checks.steps_of("ci", "16"))
    assert set(checks.steps_of("test", "16")) < set(everything)
    assert set(checks.steps_of("next", "16")) < set(everything)
    assert set(checks.MAKE_TARGETS) < set(everything)
