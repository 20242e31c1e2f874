"""Runs and encounters in the back office, for those who run the site."""

from __future__ import annotations

from django.contrib import admin

from tracker.models import Encounter, NuzlockeRun


@admin.register(NuzlockeRun)
class NuzlockeRunAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Runs, found by their public id or their owner's name."""

    list_display = ["name", "owner", "game", "status", "started_at", "completed_at"]
    list_filter = ["status", "game"]
    list_select_related = ["owner", "game"]
    search_fields = ["name", "=public_id", "owner__username"]
    raw_id_fields = ["owner", "previous_attempt"]
    readonly_fields = ["public_id", "submission"]
    date_hierarchy = "started_at"


@admin.register(Encounter)
class EncounterAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Encounters of all runs."""

    list_display = ["__str__", "run", "route", "pokemon", "status", "catch_level"]
    list_filter = ["status", "acquisition", "is_bonus"]
    list_select_related = ["run", "route", "pokemon"]
    search_fields = ["nickname", "=run__public_id", "pokemon__name"]
    raw_id_fields = ["run", "route", "pokemon", "current_pokemon"]
    readonly_fields = ["public_id", "submission"]
