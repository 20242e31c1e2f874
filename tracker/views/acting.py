"""What the pages with one form have in common: show it, send it, say what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.views.rows import refuse

CHANGED_MEANWHILE = (
    "This was changed in another window while you wrote. Above it stands as it is now, below is "
    "what you typed. Save again to keep yours."
)


def answer(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    *,
    context: Callable[[], dict[str, Any]],
    act: Callable[[], object],
    done: Callable[[], HttpResponse],
) -> HttpResponse:
    """Show ``template`` with ``form``, or do ``act`` with what was sent and answer ``done``.

    ``context`` is read after the act was refused, so that the page shows what is there now: 422
    for a mistake, 409 when somebody else was first.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
            except Refused as refused:
                refuse(form, refused)
            except ChangedMeanwhile as change:
                revise(form, change)
                status = 409
            else:
                return done()
    return render(request, template, {**context(), "form": form}, status=status)


def revise(form: forms.Form, change: ChangedMeanwhile) -> None:
    """Let the next sending of the same words be meant: it carries the revision of today."""
    data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as requests have it
    data["revision"] = str(change.revision)
    form.data = data
    form.add_error(None, CHANGED_MEANWHILE)
