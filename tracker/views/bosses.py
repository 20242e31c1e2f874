"""The bosses of a run."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pokedex.models import Boss
from tracker import access, htmx
from tracker.choices import BossOutcome
from tracker.forms.base import StandingForm
from tracker.forms.bosses import BossCorrectionForm, BossForm
from tracker.models import NuzlockeRun
from tracker.pages.bosses import boss_list_page, boss_page
from tracker.pages.members import living
from tracker.pages.run import run_page, with_open_boss
from tracker.services import bosses as services
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.journal import observed
from tracker.views.acting import answer, revise
from tracker.views.rows import refuse, show_changes, show_page


@require_safe
def boss_list(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """All bosses in story order, with what became of them; ``?open=`` names whose team is shown."""
    run = access.get_run(request.user, run_id)
    page = boss_list_page(run, request.GET.get("open"))
    return render(request, "tracker/boss_list.html", {"page": page, "run": run})


@require_http_methods(["GET", "HEAD", "POST"])
def boss_record(request: htmx.HtmxRequest, run_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """Say how the fight ended, and who died in it; on the run page in the boss's row."""
    run = access.get_run(request.user, run_id)
    boss = access.get_boss(run, boss_slug)
    page = None if request.method == "POST" else boss_page(run, boss)
    form = BossForm(
        None if page else request.POST,
        living=living(run),
        initial={"outcome": page.boss.outcome, "revision": page.boss.revision} if page else None,
    )

    def act() -> None:
        services.record_boss(
            run=run,
            boss=boss,
            outcome=BossOutcome(form.cleaned_data["outcome"]),
            deaths=form.fallen(),
            revision=form.cleaned_data["revision"],
        )

    if htmx.is_partial(request):
        return _in_its_row(request, run, boss, form, act)
    return answer(
        request,
        "tracker/boss_record.html",
        form,
        # Read after the act: where it was refused, somebody else may have been first.
        context=lambda: {"page": page or boss_page(run, boss), "run": run},
        act=act,
        done=lambda: _after_the_fight(request, run, boss_slug),
    )


@require_safe
def boss_close(request: htmx.HtmxRequest, run_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """Show the row of a boss closed."""
    run = access.get_run(request.user, run_id)
    boss = access.get_boss(run, boss_slug)
    return show_page(request, run_page(run), f"boss-{boss.slug}")


def _in_its_row(
    request: htmx.HtmxRequest,
    run: NuzlockeRun,
    boss: Boss,
    form: BossForm,
    act: Callable[[], object],
) -> HttpResponse:
    """Show the boss's row open with ``form``, or do ``act`` and show what has changed."""
    anchor, status = f"boss-{boss.slug}", 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                with observed() as turn:
                    act()
            except Refused as refused:
                refuse(form, refused)
            except ChangedMeanwhile as change:
                revise(form, change)
                status = 409
            else:
                outcome = BossOutcome(form.cleaned_data["outcome"])
                said = f"{'Won against' if outcome == BossOutcome.WON else 'Lost to'} {boss.name}."
                return show_changes(request, run, turn, said, anchor=anchor)
    form.auto_id = f"{anchor}-%s"
    return show_page(request, with_open_boss(run_page(run), boss), anchor, form, status=status)


def _after_the_fight(request: HttpRequest, run: NuzlockeRun, boss_slug: str) -> HttpResponse:
    if request.POST.get("from") == "run":
        url = reverse("tracker:run-detail", kwargs={"run_id": run.public_id})
        return redirect(f"{url}#boss-{boss_slug}")
    return _to_list(run, boss_slug)


@require_http_methods(["GET", "HEAD", "POST"])
def boss_take_back(request: HttpRequest, run_id: uuid.UUID, boss_slug: str) -> HttpResponse:
    """Remove the result of a boss, after asking."""
    run = access.get_run(request.user, run_id)
    boss = access.get_boss(run, boss_slug)
    page = boss_page(run, boss)
    form = StandingForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": page.boss.revision},
    )
    return answer(
        request,
        "tracker/boss_take_back.html",
        form,
        context=lambda: {"page": boss_page(run, boss) if form.is_bound else page, "run": run},
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
    page = boss_page(run, boss)
    card = page.boss
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
        context=lambda: {"page": boss_page(run, boss) if form.is_bound else page, "run": run},
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
