"""What the catalog is asked for, one named method for each need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from pokedex.methods import METHOD_GROUPS
from pokedex.search import fits, is_named

if TYPE_CHECKING:
    from pokedex.models import (
        Boss,
        BossPokemon,
        CorrectionReport,  # noqa: F401 (named in quotes)
        EncounterTable,
        Evolution,
        Game,
        Pokemon,
        Route,
        RouteEncounter,
    )


Rows = TypeVar("Rows", bound=models.QuerySet[Any])
# How the rows of a game know it; the others belong to no single game.
_GAME_PATHS = {
    "game": "",
    "route": "game__",
    "routeencounter": "route__game__",
    "encountertable": "route__game__",
    "boss": "game__",
    "bosspokemon": "boss__game__",
}


def _number_of_published(model: type[models.Model], relation: str) -> Coalesce:
    """Count the published rows that point to each row.

    A query within the query: a list of 100 rows counts for these, where a join would count for all
    rows of the table before it takes the first hundred.
    """
    found: Any = model._meta.get_field(relation)
    name = found.field.name
    rows = found.related_model._default_manager.filter(**{name: OuterRef("pk")}, is_active=True)
    if model._meta.model_name == "pokemon":
        # It is met in players' own games too. Of a game or route, all rows belong to that one.
        rows = of_the_catalog(rows)
    counted = rows.order_by().values(name).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def of_the_catalog(rows: Rows) -> Rows:
    """Leave out the rows of games that players have made for themselves."""
    path = _GAME_PATHS.get(str(rows.model._meta.model_name))
    return rows if path is None else rows.filter(**{f"{path}is_custom": False})


class GameQuerySet(models.QuerySet["Game"]):
    """Games."""

    def of_the_catalog(self) -> GameQuerySet:
        """Leave out the games that players have made for themselves."""
        return of_the_catalog(self)

    def published(self) -> GameQuerySet:
        """Keep the catalog's games but those that curators or a catalog load have retired."""
        return self.of_the_catalog().filter(is_active=True)

    def with_counts(self) -> GameQuerySet:
        """Count the published routes and bosses, as ``published_routes`` and ``..._bosses``."""
        return self.annotate(
            published_routes=_number_of_published(self.model, "routes"),
            published_bosses=_number_of_published(self.model, "bosses"),
        )

    def without_bosses(self) -> GameQuerySet:
        """Find published games of which no boss is published."""
        return self.published().exclude(bosses__is_active=True)

    def paired_with(self, game: Game) -> GameQuerySet:
        """Keep the versions that came out together with ``game``: Blue of Red, none of Yellow."""
        return self.filter(version_group=game.version_group).exclude(pk=game.pk)

    def with_a_pair(self) -> GameQuerySet:
        """Keep the games that came out together with another published one."""
        others = self.model._default_manager.filter(
            is_active=True, is_custom=False, version_group=OuterRef("version_group")
        ).exclude(pk=OuterRef("pk"))
        return self.filter(Exists(others))

    def get_by_natural_key(self, slug: str) -> Game:
        """Find a game as fixtures name it."""
        return self.get(slug=slug)


class RouteQuerySet(models.QuerySet["Route"]):
    """Routes."""

    def of_the_catalog(self) -> RouteQuerySet:
        """Leave out the routes of games that players have made for themselves."""
        return of_the_catalog(self)

    def published(self) -> RouteQuerySet:
        """Leave out what curators or a catalog load have retired."""
        return self.filter(is_active=True)

    def in_story_order(self) -> RouteQuerySet:
        """Sort as a player reaches them."""
        return self.order_by("order", "id")

    def count_by_game(self) -> Iterable[tuple[int, int]]:
        """Give each game's id with the number of its routes."""
        counted = self.order_by().values("game").annotate(routes=Count("id"))
        return counted.values_list("game", "routes")

    def with_counts(self) -> RouteQuerySet:
        """Count the published encounters, as ``published_encounters``."""
        return self.annotate(published_encounters=_number_of_published(self.model, "encounters"))

    def without_encounters(self) -> RouteQuerySet:
        """Find the catalog's published routes at which nothing is met."""
        return self.of_the_catalog().published().exclude(encounters__is_active=True)

    def get_by_natural_key(self, game: str, slug: str) -> Route:
        """Find a route as fixtures name it."""
        return self.get(game__slug=game, slug=slug)


class PokemonQuerySet(models.QuerySet["Pokemon"]):
    """Pokémon."""

    def published(self) -> PokemonQuerySet:
        """Leave out what curators or a catalog load have retired."""
        return self.filter(is_active=True)

    def search(self, text: str) -> PokemonQuerySet:
        """Find published Pokémon by a part of the name or slug, or by the national number.

        Case, accents and punctuation do not matter, see `pokedex.search`. 1 query now, for the
        names, and 1 when the result is read.
        """
        return self._spelled(fits, text)

    def called(self, text: str) -> PokemonQuerySet:
        """Find the published Pokémon whose name, slug or national number is just this.

        It forgives what `search` forgives, and takes as many queries.
        """
        return self._spelled(is_named, text)

    def _spelled(self, is_meant: Callable[..., bool], text: str) -> PokemonQuerySet:
        spellings = self.published().order_by().values_list("pk", "name", "slug", "national_dex")
        found = [
            pk
            for pk, name, slug, number in spellings
            if is_meant(text, name=name, slug=slug, number=number)
        ]
        return self.filter(pk__in=found).order_by("national_dex", "id")

    def with_counts(self) -> PokemonQuerySet:
        """Count the published encounters, as ``places``."""
        return self.annotate(places=_number_of_published(self.model, "route_encounters"))

    def get_by_natural_key(self, slug: str) -> Pokemon:
        """Find a Pokémon as fixtures name it."""
        return self.get(slug=slug)


class RouteEncounterQuerySet(models.QuerySet["RouteEncounter"]):
    """Where a Pokémon is met."""

    def of_the_catalog(self) -> RouteEncounterQuerySet:
        """Leave out what is met in games that players have made for themselves."""
        return of_the_catalog(self)

    def published(self) -> RouteEncounterQuerySet:
        """Leave out what curators or a catalog load have retired, with their Pokémon."""
        return self.filter(is_active=True, pokemon__is_active=True)

    def of_unknown_rate(self) -> RouteEncounterQuerySet:
        """Find the catalog's published encounters by chance whose chance nobody has given."""
        by_chance = [one for group in METHOD_GROUPS if group.by_chance for one in group.methods]
        return self.of_the_catalog().filter(
            is_active=True, encounter_rate__isnull=True, encounter_method__in=by_chance
        )

    def routes_with_rates_over_100(self) -> Iterable[int]:
        """Give the ids of the catalog's routes where the rates of a method sum to over 100 %.

        Only where no table says how: the rates of a table's Pokémon are each the best of several
        areas and times, and may well sum to more.
        """
        sums = (
            self.of_the_catalog()
            .filter(is_active=True, route__is_active=True)
            .exclude(route__encounter_tables__encounter_method=F("encounter_method"))
            .order_by()
            .values("route", "encounter_method")
            .annotate(sum=Sum("encounter_rate"))
            .filter(sum__gt=100)
        )
        return sums.values_list("route", flat=True)

    def pokemon_met_in(self, game: Game) -> Iterable[int]:
        """Give the id of each Pokémon that is met on a published route of ``game``, once."""
        met = self.filter(route__game=game, route__is_active=True).order_by().distinct()
        return met.values_list("pokemon", flat=True)

    def count_pokemon_by_game(self) -> Iterable[tuple[int, int]]:
        """Give each game's id with the number of different Pokémon on its published routes."""
        counted = (
            self.filter(route__is_active=True)
            .order_by()
            .values("route__game")
            .annotate(met=Count("pokemon", distinct=True))
        )
        return counted.values_list("route__game", "met")

    def count_pokemon_by_route(self, game: Game) -> Iterable[tuple[int, int]]:
        """Give each route's id of ``game`` with the number of different Pokémon met there."""
        counted = (
            self.filter(route__game=game)
            .order_by()
            .values("route")
            .annotate(met=Count("pokemon", distinct=True))
        )
        return counted.values_list("route", "met")

    def get_by_natural_key(
        self, game: str, route: str, pokemon: str, encounter_method: str
    ) -> RouteEncounter:
        """Find a route encounter as fixtures name it."""
        return self.get(
            route__game__slug=game,
            route__slug=route,
            pokemon__slug=pokemon,
            encounter_method=encounter_method,
        )


class EncounterTableQuerySet(models.QuerySet["EncounterTable"]):
    """The tables behind the rates."""

    def of_the_catalog(self) -> EncounterTableQuerySet:
        """Leave out the tables of games that players have made for themselves."""
        return of_the_catalog(self)

    def published(self) -> EncounterTableQuerySet:
        """Leave out what curators or a catalog load have retired."""
        return self.filter(is_active=True)

    def get_by_natural_key(
        self, game: str, route: str, encounter_method: str, area: str, conditions: list[str]
    ) -> EncounterTable:
        """Find a table as fixtures name it."""
        return self.get(
            route__game__slug=game,
            route__slug=route,
            encounter_method=encounter_method,
            area=area,
            conditions=conditions,
        )


class BossQuerySet(models.QuerySet["Boss"]):
    """Bosses."""

    def of_the_catalog(self) -> BossQuerySet:
        """Leave out the bosses of games that players have made for themselves."""
        return of_the_catalog(self)

    def published(self) -> BossQuerySet:
        """Leave out what curators or a catalog load have retired."""
        return self.filter(is_active=True)

    def in_story_order(self) -> BossQuerySet:
        """Sort as a player meets them."""
        return self.order_by("order", "id")

    def get_by_natural_key(self, game: str, slug: str) -> Boss:
        """Find a boss as fixtures name it."""
        return self.get(game__slug=game, slug=slug)


class BossPokemonQuerySet(models.QuerySet["BossPokemon"]):
    """The teams of bosses."""

    def published(self) -> BossPokemonQuerySet:
        """Leave out what curators or a catalog load have retired, with their Pokémon."""
        return self.filter(is_active=True, pokemon__is_active=True)

    def get_by_natural_key(
        self, game: str, boss: str, player_starter: str, slot: int
    ) -> BossPokemon:
        """Find a team's Pokémon as fixtures name it."""
        return self.get(
            boss__game__slug=game, boss__slug=boss, player_starter=player_starter, slot=slot
        )


class EvolutionQuerySet(models.QuerySet["Evolution"]):
    """How Pokémon evolve."""

    def published(self) -> EvolutionQuerySet:
        """Leave out what curators or a catalog load have retired, with their Pokémon."""
        return self.filter(is_active=True, pokemon__is_active=True, into__is_active=True)

    def get_by_natural_key(self, pokemon: str, into: str, number: int) -> Evolution:
        """Find a way to evolve as fixtures name it."""
        return self.get(pokemon__slug=pokemon, into__slug=into, number=number)


class CorrectionReportQuerySet(models.QuerySet["CorrectionReport"]):
    """What players say is wrong."""

    def waiting(self) -> CorrectionReportQuerySet:
        """Keep what a curator has yet to decide, asked back or not."""
        return self.filter(state__in=("open", "asked"))

    def once_each(self) -> CorrectionReportQuerySet:
        """Keep the oldest of those that wait and say the same, and count them as ``alike``.

        Closed ones are kept as they are, each ``alike`` to itself alone.
        """
        same = self.model._default_manager.filter(
            group_key=OuterRef("group_key"), state__in=("open", "asked")
        ).order_by()
        older = same.filter(pk__lt=OuterRef("pk"))
        number = same.values("group_key").annotate(number=Count("pk")).values("number")
        once = self.filter(Q(state__in=("accepted", "refused")) | ~Exists(older))
        alike = Case(When(state__in=("open", "asked"), then=Subquery(number)), default=Value(1))
        return once.annotate(alike=alike)
