"""The index of the admin, with what needs attention, and one search over all of the catalog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.http import urlencode

from pokedex.history import changed_by
from pokedex.models import CatalogRow
from pokedex.pages.attention import matters

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
# Of each kind; the list that holds all of them is a link away.
FOUND_SHOWN = 12
SHORTEST_SEARCH = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The rows of one kind that were found, ``FOUND_SHOWN`` at most, and a list of all."""

    title: str
    rows: list[Hit]
    url: str
    has_more: bool


class BackOffice(admin.AdminSite):
    """Django's admin with our index."""

    site_title = site_header = "Back office"
    index_title = "Catalog"
    index_template = "admin/back_office.html"

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Add the search."""
        own = path("search/", self.admin_view(self.search), name="search")
        return [own, *super().get_urls()]

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Let what any view of the admin changes be that of the user who sent it."""

        @wraps(view)
        def named(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with changed_by(request.user.pk):
                return view(request, *args, **kwargs)

        return cast("View", super().admin_view(named, cacheable))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what needs attention, to those who may see the catalog, above the lists."""
        sees_catalog = any(self._searched(request))
        context = {"matters": matters() if sees_catalog else [], "sees_catalog": sees_catalog}
        return super().index(request, {**context, **(extra_context or {})})

    def search(self, request: HttpRequest) -> HttpResponse:
        """Search every kind of row that the curator may see; some queries for each kind."""
        typed = request.GET.get("q", "").replace("\0", "").strip()[:100]
        found = []
        if len(typed) >= SHORTEST_SEARCH or typed.isdigit():
            found = [self._hits(request, one, typed) for one in self._searched(request)]
        context = {
            **self.each_context(request),
            "title": f"Search for “{typed}”" if typed else "Search",
            "typed": typed,
            "found": [hits for hits in found if hits.rows],
            "is_too_short": bool(typed) and not found,
        }
        return TemplateResponse(request, "admin/catalog_search.html", context)

    def _searched(self, request: HttpRequest) -> list[admin.ModelAdmin[Any]]:
        return [
            one
            for model, one in self._registry.items()
            if issubclass(model, CatalogRow)
            and one.search_fields
            and one.has_view_permission(request)
        ]

    def _hits(self, request: HttpRequest, searched: admin.ModelAdmin[Any], typed: str) -> Hits:
        rows, _ = searched.get_search_results(request, searched.get_queryset(request), typed)
        related = searched.get_list_select_related(request)
        if isinstance(related, (list, tuple)) and related:
            rows = rows.select_related(*related)
        name = f"admin:pokedex_{searched.opts.model_name}"
        found = list(rows[: FOUND_SHOWN + 1])
        return Hits(
            title=str(searched.opts.verbose_name_plural),
            rows=[
                Hit(_in_words(row), reverse(f"{name}_change", args=[row.pk]))
                for row in found[:FOUND_SHOWN]
            ],
            url=f"{reverse(f'{name}_changelist')}?{urlencode({'q': typed})}",
            has_more=len(found) > FOUND_SHOWN,
        )


def _in_words(row: Any) -> str:
    """Name a row with its game, where it has one: 36 games have a Route 1."""
    parent = getattr(row, "route", None) or getattr(row, "boss", None)
    game = getattr(row, "game", None) or getattr(parent, "game", None)
    return f"{row} ({game})" if game else str(row)
