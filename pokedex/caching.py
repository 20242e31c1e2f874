"""Letting browsers and proxies keep the catalog's pages, and ask whether they still hold.

A page depends on its address, the catalog, the release and the settings it was rendered with, the
theme, and on who looks: the header shows the player's name or the guest's note, and carries a
token against forged forms. The ETag stands for all of these, so that a page that has not changed
is answered with 304 after reading the revision alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.crypto import salted_hmac

from pokedex.release import release
from pokedex.revision import catalog_revision
from pokedex.theme import chosen_theme

# For how long nobody asks again: after a change of the catalog readers may see the old page so
# long.
FRESH_SECONDS = 60

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def cacheable(view: View[Arguments]) -> View[Arguments]:
    """Make a page of the catalog cacheable: by everybody for a reader, by the browser for players.

    For views that answer GET and HEAD and depend on nothing but what the module names. A page that
    shows a message is kept by nobody; under DEBUG none is, as templates change under way.
    """

    @wraps(view)
    def answer(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        # Counting the messages leaves them there for the page to show.
        if settings.DEBUG or len(get_messages(request)):
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
        else:
            response = _conditional(view, request, *args, **kwargs)
            if request.user.is_authenticated or settings.SESSION_COOKIE_NAME in request.COOKIES:
                patch_cache_control(response, private=True, no_cache=True)
            else:
                patch_cache_control(
                    response, public=True, max_age=FRESH_SECONDS, must_revalidate=True
                )
        # Pages are compressed for who can read it; a 304 must say so like the page itself.
        patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
        return response

    return answer


def _conditional(
    view: View[Arguments],
    request: HttpRequest,
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> HttpResponse:
    """Answer with 304 to who has the page already, else with the page; the ETag is on both."""
    # Before the view reads its rows, see `catalog_revision`.
    etag = _etag(request, catalog_revision())
    response: HttpResponseBase | None = None
    # "*" asks whether there is any such page, and only the view knows.
    if request.headers.get("If-None-Match", "").strip() != "*":
        response = get_conditional_response(request, etag=etag)
    if not isinstance(response, HttpResponse):
        response = view(request, *args, **kwargs)
    response["ETag"] = etag
    return response


def _etag(request: HttpRequest, revision: str) -> str:
    """Return the weak ETag of a page: a second rendering masks the token in another way."""
    user = request.user
    viewer = (
        [str(user.pk), user.shown_name, str(user.is_guest), request.META.get("CSRF_COOKIE", "")]
        if user.is_authenticated
        else []
    )
    parts = [
        request.build_absolute_uri(),
        revision,
        release(),
        settings.SPRITE_HOST,
        chosen_theme(request),
        *viewer,
    ]
    # Keyed: nobody can work out the token, nor the ETag of a page that does not exist.
    return f'W/"{salted_hmac("pokedex.caching", repr(parts), algorithm="sha256").hexdigest()[:32]}"'
