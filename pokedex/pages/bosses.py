"""Bosses: their rows in a game's story, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pokedex.choices import BattleKind, PokemonType
from pokedex.level_caps import BossFact, level_caps
from pokedex.models import Boss, BossPokemon
from pokedex.pages import matchups, wording
from pokedex.pages.matchups import WEAK, Matchup
from pokedex.pictures import picture_url
from pokedex.type_chart import damage_taken, effectiveness, types_of

# As the games offer them; a starter of another type comes after these.
_STARTERS = ("grass", "fire", "water")


@dataclass(frozen=True, slots=True)
class BossRow:
    """A boss in its game's story.

    ``cap`` is the highest level allowed up to this battle and ``cap_after`` the one from then on;
    None is no cap, or none that is known.
    """

    name: str
    slug: str
    kind: str
    kind_label: str
    stage: str
    stage_label: str
    place: str
    specialty: str
    ace_level: int | None
    cap: int | None
    cap_after: int | None
    is_boss: bool = True

    @property
    def kind_and_place(self) -> str:
        """Such as "Rival, Route 103"; a place that says the kind stands alone: "Rustboro Gym"."""
        return wording.kind_and_place(self.kind_label, self.place)

    @property
    def changes_cap(self) -> bool:
        """Whether another cap holds after the battle."""
        return self.cap != self.cap_after


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A Pokémon of a team; what is not known is empty. ``weaknesses`` go by its types alone."""

    name: str
    slug: str
    types: tuple[str, ...]
    sprite_url: str
    level: int
    ability: str
    held_item: str
    moves: tuple[str, ...]
    weaknesses: tuple[Matchup, ...]


@dataclass(frozen=True, slots=True)
class TeamVariant:
    """Pokémon that are used against one of the player's starters, as the ``heading`` says."""

    heading: str
    members: tuple[TeamMember, ...]


@dataclass(frozen=True, slots=True)
class TypeAgainstTeam:
    """A type held against a team: how many of its Pokémon it hits hard, and so on.

    ``threatened_by`` counts those with a type of their own that hits this one hard.
    """

    type: str
    strong_against: int
    resisted_by: int
    without_effect_on: int
    threatened_by: int


@dataclass(frozen=True, slots=True)
class TeamMatchups:
    """Which types to bring against a whole team of ``size`` Pokémon, the best ones first."""

    heading: str
    size: int
    best: tuple[str, ...]
    best_against: int
    types: tuple[TypeAgainstTeam, ...]


@dataclass(frozen=True, slots=True)
class RouteLink:
    """A route, with its page where it has one."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class BossPage:
    """A boss with its team and what to bring against it.

    ``team`` are those that are used in any case, ``variants`` those that come to them.
    """

    boss: BossRow
    game_name: str
    game_slug: str
    generation: int
    number: int
    total: int
    after_route: RouteLink
    battle: str
    note: str
    team: tuple[TeamMember, ...]
    variants: tuple[TeamVariant, ...]
    matchups: tuple[TeamMatchups, ...]
    previous: BossRow | None
    next: BossRow | None

    @property
    def title(self) -> str:
        """The name with place and game: some bosses are fought several times."""
        return ", ".join(filter(None, (self.boss.name, self.boss.place, self.game_name)))


def caps_at(boss: Boss) -> tuple[int | None, int | None] | None:
    """Return the caps up to a battle and after it, None while it is not published. 1 query."""
    rows = boss_rows(list(boss.game.bosses.published().in_story_order()))
    return next(((row.cap, row.cap_after) for row in rows if row.slug == boss.slug), None)


def boss_page(game_slug: str, boss_slug: str) -> BossPage | None:
    """Show a boss, or return None where the game has no such boss. 3 queries."""
    boss = (
        Boss.objects.of_the_catalog()
        .published()
        .filter(game__is_active=True, game__slug=game_slug, slug=boss_slug)
        .select_related("game", "after_route")
        .first()
    )
    return page_of(boss) if boss else None


def page_of(boss: Boss) -> BossPage:
    """Show a published boss that was read with its game and its route. 2 queries."""
    game = boss.game
    rows = boss_rows(list(game.bosses.published().in_story_order()))
    place = next(number for number, row in enumerate(rows) if row.slug == boss.slug)
    team = list(boss.team.published().select_related("pokemon").order_by("slot", "player_starter"))
    route = boss.after_route
    return BossPage(
        boss=rows[place],
        game_name=game.name,
        game_slug=game.slug,
        generation=game.generation,
        number=place + 1,
        total=len(rows),
        after_route=RouteLink(route.name, route.slug if route.is_active else ""),
        battle=str(BattleKind(boss.battle).label) if boss.battle else "",
        note=boss.note,
        team=_members(team, "", game.generation),
        variants=tuple(
            TeamVariant(_if_chosen(starter), _members(team, starter, game.generation))
            for starter in _starters(team)
        ),
        matchups=_matchups(team, game.generation),
        previous=rows[place - 1] if place else None,
        next=rows[place + 1] if place + 1 < len(rows) else None,
    )


def boss_rows(bosses: Sequence[Boss]) -> list[BossRow]:
    """Make the rows of all bosses of a game, which stand in story order."""
    caps = level_caps([BossFact(boss.kind, boss.stage, boss.ace_level) for boss in bosses])
    return [
        BossRow(
            name=boss.name,
            slug=boss.slug,
            kind=boss.kind,
            kind_label=boss.get_kind_display(),
            stage=boss.stage,
            stage_label=wording.stage_label(boss),
            place=boss.place,
            specialty=boss.specialty,
            ace_level=boss.ace_level,
            cap=cap,
            cap_after=cap_after,
        )
        for boss, cap, cap_after in zip(bosses, caps, [*caps[1:], None], strict=False)
    ]


def _starters(team: Iterable[BossPokemon]) -> list[str]:
    """List the starters on which the team depends: none, or several."""
    order = [*_STARTERS, *PokemonType.values]
    return sorted({row.player_starter for row in team} - {""}, key=order.index)


def _if_chosen(starter: str) -> str:
    return f"If you chose the {PokemonType(starter).label} starter"


def _members(team: Iterable[BossPokemon], starter: str, generation: int) -> tuple[TeamMember, ...]:
    return tuple(_member(row, generation) for row in team if row.player_starter == starter)


def _member(row: BossPokemon, generation: int) -> TeamMember:
    types = tuple(row.pokemon.types_in(generation))
    return TeamMember(
        name=row.pokemon.name,
        slug=row.pokemon.slug,
        types=types,
        sprite_url=picture_url(row.pokemon),
        level=row.level,
        ability=row.ability,
        held_item=row.held_item,
        moves=tuple(row.moves),
        weaknesses=matchups.in_words(matchups.by_factor(types, generation), WEAK),
    )


def _matchups(team: Sequence[BossPokemon], generation: int) -> tuple[TeamMatchups, ...]:
    """Hold each type against each team that the player can meet."""
    starters = _starters(team)
    return tuple(
        _team_matchups(
            _if_chosen(starter) if starter else "",
            [
                row.pokemon.types_in(generation)
                for row in team
                if row.player_starter in ("", starter)
            ],
            generation,
        )
        for starter in starters or ([""] if team else [])
    )


def _team_matchups(heading: str, team: Sequence[Sequence[str]], generation: int) -> TeamMatchups:
    taken = [damage_taken(types, generation) for types in team]
    rows = [
        TypeAgainstTeam(
            type=own,
            strong_against=sum(factors[own] > 1 for factors in taken),
            resisted_by=sum(0 < factors[own] < 1 for factors in taken),
            without_effect_on=sum(factors[own] == 0 for factors in taken),
            threatened_by=sum(
                any(effectiveness(attack, own, generation) > 1 for attack in types)
                for types in team
            ),
        )
        for own in types_of(generation)
    ]
    rows.sort(key=_worth)
    best = [row.type for row in rows if row.strong_against and _worth(row) == _worth(rows[0])]
    return TeamMatchups(
        heading=heading,
        size=len(team),
        best=tuple(best),
        best_against=rows[0].strong_against,
        types=tuple(rows),
    )


def _worth(row: TypeAgainstTeam) -> tuple[int, int, int]:
    """Sort by what a type's attacks do to the team, then by how safe who has it is."""
    return (-row.strong_against, row.resisted_by + row.without_effect_on, row.threatened_by)
