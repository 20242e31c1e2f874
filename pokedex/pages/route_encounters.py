"""A route's encounters by method, as curators edit them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from pokedex.methods import group_of
from pokedex.models import EncounterTable, Route, RouteEncounter


@dataclass(frozen=True, slots=True)
class TableLine:
    """An encounter table from which the rows of a method come."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class MethodPart:
    """The encounters by one method. ``sum`` is that of the published rates in percent.

    ``tables`` are those from which the rows are derived; without any they are edited themselves.
    """

    method: str
    name: str
    url: str
    rows: list[RouteEncounter]
    tables: list[TableLine]
    sum: int
    warnings: list[str]


def encounters_by_method(route: Route) -> list[MethodPart]:
    """Return a route's encounters, unpublished ones too, by method. Two queries."""
    rows_of: dict[str, list[RouteEncounter]] = {}
    for row in RouteEncounter.objects.filter(route=route).select_related("pokemon"):
        rows_of.setdefault(row.encounter_method, []).append(row)
    tables_of: dict[str, list[TableLine]] = {}
    for table in EncounterTable.objects.published().filter(route=route):
        rows_of.setdefault(table.encounter_method, [])
        url = reverse("admin:pokedex_encountertable_change", args=[table.pk])
        parts = [table.area, *table.conditions, f"{len(table.pokemon)} Pokémon"]
        words = ", ".join(part for part in parts if part)
        tables_of.setdefault(table.encounter_method, []).append(TableLine(words, url))
    here = reverse("admin:pokedex_route_encounters", args=[route.pk])
    return [
        _part(method, rows, tables_of.get(method, []), here)
        for method, rows in sorted(rows_of.items())
    ]


def _part(
    method: str, rows: list[RouteEncounter], tables: list[TableLine], here: str
) -> MethodPart:
    published = [row for row in rows if row.is_active]
    total = sum(row.encounter_rate or 0 for row in published)
    unknown = sum(row.encounter_rate is None for row in published)
    warnings = []
    if total > 100 and not tables:
        warnings.append(f"The rates sum to {total} %, and no table says how.")
    if unknown and group_of(method).by_chance:
        warnings.append(f"The rate of {unknown} is unknown.")
    return MethodPart(
        method=method,
        name=RouteEncounter(encounter_method=method).get_encounter_method_display(),
        url=f"{here}?{urlencode({'method': method})}",
        rows=rows,
        tables=tables,
        sum=total,
        warnings=warnings,
    )
