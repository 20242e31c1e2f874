"""The acts on a Pokémon that has joined, each on a page of its own; party, box and graveyard."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tracker import access, htmx
from tracker.forms.base import RevisionForm
from tracker.forms.lives import DetailsForm, EvolveForm, LevelForm, MoveForm
from tracker.models import Encounter, NuzlockeRun
from tracker.pages.members import box_page, evolution_choices, graveyard_page, member_page
from tracker.services import lives as services
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.party import move_encounter
from tracker.views.acting import answer
from tracker.views.rows import refuse

CHANGED_HERE = (
    "It was changed in another window meanwhile. This is how party and box stand now; move it "
    "again if you still want to."
)
_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@_form_methods
def encounter_level(
    request: HttpRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Say which level it has today."""
    run, encounter = _found(request, run_id, encounter_id)
    form = LevelForm(
        request.POST if request.method == "POST" else None,
        initial={"level": encounter.current_level, "revision": encounter.revision},
    )
    return _act(
        request,
        run,
        encounter,
        form,
        "level",
        lambda: services.set_level(
            encounter=encounter,
            level=form.cleaned_data["level"],
            revision=form.cleaned_data["revision"],
        ),
    )


@_form_methods
def encounter_evolve(
    request: HttpRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Say what it has become."""
    run, encounter = _found(request, run_id, encounter_id)
    species, choices = evolution_choices(encounter)
    form = EvolveForm(
        request.POST if request.method == "POST" else None,
        choices=species,
        initial={"level": encounter.current_level, "revision": encounter.revision},
    )

    def evolve() -> None:
        into = form.species()
        if into is not None:
            services.evolve(
                encounter=encounter,
                into=into,
                level=form.cleaned_data["level"],
                revision=form.cleaned_data["revision"],
            )

    return _act(request, run, encounter, form, "evolve", evolve, choices=choices)


@_form_methods
def encounter_details(
    request: HttpRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Say what else is known of it."""
    run, encounter = _found(request, run_id, encounter_id)
    form = DetailsForm(request.POST) if request.method == "POST" else DetailsForm.of(encounter)
    return _act(
        request,
        run,
        encounter,
        form,
        "details",
        lambda: services.set_details(
            encounter=encounter,
            details=form.as_details(),
            revision=form.cleaned_data["revision"],
        ),
    )


@_form_methods
def encounter_move(
    request: htmx.HtmxRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Put it into a place of the party, or into the box."""
    run, encounter = _found(request, run_id, encounter_id)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        initial={"slot": encounter.party_slot or "", "revision": encounter.revision},
    )

    def move() -> Encounter:
        return move_encounter(
            encounter=encounter,
            slot=form.cleaned_data["slot"],
            revision=form.cleaned_data["revision"],
        )

    if form.is_bound and htmx.is_partial(request):
        return _arrange(request, run, encounter, form, move)
    return _act(
        request,
        run,
        encounter,
        form,
        "move",
        move,
        done=lambda: redirect("tracker:box", run_id=run.public_id),
    )


def _arrange(
    request: HttpRequest,
    run: NuzlockeRun,
    encounter: Encounter,
    form: MoveForm,
    move: Callable[[], Encounter],
) -> HttpResponse:
    """Show party and box as they are after the move, or as they stand when it was refused."""
    status = 422
    if form.is_valid():
        try:
            move()
        except Refused as refused:
            refuse(form, refused)
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_HERE)
            status = 409
        else:
            status = 200
    slot = form.cleaned_data.get("slot")
    said = f"{encounter} moved to {f'place {slot}' if slot else 'the box'}."
    context = {"page": box_page(run), "run": run, "form": form, "said": said, "partial": True}
    return render(request, "tracker/box_members.html", context, status=status)


@_form_methods
def encounter_revive(
    request: HttpRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Bring it back to life, after asking."""
    run, encounter = _found(request, run_id, encounter_id)
    form = _asked(request, encounter)
    return _act(
        request,
        run,
        encounter,
        form,
        "revive",
        lambda: services.revive_encounter(
            encounter=encounter, revision=form.cleaned_data["revision"]
        ),
    )


@_form_methods
def encounter_release(
    request: HttpRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> HttpResponse:
    """Let it go, after asking."""
    run, encounter = _found(request, run_id, encounter_id)
    form = _asked(request, encounter)
    return _act(
        request,
        run,
        encounter,
        form,
        "release",
        lambda: services.release_encounter(
            encounter=encounter, revision=form.cleaned_data["revision"]
        ),
    )


@require_safe
def box(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Party and box."""
    run = access.get_run(request.user, run_id)
    return render(request, "tracker/box.html", {"page": box_page(run), "run": run})


@require_safe
def graveyard(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Those who died."""
    run = access.get_run(request.user, run_id)
    return render(request, "tracker/graveyard.html", {"page": graveyard_page(run), "run": run})


def _found(
    request: HttpRequest, run_id: uuid.UUID, encounter_id: uuid.UUID
) -> tuple[NuzlockeRun, Encounter]:
    run = access.get_run(request.user, run_id)
    return run, access.get_encounter(run, encounter_id)


def _asked(request: HttpRequest, encounter: Encounter) -> RevisionForm:
    return RevisionForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": encounter.revision},
    )


def _act(
    request: HttpRequest,
    run: NuzlockeRun,
    encounter: Encounter,
    form: forms.Form,
    verb: str,
    act: Callable[[], object],
    *,
    done: Callable[[], HttpResponse] | None = None,
    **more: Any,
) -> HttpResponse:
    def to_its_row() -> HttpResponse:
        url = reverse("tracker:run-detail", kwargs={"run_id": run.public_id})
        return redirect(f"{url}#place-{encounter.place.slug}")

    return answer(
        request,
        f"tracker/encounter_{verb}.html",
        form,
        context=lambda: {"page": member_page(run, encounter), "run": run, **more},
        act=act,
        done=done or to_its_row,
    )
