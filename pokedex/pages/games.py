"""The list of games, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pokedex.choices import RouteStage
from pokedex.models import Game, Route, RouteEncounter
from pokedex.pages import wording
from pokedex.pages.generations import by_generation
from pokedex.search import plain


@dataclass(frozen=True, slots=True)
class GameCard:
    """A game in the list of games."""

    name: str
    slug: str
    region: str
    release_year: int
    routes: int
    pokemon: int


@dataclass(frozen=True, slots=True)
class Generation:
    """The games of one generation."""

    number: int
    games: tuple[GameCard, ...]


@dataclass(frozen=True, slots=True)
class StageFilter:
    """A tab above the routes: one stage, or all (``value`` is empty)."""

    value: str
    label: str
    routes: int


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A route in its game's list."""

    name: str
    slug: str
    stage: str
    stage_label: str
    pokemon: int


@dataclass(frozen=True, slots=True)
class GamePage:
    """A game with its routes in story order, narrowed by a search and a stage."""

    name: str
    slug: str
    generation: int
    region: str
    release_year: int
    is_approximate: bool
    total: int
    search: str
    stage: str
    stages: tuple[StageFilter, ...]
    routes: tuple[RouteRow, ...]


def game_list_page() -> list[Generation]:
    """List the games by generation. 3 queries."""
    routes = dict(Route.objects.published().count_by_game())
    pokemon = dict(RouteEncounter.objects.published().count_pokemon_by_game())
    return [
        Generation(
            number,
            tuple(
                GameCard(
                    name=game.name,
                    slug=game.slug,
                    region=game.region,
                    release_year=game.release_year,
                    routes=routes.get(game.pk, 0),
                    pokemon=pokemon.get(game.pk, 0),
                )
                for game in group
            ),
        )
        for number, group in by_generation(Game.objects.published())
    ]


def game_page(slug: str, *, search: str = "", stage: str = "") -> GamePage | None:
    """Show a game, or return None where there is no such game. 3 queries.

    ``search`` is a part of a route's name, without regard to case and accents; a ``stage`` that
    the game does not have counts as none.
    """
    game = Game.objects.published().filter(slug=slug).first()
    if game is None:
        return None
    routes = list(game.routes.published().in_story_order())
    pokemon = dict(RouteEncounter.objects.published().count_pokemon_by_route(game))
    search = wording.search_text(search)
    found = [route for route in routes if plain(search) in plain(route.name)]
    stages = _stages(routes, found)
    if stage not in {offered.value for offered in stages}:
        stage = ""
    return GamePage(
        name=game.name,
        slug=game.slug,
        generation=game.generation,
        region=game.region,
        release_year=game.release_year,
        is_approximate=game.slug in wording.APPROXIMATE_GAMES,
        total=len(routes),
        search=search,
        stage=stage,
        stages=stages,
        routes=tuple(
            RouteRow(
                name=route.name,
                slug=route.slug,
                stage=route.stage,
                stage_label=wording.stage_label(route),
                pokemon=pokemon.get(route.pk, 0),
            )
            for route in found
            if stage in ("", route.stage)
        ),
    )


def _stages(routes: Sequence[Route], found: Sequence[Route]) -> tuple[StageFilter, ...]:
    """List the stages that the game has, with the number of routes found in each."""
    present = {route.stage for route in routes}
    each = [
        StageFilter(value, str(label), sum(route.stage == value for route in found))
        for value, label in RouteStage.choices
        if value in present
    ]
    return (StageFilter("", "All", len(found)), *each)
