"""The places of a run: adding one's own, naming, moving, leaving out."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tracker import access
from tracker.forms.base import RevisionForm
from tracker.forms.places import PlaceEditForm, PlaceForm
from tracker.models import NuzlockeRun
from tracker.pages.places import place_list_page
from tracker.services import places as services
from tracker.views.acting import answer


@require_safe
def place_list(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """All places in the order of the run."""
    run = access.get_run(request.user, run_id)
    return render(request, "tracker/place_list.html", {"page": place_list_page(run), "run": run})


@require_http_methods(["GET", "HEAD", "POST"])
def place_add(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Add a place of one's own, or split one off from another."""
    run = access.get_run(request.user, run_id)
    wanted = request.GET.get("after", "")
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        places=place_list_page(run).places,
        initial={"after": wanted, "table_of": wanted if request.GET.get("split") else ""},
    )
    return answer(
        request,
        "tracker/place_add.html",
        form,
        context=lambda: {"run": run},
        act=lambda: services.add_place(
            run=run,
            name=form.cleaned_data["name"],
            after=form.behind(),
            table_of=form.part_of(),
            submission=form.cleaned_data["submission"],
        ),
        done=lambda: _to_list(run),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def place_edit(request: HttpRequest, run_id: uuid.UUID, place_slug: str) -> HttpResponse:
    """Call a place otherwise, move it, leave it out."""
    run = access.get_run(request.user, run_id)
    target = access.get_place(run, place_slug)
    page = place_list_page(run)
    place = page.place(place_slug)
    form = PlaceEditForm(
        request.POST if request.method == "POST" else None,
        places=page.others(place_slug),
        initial={
            "name": place.name if place and (place.renamed or place.is_own) else "",
            "hidden": place.hidden if place else False,
            "revision": place.revision if place else 0,
        },
    )
    return answer(
        request,
        "tracker/place_edit.html",
        form,
        context=lambda: {"run": run, "place": place_list_page(run).place(place_slug) or place},
        act=lambda: services.edit_place(
            run=run,
            place=target,
            name=form.cleaned_data["name"],
            hidden=form.cleaned_data["hidden"],
            moved=form.moves(),
            after=form.behind(),
            revision=form.cleaned_data["revision"],
        ),
        done=lambda: _to_list(run),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def place_remove(request: HttpRequest, run_id: uuid.UUID, place_slug: str) -> HttpResponse:
    """Remove an own place, after asking."""
    run = access.get_run(request.user, run_id)
    place = access.get_own_place(run, place_slug)
    form = RevisionForm(
        request.POST if request.method == "POST" else None, initial={"revision": place.revision}
    )
    return answer(
        request,
        "tracker/place_remove.html",
        form,
        context=lambda: {"run": run, "place": place},
        act=lambda: services.remove_place(place=place, revision=form.cleaned_data["revision"]),
        done=lambda: _to_list(run),
    )


def _to_list(run: NuzlockeRun) -> HttpResponse:
    return redirect("tracker:place-list", run_id=run.public_id)
