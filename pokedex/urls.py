"""URLs of the catalog."""

from django.urls import URLPattern, path

from pokedex import views

app_name = "pokedex"
urlpatterns: list[URLPattern] = [
    path("games/", views.game_list, name="game-list"),
    path("games/<slug:game>/", views.game_detail, name="game-detail"),
    # Before the routes: none is called so.
    path("games/<slug:game>/differences/", views.game_differences, name="game-differences"),
    path("games/<slug:game>/bosses/<slug:boss>/", views.boss_detail, name="boss-detail"),
    path("games/<slug:game>/<slug:route>/", views.route_detail, name="route-detail"),
    path("pokemon/", views.pokemon_list, name="pokemon-list"),
    path("pokemon/<slug:pokemon>/", views.pokemon_detail, name="pokemon-detail"),
]
