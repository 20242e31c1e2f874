"""Runs and encounters in the back office, for those who run the site."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from pokedex.admin.base import CatalogGameFilter
from pokedex.models import Game
from tracker.forms.custom_games import OfferForm
from tracker.models import CustomGame, Encounter, NuzlockeRun
from tracker.pages.custom_difference import difference_of
from tracker.pages.custom_games import custom_game_page
from tracker.pages.support import support_page
from tracker.services.custom_games import adopt_custom_game, decline_custom_game
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.staff import record_change


class _RevisedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """A change here counts as one: the player's form from before it is not saved over it."""

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        """Save the row, with the next revision when it was there before."""
        obj.revision += change
        record_change(
            row=obj, write=lambda: super(_RevisedAdmin, self).save_model(request, obj, form, change)
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the row; the log of its run says so."""
        if isinstance(obj, NuzlockeRun):
            super().delete_model(request, obj)
        else:
            record_change(row=obj, write=obj.delete)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete the rows one by one, each with its event."""
        for row in queryset:
            self.delete_model(request, row)


@admin.register(NuzlockeRun)
class NuzlockeRunAdmin(_RevisedAdmin):
    """Runs, found by their public id or their owner's name.

    Who may view runs and not change them is shown the support view, which leaves out what is
    personal. Each look at it is kept in the history of the run.
    """

    list_display = ["name", "owner", "game", "status", "started_at", "completed_at", "support_view"]
    list_filter = ["status", ("game", CatalogGameFilter)]
    list_select_related = ["owner", "game"]
    search_fields = ["name", "=public_id", "owner__username"]
    raw_id_fields = ["owner", "previous_attempt"]
    readonly_fields = ["public_id", "rules", "revision", "submission"]
    date_hierarchy = "started_at"

    def get_readonly_fields(
        self, request: HttpRequest, obj: NuzlockeRun | None = None
    ) -> list[str]:
        """Fix the game once the run is there: its encounters belong to the same game."""
        return [*self.readonly_fields, *(["game"] if obj else [])]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the games of the catalog for a new run."""
        if db_field.remote_field.model is Game:
            kwargs.setdefault("queryset", Game.objects.of_the_catalog())
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the support view."""
        view = self.admin_site.admin_view(self.support)
        return [path("<int:pk>/support/", view, name="tracker_run_support"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form to those who may change runs, the support view to others."""
        is_number = object_id.isascii() and object_id.isdigit() and len(object_id) <= 18
        may_only_look = self.has_view_permission(request) and not self.has_change_permission(
            request
        )
        if is_number and may_only_look:
            return redirect("admin:tracker_run_support", object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def support(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what happened in a run, for reading only, and keep that it was looked at."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(NuzlockeRun.objects.select_related("owner", "game"), pk=pk)
        self.log_change(request, run, "Looked at for support.")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Support: {run}",
            "page": support_page(run),
        }
        return TemplateResponse(request, "admin/tracker/support.html", context)

    @admin.display(description="support view")
    def support_view(self, run: NuzlockeRun) -> str:
        """Lead to the support view."""
        return format_html(
            '<a href="{}">Look</a>', reverse("admin:tracker_run_support", args=[run.pk])
        )


@admin.register(Encounter)
class EncounterAdmin(_RevisedAdmin):
    """Encounters of all runs."""

    list_display = ["__str__", "run", "route", "pokemon", "status", "catch_level"]
    list_filter = ["status", "acquisition", "is_bonus"]
    list_select_related = ["run", "route", "pokemon"]
    search_fields = ["nickname", "=run__public_id", "pokemon__name"]
    raw_id_fields = [
        "run",
        "route",
        "custom_route",
        "pokemon",
        "current_pokemon",
        "killer_boss",
        "killer_pokemon",
    ]
    readonly_fields = ["public_id", "revision", "revivals", "overridden", "submission"]

    def get_exclude(self, request: HttpRequest, obj: Encounter | None = None) -> list[str]:
        """Leave what is personal to those who may change it."""
        return [] if self.has_change_permission(request) else ["note", "epitaph"]


@admin.register(CustomGame)
class CustomGameAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """The games that players offer, the oldest offer first; the others are nobody's business.

    Nobody adds, deletes or edits one here: a curator adopts it or gives it back.
    """

    list_display = ["__str__", "base", "credit", "offered_at"]
    list_select_related = ["game", "base"]
    list_display_links = ["__str__"]
    search_fields = ["game__name", "base__name", "credit"]
    ordering = ["offered_at", "id"]
    actions = None
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[CustomGame]:
        """Show what is offered, and nothing else."""
        return CustomGame.objects.with_its_games().waiting()

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which an offer is decided."""
        view = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", view, name="tracker_offer"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show an offer on the page that decides it."""
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect("admin:tracker_offer", object_id)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what differs from the base; adopt the game or give it back by POST."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        custom = get_object_or_404(self.get_queryset(request), pk=pk)
        initial = {"name": custom.game.name, "revision": custom.game.revision}
        form = OfferForm(request.POST if request.method == "POST" else None, initial=initial)
        status = 200
        if form.is_bound:
            if not self.has_change_permission(request):
                raise PermissionDenied
            status = 422
            if form.is_valid():
                try:
                    words = _decide(custom, form.cleaned_data)
                except Refused as refused:
                    form.add_error(
                        refused.field if refused.field in form.fields else None, str(refused)
                    )
                    custom = get_object_or_404(self.get_queryset(request), pk=pk)
                except ChangedMeanwhile:
                    status = 409
                    form.add_error(None, "The game has changed since. Look at it as it is now.")
                    custom = get_object_or_404(self.get_queryset(request), pk=pk)
                else:
                    self.log_change(request, custom, words)
                    self.message_user(request, words)
                    return redirect("admin:tracker_customgame_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Offered: {custom}",
            "custom": custom,
            "page": custom_game_page(custom),
            "difference": difference_of(custom),
            "form": form,
            "may_decide": self.has_change_permission(request),
        }
        return TemplateResponse(request, "admin/tracker/offer.html", context, status=status)


def _decide(custom: CustomGame, typed: dict[str, Any]) -> str:
    """Do what was decided; return what was done. Raises ``Refused`` and ``ChangedMeanwhile``."""
    revision, reply = typed["revision"], typed["reply"]
    if typed["act"] == "adopt":
        adopt_custom_game(
            custom_game=custom,
            name=typed["name"],
            slug=typed["slug"],
            reply=reply,
            revision=revision,
        )
        return f"{typed['name']} is a part of the catalog now."
    decline_custom_game(custom_game=custom, reply=reply, revision=revision)
    return f"{custom} was given back."
