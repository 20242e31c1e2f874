"""The pages that say what went wrong and what to do, for `config.urls` and CSRF_FAILURE_VIEW.

They are plain functions: Django's own are wrapped in ``requires_csrf_token``, which reads the body
again, and a body that cannot be read would turn a 400 into a 500.
"""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = 10


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be understood. The page knows nothing of the request."""
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not for this."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or one that is somebody else's."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the site's own token, most often one that was open for too long."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After when the database does not answer.

    The pages are made without the request: who the visitor is may not be known any more.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        answer = HttpResponse(render_to_string("503.html"), status=503)
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer
    return HttpResponse(render_to_string("500.html"), status=500)
