"""What the views of runs and encounters share: the run page with one row open."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString
from django_htmx.http import HttpResponseClientRefresh

from pokedex.models import Route
from tracker import access, htmx
from tracker.forms.encounters import LogForm
from tracker.models import CustomRoute, NuzlockeRun
from tracker.pages.rows import BossRow, Row
from tracker.pages.run import Filter, Opening, RunPage, changed_rows, only_row, run_page
from tracker.pages.standing import standing_by, standing_of
from tracker.services.errors import Refused
from tracker.services.journal import Turn

# Where a session keeps the tables that were looked at, by run.
TABLES = "encounter_tables"
MOST_TABLES = 20
FILTER_COOKIE = "show"
A_YEAR = 365 * 24 * 60 * 60
WHOLE = "tracker/run_detail.html"
PART = "tracker/run_row.html"
CONTENT = "tracker/run_content.html"
CLOSED_PLACE = "tracker/row.html"
CLOSED_BOSS = "tracker/boss_row.html"


# Where a page that is kept has what is another value each time it is sent.
_MARKS = {name: uuid.uuid4() for name in ("token", "quick", "log", "content")}
# White space between tags: the same everywhere, it takes less on the wire.
_SPACE = re.compile(r"\s*\n\s*|(?<=>) (?=<)")
# Beside these it means nothing.
_BESIDE_BLOCKS = re.compile(
    r"\n(?=</?(?:div|fieldset|form|h1|h2|li|link|meta|nav|ol|option|p|section|ul)\b)|(?<=</li>|</h2>)\n"
)
# Of one run as it stands: each filter, and a few of the tables that were looked at.
_KEPT_PAGES = 12


def refuse(form: forms.Form, refused: Refused) -> None:
    """Put a service's refusal beside the input that it is about.

    Raises ``Http404`` when what it is about has just been removed, as the next request would.
    """
    if refused.code == "gone":
        raise Http404(refused.message)
    field = _INPUT_OF.get(refused.field or "", refused.field)
    form.add_error(field if field in form.fields else None, refused.message)


# Where a model's field has another name than the input that fills it.
_INPUT_OF = {"catch_level": "level", "status": "outcome"}


def remembered_table(request: HttpRequest, run: NuzlockeRun) -> str:
    """Return the key of the encounter table that this browser looked at last in the run."""
    tables = request.session.get(TABLES, {})
    return str(tables.get(str(run.public_id), "")) if isinstance(tables, dict) else ""


def remember_table(request: HttpRequest, run: NuzlockeRun, key: str) -> None:
    """Keep the key of an encounter table for this run, in place of the one before."""
    tables = request.session.get(TABLES)
    kept = tables if isinstance(tables, dict) else {}
    kept.pop(str(run.public_id), None)
    kept[str(run.public_id)] = key
    # The latest runs only: the session is read with every request.
    request.session[TABLES] = dict(list(kept.items())[-MOST_TABLES:])


def chosen_filter(request: HttpRequest) -> Filter:
    """Return whether the player has folded what is done in this run: ``OPEN``, else ``ALL``."""
    return Filter.OPEN if request.COOKIES.get(FILTER_COOKIE) == Filter.OPEN else Filter.ALL


def choose_filter(run: NuzlockeRun, chosen: Filter) -> HttpResponse:
    """Keep in a cookie of this run alone whether what is done is folded; go to the run page.

    ``site.js`` writes the same cookie where it folds without a page load.
    """
    answer = redirect("tracker:run-detail", run.public_id)
    answer.set_cookie(
        FILTER_COOKIE,
        chosen.value,
        max_age=A_YEAR,
        path=answer.url,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


def context(page: RunPage, form: forms.Form | None = None, **more: Any) -> dict[str, Any]:
    """What the templates need: ``form`` stands in the open row of ``page``.

    Of ``more``, ``said`` is read out and shown by the page after a partial update, and ``acted``
    says that something was done, so that the bar is sent as well.
    """
    if form is not None and page.open_row is not None:
        # Several rows can come to stand open side by side, each answer with a form of its own.
        form.auto_id = f"{page.open_row.slug}-%s"
        if page.open_row.open and page.open_row.open.ideas and "nickname" in form.fields:
            form.fields["nickname"].widget.attrs["list"] = f"ideas-{page.open_row.slug}"
    return {
        "run": page.run,
        "page": page,
        "form": form,
        "lines": [(row, "" if row.open else closed_row(page, row)) for row in page.rows],
        **more,
    }


def kept_content(run: NuzlockeRun, *, shown: Filter, table: str, token: str) -> SafeString:
    """Return what the run page has below the site's header, rendered once for a run as it stands.

    Only the tokens of its forms are others each time, ``token`` among them: they are put where the
    kept page has marks that nobody outside of this process knows.
    """
    standing = standing_of(run)
    kept = standing.html
    key = f"page {shown} {table}"
    html = kept.get(key)
    if html is None:
        page = run_page(
            run,
            continue_here=shown.has_all_rows,
            shown=shown,
            table=table,
            standing=standing,
        )
        page = replace(page, submission=_MARKS["quick"])
        form = LogForm(initial={"submission": _MARKS["log"]})
        html = get_template(CONTENT).render(
            {**context(page, form), "csrf_token": _MARKS["token"].hex}
        )
        html = _without_space(html)
        if sum(each.startswith("page ") for each in kept) < _KEPT_PAGES:
            kept[key] = html
    html = html.replace(_MARKS["token"].hex, token)
    for mark in (_MARKS["quick"], _MARKS["log"]):
        html = html.replace(str(mark), str(uuid.uuid4()))
    return SafeString(html)


def show_kept(request: HttpRequest, run: NuzlockeRun, *, shown: Filter) -> HttpResponse:
    """Show the run page with its place to continue at open, as far as it can from what is kept."""
    # One for the whole page: a second is as random as the first, and weighs as much.
    token = get_token(request)
    content = kept_content(run, shown=shown, table=remembered_table(request, run), token=token)
    mark = str(_MARKS["content"])
    frame = render_to_string(WHOLE, {"run": run, "content": mark, "csrf_token": token}, request)
    return HttpResponse(_without_space(frame).replace(mark, content))


def _without_space(html: str) -> str:
    return _BESIDE_BLOCKS.sub("", _SPACE.sub("\n", html))


def closed_row(page: RunPage, row: Row | BossRow) -> SafeString:
    """Return the HTML of a closed row, which is rendered once for a run as it stands."""
    html = page.standing.html.get(row.anchor)
    if html is None:
        template = get_template(CLOSED_BOSS if isinstance(row, BossRow) else CLOSED_PLACE)
        html = page.standing.html[row.anchor] = template.render({"page": page, "row": row})
    return SafeString(html)


def show_row(
    request: htmx.HtmxRequest,
    run: NuzlockeRun,
    place: Route | CustomRoute,
    *,
    opening: Opening | None = None,
    form: forms.Form | None = None,
    status: int = 200,
    said: str = "",
) -> HttpResponse:
    """Show the row of ``place`` as ``opening`` says, with ``form`` in it.

    ``said`` is read out and shown by the page after a partial update, and the bar comes with it.
    """
    page = run_page(run, opening=opening, table=remembered_table(request, run))
    anchor = f"place-{place.slug}"
    return show_page(request, page, anchor, form, status=status, said=said, acted=bool(said))


def show_page(
    request: htmx.HtmxRequest,
    page: RunPage,
    anchor: str,
    form: forms.Form | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show the page, or for htmx the row with this ``anchor`` alone; the keyboard goes there."""
    more["takes_focus"] = True
    if not htmx.is_partial(request):
        page = replace(page, shown=chosen_filter(request))
    else:
        page = only_row(page, anchor)
        # What was sent from outside of the row does not replace it by itself.
        more["in_passing"] = request.htmx.target not in {None, anchor}
    shown = context(page, form, **more)
    # The row that was asked for is rendered by itself: in no other is the keyboard.
    shown["lines"] = [(row, "" if row.anchor == anchor else html) for row, html in shown["lines"]]
    return htmx.show(request, whole=WHOLE, part=PART, context=shown, status=status)


def show_changes(
    request: htmx.HtmxRequest,
    before: NuzlockeRun,
    turn: Turn,
    said: str,
    *,
    anchor: str = "",
    **more: Any,
) -> HttpResponse:
    """Answer an act in place: the row with this ``anchor``, all others that it changed, the bar.

    ``before`` is the run as it was, ``turn`` what the act has read of it and left behind. Where
    the list itself is another one now, the browser loads the page again.
    """
    # First, as long as this process keeps the run as it was.
    standing = standing_by(turn.before) if turn.before else None
    if turn.after is None:
        page = run_page(access.get_run(request.user, before.public_id))
    else:
        page = run_page(turn.after.run, standing=standing_by(turn.after))
    run = page.run
    changed = changed_rows(standing, page.standing) if standing else None
    as_it_was = (before.name, before.status, before.archived_at)
    if changed is None or as_it_was != (run.name, run.status, run.archived_at):
        messages.success(request, said)
        return HttpResponseClientRefresh()
    others = [
        SafeString(closed_row(page, row).replace("<li", '<li hx-swap-oob="true"', 1))
        for row in changed
        if row.anchor != anchor
    ]
    return show_page(request, page, anchor, said=said, acted=True, changed=others, **more)


def show_saying(request: htmx.HtmxRequest, run: NuzlockeRun, said: str) -> HttpResponse:
    """Answer in place that nothing was done, and why; the bar comes as it is now."""
    return show_page(request, run_page(run), "", said=said, acted=True, status=409)
