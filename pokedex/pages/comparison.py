"""Two games side by side: which routes and encounters they share, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from pokedex.models import Game, RouteEncounter


@dataclass(frozen=True, slots=True)
class Difference:
    """A Pokémon by one method, as each of the games has it; '' where it has not."""

    pokemon: str
    method: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class RoutePair:
    """A route of both games, or of one of them."""

    name: str
    left_url: str
    right_url: str
    same: int
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two games. ``equal`` counts the routes that have nothing to show."""

    left: str
    right: str
    routes: list[RoutePair]
    equal: int


def comparison(left: Game, right: Game) -> Comparison:
    """Compare the published routes of two games, matched by source or slug. Four queries."""
    of_left, of_right = _routes(left), _routes(right)
    met_left, met_right = _met(left), _met(right)
    pairs, equal = [], 0
    for key in [*of_left, *(key for key in of_right if key not in of_left)]:
        one, other = of_left.get(key), of_right.get(key)
        has = met_left[one[0]] if one else {}
        has_not = met_right[other[0]] if other else {}
        differences = [
            Difference(*what, has.get(what, ""), has_not.get(what, ""))
            for what in sorted({*has, *has_not}, key=lambda what: (what[1], what[0]))
            if has.get(what) != has_not.get(what)
        ]
        if one and other and not differences:
            equal += 1
            continue
        pairs.append(
            RoutePair(
                name=(one or other or (0, ""))[1],
                left_url=_change(one),
                right_url=_change(other),
                same=sum(has_not.get(what) == said for what, said in has.items()),
                differences=differences,
            )
        )
    return Comparison(left.name, right.name, pairs, equal)


def _routes(game: Game) -> dict[str, tuple[int, str]]:
    rows = game.routes.published().in_story_order()
    return {row.source_key or row.slug: (row.pk, row.name) for row in rows}


def _met(game: Game) -> dict[int, dict[tuple[str, str], str]]:
    met: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    rows = RouteEncounter.objects.published().filter(route__game=game)
    for row in rows.select_related("pokemon").order_by():
        levels = f"level {row.min_level}–{row.max_level}" if row.min_level else "level unknown"
        rate = f"{row.encounter_rate} %" if row.encounter_rate else "no rate"
        what = (row.pokemon.name, row.get_encounter_method_display())
        met[row.route_id][what] = f"{rate}, {levels}"
    return met


def _change(route: tuple[int, str] | None) -> str:
    return reverse("admin:pokedex_route_change", args=[route[0]]) if route else ""
