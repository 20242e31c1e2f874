"""The rows that are in the database before a load, and what points to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.models import ForeignObjectRel, Model, Q

from pokedex.loading.content import CONTENT

# Below every limit of either database on the values of one statement.
CHUNK = 500


@dataclass(slots=True)
class StoredRow:
    """A row of a catalog table; a foreign key is the other row's primary key."""

    model: type[Model]
    pk: int
    values: dict[str, Any]
    loaded_digest: str

    @property
    def content_digest(self) -> str:
        """Return the digest of its last load, '' when a person made it.

        A game's mark of its files stands behind a full stop.
        """
        return self.loaded_digest.partition(".")[0]


def stored_rows(model: type[Model], scope: Q, using: str) -> list[StoredRow]:
    """Read the rows of a catalog table."""
    names = CONTENT[model]
    # attname: a foreign key as the number that is in the column.
    columns = [model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
    found = (
        model._default_manager.using(using)
        .filter(scope)
        .order_by("pk")
        .values_list("pk", "loaded_digest", *columns)
    )
    return [
        StoredRow(model, pk, dict(zip(names, values, strict=True)), loaded_digest)
        for pk, loaded_digest, *values in found.iterator(chunk_size=2000)
    ]


@contextmanager
def snapshot(using: str) -> Iterator[None]:
    """Let all queries inside see the same state, whatever is written meanwhile.

    Inside of another transaction that one decides what is seen.
    """
    connection = connections[using]
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(using=using):
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def chunks(pks: Collection[int]) -> Iterator[list[int]]:
    """Split primary keys for statements of a bounded size."""
    ordered = sorted(pks)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def pointed_to(model: type[Model], pks: Collection[int], using: str) -> set[int]:
    """Return which of the rows any other row points to, by whatever foreign key there is.

    Rows of the same model that are among ``pks`` do not count. Two queries per relation and
    chunk at most, however many rows there are.
    """
    found: set[int] = set()
    doomed = set(pks)
    while True:
        more = set()
        for relation in _relations(model):
            for chunk in chunks(doomed):
                referrers = relation.related_model._base_manager.using(using).filter(
                    **{f"{relation.field.name}__in": chunk}
                )
                pairs = referrers.values_list(relation.field.attname, "pk")
                same = relation.related_model is model
                more |= {target for target, pk in pairs if not (same and pk in doomed)}
        if not more:
            return found
        found |= more
        doomed -= more


def _relations(model: type[Model]) -> Sequence[ForeignObjectRel]:
    """Return every foreign key of any model to this one, hidden ones too."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if isinstance(field, ForeignObjectRel) and (field.one_to_many or field.one_to_one)
    ]
