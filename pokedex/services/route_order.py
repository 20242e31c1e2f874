"""The story order of a game's routes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from pokedex.models import Game, Route
from pokedex.revision import renewed_once

STEP = 10
HIGHEST = 1_000_000


class OrderRefused(Exception):
    """The order cannot be taken; the message says why. Nothing was written."""


def reorder_routes(*, game: Game, numbers: Mapping[int, int]) -> list[Route]:
    """Give a game's routes new numbers, by their ids; return those whose number has changed.

    Routes are sorted by the numbers given, equal ones as they stood, and then numbered in steps
    of 10, so that one can be put between. Each is saved through the model. Raises
    ``OrderRefused`` for a route that has come or gone meanwhile, and for a number below 1.
    """
    if any(not 1 <= number <= HIGHEST for number in numbers.values()):
        raise OrderRefused(f"Give each route a number from 1 to {HIGHEST:,}.")
    with transaction.atomic(), renewed_once():
        routes = list(game.routes.select_for_update().order_by("order", "id"))
        if {route.pk for route in routes} != numbers.keys():
            raise OrderRefused(
                "The routes of this game are others now. Load the page again and put them in order."
            )
        changed = []
        ordered = sorted(routes, key=lambda route: numbers[route.pk])
        for position, route in enumerate(ordered, start=1):
            if route.order != position * STEP:
                route.order = position * STEP
                route.save(update_fields=["order"])
                changed.append(route)
    return changed
