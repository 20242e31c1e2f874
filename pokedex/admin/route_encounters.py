"""What is met where, in the back office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from pokedex.admin.base import CatalogAdmin, CatalogGameFilter
from pokedex.models import EncounterTable, RouteEncounter


class RateFilter(admin.SimpleListFilter):
    """Whether the rate is known, of those that have one."""

    title = "rate"
    parameter_name = "rate"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[RouteEncounter]
    ) -> Iterable[tuple[str, str]]:
        return [("unknown", "Unknown")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[RouteEncounter]:
        if self.value() != "unknown":
            return queryset
        return queryset.filter(pk__in=RouteEncounter.objects.of_unknown_rate().values("pk"))


class RouteEncounterForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in stubs only
    """A row that stands alone; what tables give is edited there."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a route and method that have tables: the next edit of one would overrule it."""
        cleaned = super().clean()
        method, route = self.cleaned_data.get("encounter_method"), self.cleaned_data.get("route")
        if method and route and _tables(route.pk, method).exists():
            raise forms.ValidationError(
                "What is met here by this method comes from encounter tables. Add it to a table."
            )
        return cleaned


@admin.register(RouteEncounter)
class RouteEncounterAdmin(CatalogAdmin):
    """What is met where."""

    form = RouteEncounterForm
    list_display = (
        "pokemon",
        "route",
        "game",
        "encounter_method",
        "encounter_rate",
        "min_level",
        "max_level",
        "availability",
        "is_active",
    )
    list_filter = (
        "is_active",
        RateFilter,
        "availability",
        "encounter_method",
        ("route__game", CatalogGameFilter),
    )
    list_select_related = ("route__game", "pokemon")
    search_fields = ("pokemon__name", "route__name", "route__game__name")
    # A route by the list in a window of its own: 36 games have a Route 1, the list tells which.
    raw_id_fields = ("route",)
    autocomplete_fields = ("pokemon",)
    # Sorted by the row's own number: the model's order would sort 38,000 rows by three tables.
    ordering = ("id",)
    show_full_result_count = False

    @admin.display(ordering="route__game")
    def game(self, encounter: RouteEncounter) -> str:
        """The route's game."""
        return encounter.route.game.name

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Let nobody edit by hand what tables give; they can be unpublished from the list."""
        if obj is None or not _tables(obj.route_id, obj.encounter_method).exists():
            return ()
        columns = [field.name for field in self.opts.fields if field.editable]
        return ("comes_from", *(name for name in columns if name != "id"))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse what the next edit of its table would bring back."""
        if obj is not None and _tables(obj.route_id, obj.encounter_method).exists():
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description="derived")
    def comes_from(self, encounter: RouteEncounter) -> str:
        """Say that the row is derived, with the tables that it comes from."""
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            (
                (reverse("admin:pokedex_encountertable_change", args=[table.pk]), _in_words(table))
                for table in _tables(encounter.route_id, encounter.encounter_method)
            ),
        )
        return format_html("The best that these tables give; edit them instead: {}.", links)


def _tables(route: int, method: str) -> QuerySet[EncounterTable]:
    tables = EncounterTable.objects.published()
    return tables.filter(route=route, encounter_method=method).order_by("id")


def _in_words(table: EncounterTable) -> str:
    return ", ".join([table.area or "all of it", *table.conditions])
