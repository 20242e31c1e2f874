"""Middleware of the accounts app."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from accounts import sessions


class SessionLifetimeMiddleware:
    """End a session that is too old, and renew each other one that a visitor brings."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without a cookie there is nothing to read, and the answer need not vary by it.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            if sessions.has_ended(request.session):
                logout(request)
            else:
                sessions.renew(request.session)
        return self.get_response(request)
