"""The page of a route."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pokedex.choices import EncounterMethod, TableException
from pokedex.conditions import in_words
from pokedex.methods import METHOD_GROUPS, MethodGroup, group_of
from pokedex.models import EncounterTable, Route, RouteEncounter
from pokedex.pages import wording
from pokedex.pages.odds import Odds, odds_of, tells_all
from pokedex.pictures import picture_url


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
    """The Pokémon that are met by one method; ``label`` is empty where the group's name says it.

    ``is_certain``: the rates are the odds everywhere and always. Else ``odds`` are the tables
    behind the rates, where there are any.
    """

    method: str
    label: str
    rows: tuple[EncounterRow, ...]
    is_certain: bool
    odds: Odds | None


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
class NextBoss:
    """A boss that is met after the route."""

    name: str
    slug: str
    kind_and_place: str
    ace_level: int | None


@dataclass(frozen=True, slots=True)
class RoutePage:
    """A route and everything that is met there."""

    name: str
    slug: str
    game_name: str
    game_slug: str
    is_approximate: bool
    stage: str
    stage_label: str
    place: int
    total: int
    pokemon: int
    groups: tuple[EncounterGroup, ...]
    merges_times: bool
    bosses: tuple[NextBoss, ...]
    previous: Neighbour | None
    next: Neighbour | None

    @property
    def has_best_rates(self) -> bool:
        """Whether a rate is one of the best spot and time, so that it needs a word of caution."""
        return any(
            row.percent and not table.is_certain
            for group in self.groups
            for table in group.tables
            for row in table.rows
        )

    @property
    def has_odds(self) -> bool:
        """Whether the tables of a method are on the page."""
        return any(table.odds for group in self.groups for table in group.tables)


def route_page(game_slug: str, route_slug: str) -> RoutePage | None:
    """Show a route, or return None where the game has no such route. 5 queries."""
    route = (
        Route.objects.of_the_catalog()
        .published()
        .filter(game__is_active=True, game__slug=game_slug, slug=route_slug)
        .select_related("game")
        .first()
    )
    return page_of(route) if route else None


def page_of(route: Route) -> RoutePage:
    """Show a published route that was read with its game. 4 queries."""
    game = route.game
    neighbours = [
        Neighbour(name, slug)
        for name, slug in game.routes.published().in_story_order().values_list("name", "slug")
    ]
    place = neighbours.index(Neighbour(route.name, route.slug))
    encounters = list(route.encounters.published().select_related("pokemon"))
    tables = list(route.encounter_tables.published())
    return RoutePage(
        name=route.name,
        slug=route.slug,
        game_name=game.name,
        game_slug=game.slug,
        is_approximate=game.slug in wording.APPROXIMATE_GAMES,
        stage=route.stage,
        stage_label=wording.stage_label(route),
        place=place + 1,
        total=len(neighbours),
        pokemon=len({encounter.pokemon_id for encounter in encounters}),
        groups=_groups(encounters, tables, game.generation),
        merges_times=any(table.exception == TableException.MERGED_STATES for table in tables),
        bosses=tuple(
            NextBoss(
                boss.name,
                boss.slug,
                wording.kind_and_place(boss.get_kind_display(), boss.place),
                boss.ace_level,
            )
            for boss in route.bosses.published().in_story_order()
        ),
        previous=neighbours[place - 1] if place else None,
        next=neighbours[place + 1] if place + 1 < len(neighbours) else None,
    )


def _groups(
    encounters: Iterable[RouteEncounter], tables: Iterable[EncounterTable], generation: int
) -> tuple[EncounterGroup, ...]:
    tables_of: dict[str, list[EncounterTable]] = {}
    for table in tables:
        tables_of.setdefault(table.encounter_method, []).append(table)
    of_group: dict[str, list[MethodTable]] = {}
    ordered = sorted(encounters, key=_row_order)
    for method, rows in groupby(ordered, key=lambda encounter: encounter.encounter_method):
        group = group_of(method)
        shown = _method_table(group, list(rows), tables_of.get(method, []), generation)
        of_group.setdefault(group.key, []).append(shown)
    return tuple(
        EncounterGroup(group.key, group.name, group.by_chance, tuple(of_group[group.key]))
        for group in METHOD_GROUPS
        if group.key in of_group
    )


def _method_table(
    group: MethodGroup,
    encounters: Sequence[RouteEncounter],
    tables: Sequence[EncounterTable],
    generation: int,
) -> MethodTable:
    method = EncounterMethod(encounters[0].encounter_method)
    names = {encounter.pokemon.slug: encounter.pokemon.name for encounter in encounters}
    is_certain = tells_all(tables, encounters)
    return MethodTable(
        method=method,
        label="" if method.label == group.name else str(method.label),
        rows=tuple(_row(encounter, generation, is_certain=is_certain) for encounter in encounters),
        is_certain=is_certain,
        odds=odds_of(tables, names) if tables and not is_certain else None,
    )


def _row_order(encounter: RouteEncounter) -> tuple[int, int, int, int, int]:
    """By method, the ordinary ones first, the likeliest first."""
    return (
        wording.METHOD_ORDER[encounter.encounter_method],
        wording.AVAILABILITY_ORDER[encounter.availability],
        -(encounter.encounter_rate or 0),
        encounter.pokemon.national_dex,
        encounter.pokemon_id,
    )


def _row(encounter: RouteEncounter, generation: int, *, is_certain: bool) -> EncounterRow:
    pokemon = encounter.pokemon
    return EncounterRow(
        name=pokemon.name,
        slug=pokemon.slug,
        types=tuple(pokemon.types_in(generation)),
        sprite_url=picture_url(pokemon),
        rate=f"{encounter.encounter_rate} %" if is_certain else wording.rate(encounter),
        percent=encounter.encounter_rate,
        levels=wording.levels(encounter),
        conditions=", ".join(in_words(encounter.conditions)),
        availability=wording.availability(encounter),
    )
