"""All of a game in one archive: a file for each model."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from django.db.models import Q

from pokedex.models import (
    Boss,
    BossPokemon,
    EncounterTable,
    Game,
    Route,
    RouteEncounter,
)
from pokedex.transfer.resources import RESOURCES

# How the rows of each model know their game.
_OF_GAME = {
    Game: "pk",
    Route: "game",
    RouteEncounter: "route__game",
    EncounterTable: "route__game",
    Boss: "game",
    BossPokemon: "boss__game",
}


def game_archive(game: Game, file_format: str) -> bytes:
    """Return a ZIP archive with the files of a game, the same to the byte for the same rows.

    A query for each file.
    """
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(game, file_format):
            # Without a time, which would make each archive another one.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return output.getvalue()


def _files(game: Game, file_format: str) -> Iterator[tuple[str, bytes]]:
    for model, path in _OF_GAME.items():
        rows = model._default_manager.filter(Q(**{path: game.pk}))
        name = f"{game.slug}/{model._meta.model_name}.{file_format}"
        yield name, RESOURCES[model]().file(rows, file_format)
