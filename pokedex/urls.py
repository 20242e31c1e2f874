"""URLs of the catalog."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import cache_control

from pokedex import report_views, views

app_name = "pokedex"


def _own(route: str, view: Callable[..., HttpResponse], *, name: str) -> URLPattern:
    """A page for one person: no cache keeps it, on the way or after."""
    return path(route, cache_control(private=True, no_store=True)(view), name=name)


_ROUTE = "reports/games/<slug:game>/routes/<slug:route>/"

urlpatterns: list[URLPattern] = [
    path("games/", views.game_list, name="game-list"),
    path("games/<slug:game>/", views.game_detail, name="game-detail"),
    # Before the routes: none is called so.
    path("games/<slug:game>/differences/", views.game_differences, name="game-differences"),
    path("games/<slug:game>/bosses/<slug:boss>/", views.boss_detail, name="boss-detail"),
    path("games/<slug:game>/<slug:route>/", views.route_detail, name="route-detail"),
    path("changes/<slug:game>/", views.game_changes, name="game-changes"),
    path("pokemon/", views.pokemon_list, name="pokemon-list"),
    path("pokemon/<slug:pokemon>/", views.pokemon_detail, name="pokemon-detail"),
    _own("reports/", report_views.report_list, name="report-list"),
    _own("reports/<uuid:report>/", report_views.report_detail, name="report-detail"),
    _own(_ROUTE, report_views.report_route, name="report-route"),
    _own(
        f"{_ROUTE}<slug:pokemon>/<slug:method>/",
        report_views.report_encounter,
        name="report-encounter",
    ),
    _own(
        "reports/games/<slug:game>/bosses/<slug:boss>/",
        report_views.report_boss,
        name="report-boss",
    ),
    _own("reports/pokemon/<slug:pokemon>/", report_views.report_pokemon, name="report-pokemon"),
]
