"""`tests/chromium.py` finds the browser of the browser tests."""

from pathlib import Path

import pytest

from tests.chromium import find_chromium


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of the PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def add_program(path: Path) -> str:
    path.touch(mode=0o755)
    return str(path)


def test_there_may_be_none(folder: Path) -> None:
    assert find_chromium() is None


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_looks_for_the_usual_names(folder: Path, name: str) -> None:
    path = add_program(folder / name)
    assert find_chromium() == path


def test_prefers_debians_name(folder: Path) -> None:
    add_program(folder / "google-chrome")
    path = add_program(folder / "chromium")
    assert find_chromium() == path


def test_takes_the_named_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_program(folder / "chromium")
    monkeypatch.setenv("CHROMIUM", add_program(folder / "mine"))
    assert find_chromium() == str(folder / "mine")


def test_a_named_one_that_is_gone_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_program(folder / "chromium")
    monkeypatch.setenv("CHROMIUM", str(folder / "gone"))
    assert find_chromium() is None
