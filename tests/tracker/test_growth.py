"""A long run, 100 routes, 60 encounters, 300 events: each page takes the same few queries."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial

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
    PokemonFactory,
    RouteFactory,
)
from tests.tracker.many import fill, queries_of
from tests.tracker.views.scene import HTMX, LADDER, READABLE, Rung, Scene, make_full_scene
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
        queries = queries_of(partial(owner_client.get, url))
        assert len(queries) <= most, (page, queries)


# Session, user, run, lock, encounters, bosses, events; the row and the event about it. What is
# done to one that was met reads it first, a fight those who may have died in it, moving in the
# box reads that again for the answer. Evolving asks what the species can become, and which one was
# typed; taking back and doing again, what the act was and whether it still fits.
MOST_OF_AN_ACT = {
    "log": 9,
    "miss": 9,
    "faint": 10,
    "edit": 10,
    "level": 10,
    "evolve": 14,
    "move": 11,
    "won": 10,
    "lost": 10,
    "undo": 11,
    "redo": 13,
}


@pytest.mark.parametrize("encounters", [0, 30, 99])
def test_the_acts_of_a_run_take_the_same_few_queries(
    owner: User, owner_client: Client, encounters: int
) -> None:
    run = NuzlockeRunFactory(owner=owner)
    free = fill(run, 105)
    met = run.encounters.order_by("-pk").values_list("pk", flat=True)
    run.encounters.filter(pk__in=[*met[:12], *met[encounters:]]).delete()
    won, lost = BossFactory.create_batch(2, game=run.game)
    NuzlockeRunFactory.create_batch(50, owner=owner, game=run.game)
    # A run from before there were events writes all it has with its first.
    rename_run(run=run, name="Hoenn")
    page = f"/runs/{run.public_id}/"
    places = (route for route in free if not route.logged_encounters.filter(run=run).exists())
    headers = {**HTMX, "Submission": ""}

    def sent(path: str, **form: object) -> int:
        headers["Submission"] = str(uuid.uuid4())
        answer = owner_client.post(f"{page}{path}", form, headers=headers)
        assert answer.status_code == 200, (path, answer.content.decode())
        return answer.status_code

    def log(**form: object) -> Callable[[], int]:
        route = next(places)
        form |= {"submission": uuid.uuid4()}
        return partial(sent, f"routes/{route.slug}/", **form)

    def caught() -> dict[str, object]:
        return {"pokemon": PokemonFactory().slug, "outcome": "caught"}

    def about(act: str, **form: object) -> Callable[[], int]:
        log(**caught())()
        one = run.encounters.order_by("pk").last()
        assert one is not None
        return partial(sent, f"encounters/{one.public_id}/{act}/", revision=1, **form)

    def last_event() -> str:
        return f"events/{run.events.count()}"

    acts: dict[str, Callable[[], Callable[[], int]]] = {
        "log": lambda: log(**caught()),
        "miss": lambda: log(outcome="missed"),
        "faint": lambda: about("faint"),
        "edit": lambda: about("edit", **caught()),
        "level": lambda: about("level", level=9),
        "evolve": lambda: about("evolve", other=PokemonFactory().name),
        "move": lambda: about("move", slot=1),
        "won": lambda: partial(sent, f"bosses/{won.slug}/", outcome="won", revision=0),
        "lost": lambda: partial(sent, f"bosses/{lost.slug}/", outcome="lost", revision=0),
        "undo": lambda: partial(sent, f"{last_event()}/undo/"),
        "redo": lambda: partial(sent, f"events/{run.events.count() - 1}/redo/"),
    }
    assert acts.keys() == MOST_OF_AN_ACT.keys()
    for name, prepare in acts.items():
        act = prepare()
        # A signal of the catalog's tells the process to read it again.
        owner_client.get(page)
        queries = within_a_transaction(queries_of(act))
        # The first death while nobody is in the party: who else has died in it, and when?
        more = name == "faint" and not encounters
        assert len(queries) <= MOST_OF_AN_ACT[name] + more, (name, queries)


def within_a_transaction(queries: list[str]) -> list[str]:
    """Leave out the savepoint around an act, which a test has in place of BEGIN and COMMIT."""
    around = [number for number, sql in enumerate(queries) if "SAVEPOINT" in sql]
    outer = {around[0], around[-1]}
    return [sql for number, sql in enumerate(queries) if number not in outer]


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
