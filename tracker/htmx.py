"""The only module that knows partial updates: a part for htmx, a whole page for everybody else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware leaves it."""

    htmx: HtmxDetails


def is_partial(request: HtmxRequest) -> bool:
    """Whether the answer replaces a part of the page that is there.

    A link that htmx follows in place of the browser asks for a whole page, unless its answer goes
    into an element that has a name.
    """
    return bool(request.htmx) and (not request.htmx.boosted or bool(request.htmx.target))


def show(
    request: HtmxRequest, *, whole: str, part: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render the template ``part`` for htmx, else ``whole``, from the same context."""
    partial = is_partial(request)
    response = render(
        request, part if partial else whole, {**context, "partial": partial}, status=status
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


def elsewhere(request: HtmxRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Let htmx follow a redirect by loading the page; leave any other answer as it is."""
    if is_partial(request) and response.has_header("Location"):
        return HttpResponseClientRedirect(response["Location"])
    return response
