"""Copying what is met at a route to the same route of another version: seen first, then written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from django.db import transaction

from pokedex.models import EncounterTable, Route, RouteEncounter
from pokedex.revision import renewed_once
from pokedex.services.encounter_lines import share_lines
from pokedex.services.encounter_plans import (
    CHANGED,
    NEW,
    SAME,
    Plan,
    Planned,
    PlanRefused,
    plan_encounters,
    proposed_from,
    write_encounters,
)
from pokedex.services.table_rates import encounters_following

# What a copy takes over; the rest says which table it is.
COPIED = ("availability", "pokemon", "total", "exception", "is_active")
Key = tuple[str, str, tuple[str, ...]]


def plan_copy(route: Route, target: Route) -> Plan:
    """Say what copying the published tables and encounters of a route would do. Six queries.

    What only the target has stays. What follows from the tables is not listed.
    """
    there = _tables(target)
    rows = []
    for key, table in _tables(route).items():
        other = there.get(key)
        if not table.is_active:
            continue
        before = _said(other) if other else ""
        kind = NEW if other is None else SAME if _same(table, other) else CHANGED
        words = ", ".join(["Table", *filter(None, [table.area]), *table.conditions])
        label = table.get_encounter_method_display()
        rows.append(Planned(kind, words, label, before, _said(table)))
    encounters = plan_encounters(target, proposed_from(route))
    mark = hashlib.sha256(f"{rows!r}{encounters.mark}".encode()).hexdigest()[:16]
    return Plan([*rows, *encounters.rows], encounters.refusal, mark)


def write_copy(
    *, route: Route, target: Route, mark: str
) -> Sequence[EncounterTable | RouteEncounter]:
    """Write what `plan_copy` has shown; return the rows that were made or changed.

    Each is saved through the model, and the target's encounters follow from its tables. Raises
    ``PlanRefused`` when either route has changed since the plan with this ``mark`` was shown.
    """
    with transaction.atomic(), renewed_once():
        list(Route.objects.select_for_update().filter(pk__in=[route.pk, target.pk]).order_by("pk"))
        plan = plan_copy(route, target)
        if plan.refusal:
            raise PlanRefused(plan.refusal)
        if plan.mark != mark:
            raise PlanRefused("The routes have changed meanwhile. Look at the preview again.")
        proposed = proposed_from(route)
        encounters = write_encounters(
            route=target, proposed=proposed, mark=plan_encounters(target, proposed).mark
        )
        source, there = _tables(route), _tables(target)
        changed = {
            key: table
            for key, table in source.items()
            if table.is_active and not (key in there and _same(table, there[key]))
        }
        with encounters_following((target, key[0]) for key in changed):
            tables = [_write(table, there.get(key), target) for key, table in changed.items()]
    return [*tables, *encounters]


def _write(table: EncounterTable, other: EncounterTable | None, target: Route) -> EncounterTable:
    copy = other or EncounterTable(
        route=target,
        encounter_method=table.encounter_method,
        area=table.area,
        conditions=table.conditions,
    )
    for name in COPIED:
        setattr(copy, name, getattr(table, name))
    copy.full_clean()
    copy.save()
    return copy


def _tables(route: Route) -> dict[Key, EncounterTable]:
    found: Iterable[EncounterTable] = EncounterTable.objects.filter(route=route).order_by("id")
    return {(one.encounter_method, one.area, tuple(one.conditions)): one for one in found}


def _same(table: EncounterTable, other: EncounterTable) -> bool:
    return all(getattr(table, name) == getattr(other, name) for name in COPIED)


def _said(table: EncounterTable) -> str:
    shares = "; ".join(share_lines(table.pokemon).splitlines())
    return shares if table.is_active else f"{shares} (unpublished)"
