"""What a game has that the versions it came out with have not, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pokedex.models import Game, Pokemon, Route, RouteEncounter
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
    """What is met in a game, by numbers of rows: routes of a Pokémon, and Pokémon of a route."""

    routes: dict[int, set[int]] = field(default_factory=dict)
    pokemon: dict[str, set[int]] = field(default_factory=dict)
    places: dict[str, Route] = field(default_factory=dict)


def differences_page(slug: str) -> DifferencesPage | None:
    """Compare a game with its pair, or return None where there is no such game or no pair.

    5 queries. Methods, rates and levels are not compared: only who is met where.
    """
    game = Game.objects.published().filter(slug=slug).first()
    others = list(Game.objects.published().paired_with(game)) if game else []
    if game is None or not others:
        return None
    met = _met([game, *others])
    numbers = {number for each in met.values() for number in each.routes}
    pokemon = list(Pokemon.objects.filter(pk__in=numbers).order_by("national_dex", "id"))
    here = met[game.pk]
    return DifferencesPage(
        name=game.name,
        slug=game.slug,
        is_approximate=game.slug in wording.APPROXIMATE_GAMES,
        comparisons=tuple(
            Comparison(
                name=other.name,
                slug=other.slug,
                only_here=_only(here, met[other.pk], pokemon, game.generation),
                only_there=_only(met[other.pk], here, pokemon, other.generation),
                routes=_routes(here, met[other.pk], pokemon),
            )
            for other in others
        ),
    )


def _met(games: Iterable[Game]) -> dict[int, _Met]:
    met = {game.pk: _Met() for game in games}
    routes = {route.pk: route for route in Route.objects.published().filter(game__in=met)}
    # Up to 5,000 rows, of which nothing but these two numbers is shown.
    rows = RouteEncounter.objects.published().filter(route__game__in=met)
    for route_id, pokemon_id in rows.order_by().values_list("route", "pokemon"):
        route = routes.get(route_id)
        if route is None:
            continue  # Retired.
        of_game = met[route.game_id]
        of_game.routes.setdefault(pokemon_id, set()).add(route_id)
        of_game.pokemon.setdefault(route.slug, set()).add(pokemon_id)
        of_game.places[route.slug] = route
    return met


def _only(
    here: _Met, there: _Met, pokemon: Iterable[Pokemon], generation: int
) -> tuple[OnlyHere, ...]:
    return tuple(
        OnlyHere(
            name=each.name,
            slug=each.slug,
            types=tuple(each.types_in(generation)),
            sprite_url=picture_url(each),
            routes=len(here.routes[each.pk]),
        )
        for each in pokemon
        if each.pk in here.routes and each.pk not in there.routes
    )


def _routes(here: _Met, there: _Met, pokemon: Sequence[Pokemon]) -> tuple[RouteDifference, ...]:
    """Routes are the same where their slugs are; one that only the other has stands where it is."""
    found = []
    for slug in here.places.keys() | there.places.keys():
        ours, theirs = here.pokemon.get(slug, set()), there.pokemon.get(slug, set())
        if ours == theirs:
            continue
        route = here.places.get(slug) or there.places[slug]
        found.append(
            (
                (route.order, route.name),
                RouteDifference(
                    name=route.name,
                    slug=slug if ours else "",
                    other_slug=slug if theirs else "",
                    here=tuple(each.name for each in pokemon if each.pk in ours - theirs),
                    there=tuple(each.name for each in pokemon if each.pk in theirs - ours),
                ),
            )
        )
    return tuple(difference for _, difference in sorted(found, key=lambda each: each[0]))
