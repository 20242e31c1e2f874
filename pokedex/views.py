"""The catalog's pages: public, for reading only."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pokedex.caching import cacheable
from pokedex.pages.bosses import boss_page
from pokedex.pages.differences import differences_page
from pokedex.pages.games import game_list_page, game_page
from pokedex.pages.pokemon import pokemon_page
from pokedex.pages.pokemon_list import Wanted, pokemon_list_page
from pokedex.pages.routes import route_page
from pokedex.sitemaps import SITEMAPS


@require_safe
@cacheable
def game_list(request: HttpRequest) -> HttpResponse:
    """All games, by generation."""
    return render(request, "pokedex/game_list.html", {"generations": game_list_page()})


@require_safe
@cacheable
def game_detail(request: HttpRequest, game: str) -> HttpResponse:
    """A game's routes and bosses in story order; ``q`` and ``stage`` narrow them."""
    page = game_page(game, search=request.GET.get("q", ""), stage=request.GET.get("stage", ""))
    if page is None:
        raise Http404
    return render(request, "pokedex/game_detail.html", {"page": page})


@require_safe
@cacheable
def route_detail(request: HttpRequest, game: str, route: str) -> HttpResponse:
    """What is met at a route."""
    page = route_page(game, route)
    if page is None:
        raise Http404
    return render(request, "pokedex/route_detail.html", {"page": page})


@require_safe
@cacheable
def game_differences(request: HttpRequest, game: str) -> HttpResponse:
    """What a game has and its pair has not, and the other way round."""
    page = differences_page(game)
    if page is None:
        raise Http404
    return render(request, "pokedex/game_differences.html", {"page": page})


@require_safe
@cacheable
def boss_detail(request: HttpRequest, game: str, boss: str) -> HttpResponse:
    """A boss: when, where, with which team, and what to bring."""
    page = boss_page(game, boss)
    if page is None:
        raise Http404
    return render(request, "pokedex/boss_detail.html", {"page": page})


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


@require_safe
@cacheable
def pokemon_list(request: HttpRequest) -> HttpResponse:
    """The Pokédex; ``q``, ``type``, ``generation`` and ``game`` narrow it, ``page`` turns it."""
    wanted = Wanted(
        search=request.GET.get("q", ""),
        type=request.GET.get("type", ""),
        generation=request.GET.get("generation", ""),
        game=request.GET.get("game", ""),
        page=request.GET.get("page", ""),
    )
    return render(request, "pokedex/pokemon_list.html", {"page": pokemon_list_page(wanted)})


@require_safe
@cacheable
def pokemon_detail(request: HttpRequest, pokemon: str) -> HttpResponse:
    """One Pokémon; ``game`` says whose places stand open."""
    page = pokemon_page(pokemon, game=request.GET.get("game", ""))
    if page is None:
        raise Http404
    return render(request, "pokedex/pokemon_detail.html", {"page": page})
