"""Rows of a custom game, written past the catalog's signals: no history, no new revision of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.utils.text import slugify

from pokedex.loading.content import CONTENT
from pokedex.loading.stored import pointed_to
from pokedex.models import Boss, CatalogRow, Game, Route
from tracker.services.errors import Refused

STEP = 10
_Ordered = TypeVar("_Ordered", Route, Boss)


def store(row: CatalogRow, *names: str) -> None:
    """Write these columns of a row, or of all of its content, if none is named."""
    columns = names or tuple(
        name for name in (*CONTENT[type(row)], "loaded_digest") if name != "game"
    )
    values = {name: getattr(row, name) for name in columns}
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def remove(rows: QuerySet[Any]) -> None:
    """Delete rows that nothing points to."""
    rows.order_by()._raw_delete(DEFAULT_DB_ALIAS)


def refuse_if_used(row: CatalogRow) -> None:
    """Raise ``Refused`` where a run, or a boss, has this row that is to be removed."""
    if pointed_to(type(row), [row.pk], DEFAULT_DB_ALIAS):
        raise Refused(
            f"{row} cannot be removed: a run of this game, or a boss, needs it. Hide it instead."
        )


def put_behind(rows: Sequence[_Ordered], moved: _Ordered, after: _Ordered | None) -> None:
    """Give ``moved`` an order behind ``after``, None: before all, and write it.

    ``rows`` are all of the game in story order, with ``moved`` or without. The others keep their
    orders, for a run keeps where it has put a place by them. Only where there is no room, those
    that follow are pushed back, no more of them than it takes.
    """
    others = [row for row in rows if row.pk != moved.pk]
    at = (
        0
        if after is None
        else 1 + next(number for number, row in enumerate(others) if row.pk == after.pk)
    )
    low = others[at - 1].order if at else 0
    high = others[at].order if at < len(others) else low + 2 * STEP
    moved.order = max((low + high) // 2, low + 1)
    pushed: list[_Ordered] = []
    order = moved.order
    for row in others[at:]:
        if row.order > order:
            break
        order += 1
        row.order = order
        pushed.append(row)
    # From behind: no two bosses of a game ever have the same order.
    for row in reversed(pushed):
        store(row, "order")
    if moved.pk:
        store(moved, "order")


def free_slug(name: str, taken: Iterable[str], *, otherwise: str) -> str:
    """Make a slug of a name that is none of those taken; ``otherwise`` where it has no letters."""
    slugs = set(taken)
    stem = slugify(name)[:70].strip("-") or otherwise
    slug, number = stem, 1
    while slug in slugs:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def own_row(game: Game, model: type[_Ordered], pk: int) -> _Ordered:
    """Return a row of the game as it is now. Raises ``Refused`` when it is gone."""
    row = model._default_manager.filter(game=game, pk=pk).first()
    if row is None:
        raise Refused("This was removed meanwhile.", code="gone")
    row.game = game
    return row


def same(row: Model, values: Mapping[str, object]) -> bool:
    """Say whether a row has these values already."""
    return all(getattr(row, name) == value for name, value in values.items())
