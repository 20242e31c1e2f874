"""The rows of the run page: places with what was met there, and bosses in line with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from pokedex.choices import BossKind, BossStage
from pokedex.conditions import in_words
from pokedex.models import Pokemon, RouteEncounter
from pokedex.pages import wording
from pokedex.pictures import picture_url
from tracker.choices import BossOutcome, EncounterStatus
from tracker.models import Encounter
from tracker.pages.bosses import BossCard
from tracker.pages.outlook import OpenPlace
from tracker.run_facts import FoughtBoss

_WITH_A_BADGE = frozenset({BossKind.GYM, BossKind.TRIAL})
# Looked up a hundred times for a page: Django's get_..._display makes such a mapping each time.
_KINDS = dict(BossKind.choices)
_STATUSES = dict(EncounterStatus.choices)


class Mode(StrEnum):
    """What a row of the run page is open for."""

    LOG = "log"
    EDIT = "edit"
    FAINT = "faint"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet a Pokémon at a route, in the words of the catalog's own pages.

    ``rate`` and ``levels`` are empty where they mean nothing or are not known; ``note`` says under
    which conditions the rate holds.
    """

    method: str
    rate: str
    levels: str
    note: str


@dataclass(frozen=True, slots=True)
class Option:
    """A Pokémon that can be chosen in an open row."""

    slug: str
    name: str
    national_dex: int
    types: tuple[str, ...]
    sprite_url: str
    ways: tuple[Way, ...] = ()
    chance: str = ""
    verdicts: tuple[str, ...] = ()
    is_legal: bool = True


@dataclass(frozen=True, slots=True)
class LoggedEncounter:
    """An encounter as its row shows it: ``pokemon`` as it was met, ``today`` as it is now."""

    public_id: uuid.UUID
    pokemon: Option | None
    nickname: str
    status: str
    status_label: str
    catch_level: int | None
    faint_level: int | None
    faint_cause: str
    missed_reason: str
    is_bonus: bool
    in_table: bool
    revision: int
    today: Option | None = None
    level: int | None = None
    party_slot: int | None = None
    bonus_reason: str = ""
    override_reason: str = ""
    killers: tuple[str, ...] = ()
    epitaph: str = ""

    @property
    def is_alive(self) -> bool:
        """Whether it can still faint."""
        return self.status == EncounterStatus.CAUGHT

    @property
    def species(self) -> str:
        """What it is now; '' where nothing was met."""
        return self.today.name if self.today else ""

    @property
    def title(self) -> str:
        """The nickname, or the species, or what became of it."""
        if self.nickname:
            return self.nickname
        return self.pokemon.name if self.pokemon else self.status_label

    @property
    def last_level(self) -> int | None:
        """The level it has, or had when it fainted, as far as that is known."""
        return self.faint_level or self.level or self.catch_level


@dataclass(frozen=True, slots=True)
class OpenRow:
    """What stands in the one row that is open."""

    mode: Mode
    encounter: LoggedEncounter | None = None
    options: tuple[Option, ...] = ()
    suggestions: tuple[Option, ...] = ()
    offers_bonus: bool = False
    # Nicknames that nobody in the run has had yet.
    ideas: tuple[str, ...] = ()
    odds: OpenPlace = field(default_factory=OpenPlace)

    @property
    def is_spoken_against(self) -> bool:
        """Whether a clause speaks against one of the Pokémon that can be chosen."""
        return any(not option.is_legal for option in self.options)


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the run."""

    slug: str
    name: str
    stage: str
    stage_label: str
    is_retired: bool
    species: int
    encounters: tuple[LoggedEncounter, ...]
    open: OpenRow | None = None
    is_own: bool = False
    hidden: bool = False
    outlook: str = ""
    is_boss: ClassVar[bool] = False

    @property
    def anchor(self) -> str:
        """The id of the row on the page."""
        return f"place-{self.slug}"

    @property
    def is_done(self) -> bool:
        """Whether its counted encounter is logged, and not only postponed."""
        return any(
            not encounter.is_bonus and encounter.status != EncounterStatus.POSTPONED
            for encounter in self.encounters
        )

    @property
    def types(self) -> tuple[str, ...]:
        """The types of all that was met here, each once."""
        met = [one.today.types for one in self.encounters if one.today]
        return tuple(dict.fromkeys(each for types in met for each in types))

    @property
    def picture(self) -> Option | None:
        """Whose picture stands in the closed row, where the site itself has it."""
        first = self.encounters[0].today if self.encounters and not self.open else None
        return first if first and first.sprite_url.startswith("/") else None

    @property
    def other_types(self) -> tuple[str, ...]:
        """The types that neither the picture nor the open row shows."""
        shown = self.picture.types if self.picture else ()
        return () if self.open else tuple(each for each in self.types if each not in shown)

    @property
    def words(self) -> tuple[str, ...]:
        """What it can be found by."""
        met = (
            (one.nickname, one.species, one.pokemon.name if one.pokemon else "", one.status_label)
            for one in self.encounters
        )
        state = () if self.is_done else ("Open",)
        return (self.name, *(each for names in met for each in names), *self.types, *state)


@dataclass(frozen=True, slots=True)
class BossRow:
    """A boss in line with the places; ``level`` is that of its strongest Pokémon, if known.

    ``gives_badge`` is true of gyms and trials. ``open`` is its team and what is known of the
    fight, where its row is open.
    """

    slug: str
    name: str
    kind: str
    place: str
    specialty: str
    level: int | None
    outcome: str
    outcome_label: str
    is_next: bool
    gives_badge: bool = False
    is_postgame: bool = False
    open: BossCard | None = None
    is_boss: ClassVar[bool] = True

    @property
    def anchor(self) -> str:
        """The id of the row on the page."""
        return f"boss-{self.slug}"

    @property
    def is_done(self) -> bool:
        """Whether the battle is won."""
        return self.outcome == BossOutcome.WON

    @property
    def words(self) -> tuple[str, ...]:
        """What it can be found by."""
        return (self.name, self.kind, self.place, self.specialty, self.outcome_label or "Open")


def boss_row(fought: FoughtBoss, *, is_next: bool) -> BossRow:
    """Return the closed row of a boss."""
    boss = fought.boss
    return BossRow(
        slug=boss.slug,
        name=boss.name,
        kind=_KINDS[boss.kind],
        place=boss.place,
        specialty=boss.specialty,
        level=fought.own_ace_level or boss.ace_level,
        outcome=fought.outcome,
        outcome_label=str(BossOutcome(fought.outcome).label) if fought.outcome else "",
        is_next=is_next,
        gives_badge=boss.kind in _WITH_A_BADGE,
        is_postgame=boss.stage == BossStage.POSTGAME,
    )


def logged(encounter: Encounter, generation: int, *, in_table: bool) -> LoggedEncounter:
    """Return an encounter, which has all that it names, as its row shows it."""
    met, today = encounter.pokemon, encounter.species
    as_met = option(met, generation) if met else None
    return LoggedEncounter(
        public_id=encounter.public_id,
        pokemon=as_met,
        nickname=encounter.nickname,
        status=encounter.status,
        status_label=_STATUSES[encounter.status],
        catch_level=encounter.catch_level,
        faint_level=encounter.faint_level,
        faint_cause=encounter.faint_cause,
        missed_reason=encounter.get_missed_reason_display() if encounter.missed_reason else "",
        is_bonus=encounter.is_bonus,
        in_table=in_table,
        revision=encounter.revision,
        today=option(today, generation) if today and today is not met else as_met,
        level=encounter.current_level,
        party_slot=encounter.party_slot,
        bonus_reason=encounter.get_bonus_reason_display() if encounter.bonus_reason else "",
        override_reason=encounter.override_reason,
        killers=tuple(
            killer.name for killer in (encounter.killer_pokemon, encounter.killer_boss) if killer
        ),
        epitaph=encounter.epitaph,
    )


def options_of(met: Iterable[RouteEncounter], generation: int) -> tuple[Option, ...]:
    """Return what a route's table offers, each once with all its ways, by method and rate."""
    ways: dict[int, tuple[Way, ...]] = {}
    species: dict[int, Pokemon] = {}
    for row in sorted(met, key=_table_order):
        species.setdefault(row.pokemon_id, row.pokemon)
        ways[row.pokemon_id] = (*ways.get(row.pokemon_id, ()), _way(row))
    return tuple(option(pokemon, generation, ways[key]) for key, pokemon in species.items())


def option(pokemon: Pokemon, generation: int, ways: Sequence[Way] = ()) -> Option:
    """Return a Pokémon as a game of ``generation`` has it."""
    return Option(
        slug=pokemon.slug,
        name=pokemon.name,
        national_dex=pokemon.national_dex,
        types=tuple(pokemon.types_in(generation)),
        sprite_url=picture_url(pokemon),
        ways=tuple(ways),
    )


def _table_order(row: RouteEncounter) -> tuple[int, int, int]:
    return (
        wording.METHOD_ORDER[row.encounter_method],
        -(row.encounter_rate or 0),
        row.pokemon.national_dex,
    )


def _way(row: RouteEncounter) -> Way:
    availability = wording.availability(row).lower()
    return Way(
        method=row.get_encounter_method_display(),
        rate=wording.rate(row),
        levels=wording.levels(row),
        note=", ".join([*filter(None, [availability]), *in_words(row.conditions)]),
    )
