"""Encounter tables for the tests of odds and luck: real ones of the catalog, and made ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings

from tracker.rules.odds import Share, Table, key_of

_CATALOG = settings.BASE_DIR / "fixtures" / "catalog"


def table(
    key: str,
    percents: Mapping[str, int | None],
    *,
    method: str = "walk",
    area: str = "",
    conditions: tuple[str, ...] = (),
    availability: str = "base",
    families: Mapping[str, int] | None = None,
    types: Mapping[str, tuple[str, ...]] | None = None,
) -> Table:
    """A table from species and percents; each species is its own family unless it is named."""
    families, types = families or {}, types or {}
    return Table(
        key=key,
        method=method,
        area=area,
        conditions=conditions,
        availability=availability,
        shares=tuple(
            Share(species, families.get(species, -place), percent, types.get(species, ()))
            for place, (species, percent) in enumerate(percents.items())
        ),
    )


@cache
def _rows(fixture: str, model: str) -> list[dict[str, Any]]:
    rows = json.loads((_CATALOG / f"{fixture}.json").read_text("utf-8"))
    return [row["fields"] for row in rows if row["model"] == f"pokedex.{model}"]


@cache
def _pokemon() -> dict[str, dict[str, Any]]:
    return {fields["slug"]: fields for fields in _rows("pokemon", "pokemon")}


def tables_of_game(game: str) -> dict[str, list[Table]]:
    """All tables of a game by the slug of their route, in the catalog's order."""
    found: dict[str, list[Table]] = {}
    for fields in _rows(game, "encountertable"):
        found.setdefault(fields["route"][1], []).append(_table(fields))
    return found


def _table(fields: dict[str, Any]) -> Table:
    method, area, conditions = fields["encounter_method"], fields["area"], fields["conditions"]
    return Table(
        key=key_of(method, area, conditions),
        method=method,
        area=area,
        conditions=tuple(conditions),
        shares=tuple(_share(slug, percent) for slug, percent, *_ in fields["pokemon"]),
        exception=fields["exception"],
        availability=fields["availability"],
    )


def _share(slug: str, percent: int) -> Share:
    pokemon = _pokemon()[slug]
    types = (pokemon["primary_type"], pokemon["secondary_type"])
    return Share(slug, pokemon["family"], percent, tuple(filter(None, types)))


def walk(game: str, route: str, area: str = "", *conditions: str) -> Table:
    """The ordinary table of walking at a place, in a part of it or under a condition."""
    (found,) = (
        one
        for one in tables_of_game(game)[route]
        if (one.method, one.area, one.availability) == ("walk", area, "base")
        and set(conditions) <= set(one.conditions)
    )
    return found


VIRIDIAN_FOREST = walk("red", "viridian-forest")
MT_MOON_B2F = walk("firered", "mt-moon", "B2F")
ROUTE_102 = walk("emerald", "route-102")
ROUTE_202_BY_DAY = walk("platinum", "route-202", "", "time-day")
ROUTE_6_IN_WINTER = walk("black", "route-6", "", "season-winter")
# The source merges day and night: the percents sum to 150.
ALOLA_ROUTE_1 = walk("sun", "route-1", "East")

# Each with the dupes of a plausible run, by far not all of them rare.
WITH_DUPES = {
    "Red, Viridian Forest": (VIRIDIAN_FOREST, {"weedle", "kakuna"}),
    "FireRed, Mt. Moon B2F": (MT_MOON_B2F, {"zubat"}),
    "Emerald, Route 102": (ROUTE_102, {"poochyena", "zigzagoon", "wurmple"}),
    "Platinum, Route 202 by day": (ROUTE_202_BY_DAY, {"bidoof", "starly"}),
    "Black, Route 6 in winter": (ROUTE_6_IN_WINTER, {"deerling", "swadloon"}),
    "Sun, Route 1": (ALOLA_ROUTE_1, {"yungoos", "pikipek", "caterpie"}),
}
