"""What the views of runs and encounters share: the run page with one row open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from pokedex.models import Route
from tracker import htmx
from tracker.models import CustomRoute, NuzlockeRun
from tracker.pages.run import Opening, RunPage, only_row, run_page
from tracker.services.errors import Refused

# Where a session keeps the tables that were looked at, by run.
TABLES = "encounter_tables"
MOST_TABLES = 20
WHOLE = "tracker/run_detail.html"
PART = "tracker/run_row.html"


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


def context(page: RunPage, form: forms.Form | None = None, *, said: str = "") -> dict[str, Any]:
    """What the templates need: ``form`` stands in the open row of ``page``.

    ``said`` is read out and shown by the page after a partial update.
    """
    if form is not None and page.open_row is not None:
        # Several rows can come to stand open side by side, each answer with a form of its own.
        form.auto_id = f"{page.open_row.slug}-%s"
        if page.open_row.open and page.open_row.open.ideas and "nickname" in form.fields:
            form.fields["nickname"].widget.attrs["list"] = f"ideas-{page.open_row.slug}"
    return {"page": page, "form": form, "said": said}


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

    ``said`` is read out and shown by the page after a partial update.
    """
    page = run_page(run, opening=opening, table=remembered_table(request, run))
    if htmx.is_partial(request):
        page = only_row(page, place.slug)
    shown = context(page, form, said=said)
    return htmx.show(request, whole=WHOLE, part=PART, context=shown, status=status)
