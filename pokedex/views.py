"""The catalog's pages: public, for reading only."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pokedex import pages
from pokedex.caching import cacheable
from pokedex.sitemaps import SITEMAPS


@require_safe
@cacheable
def game_list(request: HttpRequest) -> HttpResponse:
    """All games, by generation."""
    return render(request, "pokedex/game_list.html", {"generations": pages.game_list_page()})


@require_safe
@cacheable
def game_detail(request: HttpRequest, game: str) -> HttpResponse:
    """A game's routes in story order; ``q`` and ``stage`` narrow them."""
    page = pages.game_page(
        game, search=request.GET.get("q", ""), stage=request.GET.get("stage", "")
    )
    if page is None:
        raise Http404
    return render(request, "pokedex/game_detail.html", {"page": page})


@require_safe
@cacheable
def route_detail(request: HttpRequest, game: str, route: str) -> HttpResponse:
    """What is met at a route."""
    page = pages.route_page(game, route)
    if page is None:
        raise Http404
    return render(request, "pokedex/route_detail.html", {"page": page})


@require_safe
@cacheable
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of all pages of the catalog, for search engines."""
    return sitemap_of(request, SITEMAPS)


@require_safe
@cacheable
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave alone, and where they find the rest."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")
