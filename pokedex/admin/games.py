"""Games in the back office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from pokedex.admin.base import HTTPS_ASSUMED, CatalogAdmin
from pokedex.models import Game


class BossesFilter(admin.SimpleListFilter):
    """Whether any published boss is known."""

    title = "bosses"
    parameter_name = "bosses"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Game]
    ) -> Iterable[tuple[str, str]]:
        return [("none", "None known")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Game]:
        if self.value() != "none":
            return queryset
        return queryset.filter(pk__in=Game.objects.without_bosses().values("pk"))


@admin.register(Game)
class GameAdmin(CatalogAdmin):
    """Games, with how many routes and bosses each has."""

    list_display = (
        "name",
        "slug",
        "generation",
        "region",
        "release_year",
        "published_routes",
        "published_bosses",
        "is_active",
    )
    list_filter = ("is_active", BossesFilter, "generation", "region")
    search_fields = ("name", "slug", "version_group")
    ordering = ("generation", "release_year", "id")
    formfield_overrides = HTTPS_ASSUMED
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Game]:
        """Count routes and bosses with the games."""
        return Game.objects.with_counts().order_by(*self.get_ordering(request))

    def view_on_site(self, game: Game) -> str | None:
        """Give the address of the page that players see."""
        return reverse("pokedex:game-detail", args=[game.slug]) if game.is_active else None

    @admin.display(description="routes", ordering="published_routes")
    def published_routes(self, game: Game) -> int:
        """The number of published routes."""
        count: int = game.published_routes  # type: ignore[attr-defined]
        return count

    @admin.display(description="bosses", ordering="published_bosses")
    def published_bosses(self, game: Game) -> int:
        """The number of published bosses."""
        count: int = game.published_bosses  # type: ignore[attr-defined]
        return count
