"""The site reads and writes UTF-8 only."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from config.errors import bad_request


class Utf8OnlyMiddleware:
    """Refuse a request that claims another charset with 400.

    Django would read its body and its query by it, and some charsets can spell what neither a
    page nor a database can hold: UTF-7 writes half a surrogate pair as ``+2AA-``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Set by Django where the Content-Type names a charset that Python knows.
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            return bad_request(request, BadRequest("This site reads UTF-8 only."))
        return self.get_response(request)
