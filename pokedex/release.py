"""Which release of the site this is: another text after each deployment that changes anything."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

# What a page is made from. Everything in them counts but what Python compiles.
FOLDERS = ("accounts", "config", "pokedex", "static", "templates", "tracker")
# Packages that write into our pages.
PACKAGES = ("django", "django-htmx")


@cache
def release() -> str:
    """Return the release of this process, by ``digest_of`` the project's folder. Read once."""
    return digest_of(settings.BASE_DIR)


def digest_of(project: Path) -> str:
    """Return 32 hexadecimal digits of the code, templates and static files below ``project``.

    Names and contents count, times do not: all workers and all machines that run the same files
    say the same.
    """
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\0".encode())
    for path in sorted(path for folder in FOLDERS for path in (project / folder).rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            digest.update(f"{path.relative_to(project).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]
