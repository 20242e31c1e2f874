"""A game's routes and bosses in story order, as curators put them in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from pokedex.models import Boss, Game, Route


@dataclass(frozen=True, slots=True)
class BossLine:
    """A boss, after the route that it comes after."""

    text: str
    url: str
    is_published: bool


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route with its number, how much is met there, and the bosses after it."""

    pk: int
    name: str
    order: int
    url: str
    stage: str
    encounters: int
    is_published: bool
    bosses: list[BossLine]


@dataclass(frozen=True, slots=True)
class OtherGame:
    """A game to compare with."""

    name: str
    url: str
    is_pair: bool


@dataclass(frozen=True, slots=True)
class GameOrder:
    """Everything of a game that stands in an order. ``others`` has its version pair first."""

    routes: list[RouteLine]
    others: list[OtherGame]


def game_order(game: Game) -> GameOrder:
    """Return a game's routes, unpublished ones too, with the bosses between. Three queries."""
    bosses: dict[int, list[BossLine]] = defaultdict(list)
    for boss in Boss.objects.filter(game=game).in_story_order():
        level = f", ace level {boss.ace_level}" if boss.ace_level else ""
        bosses[boss.after_route_id].append(
            BossLine(f"{boss.name}{level}", _change("boss", boss.pk), boss.is_active)
        )
    routes = [
        RouteLine(
            pk=route.pk,
            name=route.name,
            order=route.order,
            url=_change("route", route.pk),
            stage=route.get_stage_display(),
            encounters=route.published_encounters,  # type: ignore[attr-defined]  # annotated
            is_published=route.is_active,
            bosses=bosses[route.pk],
        )
        for route in Route.objects.filter(game=game).with_counts().in_story_order()
    ]
    others = [
        OtherGame(
            other.name,
            reverse("admin:pokedex_game_compare", args=[game.pk, other.pk]),
            other.version_group == game.version_group,
        )
        for other in Game.objects.of_the_catalog().exclude(pk=game.pk)
        if other.generation == game.generation or other.region == game.region
    ]
    return GameOrder(routes, sorted(others, key=lambda other: not other.is_pair))


def _change(model: str, pk: int) -> str:
    return reverse(f"admin:pokedex_{model}_change", args=[pk])
