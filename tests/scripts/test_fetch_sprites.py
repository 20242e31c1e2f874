"""`scripts/fetch_sprites.py` fetches a whole set or none, and never stands in the way.

npm is a small program of the test's own, which brings a package that the test has made.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from pathlib import Path

import pytest

from scripts import fetch_sprites
from scripts.fetch_sprites import PNG, main

PICTURES = {
    f"{fetch_sprites.PACKAGE_FOLDER}/{name}.png": PNG + name.encode()
    for name in ("bulbasaur", "darmanitan-galar", "female/bulbasaur", "charizard-mega-x")
}
BRING = 'cp "{archive}" "${{3#--pack-destination=}}/"'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three Pokémon on a machine with nothing but an npm that brings the package."""
    catalog = tmp_path / "pokemon.json"
    slugs = ("bulbasaur", "darmanitan-galar-standard", "sprigatito")
    rows = [{"model": "pokedex.pokemon", "fields": {"slug": slug}} for slug in slugs]
    catalog.write_text(json.dumps([*rows, {"model": "pokedex.evolution", "fields": {}}]))
    monkeypatch.setattr(fetch_sprites, "CATALOG", catalog)
    monkeypatch.setattr(fetch_sprites, "SPRITES", tmp_path / "static" / "sprites")
    monkeypatch.setattr(fetch_sprites, "WORKSHOP", tmp_path / "workshop")
    (tmp_path / "programs").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'programs'}{os.pathsep}{os.defpath}")
    publish(tmp_path, PICTURES, monkeypatch)
    return tmp_path


def publish(project: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let npm bring a package with these files, the one that the script expects."""
    archive = project / "package.tgz"
    with tarfile.open(archive, "w:gz") as members:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            members.addfile(member, io.BytesIO(content))
    sha512 = hashlib.sha512(archive.read_bytes()).hexdigest()
    monkeypatch.setattr(fetch_sprites, "PACKAGE_SHA512", sha512)
    npm(project, BRING.format(archive=archive))


def npm(project: Path, script: str) -> None:
    """Let npm do this."""
    program = project / "programs" / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def sprites(project: Path) -> dict[str, bytes]:
    """The pictures that are there."""
    return {path.stem: path.read_bytes() for path in (project / "static/sprites").glob("*.png")}


def leftovers(project: Path) -> list[Path]:
    """What lies where the set was made."""
    return list((project / "workshop").glob("*"))


ALL = {
    "bulbasaur": PNG + b"bulbasaur",
    "darmanitan-galar-standard": PNG + b"darmanitan-galar",
}


def test_fetches_the_catalogs_pokemon_under_their_slugs(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([]) == 0
    assert sprites(project) == ALL
    said = "==> 2 pictures of Pokémon are in static/sprites; 1 have none there.\n"
    assert capsys.readouterr() == (said, "")
    assert leftovers(project) == []


def test_again_only_where_something_has_changed(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--if-needed"]) == 0
    assert sprites(project) == ALL
    capsys.readouterr()
    working = (project / "programs/npm").read_text()
    npm(project, "exit 1")
    assert main(["--if-needed"]) == 0
    assert capsys.readouterr() == ("", ""), "nothing was to be done"

    (project / "programs/npm").write_text(working)
    (project / "static/sprites/bulbasaur.png").unlink()
    (project / "static/sprites/missingno.png").touch()
    assert main([]) == 0
    assert sprites(project) == ALL, "the old set is gone, the new one whole"

    rows = [{"model": "pokedex.pokemon", "fields": {"slug": "charizard-mega-x"}}]
    (project / "pokemon.json").write_text(json.dumps(rows))
    assert main(["--if-needed"]) == 0
    assert set(sprites(project)) == {"charizard-mega-x"}, "the catalog has changed"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("", "is not installed"),
        (
            "echo npm error code ENOTFOUND >&2; exit 1",
            "could not fetch pokesprite-images@2.7.0 (EN",
        ),
        ("exit 1", "it does not say why"),
        ("exit 0", "it does not say why"),
        ('echo other > "${3#--pack-destination=}/other.tgz"', "is not pokesprite-images@2.7.0 as"),
        ("sleep 60", "had not fetched pokesprite-images@2.7.0 after 1 seconds"),
    ],
    ids=["no npm", "no network", "no reason", "no package", "another package", "no answer"],
)
def test_says_in_a_line_why_there_are_none(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    said: str,
) -> None:
    if script:
        npm(project, script)
    else:
        monkeypatch.setenv("PATH", str(project / "nowhere"))
    monkeypatch.setattr(fetch_sprites, "PATIENCE", 1)
    monkeypatch.setattr(fetch_sprites, "LITTLE_PATIENCE", 1)
    assert main([]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err
    assert len(output.err.splitlines()) == 1

    assert main(["--if-needed"]) == 0, "the site works without them"
    output = capsys.readouterr()
    assert output.err == ""
    assert output.out.startswith("==> No pictures of Pokémon, coloured tokens instead: ")
    assert said in output.out
    assert len(output.out.splitlines()) == 1
    assert not (project / "static").exists()
    assert leftovers(project) == []


@pytest.mark.parametrize("content", [b"<html>", PNG + b"x" * 100_000])
def test_leaves_the_old_set_where_the_new_one_is_not_what_it_should_be(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
) -> None:
    assert main([]) == 0
    publish(project, {f"{fetch_sprites.PACKAGE_FOLDER}/bulbasaur.png": content}, monkeypatch)
    assert main([]) == 1
    assert "is not a picture" in capsys.readouterr().err
    assert sprites(project) == ALL
    assert leftovers(project) == []


def test_refuses_what_it_does_not_know(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--force"]) == 2
    assert "Usage" in capsys.readouterr().err


def test_git_ignores_what_is_fetched() -> None:
    root = Path(fetch_sprites.__file__).parents[1]
    ignored = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/static/sprites/", "/.cache/"} <= set(ignored)
    assert fetch_sprites.catalog_slugs(fetch_sprites.CATALOG)
