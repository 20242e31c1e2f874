"""`scripts/find-python` picks an interpreter, or says in one sentence what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "find-python"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is all of the PATH, in a place with a space in its name."""
    folder = tmp_path / "some programs"
    folder.mkdir()
    return folder


def add_interpreter(path: Path, version: tuple[int, int, int]) -> None:
    """Write a program that takes itself for a Python of this version."""
    pretend = f"import sys; sys.version_info = {version}; sys.executable = {str(path)!r}"
    run = "code = sys.argv.pop(1); exec(code)"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\nshift\nexec "{sys.executable}" -c "{pretend}; {run}" "$@"\n')
    path.chmod(0o755)


def find(path: Path, minimum: str = "3.11", **environment: str) -> tuple[int, str, str]:
    """Return the exit code and both outputs of the script."""
    result = subprocess.run(
        ["/bin/sh", SCRIPT, minimum],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": str(path), "HOME": str(path), **environment},
        timeout=60,
    )
    return result.returncode, result.stdout.strip(), result.stderr.strip()


def test_takes_python3_where_it_is_new_enough(folder: Path) -> None:
    add_interpreter(folder / "python3", (3, 11, 0))
    add_interpreter(folder / "python3.14", (3, 14, 0))
    assert find(folder) == (0, str(folder / "python3"), "")


def test_takes_a_newer_one_beside_an_old_python3(folder: Path) -> None:
    add_interpreter(folder / "python3", (3, 9, 2))
    add_interpreter(folder / "python3.12", (3, 12, 1))
    assert find(folder) == (0, str(folder / "python3.12"), "")


def test_looks_into_the_versions_of_pyenv(folder: Path) -> None:
    (folder / "python3").write_text("#!/bin/sh\necho 'pyenv: python3: command not found'; exit 127")
    (folder / "python3").chmod(0o755)
    add_interpreter(folder / ".pyenv/versions/3.8.18/bin/python3", (3, 8, 18))
    wanted = folder / ".pyenv/versions/3.13.0/bin/python3"
    add_interpreter(wanted, (3, 13, 0))
    assert find(folder) == (0, str(wanted), "")


def test_says_what_it_found_where_all_are_too_old(folder: Path) -> None:
    add_interpreter(folder / "python3", (3, 8, 18))
    code, output, error = find(folder)
    assert (code, output) == (1, "")
    assert error.startswith("Python 3.11 or newer is needed; python3 is Python 3.8.18.")
    assert len(error.splitlines()) == 1


def test_says_that_there_is_none(folder: Path) -> None:
    code, output, error = find(folder)
    assert (code, output) == (1, "")
    assert error.startswith("Python 3.11 or newer is needed; no Python was found.")


def test_takes_the_named_one_only(folder: Path) -> None:
    add_interpreter(folder / "python3", (3, 13, 0))
    add_interpreter(folder / "mine", (3, 12, 1))
    assert find(folder, PYTHON="mine") == (0, str(folder / "mine"), "")


def test_refuses_the_named_one_where_it_is_too_old(folder: Path) -> None:
    add_interpreter(folder / "python3", (3, 13, 0))
    add_interpreter(folder / "mine", (3, 11, 9))
    code, output, error = find(folder, minimum="3.12", PYTHON="mine")
    assert (code, output) == (1, "")
    assert "Python 3.12 or newer is needed, and mine is Python 3.11.9." in error


def test_refuses_a_named_one_that_does_not_run(folder: Path) -> None:
    add_interpreter(folder / "python3", (3, 13, 0))
    code, output, error = find(folder, PYTHON=os.fspath(folder / "gone"))
    assert (code, output) == (1, "")
    assert "gone does not run" in error
