"""Landing page, my runs, and the acts on a run as a whole."""

from __future__ import annotations

import uuid

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.guests import ensure_player
from accounts.models import User
from tracker import access
from tracker.choices import RunStatus
from tracker.forms.runs import (
    DeleteRunForm,
    EndRunForm,
    RenameForm,
    RunForm,
    SeenForm,
    StartAgainForm,
)
from tracker.models import NuzlockeRun
from tracker.pages.demo import demo_excerpt
from tracker.pages.run import Filter, run_page
from tracker.pages.runs import landing_page, new_run_page, run_list_page
from tracker.services import runs as services
from tracker.services.catalog_news import mark_seen
from tracker.services.demo import demo_of, start_demo
from tracker.services.errors import Refused
from tracker.views.rows import (
    WHOLE,
    choose_filter,
    chosen_filter,
    context,
    refuse,
    show_kept,
)

# Its limit is in ACCOUNT_RATE_LIMITS, with all others.
DEMO_ACTION = "demo"
_DEMO_RETRY_SECONDS = 60 * 60


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, and the way in."""
    return render(request, "tracker/landing.html", {"page": landing_page(_player(request))})


@require_http_methods(["GET", "HEAD", "POST"])
def demo_start(request: HttpRequest) -> HttpResponse:
    """Ask, then open the visitor's demo run; it is made once, and he becomes a guest by it.

    Who has one comes to it without being asked. A POST answers 429 when too many were made from
    his address within an hour. The form is not on the landing page because its token takes a
    cookie, and who only reads gets none.
    """
    player = _player(request)
    run = demo_of(player) if player else None
    if run is not None:
        return _to_run(run)
    if request.method != "POST":
        return render(request, "tracker/demo_start.html", {"demo": demo_excerpt()})
    if not ratelimit.consume(request, action=DEMO_ACTION):
        answer = render(request, "429.html", status=429)
        answer["Retry-After"] = str(_DEMO_RETRY_SECONDS)
        return answer
    try:
        return _to_run(start_demo(owner=ensure_player(request)))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("tracker:run-list")


@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    """The player's runs; somebody without any is shown how to start."""
    player = _player(request)
    page = run_list_page(player) if player else None
    return render(request, "tracker/run_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def run_create(request: HttpRequest) -> HttpResponse:
    """Start a run; somebody without an account becomes a guest by it."""
    is_sent = request.method == "POST"
    key = (request.POST if is_sent else request.GET).get("custom", "")
    page = new_run_page(_player(request), shared=key)
    wanted = page.shared_game.slug if page.shared_game else request.GET.get("game", "")
    form = RunForm(
        request.POST if is_sent else None,
        own_presets=[own.preset for own in page.own_presets],
        custom_games=[game.slug for game in page.custom_games],
        initial={"game": wanted, "custom": key if page.shared_game else ""},
    )
    if is_sent and form.is_valid():
        try:
            run = services.start_run(
                owner=ensure_player(request),
                game=form.cleaned_data["game"],
                name=form.cleaned_data["name"],
                preset=form.cleaned_data["preset"],
                submission=form.cleaned_data["submission"],
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_run(run)
    return render(
        request,
        "tracker/run_create.html",
        {"form": form, "page": page},
        status=422 if form.is_bound else 200,
    )


@require_safe
def run_detail(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """The run page, with the place to continue at open; ``?show=`` asks for a filter.

    Whether what is done is folded is kept; the other filters are for the moment.
    """
    run = access.get_run(request.user, run_id)
    wanted = request.GET.get("show", "")
    if wanted in {Filter.ALL, Filter.OPEN}:
        return choose_filter(run, Filter(wanted))
    shown = Filter(wanted) if wanted in set(Filter) else chosen_filter(request)
    find = request.GET.get("find", "")
    if find:
        return render(request, WHOLE, context(run_page(run, find=find)))
    return show_kept(request, run, shown=shown)


@require_http_methods(["GET", "HEAD", "POST"])
def run_rename(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Give the run another name."""
    run = access.get_run(request.user, run_id)
    form = RenameForm(
        request.POST if request.method == "POST" else None, initial={"name": run.name}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_run(run=run, name=form.cleaned_data["name"])
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_run(run)
    return render(
        request,
        "tracker/run_rename.html",
        {"run": run, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def run_end(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """End the run as completed, failed or abandoned."""
    run = access.get_run(request.user, run_id)
    form = EndRunForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_run(run=run, status=RunStatus(form.cleaned_data["status"]))
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_run(run)
    return render(
        request,
        "tracker/run_end.html",
        {"run": run, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def run_reopen(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Take an ended run up again."""
    run = access.get_run(request.user, run_id)
    try:
        services.reopen_run(run=run)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("tracker:run-list")
    return _to_run(run)


@require_http_methods(["GET", "HEAD", "POST"])
def run_start_again(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Start a new attempt and put this one into the archive, after asking."""
    run = access.get_run(request.user, run_id)
    form = StartAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = services.start_again(run=run, submission=form.cleaned_data["submission"])
        except Refused as refused:
            refuse(form, refused)
        else:
            return _to_run(new)
    return render(
        request,
        "tracker/run_start_again.html",
        {"run": run, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def run_archive(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Put the run into the archive, or take it out again."""
    run = access.get_run(request.user, run_id)
    try:
        services.archive_run(run=run, archived=request.POST.get("archived") == "on")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("tracker:run-list")


@require_http_methods(["GET", "HEAD", "POST"])
def run_delete(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Delete the run once its name is typed."""
    run = access.get_run(request.user, run_id)
    form = DeleteRunForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.delete_run(run=run, name=form.cleaned_data["name"])
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect("tracker:run-list")
    return render(
        request,
        "tracker/run_delete.html",
        {"run": run, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def catalog_seen(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Put away the notice of what was corrected in the catalog."""
    run = access.get_run(request.user, run_id)
    form = SeenForm(request.POST)
    if form.is_valid():
        mark_seen(run=run, number=form.cleaned_data["number"])
    else:
        messages.error(request, "The notice was not put away. Load the page again and try again.")
    return _to_run(run)


@require_POST
def run_restore(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Take back the deletion of a run."""
    run = access.get_restorable_run(request.user, run_id)
    try:
        services.restore_run(run=run)
    except Refused as refused:
        if refused.code == "gone":
            raise Http404(refused.message) from refused
        messages.error(request, refused.message)
        return redirect("tracker:run-list")
    return _to_run(run)


def _player(request: HttpRequest) -> User | None:
    return None if isinstance(request.user, AnonymousUser) else request.user


def _to_run(run: NuzlockeRun) -> HttpResponse:
    return redirect("tracker:run-detail", run_id=run.public_id)
