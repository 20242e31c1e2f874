"""The rows that a file's slugs name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from django.db.models import Model

from pokedex.models import Boss, Game, Pokemon, Route
from pokedex.transfer.files import said

_NOUNS: dict[type[Model], str] = {Game: "game", Pokemon: "Pokémon", Route: "route", Boss: "boss"}


class UnknownName(Exception):
    """No row has this name; the message says so."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A row that an import is to make, which has no number yet: its model and its slugs."""

    model: type[Model]
    slugs: tuple[str, ...]


class Names:
    """Finds games, routes, bosses and Pokémon by slug; one query for each kind in use.

    A route and a boss have the slug of their game before their own.
    """

    def __init__(self) -> None:
        self._coming: set[Coming] = set()

    @cached_property
    def games(self) -> dict[tuple[str, ...], int]:
        """The numbers of the games."""
        found = Game.objects.of_the_catalog().order_by().values_list("slug", "pk")
        return {(slug,): pk for slug, pk in found}

    @cached_property
    def pokemon(self) -> dict[tuple[str, ...], int]:
        """The numbers of the Pokémon."""
        return {(slug,): pk for slug, pk in Pokemon.objects.order_by().values_list("slug", "pk")}

    @cached_property
    def routes(self) -> dict[tuple[str, ...], int]:
        """The numbers of the routes."""
        found = Route.objects.of_the_catalog().order_by().values_list("game__slug", "slug", "pk")
        return {(game, slug): pk for game, slug, pk in found}

    @cached_property
    def bosses(self) -> dict[tuple[str, ...], int]:
        """The numbers of the bosses."""
        found = Boss.objects.of_the_catalog().order_by().values_list("game__slug", "slug", "pk")
        return {(game, slug): pk for game, slug, pk in found}

    def announce(self, model: type[Model], slugs: tuple[str, ...]) -> None:
        """Let rows name one that the same import makes."""
        self._coming.add(Coming(model, slugs))

    def has(self, model: type[Model], slugs: tuple[str, ...]) -> bool:
        """Say whether there is such a row, or will be."""
        return slugs in self._stored(model) or Coming(model, slugs) in self._coming

    def find(self, model: type[Model], slugs: tuple[str, ...]) -> int | Coming:
        """Return a row's number, or that it is to be made. Raises ``UnknownName`` for neither."""
        stored = self._stored(model)
        if slugs in stored:
            return stored[slugs]
        coming = Coming(model, slugs)
        if coming in self._coming:
            return coming
        announced = [one.slugs for one in self._coming if one.model is model]
        others = [known[-1] for known in [*stored, *announced] if known[:-1] == slugs[:-1]]
        place = f" in {said(slugs[0])}" if len(slugs) > 1 else ""
        words = f"There is no {_NOUNS[model]} “{said(slugs[-1])}”{place}."
        raise UnknownName(words + _instead(slugs[-1], others))

    def _stored(self, model: type[Model]) -> dict[tuple[str, ...], int]:
        if model is Game:
            return self.games
        if model is Pokemon:
            return self.pokemon
        return self.routes if model is Route else self.bosses


def _instead(slug: str, known: Sequence[str]) -> str:
    close = get_close_matches(slug[:80], known, n=1)
    return f" Is “{close[0]}” meant?" if close else ""
