"""Every URL of the site, and the pages that its pages are compared with."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from config.urls import handler400, handler403, handler404, handler500
from tests.bench import views

__all__ = ["handler400", "handler403", "handler404", "handler500"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("bench/trivial/", views.trivial),
    path("bench/bare/<uuid:run_id>/", views.bare),
    path("bench/cpu/", views.cpu),
    path("", include("config.urls")),
]
