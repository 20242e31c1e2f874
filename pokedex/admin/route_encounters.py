"""What is met where, in the back office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from pokedex.admin.base import CatalogAdmin
from pokedex.models import RouteEncounter


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


@admin.register(RouteEncounter)
class RouteEncounterAdmin(CatalogAdmin):
    """What is met where."""

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
    list_filter = ("is_active", RateFilter, "availability", "encounter_method", "route__game")
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
