"""The bosses of a run."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tracker import access
from tracker.choices import BossOutcome
from tracker.forms.base import StandingForm
from tracker.forms.bosses import BossCorrectionForm, BossForm
from tracker.models import NuzlockeRun
from tracker.pages.bosses import boss_list_page, boss_page
from tracker.pages.members import living
from tracker.services import bosses as services
from tracker.views.acting import answer


@require_safe
def boss_list(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """All bosses in story order, with what became of them."""
    run = access.get_run(request.user, run_id)
    return render(request, "tracker/boss_list.html", {"page": boss_list_page(run), "run": run})


@require_http_methods(["GET", "HEAD", "POST"])
def boss_record(request: HttpRequest, run_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """Say how the fight ended, and who died in it."""
    run = access.get_run(request.user, run_id)
    boss = access.get_boss(run, boss_slug)
    page = boss_page(run, boss)
    form = BossForm(
        request.POST if request.method == "POST" else None,
        living=living(run),
        initial={"outcome": page.boss.outcome, "revision": page.boss.revision},
    )
    return answer(
        request,
        "tracker/boss_record.html",
        form,
        # After a refusal the page is read anew: somebody else may have been first.
        context=lambda: {"page": boss_page(run, boss) if form.is_bound else page, "run": run},
        act=lambda: services.record_boss(
            run=run,
            boss=boss,
            outcome=BossOutcome(form.cleaned_data["outcome"]),
            deaths=form.fallen(),
            revision=form.cleaned_data["revision"],
        ),
        done=lambda: _to_list(run, boss_slug),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def boss_take_back(request: HttpRequest, run_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """Remove the result of a boss, after asking."""
    run = access.get_run(request.user, run_id)
    boss = access.get_boss(run, boss_slug)
    form = StandingForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": boss_page(run, boss).boss.revision},
    )
    return answer(
        request,
        "tracker/boss_take_back.html",
        form,
        context=lambda: {"page": boss_page(run, boss), "run": run},
        act=lambda: services.take_back_boss(
            run=run, boss=boss, revision=form.cleaned_data["revision"]
        ),
        done=lambda: _to_list(run, boss_slug),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def boss_correct(request: HttpRequest, run_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """Say for this run which level and team the boss has."""
    run = access.get_run(request.user, run_id)
    boss = access.get_boss(run, boss_slug)
    card = boss_page(run, boss).boss
    form = BossCorrectionForm(
        request.POST if request.method == "POST" else None,
        initial={
            "ace_level": card.own_ace_level,
            "team": card.own_team,
            "revision": card.correction_revision,
        },
    )
    return answer(
        request,
        "tracker/boss_correct.html",
        form,
        context=lambda: {"page": boss_page(run, boss), "run": run},
        act=lambda: services.correct_boss(
            run=run,
            boss=boss,
            ace_level=form.cleaned_data["ace_level"],
            team=form.cleaned_data["team"],
            revision=form.cleaned_data["revision"],
        ),
        done=lambda: _to_list(run, boss_slug),
    )


def _to_list(run: NuzlockeRun, boss_slug: str) -> HttpResponse:
    response = redirect("tracker:boss-list", run_id=run.public_id)
    response["Location"] += f"#boss-{boss_slug}"
    return response
