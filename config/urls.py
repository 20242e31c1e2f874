"""Every URL of the site."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config import installing
from config.keys import keys
from config.styleguide import styleguide
from config.theme import choose_theme
from pokedex import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tracker.urls")),
    path("", include("pokedex.urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("theme/", choose_theme, name="theme"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("service-worker.js", installing.service_worker, name="service-worker"),
    path("offline/", installing.offline, name="offline"),
    path("keys/", keys, name="keys"),
    path("styleguide/", styleguide, name="styleguide"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
