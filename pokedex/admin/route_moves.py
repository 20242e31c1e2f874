"""Merging, splitting and moving: the page on which what is met at a route goes to another one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from pokedex.models import Boss, EncounterTable, Route, RouteEncounter
from pokedex.services.encounter_plans import PlanRefused
from pokedex.services.route_moves import MovePlan, move_parts, parts_of, plan_move

NEW = "new"
_NAME_LENGTH = 80


class MovePage:
    """The page of one route's move, with what was sent to it."""

    def __init__(self, model_admin: admin.ModelAdmin[Route], request: HttpRequest, pk: int) -> None:
        self.model_admin = model_admin
        self.request = request
        self.route = get_object_or_404(Route.objects.of_the_catalog().select_related("game"), pk=pk)
        for model in (Route, RouteEncounter, EncounterTable, Boss):
            rows_admin = model_admin.admin_site._registry[model]
            if not (
                rows_admin.has_change_permission(request) and rows_admin.has_add_permission(request)
            ):
                raise PermissionDenied
        sent = request.POST
        self.wanted = sent.get("to", "")
        self.name = sent.get("name", "").replace("\0", "").strip()[:_NAME_LENGTH]
        self.keys = frozenset(sent.getlist("part"))
        self.plan: MovePlan | None = None
        self.error = ""

    def answer(self) -> HttpResponse:
        """Show the page, the preview of a move, or make the move."""
        if self.request.method != "POST":
            return self._page()
        target = self._target()
        if target is None and self.wanted != NEW:
            self.error = "Choose where it is to go."
            return self._page(422)
        if self.request.POST.get("act") == "move":
            try:
                made = move_parts(
                    source=self.route,
                    target=target,
                    name=self.name,
                    keys=self.keys,
                    mark=self.request.POST.get("mark", ""),
                )
            except PlanRefused as refused:
                self.error = str(refused)
            else:
                for route in (self.route, made):
                    self.model_admin.log_change(
                        self.request, route, f"Moved from {self.route} to {made}."
                    )
                words = f"Moved from {self.route} to {made}."
                self.model_admin.message_user(self.request, words)
                return redirect("admin:pokedex_route_encounters", made.pk)
        self.plan = plan_move(source=self.route, target=target, name=self.name, keys=self.keys)
        self.error = self.error or self.plan.refusal
        return self._page(422 if self.error else 200)

    def _target(self) -> Route | None:
        return next((route for route in self._others() if str(route.pk) == self.wanted), None)

    def _others(self) -> list[Route]:
        routes = Route.objects.published().filter(game=self.route.game_id)
        return list(routes.exclude(pk=self.route.pk).order_by("order", "id"))

    def _page(self, status: int = 200) -> HttpResponse:
        kinds: dict[str, list[Any]] = {}
        for part in parts_of(self.route):
            kinds.setdefault(part.kind, []).append((part, part.key in self.keys))
        context = {
            **self.model_admin.admin_site.each_context(self.request),
            "opts": self.model_admin.opts,
            "title": f"Move what is met at {self.route} ({self.route.game})",
            "original": self.route,
            "kinds": kinds,
            "others": self._others(),
            "wanted": self.wanted,
            "name": self.name,
            "keys": sorted(self.keys),
            "plan": self.plan,
            "error": self.error,
        }
        return TemplateResponse(
            self.request, "admin/pokedex/route/move.html", context, status=status
        )
