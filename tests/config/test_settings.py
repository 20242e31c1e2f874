"""What can be set from outside, and what a public site insists on."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import environ
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.settings.database import database_from

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "of-the-tests-" + "0123456789" * 5,
    "ALLOWED_HOSTS": "tracker.example,www.tracker.example",
    "DATABASE_URL": "postgresql://tracker:secret@database:5432/tracker",
    "HTTPS": "on",
    "TRUSTED_PROXY_COUNT": "0",
    "SPRITE_HOST": "",
}


def read_variables() -> dict[str, Any]:
    """What `config` reads from the environment, each with its default (None: there is none)."""
    found: dict[str, Any] = {}
    for path in sorted((ROOT / "config").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            reader = ast.unparse(node.func)
            name = node.args[0]
            if not (reader.startswith("env.") or reader == "os.environ.get"):
                continue
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                defaults = [word.value for word in node.keywords if word.arg == "default"]
                given = [*node.args[1:], *defaults]
                default = given[0].value if given and isinstance(given[0], ast.Constant) else None
                found[name.value] = default if found.get(name.value) is None else found[name.value]
    return found


def test_the_settings_read_what_we_think() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "HTTPS", "PORT", "DEBUG"} <= read_variables().keys()


def test_the_example_lists_each_variable_once_and_none_that_nobody_reads() -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    read = read_variables().keys() | set(re.findall(r"\$\{(\w+)", compose))
    listed = re.findall(r"^#([A-Z_]+)=", EXAMPLE, re.MULTILINE)
    assert sorted(listed) == sorted(read)


def test_the_example_shows_each_default() -> None:
    words = {"True": "on", "False": "off", "None": ""}
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    for name, default in read_variables().items():
        assert shown[name] == words.get(str(default), str(default)), name


def test_the_example_explains_each_variable() -> None:
    blocks = [block.splitlines() for block in EXAMPLE.strip().split("\n\n")]
    for block in blocks:
        if re.match(r"#[A-Z_]+=", block[-1]):
            assert all(line.startswith("# ") for line in block[:-1])
            assert len(" ".join(block[:-1])) > 20


def test_the_example_changes_nothing_before_it_is_filled_in() -> None:
    assert all(line.startswith("#") for line in EXAMPLE.splitlines() if line)


def production(script: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", f"from config.settings import production\n{script}"],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **PRODUCTION, **variables},
        timeout=60,
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "Set SECRET_KEY in the environment: a random text"),
        ("SECRET_KEY", "x" * 49, "SECRET_KEY is too short: it needs at least 50"),
        ("ALLOWED_HOSTS", "", "Set ALLOWED_HOSTS in the environment: the host names"),
        ("ALLOWED_HOSTS", "  ", "Set ALLOWED_HOSTS in the environment: the host names"),
        ("DATABASE_URL", "", "Set DATABASE_URL in the environment: the database"),
    ],
)
def test_a_public_site_does_not_start_without(name: str, value: str, sentence: str) -> None:
    result = production(**{name: value})
    assert result.returncode == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert sentence in last


SHOWN = """
import json
print(json.dumps({name: getattr(production, name, None) for name in (
    "DEBUG", "ALLOWED_HOSTS", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY",
    "SECURE_PROXY_SSL_HEADER", "DATABASES", "CONTENT_SECURITY_POLICY")}))
"""


def loaded(**variables: str) -> dict[str, Any]:
    result = production(SHOWN, **variables)
    assert result.returncode == 0, result.stderr
    shown: dict[str, Any] = json.loads(result.stdout)
    return shown


def test_a_public_site_speaks_https_unless_told_otherwise() -> None:
    shown = loaded(HTTPS="on", TRUSTED_PROXY_COUNT="1", SPRITE_HOST="https://sprites.example")
    assert shown["DEBUG"] is False
    assert shown["ALLOWED_HOSTS"] == ["tracker.example", "www.tracker.example"]
    assert shown["SECURE_SSL_REDIRECT"] is True
    assert shown["SECURE_HSTS_SECONDS"] == 31_536_000
    assert shown["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert shown["SESSION_COOKIE_SECURE"] is shown["CSRF_COOKIE_SECURE"] is True
    assert shown["SESSION_COOKIE_HTTPONLY"] is shown["CSRF_COOKIE_HTTPONLY"] is True
    assert shown["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert shown["CSRF_COOKIE_NAME"] == "__Host-csrftoken"
    assert shown["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert shown["DATABASES"]["default"]["OPTIONS"]["pool"]["max_size"] == 8
    assert shown["DATABASES"]["default"]["CONN_HEALTH_CHECKS"] is True
    images = shown["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"]
    assert images == ["'self'", "https://sprites.example"]


def test_https_off_switches_everything_that_needs_it() -> None:
    shown = loaded(HTTPS="off")
    assert shown["SECURE_SSL_REDIRECT"] is False
    assert shown["SECURE_HSTS_SECONDS"] == 0
    assert shown["SESSION_COOKIE_SECURE"] is shown["CSRF_COOKIE_SECURE"] is False
    assert shown["SESSION_COOKIE_NAME"] == "sessionid"
    assert shown["CSRF_COOKIE_NAME"] == "csrftoken"
    assert shown["SECURE_PROXY_SSL_HEADER"] is None, "nobody is believed without a proxy"
    images = shown["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"]
    assert images == ["'self'"]


def test_https_is_on_when_nothing_is_said() -> None:
    result = production("print(production.HTTPS)", HTTPS="on")
    assert result.stdout == "True\n"
    assert read_variables()["HTTPS"] is True


class TestTheDatabase:
    def entry(self, monkeypatch: pytest.MonkeyPatch, url: str | None, **wanted: Any) -> Any:
        monkeypatch.delenv("DATABASE_URL", raising=False)
        if url is not None:
            monkeypatch.setenv("DATABASE_URL", url)
        return database_from(environ.Env(), **wanted)

    @pytest.mark.parametrize("pool", [True, False])
    def test_sqlite_takes_its_lock_first_and_waits(
        self, monkeypatch: pytest.MonkeyPatch, pool: bool
    ) -> None:
        entry = self.entry(monkeypatch, "sqlite:////srv/db.sqlite3", pool=pool)
        assert entry["NAME"] == "/srv/db.sqlite3"
        assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert entry["OPTIONS"]["timeout"] == 10
        assert "journal_mode=WAL" in entry["OPTIONS"]["init_command"]
        assert "synchronous=FULL" in entry["OPTIONS"]["init_command"]
        assert "pool" not in entry["OPTIONS"]

    def test_postgresql_has_a_pool_where_it_is_wanted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = "postgresql://tracker:secret@database:5432/tracker?sslmode=require"
        entry = self.entry(monkeypatch, url, pool=True)
        assert (entry["HOST"], entry["PORT"], entry["NAME"]) == ("database", 5432, "tracker")
        assert entry["OPTIONS"]["pool"] == {"min_size": 2, "max_size": 8, "timeout": 5}
        assert entry["OPTIONS"]["sslmode"] == "require"
        assert entry["CONN_HEALTH_CHECKS"] is True
        plain = self.entry(monkeypatch, url)
        assert "pool" not in plain["OPTIONS"]

    def test_is_the_default_one_where_nothing_is_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry = self.entry(monkeypatch, None, default="sqlite:///somewhere.sqlite3")
        assert entry["NAME"] == "somewhere.sqlite3"
        with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
            self.entry(monkeypatch, None)

    def test_requests_are_not_transactions(self) -> None:
        assert not settings.DATABASES["default"]["ATOMIC_REQUESTS"]
