"""What a run needs of the catalog: the tables of its game and every Pokémon, read once for all.

They are thousands of rows that hardly ever change, and every page of a run asks for them: so each
process keeps them by the catalog's revision, and asks the database for that alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pokedex.methods import METHOD_GROUPS
from pokedex.models import Boss, EncounterTable, Game, Pokemon, Route, RouteEncounter
from pokedex.pages.changes import News, news_of
from pokedex.revision import catalog_revision
from tracker.rules.facts import Species
from tracker.rules.odds import Share, Table, key_of, near_tables

# Games whose tables a process keeps; the largest takes a few megabytes.
_KEPT_GAMES = 12
_BY_CHANCE = frozenset(
    method for group in METHOD_GROUPS if group.by_chance for method in group.methods
)


@dataclass(frozen=True, slots=True)
class GameCatalog:
    """A game's encounter tables by the key of their route, and every Pokémon as the game has it.

    Where no source has the chances of a method, a table without percents stands for it. ``near``
    are those of the method that is looked at first. ``met`` are all that can be met at a route,
    each once, also without chance: gifts, trades, what stands there. ``encounters`` are the rows of
    a route with their Pokémon, ``news`` what was corrected lately, the newest first. ``routes`` and
    ``bosses`` are all of the game in story order, ``pokemon`` all there are, retired ones too. The
    rows are shared by all requests of a process: nobody may change them.
    """

    tables: Mapping[int, tuple[Table, ...]]
    near: Mapping[int, tuple[Table, ...]]
    met: Mapping[int, tuple[Species, ...]]
    encounters: Mapping[int, tuple[RouteEncounter, ...]]
    species: Mapping[int, Species]
    by_slug: Mapping[str, Species]
    routes: Mapping[int, Route]
    bosses: tuple[Boss, ...]
    pokemon: Mapping[int, Pokemon]
    news: tuple[News, ...] = ()

    def tables_at(self, route: int | None) -> tuple[Table, ...]:
        """Return the tables of a route, none for a place that is no route."""
        return () if route is None else self.tables.get(route, ())

    def pokemon_called(self, slug: str) -> Pokemon | None:
        """Return the Pokémon with this slug, a retired one too."""
        return next((one for one in self.pokemon.values() if one.slug == slug), None)

    def met_at(self, route: int | None) -> tuple[Species, ...]:
        """Return all that can be met at a route, none for a place that is no route."""
        return () if route is None else self.met.get(route, ())

    def near_at(self, route: int | None) -> tuple[Table, ...]:
        """Return the tables of the method that is looked at first at a route."""
        return () if route is None else self.near.get(route, ())


def catalog_of(game: Game, revision: str | None = None) -> GameCatalog:
    """Return the game's tables. No query, and some when the catalog has changed since.

    ``revision`` is that of the catalog, where the caller has read it before; it takes one query
    else. A Pokémon that was retired is left out of the tables, but a run may still have one.
    """
    if revision is None:
        revision = catalog_revision()
    if not revision:
        # Nothing tells one such catalog from another.
        return _read(game.pk, game.slug, game.generation)
    return _kept(revision, game.revision, game.pk, game.slug, game.generation)


@lru_cache(maxsize=_KEPT_GAMES)
def _kept(revision: str, own_revision: int, game: int, slug: str, generation: int) -> GameCatalog:
    return _read(game, slug, generation)


def _read(game: int, slug: str, generation: int) -> GameCatalog:
    pokemon = list(Pokemon.objects.all())
    species = _species(pokemon, generation)
    published = {one.slug: one.family for one in pokemon if one.is_active}
    by_slug = {one.slug: one for one in species.values()}

    def share(slug: str, percent: int | None) -> Share:
        return Share(slug, published[slug], percent, by_slug[slug].types)

    tables: dict[int, list[Table]] = defaultdict(list)
    rows = EncounterTable.objects.published().filter(route__game=game).order_by("pk")
    for route, method, area, conditions, shares, exception, availability in rows.values_list(
        "route", "encounter_method", "area", "conditions", "pokemon", "exception", "availability"
    ):
        met = tuple(share(slug, percent) for slug, percent, _, _ in shares if slug in published)
        tables[route].append(
            Table(
                key=key_of(method, area, conditions),
                method=method,
                area=area,
                conditions=tuple(conditions),
                shares=met,
                exception=exception,
                availability=availability,
            )
        )
    with_tables = {(route, table.method) for route, found in tables.items() for table in found}
    fixed: dict[int, list[str]] = defaultdict(list)
    unknown: dict[tuple[int, str, str], list[Share]] = defaultdict(list)
    encounters: dict[int, list[RouteEncounter]] = defaultdict(list)
    by_key = {one.pk: one for one in pokemon}
    rows_met = RouteEncounter.objects.published().filter(route__game=game).order_by("pk")
    for row in rows_met:
        route, method, row.pokemon = row.route_id, row.encounter_method, by_key[row.pokemon_id]
        encounters[route].append(row)
        if (route, method) in with_tables:
            continue
        if method in _BY_CHANCE:
            unknown[route, method, row.availability].append(share(row.pokemon.slug, None))
        else:
            fixed[route].append(row.pokemon.slug)
    for (route, method, availability), met_there in unknown.items():
        key = key_of(method, "", ())
        tables[route].append(
            Table(key, method, "", (), tuple(met_there), availability=availability)
        )

    def met_at(route: int) -> tuple[Species, ...]:
        slugs = [one.species for table in tables.get(route, ()) for one in table.shares]
        return tuple(by_slug[slug] for slug in dict.fromkeys([*slugs, *fixed.get(route, ())]))

    return GameCatalog(
        tables={route: tuple(found) for route, found in tables.items()},
        near={route: near_tables(found) for route, found in tables.items()},
        met={route: met_at(route) for route in {*tables, *fixed}},
        encounters={route: tuple(found) for route, found in encounters.items()},
        species=species,
        by_slug=by_slug,
        routes={row.pk: row for row in Route.objects.filter(game=game).in_story_order()},
        bosses=tuple(Boss.objects.filter(game=game).in_story_order()),
        pokemon=by_key,
        news=news_of(slug, generation),
    )


def _species(pokemon: Iterable[Pokemon], generation: int) -> dict[int, Species]:
    """Return each Pokémon as the rules see it, with the types of all that it can evolve into."""
    types = {one.pk: tuple(one.types_in(generation)) for one in pokemon}
    children: dict[int, list[int]] = defaultdict(list)
    for one in pokemon:
        if one.evolves_from_id is not None:
            children[one.evolves_from_id].append(one.pk)

    def later(pk: int) -> set[str]:
        found: set[str] = set()
        for child in children[pk]:
            found.update(types[child], later(child))
        return found

    return {
        one.pk: Species(
            slug=one.slug,
            name=one.name,
            family=str(one.family),
            types=types[one.pk],
            generation=one.generation,
            later_types=tuple(sorted(later(one.pk))),
        )
        for one in pokemon
    }
