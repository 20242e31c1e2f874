"""Runs and encounters in the back office, for those who run the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from tracker.models import Encounter, NuzlockeRun
from tracker.services.staff import record_change


class _RevisedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """A change here counts as one: the player's form from before it is not saved over it."""

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        """Save the row, with the next revision when it was there before."""
        obj.revision += change
        record_change(
            row=obj, write=lambda: super(_RevisedAdmin, self).save_model(request, obj, form, change)
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the row; the log of its run says so."""
        if isinstance(obj, NuzlockeRun):
            super().delete_model(request, obj)
        else:
            record_change(row=obj, write=obj.delete)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete the rows one by one, each with its event."""
        for row in queryset:
            self.delete_model(request, row)


@admin.register(NuzlockeRun)
class NuzlockeRunAdmin(_RevisedAdmin):
    """Runs, found by their public id or their owner's name."""

    list_display = ["name", "owner", "game", "status", "started_at", "completed_at"]
    list_filter = ["status", "game"]
    list_select_related = ["owner", "game"]
    search_fields = ["name", "=public_id", "owner__username"]
    raw_id_fields = ["owner", "previous_attempt"]
    readonly_fields = ["public_id", "rules", "revision", "submission"]
    date_hierarchy = "started_at"

    def get_readonly_fields(
        self, request: HttpRequest, obj: NuzlockeRun | None = None
    ) -> list[str]:
        """Fix the game once the run is there: its encounters belong to the same game."""
        return [*self.readonly_fields, *(["game"] if obj else [])]


@admin.register(Encounter)
class EncounterAdmin(_RevisedAdmin):
    """Encounters of all runs."""

    list_display = ["__str__", "run", "route", "pokemon", "status", "catch_level"]
    list_filter = ["status", "acquisition", "is_bonus"]
    list_select_related = ["run", "route", "pokemon"]
    search_fields = ["nickname", "=run__public_id", "pokemon__name"]
    raw_id_fields = [
        "run",
        "route",
        "custom_route",
        "pokemon",
        "current_pokemon",
        "killer_boss",
        "killer_pokemon",
    ]
    readonly_fields = ["public_id", "revision", "revivals", "overridden", "submission"]
