"""Games in the back office."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from pokedex.admin.base import HTTPS_ASSUMED, CatalogAdmin
from pokedex.admin.game_import import GameImportMixin
from pokedex.admin.transfer import download
from pokedex.models import Game, Route
from pokedex.pages.comparison import comparison
from pokedex.pages.game_order import game_order
from pokedex.services.route_order import OrderRefused, reorder_routes
from pokedex.transfer.archives import game_archive
from pokedex.transfer.files import CONTENT_TYPES


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
class GameAdmin(GameImportMixin, CatalogAdmin):
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
        return Game.objects.of_the_catalog().with_counts().order_by(*self.get_ordering(request))

    def get_urls(self) -> list[URLPattern]:
        """Add the order of the routes, and the comparison with another game."""
        site = self.admin_site.admin_view
        own = [
            path("<int:pk>/order/", site(self.order), name="pokedex_game_order"),
            path("<int:pk>/export/<str:form>/", site(self.export), name="pokedex_game_archive"),
            path("<int:pk>/compare/<int:other>/", site(self.compare), name="pokedex_game_compare"),
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the routes in order below the game's own form."""
        game = self.get_object(request, unquote(object_id))
        context = dict(extra_context or {})
        if game is not None and self.has_view_or_change_permission(request, game):
            context["order"] = game_order(game)
        return super().change_view(request, object_id, form_url, context)

    def order(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the numbers of a game's routes; only by POST."""
        game = _game(pk)
        if not self.admin_site._registry[Route].has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            changed = reorder_routes(game=game, numbers=_numbers(request))
        except OrderRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            for route in changed:
                self.log_change(request, route, [{"changed": {"fields": ["order"]}}])
            words = f"{len(changed)} routes have a new number." if changed else "Nothing changed."
            self.message_user(request, words)
        return redirect(f"{reverse('admin:pokedex_game_change', args=[pk])}#routes")

    def export(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        """Send all of a game: an archive with a file for each model."""
        game = _game(pk)
        if not self.has_export_permission(request):
            raise PermissionDenied
        if form not in CONTENT_TYPES:
            raise Http404
        return download(game_archive(game, form), f"{game.slug}-{form}.zip", "zip")

    def compare(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Show two games side by side."""
        left, right = _game(pk), _game(other)
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{left} and {right}",
            "original": left,
            "comparison": comparison(left, right),
        }
        return TemplateResponse(request, "admin/pokedex/game/compare.html", context)

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


def _game(pk: int) -> Game:
    return get_object_or_404(Game.objects.of_the_catalog(), pk=pk)


def _numbers(request: HttpRequest) -> dict[int, int]:
    """Read the numbers that were typed or dragged; 0, which is refused, for what is none."""
    numbers = {}
    for name, value in request.POST.items():
        prefix, _, pk = name.partition("-")
        if prefix == "order" and pk.isascii() and pk.isdigit():
            typed = str(value).strip()
            is_number = typed.isascii() and typed.isdigit() and len(typed) <= 7
            numbers[int(pk[:18])] = int(typed) if is_number else 0
    return numbers
