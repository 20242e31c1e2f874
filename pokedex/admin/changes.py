"""The catalog's history in the back office: all changes, and taking one back."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from pokedex.admin.records import RecordAdmin
from pokedex.history import RevertRefused, revert
from pokedex.models import CatalogChange, EncounterTable, Route
from pokedex.pages.changes import change_in_words, reverting
from pokedex.services.table_rates import encounters_following


@admin.register(CatalogChange)
class CatalogChangeAdmin(RecordAdmin):
    """Who changed what; nobody adds, edits or deletes a change."""

    list_display = ("row_name", "act", "row_model", "game", "source", "by", "at")
    list_filter = ("source", "act", "row_model", "game")
    list_select_related = ("by",)
    search_fields = ("row_name", "game")
    own_page = "pokedex_revert"
    # Which user did it is seen by name only; the list of users is not a curator's.
    fields = ("row_name", "act", "row_model", "game", "source", "at")

    def has_change_permission(self, request: HttpRequest, obj: CatalogChange | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the page that takes a change back."""
        view = self.admin_site.admin_view(self.revert)
        return [path("<int:pk>/revert/", view, name="pokedex_revert"), *super().get_urls()]

    def revert(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what a change did and what taking it back would do; take it back by POST."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        change = get_object_or_404(CatalogChange.objects.select_related("by"), pk=pk)
        rows_admin = next(
            (
                one
                for model, one in self.admin_site._registry.items()
                if model._meta.label_lower == f"pokedex.{change.row_model}"
            ),
            None,
        )
        may_revert = rows_admin is not None and rows_admin.has_change_permission(request)
        status = 200
        if request.method == "POST":
            if rows_admin is None or not may_revert:
                raise PermissionDenied
            try:
                with encounters_following(_tables_of(change)):
                    row = revert(change)
            except RevertRefused as refused:
                self.message_user(request, f"Nothing was changed. {refused}", messages.ERROR)
                status = 422
            else:
                rows_admin.log_change(request, row, f"Took back the change {change.pk}.")
                self.message_user(request, f"“{row}” is as it was before that change.")
                return redirect(f"admin:pokedex_{change.row_model}_change", row.pk)
        words = change_in_words(change)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{change}",
            "change": words,
            "plan": reverting(change),
            "may_revert": may_revert,
        }
        return TemplateResponse(request, "admin/pokedex/revert.html", context, status=status)


def _tables_of(change: CatalogChange) -> list[tuple[Route, str]]:
    """Return which routes and methods a change of an encounter table is about."""
    if change.row_model != EncounterTable._meta.model_name:
        return []
    table = EncounterTable.objects.filter(pk=change.row_id).first()
    routes = {side["route"] for side in (change.before, change.after) if "route" in side}
    methods = {
        side["encounter_method"]
        for side in (change.before, change.after)
        if "encounter_method" in side
    }
    if table is not None:
        routes.add(table.route_id)
        methods.add(table.encounter_method)
    found = Route.objects.filter(pk__in=routes)
    return [(route, method) for route in found for method in sorted(methods)]
