"""The rows that a file's slugs name."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import cached_property

from django.db.models import Model

from pokedex.models import Boss, Game, Pokemon, Route
from pokedex.transfer.files import said


class UnknownName(Exception):
    """No row has this name; the message says so."""


class Names:
    """Finds the numbers of games, routes, bosses and Pokémon; one query for each kind in use."""

    @cached_property
    def games(self) -> dict[str, int]:
        """The numbers of the games by slug."""
        return dict(Game.objects.of_the_catalog().order_by().values_list("slug", "pk"))

    @cached_property
    def pokemon(self) -> dict[str, int]:
        """The numbers of the Pokémon by slug."""
        return dict(Pokemon.objects.order_by().values_list("slug", "pk"))

    @cached_property
    def routes(self) -> dict[tuple[str, str], int]:
        """The numbers of the routes by the slugs of game and route."""
        found = Route.objects.of_the_catalog().order_by().values_list("game__slug", "slug", "pk")
        return {(game, slug): pk for game, slug, pk in found}

    @cached_property
    def bosses(self) -> dict[tuple[str, str], int]:
        """The numbers of the bosses by the slugs of game and boss."""
        found = Boss.objects.of_the_catalog().order_by().values_list("game__slug", "slug", "pk")
        return {(game, slug): pk for game, slug, pk in found}

    def find(self, model: type[Model], slugs: tuple[str, ...]) -> int:
        """Return a row's number. Raises ``UnknownName`` when there is none."""
        finders: dict[type[Model], Callable[..., int]] = {
            Game: self._game,
            Pokemon: self._pokemon,
            Route: self._route,
            Boss: self._boss,
        }
        return finders[model](*slugs)

    def _game(self, slug: str) -> int:
        if slug not in self.games:
            raise UnknownName(f"There is no game “{said(slug)}”.{_instead(slug, list(self.games))}")
        return self.games[slug]

    def _pokemon(self, slug: str) -> int:
        if slug not in self.pokemon:
            others = _instead(slug, list(self.pokemon))
            raise UnknownName(f"There is no Pokémon “{said(slug)}”.{others}")
        return self.pokemon[slug]

    def _route(self, game: str, slug: str) -> int:
        return _within("route", game, slug, self.routes)

    def _boss(self, game: str, slug: str) -> int:
        return _within("boss", game, slug, self.bosses)


def _within(noun: str, game: str, slug: str, found: dict[tuple[str, str], int]) -> int:
    if (game, slug) not in found:
        others = _instead(slug, [other for of, other in found if of == game])
        raise UnknownName(f"There is no {noun} “{said(slug)}” in {said(game)}.{others}")
    return found[game, slug]


def _instead(slug: str, known: list[str]) -> str:
    close = get_close_matches(slug[:80], known, n=1)
    return f" Is “{close[0]}” meant?" if close else ""
