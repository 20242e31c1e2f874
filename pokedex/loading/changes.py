"""Keeping what a load changes in the catalog's history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from pokedex.choices import ChangeSource
from pokedex.history import kept_change
from pokedex.loading.content import GAME_OF, REFERS_TO
from pokedex.loading.fixtures import FixtureRow
from pokedex.loading.plan import Plan, Work
from pokedex.loading.stored import chunks
from pokedex.models import CatalogChange, Game

BATCH = 1000


def keep_changes(plan: Plan) -> None:
    """Keep each row that a load has added, changed, retired or deleted, in bulk.

    The first rows of a table are not kept: nothing was there before that could be looked up.
    """
    kept = [change for model, work in plan.work.items() for change in _changes(plan, model, work)]
    CatalogChange.objects.using(plan.using).bulk_create(kept, batch_size=BATCH)


def _changes(plan: Plan, model: type[Model], work: Work) -> Iterator[CatalogChange]:
    for row, stored in work.changed:
        after = _columns(plan, row)
        before = {one: stored.values[one] for one in after if stored.values[one] != after[one]}
        if before:
            yield _kept(model, row.pk or 0, row.name, before, {one: after[one] for one in before})
    if any((work.changed, work.adopted, work.kept, work.unchanged, work.gone, work.others)):
        for row in work.new:
            yield _kept(model, row.pk or 0, row.name, {}, _columns(plan, row))
    published: dict[int, bool] = {}
    for chunk in chunks([stored.pk for stored in work.gone]):
        rows = model._default_manager.using(plan.using).filter(pk__in=chunk)
        published |= rows.values_list("pk", "is_active")
    for stored in work.gone:
        name = plan.name_of(stored)
        if stored.pk not in published:
            yield _kept(model, stored.pk, name, stored.values, {})
        elif stored.values["is_active"] and not published[stored.pk]:
            yield _kept(model, stored.pk, name, {"is_active": True}, {"is_active": False})


def _kept(
    model: type[Model], pk: int, name: str, before: dict[str, Any], after: dict[str, Any]
) -> CatalogChange:
    game = name.partition(" / ")[0] if model is Game or model in GAME_OF else ""
    return kept_change(
        model,
        pk=pk,
        name=name,
        game=game,
        source=ChangeSource.LOAD,
        before=before,
        after=after,
    )


def _columns(plan: Plan, row: FixtureRow) -> dict[str, Any]:
    """Return a row's values with its foreign keys as numbers."""
    references = REFERS_TO[row.model]
    return {
        name: plan.target(row, name).pk if name in references and value else value
        for name, value in row.values.items()
    }
