"""Telling the curators what is wrong, without an account, and seeing what became of it."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pokedex.brake import BRAKE_SECONDS, may_send
from pokedex.choices import ReportKind
from pokedex.forms import AnswerForm, ReportForm
from pokedex.pages.reports import (
    Reportable,
    my_reports,
    report_page,
    reportable_boss,
    reportable_encounter,
    reportable_pokemon,
    reportable_route,
)
from pokedex.services.reports import CONTACT_DAYS, ReportRefused, answer_report, send_report

TOO_OFTEN = (
    "You have sent a lot in a short time, and this was not sent. Wait an hour and send it again: "
    "what you have typed stands below."
)
_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
def report_encounter(
    request: HttpRequest, game: str, route: str, pokemon: str, method: str
) -> HttpResponse:
    """Report an encounter of a route."""
    return _report(request, reportable_encounter(game, route, pokemon, method))


@require_http_methods(_METHODS)
def report_route(request: HttpRequest, game: str, route: str) -> HttpResponse:
    """Report a route, such as for a Pokémon that is missing."""
    return _report(request, reportable_route(game, route))


@require_http_methods(_METHODS)
def report_boss(request: HttpRequest, game: str, boss: str) -> HttpResponse:
    """Report a boss."""
    return _report(request, reportable_boss(game, boss))


@require_http_methods(_METHODS)
def report_pokemon(request: HttpRequest, pokemon: str) -> HttpResponse:
    """Report a Pokémon."""
    return _report(request, reportable_pokemon(pokemon))


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """What somebody who is signed in, guest or not, has reported."""
    return render(request, "pokedex/report_list.html", {"reports": my_reports(request.user.pk)})


@require_http_methods(_METHODS)
def report_detail(request: HttpRequest, report: uuid.UUID) -> HttpResponse:
    """What became of a report, for whoever has its address; a question is answered by POST."""
    page = report_page(report)
    if page is None:
        raise Http404
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        initial={"revision": page.report.revision},
    )
    status = 200
    if form.is_bound:
        status = _problem(request, form)
        if status == HTTPStatus.OK:
            try:
                answer_report(
                    report=page.report,
                    revision=form.cleaned_data["revision"],
                    text=form.cleaned_data["text"],
                )
            except ReportRefused as refused:
                form.add_error(None, str(refused))
                status = HTTPStatus.CONFLICT
            else:
                return redirect("pokedex:report-detail", report)
    return _answer(request, "pokedex/report_detail.html", {"page": page, "form": form}, status)


def _report(request: HttpRequest, page: Reportable | None) -> HttpResponse:
    """Show the form about a row, or keep what was sent."""
    if page is None:
        raise Http404
    form = ReportForm(request.POST if request.method == "POST" else None, subject=page.subject)
    status = 200
    if form.is_bound:
        status = _problem(request, form)
        if status == HTTPStatus.OK:
            typed = form.cleaned_data
            report = send_report(
                row=page.row,
                kind=ReportKind(typed["kind"]),
                suggestion=typed["suggestion"],
                source=typed["source"],
                credit=typed["credit"],
                contact=typed["contact"],
                by=request.user.pk,
                submission=typed["submission"],
            )
            return redirect("pokedex:report-detail", report.public_id)
    context = {"page": page, "form": form, "contact_days": CONTACT_DAYS}
    return _answer(request, "pokedex/report_create.html", context, status)


def _problem(request: HttpRequest, form: BaseForm) -> int:
    """Return the status of what speaks against a form that was sent, 200 for nothing."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if not may_send(request):
        form.add_error(None, TOO_OFTEN)
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.OK


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], status: int
) -> HttpResponse:
    response = render(request, template, context, status=status)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response["Retry-After"] = str(BRAKE_SECONDS)
    return response
