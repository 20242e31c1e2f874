"""Looking for what can still be met in a run."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker import access
from tracker.pages.scout import scout_page


@require_safe
def scout(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Where a line or a type can still be met."""
    run = access.get_run(request.user, run_id)
    page = scout_page(run, typed=request.GET.get("pokemon", ""), type_=request.GET.get("type", ""))
    return render(request, "tracker/scout.html", {"page": page, "run": run})
