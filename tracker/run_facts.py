"""A run as its rules see it: what was met, the bosses, and the document."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db.models import PositiveSmallIntegerField, Value

from pokedex.choices import BossStage as Stage
from pokedex.models import Boss
from tracker.choices import BossOutcome, EncounterStatus, EventKind
from tracker.game_catalog import GameCatalog, catalog_of
from tracker.models import BossResult, Encounter, NuzlockeRun
from tracker.rules.document import DocumentError, RulesDocument, Wipe, read_document
from tracker.rules.facts import Acquisition as AcquisitionWord
from tracker.rules.facts import (
    BossFacts,
    BossKind,
    BossStage,
    Met,
    MissedReason,
    PlaceFacts,
    RunFacts,
    Status,
)
from tracker.rules.history import Entry, History

# The kinds of events in which somebody may have died.
DEATHS = (EventKind.FAINT, EventKind.BOSS, EventKind.EDIT, EventKind.LOG)


@dataclass(frozen=True, slots=True)
class FoughtBoss:
    """A boss as one run has it: ``outcome`` is '' before the fight.

    ``own_ace_level`` is the player's correction.
    """

    boss: Boss
    outcome: str = ""
    own_ace_level: int | None = None

    @property
    def is_won(self) -> bool:
        """Whether the player has won."""
        return self.outcome == BossOutcome.WON

    @property
    def is_of_the_story(self) -> bool:
        """Whether it comes before the end of the story."""
        return self.boss.stage == Stage.STORY


@dataclass(frozen=True, slots=True)
class RunRows:
    """The rows of a run at one moment: all that its rules and its page go by, read once.

    ``encounters`` are with all that they name, counted ones before bonus ones; ``bosses`` in story
    order. ``deaths`` are the payloads that `needs_deaths` asks for, None where they were not read.
    """

    run: NuzlockeRun
    catalog: GameCatalog
    encounters: Sequence[Encounter]
    bosses: Sequence[FoughtBoss]
    history: History
    deaths: Sequence[Any] | None = None

    def encounter(self, key: int) -> Encounter | None:
        """Return the encounter with this primary key, if the run has it."""
        return next((row for row in self.encounters if row.pk == key), None)

    def with_encounter(self, row: Encounter) -> RunRows:
        """Return the rows with this encounter, new or in place of what it was."""
        _name(self.run, [row], self.catalog)
        others = [each for each in self.encounters if each.pk != row.pk]
        both = sorted([*others, row], key=lambda each: (each.is_bonus, each.pk))
        return replace(self, encounters=both)

    def without_encounter(self, key: int) -> RunRows:
        """Return the rows without the encounter that has this primary key."""
        return replace(self, encounters=[row for row in self.encounters if row.pk != key])

    def with_outcome(self, result: BossResult, outcome: str) -> RunRows:
        """Return the rows with this outcome of the fight against a boss, '' for none."""
        outcomes = {each.boss.pk: each.outcome for each in self.bosses} | {result.boss_id: outcome}
        levels = {each.boss.pk: each.own_ace_level for each in self.bosses}
        return replace(self, bosses=_fought(self.catalog, outcomes, levels))

    def followed_by(self, events: Mapping[Entry, Any]) -> RunRows:
        """Return the rows as they are after these events, each with its payload."""
        run = copy.copy(self.run)
        history = self.history.followed_by(*events)
        run.last_event = history.last
        deaths = self.deaths
        if deaths is not None:
            deaths = [*deaths, *(events[each] for each in events if each.kind in DEATHS)]
        return replace(self, run=run, history=history, deaths=deaths)


def rows_of(run: NuzlockeRun) -> RunRows:
    """Read the rows of a run.

    Three queries, and one more when the player has places of his own where something was met;
    some when the catalog has changed.
    """
    catalog = catalog_for(run)
    encounters = encounters_of(run, catalog)
    bosses = fought_bosses(run, catalog)
    if needs_deaths(run, encounters):
        history, deaths = run.events.history_with_payloads(DEATHS)
        return RunRows(run, catalog, encounters, bosses, history, deaths)
    return RunRows(run, catalog, encounters, bosses, run.events.history())


def catalog_for(run: NuzlockeRun) -> GameCatalog:
    """Return the tables of the run's game, by the catalog's revision that was read with the run."""
    if run.last_event is None:
        return catalog_of(run.game)
    return catalog_of(run.game, str(run.catalog_revision or ""))


def fought_bosses(run: NuzlockeRun, catalog: GameCatalog) -> list[FoughtBoss]:
    """The bosses of the run in story order: those published, and those it has fought. One query."""
    results = run.boss_results.order_by().values_list(
        "boss_id", "outcome", Value(None, output_field=PositiveSmallIntegerField())
    )
    corrections = run.bosses.order_by().values_list("boss_id", Value(""), "ace_level")
    outcomes: dict[int, str] = {}
    levels: dict[int, int | None] = {}
    # Without order_by() the next Django sorts both by a column that neither has here.
    for key, outcome, level in results.union(corrections, all=True).order_by():
        if outcome:
            outcomes[key] = outcome
        else:
            levels[key] = level
    return _fought(catalog, outcomes, levels)


def _fought(
    catalog: GameCatalog, outcomes: Mapping[int, str], levels: Mapping[int, int | None]
) -> list[FoughtBoss]:
    return [
        FoughtBoss(boss, outcomes.get(boss.pk, ""), levels.get(boss.pk))
        for boss in catalog.bosses
        if boss.is_active or outcomes.get(boss.pk)
    ]


def encounters_of(run: NuzlockeRun, catalog: GameCatalog) -> list[Encounter]:
    """The encounters of the run with all that they name; counted ones before bonus ones.

    One query, and one more for the places of the player's own where something was met.
    """
    rows = list(run.encounters.order_by("is_bonus", "pk"))
    _name(run, rows, catalog)
    return rows


def _name(run: NuzlockeRun, rows: Sequence[Encounter], catalog: GameCatalog) -> None:
    """Give encounters all that they name; what is there already stays."""
    own = {row.custom_route_id for row in rows if not Encounter.custom_route.is_cached(row)} - {
        None
    }
    places = run.custom_routes.in_bulk(own) if own else {}
    killers = {boss.pk: boss for boss in catalog.bosses}
    known: tuple[tuple[Any, Mapping[int, Any]], ...] = (
        (Encounter.route, catalog.routes),
        (Encounter.custom_route, places),
        (Encounter.pokemon, catalog.pokemon),
        (Encounter.current_pokemon, catalog.pokemon),
        (Encounter.killer_pokemon, catalog.pokemon),
        (Encounter.killer_boss, killers),
    )
    for row in rows:
        for relation, found in known:
            key = getattr(row, relation.field.attname)
            # What the catalog of this process does not have is read when it is asked for.
            if key in found and not relation.is_cached(row):
                relation.field.set_cached_value(row, found[key])


def facts_of(
    run: NuzlockeRun,
    catalog: GameCatalog,
    *,
    encounters: Iterable[Encounter] | None = None,
    bosses: Iterable[FoughtBoss] | None = None,
    names: Mapping[str, str] | None = None,
    deaths: Iterable[Any] | None = None,
) -> RunFacts:
    """Return the facts of a run.

    ``encounters`` with their places, and ``bosses`` are read unless they are given; ``names`` are
    what the run calls its places, by slug, where that is known; ``deaths`` are the payloads of
    the events that `needs_deaths` asks for. Raises ``DocumentError`` when the stored rules are
    none.
    """
    if encounters is None:
        encounters = encounters_of(run, catalog)
    rows = sorted(encounters, key=lambda row: row.pk)
    document = document_of(run)
    fell_in_party: frozenset[str] = frozenset()
    if _asks_who_fell(document, rows):
        fell_in_party = _fell_in_party(_deaths_of(run) if deaths is None else deaths)
    return RunFacts(
        document=document,
        met=tuple(_met(row, catalog, names or {}, fell_in_party) for row in rows),
        bosses=tuple(
            _boss(row) for row in (fought_bosses(run, catalog) if bosses is None else bosses)
        ),
        revives_used=sum(row.revivals for row in rows),
    )


def document_of(run: NuzlockeRun) -> RulesDocument:
    """Return the rules of a run. Raises ``DocumentError`` when what is stored is none."""
    return read_document(run.rules)


def _met(
    row: Encounter, catalog: GameCatalog, names: Mapping[str, str], fell_in_party: frozenset[str]
) -> Met:
    place, key = row.place, str(row.public_id)
    return Met(
        key=key,
        place=PlaceFacts(place.slug, names.get(place.slug, place.name)),
        status=cast(Status, row.status),
        species=catalog.species.get(row.pokemon_id or 0),
        current=catalog.species.get(row.current_pokemon_id or 0),
        nickname=row.nickname,
        acquisition=cast(AcquisitionWord, row.acquisition),
        missed_reason=cast(MissedReason, row.missed_reason),
        is_bonus=row.is_bonus,
        is_shiny=row.shiny,
        level=row.current_level or row.catch_level,
        in_party=row.party_slot is not None
        or (row.status == EncounterStatus.FAINTED and key in fell_in_party),
    )


def _boss(row: FoughtBoss) -> BossFacts:
    return BossFacts(
        key=row.boss.slug,
        name=row.boss.name,
        kind=cast(BossKind, row.boss.kind),
        order=row.boss.order,
        ace_level=row.boss.ace_level,
        stage=cast(BossStage, row.boss.stage),
        is_won=row.is_won,
        own_cap=row.own_ace_level,
    )


def _may_be_a_wipe(rows: Iterable[Encounter]) -> bool:
    """Say whether somebody has died and nobody is in the party."""
    rows = list(rows)
    return any(row.status == EncounterStatus.FAINTED for row in rows) and not any(
        row.party_slot for row in rows
    )


def needs_deaths(run: NuzlockeRun, encounters: Iterable[Encounter]) -> bool:
    """Say whether the rules ask who was in the party when it died, which only events tell."""
    try:
        return _asks_who_fell(document_of(run), encounters)
    except DocumentError:
        return False


def _asks_who_fell(document: RulesDocument, rows: Iterable[Encounter]) -> bool:
    wipe = document.clause(Wipe)
    return wipe.on and wipe.when == "party" and _may_be_a_wipe(rows)


def _deaths_of(run: NuzlockeRun) -> Iterable[Any]:
    return run.events.filter(kind__in=DEATHS).order_by().values_list("payload", flat=True)


def _fell_in_party(payloads: Iterable[Any]) -> frozenset[str]:
    """Return the keys of those that were in the party when they died, as the events tell."""
    fell = set()
    for payload in payloads:
        for change in payload["changes"]:
            before, after = change.get("before") or {}, change.get("after") or {}
            if after.get("status") == EncounterStatus.FAINTED and before.get("party_slot"):
                fell.add(change["id"])
    return frozenset(fell)
