"""What the catalog consists of, as the builder hands it on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GameRecord:
    """One version of a main-series game."""

    slug: str
    name: str
    generation: int
    region: str
    release_year: int
    version_group: str


@dataclass(frozen=True, slots=True)
class PokemonRecord:
    """A species, or a regional form of one. ``evolves_from`` is a slug; '' when it hatches."""

    slug: str
    name: str
    national_dex: int
    primary_type: str
    secondary_type: str
    past_types: tuple[tuple[int, tuple[str, ...]], ...]
    generation: int
    family: int
    evolves_from: str
    base_stats: tuple[int, int, int, int, int, int]
    sprite_url: str


@dataclass(frozen=True, slots=True)
class RouteRecord:
    """A place of a game in story order. ``order`` goes up in steps of 10."""

    game: str
    name: str
    slug: str
    order: int
    stage: str
    source_key: str


@dataclass(frozen=True, slots=True)
class DerivedEncounter:
    """What the rate rule makes of the slots of one Pokémon by one method at one route.

    ``rate`` is in percent, 1..100, or None when it is unknown or not random; the levels are both
    set or both None; ``conditions`` are sorted identifiers of PokéAPI.
    """

    rate: int | None
    min_level: int | None
    max_level: int | None
    conditions: tuple[str, ...]
    availability: str


@dataclass(frozen=True, slots=True)
class RouteEncounterRecord:
    """A Pokémon that is met at a route by one method."""

    game: str
    route: str
    pokemon: str
    method: str
    derived: DerivedEncounter


@dataclass(frozen=True, slots=True)
class TableEntryRecord:
    """A Pokémon in an encounter table, with its share in percent (1 or more)."""

    pokemon: str
    percent: int
    min_level: int | None
    max_level: int | None


@dataclass(frozen=True, slots=True)
class EncounterTableRecord:
    """What is met in one area of a route by one method in one state of the conditions.

    ``area`` is '' where the route is one area. ``conditions`` are sorted identifiers of PokéAPI:
    any of those of one group, together with those of the others. ``entries`` come by falling
    share, then in the order of the Pokédex; ``total`` is the sum of their shares, 100 unless
    ``exception`` says why it is not.
    """

    game: str
    route: str
    method: str
    area: str
    conditions: tuple[str, ...]
    availability: str
    entries: tuple[TableEntryRecord, ...]
    total: int
    exception: str


@dataclass(frozen=True, slots=True)
class BossRecord:
    """A trainer of the story whom a player prepares for. ``after_route`` is a route's slug.

    ``ace_level`` is the highest level of the team, None when unknown; ``specialty`` is a type or
    ''; ``battle`` is '' when unknown; ``order`` goes up in steps of 10.
    """

    game: str
    slug: str
    order: int
    after_route: str
    kind: str
    stage: str
    name: str
    place: str
    specialty: str
    ace_level: int | None
    battle: str
    note: str


@dataclass(frozen=True, slots=True)
class BossPokemonRecord:
    """One of a boss's Pokémon; ``boss`` is a slug, ability, item and moves are English names.

    ``player_starter`` is the type of the starter that the player must have chosen to meet it, ''
    when it is there for all. ``slot`` is its place, from 1, in the team which that player meets.
    """

    game: str
    boss: str
    player_starter: str
    slot: int
    pokemon: str
    level: int
    ability: str
    held_item: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvolutionRecord:
    """A way in which a Pokémon becomes another; ``number`` counts the ways of one pair from 1.

    ``level`` is None where none is asked for. ``item`` is the English name of what is used or
    held. ``requirement`` says all of it to a reader.
    """

    pokemon: str
    into: str
    number: int
    trigger: str
    level: int | None
    item: str
    requirement: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that goes into the fixtures, in the order in which it is written."""

    games: tuple[GameRecord, ...]
    pokemon: tuple[PokemonRecord, ...]
    routes: tuple[RouteRecord, ...]
    encounters: tuple[RouteEncounterRecord, ...]
    tables: tuple[EncounterTableRecord, ...]
    evolutions: tuple[EvolutionRecord, ...] = ()
    bosses: tuple[BossRecord, ...] = ()
    boss_pokemon: tuple[BossPokemonRecord, ...] = ()
