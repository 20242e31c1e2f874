"""The files of a game from an archive or a folder; what is none is refused in a sentence."""

from __future__ import annotations

import io
import random
import stat
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from pokedex.models import Game, Route
from pokedex.transfer import folders
from pokedex.transfer.files import MOST_BYTES, FileRefused
from pokedex.transfer.folders import files_of_archive, files_of_folder

MEGABYTE = 1024 * 1024


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes], compression: int = 8) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", compression) as made:
        for name, content in entries:
            made.writestr(name, content, compression)
    return output.getvalue()


def refusals(content: bytes) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        files_of_archive(content)
    return [str(fault) for fault in caught.value.faults]


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def test_files_come_in_the_order_in_which_they_are_imported() -> None:
    found = files_of_archive(archive(("a/route.csv", b"1"), ("a/game.csv", b"2")))
    assert [(one.model, one.file_format, one.content) for one in found] == [
        (Game, "csv", b"2"),
        (Route, "csv", b"1"),
    ]
    assert [one.name for one in found] == ["game.csv", "route.csv"]


def test_a_folder_is_not_needed() -> None:
    assert files_of_archive(archive(("game.json", b"[]")))[0].file_format == "json"


def test_what_systems_add_is_left_alone() -> None:
    entries = [
        ("a/game.csv", b""),
        ("a/", b""),
        ("__MACOSX/a/._game.csv", b""),
        ("a/.DS_Store", b""),
    ]
    assert len(files_of_archive(archive(*entries))) == 1


@pytest.mark.parametrize(
    "name",
    [
        "a/b/game.csv",
        "../game.csv",
        "/game.csv",
        "a\\game.csv",
        "C:/game.csv",
        "a/game.CSV.exe",
        "a/game.xlsx",
        "a/games.csv",
        "a/pokemon.csv",
        "a/gäme.csv",
        "README",
    ],
)
def test_other_names_are_refused(name: str) -> None:
    (words,) = refusals(archive((name, b"")))
    assert "is no file of a game. A game has the files game, route, " in words


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([("game.csv", b""), ("game.csv", b"")], "There is more than one file “game”"),
        ([("game.csv", b""), ("game.json", b"")], "There is more than one file “game”"),
        ([("game.csv", b""), ("route.json", b"")], "Some files are CSV and some are JSON"),
        ([("a/game.csv", b""), ("b/route.csv", b"")], "The files are in different folders"),
        ([("a/", b"")], "There is no file in it."),
        ([], "There is no file in it."),
        ([(link("game.csv"), b"/etc/passwd")], "game.csv is a link."),
        ([(f"{n}.txt", b"") for n in range(60)], "The archive has more than 50 files"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_other_contents_are_refused(
    entries: list[tuple[str | zipfile.ZipInfo, bytes]], words: str
) -> None:
    assert any(words in one for one in refusals(archive(*entries)))


def test_encrypted_files_are_refused() -> None:
    content = bytearray(archive(("game.csv", b"slug")))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + place] |= 1
    assert "game.csv is encrypted" in refusals(bytes(content))[0]


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(compression: int) -> None:
    content = archive(("game.csv", b"slug"), compression=compression)
    assert "is packed in an unusual way" in refusals(content)[0]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def unpacked(*arguments: object) -> bytes:
        raise AssertionError("It was unpacked.")

    content = archive(("game.csv", b"0" * 15 * MEGABYTE))
    large = archive(("game.csv", b"0" * (MOST_BYTES + 1)))
    monkeypatch.setattr(folders, "_unpacked", unpacked)
    assert "over 100 times as large" in refusals(content)[0]
    assert "larger than 20 MB" in refusals(large)[0]


def test_too_much_together_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_UNPACKED", 1000)
    content = archive(("game.csv", b"0" * 600), ("route.csv", b"0" * 600))
    assert "larger than 0 MB together" in refusals(content)[0]


def test_a_size_that_is_a_lie_is_refused() -> None:
    content = bytearray(archive(("game.csv", b"slug" * 10_000)))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(signature) + place
        content[at : at + 4] = (10).to_bytes(4, "little")
    assert refusals(bytes(content)) == ["The archive is damaged. Pack the folder again."]


@pytest.mark.parametrize("content", [b"", b"slug,name", b"\x1f\x8b", b"P"])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    assert "This is no ZIP archive." in refusals(content)[0]


def test_too_large_an_archive_is_refused() -> None:
    assert "larger than 20 MB" in refusals(b"PK" + b"0" * MOST_BYTES)[0]


def test_a_list_of_files_that_is_all_of_the_archive_is_refused_at_once() -> None:
    """Three hundred thousand entries in 20 MB: none of them is looked at."""
    begin = time.perf_counter()
    content = b"PK\x03\x04" + b"PK\x01\x02".ljust(60, b"\0") * 300_000
    assert "more than 50 files" in refusals(content)[0]
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_archive_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(
        archive(("a/game.csv", b"slug,name\n" * 20), ("a/route.csv", b"game\n" * 9))
    )
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(2, len(content))] = chance.randrange(256)
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    with suppress(FileRefused):
        files_of_archive(bytes(content))


class TestAFolder:
    def test_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "route.json").write_bytes(b"[]")
        (tmp_path / "game.json").write_bytes(b"[{}]")
        (tmp_path / ".hidden").write_bytes(b"")
        found = files_of_folder(tmp_path)
        assert [(one.name, one.content) for one in found] == [
            ("game.json", b"[{}]"),
            ("route.json", b"[]"),
        ]

    def test_with_something_else_in_it_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "game.csv").mkdir()
        (tmp_path / "notes.txt").write_bytes(b"")
        with pytest.raises(FileRefused, match=r"“notes.txt” is no file of a game"):
            files_of_folder(tmp_path)

    def test_with_too_large_a_file_is_refused(self, tmp_path: Path) -> None:
        with (tmp_path / "game.csv").open("wb") as file:
            file.truncate(MOST_BYTES + 1)
        with pytest.raises(FileRefused, match="larger than 20 MB"):
            files_of_folder(tmp_path)
