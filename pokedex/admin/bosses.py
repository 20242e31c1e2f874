"""Bosses and their teams in the back office."""

from __future__ import annotations

from django.contrib import admin

from pokedex.admin.base import CatalogAdmin
from pokedex.models import Boss, BossPokemon


class BossPokemonInline(admin.TabularInline):  # type: ignore[type-arg]  # generic in stubs only
    """The team, on the page of its boss."""

    model = BossPokemon
    autocomplete_fields = ("pokemon",)
    extra = 0


@admin.register(Boss)
class BossAdmin(CatalogAdmin):
    """Bosses in story order within their game, each with its team."""

    list_display = ("name", "game", "order", "kind", "stage", "place", "ace_level", "is_active")
    list_filter = ("is_active", "kind", "stage", "game")
    list_select_related = ("game",)
    search_fields = ("name", "slug", "place", "game__name")
    autocomplete_fields = ("game",)
    raw_id_fields = ("after_route",)
    inlines = (BossPokemonInline,)
    ordering = ("game__generation", "game__release_year", "game", "order", "id")
