"""The site under production settings, with a run that has been played and somebody to look at it.

gunicorn and whitenoise, collected files with hashed names, plain HTTP on this machine. The database
is a SQLite file in a temporary folder; where DATABASE_URL names a PostgreSQL server, that one,
which must be new:

    python -m tests.postgres -- python -m tests.bench.pages
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.played import Played
from tests.e2e.site import ROOT, free_port, manage, stop, wait_for


@dataclass(frozen=True, slots=True)
class Site:
    """What a played site is served from."""

    environment: dict[str, str]
    played: Played
    log: Path

    @contextmanager
    def served(self, *, workers: int) -> Iterator[str]:
        """Serve it by so many processes; yield the URL, and stop in the end."""
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
        with self.log.open("ab") as output:
            server = subprocess.Popen(
                [*command, "--workers", str(workers), "--bind", f"127.0.0.1:{port}"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            wait_for(server, f"http://127.0.0.1:{port}/healthz", self.log)
            yield f"http://127.0.0.1:{port}"
        finally:
            stop(server)

    def run(self, *command: str) -> str:
        """Run a command beside the site and return what it prints. Raises ``RuntimeError``."""
        return _run(self.environment, *command)


@contextmanager
def played_site() -> Iterator[Site]:
    """Collect the files, migrate, load the catalog and play; remove all of it in the end."""
    with tempfile.TemporaryDirectory(prefix="nuzlocke-tracker-") as folder:
        given = os.environ.get("DATABASE_URL", "")
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "DATABASE_URL": given
            if given.startswith("postgresql:")
            else f"sqlite:///{folder}/site.sqlite3",
            "TEST_STATIC_ROOT": f"{folder}/static",
            "SECRET_KEY": "of-the-benchmark-" + "0123456789" * 5,
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "HTTPS": "off",
            # A developer's own .env must not change what is measured.
            "TRUSTED_PROXY_COUNT": "0",
            "SPRITE_HOST": "",
        }
        for arguments in (["collectstatic", "--no-input"], ["migrate"], ["loaddata", "catalog"]):
            _run(environment, *manage(*arguments, "--verbosity", "0"))
        played = Played.read(_run(environment, sys.executable, "-m", "tests.bench.played"))
        yield Site(environment, played, Path(folder) / "log")


def _run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout
