"""The files of a game, from a ZIP archive or from a folder. An archive is never unpacked to disk.

What an archive would have to be to exhaust the site is refused before it is unpacked: too many
files, too much in them, too much out of too little. Names only ever choose a model.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Model

from pokedex.models import Boss, BossPokemon, EncounterTable, Game, Route, RouteEncounter
from pokedex.transfer.files import CSV, JSON, MOST_BYTES, Fault, FileRefused, said, too_large

# In such an order that each may name rows of those before it.
GAME_MODELS: tuple[type[Model], ...] = (
    Game,
    Route,
    EncounterTable,
    RouteEncounter,
    Boss,
    BossPokemon,
)
MOST_UNPACKED = 60 * 1024 * 1024
# An export of ours is packed to a twentieth at most.
MOST_RATIO = 100
# Below it nothing is exhausted, however well it is packed.
RATIO_COUNTS_FROM = 1024 * 1024
# Beside the files of a game: folders, and what systems add of their own.
MOST_ENTRIES = 50
_ENTRY_SIGNATURE = b"PK\x01\x02"
_SYSTEMS_OWN = "__MACOSX"
_IS_ENCRYPTED = 0x1
_MODELS = {str(model._meta.model_name): model for model in GAME_MODELS}
# In no folder or in one, as an export has it.
_FILE_NAME = re.compile(rf"(?:[^/\\:.][^/\\:]*/)?({'|'.join(_MODELS)})\.({CSV}|{JSON})")
_EXPECTED = f"A game has the files {', '.join(_MODELS)}, each .{CSV} or .{JSON}, in one folder."
MOST_FAULTS_SAID = 20


@dataclass(frozen=True, slots=True)
class GameFile:
    """A file with the rows of one model."""

    name: str
    model: type[Model]
    file_format: str
    content: bytes


def files_of_archive(content: bytes) -> list[GameFile]:
    """Return the files of a game's archive in the order in which they are imported.

    Raises ``FileRefused`` with a sentence for each thing that is wrong.
    """
    if len(content) > MOST_BYTES:
        raise _refused(too_large())
    if not content.startswith(b"PK"):
        raise _refused(
            "This is no ZIP archive. Export a game to see what one has in it, and pack the folder."
        )
    # Before the list of entries is read: it may be all of the archive.
    if content.count(_ENTRY_SIGNATURE) > MOST_ENTRIES:
        raise _refused(f"The archive has more than {MOST_ENTRIES} files; a game has six.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {entry: entry.filename for entry in archive.infolist() if _is_meant(entry)}
            kinds = _kinds(list(entries.values()))
            _hold_to_limits(list(entries))
            found = [
                GameFile(name.rpartition("/")[2], *kind, _unpacked(archive, entry))
                for (entry, name), kind in zip(entries.items(), kinds, strict=True)
            ]
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        OverflowError,
        RuntimeError,
        ValueError,
    ) as error:
        raise _refused("The archive is damaged. Pack the folder again.") from error
    return _in_order(found)


def files_of_folder(folder: Path) -> list[GameFile]:
    """Return the files of a game's folder in the order in which they are imported.

    Raises ``FileRefused`` with a sentence for each thing that is wrong, ``OSError`` when a file
    cannot be read.
    """
    paths = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    kinds = _kinds([path.name for path in paths])
    for path in paths:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(f"{said(path.name)}: {too_large()}")
    return _in_order(
        [
            GameFile(path.name, *kind, path.read_bytes())
            for path, kind in zip(paths, kinds, strict=True)
        ]
    )


def _refused(*texts: str) -> FileRefused:
    return FileRefused(*(Fault(0, "", text) for text in texts))


def _is_meant(entry: zipfile.ZipInfo) -> bool:
    """Leave out folders, and what systems put into every archive unasked."""
    parts = entry.filename.split("/")
    return not (entry.is_dir() or parts[0] == _SYSTEMS_OWN or parts[-1].startswith("."))


def _kinds(names: Sequence[str]) -> list[tuple[type[Model], str]]:
    """Return the model and the format of each file, by its name."""
    found = [_kind(name) for name in names]
    faults = [
        f"“{said(name)}” is no file of a game. {_EXPECTED}"
        for name, kind in zip(names, found, strict=True)
        if kind is None
    ]
    kinds = [kind for kind in found if kind is not None]
    models = Counter(model for model, _ in kinds)
    faults += [
        f"There is more than one file “{model._meta.model_name}”. Leave one of them in."
        for model, number in models.items()
        if number > 1
    ]
    if len({name.rpartition("/")[0] for name in names}) > 1:
        faults.append("The files are in different folders. Put them into one.")
    if not names:
        faults.append(f"There is no file in it. {_EXPECTED}")
    if len({file_format for _, file_format in kinds}) > 1:
        faults.append("Some files are CSV and some are JSON. Save all of them as one or the other.")
    if faults:
        raise _refused(*faults[:MOST_FAULTS_SAID])
    return kinds


def _kind(name: str) -> tuple[type[Model], str] | None:
    match = _FILE_NAME.fullmatch(name)
    return (_MODELS[match[1]], match[2]) if match else None


def _hold_to_limits(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what an archive of a game never has, and what would not fit."""
    for entry in entries:
        name = said(entry.filename)
        if entry.flag_bits & _IS_ENCRYPTED:
            raise _refused(f"{name} is encrypted. Pack the folder without a password.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _refused(f"{name} is a link. Pack the file itself.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused(f"{name} is packed in an unusual way. Pack the folder as a plain ZIP.")
        if entry.file_size > MOST_BYTES:
            raise _refused(f"{name}: {too_large()}")
        is_large = entry.file_size > RATIO_COUNTS_FROM
        if is_large and entry.file_size > MOST_RATIO * entry.compress_size:
            raise _refused(
                f"{name} becomes over {MOST_RATIO} times as large when it is unpacked, as no file "
                "of a game does."
            )
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        most = MOST_UNPACKED // 1024 // 1024
        raise _refused(f"Unpacked, the files are larger than {most} MB together.")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpack a file, never more of it than the archive says that it has."""
    with archive.open(entry) as file:
        return file.read(entry.file_size)


def _in_order(files: Iterable[GameFile]) -> list[GameFile]:
    return sorted(files, key=lambda file: GAME_MODELS.index(file.model))
