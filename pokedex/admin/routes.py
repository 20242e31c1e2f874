"""Routes in the back office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from pokedex.admin.base import CatalogAdmin, CatalogGameFilter
from pokedex.admin.encounter_grid import EncounterPage
from pokedex.admin.route_moves import MovePage
from pokedex.models import Route, RouteEncounter


class EncountersFilter(admin.SimpleListFilter):
    """Whether anything is met there."""

    title = "encounters"
    parameter_name = "met"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Route]
    ) -> Iterable[tuple[str, str]]:
        return [("none", "None known"), ("over", "Rates over 100 %")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Route]:
        if self.value() == "none":
            return queryset.filter(pk__in=Route.objects.without_encounters().values("pk"))
        if self.value() == "over":
            over = RouteEncounter.objects.routes_with_rates_over_100()
            return queryset.filter(pk__in=over, is_active=True)
        return queryset


@admin.register(Route)
class RouteAdmin(CatalogAdmin):
    """Routes, in story order within their game."""

    list_display = (
        "name",
        "game",
        "order",
        "stage",
        "published_encounters",
        "source_key",
        "is_active",
    )
    list_filter = ("is_active", EncountersFilter, "stage", ("game", CatalogGameFilter))
    list_select_related = ("game",)
    search_fields = ("name", "slug", "source_key", "game__name")
    autocomplete_fields = ("game",)
    prepopulated_fields = {"slug": ("name",)}
    ordering = ("game__generation", "game__release_year", "game", "order", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Route]:
        """Count the encounters with the routes."""
        return Route.objects.of_the_catalog().with_counts().order_by(*self.get_ordering(request))

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of a route's encounters and of moving them."""
        own = [
            path(
                "<int:pk>/encounters/",
                self.admin_site.admin_view(self.encounters),
                name="pokedex_route_encounters",
            ),
            path(
                "<int:pk>/move/",
                self.admin_site.admin_view(self.move),
                name="pokedex_route_move",
            ),
        ]
        return [*own, *super().get_urls()]

    def encounters(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show and edit what is met at a route."""
        return EncounterPage(self, request, pk).answer()

    def move(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move what is met at a route to another one: a merge, a split."""
        return MovePage(self, request, pk).answer()

    def view_on_site(self, route: Route) -> str | None:
        """Give the address of the page that players see."""
        if not (route.is_active and route.game.is_active):
            return None
        return reverse("pokedex:route-detail", args=[route.game.slug, route.slug])

    @admin.display(description="encounters", ordering="published_encounters")
    def published_encounters(self, route: Route) -> int:
        """The number of published encounters, each Pokémon and method once."""
        count: int = route.published_encounters  # type: ignore[attr-defined]
        return count
