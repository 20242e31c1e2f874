"""The release: another one exactly when files that make pages differ."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine

from pokedex import release as module
from pokedex.release import FOLDERS, digest_of, release


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        (tmp_path / folder / "inside").mkdir(parents=True)
        (tmp_path / folder / "inside" / "file.txt").write_text("one")
    return tmp_path


def test_is_that_of_the_projects_files() -> None:
    assert release() == digest_of(settings.BASE_DIR)
    for folder in FOLDERS:
        assert any((settings.BASE_DIR / folder).iterdir())


def test_names_every_folder_that_pages_come_from() -> None:
    named = {settings.BASE_DIR / folder for folder in FOLDERS}
    assert set(Engine.get_default().dirs) <= named
    assert {Path(one) for one in settings.STATICFILES_DIRS} <= named
    ours = {app.partition(".")[0] for app in settings.INSTALLED_APPS}
    assert {path.name for path in settings.BASE_DIR.iterdir() if path.name in ours} <= set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_changes_with_a_file(project: Path, folder: str) -> None:
    seen = {digest_of(project)}
    file = project / folder / "inside" / "file.txt"
    file.write_text("two")
    seen.add(digest_of(project))
    file.rename(file.with_name("other.txt"))
    seen.add(digest_of(project))
    file.with_name("other.txt").unlink()
    seen.add(digest_of(project))
    assert len(seen) == 4


def test_changes_with_the_packages_that_write_into_pages(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest_of(project)
    monkeypatch.setattr(module, "version", lambda package: "99")
    assert digest_of(project) != before


def test_is_the_same_for_the_same_files_elsewhere_and_later(project: Path) -> None:
    before = digest_of(project)
    os.utime(project / "static" / "inside" / "file.txt", (1, 1))
    (project / "config" / "__pycache__").mkdir()
    (project / "config" / "__pycache__" / "urls.pyc").write_bytes(b"x")
    (project / "db.sqlite3").write_bytes(b"x")
    assert digest_of(project) == before
