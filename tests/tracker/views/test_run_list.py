"""My runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import GameFactory, NuzlockeRunFactory
from tests.html import parse
from tests.tracker.many import FEW, MANY, queries_of
from tests.tracker.views.scene import Scene
from tracker.choices import EventKind
from tracker.models import NuzlockeRun, RunEvent

URL = "/runs/"

pytestmark = pytest.mark.django_db


def test_shows_each_run_with_its_numbers(scene: Scene, owner: User, owner_client: Client) -> None:
    now = timezone.now()
    NuzlockeRunFactory(
        owner=owner, name="Lost in Kanto", status="failed", started_at=now, completed_at=now
    )
    page = parse(owner_client.get(URL))
    going, ended = page.all("section")
    card = going.one("li", of="run-card")
    name, go_on = card.all("a")
    assert (name.text, go_on.text) == ("Hoenn with friends", "Continue Hoenn with friends")
    address = reverse("tracker:run-detail", args=[scene.run.public_id])
    assert name.attributes["href"] == go_on.attributes["href"] == address
    assert card.one("dl").text == "Alive 1 Dead 0 Missed 0"
    assert scene.run.game.name in card.text
    assert card.one("span", of="cover").one("text").text[0] == "E"
    assert "Lost in Kanto" in ended.text
    assert "failed on" in ended.text
    assert "Continue" not in ended.text


@pytest.mark.usefixtures("scene")
def test_goes_on_with_the_run_played_last(owner: User, owner_client: Client) -> None:
    """Its card is the first, and the only one that says so."""
    an_hour = timedelta(hours=1)
    played = NuzlockeRunFactory(owner=owner, name="Played", started_at=timezone.now() - an_hour)
    NuzlockeRunFactory(owner=owner, name="Started since, never played")
    for sequence, at in ((1, played.started_at), (2, timezone.now() + an_hour)):
        RunEvent.objects.create(
            run=played, sequence=sequence, kind=EventKind.RENAME, summary="x", payload={}, at=at
        )
    cards = parse(owner_client.get(URL)).all("li", of="run-card")
    assert ["Continue" in card.text for card in cards] == [True, False, False]
    assert "Played" in cards[0].text


@pytest.mark.usefixtures("scene")
def test_shows_nothing_of_others(stranger_client: Client, client: Client) -> None:
    nothing = {stranger_client: "You have no runs yet.", client: "no runs in this browser yet."}
    for browser, sentence in nothing.items():
        page = parse(browser.get(URL))
        assert page.all("li", of="run-card") == []
        assert sentence in page.text
        assert page.one("main").one("a", href="/runs/new/")


def test_sends_who_has_an_account_elsewhere_to_log_in(
    guest_client: Client, stranger_client: Client, client: Client
) -> None:
    words = "Log in to see yours"
    assert words in parse(client.get(URL)).text
    assert words in parse(guest_client.get(URL)).text
    assert words not in parse(stranger_client.get(URL)).text


@pytest.mark.parametrize("runs", [FEW, MANY])
def test_takes_five_queries_for_any_number(owner: User, owner_client: Client, runs: int) -> None:
    """The session, the user, the runs with their counts, their parties, what can be restored."""
    game = GameFactory()
    NuzlockeRun.objects.bulk_create(
        NuzlockeRunFactory.build(owner=owner, game=game) for _ in range(runs)
    )
    assert len(parse(owner_client.get(URL)).all("li", of="run-card")) == runs
    queries = queries_of(lambda: owner_client.get(URL))
    assert len(queries) == 5, queries
