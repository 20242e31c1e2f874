"""The quick log: one line that says what happened."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tracker import access, htmx
from tracker.forms.quick import QuickForm
from tracker.pages.quick import known_names
from tracker.rules.quick_log import LogEncounter, NotUnderstood, completions, parse
from tracker.services import quick as services
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.journal import observed
from tracker.views.rows import show_changes


@require_http_methods(["GET", "HEAD", "POST"])
def quick_log(request: htmx.HtmxRequest, run_id: uuid.UUID) -> HttpResponse:
    """Read a line and do what it asks for; one that is not clear comes back with a sentence."""
    run = access.get_run(request.user, run_id)
    form = QuickForm(request.POST if request.method == "POST" else None)
    suggestions: tuple[str, ...] = ()
    place = ""
    if request.method == "POST" and form.is_valid():
        act = parse(form.cleaned_data["line"], known_names(run))
        if isinstance(act, NotUnderstood):
            form.add_error("line", act.sentence)
            suggestions = act.suggestions
        else:
            place = act.place if isinstance(act, LogEncounter) else ""
            try:
                with observed() as turn:
                    said = services.do(run=run, act=act, submission=form.cleaned_data["submission"])
            except Refused as refused:
                form.add_error("line", refused.message)
            except ChangedMeanwhile:
                form.add_error(
                    "line", "It was changed in another window at this moment. Send the line again."
                )
            else:
                if htmx.is_partial(request):
                    again = uuid.uuid4()
                    return show_changes(request, run, turn, said, quick_submission=again)
                messages.success(request, said)
                url = reverse("tracker:run-detail", args=[run.public_id])
                return redirect(f"{url}#place-{place}" if place else url)
    return htmx.show(
        request,
        whole="tracker/quick_log.html",
        part="tracker/quick_refused.html",
        context={"run": run, "form": form, "suggestions": suggestions, "place": place},
        status=422 if form.is_bound else 200,
    )


@require_safe
def quick_complete(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Offer ways to go on with a line that is being typed."""
    run = access.get_run(request.user, run_id)
    found = completions(request.GET.get("line", ""), known_names(run))
    return render(request, "tracker/quick_options.html", {"completions": found})
