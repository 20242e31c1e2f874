"""How often somebody may send something without an account: counted for each network address."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest

# An hour, after which the first of the limits of ACCOUNT_RATE_LIMITS lets go.
BRAKE_SECONDS = 60 * 60


def may_send(request: HttpRequest) -> bool:
    """Count a report or an answer that is to be kept; False when there were too many lately."""
    return bool(ratelimit.consume(request, action="correction_report"))
