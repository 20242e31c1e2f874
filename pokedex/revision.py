"""Which catalog this is: a value that is another one after every change.

Pages are cached by it (`pokedex.caching`). A catalog load renews it in its own transaction; saving
and deleting rows one by one, as the admin and the shell do, renews it by signals. What writes past
the signals, such as ``QuerySet.update()`` in the shell, has to call ``renew_revision()``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

from pokedex.models import CatalogRevision, CatalogRow

_signals_wait: ContextVar[bool] = ContextVar("_signals_wait", default=False)


def catalog_revision() -> str:
    """Return the present revision, or '' where nothing was ever changed. 1 query.

    Who keeps a page under a revision reads the revision first and the rows after it. The rows are
    then at least as new as the revision; the other way round, old rows could be kept as new ones.
    """
    value = CatalogRevision.objects.filter(pk=CatalogRevision.ONLY).values_list("value", flat=True)
    return str(value.first() or "")


def renew_revision(using: str = DEFAULT_DB_ALIAS) -> None:
    """Give the catalog another revision: one query, in the transaction that is open, if any."""
    CatalogRevision.objects.using(using).bulk_create(
        [CatalogRevision(id=CatalogRevision.ONLY)],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["value"],
    )


@contextmanager
def renewed_once(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Renew the revision at the end of the block instead of with each row in it.

    To be entered inside of a transaction that writes many rows: its lock on the revision, which
    every curator's save waits for, is then held for the COMMIT alone. Inside of another such block
    that one renews it.
    """
    if _signals_wait.get():
        yield
        return
    mark = _signals_wait.set(True)
    try:
        yield
    finally:
        _signals_wait.reset(mark)
    renew_revision(using)


def renew_with_each_change() -> None:
    """Renew the revision whenever a row of any other model of the catalog is saved or deleted."""
    for model in apps.get_app_config("pokedex").get_models():
        if issubclass(model, CatalogRow):
            name = f"pokedex.renew_revision.{model._meta.model_name}"
            post_save.connect(_changed, sender=model, dispatch_uid=name)
            post_delete.connect(_changed, sender=model, dispatch_uid=name)


def _changed(sender: type[Model], *, using: str, **kwargs: Any) -> None:
    if not _signals_wait.get():
        renew_revision(using)
