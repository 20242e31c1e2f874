"""The pages of games and their routes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pokedex.choices import Availability, EncounterMethod, RouteStage
from pokedex.conditions import in_words
from pokedex.methods import METHOD_GROUPS, MethodGroup, group_of
from pokedex.models import Game, Route, RouteEncounter
from pokedex.pages import wording
from pokedex.pictures import box_art_url, picture_url

_AVAILABILITY_ORDER = {value: place for place, value in enumerate(Availability.values)}


@dataclass(frozen=True, slots=True)
class GameCard:
    """A game in the list of games."""

    name: str
    slug: str
    region: str
    release_year: int
    box_art_url: str
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
    box_art_url: str
    is_approximate: bool
    total: int
    search: str
    stage: str
    stages: tuple[StageFilter, ...]
    routes: tuple[RouteRow, ...]


@dataclass(frozen=True, slots=True)
class EncounterRow:
    """A Pokémon that is met at a route. ``rate`` is in words, and empty where none applies."""

    name: str
    slug: str
    types: tuple[str, ...]
    sprite_url: str
    rate: str
    percent: int | None
    levels: str
    conditions: str
    availability: str


@dataclass(frozen=True, slots=True)
class MethodTable:
    """The Pokémon that are met by one method; ``label`` is empty where the group's name says it."""

    method: str
    label: str
    rows: tuple[EncounterRow, ...]


@dataclass(frozen=True, slots=True)
class EncounterGroup:
    """The methods of one group that a route has."""

    key: str
    name: str
    by_chance: bool
    tables: tuple[MethodTable, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The route before or after, in story order."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class RoutePage:
    """A route and everything that is met there."""

    name: str
    game_name: str
    game_slug: str
    is_approximate: bool
    stage: str
    stage_label: str
    place: int
    total: int
    pokemon: int
    groups: tuple[EncounterGroup, ...]
    previous: Neighbour | None
    next: Neighbour | None


def game_list_page() -> list[Generation]:
    """List the games by generation. 3 queries."""
    routes = dict(Route.objects.published().count_by_game())
    pokemon = dict(RouteEncounter.objects.published().count_pokemon_by_game())
    cards = (
        (
            game.generation,
            GameCard(
                name=game.name,
                slug=game.slug,
                region=game.region,
                release_year=game.release_year,
                box_art_url=box_art_url(game),
                routes=routes.get(game.pk, 0),
                pokemon=pokemon.get(game.pk, 0),
            ),
        )
        for game in Game.objects.published()
    )
    return [
        Generation(number, tuple(card for _, card in group))
        for number, group in groupby(cards, key=lambda pair: pair[0])
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
    found = [route for route in routes if wording.plain(search) in wording.plain(route.name)]
    stages = _stages(routes, found)
    if stage not in {offered.value for offered in stages}:
        stage = ""
    return GamePage(
        name=game.name,
        slug=game.slug,
        generation=game.generation,
        region=game.region,
        release_year=game.release_year,
        box_art_url=box_art_url(game),
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
                stage_label=_stage_label(route),
                pokemon=pokemon.get(route.pk, 0),
            )
            for route in found
            if stage in ("", route.stage)
        ),
    )


def route_page(game_slug: str, route_slug: str) -> RoutePage | None:
    """Show a route, or return None where the game has no such route. 3 queries."""
    route = (
        Route.objects.published()
        .filter(game__is_active=True, game__slug=game_slug, slug=route_slug)
        .select_related("game")
        .first()
    )
    if route is None:
        return None
    game = route.game
    neighbours = [
        Neighbour(name, slug)
        for name, slug in game.routes.published().in_story_order().values_list("name", "slug")
    ]
    place = neighbours.index(Neighbour(route.name, route.slug))
    encounters = list(route.encounters.published().select_related("pokemon"))
    return RoutePage(
        name=route.name,
        game_name=game.name,
        game_slug=game.slug,
        is_approximate=game.slug in wording.APPROXIMATE_GAMES,
        stage=route.stage,
        stage_label=_stage_label(route),
        place=place + 1,
        total=len(neighbours),
        pokemon=len({encounter.pokemon_id for encounter in encounters}),
        groups=_groups(encounters, game.generation),
        previous=neighbours[place - 1] if place else None,
        next=neighbours[place + 1] if place + 1 < len(neighbours) else None,
    )


def _stage_label(route: Route) -> str:
    """Name the stage, but not the ordinary one."""
    return "" if route.stage == RouteStage.STORY else str(route.get_stage_display())


def _stages(routes: Sequence[Route], found: Sequence[Route]) -> tuple[StageFilter, ...]:
    """List the stages that the game has, with the number of routes found in each."""
    present = {route.stage for route in routes}
    each = [
        StageFilter(value, str(label), sum(route.stage == value for route in found))
        for value, label in RouteStage.choices
        if value in present
    ]
    return (StageFilter("", "All", len(found)), *each)


def _groups(encounters: Iterable[RouteEncounter], generation: int) -> tuple[EncounterGroup, ...]:
    of_group: dict[str, list[RouteEncounter]] = {}
    for encounter in sorted(encounters, key=_row_order):
        of_group.setdefault(group_of(encounter.encounter_method).key, []).append(encounter)
    return tuple(
        EncounterGroup(
            group.key, group.name, group.by_chance, _tables(group, of_group[group.key], generation)
        )
        for group in METHOD_GROUPS
        if group.key in of_group
    )


def _tables(
    group: MethodGroup, encounters: Sequence[RouteEncounter], generation: int
) -> tuple[MethodTable, ...]:
    return tuple(
        MethodTable(
            method,
            "" if (label := EncounterMethod(method).label) == group.name else str(label),
            tuple(_row(encounter, generation) for encounter in rows),
        )
        for method, rows in groupby(encounters, key=lambda encounter: encounter.encounter_method)
    )


def _row_order(encounter: RouteEncounter) -> tuple[int, int, int, int, int]:
    """By method, the ordinary ones first, the likeliest first."""
    return (
        wording.METHOD_ORDER[encounter.encounter_method],
        _AVAILABILITY_ORDER[encounter.availability],
        -(encounter.encounter_rate or 0),
        encounter.pokemon.national_dex,
        encounter.pokemon_id,
    )


def _row(encounter: RouteEncounter, generation: int) -> EncounterRow:
    pokemon = encounter.pokemon
    return EncounterRow(
        name=pokemon.name,
        slug=pokemon.slug,
        types=tuple(pokemon.types_in(generation)),
        sprite_url=picture_url(pokemon),
        rate=wording.rate(encounter),
        percent=encounter.encounter_rate,
        levels=wording.levels(encounter),
        conditions=", ".join(in_words(encounter.conditions)),
        availability=wording.availability(encounter),
    )
