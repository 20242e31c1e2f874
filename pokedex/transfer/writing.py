"""Carrying out a plan: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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
from pokedex.transfer.names import Coming
from pokedex.transfer.plans import NEW, ImportPlan, PlannedRow, plan_import
from pokedex.transfer.resources import CatalogResource
from pokedex.transfer.uploads import Upload

BATCH = 500
# Above every order that a person gives; where rows change places, they step aside first.
ASIDE = 1_000_000_000
# The rows that an import makes, by what names them.
Made = dict[Coming, CatalogRow]


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
    return write_together(plans=[plan], user=user)


def write_together(*, plans: Sequence[ImportPlan], user: int | None) -> list[CatalogRow]:
    """Write several plans that were made against one revision, as `write_import` writes one.

    A plan may point to rows that those before it make. ``user`` is None for a command.
    """
    if any(plan.faults for plan in plans):
        raise ImportRefused("The file has faults.")
    try:
        with (
            transaction.atomic(),
            changed_by(user, source=ChangeSource.IMPORT),
            renewed_once(),
        ):
            return _write(plans)
    except (IntegrityError, DataError, OverflowError, ValidationError) as error:
        raise ImportRefused("The database refused the rows, and nothing was written.") from error


def _write(plans: Sequence[ImportPlan]) -> list[CatalogRow]:
    tables = {one for plan in plans for one in _affected_tables(plan)}
    # In the order of every other writer: routes, then rows, and the revision last.
    list(Route.objects.select_for_update().filter(pk__in={pk for pk, _ in tables}).order_by("pk"))
    stored = [_locked(plan) for plan in plans]
    is_as_planned = all(len(rows) == plan.changed for plan, rows in zip(plans, stored, strict=True))
    if not is_as_planned or {plan.revision for plan in plans} != {catalog_revision()}:
        raise ImportRefused("The catalog has changed meanwhile.")
    routes = Route.objects.select_related("game").in_bulk({pk for pk, _ in tables})
    made: Made = {}
    rows: list[CatalogRow] = []
    with encounters_following((routes[pk], method) for pk, method in sorted(tables)):
        for plan, found in zip(plans, stored, strict=True):
            rows += _save(plan, found, made)
    return rows


def _save(plan: ImportPlan, stored: dict[int, Any], made: Made) -> list[CatalogRow]:
    model = plan.resource.model
    rows: list[CatalogRow] = []
    with kept_otherwise():
        _step_aside(plan)
        pointed_to = _pointed_to(plan)
        for planned in plan.rows:
            row = stored[planned.pk] if planned.pk else model()
            rows.append(row)
            if planned.kind == NEW:
                made[Coming(model, planned.key)] = row
        for planned, row in zip(plan.rows, rows, strict=True):
            for name, value in planned.values.items():
                _set(row, name, value, pointed_to, made)
        _insert(plan, made)
        for planned, row in zip(plan.rows, rows, strict=True):
            if planned.kind != NEW:
                row.save(update_fields=list(planned.values))
    changes = [
        kept_change(
            model,
            pk=row.pk,
            name=str(row),
            game=game_of(row),
            source=ChangeSource.IMPORT,
            before=planned.before,
            after=_after(planned, row),
        )
        for planned, row in zip(plan.rows, rows, strict=True)
    ]
    CatalogChange.objects.bulk_create(changes, batch_size=BATCH)
    return rows


def _after(planned: PlannedRow, row: Any) -> dict[str, Any]:
    """Return what the history keeps of a row: all of a new one, else what was written."""
    values = values_of(row)
    return values if planned.kind == NEW else {name: values[name] for name in planned.values}


def _set(
    row: Any, name: str, value: Any, pointed_to: dict[type[Model], dict[int, Model]], made: Made
) -> None:
    field = row._meta.get_field(name)
    if not field.is_relation:
        setattr(row, name, value)
    elif isinstance(value, Coming):
        setattr(row, name, made[value])
    else:
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
        if row.kind == NEW and not isinstance(row.values["route"], Coming)
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
        values = (row.values.get(name) for row in plan.rows)
        wanted = [one for one in values if one and not isinstance(one, Coming)]
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


def _insert(plan: ImportPlan, made: Made) -> None:
    """Write the new rows, each after the new one that it points to."""
    waiting = [row for row in plan.rows if row.kind == NEW]
    # Circles have been refused, so that each round writes some.
    while waiting:
        ready: list[PlannedRow] = []
        later: list[PlannedRow] = []
        for row in waiting:
            (later if _waits(row, made) else ready).append(row)
        model = plan.resource.model
        rows = [made[Coming(model, row.key)] for row in ready]
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        waiting = later


def _waits(planned: PlannedRow, made: Made) -> bool:
    """Say whether a row points to one that is not written yet."""
    return any(isinstance(one, Coming) and not made[one].pk for one in planned.values.values())


def _chunks(pks: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(set(pks))
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
