"""URLs of the catalog."""

from django.urls import URLPattern, path

from pokedex import views

app_name = "pokedex"
urlpatterns: list[URLPattern] = [
    path("", views.game_list, name="game-list"),
    path("<slug:game>/", views.game_detail, name="game-detail"),
    path("<slug:game>/<slug:route>/", views.route_detail, name="route-detail"),
]
