"""The Pokédex: every published Pokémon, searched and filtered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator

from pokedex.choices import PokemonType
from pokedex.models import Game, Pokemon, RouteEncounter
from pokedex.pages import wording
from pokedex.pages.generations import by_generation
from pokedex.pictures import picture_url
from pokedex.search import fits

PER_PAGE = 60
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks the Pokédex for. Empty stands for everything."""

    search: str = ""
    type: str = ""
    generation: str = ""
    game: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class GameChoices:
    """The games of one generation, to choose from."""

    generation: int
    games: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class PokemonCard:
    """A Pokémon in the list; ``number`` is the national one."""

    name: str
    slug: str
    number: int
    types: tuple[str, ...]
    generation: int
    sprite_url: str


@dataclass(frozen=True, slots=True)
class PokemonListPage:
    """One page of the Pokédex in national order, with the filters as they are set.

    ``wanted`` holds what was understood of the question: a filter that does not exist is empty.
    ``links`` are page numbers, with "…" where some are left out.
    """

    wanted: Wanted
    types: tuple[Choice, ...]
    generations: tuple[Choice, ...]
    games: tuple[GameChoices, ...]
    game_name: str
    total: int
    found: int
    number: int
    pages: int
    links: tuple[int | str, ...]
    pokemon: tuple[PokemonCard, ...]

    @property
    def is_narrowed(self) -> bool:
        """Whether the page leaves anything out."""
        wanted = self.wanted
        return any((wanted.search, wanted.type, wanted.generation, wanted.game))


def pokemon_list_page(wanted: Wanted) -> PokemonListPage:
    """List the Pokémon that are asked for, 60 at a time. 2 queries, 3 where a game is named.

    ``search`` is a part of the name without regard to case, accents and punctuation, or a national
    number; ``game`` keeps those that are met anywhere in it, and types are then those of its
    generation. A page that does not exist is the nearest one that does.
    """
    games = list(Game.objects.published())
    everything = list(Pokemon.objects.published().order_by("national_dex", "id"))
    types = tuple(Choice(value, str(label)) for value, label in PokemonType.choices)
    generations = tuple(
        Choice(str(number), f"Generation {number}")
        for number in sorted({pokemon.generation for pokemon in everything})
    )
    requested = wanted.page
    game = next((game for game in games if game.slug == wanted.game), None)
    wanted = Wanted(
        search=wording.search_text(wanted.search),
        type=wanted.type if wanted.type in PokemonType.values else "",
        generation=wanted.generation if wanted.generation in {g.value for g in generations} else "",
        game=game.slug if game else "",
    )
    found = _narrow(everything, wanted, game)
    paginator = Paginator(found, PER_PAGE)
    page = paginator.page(_nearest(requested, paginator.num_pages))
    return PokemonListPage(
        wanted=wanted,
        types=types,
        generations=generations,
        games=tuple(
            GameChoices(number, tuple(Choice(each.slug, each.name) for each in group))
            for number, group in by_generation(games)
        ),
        game_name=game.name if game else "",
        total=len(everything),
        found=paginator.count,
        number=page.number,
        pages=paginator.num_pages,
        links=tuple(
            number if isinstance(number, int) else str(number)
            for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        ),
        pokemon=tuple(
            PokemonCard(
                name=pokemon.name,
                slug=pokemon.slug,
                number=pokemon.national_dex,
                types=_types(pokemon, game),
                generation=pokemon.generation,
                sprite_url=picture_url(pokemon),
            )
            for pokemon in page.object_list
        ),
    )


def _nearest(typed: str, pages: int) -> int:
    """Return the number of the page that was asked for, or of the first or last one."""
    if not (typed.isascii() and typed.isdigit()):
        return 1
    return pages if len(typed) > _MOST_DIGITS else min(max(int(typed), 1), pages)


def _types(pokemon: Pokemon, game: Game | None) -> tuple[str, ...]:
    return tuple(pokemon.types_in(game.generation) if game else pokemon.types)


def _narrow(everything: Iterable[Pokemon], wanted: Wanted, game: Game | None) -> list[Pokemon]:
    met = set(RouteEncounter.objects.published().pokemon_met_in(game)) if game else None
    return [
        pokemon
        for pokemon in everything
        if (met is None or pokemon.pk in met)
        and wanted.generation in ("", str(pokemon.generation))
        and (not wanted.type or wanted.type in _types(pokemon, game))
        and fits(wanted.search, name=pokemon.name, slug=pokemon.slug, number=pokemon.national_dex)
    ]
