"""Fetch pictures of the catalog's Pokémon into static/sprites: `make sprites`, and `make run` once.

Usage: fetch_sprites.py [--if-needed]

They come from the npm package `pokesprite-images`, through npm as it is set up on this machine, and
are never committed. Standard library only. The folder is made anew beside its place and then
put there, so that it is always a whole set.

With --if-needed nothing is done where the set is there already, little time is given to the
network, and whatever goes wrong is a sentence, not a failure: the site works without pictures.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "fixtures" / "catalog" / "pokemon.json"
SPRITES = ROOT / "static" / "sprites"
# Git ignores it; on the same disk as the folder above, so that moving is one step.
WORKSHOP = ROOT / ".cache"
STAMP = ".fetched"

PACKAGE = "pokesprite-images@2.7.0"
PACKAGE_SHA512 = (
    "2d0bb3c9a103978a30ef97cfceb56e241d1c2119b156ae1705e70315a8c0d16a"
    "d9235c470a65e7e4e481ba5e380fedb8b40d64313ec64913a672de45460f1db5"
)
PACKAGE_FOLDER = "package/pokemon-gen8/regular"
# Files are named by species and form as the catalog's slugs are, but for these.
OTHER_NAMES = {"darmanitan-galar-standard": "darmanitan-galar"}
MOST_BYTES = 100_000
PNG = b"\x89PNG\r\n\x1a\n"
# What npm may take, in seconds: when asked for, and on the way to something else.
PATIENCE, LITTLE_PATIENCE = 300, 12


class FetchError(Exception):
    """Why there are no pictures, and what to do, in a sentence."""


def catalog_slugs(catalog: Path) -> list[str]:
    """Return the slug of each Pokémon in the catalog's fixture, where evolutions stand as well."""
    rows = json.loads(catalog.read_text(encoding="utf-8"))
    return [row["fields"]["slug"] for row in rows if row["model"] == "pokedex.pokemon"]


def stamp(slugs: Sequence[str]) -> str:
    """Return the text that marks a folder with the pictures of these Pokémon as complete."""
    wanted = json.dumps([PACKAGE_SHA512, OTHER_NAMES, sorted(slugs)])
    return hashlib.sha256(wanted.encode()).hexdigest() + "\n"


def is_complete(sprites: Path, slugs: Sequence[str]) -> bool:
    """Tell whether the folder is what would be fetched now."""
    file = sprites / STAMP
    return file.is_file() and file.read_text(encoding="utf-8") == stamp(slugs)


def download(folder: Path, patience: int) -> Path:
    """Let npm put the package into ``folder`` within so many seconds; return the archive.

    Raises FetchError when there is no npm, no answer or another package than the one pinned here.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("npm, which would fetch them, is not installed.")
    options = ["--ignore-scripts", "--no-update-notifier", "--logs-max=0", "--loglevel=error"]
    # Nothing is left in the user's own cache.
    options += ["--fetch-retries=0", f"--fetch-timeout={patience * 1000}", f"--cache={folder}/npm"]
    log = folder / "npm-output.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [npm, "pack", PACKAGE, f"--pack-destination={folder}", *options],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=output,
            # A group of its own: whatever npm has started ends with it.
            start_new_session=True,
        )
        try:
            exit_code = process.wait(patience)
        except subprocess.TimeoutExpired:
            raise FetchError(
                f"npm had not fetched {PACKAGE} after {patience} seconds;"
                " `make sprites` tries again."
            ) from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    archives = list(folder.glob("*.tgz"))
    if exit_code or len(archives) != 1:
        code = re.search(r"\bcode (\w+)", log.read_text(encoding="utf-8", errors="replace"))
        raise FetchError(
            f"npm could not fetch {PACKAGE} ({code[1] if code else 'it does not say why'});"
            " check the network, or npm's own settings, and try `make sprites`."
        )
    if hashlib.sha512(archives[0].read_bytes()).hexdigest() != PACKAGE_SHA512:
        raise FetchError(f"what npm fetched is not {PACKAGE} as it was published.")
    return archives[0]


def pictures_in(archive: Path, slugs: Sequence[str]) -> dict[str, bytes]:
    """Return the PNG of each of these Pokémon that the archive has one of, by slug.

    Raises FetchError where a file is no PNG or is larger than a picture would be.
    """
    wanted = {f"{PACKAGE_FOLDER}/{OTHER_NAMES.get(slug, slug)}.png": slug for slug in slugs}
    found = {}
    with tarfile.open(archive, "r:gz") as members:
        for member in members:
            slug = wanted.get(member.name)
            file = members.extractfile(member) if slug and member.isfile() else None
            if slug is None or file is None:
                continue
            content = file.read(MOST_BYTES + 1)
            if not content.startswith(PNG) or len(content) > MOST_BYTES:
                raise FetchError(f"{member.name} in {PACKAGE} is not a picture.")
            found[slug] = content
    return found


def put_in_place(sprites: Path, pictures: Mapping[str, bytes], mark: str, workshop: Path) -> None:
    """Replace the folder by one with these pictures and this stamp.

    It is written in ``workshop``, a folder on the same disk; what was there before goes there.
    """
    new = workshop / "new"
    new.mkdir()
    for slug, content in pictures.items():
        (new / f"{slug}.png").write_bytes(content)
    (new / STAMP).write_text(mark, encoding="utf-8")
    if sprites.exists():
        sprites.rename(workshop / "old")
    sprites.parent.mkdir(parents=True, exist_ok=True)
    new.rename(sprites)


def fetch(catalog: Path, sprites: Path, workshop: Path, patience: int) -> str:
    """Fetch the pictures of the catalog's Pokémon; return what was done, in a sentence."""
    slugs = catalog_slugs(catalog)
    workshop.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=workshop) as folder:
        pictures = pictures_in(download(Path(folder), patience), slugs)
        put_in_place(sprites, pictures, stamp(slugs), Path(folder))
    without = len(slugs) - len(pictures)
    return f"{len(pictures)} pictures of Pokémon are in static/sprites; {without} have none there."


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for; return the exit code."""
    if arguments not in ([], ["--if-needed"]):
        print("Usage: fetch_sprites.py [--if-needed]", file=sys.stderr)
        return 2
    if_needed = bool(arguments)
    try:
        if if_needed and is_complete(SPRITES, catalog_slugs(CATALOG)):
            return 0
        said = fetch(CATALOG, SPRITES, WORKSHOP, LITTLE_PATIENCE if if_needed else PATIENCE)
    except (FetchError, OSError, tarfile.TarError) as error:
        if if_needed:
            print(f"==> No pictures of Pokémon, coloured tokens instead: {error}", flush=True)
            return 0
        print(f"The pictures of Pokémon could not be fetched: {error}", file=sys.stderr)
        return 1
    print(f"==> {said}", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
