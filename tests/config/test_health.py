"""`/healthz`, which a container's probe asks."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.tracker.many import queries_of


@pytest.mark.django_db
def test_is_ok_while_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert queries_of(lambda: client.get("/healthz")) == ["SELECT 1"]


def test_is_not_while_it_does_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"The database does not answer.\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_knows_neither_host_name_nor_https(client: Client, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True  # type: ignore[attr-defined]
    assert client.get("/healthz", headers={"Host": "10.0.0.1:8000"}).status_code == 200
    assert client.get("/", headers={"Host": "10.0.0.1:8000"}).status_code == 400
    assert client.get("/").status_code == 301


@pytest.mark.parametrize("path", ["/healthz/", "/healthz/x", "/HEALTHZ"])
@pytest.mark.django_db
def test_is_that_address_only(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
