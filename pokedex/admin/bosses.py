"""Bosses and their teams in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.forms import BaseInlineFormSet, ModelForm
from django.http import HttpRequest
from django.urls import reverse

from pokedex.admin.base import CatalogAdmin, CatalogGameFilter
from pokedex.models import Boss, BossPokemon
from pokedex.pages.bosses import caps_at


@admin.register(BossPokemon)
class BossPokemonAdmin(CatalogAdmin):
    """The teams of all bosses, a Pokémon a row."""

    list_display = ("pokemon", "boss", "game", "player_starter", "slot", "level", "is_active")
    list_filter = ("is_active", "player_starter", ("boss__game", CatalogGameFilter))
    list_select_related = ("boss__game", "pokemon")
    search_fields = ("pokemon__name", "boss__name", "boss__game__name")
    # A boss by the list in a window of its own: rivals have one name in many games.
    raw_id_fields = ("boss",)
    autocomplete_fields = ("pokemon",)
    # Sorted by the row's own number: the model's order would sort all by four tables.
    ordering = ("id",)
    show_full_result_count = False

    @admin.display(ordering="boss__game")
    def game(self, member: BossPokemon) -> str:
        """The boss's game."""
        return member.boss.game.name


class TeamFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # generic in stubs only
    """Forms whose fields have names of their own: the heads of a table's columns give them none."""

    def add_fields(self, form: Any, index: Any) -> None:
        """Name each field by its column."""
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                label = field.label or name.replace("_", " ").capitalize()
                field.widget.attrs["aria-label"] = str(label)


class BossPokemonInline(admin.TabularInline):  # type: ignore[type-arg]  # generic in stubs only
    """The team, on the page of its boss."""

    model = BossPokemon
    formset = TeamFormSet
    autocomplete_fields = ("pokemon",)
    extra = 0


@admin.register(Boss)
class BossAdmin(CatalogAdmin):
    """Bosses in story order within their game, each with its team."""

    list_display = ("name", "game", "order", "kind", "stage", "place", "ace_level", "is_active")
    list_filter = ("is_active", "kind", "stage", ("game", CatalogGameFilter))
    list_select_related = ("game",)
    search_fields = ("name", "slug", "place", "game__name")
    autocomplete_fields = ("game", "after_route")
    inlines = (BossPokemonInline,)
    ordering = ("game__generation", "game__release_year", "game", "order", "id")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show the level cap of a boss that is there."""
        return ("level_cap",) if obj else ()

    def view_on_site(self, boss: Boss) -> str | None:
        """Give the address of the page that players see."""
        if not (boss.is_active and boss.game.is_active):
            return None
        return reverse("pokedex:boss-detail", args=[boss.game.slug, boss.slug])

    @admin.display(description="level cap")
    def level_cap(self, boss: Boss) -> str:
        """The cap up to this battle and from then on, as it follows from all bosses of the game."""
        caps = caps_at(boss)
        if caps is None:
            return "None while it is not published."
        before, after = (f"level {cap}" if cap else "no cap" for cap in caps)
        return f"Up to this battle {before}; after it {after}."

    def save_related(
        self, request: HttpRequest, form: ModelForm[Boss], formsets: Any, change: bool
    ) -> None:
        """Save the team, and point at an ace level that is not that of its strongest Pokémon."""
        super().save_related(request, form, formsets, change)
        boss: Boss = form.instance
        levels = boss.team.published().values_list("level", flat=True)
        strongest = max(levels, default=boss.ace_level)
        if strongest != boss.ace_level:
            ace = f"level {boss.ace_level}" if boss.ace_level else "no level"
            messages.warning(
                request,
                f"The strongest Pokémon of the team has level {strongest}, but the ace is said to "
                f"have {ace}. The level cap follows the ace: correct one of the two.",
            )
