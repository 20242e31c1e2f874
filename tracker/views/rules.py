"""The rules of a run, and the presets that players keep."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tracker import access
from tracker.forms.rules import PresetForm, RulesForm
from tracker.pages.rules import rules_edit_page, rules_page
from tracker.services.presets import delete_preset, save_preset
from tracker.services.rules import change_rules
from tracker.views.acting import answer


@require_safe
def rules(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The rules of a run, clause by clause, in words."""
    run = access.get_run(request.user, run_id)
    return render(request, "tracker/rules.html", {"page": rules_page(run), "run": run})


@require_http_methods(["GET", "HEAD", "POST"])
def rules_edit(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Change the rules; ``?preset=`` fills the form in by a preset, which nothing has saved yet."""
    run = access.get_run(request.user, run_id)
    page = rules_edit_page(run)
    taken = page.document(request.GET.get("preset", ""))
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        now=page.proposed(),
        shown=taken,
        initial={"revision": run.revision},
    )

    def context() -> dict[str, Any]:
        now = access.get_run(request.user, run_id)
        return {"page": rules_edit_page(now), "run": now, "taken": taken}

    return answer(
        request,
        "tracker/rules_edit.html",
        form,
        context=context,
        act=lambda: change_rules(
            run=run, document=form.document, revision=form.cleaned_data["revision"]
        ),
        done=lambda: redirect("tracker:rules", run_id=run.public_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preset_save(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Keep the rules of the run as a preset."""
    run = access.get_run(request.user, run_id)
    form = PresetForm(request.POST if request.method == "POST" else None)
    return answer(
        request,
        "tracker/preset_save.html",
        form,
        context=lambda: {"page": rules_page(run), "run": run},
        act=lambda: save_preset(run=run, name=form.cleaned_data["name"]),
        done=lambda: redirect("tracker:rules", run_id=run.public_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preset_delete(request: HttpRequest, preset_id: uuid.UUID) -> HttpResponse:
    """Delete a preset, after asking."""
    preset = access.get_preset(request.user, preset_id)
    if request.method == "POST":
        delete_preset(preset=preset)
        return redirect("tracker:run-create")
    return render(request, "tracker/preset_delete.html", {"preset": preset})
