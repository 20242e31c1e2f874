"""The pages of games that players have made: their list, one game, and what anybody sees of it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from accounts.models import User
from pokedex.choices import EncounterMethod
from pokedex.models import BossPokemon, Game, RouteEncounter
from pokedex.pages import wording
from pokedex.pages.attention import Matter
from pokedex.pages.bosses import BossRow, boss_rows
from pokedex.pages.generations import by_generation
from pokedex.pictures import box_art_url
from tracker.game_catalog import GameCatalog, catalog_of
from tracker.models import CustomGame
from tracker.pages.runs import GameChoice, Generation


@dataclass(frozen=True, slots=True)
class CustomGameCard:
    """A player's game in a list; ``look`` is the game whose colours it wears."""

    public_id: uuid.UUID
    name: str
    base: str
    look: str
    box_art_url: str
    state: str
    state_label: str
    changed_at: datetime
    runs: int
    has_reply: bool


@dataclass(frozen=True, slots=True)
class Met:
    """A Pokémon that is met; ``detail`` is such as "up to 20 %, level 2–3"."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class MetBy:
    """What is met at a place by one method."""

    method: str
    pokemon: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class PlaceInStory:
    """A place with all that is met there."""

    name: str
    slug: str
    stage_label: str
    methods: tuple[MetBy, ...]
    is_boss: bool = False


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A Pokémon of a boss; ``against`` is the type of starter against which it is used, or ''."""

    name: str
    level: int
    against: str


@dataclass(frozen=True, slots=True)
class BossInStory:
    """A boss with its team."""

    row: BossRow
    team: tuple[TeamMember, ...]
    is_boss: bool = True


@dataclass(frozen=True, slots=True)
class CustomGamePage:
    """A custom game with its places and bosses in story order; hidden ones are left out."""

    custom: CustomGame
    look: str
    box_art_url: str
    places: int
    bosses: int
    story: tuple[PlaceInStory | BossInStory, ...]


@dataclass(frozen=True, slots=True)
class NewCustomGamePage:
    """The games that a player can make his own from."""

    generations: tuple[Generation, ...]


def custom_game_list_page(owner: User) -> tuple[CustomGameCard, ...]:
    """The games that a player has made, what he changed last first. One query."""
    return tuple(
        CustomGameCard(
            public_id=custom.public_id,
            name=custom.game.name,
            base=custom.base.name,
            look=custom.base.slug,
            box_art_url=box_art_url(custom.game),
            state=custom.state,
            state_label=custom.get_state_display(),
            changed_at=custom.changed_at,
            runs=getattr(custom, "own_runs", 0),
            has_reply=bool(custom.reply),
        )
        for custom in CustomGame.objects.of(owner).with_its_games().with_own_runs()
    )


def offered_matter() -> Matter:
    """The games that wait for a curator, as the back office counts them. One query."""
    return Matter(
        CustomGame.objects.waiting().count(),
        "games that players have made and offer",
        reverse("admin:tracker_customgame_changelist"),
    )


def new_custom_game_page() -> NewCustomGamePage:
    """The games of the catalog by generation. One query."""
    return NewCustomGamePage(
        tuple(
            Generation(
                number,
                tuple(
                    GameChoice(game.slug, game.name, game.region, game.release_year)
                    for game in group
                ),
            )
            for number, group in by_generation(Game.objects.published())
        )
    )


def custom_game_page(custom: CustomGame) -> CustomGamePage:
    """A custom game with all that is in it. Two queries, and some when it has changed since."""
    catalog = catalog_of(custom.game)
    story = _story(catalog, custom.game)
    return CustomGamePage(
        custom=custom,
        look=custom.base.slug,
        box_art_url=box_art_url(custom.game),
        places=sum(not row.is_boss for row in story),
        bosses=sum(row.is_boss for row in story),
        story=story,
    )


def _story(catalog: GameCatalog, game: Game) -> tuple[PlaceInStory | BossInStory, ...]:
    """Put each boss after its place, as the game's own page does."""
    order = {pk: (route.order, pk) for pk, route in catalog.routes.items()}
    story: list[tuple[tuple[int, int, int, int], PlaceInStory | BossInStory]] = [
        (
            (*order[route.pk], 0, 0),
            PlaceInStory(
                name=route.name,
                slug=route.slug,
                stage_label=wording.stage_label(route),
                methods=_met_by(catalog.encounters.get(route.pk, ())),
            ),
        )
        for route in catalog.routes.values()
        if route.is_active
    ]
    bosses = [boss for boss in catalog.bosses if boss.is_active]
    teams: dict[int, list[TeamMember]] = defaultdict(list)
    members = BossPokemon.objects.published().filter(boss__in=bosses).select_related("pokemon")
    for row in members.order_by("player_starter", "slot"):
        teams[row.boss_id].append(
            TeamMember(row.pokemon.name, row.level, row.get_player_starter_display())
        )
    story += [
        ((*order[boss.after_route_id], 1, number), BossInStory(row, tuple(teams[boss.pk])))
        for number, (boss, row) in enumerate(zip(bosses, boss_rows(bosses), strict=True))
    ]
    return tuple(row for _, row in sorted(story, key=lambda each: each[0]))


def _met_by(encounters: Iterable[RouteEncounter]) -> tuple[MetBy, ...]:
    methods: dict[str, list[RouteEncounter]] = defaultdict(list)
    for row in encounters:
        methods[row.encounter_method].append(row)
    return tuple(
        MetBy(
            str(EncounterMethod(method).label),
            tuple(
                Met(row.pokemon.name, _detail(row))
                for row in sorted(
                    rows, key=lambda row: (-(row.encounter_rate or 0), row.pokemon.national_dex)
                )
            ),
        )
        for method, rows in sorted(methods.items(), key=lambda each: wording.METHOD_ORDER[each[0]])
    )


def _detail(row: RouteEncounter) -> str:
    levels = wording.levels(row)
    level = f"level {levels}" if levels else ""
    return ", ".join(filter(None, (wording.rate(row), level)))
