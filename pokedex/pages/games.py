"""The list of games, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pokedex.choices import RouteStage
from pokedex.models import Boss, Game, Route, RouteEncounter
from pokedex.pages import wording
from pokedex.pages.bosses import BossRow, boss_rows
from pokedex.pages.generations import by_generation
from pokedex.pictures import box_art_url
from pokedex.search import plain


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
    """A tab above the story: one stage, or all (``value`` is empty), and how many rows it has."""

    value: str
    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A route in its game's story."""

    name: str
    slug: str
    stage: str
    stage_label: str
    pokemon: int
    is_boss: bool = False


@dataclass(frozen=True, slots=True)
class GamePage:
    """A game with its routes in story order and its bosses in line, narrowed as was asked.

    ``first_cap`` is the level cap at the start. ``others`` are the names of the versions that came
    out together with this one.
    """

    name: str
    slug: str
    generation: int
    region: str
    release_year: int
    box_art_url: str
    is_approximate: bool
    total: int
    bosses: int
    first_cap: int | None
    others: tuple[str, ...]
    search: str
    stage: str
    stages: tuple[StageFilter, ...]
    rows: tuple[RouteRow | BossRow, ...]


def game_list_page() -> list[Generation]:
    """List the games by generation. 3 queries."""
    routes = dict(Route.objects.of_the_catalog().published().count_by_game())
    met = RouteEncounter.objects.of_the_catalog().published()
    pokemon = dict(met.count_pokemon_by_game())
    return [
        Generation(
            number,
            tuple(
                GameCard(
                    name=game.name,
                    slug=game.slug,
                    region=game.region,
                    release_year=game.release_year,
                    box_art_url=box_art_url(game),
                    routes=routes.get(game.pk, 0),
                    pokemon=pokemon.get(game.pk, 0),
                )
                for game in group
            ),
        )
        for number, group in by_generation(Game.objects.published())
    ]


def game_page(slug: str, *, search: str = "", stage: str = "") -> GamePage | None:
    """Show a game, or return None where there is no such game. 5 queries.

    ``search`` is a part of the name of a route or boss, or of a boss's place, without regard to
    case and accents; a ``stage`` that the game does not have counts as none.
    """
    game = Game.objects.published().filter(slug=slug).first()
    if game is None:
        return None
    routes = list(game.routes.published().in_story_order())
    pokemon = dict(RouteEncounter.objects.published().count_pokemon_by_route(game))
    bosses = list(game.bosses.published().in_story_order().select_related("after_route"))
    story = _story(routes, pokemon, bosses)
    search = wording.search_text(search)
    found = [row for row in story if plain(search) in plain(_searched(row))]
    stages = _stages(story, found)
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
        total=len(story),
        bosses=len(bosses),
        first_cap=next((row.cap for row in story if isinstance(row, BossRow)), None),
        others=tuple(Game.objects.published().paired_with(game).values_list("name", flat=True)),
        search=search,
        stage=stage,
        stages=stages,
        rows=tuple(row for row in found if stage in ("", row.stage)),
    )


def _story(
    routes: Iterable[Route], pokemon: Mapping[int, int], bosses: Sequence[Boss]
) -> list[RouteRow | BossRow]:
    """Put each boss after its route, several in their own order; a route may be retired since."""
    story: list[tuple[tuple[int, int, int, int], RouteRow | BossRow]] = [
        (
            (route.order, route.pk, 0, 0),
            RouteRow(
                name=route.name,
                slug=route.slug,
                stage=route.stage,
                stage_label=wording.stage_label(route),
                pokemon=pokemon.get(route.pk, 0),
            ),
        )
        for route in routes
    ]
    story += [
        ((boss.after_route.order, boss.after_route_id, 1, number), row)
        for number, (boss, row) in enumerate(zip(bosses, boss_rows(bosses), strict=True))
    ]
    return [row for _, row in sorted(story, key=lambda each: each[0])]


def _searched(row: RouteRow | BossRow) -> str:
    return f"{row.name} {row.place}" if isinstance(row, BossRow) else row.name


def _stages(
    story: Iterable[RouteRow | BossRow], found: Sequence[RouteRow | BossRow]
) -> tuple[StageFilter, ...]:
    """List the stages that the game has, with the number of rows found in each."""
    present = {row.stage for row in story}
    each = [
        StageFilter(value, str(label), sum(row.stage == value for row in found))
        for value, label in RouteStage.choices
        if value in present
    ]
    return (StageFilter("", "All", len(found)), *each)
