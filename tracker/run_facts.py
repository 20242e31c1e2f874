"""A run as its rules see it: what was met, the bosses, and the document, read in three queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from tracker.choices import BossOutcome, EncounterStatus, EventKind
from tracker.game_catalog import GameCatalog
from tracker.models import Encounter, NuzlockeRun
from tracker.querysets import bosses_with_results
from tracker.rules.document import RulesDocument, Wipe, read_document
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

_DEATHS = (EventKind.FAINT, EventKind.BOSS, EventKind.EDIT, EventKind.LOG)


def facts_of(
    run: NuzlockeRun,
    catalog: GameCatalog,
    *,
    encounters: Iterable[Encounter] | None = None,
    bosses: Iterable[Any] | None = None,
    names: Mapping[str, str] | None = None,
) -> RunFacts:
    """Return the facts of a run.

    ``encounters`` with their places, and ``bosses`` with their results, are read unless they are
    given; ``names`` are what the run calls its places, by slug, where that is known. Raises
    ``DocumentError`` when the stored rules are none.
    """
    if encounters is None:
        encounters = run.encounters.select_related("route", "custom_route")
    rows = sorted(encounters, key=lambda row: row.pk)
    document = document_of(run)
    wipe = document.clause(Wipe)
    by_party = wipe.on and wipe.when == "party" and _may_be_a_wipe(rows)
    fell_in_party = _fell_in_party(run) if by_party else frozenset()
    return RunFacts(
        document=document,
        met=tuple(_met(row, catalog, names or {}, fell_in_party) for row in rows),
        bosses=tuple(
            _boss(row) for row in (bosses_with_results(run) if bosses is None else bosses)
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


def _boss(row: Any) -> BossFacts:
    return BossFacts(
        key=row.slug,
        name=row.name,
        kind=cast(BossKind, row.kind),
        order=row.order,
        ace_level=row.ace_level,
        stage=cast(BossStage, row.stage),
        is_won=row.outcome == BossOutcome.WON,
        own_cap=row.own_ace_level,
    )


def _may_be_a_wipe(rows: Iterable[Encounter]) -> bool:
    """Say whether somebody has died and nobody is in the party."""
    rows = list(rows)
    return any(row.status == EncounterStatus.FAINTED for row in rows) and not any(
        row.party_slot for row in rows
    )


def _fell_in_party(run: NuzlockeRun) -> frozenset[str]:
    """Return the keys of those that were in the party when they died, as the events tell."""
    fell = set()
    events = run.events.filter(kind__in=_DEATHS).order_by("sequence")
    for payload in events.values_list("payload", flat=True):
        for change in payload["changes"]:
            before, after = change.get("before") or {}, change.get("after") or {}
            if after.get("status") == EncounterStatus.FAINTED and before.get("party_slot"):
                fell.add(change["id"])
    return frozenset(fell)
