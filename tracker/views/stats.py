"""Statistics: of one run, and of all runs of a player."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from tracker import access
from tracker.pages.stats import player_stats_page, stats_page


@require_safe
def stats(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The statistics of a run."""
    run = access.get_run(request.user, run_id)
    return render(request, "tracker/stats.html", {"page": stats_page(run), "run": run})


@require_safe
def player_stats(request: HttpRequest) -> HttpResponse:
    """The statistics of all runs of the player; somebody without any is shown how to start."""
    page = player_stats_page(request.user) if isinstance(request.user, User) else None
    return render(request, "tracker/player_stats.html", {"page": page})
