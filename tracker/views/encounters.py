"""The acts on the encounters of a run, each in its row of the run page."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pokedex.models import Route
from tracker import access, htmx
from tracker.forms import EditForm, FaintForm, LogForm, RevisionForm
from tracker.models import Encounter, NuzlockeRun
from tracker.pages.run import Mode, Opening, only_row, run_page, search_page
from tracker.services import encounters as services
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.views.rows import PART, WHOLE, context, refuse, show_row

_CHANGED_MEANWHILE = (
    "This encounter was changed in another window while you wrote. Above it stands as it is "
    "now, below is what you typed. Save again to keep yours."
)


@require_http_methods(["GET", "HEAD", "POST"])
def encounter_log(request: htmx.HtmxRequest, run_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Open the row of a route and log what was met there."""
    run = access.get_run(request.user, run_id)
    route = access.get_route(run, route_slug)
    if request.method != "POST":
        return show_row(request, run, route, opening=Opening(route.slug), form=LogForm())
    form = LogForm(request.POST)
    if form.is_valid():
        try:
            encounter = services.log_encounter(
                run=run,
                route=route,
                outcome=form.as_outcome(),
                is_bonus=form.cleaned_data["is_bonus"],
                submission=form.cleaned_data["submission"],
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return _done(request, run, route, f"Logged: {services.described(encounter)}.")
    opening = Opening(route.slug, suggestions=form.suggestions)
    return show_row(request, run, route, opening=opening, form=form, status=422)


@require_safe
def row_close(request: htmx.HtmxRequest, run_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Show the row of a route closed."""
    run = access.get_run(request.user, run_id)
    return show_row(request, run, access.get_route(run, route_slug))


@require_safe
def pokemon_search(request: HttpRequest, run_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Offer Pokémon from outside the route's table while a name is being typed."""
    run = access.get_run(request.user, run_id)
    route = access.get_route(run, route_slug)
    options = search_page(run, request.GET.get("other", ""))
    return render(request, "tracker/pokemon_options.html", {"options": options, "route": route})


@require_http_methods(["GET", "HEAD", "POST"])
def encounter_edit(
    request: htmx.HtmxRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Change what is said of an encounter."""
    run = access.get_run(request.user, run_id)
    encounter = access.get_encounter(run, encounter_id)
    if request.method != "POST":
        return _show(request, run, encounter, Mode.EDIT, EditForm.of(encounter))
    form = EditForm(request.POST)
    return _change(
        request,
        run,
        encounter,
        Mode.EDIT,
        form,
        lambda: services.edit_encounter(
            encounter=encounter,
            outcome=form.as_outcome(),
            revision=form.cleaned_data["revision"],
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def encounter_faint(
    request: htmx.HtmxRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Mark a caught Pokémon as fainted."""
    run = access.get_run(request.user, run_id)
    encounter = access.get_encounter(run, encounter_id)
    if request.method != "POST":
        form = FaintForm(
            initial={"revision": encounter.revision}, catch_level=encounter.catch_level
        )
        return _show(request, run, encounter, Mode.FAINT, form)
    form = FaintForm(request.POST, catch_level=encounter.catch_level)
    return _change(
        request,
        run,
        encounter,
        Mode.FAINT,
        form,
        lambda: services.faint_encounter(
            encounter=encounter,
            level=form.cleaned_data["faint_level"],
            cause=form.cleaned_data["faint_cause"],
            revision=form.cleaned_data["revision"],
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def encounter_delete(
    request: htmx.HtmxRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Remove an encounter that was logged by mistake, after asking."""
    run = access.get_run(request.user, run_id)
    encounter = access.get_encounter(run, encounter_id)
    if request.method != "POST":
        form = RevisionForm(initial={"revision": encounter.revision})
        return _show(request, run, encounter, Mode.DELETE, form)
    form = RevisionForm(request.POST)
    return _change(
        request,
        run,
        encounter,
        Mode.DELETE,
        form,
        lambda: services.delete_encounter(
            encounter=encounter, revision=form.cleaned_data["revision"]
        ),
    )


def _change(
    request: htmx.HtmxRequest,
    run: NuzlockeRun,
    encounter: Encounter,
    mode: Mode,
    form: forms.Form,
    act: Callable[[], Encounter | None],
) -> HttpResponse:
    if not form.is_valid():
        return _show(request, run, encounter, mode, form, status=422)
    try:
        changed = act()
    except Refused as refused:
        refuse(form, refused)
        return _show(request, run, encounter, mode, form, status=422)
    except ChangedMeanwhile as change:
        # The next sending of the same words is meant: it carries the revision of today.
        data = request.POST.copy()
        data["revision"] = str(change.revision)
        form.data = data
        form.add_error(None, _CHANGED_MEANWHILE)
        return _show(request, run, encounter, mode, form, status=409)
    said = f"Saved: {services.described(changed)}." if changed else "The encounter was removed."
    return _done(request, run, encounter.route, said)


def _show(
    request: htmx.HtmxRequest,
    run: NuzlockeRun,
    encounter: Encounter,
    mode: Mode,
    form: forms.Form,
    *,
    status: int = 200,
) -> HttpResponse:
    opening = Opening(
        encounter.route.slug,
        mode=mode,
        encounter=encounter,
        suggestions=getattr(form, "suggestions", ()),
    )
    return show_row(request, run, encounter.route, opening=opening, form=form, status=status)


def _done(request: htmx.HtmxRequest, run: NuzlockeRun, route: Route, said: str) -> HttpResponse:
    if not htmx.is_partial(request):
        url = reverse("tracker:run-detail", kwargs={"run_id": run.public_id})
        return redirect(f"{url}#place-{route.slug}")
    page = only_row(run_page(run), route.slug)
    return htmx.show(request, whole=WHOLE, part=PART, context=context(page, said=said))
