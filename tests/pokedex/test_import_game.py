"""``manage.py import_game``: the same plan and the same words as in the back office."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pokedex.models import CatalogChange, Game
from tests.pokedex.transfer.whole_games import Files, files_of, make_emerald, of_another, packed

pytestmark = pytest.mark.django_db


@pytest.fixture
def granite() -> Files:
    return of_another(make_emerald(), "granite", "Granite")


def run(path: Path, **options: bool) -> str:
    output = StringIO()
    call_command("import_game", path, stdout=output, **options)
    return output.getvalue()


def folder_of(files: Files, path: Path) -> Path:
    for name, text in files.items():
        (path / f"{name}.csv").write_text(text, newline="")
    return path


def test_a_dry_run_says_what_would_be_done(tmp_path: Path, granite: Files) -> None:
    del granite["routeencounter"]
    said = run(folder_of(granite, tmp_path), dry_run=True).splitlines()
    assert said == [
        "“granite” is a new game.",
        "game.csv: 1 new, 0 changed, 0 same.",
        "route.csv: 2 new, 0 changed, 0 same.",
        "encountertable.csv: 2 new, 0 changed, 0 same.",
        "Encounters that follow from tables: 2 new, 0 changed, 0 same.",
        "boss.csv: 2 new, 0 changed, 0 same.",
        "bosspokemon.csv: 2 new, 0 changed, 0 same.",
        "Nothing was written: this was a dry run.",
    ]
    assert not Game.objects.filter(slug="granite").exists()


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_a_game_is_imported(tmp_path: Path, granite: Files, kind: str) -> None:
    path = tmp_path / "granite.zip"
    path.write_bytes(packed(granite))
    if kind == "folder":
        path.unlink()
        path = folder_of(granite, tmp_path)
    CatalogChange.objects.all().delete()
    assert run(path).endswith("All of it was imported.\n")
    assert files_of(Game.objects.get(slug="granite")) == granite
    assert {(one.by, one.source) for one in CatalogChange.objects.all()} == {(None, "import")}
    assert run(path).startswith("“granite” is there already.\n")


def test_what_is_wrong_is_said_with_file_line_and_column(tmp_path: Path, granite: Files) -> None:
    granite["boss"] = granite["boss"].replace("gym", "gim")
    with pytest.raises(CommandError) as refused:
        run(folder_of(granite, tmp_path))
    first, *_, last = str(refused.value).splitlines()
    assert first.startswith("boss.csv: Line 2, column kind: “gim” is none of")
    assert last == "Nothing was imported."
    assert not Game.objects.filter(slug="granite").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read"), (b"slug,name", "This is no ZIP archive.")],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "granite.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        run(path)
