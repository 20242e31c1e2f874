"""Route encounters that come from encounter tables: derived anew when a table changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from pokedex.models import EncounterTable, Pokemon, Route, RouteEncounter
from pokedex.revision import renewed_once
from pokedex.sources.records import DerivedEncounter
from pokedex.sources.stored_tables import KeptTable, Share, best_of_kept

Derived = dict[str, DerivedEncounter]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What deriving has done to a route's encounters by one method, in numbers."""

    written: int = 0
    unpublished: int = 0


@contextmanager
def encounters_following(of: Iterable[tuple[Route, str]]) -> Iterator[None]:
    """Derive the encounters of these routes and methods anew when the block has changed tables.

    The block and what follows from it are one transaction.
    """
    keys = {(route.pk, method): route for route, method in of}
    with transaction.atomic():
        before = {
            (pk, method): kept_tables(route=route, method=method)
            for (pk, method), route in keys.items()
        }
        yield
        known = known_conditions() if keys else set()
        for (pk, method), route in keys.items():
            derive_encounters(route=route, method=method, before=before[pk, method], known=known)


def kept_tables(*, route: Route, method: str) -> list[KeptTable]:
    """Return the published tables of a route and method as the rate rule takes them. 1 query."""
    found = EncounterTable.objects.published().filter(route=route, encounter_method=method)
    return [
        KeptTable(
            table.area, table.availability, table.conditions, [Share(*one) for one in table.pokemon]
        )
        for table in found.order_by("id")
    ]


def known_conditions() -> set[str]:
    """Return every condition that any table of the catalog has. 1 query."""
    lists = (
        EncounterTable.objects.of_the_catalog()
        .order_by()
        .values_list("conditions", flat=True)
        .distinct()
    )
    return {value for values in lists for value in values}


def derive_encounters(
    *, route: Route, method: str, before: Sequence[KeptTable], known: set[str] | None = None
) -> Outcome:
    """Give a route the encounters that its tables of one method give; save those that differ.

    ``before`` are the tables as they were until now, ``known`` the conditions of all tables (else
    they are read here). The conditions of an encounter change only where the rule gives others
    than it gave before. What no table gives any longer is unpublished. Where no table is left, the
    encounters stand alone and stay as they are.
    """
    now = kept_tables(route=route, method=method)
    if not now:
        return Outcome()
    known = known_conditions() if known is None else known
    with transaction.atomic(), renewed_once():
        Route.objects.select_for_update().get(pk=route.pk)
        found = derived_rows(route=route, method=method, before=before, now=now, known=known)
        for row in found.written:
            row.save()
        for row in found.gone:
            row.save(update_fields=["is_active"])
    return Outcome(len(found.written), len(found.gone))


@dataclass(frozen=True, slots=True)
class DerivedRows:
    """Rows that are other than in the database: ``written`` made or changed, ``gone`` retired."""

    written: Sequence[RouteEncounter] = ()
    gone: Sequence[RouteEncounter] = ()


def derived_rows(
    *,
    route: Route,
    method: str,
    before: Sequence[KeptTable],
    now: Sequence[KeptTable],
    known: set[str],
) -> DerivedRows:
    """Return what `derive_encounters` saves, and save nothing. Two queries."""
    derived, former = best_of_kept(now, known), best_of_kept(before, known) if before else {}
    found = RouteEncounter.objects.filter(route=route, encounter_method=method)
    rows = {row.pokemon.slug: row for row in found.select_related("pokemon").order_by("id")}
    for row in rows.values():
        # The history names it, and would ask for it row by row.
        row.route = route
    new = Pokemon.objects.filter(slug__in=derived.keys() - rows.keys())
    for pokemon in new:
        rows[pokemon.slug] = RouteEncounter(route=route, pokemon=pokemon, encounter_method=method)
    written = [rows[slug] for slug in derived if _set(rows[slug], derived[slug], former.get(slug))]
    gone = [row for slug, row in rows.items() if slug not in derived and row.is_active]
    for row in gone:
        row.is_active = False
    return DerivedRows(written, gone)


def _set(row: RouteEncounter, derived: DerivedEncounter, former: DerivedEncounter | None) -> bool:
    conditions = list(derived.conditions)
    if row.pk and former is not None and former.conditions == derived.conditions:
        conditions = row.conditions
    values: dict[str, object] = {
        "encounter_rate": derived.rate,
        "min_level": derived.min_level,
        "max_level": derived.max_level,
        "availability": derived.availability,
        "conditions": conditions,
    }
    # A person may have unpublished it although a table has it; a new share brings it back.
    if former is None:
        values["is_active"] = True
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    # The rule gives what the checks allow, and the database has the last word: asking it about
    # each check before would take most of the time.
    row.clean_fields(exclude={"route", "pokemon"})
    return True
