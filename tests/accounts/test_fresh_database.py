"""`migrate` alone leaves a site that people can sign up and log in to, with the real settings.

Django's test runner makes a cache table by itself, so this needs a process and a database of its
own.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

SCRIPT = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from accounts.models import User

def browser():
    return Client(HTTP_HOST="localhost", raise_request_exception=True)

password = "a-very-long-staple-4"
form = {"username": "ash", "password1": password, "password2": password}
response = browser().post("/accounts/signup/", form)
assert response.status_code == 302, response.status_code
assert User.objects.get().password.startswith("argon2$"), User.objects.get().password

User.objects.create_user("misty", password=password)
misty = browser()
response = misty.post("/accounts/login/", {"login": "misty", "password": "wrong"})
assert response.status_code == 422, response.status_code
response = misty.post("/accounts/login/", {"login": "misty", "password": password})
assert response.status_code == 302, response.status_code
assert misty.session["_auth_user_id"] == str(User.objects.get(username="misty").pk)

from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM cache_entries")
    assert cursor.fetchone()[0] > 0
print("logged in")
"""


@pytest.fixture
def fresh_database(tmp_path: Path) -> Iterator[str]:
    """The URL of a new, empty database on the engine that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
        return
    url = os.environ["DATABASE_URL"]
    name = f"fresh_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            address, _, options = url.partition("?")
            yield f"{address.rpartition('/')[0]}/{name}{'?' if options else ''}{options}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


# Its database is not that of the tests, but on the same engine.
@pytest.mark.django_db
def test_people_sign_up_and_log_in_after_migrate(fresh_database: str) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": fresh_database,
        "DEBUG": "0",
    }

    def run(*arguments: str) -> str:
        command = [sys.executable, "-W", "error", *arguments]
        result = subprocess.run(
            command,
            check=False,
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    run("manage.py", "migrate", "--verbosity", "0")
    assert run("-c", SCRIPT) == "logged in\n"
