"""What makes the site installable and readable without a connection.

A manifest, a service worker and the page that the worker shows where it has nothing else. All are
the same for everybody, so that nothing private is in them.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pokedex.release import release

# `--surface` and `--paper` of static/css/site.css in light; browsers read no OKLCH here.
_SURFACE = "#fefcf7"
_PAPER = "#f7f3eb"
_AN_HOUR = 60 * 60


@require_safe
@cache_control(public=True, max_age=_AN_HOUR)
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site looks as an installed app."""
    return JsonResponse(
        {
            "id": "/",
            "name": "Nuzlocke Tracker",
            "short_name": "Nuzlocke",
            "description": "Track a Nuzlocke run: what you met, what lives, what comes next.",
            "lang": "en",
            "start_url": reverse("tracker:run-list"),
            "scope": "/",
            "display": "standalone",
            "theme_color": _SURFACE,
            "background_color": _PAPER,
            "categories": ["games"],
            "icons": [
                {
                    "src": static("img/icon-192.png"),
                    "sizes": "192x192",
                    "type": "image/png",
                },
                {
                    "src": static("img/icon-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                },
                {
                    "src": static("img/icon-maskable-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
                {"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the run pages seen last; at the root, so that it may see them all.

    It names the release: another one is another worker, which drops what the old one has kept.
    """
    return render(
        request,
        "service-worker.js",
        {"release": release(), "STATIC_URL": settings.STATIC_URL},
        content_type="text/javascript; charset=utf-8",
    )


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """The page that says there is no connection; made without the request, for anybody.

    It names files of this release, so that it is asked for anew with each.
    """
    return HttpResponse(render_to_string("offline.html"))
