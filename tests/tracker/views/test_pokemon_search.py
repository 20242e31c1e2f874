"""Offer Pokémon from outside the route's table while a name is typed."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from tests.factories import PokemonFactory
from tests.html import parse
from tests.tracker.many import queries_of
from tests.tracker.views.scene import LADDER, Scene

RUNG = LADDER["pokemon-search"]

pytestmark = pytest.mark.django_db


def found(client: Client, scene: Scene, typed: str) -> list[str]:
    answer = client.get(f"{RUNG.url(scene)}?other={quote(typed, errors='surrogatepass')}")
    assert answer.status_code == 200
    part = parse(answer)
    assert part.all("html") == []
    return [element.attributes["value"] for element in part.all("input", name="found")]


def test_offers_what_fits(scene: Scene, owner_client: Client) -> None:
    assert found(owner_client, scene, "zigzag") == [scene.zigzagoon.slug]


@pytest.mark.parametrize(
    "typed", ["", "z", "no such", "\0\0", "zig\0zag", "\udc00x", "%%%", "x" * 10_000, "' OR 1=1"]
)
def test_offers_nothing_else(scene: Scene, owner_client: Client, typed: str) -> None:
    assert found(owner_client, scene, typed) == []


def test_offers_nothing_when_nothing_is_asked(scene: Scene, owner_client: Client) -> None:
    answer = owner_client.get(RUNG.url(scene))
    assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_offers_twelve_at_the_most_in_five_queries(scene: Scene, owner_client: Client) -> None:
    """Session, user, run, the names, and those that fit."""
    PokemonFactory.create_batch(40)
    assert len(found(owner_client, scene, "Testmon")) == 12
    queries = queries_of(lambda: owner_client.get(f"{RUNG.url(scene)}?other=Testmon"))
    assert len(queries) == 5, queries
