"""Encounters that are to be written to a route: first looked at, then written as they were seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from pokedex.models import EncounterTable, Game, Route, RouteEncounter
from pokedex.revision import renewed_once
from pokedex.services.encounter_lines import Proposed

NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one encounter: ``new``, ``changed`` or ``same``, with both sides in words."""

    kind: str
    pokemon: str
    method: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What writing would do. ``refusal`` says why nothing can be written, '' where it can.

    ``mark`` is another one when the rows have changed since: what is written is what was seen.
    """

    rows: list[Planned]
    refusal: str
    mark: str

    @property
    def number(self) -> int:
        """How many rows would be written."""
        return sum(row.kind != SAME for row in self.rows)


class PlanRefused(Exception):
    """The plan cannot be carried out; the message says why. Nothing was written."""


def plan_encounters(route: Route, proposed: Sequence[Proposed]) -> Plan:
    """Say what writing these encounters to a route would do. Two queries."""
    there = _rows(route)
    from_tables = {table.encounter_method: table for table in _tables(route)}
    tabled = sorted(
        {
            from_tables[one.method].get_encounter_method_display()
            for one in proposed
            if one.method in from_tables
        }
    )
    refusal = ""
    if tabled:
        refusal = (
            f"The encounters of {', '.join(tabled)} here come from encounter tables. Edit the "
            "tables; the encounters follow."
        )
    rows = []
    for one in proposed:
        row = there.get((one.pokemon, one.method))
        before = (
            _said(row.encounter_rate, row.min_level, row.max_level, row.is_active) if row else ""
        )
        after = _said(one.rate, one.min_level, one.max_level, True)
        kind = NEW if row is None else SAME if before == after else CHANGED
        label = RouteEncounter(encounter_method=one.method).get_encounter_method_display()
        rows.append(Planned(kind, one.name, label, before, after))
    return Plan(rows, refusal, hashlib.sha256(repr(rows).encode()).hexdigest()[:16])


def write_encounters(
    *, route: Route, proposed: Sequence[Proposed], mark: str
) -> list[RouteEncounter]:
    """Write what `plan_encounters` has shown; return the rows that were made or changed.

    Each is saved through the model. Raises ``PlanRefused`` when the rows have changed since the
    plan with this ``mark`` was shown.
    """
    with transaction.atomic(), renewed_once():
        Route.objects.select_for_update().get(pk=route.pk)
        plan = plan_encounters(route, proposed)
        if plan.refusal:
            raise PlanRefused(plan.refusal)
        if plan.mark != mark:
            raise PlanRefused("The route has changed meanwhile. Look at the preview again.")
        there = _rows(route)
        written = []
        for one, planned in zip(proposed, plan.rows, strict=True):
            if planned.kind == SAME:
                continue
            row = there.get((one.pokemon, one.method)) or RouteEncounter(
                route=route, pokemon_id=one.pokemon, encounter_method=one.method
            )
            row.encounter_rate, row.is_active = one.rate, True
            row.min_level, row.max_level = one.min_level, one.max_level
            row.full_clean()
            row.save()
            written.append(row)
    return written


def counterparts(route: Route) -> list[Route]:
    """Find the same route in the other versions of its game: by source, else by slug. One query."""
    others = (
        Route.objects.of_the_catalog()
        .filter(game__version_group=route.game.version_group)
        .exclude(game=route.game_id)
    )
    others = others.select_related("game").order_by("game")
    found: dict[Game, Route] = {}
    for other in others:
        if route.source_key and other.source_key == route.source_key:
            found[other.game] = other
        elif other.slug == route.slug:
            found.setdefault(other.game, other)
    return list(found.values())


def proposed_from(route: Route) -> list[Proposed]:
    """Return a route's published encounters that stand in no table, to be copied. Two queries."""
    tabled = {table.encounter_method for table in _tables(route)}
    return [
        Proposed(
            row.pokemon_id,
            row.pokemon.name,
            row.encounter_method,
            row.encounter_rate,
            row.min_level,
            row.max_level,
        )
        for row in RouteEncounter.objects.published().filter(route=route).select_related("pokemon")
        if row.encounter_method not in tabled
    ]


def _rows(route: Route) -> dict[tuple[int, str], RouteEncounter]:
    rows = RouteEncounter.objects.filter(route=route)
    return {(row.pokemon_id, row.encounter_method): row for row in rows}


def _tables(route: Route) -> list[EncounterTable]:
    return list(EncounterTable.objects.published().filter(route=route).order_by())


def _said(rate: int | None, low: int | None, high: int | None, is_published: bool) -> str:
    parts = [f"{rate} %" if rate else "no rate"]
    if low is not None:
        parts.append(f"level {low}" if low == high else f"level {low}–{high}")
    return ", ".join([*parts, *([] if is_published else ["unpublished"])])
