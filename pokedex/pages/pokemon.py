"""The page of one Pokémon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from pokedex.choices import EncounterMethod
from pokedex.conditions import in_words
from pokedex.models import BASE_STATS, Evolution, Game, Pokemon, RouteEncounter
from pokedex.pages import matchups, wording
from pokedex.pages.generations import by_generation
from pokedex.pages.matchups import RESISTANT, WEAK, Matchup, by_factor
from pokedex.pictures import picture_url
from pokedex.type_chart import CHARTS_SINCE

# With no more places than this, all of them stand open on the page.
_FEW_PLACES = 40
_STAT_NAMES = {
    "base_hp": "HP",
    "base_attack": "Attack",
    "base_defense": "Defense",
    "base_special_attack": "Special Attack",
    "base_special_defense": "Special Defense",
    "base_speed": "Speed",
}


@dataclass(frozen=True, slots=True)
class PastTypes:
    """The types that a Pokémon had up to and with a generation."""

    until: int
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BaseStat:
    """A base stat, 1 to 255."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Matchups:
    """What a Pokémon of these types is weak to and resists, in some generations."""

    generations: str
    types: tuple[str, ...]
    weaknesses: tuple[Matchup, ...]
    resistances: tuple[Matchup, ...]


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A Pokémon of the evolution line, with what evolves from it.

    ``ways`` say what it takes to evolve from the one above it, each of them by itself.
    """

    name: str
    slug: str
    number: int
    types: tuple[str, ...]
    sprite_url: str
    is_this: bool
    ways: tuple[str, ...]
    evolutions: tuple[FamilyMember, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A route where the Pokémon is met by one method. ``rate`` and ``levels`` are in words."""

    route: str
    route_slug: str
    method: str
    rate: str
    levels: str
    conditions: str
    availability: str


@dataclass(frozen=True, slots=True)
class GamePlaces:
    """Where the Pokémon is met in one game, in story order."""

    name: str
    slug: str
    is_approximate: bool
    is_open: bool
    routes: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class GenerationPlaces:
    """The games of one generation in which the Pokémon is met."""

    number: int
    games: tuple[GamePlaces, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The Pokémon before or after, in national order."""

    name: str
    slug: str
    number: int


@dataclass(frozen=True, slots=True)
class PokemonPage:
    """A Pokémon and all that the catalog knows of it."""

    name: str
    slug: str
    number: int
    generation: int
    types: tuple[str, ...]
    past_types: tuple[PastTypes, ...]
    sprite_url: str
    stats: tuple[BaseStat, ...]
    stats_total: int
    family: tuple[FamilyMember, ...]
    family_size: int
    matchups: tuple[Matchups, ...]
    places: tuple[GenerationPlaces, ...]
    previous: Neighbour | None
    next: Neighbour | None


def pokemon_page(slug: str, *, game: str = "") -> PokemonPage | None:
    """Show a Pokémon, or return None where there is no such one. 7 queries.

    ``game`` is the slug of the game whose places stand open.
    """
    pokemon = Pokemon.objects.published().filter(slug=slug).first()
    if pokemon is None:
        return None
    family = list(
        Pokemon.objects.published().filter(family=pokemon.family).order_by("national_dex", "id")
    )
    ways = Evolution.objects.published().filter(into__family=pokemon.family).order_by("number")
    games = list(Game.objects.published())
    encounters = list(
        pokemon.route_encounters.of_the_catalog()
        .published()
        .filter(route__is_active=True, route__game__is_active=True)
        .select_related("route")
    )
    stats = tuple(BaseStat(_STAT_NAMES[stat], getattr(pokemon, stat)) for stat in BASE_STATS)
    return PokemonPage(
        name=pokemon.name,
        slug=pokemon.slug,
        number=pokemon.national_dex,
        generation=pokemon.generation,
        types=tuple(pokemon.types),
        past_types=tuple(
            PastTypes(until, tuple(types))
            for until, types in sorted(pokemon.past_types)
            if until >= pokemon.generation
        ),
        sprite_url=picture_url(pokemon),
        stats=stats,
        stats_total=sum(stat.value for stat in stats),
        family=_family_tree(family, ways, pokemon),
        family_size=len(family),
        matchups=_matchups(pokemon),
        places=_places(games, encounters, open_game=game),
        previous=_neighbour(pokemon, forward=False),
        next=_neighbour(pokemon, forward=True),
    )


def _neighbour(pokemon: Pokemon, *, forward: bool) -> Neighbour | None:
    number, key = pokemon.national_dex, pokemon.pk
    published = Pokemon.objects.published()
    found = (
        published.filter(Q(national_dex__gt=number) | Q(national_dex=number, id__gt=key)).order_by(
            "national_dex", "id"
        )
        if forward
        else published.filter(
            Q(national_dex__lt=number) | Q(national_dex=number, id__lt=key)
        ).order_by("-national_dex", "-id")
    ).first()
    return Neighbour(found.name, found.slug, found.national_dex) if found else None


def _family_tree(
    family: Sequence[Pokemon], ways: Iterable[Evolution], this: Pokemon
) -> tuple[FamilyMember, ...]:
    """Hang each Pokémon below the one that it evolves from; a retired one leaves a new root."""
    waiting = {pokemon.pk: pokemon for pokemon in family}
    requirements: dict[tuple[int, int], tuple[str, ...]] = {}
    for way in ways:
        step = (way.pokemon_id, way.into_id)
        requirements[step] = (*requirements.get(step, ()), way.requirement)

    def member(pokemon: Pokemon, above: int = 0) -> FamilyMember:
        del waiting[pokemon.pk]
        return FamilyMember(
            name=pokemon.name,
            slug=pokemon.slug,
            number=pokemon.national_dex,
            types=tuple(pokemon.types),
            sprite_url=picture_url(pokemon),
            is_this=pokemon.pk == this.pk,
            ways=requirements.get((above, pokemon.pk), ()),
            evolutions=tuple(
                member(each, pokemon.pk)
                for each in family
                if each.evolves_from_id == pokemon.pk and each.pk in waiting
            ),
        )

    known = frozenset(waiting)
    roots = [member(pokemon) for pokemon in family if pokemon.evolves_from_id not in known]
    # Two that evolve from each other, by a slip of an administrator, have no root above them.
    roots += [member(pokemon) for pokemon in family if pokemon.pk in waiting]
    return tuple(roots)


def _matchups(pokemon: Pokemon) -> tuple[Matchups, ...]:
    """Weaknesses and resistances, the newest first; alike generations stand together."""
    starts = {pokemon.generation, *CHARTS_SINCE, *(until + 1 for until, _ in pokemon.past_types)}
    spans: list[tuple[int, tuple[str, ...], dict[float, tuple[str, ...]]]] = []
    for start in sorted(start for start in starts if start >= pokemon.generation):
        types = tuple(pokemon.types_in(start))
        grouped = by_factor(types, start)
        if not spans or spans[-1][1:] != (types, grouped):
            spans.append((start, types, grouped))
    ends = [start - 1 for start, _, _ in spans[1:]]
    return tuple(
        Matchups(
            _generations(start, end),
            types,
            matchups.in_words(grouped, WEAK),
            matchups.in_words(grouped, RESISTANT),
        )
        for (start, types, grouped), end in reversed(list(zip(spans, [*ends, None], strict=True)))
    )


def _generations(start: int, end: int | None) -> str:
    if end is None:
        return f"Since generation {start}"
    return f"Generation {start}" if start == end else f"Generations {start} to {end}"


def _places(
    games: Iterable[Game], encounters: Iterable[RouteEncounter], *, open_game: str
) -> tuple[GenerationPlaces, ...]:
    of_game: dict[int, list[RouteEncounter]] = {}
    ordered = sorted(encounters, key=_in_story_order)
    for encounter in ordered:
        of_game.setdefault(encounter.route.game_id, []).append(encounter)
    met = [game for game in games if game.pk in of_game]
    if open_game not in {game.slug for game in met}:
        open_game = ""
    few = not open_game and len(ordered) <= _FEW_PLACES
    return tuple(
        GenerationPlaces(
            number,
            tuple(
                GamePlaces(
                    name=game.name,
                    slug=game.slug,
                    is_approximate=game.slug in wording.APPROXIMATE_GAMES,
                    is_open=few or game.slug == open_game,
                    routes=len({encounter.route_id for encounter in of_game[game.pk]}),
                    places=tuple(_place(encounter) for encounter in of_game[game.pk]),
                )
                for game in group
            ),
        )
        for number, group in by_generation(met)
    )


def _in_story_order(encounter: RouteEncounter) -> tuple[int, int, int]:
    route = encounter.route
    return (route.order, route.pk, wording.METHOD_ORDER[encounter.encounter_method])


def _place(encounter: RouteEncounter) -> Place:
    return Place(
        route=encounter.route.name,
        route_slug=encounter.route.slug,
        method=str(EncounterMethod(encounter.encounter_method).label),
        rate=wording.rate(encounter),
        levels=wording.levels(encounter),
        conditions=", ".join(in_words(encounter.conditions)),
        availability=wording.availability(encounter),
    )
