"""What a run needs of the catalog: the tables of its game and every Pokémon, read once for all.

They are thousands of rows that hardly ever change, and every page of a run asks for them: so each
process keeps them by the catalog's revision, and asks the database for that alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pokedex.models import EncounterTable, Game, Pokemon
from pokedex.revision import catalog_revision
from tracker.rules.facts import Species
from tracker.rules.odds import Share, Table, key_of

# Games whose tables a process keeps; the largest takes a few megabytes.
_KEPT_GAMES = 12


@dataclass(frozen=True, slots=True)
class GameCatalog:
    """A game's encounter tables by the key of their route, and every Pokémon as the game has it."""

    tables: Mapping[int, tuple[Table, ...]]
    species: Mapping[int, Species]

    def tables_at(self, route: int | None) -> tuple[Table, ...]:
        """Return the tables of a route, none for a place that is no route."""
        return () if route is None else self.tables.get(route, ())


def catalog_of(game: Game) -> GameCatalog:
    """Return the game's tables. One query, and two more when the catalog has changed since.

    A Pokémon that was retired is left out of the tables, but a run may still have one.
    """
    revision = catalog_revision()
    if not revision:
        # Nothing tells one such catalog from another.
        return _read(game.pk, game.generation)
    return _kept(revision, game.pk, game.generation)


@lru_cache(maxsize=_KEPT_GAMES)
def _kept(revision: str, game: int, generation: int) -> GameCatalog:
    return _read(game, generation)


def _read(game: int, generation: int) -> GameCatalog:
    pokemon = list(Pokemon.objects.all())
    species = _species(pokemon, generation)
    met = {one.slug: (one.family, species[one.pk].types) for one in pokemon if one.is_active}
    tables: dict[int, list[Table]] = defaultdict(list)
    rows = EncounterTable.objects.published().filter(route__game=game).order_by("pk")
    for route, method, area, conditions, shares, exception, availability in rows.values_list(
        "route", "encounter_method", "area", "conditions", "pokemon", "exception", "availability"
    ):
        tables[route].append(
            Table(
                key=key_of(method, area, conditions),
                method=method,
                area=area,
                conditions=tuple(conditions),
                shares=tuple(
                    Share(slug, met[slug][0], percent, met[slug][1])
                    for slug, percent, _, _ in shares
                    if slug in met
                ),
                exception=exception,
                availability=availability,
            )
        )
    return GameCatalog({route: tuple(found) for route, found in tables.items()}, species)


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
            found.update(types.get(child, ()), later(child))
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
