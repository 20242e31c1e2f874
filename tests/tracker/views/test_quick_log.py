"""The quick log: one line that says what happened."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from pokedex.models import Pokemon
from tests.factories import (
    BossFactory,
    EncounterFactory,
    EvolutionFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.html import parse
from tests.tracker.many import queries_of
from tracker.models import Encounter, NuzlockeRun
from tracker.pages.quick import known_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def poochyena() -> Pokemon:
    pokemon: Pokemon = PokemonFactory.create(name="Poochyena", slug="poochyena")
    return pokemon


@pytest.fixture
def run(owner: Any, poochyena: Pokemon) -> NuzlockeRun:
    made: NuzlockeRun = NuzlockeRunFactory.create(owner=owner)
    for number in (101, 102):
        route = RouteFactory.create(
            game=made.game, name=f"Route {number}", slug=f"route-{number}", order=number
        )
        RouteEncounterFactory.create(route=route, pokemon=poochyena)
    BossFactory.create(game=made.game, after_route=route, name="Roxanne", slug="roxanne")
    return made


def send(client: Client, run: NuzlockeRun, line: str, submission: str = "") -> Any:
    data = {"line": line, "submission": submission or str(uuid.uuid4())}
    return client.post(f"/runs/{run.public_id}/quick/", data)


def test_a_catch(owner_client: Client, run: NuzlockeRun) -> None:
    answer = send(owner_client, run, "101 poochyena Fang 3")
    assert answer["Location"] == f"/runs/{run.public_id}/#place-route-101"
    met = run.encounters.get()
    assert (met.status, met.nickname, met.catch_level) == ("caught", "Fang", 3)
    page = owner_client.get(f"/runs/{run.public_id}/")
    assert "Route 101: Fang the Poochyena, caught." in page.content.decode()


def test_is_done_once_however_often_it_is_sent(owner_client: Client, run: NuzlockeRun) -> None:
    submission = str(uuid.uuid4())
    for _ in range(3):
        assert send(owner_client, run, "101 poochyena fang", submission).status_code == 302
    assert run.encounters.count() == 1


def test_misses_levels_deaths_evolutions_and_bosses(
    owner_client: Client, run: NuzlockeRun, poochyena: Pokemon
) -> None:
    mightyena = PokemonFactory.create(name="Mightyena", slug="mightyena")
    EvolutionFactory.create(pokemon=poochyena, into=mightyena)
    for line in (
        "101 poochyena Fang 3",
        "102 miss",
        "level fang 18",
        "evolve fang",
        "won roxanne",
        "faint fang 19",
    ):
        assert send(owner_client, run, line).status_code == 302, line
    fang = run.encounters.get(nickname="Fang")
    assert (fang.status, fang.current_level, fang.faint_level) == ("fainted", 18, 19)
    assert fang.species == mightyena
    assert run.encounters.get(route__slug="route-102").status == "missed"
    assert run.boss_results.get().outcome == "won"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "Type what happened"),
        ("xyzzy", ""),
        ("101 missingno", ""),
        ("level nobody 12", ""),
        ("x" * 121, "A line can be 120 characters long"),
    ],
)
def test_what_is_not_understood_comes_back_with_a_sentence(
    owner_client: Client, run: NuzlockeRun, line: str, words: str
) -> None:
    answer = send(owner_client, run, line)
    assert answer.status_code == 422
    page = parse(answer)
    assert words in page.one(role="alert").text
    assert page.one("input", name="line").attributes["value"] == line
    assert not Encounter.objects.exists()


def test_what_the_rules_refuse_leads_to_the_place(
    owner_client: Client, run: NuzlockeRun, poochyena: Pokemon
) -> None:
    EncounterFactory.create(run=run, route=run.game.routes.get(slug="route-101"))
    answer = send(owner_client, run, "101 poochyena")
    assert answer.status_code == 422
    alert = parse(answer).one(role="alert")
    assert "Route 101 already has its encounter" in alert.text
    assert alert.one("a").attributes["href"].endswith("/routes/route-101/#place-route-101")


def test_one_that_can_become_several_is_asked_about(
    owner_client: Client, run: NuzlockeRun, poochyena: Pokemon
) -> None:
    EncounterFactory.create(run=run, pokemon=poochyena, nickname="Fang")
    assert "does not evolve" in send(owner_client, run, "evolve fang").content.decode()
    for name in ("Mightyena", "Houndour"):
        into = PokemonFactory.create(name=name, slug=name.lower())
        EvolutionFactory.create(pokemon=poochyena, into=into)
    said = send(owner_client, run, "evolve fang").content.decode()
    assert "can become one of several" in said
    answer = send(owner_client, run, "evolve fang into houndour")
    assert answer.status_code == 302, parse(answer).one(role="alert").text


def test_completes_what_is_typed(owner_client: Client, run: NuzlockeRun) -> None:
    answer = owner_client.get(f"/runs/{run.public_id}/quick/complete/", {"line": "101 po"})
    options = [option.attributes["value"] for option in parse(answer).all("option")]
    assert any("Poochyena" in option or "poochyena" in option for option in options)


def test_reads_the_names_in_six_queries(run: NuzlockeRun) -> None:
    known_names(run)
    assert len(queries_of(lambda: known_names(run))) == 6
