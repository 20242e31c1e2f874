"""What is said to a request with a method that its address does not take."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string


class MethodNotAllowedMiddleware:
    """Give an answer of 405 a page that says what to do; its header ``Allow`` stays.

    Django's decorators answer without a word, and somebody who opens the address of a form by
    itself, from his history or after logging in, would look at an empty window.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            is_read = request.method in {"GET", "HEAD"}
            page = render_to_string("405.html", {"is_read": is_read}, request)
            response.content = page.encode()
        return response
