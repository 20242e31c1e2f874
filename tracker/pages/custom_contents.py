"""The routes and bosses of a custom game, for its owner to change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pokedex.choices import EncounterMethod
from pokedex.models import Boss, BossPokemon, EncounterTable, Route, RouteEncounter
from pokedex.pages import wording
from pokedex.services.encounter_lines import encounter_lines
from pokedex.services.team_lines import team_lines
from tracker.models import CustomGame
from tracker.pages.custom_difference import BossChange, Difference, RouteChange, difference_of


@dataclass(frozen=True, slots=True)
class BossLine:
    """A boss in the list; ``change`` says how it differs from the base, None: not at all."""

    slug: str
    name: str
    kind_and_place: str
    ace_level: int | None
    is_hidden: bool
    change: BossChange | None


@dataclass(frozen=True, slots=True)
class RouteLine:
    """A route in the list, with the bosses behind it."""

    slug: str
    name: str
    stage_label: str
    is_hidden: bool
    pokemon: int
    change: RouteChange | None
    bosses: tuple[BossLine, ...]


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """All routes and bosses in story order, hidden ones too."""

    routes: tuple[RouteLine, ...]
    difference: Difference


@dataclass(frozen=True, slots=True)
class EncountersPage:
    """What is met at a route, in ``lines``; ``gives_way`` says what lines cannot."""

    lines: str
    gives_way: tuple[str, ...]
    warnings: tuple[str, ...]
    methods: tuple[tuple[str, str], ...]


def contents_page(custom: CustomGame) -> ContentsPage:
    """The routes and bosses of a game, with what differs. 4 queries, and 18 when it has changed."""
    difference = difference_of(custom)
    bosses: dict[int, tuple[BossLine, ...]] = {}
    for boss in custom.game.bosses.in_story_order():
        line = BossLine(
            slug=boss.slug,
            name=boss.name,
            kind_and_place=wording.kind_and_place(boss.get_kind_display(), boss.place),
            ace_level=boss.ace_level,
            is_hidden=not boss.is_active,
            change=difference.of_boss(boss.slug),
        )
        bosses[boss.after_route_id] = (*bosses.get(boss.after_route_id, ()), line)
    met = dict(RouteEncounter.objects.published().count_pokemon_by_route(custom.game))
    return ContentsPage(
        routes=tuple(
            RouteLine(
                slug=route.slug,
                name=route.name,
                stage_label=wording.stage_label(route),
                is_hidden=not route.is_active,
                pokemon=met.get(route.pk, 0),
                change=difference.of_route(route.slug),
                bosses=bosses.get(route.pk, ()),
            )
            for route in custom.game.routes.in_story_order()
        ),
        difference=difference,
    )


def routes_of(custom: CustomGame) -> list[Route]:
    """The routes of a game in story order, hidden ones too. 1 query."""
    return list(custom.game.routes.in_story_order())


def encounters_page(route: Route) -> EncountersPage:
    """What is met at a route, as lines to change. 2 queries."""
    rows = list(RouteEncounter.objects.published().filter(route=route).select_related("pokemon"))
    rows.sort(
        key=lambda row: (
            wording.METHOD_ORDER[row.encounter_method],
            -(row.encounter_rate or 0),
            row.pokemon.national_dex,
            row.pk,
        )
    )
    tables = list(EncounterTable.objects.published().filter(route=route))
    return EncountersPage(
        lines=encounter_lines(rows),
        gives_way=_gives_way(tables),
        warnings=_warnings(rows, {table.encounter_method for table in tables}),
        methods=tuple((value, str(label)) for value, label in EncounterMethod.choices),
    )


def team_text(boss: Boss) -> str:
    """The team of a boss as lines to change. 1 query."""
    return team_lines(BossPokemon.objects.published().filter(boss=boss).select_related("pokemon"))


def _gives_way(tables: list[EncounterTable]) -> tuple[str, ...]:
    counts = Counter(table.encounter_method for table in tables)
    return tuple(
        f"{EncounterMethod(method).label}: {number} tables by area, time or season"
        for method, number in sorted(counts.items(), key=lambda one: wording.METHOD_ORDER[one[0]])
        if number > 1
    )


def _warnings(rows: list[RouteEncounter], tabled: set[str]) -> tuple[str, ...]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.encounter_method] += row.encounter_rate or 0
    return tuple(
        f"{EncounterMethod(method).label}: the rates sum to {total} %, which is more than 100."
        for method, total in sums.items()
        if total > 100 and method not in tabled
    )
