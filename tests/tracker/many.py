"""Many rows at once, for tests that count the queries of a page with few rows and with many."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from pokedex.models import Pokemon, Route, RouteEncounter
from tests.factories import (
    EncounterFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tracker.models import Encounter, NuzlockeRun

FEW, MANY = 20, 200


def fill(run: NuzlockeRun, places: int) -> list[Route]:
    """Give the run's game this many places, each with a Pokémon, and log one at each.

    Every other one has fainted, and every third has a bonus encounter beside it.
    """
    routes = Route.objects.bulk_create(RouteFactory.build_batch(places, game=run.game))
    pokemon = Pokemon.objects.bulk_create(PokemonFactory.build_batch(places))
    RouteEncounter.objects.bulk_create(
        RouteEncounterFactory.build(route=route, pokemon=met)
        for route, met in zip(routes, pokemon, strict=True)
    )
    logged = []
    for number, (route, met) in enumerate(zip(routes, pokemon, strict=True)):
        facts = {"run": run, "game": run.game, "route": route, "pokemon": met}
        status = "fainted" if number % 2 else "caught"
        logged.append(EncounterFactory.build(**facts, status=status))
        if number % 3 == 0:
            logged.append(EncounterFactory.build(**facts, is_bonus=True))
    Encounter.objects.bulk_create(logged)
    return routes


def filled_run(places: int) -> NuzlockeRun:
    """A run with this many places, each with what was met there."""
    run: NuzlockeRun = NuzlockeRunFactory()
    fill(run, places)
    return run


def queries_of(act: Callable[[], object]) -> list[str]:
    """The SQL of every query that ``act`` makes."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]
