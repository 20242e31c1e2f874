"""URLs of the catalog."""

from django.urls import URLPattern

app_name = "pokedex"
urlpatterns: list[URLPattern] = []
