"""What a site in production answers; it is real, on PostgreSQL and behind gunicorn."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg import sql

from tests.deployment.conftest import HOST, ROOT, Site, programs, running

pytestmark = pytest.mark.postgresql
THROUGH_THE_PROXY = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "192.0.2.7"}


def cookies_of(response: http.client.HTTPResponse) -> dict[str, str]:
    """Return each cookie's whole line by its name."""
    lines = response.headers.get_all("Set-Cookie", [])
    return {line.partition("=")[0]: line for line in lines}


def test_is_healthy_under_any_name(site: Site) -> None:
    response, body = site.get("/healthz", Host="10.0.0.1:8000")
    assert (response.status, body) == (200, "ok\n")


def test_serves_the_landing_page(site: Site) -> None:
    response, body = site.get("/")
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Start a run" in body
    assert cookies_of(response) == {}, "whoever only reads gets no cookie"


def test_has_loaded_the_whole_catalog(site: Site, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT count(*) FROM pokedex_game").fetchone()
    assert rows == (36,)


def test_refuses_a_foreign_host(site: Site) -> None:
    response, _ = site.get("/", Host="evil.example")
    assert response.status == 400
    response, _ = site.get("/", X_Forwarded_Host="evil.example")
    assert response.status == 200


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_static_files_are_compressed_and_kept_for_ever(site: Site, encoding: str) -> None:
    _, page = site.get("/")
    found = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert found, "the page names its style sheet with a hash"
    response, _ = site.get(found[1], Accept_Encoding=encoding)
    assert response.status == 200
    assert response.headers["Content-Encoding"] == encoding
    assert "immutable" in response.headers["Cache-Control"]
    assert "Accept-Encoding" in response.headers["Vary"]


def test_can_be_installed_and_read_offline(site: Site) -> None:
    response, worker = site.get("/service-worker.js")
    assert (response.status, response.headers["Cache-Control"]) == (200, "no-cache")
    assert 'const STATIC = "/static/";' in worker
    response, body = site.get("/manifest.webmanifest")
    assert response.status == 200
    for icon in json.loads(body)["icons"]:
        response, _ = site.get(icon["src"])
        assert response.status == 200
        assert "immutable" in response.headers["Cache-Control"]
    assert site.get("/offline/")[0].status == 200


def test_shows_no_error_page_of_the_developers(site: Site) -> None:
    response, body = site.get("/no-such-page")
    assert response.status == 404
    assert "urlpatterns" not in body
    assert "Traceback" not in body


def test_is_unhealthy_without_its_database_and_recovers(site: Site, server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER DATABASE tracker ALLOW_CONNECTIONS false")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'tracker'"
        )
        try:
            response, body = site.get("/healthz")
            assert (response.status, body) == (503, "The database does not answer.\n")
        finally:
            connection.execute("ALTER DATABASE tracker ALLOW_CONNECTIONS true")
    site.wait_until(200)


def test_plain_http_is_sent_to_https(secure_site: Site) -> None:
    response, _ = secure_site.get("/accounts/login/?next=/")
    assert response.status == 301
    assert response.headers["Location"] == f"https://{HOST}/accounts/login/?next=/"
    response, _ = secure_site.get("/healthz")
    assert response.status == 200, "a probe inside of the container knows no HTTPS"


def test_https_is_demanded_for_a_year(secure_site: Site) -> None:
    response, _ = secure_site.get("/", **THROUGH_THE_PROXY)
    assert response.status == 200
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_nobody_is_believed_who_says_https_where_there_is_no_proxy(site: Site) -> None:
    response, _ = site.get("/", **THROUGH_THE_PROXY)
    assert response.status == 200
    assert "Strict-Transport-Security" not in response.headers


def test_signing_up_gives_cookies_that_only_this_host_gets_back(secure_site: Site) -> None:
    response, page = secure_site.get("/accounts/signup/", **THROUGH_THE_PROXY)
    assert response.status == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    cookie = cookies_of(response)["__Host-csrftoken"]
    form = {
        "csrfmiddlewaretoken": token[1],
        "username": "deployed",
        "password1": "correct horse 7",
        "password2": "correct horse 7",
    }
    response, _ = secure_site.request(
        "POST",
        "/accounts/signup/",
        urlencode(form),
        Content_Type="application/x-www-form-urlencoded",
        Cookie=cookie.partition(";")[0],
        Origin=f"https://{HOST}",
        **THROUGH_THE_PROXY,
    )
    assert response.status == 302
    given = cookies_of(response)
    assert "__Host-sessionid" in given
    for name, line in {"__Host-csrftoken": cookie, **given}.items():
        attributes = {part.strip().lower() for part in line.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= attributes, name


def test_stops_when_told_to(site: Site, environment: dict[str, str], tmp_path: Path) -> None:
    with running(
        tmp_path / "log", environment, "gunicorn", "--config", "config/gunicorn.py"
    ) as another:
        another.process.send_signal(signal.SIGTERM)
        assert another.process.wait(20) == 0


def test_the_sites_role_owns_its_database_and_nothing_else(server: str, database_url: str) -> None:
    with psycopg.connect(server) as connection:
        role = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'tracker'"
        ).fetchone()
    assert role == (False, False, False)


def test_a_backup_is_restored_as_it_was(
    site: Site, server: str, database_url: str, tmp_path: Path
) -> None:
    """By the two commands of docs/operations.md, as they are written there."""
    documented = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    save, load = re.findall(r'^    (pg_\w+ .*"\$DATABASE_URL".*)$', documented, re.MULTILINE)

    def run(command: str, url: str) -> None:
        environment = {"PATH": f"{folder}:{os.defpath}", "DATABASE_URL": url}
        subprocess.run(
            ["/bin/sh", "-c", command], check=True, cwd=tmp_path, env=environment, timeout=60
        )

    with psycopg.connect(server, autocommit=True) as connection:
        folder = programs(connection.info.server_version)
        connection.execute("CREATE DATABASE restored OWNER tracker")
        restored_url = database_url.replace("/tracker?", "/restored?")
        try:
            run(save, database_url)
            for _ in range(2):
                run(load, restored_url)
            assert counts(restored_url) == counts(database_url)
        finally:
            connection.execute("DROP DATABASE restored WITH (FORCE)")


def counts(url: str) -> dict[str, int]:
    """Return the number of rows by table, of those that a visit does not change."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND (tablename LIKE 'pokedex%' OR tablename LIKE 'tracker%')"
        ).fetchall()
        return {
            table: connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            ).fetchall()[0][0]
            for (table,) in tables
        }


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "Set SECRET_KEY in the environment"),
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("ALLOWED_HOSTS", "", "Set ALLOWED_HOSTS in the environment"),
        ("DATABASE_URL", "", "Set DATABASE_URL in the environment"),
    ],
)
def test_does_not_start_without_what_it_needs(
    environment: dict[str, str], name: str, value: str, sentence: str
) -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**environment, name: value},
        timeout=60,
    )
    assert result.returncode != 0
    assert sentence in result.stderr.splitlines()[-1]
