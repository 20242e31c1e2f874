"""A route's encounters by method: a grid to edit, a box to paste into, a copy to the pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from pokedex.models import Route, RouteEncounter
from pokedex.pages.route_encounters import MethodPart, encounters_by_method
from pokedex.revision import renewed_once
from pokedex.services.encounter_lines import MOST_LINES, Proposed, read_lines
from pokedex.services.encounter_plans import (
    Plan,
    PlanRefused,
    counterparts,
    plan_encounters,
    write_encounters,
)
from pokedex.services.route_copies import plan_copy, write_copy


class RowForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in stubs only
    """One row of the grid: five inputs, so that 189 rows stay below Django's limit of 1,000."""

    class Meta:
        model = RouteEncounter
        fields = ("encounter_rate", "min_level", "max_level", "availability", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label or name} of {self.instance.pokemon}"

    def was_changed(self) -> bool:
        """Say whether it was sent with other values; a row that came meanwhile was not sent."""
        return self.add_prefix("availability") in self.data and self.has_changed()


def grid_forms(part: MethodPart, data: Any = None) -> list[RowForm]:
    """Return a form for each row of a method."""
    return [RowForm(data, instance=row, prefix=f"row-{row.pk}") for row in part.rows]


class EncounterPage:
    """The page of one route's encounters, with what was sent to it."""

    def __init__(self, model_admin: admin.ModelAdmin[Route], request: HttpRequest, pk: int) -> None:
        self.model_admin = model_admin
        self.request = request
        self.route = get_object_or_404(Route.objects.of_the_catalog().select_related("game"), pk=pk)
        self.rows_admin = model_admin.admin_site._registry[RouteEncounter]
        if not self.rows_admin.has_view_permission(request):
            raise PermissionDenied
        self.text = ""
        self.errors: list[str] = []
        self.plan: Plan | None = None
        self.target: Route | None = None

    def answer(self) -> HttpResponse:
        """Show the page, or do what was sent."""
        if self.request.method != "POST":
            return self._page()
        if not self.rows_admin.has_change_permission(
            self.request
        ) or not self.rows_admin.has_add_permission(self.request):
            raise PermissionDenied
        act = self.request.POST.get("act", "")
        if act == "grid":
            return self._save_grid()
        if act in {"preview-paste", "write-paste"}:
            self.text = self.request.POST.get("lines", "")
            proposed, self.errors = read_lines(self.text)
            if self.errors:
                return self._page(422)
            return self._preview_or_write(act, self.route, proposed)
        if act in {"preview-copy", "write-copy"}:
            wanted = self.request.POST.get("to", "")
            self.target = next(
                (one for one in counterparts(self.route) if str(one.pk) == wanted), None
            )
            if self.target is None:
                self.errors = ["There is no such route in the version pair any more."]
                return self._page(422)
            return self._preview_or_write(act, self.target, None)
        self.errors = ["Nothing was sent that this page knows."]
        return self._page(422)

    def _preview_or_write(
        self, act: str, target: Route, proposed: Sequence[Proposed] | None
    ) -> HttpResponse:
        """Preview, or write as previewed: pasted encounters, or with None a copy of this route."""
        if act.startswith("write"):
            try:
                written = self._write(target, proposed)
            except PlanRefused as refused:
                self.errors = [str(refused)]
            else:
                for row in written:
                    self.rows_admin.log_change(self.request, row, "Written as it was previewed.")
                words = f"{_rows(len(written))} written to {target} ({target.game})."
                self.model_admin.message_user(self.request, words)
                return redirect("admin:pokedex_route_encounters", self.route.pk)
        if proposed is None:
            self.plan = plan_copy(self.route, target)
        else:
            self.plan = plan_encounters(target, proposed)
        return self._page(422 if self.errors else 200)

    def _write(self, target: Route, proposed: Sequence[Proposed] | None) -> Sequence[Model]:
        mark = self.request.POST.get("mark", "")
        if proposed is None:
            return write_copy(route=self.route, target=target, mark=mark)
        return write_encounters(route=target, proposed=proposed, mark=mark)

    def _save_grid(self) -> HttpResponse:
        with transaction.atomic():
            Route.objects.select_for_update().get(pk=self.route.pk)
            part = self._chosen(encounters_by_method(self.route))
            if part is None or part.tables:
                self.errors = ["These encounters come from tables now, or are gone. Nothing saved."]
                return self._page(422)
            grid = [form for form in grid_forms(part, self.request.POST) if form.was_changed()]
            # Each is asked, so that each says what is wrong with it.
            if {form.is_valid() for form in grid} - {True}:
                return self._page(422, data=self.request.POST)
            with renewed_once():
                for form in grid:
                    row = form.save()
                    words = [{"changed": {"fields": form.changed_data}}]
                    self.rows_admin.log_change(self.request, row, words)
        self.model_admin.message_user(self.request, f"{_rows(len(grid))} changed.")
        return redirect(part.url)

    def _chosen(self, parts: list[MethodPart]) -> MethodPart | None:
        wanted = self.request.GET.get("method", "")
        if not wanted:
            return parts[0] if parts else None
        return next((part for part in parts if part.method == wanted), None)

    def _page(self, status: int = 200, data: Any = None) -> HttpResponse:
        parts = encounters_by_method(self.route)
        part = self._chosen(parts)
        grid = grid_forms(part, data) if part and not part.tables else []
        if data is not None:
            messages.error(self.request, "Nothing was saved. Please correct the rows marked below.")
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "opts": self.model_admin.opts,
            "title": f"Encounters of {self.route} ({self.route.game})",
            "original": self.route,
            "parts": parts,
            "part": part,
            "grid": grid,
            "may_edit": self.rows_admin.has_change_permission(self.request),
            "text": self.text,
            "errors": self.errors,
            "plan": self.plan,
            "target": self.target,
            "copies": counterparts(self.route),
            "most_lines": MOST_LINES,
        }
        return TemplateResponse(
            self.request, "admin/pokedex/route/encounters.html", context, status=status
        )


def _rows(number: int) -> str:
    return f"{number} row{'' if number == 1 else 's'}"
