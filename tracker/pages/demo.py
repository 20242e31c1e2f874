"""A piece of the demo run for the landing page, worked out from the story and the catalog alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from pokedex.models import Boss, Game, Pokemon, Route
from pokedex.pictures import picture_url
from pokedex.revision import catalog_revision
from tracker import demo_story as story
from tracker.choices import BossOutcome, EncounterStatus
from tracker.game_catalog import catalog_of
from tracker.pages.outlook import Outlook
from tracker.places import STEPS_IN_AN_ORDER, Place
from tracker.rules.engine import RunRules
from tracker.rules.facts import (
    BossFacts,
    BossKind,
    BossStage,
    Met,
    PlaceFacts,
    RunFacts,
    Species,
    Status,
)
from tracker.rules.presets import PRESETS

# What of the run is shown: enough to see each kind of row.
_BEFORE_THE_BOSS = ("route-102", "petalburg-woods")
_BOSS = "roxanne"
_BEHIND_THE_BOSS = ("route-105", "route-116")
_MOST_OPTIONS = 4


@dataclass(frozen=True, slots=True)
class ShownPokemon:
    """A Pokémon with what `{% sprite %}` asks for."""

    name: str
    types: tuple[str, ...]
    sprite_url: str


@dataclass(frozen=True, slots=True)
class ExcerptRow:
    """A closed row: a place and what was met there. ``killer`` names the boss it fell to."""

    place: str
    pokemon: ShownPokemon
    nickname: str
    status: str
    status_label: str
    level: int | None
    killer: str


@dataclass(frozen=True, slots=True)
class ExcerptBoss:
    """A boss in line with the places, beaten."""

    name: str
    kind: str
    level: int | None
    specialty: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ExcerptOption:
    """A Pokémon that can be met at the open place, with its chance in words."""

    pokemon: ShownPokemon
    chance: str


@dataclass(frozen=True, slots=True)
class DemoExcerpt:
    """Rows before and behind a boss, the open place with its odds, the party and the numbers."""

    game: str
    before: tuple[ExcerptRow, ...]
    boss: ExcerptBoss
    behind: tuple[ExcerptRow, ...]
    party: tuple[ExcerptRow, ...]
    open_place: str
    outlook: str
    table: str
    options: tuple[ExcerptOption, ...]
    cap: str
    alive: int
    dead: int
    missed: int


def demo_excerpt() -> DemoExcerpt | None:
    """Return the excerpt, or None where the catalog lacks what the story tells of.

    One query, and eight more when the catalog has changed since.
    """
    revision = catalog_revision()
    return _kept(revision) if revision else None


@lru_cache(maxsize=1)
def _kept(revision: str) -> DemoExcerpt | None:
    game = Game.objects.published().filter(slug=story.GAME).first()
    if game is None:
        return None
    try:
        return _excerpt(game)
    except KeyError:
        # A place, a boss or a Pokémon of the story is gone: then there is nothing to show.
        return None


def _excerpt(game: Game) -> DemoExcerpt:
    """Tell the story with the catalog's names. Raises ``KeyError`` for what the catalog lacks."""
    catalog = catalog_of(game)
    routes = {row.slug: row for row in Route.objects.published().filter(game=game)}
    bosses = {row.slug: row for row in Boss.objects.published().filter(game=game)}
    fates = story.fates()
    document = PRESETS[story.PRESET].rules()
    rules = RunRules(
        RunFacts(
            document,
            tuple(_met(fate, routes, catalog.by_slug) for fate in fates.values()),
            tuple(_boss_facts(boss) for boss in bosses.values()),
        )
    )
    route = routes[story.GOES_ON_AT]
    place = Place(route.slug, route.name, route, route.order * STEPS_IN_AN_ORDER)
    outlook = Outlook(catalog, rules, document)
    odds = outlook.of_open(place, "")
    likeliest = list(odds.chances.items())[:_MOST_OPTIONS]
    pokemon = _shown({*story.species_told_of(), *(slug for slug, _ in likeliest)}, game.generation)

    def rows(chosen: Iterable[story.Fate]) -> tuple[ExcerptRow, ...]:
        return tuple(_row(fate, routes, pokemon, bosses) for fate in chosen)

    statuses = [fate.status for fate in fates.values()]
    party = sorted((fate for fate in fates.values() if fate.slot), key=lambda fate: fate.slot or 0)
    boss = bosses[_BOSS]
    return DemoExcerpt(
        game=game.name,
        before=rows(fates[slug] for slug in _BEFORE_THE_BOSS),
        boss=ExcerptBoss(
            name=boss.name,
            kind=boss.get_kind_display(),
            level=boss.ace_level,
            specialty=boss.specialty,
            outcome=str(BossOutcome.WON.label),
        ),
        behind=rows(fates[slug] for slug in _BEHIND_THE_BOSS),
        party=rows(party),
        open_place=route.name,
        outlook=outlook.in_words(place),
        table=odds.words,
        options=tuple(ExcerptOption(pokemon[slug], chance) for slug, chance in likeliest),
        cap=f"Level cap {rules.cap.level} for {rules.cap.next_boss.name}" if rules.cap else "",
        alive=statuses.count(EncounterStatus.CAUGHT),
        dead=statuses.count(EncounterStatus.FAINTED),
        missed=statuses.count(EncounterStatus.MISSED),
    )


def _row(
    fate: story.Fate,
    routes: Mapping[str, Route],
    pokemon: Mapping[str, ShownPokemon],
    bosses: Mapping[str, Boss],
) -> ExcerptRow:
    return ExcerptRow(
        place=routes[fate.place].name,
        pokemon=pokemon[fate.now],
        nickname=fate.nickname,
        status=fate.status,
        status_label=str(EncounterStatus(fate.status).label),
        level=fate.level,
        killer=bosses[fate.killer].name if fate.killer else "",
    )


def _met(fate: story.Fate, routes: Mapping[str, Route], species: Mapping[str, Species]) -> Met:
    return Met(
        key=fate.place,
        place=PlaceFacts(fate.place, routes[fate.place].name),
        status=cast(Status, fate.status),
        species=species[fate.pokemon],
        current=species[fate.now],
        nickname=fate.nickname,
    )


def _boss_facts(boss: Boss) -> BossFacts:
    return BossFacts(
        key=boss.slug,
        name=boss.name,
        kind=cast(BossKind, boss.kind),
        order=boss.order,
        ace_level=boss.ace_level,
        stage=cast(BossStage, boss.stage),
        is_won=boss.slug in story.won(),
    )


def _shown(slugs: Iterable[str], generation: int) -> dict[str, ShownPokemon]:
    found = Pokemon.objects.in_bulk(list(slugs), field_name="slug")
    return {
        slug: ShownPokemon(row.name, tuple(row.types_in(generation)), picture_url(row))
        for slug, row in found.items()
    }
