"""Every URL of the site."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tracker.urls")),
    path("games/", include("pokedex.urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
