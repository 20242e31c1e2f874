"""The pages around a run: landing, my runs, new run."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from accounts.models import User
from pokedex.models import Game
from pokedex.pages.generations import by_generation
from pokedex.pictures import box_art_url, picture_url
from tracker.models import DAYS_TO_RESTORE, CustomGame, Encounter, NuzlockeRun
from tracker.pages.demo import DemoExcerpt, ShownPokemon, demo_excerpt
from tracker.pages.presets import OwnPreset, own_presets
from tracker.rules.presets import PRESETS, Preset


@dataclass(frozen=True, slots=True)
class RunCard:
    """A run in a list."""

    public_id: uuid.UUID
    name: str
    game: str
    look: str
    box_art_url: str
    status: str
    status_label: str
    last_played_at: datetime
    completed_at: datetime | None
    alive: int
    dead: int
    missed: int
    is_demo: bool = False
    badges: int = 0
    # Of the story, '' where none is left.
    next_boss: str = ""
    party: tuple[ShownPokemon, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletedRun:
    """A run that was deleted and can still be restored."""

    public_id: uuid.UUID
    name: str
    game: str
    deleted_at: datetime


@dataclass(frozen=True, slots=True)
class RunListPage:
    """A player's runs: those that go on, and those that have ended."""

    active: tuple[RunCard, ...]
    ended: tuple[RunCard, ...]
    archived: tuple[RunCard, ...] = ()
    deleted: tuple[DeletedRun, ...] = ()


@dataclass(frozen=True, slots=True)
class LandingPage:
    """The run that the player would go on with, no demo, and a piece of one to look at.

    Each is None where there is none.
    """

    current: RunCard | None
    demo: DemoExcerpt | None


@dataclass(frozen=True, slots=True)
class GameChoice:
    """A game to choose."""

    slug: str
    name: str
    region: str
    release_year: int


@dataclass(frozen=True, slots=True)
class CustomChoice:
    """A game that a player has made, to choose; ``look`` is the game whose colours it wears."""

    slug: str
    name: str
    base: str
    look: str


@dataclass(frozen=True, slots=True)
class Generation:
    """The games of one generation."""

    number: int
    games: tuple[GameChoice, ...]


@dataclass(frozen=True, slots=True)
class NewRunPage:
    """What a run can be started with."""

    generations: tuple[Generation, ...]
    presets: tuple[Preset, ...]
    own_presets: tuple[OwnPreset, ...] = ()
    own_games: tuple[CustomChoice, ...] = ()
    shared_game: CustomChoice | None = None

    @property
    def custom_games(self) -> tuple[CustomChoice, ...]:
        """The players' games that can be chosen: his own, and the one that he has a link to."""
        return (*self.own_games, *([self.shared_game] if self.shared_game else []))


def landing_page(user: User | None) -> LandingPage:
    """The landing page. Two queries, one without ``user``, and more for a changed catalog."""
    runs = NuzlockeRun.objects.of(user).played().active().by_last_play()[:1] if user else ()
    return LandingPage(current=next(iter(_cards(runs)), None), demo=demo_excerpt())


def run_list_page(owner: User) -> RunListPage:
    """All runs of ``owner``, the one last played first, and those to restore. Three queries."""
    found = NuzlockeRun.objects.of(owner).with_game().with_counts().with_progress()
    runs = list(found.by_last_play())
    parties = _parties(runs)

    def cards(chosen: Iterable[Any]) -> tuple[RunCard, ...]:
        return _cards(chosen, parties)

    return RunListPage(
        active=cards(run for run in runs if run.is_active and run.archived_at is None),
        ended=cards(run for run in runs if not run.is_active and run.archived_at is None),
        archived=cards(run for run in runs if run.archived_at is not None),
        deleted=tuple(
            DeletedRun(run.public_id, run.name, run.game.name, run.deleted_at)
            for run in NuzlockeRun.objects.deleted_since(owner, _oldest_restorable())
            if run.deleted_at is not None
        ),
    )


def new_run_page(owner: User | None, shared: str = "") -> NewRunPage:
    """The games by generation and the presets. Three queries, one without an owner.

    ``shared`` is the key of the link to a player's game, or ''; it takes one query more.
    """
    games = Game.objects.published()
    own = CustomGame.objects.of(owner).with_its_games().playable() if owner else ()
    linked = CustomGame.objects.shared_as(shared).with_its_games().playable() if shared else ()
    own_games = _choices(own)
    return NewRunPage(
        generations=tuple(
            Generation(
                number,
                tuple(
                    GameChoice(game.slug, game.name, game.region, game.release_year)
                    for game in group
                ),
            )
            for number, group in by_generation(games)
        ),
        presets=tuple(PRESETS.values()),
        own_presets=own_presets(owner),
        own_games=own_games,
        shared_game=next((one for one in _choices(linked) if one not in own_games), None),
    )


def _choices(games: Iterable[CustomGame]) -> tuple[CustomChoice, ...]:
    return tuple(
        CustomChoice(one.game.slug, one.game.name, one.base.name, one.base.slug) for one in games
    )


def _oldest_restorable() -> datetime:
    return timezone.now() - timedelta(days=DAYS_TO_RESTORE)


def _parties(runs: Iterable[NuzlockeRun]) -> dict[int, tuple[ShownPokemon, ...]]:
    """The party of each run by the run's key, in order. One query."""
    generations = {run.pk: run.game.generation for run in runs}
    found: dict[int, tuple[ShownPokemon, ...]] = {}
    members = Encounter.objects.filter(run__in=generations, party_slot__isnull=False)
    for row in members.select_related("pokemon", "current_pokemon").order_by("party_slot"):
        if row.species is not None:
            types = tuple(row.species.types_in(generations[row.run_id]))
            shown = ShownPokemon(row.species.name, types, picture_url(row.species))
            found[row.run_id] = (*found.get(row.run_id, ()), shown)
    return found


def _cards(
    runs: Iterable[Any], parties: Mapping[int, tuple[ShownPokemon, ...]] = MappingProxyType({})
) -> tuple[RunCard, ...]:
    # Runs with the counts that the queryset annotates, which their type does not know.
    return tuple(
        RunCard(
            public_id=run.public_id,
            name=run.name,
            game=run.game.name,
            look=run.look,
            box_art_url=box_art_url(run.game),
            status=run.status,
            status_label=run.get_status_display(),
            last_played_at=run.last_played_at,
            completed_at=run.completed_at,
            alive=run.alive,
            dead=run.dead,
            missed=run.missed,
            is_demo=run.is_demo,
            badges=getattr(run, "badges", 0),
            next_boss=getattr(run, "next_boss", "") or "",
            party=parties.get(run.pk, ()),
        )
        for run in runs
    )
