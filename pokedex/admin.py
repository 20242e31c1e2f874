"""The catalog in the back office.

Lists take a fixed number of queries; foreign keys are searched for by name, since a list of
2,500 routes or 1,000 Pokémon to choose from helps nobody.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Field, Q, QuerySet, URLField
from django.http import HttpRequest

from pokedex.models import (
    Boss,
    BossPokemon,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)

# "example.org/a.png" typed without a scheme means https, the only one the database takes.
HTTPS_ASSUMED: dict[type[Field[Any, Any]], dict[str, Any]] = {URLField: {"assume_scheme": "https"}}


@admin.register(Game)
class GameAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """Games, with how many routes each has."""

    list_display = (
        "name",
        "slug",
        "generation",
        "region",
        "release_year",
        "published_routes",
        "is_active",
    )
    list_filter = ("is_active", "generation", "region")
    search_fields = ("name", "slug", "version_group")
    formfield_overrides = HTTPS_ASSUMED
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Game]:
        """Count the routes with the games."""
        games: QuerySet[Game] = super().get_queryset(request)
        return games.annotate(published_routes=Count("routes", filter=Q(routes__is_active=True)))

    @admin.display(description="routes", ordering="published_routes")
    def published_routes(self, game: Game) -> int:
        """The number of published routes."""
        count: int = game.published_routes  # type: ignore[attr-defined]
        return count


@admin.register(Route)
class RouteAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """Routes, in story order within their game."""

    list_display = ("name", "game", "order", "stage", "source_key", "is_active")
    list_filter = ("is_active", "stage", "game")
    list_select_related = ("game",)
    search_fields = ("name", "slug", "source_key", "game__name")
    autocomplete_fields = ("game",)
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("game__generation", "game__release_year", "game", "order", "id")


@admin.register(Pokemon)
class PokemonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """Pokémon, in the order of the National Pokédex."""

    list_display = (
        "national_dex",
        "name",
        "primary_type",
        "secondary_type",
        "generation",
        "family",
        "evolves_from",
        "is_active",
    )
    list_display_links = ("name",)
    list_filter = ("is_active", "generation", "primary_type", "secondary_type")
    list_select_related = ("evolves_from",)
    search_fields = ("name", "slug", "=national_dex")
    formfield_overrides = HTTPS_ASSUMED
    autocomplete_fields = ("evolves_from",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep the slug: encounter tables name the Pokémon by it."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Offer a slug for a new one."""
        return {} if obj else {"slug": ("name",)}


@admin.register(RouteEncounter)
class RouteEncounterAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
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
    list_filter = ("is_active", "availability", "encounter_method", "route__game")
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


@admin.register(EncounterTable)
class EncounterTableAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
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


class BossPokemonInline(admin.TabularInline):  # type: ignore[type-arg]  # generic in stubs only
    """The team, on the page of its boss."""

    model = BossPokemon
    autocomplete_fields = ("pokemon",)
    extra = 0


@admin.register(Boss)
class BossAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """Bosses in story order within their game, each with its team."""

    list_display = ("name", "game", "order", "kind", "stage", "place", "ace_level", "is_active")
    list_filter = ("is_active", "kind", "stage", "game")
    list_select_related = ("game",)
    search_fields = ("name", "slug", "place", "game__name")
    autocomplete_fields = ("game",)
    raw_id_fields = ("after_route",)
    inlines = (BossPokemonInline,)
    ordering = ("game__generation", "game__release_year", "game", "order", "id")


@admin.register(Evolution)
class EvolutionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """How Pokémon evolve."""

    list_display = ("pokemon", "into", "number", "trigger", "level", "requirement", "is_active")
    list_filter = ("is_active", "trigger")
    list_select_related = ("pokemon", "into")
    search_fields = ("pokemon__name", "into__name", "requirement")
    autocomplete_fields = ("pokemon", "into")
