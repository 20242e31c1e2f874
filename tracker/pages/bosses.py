"""The bosses of a run: who they are, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pokedex.models import Boss, BossPokemon
from pokedex.pictures import picture_url
from tracker.models import BossResult, NuzlockeRun, RunBoss
from tracker.querysets import bosses_of

# Where the catalog has the starters of each game, and the types that teams depend on.
STARTER_PLACE = "starter"
STARTER_TYPES = frozenset({"grass", "fire", "water"})


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A Pokémon of a boss; ``against`` names the player's starter it is used against, or is ''."""

    name: str
    level: int
    against: str
    types: tuple[str, ...]
    sprite_url: str


@dataclass(frozen=True, slots=True)
class BossCard:
    """A boss of the run. ``ace_level`` is the player's correction where there is one."""

    slug: str
    name: str
    kind_label: str
    place: str
    specialty: str
    is_postgame: bool
    ace_level: int | None
    is_corrected: bool
    own_team: str
    team: tuple[TeamMember, ...]
    outcome: str
    outcome_label: str
    at: datetime | None
    party: tuple[dict[str, Any], ...]
    revision: int
    correction_revision: int
    own_ace_level: int | None


@dataclass(frozen=True, slots=True)
class BossListPage:
    """All bosses in story order."""

    run: NuzlockeRun
    bosses: tuple[BossCard, ...]

    @property
    def next_boss(self) -> BossCard | None:
        """The first boss of the story that is not won."""
        return next(
            (boss for boss in self.bosses if boss.outcome != "won" and not boss.is_postgame), None
        )


@dataclass(frozen=True, slots=True)
class BossPage:
    """One boss."""

    run: NuzlockeRun
    boss: BossCard


def boss_list_page(run: NuzlockeRun) -> BossListPage:
    """The bosses page. Five queries."""
    return BossListPage(run, _cards(run, bosses_of(run)))


def boss_page(run: NuzlockeRun, boss: Boss) -> BossPage:
    """One boss as it stands now. Four queries."""
    return BossPage(run, _cards(run, [boss])[0])


def all_bosses(run: NuzlockeRun) -> list[Boss]:
    """The bosses that a death can be put down to, in story order. One query."""
    return list(bosses_of(run))


def _cards(run: NuzlockeRun, bosses: Iterable[Boss]) -> tuple[BossCard, ...]:
    bosses = list(bosses)
    starter = _starter_type(run)
    results = {row.boss_id: row for row in run.boss_results.all()}
    corrections = {row.boss_id: row for row in run.bosses.all()}
    teams: dict[int, tuple[TeamMember, ...]] = {}
    pokemon = BossPokemon.objects.published().filter(boss__in=bosses).select_related("pokemon")
    if starter:
        pokemon = pokemon.filter(player_starter__in=["", starter])
    for row in pokemon.order_by("player_starter", "slot"):
        one = TeamMember(
            name=row.pokemon.name,
            level=row.level,
            against=row.get_player_starter_display(),
            types=tuple(row.pokemon.types_in(run.game.generation)),
            sprite_url=picture_url(row.pokemon),
        )
        teams[row.boss_id] = (*teams.get(row.boss_id, ()), one)
    return tuple(
        _card(boss, results.get(boss.pk), corrections.get(boss.pk), teams.get(boss.pk, ()))
        for boss in bosses
    )


def _starter_type(run: NuzlockeRun) -> str:
    """The type of the starter that was taken, "" while none is logged: teams go by it."""
    taken = run.encounters.filter(route__slug=STARTER_PLACE, pokemon__isnull=False)
    found = taken.order_by("is_bonus", "pk").values_list("pokemon__primary_type", flat=True).first()
    return found if found in STARTER_TYPES else ""


def _card(
    boss: Boss,
    result: BossResult | None,
    correction: RunBoss | None,
    team: tuple[TeamMember, ...],
) -> BossCard:
    own_level = correction.ace_level if correction else None
    return BossCard(
        slug=boss.slug,
        name=boss.name,
        kind_label=boss.get_kind_display(),
        place=boss.place,
        specialty=boss.specialty,
        is_postgame=boss.stage == "postgame",
        ace_level=own_level or boss.ace_level,
        is_corrected=correction is not None,
        own_team=correction.team if correction else "",
        team=team,
        outcome=result.outcome if result else "",
        outcome_label=result.get_outcome_display() if result else "",
        at=result.at if result else None,
        party=tuple(result.party) if result else (),
        revision=result.revision if result else 0,
        correction_revision=correction.revision if correction else 0,
        own_ace_level=own_level,
    )
