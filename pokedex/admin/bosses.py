"""Bosses and their teams in the back office."""

from __future__ import annotations

from django.contrib import admin

from pokedex.admin.base import CatalogAdmin
from pokedex.models import Boss, BossPokemon


@admin.register(BossPokemon)
class BossPokemonAdmin(CatalogAdmin):
    """The teams of all bosses, a Pokémon a row."""

    list_display = ("pokemon", "boss", "game", "player_starter", "slot", "level", "is_active")
    list_filter = ("is_active", "player_starter", "boss__game")
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
