"""Who changed what in the catalog, when, from what to what.

Each save and each delete of a catalog row is kept as a `CatalogChange`, by signals, with the user
in whose name `changed_by` says it is done. A load, which passes signals by, hands in what it
changes by itself. Other writing past the signals is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_save

from pokedex.choices import ChangeAct, ChangeSource
from pokedex.models import CREDITS_LENGTH, CatalogChange, CatalogRow

# Not what the row says: its number, the mark of its last load, and how it stands to players' games.
NO_CONTENT = {"id", "loaded_digest", "is_custom", "revision"}
NAME_LENGTH = 250

_by: ContextVar[int | None] = ContextVar("_by", default=None)
_source: ContextVar[ChangeSource] = ContextVar("_source", default=ChangeSource.PERSON)
_credit: ContextVar[str] = ContextVar("_credit", default="")
_signals_rest: ContextVar[bool] = ContextVar("_signals_rest", default=False)
Values = Mapping[str, Any]


class RevertRefused(Exception):
    """A change cannot be taken back; the message says why. Nothing was written."""


@contextmanager
def changed_by(
    user_id: int | None, *, source: ChangeSource = ChangeSource.PERSON
) -> Iterator[None]:
    """Let every change inside be that of this user, by his own hand or from a file."""
    marks = _by.set(user_id), _source.set(source)
    try:
        yield
    finally:
        _by.reset(marks[0])
        _source.reset(marks[1])


@contextmanager
def credited(names: str) -> Iterator[None]:
    """Thank those who reported it for every change inside, by the names that they have chosen."""
    mark = _credit.set(names[:CREDITS_LENGTH])
    try:
        yield
    finally:
        _credit.reset(mark)


@contextmanager
def kept_otherwise() -> Iterator[None]:
    """Keep nothing by signals inside: who writes there hands in what is to be kept."""
    mark = _signals_rest.set(True)
    try:
        yield
    finally:
        _signals_rest.reset(mark)


def keep_each_change() -> None:
    """Keep a `CatalogChange` whenever a row of the catalog is saved or deleted."""
    for model in apps.get_app_config("pokedex").get_models():
        if issubclass(model, CatalogRow):
            name = f"pokedex.history.{model._meta.model_name}"
            pre_save.connect(_before_save, sender=model, dispatch_uid=name)
            post_save.connect(_after_save, sender=model, dispatch_uid=name)
            post_delete.connect(_after_delete, sender=model, dispatch_uid=name)


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return what a row of the model says, column by column."""
    return [field for field in model._meta.concrete_fields if field.name not in NO_CONTENT]


def game_of(row: models.Model) -> str:
    """Return the slug of the game that a row belongs to, '' for rows that all games share."""
    if row._meta.model_name == "game":
        return str(getattr(row, "slug", ""))
    for path in ("game", "route", "boss"):
        parent = getattr(row, path, None)
        if isinstance(parent, models.Model):
            return game_of(parent)
    return ""


def revert(change: CatalogChange) -> CatalogRow:
    """Take a change back: give the row the values from before it, and save it as any other.

    A row that was deleted is made again with its number. One that was added is unpublished: others
    may stand on it by now. Raises ``RevertRefused`` for a row that has gone since or is unpublished
    already, and where the values from before are no longer possible.
    """
    model = _model(change)
    with transaction.atomic():
        row = model._default_manager.select_for_update().filter(pk=change.row_id).first()
        if change.act == ChangeAct.DELETED:
            if row is not None:
                raise RevertRefused("The row is there again.")
            row = model()
            row.pk = change.row_id
        elif row is None:
            raise RevertRefused("The row has been deleted since.")
        elif change.act == ChangeAct.ADDED and not row.is_active:
            raise RevertRefused("It is unpublished already.")
        known = {field.name: field for field in columns(model)}
        for name, value in values_before(change).items():
            if name in known:
                setattr(row, known[name].attname, value)
        try:
            row.full_clean()
        except ValidationError as error:
            raise RevertRefused(" ".join(error.messages)) from error
        row.save()
    return row


def values_before(change: CatalogChange) -> dict[str, Any]:
    """Return the columns that taking a change back gives their values from before."""
    if change.act == ChangeAct.ADDED:
        return {"is_active": False}
    return dict(change.before)


def _model(change: CatalogChange) -> type[CatalogRow]:
    model: type[CatalogRow] = apps.get_model("pokedex", change.row_model)
    return model


def current_values(change: CatalogChange) -> dict[str, Any]:
    """Return what taking a change back would change, as it is now; nothing without the row."""
    model = _model(change)
    names = {field.name: field.attname for field in columns(model)}
    wanted = [name for name in values_before(change) if name in names]
    row = model._base_manager.filter(pk=change.row_id).values(*(names[one] for one in wanted))
    found = row.first()
    return {} if found is None else {name: found[names[name]] for name in wanted}


def kept_change(
    model: type[models.Model],
    *,
    pk: int,
    name: str,
    game: str,
    source: ChangeSource,
    before: Values,
    after: Values,
) -> CatalogChange:
    """Return a change that is not saved yet; the act follows from what there is on either side."""
    act = ChangeAct.CHANGED if before and after else ChangeAct.DELETED
    return CatalogChange(
        by_id=_by.get(),
        source=source,
        act=act if before else ChangeAct.ADDED,
        row_model=str(model._meta.model_name),
        row_id=pk,
        row_name=name[:NAME_LENGTH],
        game=game,
        before=dict(before),
        after=dict(after),
        credit=_credit.get(),
    )


def _before_save(
    sender: type[CatalogRow],
    *,
    instance: CatalogRow,
    using: str,
    raw: bool,
    **kwargs: Any,
) -> None:
    """Remember what the database has; the row itself may have been changed long before."""
    names = {field.attname: field.name for field in columns(sender)}
    stored = None
    if instance.pk is not None:
        found = sender._base_manager.using(using).filter(pk=instance.pk).order_by()
        stored = next(iter(found.values(*names)), None)
    before = {names[attname]: value for attname, value in (stored or {}).items()}
    instance.__dict__["_before_save"] = before


def _after_save(
    sender: type[CatalogRow],
    *,
    instance: CatalogRow,
    using: str,
    update_fields: frozenset[str] | None,
    **kwargs: Any,
) -> None:
    before = instance.__dict__.pop("_before_save", {})
    after = values_of(instance)
    if before:
        written = after.keys() if update_fields is None else update_fields
        changed = {one for one in after if one in written and before[one] != after[one]}
        before = {one: before[one] for one in after if one in changed}
        after = {one: after[one] for one in before}
        if not changed:
            return
    _keep(sender, instance, using, before, after)


def _after_delete(
    sender: type[CatalogRow], *, instance: CatalogRow, using: str, **kwargs: Any
) -> None:
    _keep(sender, instance, using, values_of(instance), {})


def _keep(
    sender: type[CatalogRow], row: CatalogRow, using: str, before: Values, after: Values
) -> None:
    if _signals_rest.get():
        return
    change = kept_change(
        sender,
        pk=row.pk,
        name=str(row) or str(row.pk),
        game=game_of(row),
        source=_source.get(),
        before=before,
        after=after,
    )
    change.save(using=using, force_insert=True)


def values_of(row: CatalogRow) -> dict[str, Any]:
    """Return what a row says, as JSON can hold it; a foreign key is the other row's number."""
    return {
        field.name: field.to_python(getattr(row, field.attname)) for field in columns(type(row))
    }
