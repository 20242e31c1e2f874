"""What a game has that the versions it came out with have not, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pokedex.models import Game, RouteEncounter
from pokedex.pages import wording
from pokedex.pictures import picture_url


@dataclass(frozen=True, slots=True)
class OnlyHere:
    """A Pokémon that is met in one of the games alone, and at how many of its routes."""

    name: str
    slug: str
    types: tuple[str, ...]
    sprite_url: str
    routes: int


@dataclass(frozen=True, slots=True)
class RouteDifference:
    """A route with the names of the Pokémon that are met at it in one of the games alone.

    A game in which the route does not exist has no ``slug`` of it.
    """

    name: str
    slug: str
    other_slug: str
    here: tuple[str, ...]
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A game held against another one; Pokémon in national order, routes in story order."""

    name: str
    slug: str
    only_here: tuple[OnlyHere, ...]
    only_there: tuple[OnlyHere, ...]
    routes: tuple[RouteDifference, ...]


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """A game held against each of the versions that it came out with."""

    name: str
    slug: str
    is_approximate: bool
    comparisons: tuple[Comparison, ...]

    @property
    def others(self) -> str:
        """The names of the other versions."""
        return " and ".join(each.name for each in self.comparisons)


@dataclass(slots=True)
class _Met:
    """What is met in a game: rows by the Pokémon's slug, and by the route's."""

    by_pokemon: dict[str, list[RouteEncounter]] = field(default_factory=dict)
    by_route: dict[str, dict[str, RouteEncounter]] = field(default_factory=dict)


def differences_page(slug: str) -> DifferencesPage | None:
    """Compare a game with its pair, or return None where there is no such game or no pair.

    3 queries. Methods, rates and levels are not compared: only who is met where.
    """
    game = Game.objects.published().filter(slug=slug).first()
    others = list(Game.objects.published().paired_with(game)) if game else []
    if game is None or not others:
        return None
    met = _met([game, *others])
    return DifferencesPage(
        name=game.name,
        slug=game.slug,
        is_approximate=game.slug in wording.APPROXIMATE_GAMES,
        comparisons=tuple(
            Comparison(
                name=other.name,
                slug=other.slug,
                only_here=_only(met[game.pk], met[other.pk], game),
                only_there=_only(met[other.pk], met[game.pk], other),
                routes=_routes(met[game.pk], met[other.pk]),
            )
            for other in others
        ),
    )


def _met(games: Iterable[Game]) -> dict[int, _Met]:
    met = {game.pk: _Met() for game in games}
    rows = (
        RouteEncounter.objects.published()
        .filter(route__is_active=True, route__game__in=met)
        .select_related("route", "pokemon")
        .order_by("pokemon__national_dex", "pokemon_id", "route__order", "route_id", "id")
    )
    for row in rows:
        of_game = met[row.route.game_id]
        of_game.by_pokemon.setdefault(row.pokemon.slug, []).append(row)
        of_game.by_route.setdefault(row.route.slug, {}).setdefault(row.pokemon.slug, row)
    return met


def _only(here: _Met, there: _Met, game: Game) -> tuple[OnlyHere, ...]:
    return tuple(
        OnlyHere(
            name=rows[0].pokemon.name,
            slug=slug,
            types=tuple(rows[0].pokemon.types_in(game.generation)),
            sprite_url=picture_url(rows[0].pokemon),
            routes=len({row.route_id for row in rows}),
        )
        for slug, rows in here.by_pokemon.items()
        if slug not in there.by_pokemon
    )


def _routes(here: _Met, there: _Met) -> tuple[RouteDifference, ...]:
    """Routes are the same where their slugs are; one that only the other has stands where it is."""
    found = []
    for slug in here.by_route.keys() | there.by_route.keys():
        ours, theirs = here.by_route.get(slug, {}), there.by_route.get(slug, {})
        if ours.keys() == theirs.keys():
            continue
        route = next(iter((ours or theirs).values())).route
        found.append(
            (
                (route.order, route.name),
                RouteDifference(
                    name=route.name,
                    slug=slug if ours else "",
                    other_slug=slug if theirs else "",
                    here=_names(ours, theirs),
                    there=_names(theirs, ours),
                ),
            )
        )
    return tuple(difference for _, difference in sorted(found, key=lambda each: each[0]))


def _names(
    rows: Mapping[str, RouteEncounter], without: Mapping[str, RouteEncounter]
) -> tuple[str, ...]:
    return tuple(row.pokemon.name for slug, row in rows.items() if slug not in without)
