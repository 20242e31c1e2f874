"""A site as the containers run it: same database role, start script, server and settings."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
HOST = "tracker.example"
SECONDS_TO_START = 120


def programs(server_version: int) -> Path:
    """Return the folder of psql, pg_dump and the like that belong to this server."""
    return postgres.wheel_folder() / postgres.FOLDERS[str(server_version // 10000)] / "bin"


class Site:
    """A running site, asked by plain HTTP on its own port."""

    def __init__(self, port: int, process: subprocess.Popen[bytes], log: Path) -> None:
        self.port = port
        self.process = process
        self.log = log

    def request(
        self, method: str, path: str, body: str | None = None, **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        """Return the answer and its body; ``User_Agent="x"`` sends the header ``User-Agent: x``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in {"Host": HOST, **headers}.items()}
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            return response, response.read().decode(errors="replace")
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> tuple[http.client.HTTPResponse, str]:
        """Return the answer to a GET and its body."""
        return self.request("GET", path, **headers)

    def wait_until(self, status: int) -> None:
        """Return when `/healthz` answers so; fails when it never does."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.get("/healthz")[0].status == status:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        pytest.fail(f"/healthz never answered {status}:\n{self.log.read_text()}")


@pytest.fixture(scope="session")
def server() -> str:
    """The URL of the PostgreSQL server, for its superuser."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgresql:"):
        pytest.skip("needs PostgreSQL: .venv/bin/python -m tests.postgres -- .venv/bin/pytest")
    return url


@pytest.fixture(scope="session")
def database_url(server: str) -> Iterator[str]:
    """A database whose owner has no other right, made by the script that compose mounts."""
    host = parse_qs(urlsplit(server).query)["host"][0]
    with psycopg.connect(server, autocommit=True) as connection:
        folder = programs(connection.info.server_version)
        subprocess.run(
            [ROOT / "scripts" / "create-role"],
            check=True,
            env={
                "PATH": f"{folder}:{os.defpath}",
                "PGHOST": host,
                "POSTGRES_PASSWORD": "it's a password",
            },
            timeout=60,
        )
        try:
            yield f"postgresql://tracker@/tracker?host={host}"
        finally:
            connection.execute("DROP DATABASE tracker WITH (FORCE)")
            connection.execute("DROP ROLE tracker")


@pytest.fixture(scope="session")
def environment(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of the site, and the programs of this virtual environment first on the PATH."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
        "DJANGO_SETTINGS_MODULE": "tests.deployment.settings",
        "TEST_STATIC_ROOT": str(tmp_path_factory.mktemp("static")),
        "SECRET_KEY": "of-the-deployment-tests-0123456789-0123456789-0123456789",
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": database_url,
        "HTTPS": "off",
        "TRUSTED_PROXY_COUNT": "0",
        "SPRITE_HOST": "",
        "WEB_CONCURRENCY": "2",
    }


@contextmanager
def running(log: Path, environment: dict[str, str], *command: str) -> Iterator[Site]:
    """Run a command that serves, with an address to bind to, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    site = Site(port, process, log)
    try:
        site.wait_until(200)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(30)


@pytest.fixture(scope="session")
def site(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site as `docker compose up` starts it: plain HTTP, fresh database, loaded catalog."""
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, check=True, cwd=ROOT, env=environment, timeout=60)
    log = tmp_path_factory.mktemp("site") / "log"
    with running(log, environment, "scripts/serve") as site:
        yield site


@pytest.fixture(scope="session")
def secure_site(
    site: Site, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The same site behind a proxy that takes care of HTTPS."""
    log = tmp_path_factory.mktemp("secure-site") / "log"
    with_https = {**environment, "HTTPS": "on", "TRUSTED_PROXY_COUNT": "1"}
    with running(log, with_https, "gunicorn", "--config", "config/gunicorn.py") as secure:
        yield secure
