"""Light or dark: as the reader's system has it, until the switch at the foot of a page is used.

The choice is a cookie, so that the server sends the page in the right colours from the first byte
on and nothing flashes. It is asked for by GET and without a token: the pages of the catalog carry
none, and nobody gains anything from choosing the colours of somebody else.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pokedex.theme import COOKIE, SYSTEM, THEMES, chosen_theme

A_YEAR = 365 * 24 * 60 * 60


def theme(request: HttpRequest) -> dict[str, str]:
    """Give every template the theme, "" for that of the reader's system."""
    return {"theme": chosen_theme(request)}


@require_safe
@never_cache
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember the theme in ``choice`` and go back to the page that was left.

    "system" forgets it; anything else that is no theme changes nothing. Browsers name the page
    that they come from to its own site; where one does not, the landing page answers.
    """
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    answer = HttpResponseRedirect(back)
    choice = request.GET.get("choice", "")
    if choice in THEMES:
        answer.set_cookie(
            COOKIE,
            choice,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    elif choice == SYSTEM and COOKIE in request.COOKIES:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
