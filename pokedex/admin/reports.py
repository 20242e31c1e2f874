"""What players have reported: the queue, and the page on which a curator decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from pokedex.admin.records import RecordAdmin
from pokedex.choices import ReportKind
from pokedex.forms import DecisionForm
from pokedex.models import (
    Boss,
    CatalogRow,
    CorrectionReport,
    EncounterTable,
    Route,
    RouteEncounter,
)
from pokedex.pages.reports import decision_page
from pokedex.services.report_plans import plan_report
from pokedex.services.reports import (
    CONTACT_DAYS,
    ReportRefused,
    accept_by_hand,
    accept_report,
    ask_reporter,
    refuse_report,
)


class StateFilter(admin.SimpleListFilter):
    """Those that wait, unless others are asked for."""

    title = "state"
    parameter_name = "state"
    _STATES = {
        "asked": ("asked",),
        "accepted": ("accepted",),
        "refused": ("refused",),
        "all": ("open", "asked", "accepted", "refused"),
    }

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[CorrectionReport]
    ) -> Iterable[tuple[str, str]]:
        return [
            ("asked", "Asked back"),
            ("accepted", "Accepted"),
            ("refused", "Not accepted"),
            ("all", "All"),
        ]

    def choices(self, changelist: Any) -> Any:
        """Call the unfiltered list what it is."""
        first, *others = super().choices(changelist)
        return [{**first, "display": "Waiting"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[CorrectionReport]:
        return queryset.filter(state__in=self._STATES.get(self.value() or "", ("open", "asked")))


# What accepting a report about a row of the first may change.
_CHANGED: dict[type[CatalogRow], tuple[type[CatalogRow], ...]] = {
    RouteEncounter: (RouteEncounter, EncounterTable),
    Route: (Route, RouteEncounter),
}


@admin.register(CorrectionReport)
class CorrectionReportAdmin(RecordAdmin):
    """The queue, the oldest first, reports that say the same once; nobody adds or deletes one."""

    list_display = ("row_name", "kind", "suggestion", "reports", "game", "state", "sent_at")
    list_filter = (StateFilter, "row_model", "kind", "game")
    search_fields = ("row_name", "suggestion", "game", "=public_id")
    ordering = ("sent_at", "id")
    actions = None
    own_page = "pokedex_decide"

    def get_queryset(self, request: HttpRequest) -> QuerySet[CorrectionReport]:
        """Count those that say the same."""
        return CorrectionReport.objects.once_each().order_by(*self.ordering)

    @admin.display(description="reports", ordering="alike")
    def reports(self, report: CorrectionReport) -> int:
        """How many say the same and wait as well."""
        count: int = report.alike  # type: ignore[attr-defined]
        return count

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which a report is decided."""
        view = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", view, name="pokedex_decide"), *super().get_urls()]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the row beside the claim; accept, refuse or ask back by POST."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        report = get_object_or_404(CorrectionReport.objects.select_related("decided_by"), pk=pk)
        form = DecisionForm(request.POST if request.method == "POST" else None)
        status = 200
        if form.is_bound:
            if not self.has_change_permission(request):
                raise PermissionDenied
            status = 422
            if form.is_valid():
                try:
                    words = self._decide(request, report, form.cleaned_data)
                except ReportRefused as refused:
                    form.add_error(None, str(refused))
                    status = 409
                    report = CorrectionReport.objects.select_related("decided_by").get(pk=pk)
                else:
                    self.message_user(request, words)
                    return redirect("admin:pokedex_correctionreport_changelist")
            messages.error(request, "Nothing was done: see below.")
        plan = plan_report(report)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Report: {report.row_name}",
            "page": decision_page(report, now=plan.facts),
            "plan": plan,
            "form": form,
            "contact_days": CONTACT_DAYS,
            "may_decide": self.has_change_permission(request) and not report.is_closed,
            "may_apply": self._may_apply(request, plan.row),
            "edit": _edit_links(report, plan.row),
        }
        return TemplateResponse(request, "admin/pokedex/decide.html", context, status=status)

    def _decide(self, request: HttpRequest, report: CorrectionReport, typed: dict[str, Any]) -> str:
        """Do what was decided; return what was done. Raises ``ReportRefused``."""
        revision, reply, by = typed["revision"], typed["reply"], int(request.user.pk or 0)
        match typed["act"]:
            case "accept":
                if not self._may_apply(request, plan_report(report).row):
                    raise PermissionDenied
                saved = accept_report(
                    report=report,
                    revision=revision,
                    mark=typed["mark"],
                    partner=typed["partner"],
                    reply=reply,
                    by=by,
                )
                for row in saved:
                    self.log_change(request, row, f"Accepted report {report.pk}.")
                words = "Accepted: the catalog is changed."
            case "by-hand":
                number = accept_by_hand(report=report, revision=revision, reply=reply, by=by)
                words = f"Accepted: {_reports(number)} closed."
            case "refuse":
                number = refuse_report(report=report, revision=revision, reply=reply, by=by)
                words = f"Not accepted: {_reports(number)} closed."
            case _:
                ask_reporter(report=report, revision=revision, text=reply)
                words = "Asked: the report’s own page shows the question."
        self.log_change(request, report, words)
        return words

    def _may_apply(self, request: HttpRequest, row: CatalogRow | None) -> bool:
        """Say whether this curator may change whatever accepting could change."""
        changed = _CHANGED.get(type(row), (type(row),)) if row else ()
        registered = self.admin_site._registry
        return all(registered[model].has_change_permission(request) for model in changed)


def _edit_links(report: CorrectionReport, row: CatalogRow | None) -> list[tuple[str, str]]:
    """Return the pages on which the row can be corrected by hand, the likeliest first."""
    if row is None:
        return []
    links = [
        (f"Edit {row}", reverse(f"admin:pokedex_{row._meta.model_name}_change", args=[row.pk]))
    ]
    route = row.pk if isinstance(row, Route) else getattr(row, "route_id", None)
    if route is not None:
        url = reverse("admin:pokedex_route_encounters", args=[route])
        links.insert(0, ("The route’s encounters and their tables", url))
    if report.kind == ReportKind.ORDER and isinstance(row, (Route, Boss)):
        url = reverse("admin:pokedex_game_change", args=[row.game_id])
        links.insert(0, ("The order of the game", f"{url}#routes"))
    return links


def _reports(number: int) -> str:
    return f"{number} report{'' if number == 1 else 's'}"
