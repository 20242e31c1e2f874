"""Encounter tables in the back office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from pokedex.admin.base import MOST_AT_ONCE, CatalogAdmin, CatalogGameFilter
from pokedex.models import CatalogRow, EncounterTable
from pokedex.services.encounter_lines import read_share_lines, share_lines
from pokedex.services.table_rates import encounters_following

ALL = 100
HIGHEST_TOTAL = 1000


class EncounterTableForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in stubs only
    """A table whose shares are written one to a line, and whose total is their sum."""

    shares = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 14, "cols": 50}),
        max_length=20_000,
        help_text=(
            "One Pokémon a line: name, percent, levels, such as “Zubat, 69, 7-10”. The rates of "
            "the route follow from all its tables."
        ),
    )

    class Meta:
        model = EncounterTable
        fields = (
            "route",
            "encounter_method",
            "area",
            "conditions",
            "availability",
            "exception",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["shares"] = share_lines(self.instance.pokemon)

    def clean_shares(self) -> str:
        """Read the lines into the table. Raises ``ValidationError`` with a sentence for each."""
        text: str = self.cleaned_data["shares"]
        shares, errors = read_share_lines(text)
        if errors:
            raise forms.ValidationError(errors)
        self.instance.pokemon = shares
        self.instance.total = sum(share[1] for share in shares)
        return text

    def clean(self) -> dict[str, Any] | None:
        """Hold the sum to 100, or to an exception: Django checks no column that is no input."""
        cleaned = super().clean()
        total = self.instance.total
        if "shares" in self.cleaned_data and total != ALL:
            if not self.cleaned_data.get("exception"):
                self.add_error(
                    "shares",
                    f"The shares sum to {total} percent. Make it {ALL}, or choose the exception "
                    "that says why it is not.",
                )
            elif total > HIGHEST_TOTAL:
                self.add_error("shares", f"The shares sum to {total} percent, which is too much.")
        return cleaned


@admin.register(EncounterTable)
class EncounterTableAdmin(CatalogAdmin):
    """The tables behind the rates; what follows from a change is derived with it."""

    form = EncounterTableForm
    fields = (
        "route",
        "encounter_method",
        "area",
        "conditions",
        "availability",
        "shares",
        "sum_of_shares",
        "exception",
        "is_active",
    )
    readonly_fields = ("sum_of_shares",)

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
    list_filter = (
        "is_active",
        "exception",
        "availability",
        "encounter_method",
        ("route__game", CatalogGameFilter),
    )
    list_select_related = ("route__game",)
    search_fields = ("route__name", "route__game__name")
    raw_id_fields = ("route",)
    ordering = ("id",)
    show_full_result_count = False

    @admin.display(ordering="route__game")
    def game(self, table: EncounterTable) -> str:
        """The route's game."""
        return table.route.game.name

    @admin.display(description="sum")
    def sum_of_shares(self, table: EncounterTable) -> str:
        """The sum of the shares as they are saved."""
        return f"{table.total} %" if table.pk else "counted when it is saved"

    def save_model(
        self, request: HttpRequest, obj: EncounterTable, form: Any, change: bool
    ) -> None:
        """Save the table, and the encounters that follow from it where it was and where it is."""
        affected = [(obj.route, obj.encounter_method)]
        stored = EncounterTable.objects.filter(pk=obj.pk).select_related("route").first()
        if stored is not None:
            affected.append((stored.route, stored.encounter_method))
        with encounters_following(affected):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: EncounterTable) -> None:
        """Delete the table, and derive what the others give."""
        with encounters_following([(obj.route, obj.encounter_method)]):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[EncounterTable]) -> None:
        """Delete several, and derive what the others give."""
        with encounters_following(_affected(queryset)):
            super().delete_queryset(request, queryset)

    def set_published(
        self, request: HttpRequest, rows: QuerySet[CatalogRow], *, is_active: bool
    ) -> None:
        """Publish or unpublish several, and derive what the published ones give."""
        with encounters_following(_affected(rows)):
            super().set_published(request, rows, is_active=is_active)


def _affected(rows: QuerySet[Any]) -> list[tuple[Any, str]]:
    return [
        (table.route, table.encounter_method)
        for table in rows.select_related("route")[:MOST_AT_ONCE]
    ]
