"""A long run, 100 routes, 60 encounters, 300 events: each page takes the same few queries."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    CustomRouteFactory,
    EncounterFactory,
    EvolutionFactory,
    NuzlockeRunFactory,
    RouteFactory,
)
from tests.tracker.many import fill, queries_of
from tests.tracker.views.scene import LADDER, READABLE, Rung, Scene, make_full_scene
from tracker.models import BossResult, RunBoss, RunPlace
from tracker.services.notes import write_note
from tracker.services.runs import rename_run

pytestmark = pytest.mark.django_db

MOST = 12
# The pages around a run, and those of a run that has not begun.
OF_A_RUN = [rung for rung in READABLE if not rung.public]


def grow(scene: Scene) -> None:
    """Make the run a long one."""
    run, game = scene.run, scene.run.game
    for number in range(98):
        route = RouteFactory(game=game)
        if number < 58:
            EncounterFactory(
                run=run,
                route=route,
                status="caught" if number % 2 else "fainted",
                party_slot=number // 2 + 1 if number in {1, 3, 5, 7, 9, 11} else None,
                killer_pokemon=None if number % 2 else scene.poochyena,
            )
        if number % 10 == 0:
            RunPlace.objects.create(run=run, game=game, route=route, name=f"Place {number}")
            CustomRouteFactory(run=run, after_route=route, table_of=route)
            boss = BossFactory(game=game, after_route=route)
            BossPokemonFactory(boss=boss)
            BossResult.objects.create(run=run, game=game, boss=boss, outcome="won")
            RunBoss.objects.create(run=run, game=game, boss=boss, ace_level=20)
    for _ in range(5):
        EvolutionFactory(pokemon=scene.poochyena)
    for number in range(270):
        rename_run(run=run, name=f"Hoenn {number}")
        if number % 10 == 0:
            write_note(run=run, sequence=number + 5, text="Ouch.")
    assert run.events.count() >= 300


@pytest.fixture
def long_run(owner: User) -> Scene:
    scene = make_full_scene(owner)
    grow(scene)
    return scene


def test_no_page_takes_more_queries_for_a_long_run(owner: User, owner_client: Client) -> None:
    scene = make_full_scene(owner)
    owner_client.get("/runs/")
    before = {rung.name: taken(owner_client, rung, scene) for rung in OF_A_RUN}
    grow(scene)
    for rung in OF_A_RUN:
        after = taken(owner_client, rung, scene)
        assert len(after) <= MOST, (rung.name, after)
        # A list that was empty may ask once for what its rows have.
        assert len(after) <= len(before[rung.name]) + 1, (rung.name, after)


@pytest.mark.parametrize("encounters", [0, 30, 99])
def test_the_pages_of_a_run_take_the_same_few_queries(
    owner: User, owner_client: Client, encounters: int
) -> None:
    """Session, user, run, encounters, bosses, events: with any encounters, among any runs."""
    run = NuzlockeRunFactory(owner=owner)
    fill(run, 99)
    run.encounters.filter(
        pk__in=list(run.encounters.order_by("-pk").values_list("pk", flat=True))[encounters:]
    ).delete()
    NuzlockeRunFactory.create_batch(50, owner=owner, game=run.game)
    for page, most in (("", 6), ("box/", 6), ("graveyard/", 6)):
        url = f"/runs/{run.public_id}/{page}"
        assert owner_client.get(url).status_code == 200
        queries = queries_of(lambda url=url: owner_client.get(url))
        assert len(queries) <= most, (page, queries)


def taken(client: Client, rung: Rung, scene: Scene) -> list[str]:
    """The queries of a page."""
    url = rung.url(scene)
    assert client.get(url).status_code == 200
    return queries_of(lambda: client.get(url))


def test_the_timeline_comes_in_pages(long_run: Scene, owner_client: Client) -> None:
    url = LADDER["timeline"].url(long_run)
    first = owner_client.get(url).content.decode()
    assert "Older events" in first
    older = owner_client.get(f"{url}?before=50").content.decode()
    assert "Older events" not in older
    assert 'id="event-49"' in older
    assert 'id="event-50"' not in older
