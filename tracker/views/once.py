"""Acts that come again because their answer was lost: each is done once and answered as done."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect

from accounts.models import User
from tracker import access, htmx
from tracker.pages.run import run_page
from tracker.services.errors import DoneBefore
from tracker.services.submissions import sent_as, was_done
from tracker.views.rows import show_page

# The name that our script gives to an act when it is sent first, and again.
HEADER = "Submission"
SAVED = "Saved. The answer to it had been lost."

View = Callable[..., HttpResponseBase]


def once(view: View) -> View:
    """Let a run's acts that bear a name be done once, however often they are sent.

    One that was done already is answered as done, whatever has happened since: the form may not be
    valid any more, its row gone. An act asks under its lock, which no two of one name pass; what
    does not come as far is asked for after its refusal. A form of a page of its own that htmx sent
    leads on to the next page as it does without. Raises
    ``PermissionDenied`` for nobody, for whom every run is a 404: the browser is to keep the act
    until its player is logged in again.
    """

    @wraps(view)
    def answer(request: htmx.HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        submission = _submission(request)
        run_id = kwargs.get("run_id")
        if submission is None or run_id is None:
            return view(request, *args, **kwargs)
        owner = request.user
        if not isinstance(owner, User):
            raise PermissionDenied
        with sent_as(submission):
            try:
                response = view(request, *args, **kwargs)
            except DoneBefore:
                return _as_done(request, run_id)
            except Http404:
                if was_done(owner=owner, run_id=run_id, submission=submission):
                    return _as_done(request, run_id)
                raise
        is_refused = response.status_code >= HTTPStatus.BAD_REQUEST
        if is_refused and was_done(owner=owner, run_id=run_id, submission=submission):
            return _as_done(request, run_id)
        return htmx.elsewhere(request, response)

    return answer


def _submission(request: htmx.HtmxRequest) -> uuid.UUID | None:
    if request.method != "POST":
        return None
    try:
        return uuid.UUID(request.headers.get(HEADER, ""))
    except ValueError:
        return None


def _as_done(request: htmx.HtmxRequest, run_id: uuid.UUID) -> HttpResponseBase:
    """The row that the act was sent from, as it is now; without a row, the page of the run."""
    try:
        run = access.get_run(request.user, run_id)
    except Http404:
        # It was deleted by this act, or since.
        return redirect("tracker:run-list")
    if htmx.is_partial(request):
        page, anchor = run_page(run), request.htmx.target or ""
        if any(row.anchor == anchor for row in page.rows):
            return show_page(request, page, anchor, said=SAVED, acted=True)
    return htmx.elsewhere(request, redirect("tracker:run-detail", run_id=run.public_id))
