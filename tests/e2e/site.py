"""The site as `make run` serves it, with a database and a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_LOAD = 100
SECONDS_TO_START = 30
CURATOR, CURATORS_PASSWORD = "curator", "long-grass-and-berries"
# Run in the site's own shell: no page of the site makes a curator of anybody.
MAKE_CURATOR = f"""
from django.contrib.auth.models import Group
from accounts.models import User
user = User.objects.create_user("{CURATOR}", password="{CURATORS_PASSWORD}", is_staff=True)
user.groups.add(Group.objects.get(name="Curators"))
"""
SECONDS_TO_STOP = 10


@contextmanager
def running_site() -> Iterator[str]:
    """Migrate, load the catalog and serve; yield the URL, then stop and leave nothing behind.

    Raises ``RuntimeError`` when the site does not start, or has written a traceback to its log.
    """
    with tempfile.TemporaryDirectory(prefix="nuzlocke-tracker-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "PYTHONUNBUFFERED": "1",
            # A developer's own .env must not change what the tests see.
            "DEBUG": "0",
            "SPRITE_HOST": "",
        }
        log = Path(folder) / "log"
        with log.open("wb") as output:
            for arguments in (
                ["migrate"],
                ["loaddata", "catalog"],
                ["shell", "--command", MAKE_CURATOR],
            ):
                command = subprocess.run(
                    manage(*arguments, "--verbosity", "0"),
                    check=False,
                    cwd=ROOT,
                    env=environment,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=SECONDS_TO_LOAD,
                )
                if command.returncode != 0:
                    raise RuntimeError(f"manage.py {arguments[0]} failed:\n{log.read_text()}")
            port = free_port()
            server = subprocess.Popen(
                manage("runserver", "--noreload", f"127.0.0.1:{port}"),
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                wait_for(server, f"http://127.0.0.1:{port}/healthz", log)
                yield f"http://127.0.0.1:{port}"
            finally:
                stop(server)
        if "Traceback" in log.read_text():
            raise RuntimeError(f"The site wrote a traceback:\n{log.read_text()}")


def manage(*arguments: str) -> list[str]:
    """Return a command of manage.py with this interpreter."""
    return [sys.executable, "manage.py", *arguments]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Return when the address answers. Raises ``RuntimeError`` with the log when it never does."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and server.poll() is None:
        try:
            # The address is this machine's own.
            with urlopen(url, timeout=1):  # noqa: S310 (our own server)
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The site did not start:\n{log.read_text()}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ask a server to end, and see to it."""
    server.terminate()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(SECONDS_TO_STOP)
