"""The acts on the encounters of a run, each in its row of the run page."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pokedex.models import Route
from tracker import access, htmx
from tracker.forms.base import RevisionForm
from tracker.forms.encounters import EditForm, FaintForm, LogForm
from tracker.models import CustomRoute, Encounter, NuzlockeRun
from tracker.pages.bosses import all_bosses
from tracker.pages.rows import Mode
from tracker.pages.run import Opening, search_page
from tracker.run_facts import catalog_for
from tracker.services import encounters as services
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.journal import Turn, observed
from tracker.services.lives import faint_encounter
from tracker.views.acting import revise
from tracker.views.rows import refuse, remember_table, show_changes, show_row

# The longest key of a table names a few dozen conditions.
MAX_TABLE_KEY = 2000


@require_http_methods(["GET", "HEAD", "POST"])
def encounter_log(request: htmx.HtmxRequest, run_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Open the row of a route and log what was met there."""
    run = access.get_run(request.user, run_id)
    place = access.get_place(run, route_slug)
    if request.method != "POST":
        return show_row(request, run, place, opening=Opening(place.slug), form=LogForm())
    form = LogForm(request.POST, catalog=catalog_for(run))
    if form.is_valid():
        try:
            with observed() as turn:
                encounter = services.log_encounter(
                    run=run,
                    place=place,
                    outcome=form.as_outcome(),
                    is_bonus=form.cleaned_data["is_bonus"],
                    exceptional=form.as_exceptional(),
                    submission=form.cleaned_data["submission"],
                )
        except Refused as refused:
            refuse(form, refused)
        else:
            said = f"Logged: {services.described(encounter)}."
            return _done(request, run, turn, place, said)
    opening = Opening(place.slug, suggestions=form.suggestions)
    return show_row(request, run, place, opening=opening, form=form, status=422)


@require_POST
def table_choose(request: htmx.HtmxRequest, run_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Show the odds of another encounter table, here and wherever there is one like it."""
    run = access.get_run(request.user, run_id)
    place = access.get_place(run, route_slug)
    remember_table(request, run, request.POST.get("table", "")[:MAX_TABLE_KEY])
    if not htmx.is_partial(request):
        url = reverse("tracker:encounter-log", args=[run.public_id, place.slug])
        return redirect(f"{url}#place-{place.slug}")
    return show_row(request, run, place, opening=Opening(place.slug), form=LogForm())


@require_safe
def row_close(request: htmx.HtmxRequest, run_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Show the row of a route closed."""
    run = access.get_run(request.user, run_id)
    return show_row(request, run, access.get_place(run, route_slug))


@require_safe
def pokemon_search(request: HttpRequest, run_id: uuid.UUID, route_slug: str) -> HttpResponse:
    """Offer Pokémon from outside the route's table while a name is being typed."""
    run = access.get_run(request.user, run_id)
    place = access.get_place(run, route_slug)
    options = search_page(run, request.GET.get("other", ""))
    return render(request, "tracker/pokemon_options.html", {"options": options, "place": place})


@require_http_methods(["GET", "HEAD", "POST"])
def encounter_edit(
    request: htmx.HtmxRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Change what is said of an encounter."""
    run = access.get_run(request.user, run_id)
    encounter = access.get_encounter(run, encounter_id)
    if request.method != "POST":
        return _show(request, run, encounter, Mode.EDIT, EditForm.of(encounter))
    form = EditForm(request.POST, catalog=catalog_for(run))
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
            initial={"revision": encounter.revision, "faint_level": encounter.current_level},
            catch_level=encounter.catch_level,
            bosses=all_bosses(run),
        )
        return _show(request, run, encounter, Mode.FAINT, form)
    form = FaintForm(request.POST, catch_level=encounter.catch_level, bosses=all_bosses(run))
    return _change(
        request,
        run,
        encounter,
        Mode.FAINT,
        form,
        lambda: faint_encounter(
            encounter=encounter,
            death=form.as_death(),
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
        with observed() as turn:
            changed = act()
    except Refused as refused:
        refuse(form, refused)
        return _show(request, run, encounter, mode, form, status=422)
    except ChangedMeanwhile as change:
        revise(form, change)
        return _show(request, run, encounter, mode, form, status=409)
    said = f"Saved: {services.described(changed)}." if changed else "The encounter was removed."
    return _done(request, run, turn, encounter.place, said)


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
        encounter.place.slug,
        mode=mode,
        encounter=encounter,
        suggestions=getattr(form, "suggestions", ()),
    )
    return show_row(request, run, encounter.place, opening=opening, form=form, status=status)


def _done(
    request: htmx.HtmxRequest,
    run: NuzlockeRun,
    turn: Turn,
    place: Route | CustomRoute,
    said: str,
) -> HttpResponse:
    if htmx.is_partial(request):
        return show_changes(request, run, turn, said, anchor=f"place-{place.slug}")
    url = reverse("tracker:run-detail", kwargs={"run_id": run.public_id})
    return redirect(f"{url}#place-{place.slug}")
