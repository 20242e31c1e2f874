"""Encounter tables in the back office."""

from __future__ import annotations

from django.contrib import admin

from pokedex.admin.base import CatalogAdmin
from pokedex.models import EncounterTable


@admin.register(EncounterTable)
class EncounterTableAdmin(CatalogAdmin):
    """The tables behind the rates."""

    list_display = (
        "route",
        "game",
        "encounter_method",
        "area",
        "conditions",
        "availability",
        "total",
        "exception",
        "is_active",
    )
    list_filter = ("is_active", "exception", "availability", "encounter_method", "route__game")
    list_select_related = ("route__game",)
    search_fields = ("route__name", "route__game__name")
    raw_id_fields = ("route",)
    ordering = ("id",)
    show_full_result_count = False

    @admin.display(ordering="route__game")
    def game(self, table: EncounterTable) -> str:
        """The route's game."""
        return table.route.game.name
