"""The timeline of a run: what happened, taking it back, and notes beside it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker import access, htmx
from tracker.forms.timeline import NoteForm
from tracker.pages.timeline import event_page, timeline_page
from tracker.services.errors import Refused
from tracker.services.journal import observed
from tracker.services.notes import write_note
from tracker.services.undo import redo_event, undo_event
from tracker.views.acting import answer
from tracker.views.rows import show_changes, show_saying


@require_safe
def timeline(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The events of a run day by day, all or of one kind."""
    run = access.get_run(request.user, run_id)
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 10 else None
    page = timeline_page(run, kind=request.GET.get("kind", ""), before=number)
    return render(request, "tracker/timeline.html", {"page": page, "run": run})


@require_POST
def event_undo(request: htmx.HtmxRequest, run_id: uuid.UUID, sequence: int) -> HttpResponse:
    """Take back an act."""
    return _turn(request, run_id, sequence, undo_event, "Taken back")


@require_POST
def event_redo(request: htmx.HtmxRequest, run_id: uuid.UUID, sequence: int) -> HttpResponse:
    """Do again what was taken back."""
    return _turn(request, run_id, sequence, redo_event, "Done again")


@require_http_methods(["GET", "HEAD", "POST"])
def event_note(request: HttpRequest, run_id: uuid.UUID, sequence: int) -> HttpResponse:
    """Write a note beside an event."""
    run = access.get_run(request.user, run_id)
    access.get_event(run, sequence)
    shown = event_page(run, sequence).event
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        initial={"text": shown.note, "revision": shown.note_revision},
    )
    return answer(
        request,
        "tracker/event_note.html",
        form,
        context=lambda: {"page": event_page(run, sequence), "run": run},
        act=lambda: write_note(
            run=run,
            sequence=sequence,
            text=form.cleaned_data["text"],
            revision=form.cleaned_data["revision"],
        ),
        done=lambda: redirect("tracker:timeline", run_id=run.public_id),
    )


def _turn(
    request: htmx.HtmxRequest,
    run_id: uuid.UUID,
    sequence: int,
    turn: Callable[..., str],
    verb: str,
) -> HttpResponse:
    run = access.get_run(request.user, run_id)
    in_place = htmx.is_partial(request)
    try:
        with observed() as left:
            said = turn(run=run, sequence=sequence)
    except Refused as refused:
        if refused.code == "gone":
            raise Http404(refused.message) from refused
        if in_place:
            return show_saying(request, run, refused.message)
        messages.error(request, refused.message)
    else:
        if in_place:
            return show_changes(request, run, left, f"{verb}: {said}")
        messages.success(request, f"{verb}: {said}")
    to = "tracker:timeline" if request.POST.get("from") == "timeline" else "tracker:run-detail"
    return redirect(to, run_id=run.public_id)
