"""Pages travel compressed, without a proxy that would do it."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from tests.factories import GameFactory

pytestmark = pytest.mark.django_db


def test_a_page_is_compressed_for_who_can_read_it(client: Client) -> None:
    GameFactory.create_batch(20)
    plain = client.get("/games/")
    answer = client.get("/games/", headers={"Accept-Encoding": "gzip, br"})
    assert answer["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert gzip.decompress(answer.content) == plain.content
    assert len(answer.content) < len(plain.content) / 2
    for each in (plain, answer):
        assert {"Accept-Encoding", "Cookie"} <= set(each["Vary"].split(", "))
    assert answer["ETag"] == plain["ETag"]


def test_a_compressed_page_is_not_sent_twice(client: Client) -> None:
    GameFactory.create_batch(20)
    headers = {"Accept-Encoding": "gzip"}
    etag = client.get("/games/", headers=headers)["ETag"]
    assert client.get("/games/", headers=headers | {"If-None-Match": etag}).status_code == 304


def test_a_file_leaves_as_it_lies_there(client: Client) -> None:
    answer = client.get("/static/css/site.css", headers={"Accept-Encoding": "gzip, br"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer, "collectstatic has compressed what is worth it"
    assert int(answer["Content-Length"]) == len(answer.getvalue())
