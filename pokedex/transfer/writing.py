"""Carrying out a plan: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Model

from pokedex.choices import ChangeSource
from pokedex.history import changed_by, game_of, kept_change, kept_otherwise, values_of
from pokedex.models import CatalogChange, CatalogRow, EncounterTable, Route
from pokedex.revision import catalog_revision, renewed_once
from pokedex.services.table_rates import encounters_following
from pokedex.transfer.files import CSV, JSON, read_file
from pokedex.transfer.plans import NEW, ImportPlan, PlannedRow, plan_import
from pokedex.transfer.resources import CatalogResource
from pokedex.transfer.uploads import Upload

BATCH = 500
# Above every order that a person gives; where rows change places, they step aside first.
ASIDE = 1_000_000_000


class ImportRefused(Exception):
    """The plan cannot be carried out; the message says why. Nothing was written."""


def plan_upload(resource: CatalogResource, upload: Upload) -> ImportPlan:
    """Say what importing a file would do. Raises ``FileRefused`` when it cannot be read."""
    native = upload.file_format == JSON
    sheet = read_file(upload.content, JSON if native else CSV, resource.columns)
    return plan_import(resource, sheet, native=native)


def write_import(*, plan: ImportPlan, user: int) -> list[CatalogRow]:
    """Write what `plan_import` has shown; return the rows that were made or changed.

    Each is in the history as imported by this user, with what follows from encounter tables. The
    catalog gets one new revision. Raises ``ImportRefused`` when the catalog has changed since the
    plan was made, and when the database refuses a row.
    """
    if plan.faults:
        raise ImportRefused("The file has faults.")
    try:
        with (
            transaction.atomic(),
            changed_by(user, source=ChangeSource.IMPORT),
            renewed_once(),
        ):
            return _write(plan)
    except (IntegrityError, DataError, OverflowError, ValidationError) as error:
        raise ImportRefused("The database refused the rows, and nothing was written.") from error


def _write(plan: ImportPlan) -> list[CatalogRow]:
    tables = _affected_tables(plan)
    # In the order of every other writer: routes, then rows, and the revision last.
    list(Route.objects.select_for_update().filter(pk__in={pk for pk, _ in tables}).order_by("pk"))
    stored = _locked(plan)
    if catalog_revision() != plan.revision or len(stored) != plan.changed:
        raise ImportRefused("The catalog has changed meanwhile.")
    routes = Route.objects.select_related("game").in_bulk({pk for pk, _ in tables})
    follow: AbstractContextManager[None] = nullcontext()
    if plan.resource.model is EncounterTable:
        follow = encounters_following((routes[pk], method) for pk, method in sorted(tables))
    with follow:
        return _save(plan, stored)


def _save(plan: ImportPlan, stored: dict[int, Any]) -> list[CatalogRow]:
    rows: list[CatalogRow] = []
    changes = []
    made: dict[str, int] = {}
    with kept_otherwise():
        _step_aside(plan)
        pointed_to = _pointed_to(plan)
        for planned in _parents_first(plan.rows):
            row = stored[planned.pk] if planned.pk else plan.resource.model()
            if planned.parent:
                planned.values["evolves_from"] = made.get(planned.parent)
            for name, value in planned.values.items():
                _set(row, name, value, pointed_to)
            if planned.kind == NEW:
                row.save(force_insert=True)
                after = values_of(row)
                made[planned.cells.get("slug", "")] = row.pk
            else:
                row.save(update_fields=list(planned.values))
                after = planned.values
            rows.append(row)
            changes.append(
                kept_change(
                    plan.resource.model,
                    pk=row.pk,
                    name=str(row),
                    game=game_of(row),
                    source=ChangeSource.IMPORT,
                    before=planned.before,
                    after=after,
                )
            )
    CatalogChange.objects.bulk_create(changes, batch_size=BATCH)
    return rows


def _set(row: Any, name: str, value: Any, pointed_to: dict[type[Model], dict[int, Model]]) -> None:
    field = row._meta.get_field(name)
    if not field.is_relation:
        setattr(row, name, value)
        return
    setattr(row, field.attname, value)
    known = pointed_to.get(field.related_model, {}).get(value)
    if known is not None:
        # Its name is in the history, which would ask for it row by row.
        setattr(row, name, known)


def _affected_tables(plan: ImportPlan) -> set[tuple[int, str]]:
    """Return the routes and methods whose encounters follow from what changes."""
    if plan.resource.model is not EncounterTable:
        return set()
    found = {
        (row.values["route"], row.values["encounter_method"])
        for row in plan.rows
        if row.kind == NEW
    }
    changed = [row.pk for row in plan.rows if row.pk]
    for chunk in _chunks(changed):
        tables = EncounterTable.objects.filter(pk__in=chunk).order_by()
        found |= set(tables.values_list("route", "encounter_method"))
    return found


def _locked(plan: ImportPlan) -> dict[int, Any]:
    """Lock the rows that change, and read them with what their names need."""
    model = plan.resource.model
    joined = {path.rpartition("__")[0] for path in plan.resource.attributes if "__" in path}
    found: dict[int, Any] = {}
    for chunk in _chunks([row.pk for row in plan.rows if row.pk]):
        rows = model._default_manager.select_for_update(of=("self",)).filter(pk__in=chunk)
        found |= {row.pk: row for row in rows.select_related(*joined).order_by("pk")}
    return found


def _pointed_to(plan: ImportPlan) -> dict[type[Model], dict[int, Model]]:
    """Read the rows that new ones point to."""
    found: dict[type[Model], dict[int, Model]] = {}
    for name, (model, _) in plan.resource.references.items():
        wanted = [row.values[name] for row in plan.rows if row.values.get(name)]
        rows = model._default_manager.all()
        if any(field.name == "game" for field in model._meta.fields):
            rows = rows.select_related("game")
        for chunk in _chunks(wanted):
            found.setdefault(model, {}).update(rows.in_bulk(chunk))
    return found


def _step_aside(plan: ImportPlan) -> None:
    """Free the names and orders that rows are about to change: two of them may change places."""
    own = plan.resource.own()
    unique = {own[column] for key in plan.resource.unique for column in key if column in own}
    for row in plan.rows:
        moving = {name for name in unique if name in row.before}
        if row.pk and moving:
            aside: dict[str, object] = {
                name: ASIDE + row.pk if name == "order" else f"moving-{row.pk}" for name in moving
            }
            plan.resource.model._default_manager.filter(pk=row.pk).update(**aside)


def _parents_first(rows: list[PlannedRow]) -> Iterator[PlannedRow]:
    """Give the rows in such an order that each comes after the new one that it points to."""
    new = {row.cells["slug"]: row for row in rows if row.kind == NEW and "slug" in row.cells}
    # By what they are: a JSON file may have all of them on one line.
    done: set[int] = set()
    for row in rows:
        ancestry = [row]
        # Circles have been refused.
        while (parent := new.get(ancestry[-1].parent)) is not None and id(parent) not in done:
            ancestry.append(parent)
        for one in reversed(ancestry):
            if id(one) not in done:
                done.add(id(one))
                yield one


def _chunks(pks: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(set(pks))
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
