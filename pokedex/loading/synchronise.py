"""Bringing the database to what the fixtures say, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, transaction

from pokedex.history import kept_otherwise
from pokedex.loading.changes import keep_changes
from pokedex.loading.fixtures import GAMES, POKEMON, CatalogFolder, FixtureRow, LoadError
from pokedex.loading.plan import Plan
from pokedex.loading.report import WORTH_TELLING, LoadReport, Tell, tell_nobody
from pokedex.loading.stored import snapshot
from pokedex.loading.writing import explain_refusal, mark_games, write
from pokedex.models import Game
from pokedex.revision import renewed_once

SHARED = (GAMES, POKEMON)


def synchronise(
    folder: CatalogFolder,
    names: Sequence[str] = (),
    *,
    using: str = DEFAULT_DB_ALIAS,
    overwrite: bool = False,
    tell: Tell = tell_nobody,
) -> LoadReport:
    """Load the named files of the folder, or with no names all of it.

    Rows that a person has changed or made are kept unless ``overwrite`` (which takes the changes
    back). Rows of these files that the fixtures no longer have are deleted, or retired when
    something points to them. ``tell`` is told of each long step. Raises ``LoadError`` when
    anything is wrong; nothing is written then.
    """
    whole = not names
    chosen = folder.names() if whole else list(dict.fromkeys(names))
    rows = folder.read(chosen)
    if whole:
        _check_complete(folder, rows)
    marks = file_marks(folder)
    if len(rows) >= WORTH_TELLING:
        tell(f"Comparing {len(rows):,} rows of the fixtures with the database ...")
    plan = None
    try:
        with transaction.atomic(using=using), renewed_once(using), kept_otherwise():
            plan = Plan(rows, frozenset(chosen), whole=whole, using=using, overwrite=overwrite)
            write(plan, tell)
            keep_changes(plan)
            mark_games(marks, chosen, using)
    except (IntegrityError, DataError, OverflowError) as error:
        if plan is not None:
            explain_refusal(plan)
        raise LoadError(
            f"The database refused the catalog ({error}). Nothing was written."
        ) from error
    return plan.report


def compare(folder: CatalogFolder, using: str = DEFAULT_DB_ALIAS) -> Plan:
    """Compare the database with all of the folder, reading only: one query for each table.

    Raises ``LoadError`` when anything is wrong with the files.
    """
    rows = folder.read(folder.names())
    _check_complete(folder, rows)
    with snapshot(using):
        return Plan(rows, frozenset(folder.names()), whole=True, using=using, overwrite=False)


def catalog_is_current(folder: CatalogFolder, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Say whether every game was loaded from just these files. One query, of one row per game."""
    marks = file_marks(folder)
    stored = Game.objects.using(using).of_the_catalog().values_list("slug", "loaded_digest")
    loaded = {slug: mark.partition(".")[2] for slug, mark in stored}
    return bool(marks) and all(loaded.get(game) == mark for game, mark in marks.items())


def file_marks(folder: CatalogFolder) -> dict[str, str]:
    """Return a mark of 15 characters of the files of each game: its own, and the shared ones."""
    digests = folder.digests()
    shared = hashlib.sha256("".join(digests.get(name, "") for name in SHARED).encode()).hexdigest()
    return {
        name: f"{digest[:7]}{shared[:8]}" for name, digest in digests.items() if name not in SHARED
    }


def _check_complete(folder: CatalogFolder, rows: Iterable[FixtureRow]) -> None:
    """Raise ``LoadError`` unless every game has its file and every file its game."""
    games = {row.key[0]: row for row in rows if row.model is Game}
    files = set(folder.names())
    for name in SHARED:
        if name not in files:
            raise LoadError(f"{name}.json is missing in {folder.path}.")
    for name in sorted(files - games.keys() - set(SHARED)):
        raise LoadError(f"{name}.json is the file of no game in {GAMES}.json.")
    for name, row in games.items():
        if name not in files:
            raise LoadError(f"{row.place}: the game {name} has no file {name}.json.")
