"""The bosses of a run: who they are, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import prod
from typing import Any

from pokedex.models import Boss, BossPokemon
from pokedex.pictures import picture_url
from pokedex.type_chart import effectiveness
from tracker.choices import BossOutcome
from tracker.models import BossResult, Encounter, NuzlockeRun, RunBoss
from tracker.querysets import bosses_of
from tracker.run_facts import catalog_for, fought_bosses

# Where the catalog has the starters of each game, and the types that teams depend on.
STARTER_PLACE = "starter"
STARTER_TYPES = frozenset({"grass", "fire", "water"})


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A Pokémon of a boss; ``against`` names the player's starter it is used against, or is ''."""

    name: str
    level: int
    against: str
    types: tuple[str, ...] = ()
    sprite_url: str = ""


@dataclass(frozen=True, slots=True)
class PartyMatchup:
    """One of the party against a boss's team, by types alone.

    ``hits`` are those of the team that an attack of one of its own types does double damage to,
    ``hit_by`` those that do so to it; in words, "all of them" where several are all.
    """

    title: str
    name: str
    types: tuple[str, ...]
    sprite_url: str
    level: int | None
    hits: tuple[str, ...]
    hit_by: tuple[str, ...]

    @property
    def is_even(self) -> bool:
        """Whether nothing speaks for it or against it."""
        return not self.hits and not self.hit_by


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
    matchups: tuple[PartyMatchup, ...] = ()
    is_next: bool = False
    is_open: bool = False
    is_in_catalog: bool = True

    @property
    def is_won(self) -> bool:
        """Whether it is beaten."""
        return self.outcome == BossOutcome.WON

    @property
    def even(self) -> tuple[PartyMatchup, ...]:
        """Those of the party that are neither strong nor in danger."""
        return tuple(one for one in self.matchups if one.is_even)


@dataclass(frozen=True, slots=True)
class BossListPage:
    """All bosses in story order."""

    run: NuzlockeRun
    bosses: tuple[BossCard, ...]


@dataclass(frozen=True, slots=True)
class BossPage:
    """One boss."""

    run: NuzlockeRun
    boss: BossCard


def boss_list_page(run: NuzlockeRun, opened: str | None = None) -> BossListPage:
    """The bosses page. Three queries, six with one open.

    ``opened`` is the slug of the boss whose team is shown, "" for none, None for the next one.
    """
    bosses = list(bosses_of(run))
    results = {row.boss_id: row for row in run.boss_results.all()}
    corrections = {row.boss_id: row for row in run.bosses.all()}
    cards = [_card(boss, results.get(boss.pk), corrections.get(boss.pk)) for boss in bosses]
    following = next((card.slug for card in cards if not card.is_won and not card.is_postgame), "")
    shown = following if opened is None else opened
    for at, (boss, card) in enumerate(zip(bosses, cards, strict=True)):
        if boss.slug == shown:
            cards[at] = replace(_with_team(run, boss, card), is_open=True)
    return BossListPage(run, tuple(replace(card, is_next=card.slug == following) for card in cards))


def boss_page(run: NuzlockeRun, boss: Boss) -> BossPage:
    """One boss as it stands now. Five queries."""
    result = run.boss_results.filter(boss=boss).first()
    correction = run.bosses.filter(boss=boss).first()
    return BossPage(run, _with_team(run, boss, _card(boss, result, correction)))


def all_bosses(run: NuzlockeRun) -> list[Boss]:
    """The bosses that a death can be put down to, in story order.

    No query, and one where the catalog has retired some: those that were fought stay.
    """
    catalog = catalog_for(run)
    if all(boss.is_active for boss in catalog.bosses):
        return list(catalog.bosses)
    return [fought.boss for fought in fought_bosses(run, catalog)]


def _with_team(run: NuzlockeRun, boss: Boss, card: BossCard) -> BossCard:
    """The card with the boss's team, and the party against it. Three queries."""
    starter = _starter_type(run)
    rows = BossPokemon.objects.published().filter(boss=boss).select_related("pokemon")
    if starter:
        rows = rows.filter(player_starter__in=["", starter])
    team = tuple(
        TeamMember(
            name=row.pokemon.name,
            level=row.level,
            against="" if starter else row.get_player_starter_display(),
            types=tuple(row.pokemon.types_in(run.game.generation)),
            sprite_url=picture_url(row.pokemon),
        )
        for row in rows.order_by("player_starter", "slot")
    )
    party = (
        run.encounters.filter(party_slot__isnull=False)
        .select_related("pokemon", "current_pokemon")
        .order_by("party_slot")
    )
    # A fight that is won needs no advice, a team in the player's own words can get none.
    needs_advice = not card.is_won and not card.own_team
    matchups = _matchups(team, party, run.game.generation) if needs_advice else ()
    return replace(card, team=team, matchups=matchups)


def _matchups(
    team: Sequence[TeamMember], party: Iterable[Encounter], generation: int
) -> tuple[PartyMatchup, ...]:
    """Set each of the party against the team."""

    def is_strong(attacker: Iterable[str], attacked: Iterable[str]) -> bool:
        attacked = tuple(attacked)
        return any(
            prod(effectiveness(attack, own, generation) for own in attacked) > 1
            for attack in attacker
        )

    found = []
    for row in party if team else ():
        species = row.species
        if species is None:
            continue
        types = tuple(species.types_in(generation))
        hits = [one.name for one in team if is_strong(types, one.types)]
        hit_by = [one.name for one in team if is_strong(one.types, types)]
        found.append(
            PartyMatchup(
                title=row.nickname or species.name,
                name=species.name,
                types=types,
                sprite_url=picture_url(species),
                level=row.current_level,
                hits=_named(hits, team),
                hit_by=_named(hit_by, team),
            )
        )
    return tuple(found)


def _named(found: Sequence[str], team: Sequence[TeamMember]) -> tuple[str, ...]:
    """Each name once; "all of them" for a team of several names when it is all of these."""
    names = tuple(dict.fromkeys(found))
    everybody = {one.name for one in team}
    return ("all of them",) if len(names) > 1 and set(names) == everybody else names


def _starter_type(run: NuzlockeRun) -> str:
    """The type of the starter that was taken, "" while none is logged: teams go by it."""
    taken = run.encounters.filter(route__slug=STARTER_PLACE, pokemon__isnull=False)
    found = taken.order_by("is_bonus", "pk").values_list("pokemon__primary_type", flat=True).first()
    return found if found in STARTER_TYPES else ""


def _card(boss: Boss, result: BossResult | None, correction: RunBoss | None) -> BossCard:
    """The card without a team."""
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
        team=(),
        outcome=result.outcome if result else "",
        outcome_label=result.get_outcome_display() if result else "",
        at=result.at if result else None,
        party=tuple(result.party) if result else (),
        revision=result.revision if result else 0,
        correction_revision=correction.revision if correction else 0,
        own_ace_level=own_level,
        is_in_catalog=boss.is_active,
    )
