"""The locked requirements agree with each other and name no place to get packages from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETS = ("runtime", "dev", "next")


def text_of(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins_of(name: str) -> dict[str, str]:
    """Return version by package."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ \n]+)", text_of(name), re.MULTILINE))


@pytest.mark.parametrize("name", SETS)
def test_every_package_is_pinned_and_hashed_and_nothing_else_is_said(name: str) -> None:
    entries = text_of(name).replace("\\\n", " ").splitlines()
    requirement = re.compile(r"[a-z0-9.-]+==[\w.]+( ; [^;]+?)?\s+(--hash=sha256:[0-9a-f]{64}\s*)+")
    assert [entry for entry in entries if not requirement.fullmatch(entry)] == []
    assert len(entries) == len(pins_of(name))


def test_dev_holds_the_runtime_set_at_the_same_versions() -> None:
    assert pins_of("runtime").items() <= pins_of("dev").items()


def test_everything_that_pyproject_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = (
        {re.split(r"[^A-Za-z0-9.-]", requirement)[0] for requirement in group}
        for group in (project["project"]["dependencies"], project["dependency-groups"]["dev"])
    )
    assert runtime <= pins_of("runtime").keys()
    assert runtime | dev <= pins_of("dev").keys()
    assert runtime | dev <= pins_of("next").keys()


def test_each_set_has_its_django() -> None:
    assert pins_of("runtime")["django"].startswith("5.2.")
    assert pins_of("next")["django"].startswith("6.1.")
