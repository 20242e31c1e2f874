"""What the admin of every catalog model has: publishing in bulk, and deletes that are safe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Field, ForeignObjectRel, Model, QuerySet, URLField
from django.db.models.deletion import CASCADE
from django.http import HttpRequest, HttpResponse

from pokedex.admin.transfer import TransferMixin
from pokedex.models import CatalogRow
from pokedex.pages.changes import LastChange, changes_of, last_changes
from pokedex.querysets import of_the_catalog
from pokedex.revision import renewed_once

# "example.org/a.png" typed without a scheme means https, the only one the database takes.
HTTPS_ASSUMED: dict[type[Field[Any, Any]], dict[str, Any]] = {URLField: {"assume_scheme": "https"}}
# Each row is saved by itself, so that what listens to saves hears of it.
MOST_AT_ONCE = 1000


class CatalogChangeList(ChangeList):
    """A list that knows when each row on it last changed."""

    def get_results(self, request: HttpRequest) -> None:
        """Read the last change of each row of the page with one query."""
        super().get_results(request)
        rows = list(self.result_list)
        found = last_changes(self.model, [row.pk for row in rows])
        for row in rows:
            row.__dict__["_last_change"] = found.get(row.pk)


class CatalogGameFilter(admin.RelatedFieldListFilter):
    """The games of the catalog, without those that players have made."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[Any, Any]]:
        """List the games of the catalog."""
        choices: list[tuple[Any, Any]] = field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={"is_custom": False},
        )
        return choices


class CatalogAdmin(TransferMixin, admin.ModelAdmin):  # type: ignore[type-arg]  # in stubs only
    """Rows that can be published, unpublished, sent as files and, with nothing on them, deleted."""

    actions = ("publish", "unpublish", "export_csv", "export_json")
    object_history_template = "admin/pokedex/row_history.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out what is of games that players have made: it is their business."""
        return of_the_catalog(super().get_queryset(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Let nothing of the catalog point to what is of players' games."""
        kwargs.setdefault(
            "queryset", of_the_catalog(db_field.remote_field.model._default_manager.all())
        )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Say in the list when each row last changed."""
        return CatalogChangeList

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Put the last change behind the columns of each list."""
        return [*super().get_list_display(request), "last_change"]

    @admin.display(description="last change")
    def last_change(self, row: CatalogRow) -> str:
        """When the row last changed, and who did it; nothing for what was only ever loaded."""
        found: LastChange | None = row.__dict__.get("_last_change")
        if found is None:
            return ""
        return f"{found.at:%Y-%m-%d}{f' by {found.by}' if found.by else ''}"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what was changed from what to what, with a way back."""
        row = self.get_object(request, unquote(object_id))
        changes = changes_of(self.model, row.pk) if row is not None else []
        return super().history_view(
            request, object_id, {**(extra_context or {}), "changes": changes}
        )

    @admin.action(
        permissions=["change"], description="Publish the selected %(verbose_name_plural)s"
    )
    def publish(self, request: HttpRequest, rows: QuerySet[CatalogRow]) -> None:
        """Show the rows to players."""
        self.set_published(request, rows, is_active=True)

    @admin.action(
        permissions=["change"], description="Unpublish the selected %(verbose_name_plural)s"
    )
    def unpublish(self, request: HttpRequest, rows: QuerySet[CatalogRow]) -> None:
        """Take the rows out of the catalog's pages; runs that use them keep them."""
        self.set_published(request, rows, is_active=False)

    def set_published(
        self, request: HttpRequest, rows: QuerySet[CatalogRow], *, is_active: bool
    ) -> None:
        """Publish or unpublish rows, each saved by itself; more than 1,000 are refused."""
        changing = rows.filter(is_active=not is_active)
        number = changing.count()
        if number > MOST_AT_ONCE:
            message = f"That would change {number:,} rows. Choose at most {MOST_AT_ONCE:,} at once."
            self.message_user(request, message, messages.ERROR)
            return
        with transaction.atomic(), renewed_once():
            for row in changing:
                row.is_active = is_active
                row.save(update_fields=["is_active"])
                self.log_change(request, row, [{"changed": {"fields": ["published"]}}])
        noun = self.opts.verbose_name if number == 1 else self.opts.verbose_name_plural
        done = "published" if is_active else "unpublished"
        self.message_user(request, f"{number} {noun} {done}.")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """Count what a delete would take along, and what forbids it.

        Django would name every row, with them the nicknames and runs of players, which are none
        of a curator's business.
        """
        rows = list(objs)
        followers, holders = _count_referrers(self.model, [row.pk for row in rows])
        lacking = {
            str(model._meta.verbose_name)
            for model in (self.model, *followers)
            if not self._may_delete(request, model)
        }
        lines = [str(row) for row in rows] + [_counted(*item) for item in followers.items()]
        counts = {
            str(model._meta.verbose_name_plural): number
            for model, number in {self.model: len(rows), **followers}.items()
        }
        return lines, counts, lacking, [_counted(*item) for item in holders.items()]

    def _may_delete(self, request: HttpRequest, model: type[Model]) -> bool:
        other = self.admin_site._registry.get(model)
        if other is not None:
            return other.has_delete_permission(request)
        user: Any = request.user
        return bool(user.has_perm(f"{model._meta.app_label}.delete_{model._meta.model_name}"))


def _count_referrers(
    model: type[Model], pks: Iterable[int]
) -> tuple[dict[type[Model], int], dict[type[Model], int]]:
    """Count the rows that would be deleted too, and those that forbid the delete, by model."""
    chosen = list(pks)
    followers: dict[type[Model], int] = {}
    holders: dict[type[Model], int] = {}
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.many_to_many:
            continue
        other = relation.related_model
        found = other._base_manager.filter(**{f"{relation.field.name}__in": chosen})
        if other is model:
            found = found.exclude(pk__in=chosen)
        number = found.count()
        if number:
            counts = followers if relation.on_delete is CASCADE else holders
            counts[other] = counts.get(other, 0) + number
    return followers, holders


def _counted(model: type[Model], number: int) -> str:
    noun = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
    return f"{number:,} {noun}"
