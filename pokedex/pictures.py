"""Which pictures pages may show: those that the site serves itself, else those of SPRITE_HOST."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage

from pokedex.models import Game, Pokemon

# Below a folder of static files. `make sprites` fills it; the files are named by slug.
FOLDER = "sprites"
_ENDING = ".png"


def picture_url(pokemon: Pokemon) -> str:
    """Return where the Pokémon's picture is, or '' for a token in its types' colours.

    The site's own picture comes first, then ``sprite_url`` where it lies at SPRITE_HOST.
    """
    return local_pictures().get(pokemon.slug) or _at_sprite_host(pokemon.sprite_url)


def box_art_url(game: Game) -> str:
    """Return the game's ``box_art_url`` where it lies at SPRITE_HOST, or '' for a drawn cover."""
    return _at_sprite_host(game.box_art_url)


@cache
def local_pictures() -> Mapping[str, str]:
    """Return the address of each picture that the site serves itself, by the Pokémon's slug.

    Read once in a process, from the manifest where static files have hashed names, else from the
    folders: a page asks neither the disk for each Pokémon nor the manifest for what is not in it.
    """
    return {
        name.removeprefix(f"{FOLDER}/").removesuffix(_ENDING): staticfiles_storage.url(name)
        for name in _static_files()
        if name.startswith(f"{FOLDER}/") and name.endswith(_ENDING)
    }


def _static_files() -> Iterable[str]:
    """Name the static files, at least those of the folder."""
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        return list(staticfiles_storage.hashed_files)
    folders = finders.find(FOLDER, find_all=True)
    return [f"{FOLDER}/{path.name}" for folder in folders for path in Path(folder).iterdir()]


def _at_sprite_host(url: str) -> str:
    """Return the address if the Content-Security-Policy lets browsers load it, else ''."""
    host: str = settings.SPRITE_HOST
    return url if host and url.startswith(f"{host}/") else ""
