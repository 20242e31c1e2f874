"""What search engines are told of the catalog: the address of every game, route, boss and
Pokémon."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from pokedex.models import Boss, Game, Pokemon, Route


class GameSitemap(Sitemap):  # type: ignore[type-arg]  # generic in stubs only
    """The list of games and each game's page; an empty slug stands for the list."""

    def items(self) -> Iterable[str]:
        """Return the slugs. 1 query."""
        return ["", *Game.objects.published().values_list("slug", flat=True)]

    def location(self, slug: str) -> str:
        """Return the path of a page."""
        return reverse("pokedex:game-detail", args=[slug]) if slug else reverse("pokedex:game-list")


class ChangesSitemap(Sitemap):  # type: ignore[type-arg]  # generic in stubs only
    """Each game's changelog."""

    def items(self) -> Iterable[str]:
        """Return the slugs. 1 query."""
        return list(Game.objects.published().values_list("slug", flat=True))

    def location(self, slug: str) -> str:
        """Return the path of a page."""
        return reverse("pokedex:game-changes", args=[slug])


class RouteSitemap(Sitemap):  # type: ignore[type-arg]  # generic in stubs only
    """Each route's page."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return the slugs of game and route. 1 query."""
        routes = (
            Route.objects.of_the_catalog()
            .published()
            .filter(game__is_active=True)
            .order_by("game_id", "order")
        )
        return list(routes.values_list("game__slug", "slug"))

    def location(self, slugs: tuple[str, str]) -> str:
        """Return the path of a page."""
        return reverse("pokedex:route-detail", args=slugs)


class DifferencesSitemap(Sitemap):  # type: ignore[type-arg]  # generic in stubs only
    """The comparison of each game with the version it came out with, where there is one."""

    def items(self) -> Iterable[str]:
        """Return the slugs. 1 query."""
        return list(Game.objects.published().with_a_pair().values_list("slug", flat=True))

    def location(self, slug: str) -> str:
        """Return the path of a page."""
        return reverse("pokedex:game-differences", args=[slug])


class BossSitemap(Sitemap):  # type: ignore[type-arg]  # generic in stubs only
    """Each boss's page."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return the slugs of game and boss. 1 query."""
        bosses = (
            Boss.objects.of_the_catalog()
            .published()
            .filter(game__is_active=True)
            .order_by("game_id", "order")
        )
        return list(bosses.values_list("game__slug", "slug"))

    def location(self, slugs: tuple[str, str]) -> str:
        """Return the path of a page."""
        return reverse("pokedex:boss-detail", args=slugs)


class PokemonSitemap(Sitemap):  # type: ignore[type-arg]  # generic in stubs only
    """The Pokédex and each Pokémon's page; an empty slug stands for the list."""

    def items(self) -> Iterable[str]:
        """Return the slugs. 1 query."""
        return ["", *Pokemon.objects.published().values_list("slug", flat=True)]

    def location(self, slug: str) -> str:
        """Return the path of a page."""
        if not slug:
            return reverse("pokedex:pokemon-list")
        return reverse("pokedex:pokemon-detail", args=[slug])


# By section; a kind of page that is added to the catalog gets one of its own.
SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "games": GameSitemap,
    "changes": ChangesSitemap,
    "differences": DifferencesSitemap,
    "routes": RouteSitemap,
    "bosses": BossSitemap,
    "pokemon": PokemonSitemap,
}
