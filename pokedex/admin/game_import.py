"""All of a game from one archive: a dry run of its files together, and the import."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from pokedex.admin.transfer import CHANGED_MEANWHILE, OVERHEAD, announced_size, user_of
from pokedex.models import Game
from pokedex.transfer.files import MOST_BYTES, Fault, FileRefused, too_large
from pokedex.transfer.folders import GAME_MODELS, MOST_UNPACKED, files_of_archive
from pokedex.transfer.game_plans import MOST_GAME_CHANGES, GamePart, GamePlan, plan_game
from pokedex.transfer.plans import CHANGED, PlannedRow
from pokedex.transfer.uploads import WHOLE_GAME, Upload, drop_upload, find_upload, keep_upload
from pokedex.transfer.writing import ImportRefused, write_together

# Of each file: all of a game would be a page of megabytes. The counts say how many more there are.
MOST_ROWS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A file as the page shows it: the rows that change first, and how many are left out."""

    name: str
    part: GamePart
    rows: Sequence[PlannedRow]
    left_out: int


class GameImportMixin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """The button "Import a game" on the list of games, and its two steps."""

    import_export_change_list_template = "admin/pokedex/game/change_list.html"
    import_game_template = "admin/pokedex/game/import_game.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the two steps."""
        site = self.admin_site.admin_view
        own = [
            path("import-game/", site(self.import_game), name="pokedex_game_import_game"),
            path(
                "import-game/confirmed/",
                site(self.confirm_game_import),
                name="pokedex_game_confirm_import",
            ),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer the import to those who may."""
        context = {"may_import_games": self.has_game_import_permission(request)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def has_game_import_permission(self, request: HttpRequest) -> bool:
        """Let those import who may add and change by hand whatever a game has."""
        registered = self.admin_site._registry
        return all(
            registered[model].has_add_permission(request)
            and registered[model].has_change_permission(request)
            for model in GAME_MODELS
        )

    # Checked by hand below, after the size: the token stands in the body, behind the file.
    @method_decorator(csrf_exempt)
    def import_game(self, request: HttpRequest) -> HttpResponse:
        """Take an archive and show what it would do."""
        if not self.has_game_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and announced_size(request) > MOST_BYTES + OVERHEAD:
            return self._page(request, [Fault(0, "", too_large())], 413)
        checked: HttpResponse = csrf_protect(self._take)(request)
        return checked

    def confirm_game_import(self, request: HttpRequest) -> HttpResponse:
        """Import an archive as it was shown."""
        if not self.has_game_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        by = user_of(request)
        upload = find_upload(request.POST.get("upload", ""), owner=by, kind=WHOLE_GAME)
        if upload is None:
            words = "The archive is here no longer: it is kept for a day. Choose it again."
            return self._page(request, [Fault(0, "", words)], 422)
        try:
            plan = plan_game(files_of_archive(upload.content))
            if not plan.has_faults and plan.mark == request.POST.get("mark"):
                write_together(plans=plan.plans, user=by)
                return self._imported(request, upload, plan)
        except FileRefused as refused:
            return self._page(request, refused.faults, 422, upload)
        except ImportRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            plan = plan_game(files_of_archive(upload.content))
        else:
            self.message_user(request, CHANGED_MEANWHILE, messages.ERROR)
        return self._page(request, [], 409, upload, plan)

    def _take(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._page(request, [], 200)
        file = request.FILES.get("file")
        if file is None:
            return self._page(request, [Fault(0, "", "Choose an archive first.")], 422)
        if (file.size or 0) > MOST_BYTES:
            return self._page(request, [Fault(0, "", too_large())], 413)
        content, name = file.read(), file.name or "archive"
        upload = Upload(uuid.uuid4(), name, "", content)
        try:
            files = files_of_archive(content)
        except FileRefused as refused:
            return self._page(request, refused.faults, 422, upload)
        plan = plan_game(files)
        if plan.has_faults:
            return self._page(request, [], 422, upload, plan)
        if plan.new or plan.changed:
            upload = keep_upload(
                owner=user_of(request),
                kind=WHOLE_GAME,
                name=name,
                file_format=files[0].file_format,
                content=content,
            )
        return self._page(request, [], 200, upload, plan)

    def _imported(self, request: HttpRequest, upload: Upload, plan: GamePlan) -> HttpResponse:
        drop_upload(upload.pk)
        game = Game.objects.get(slug=plan.slug)
        LogEntry.objects.log_actions(
            user_of(request),
            [game],
            ADDITION if plan.is_new else CHANGE,
            f"Imported from {upload.name}.",
            single_object=True,
        )
        words = f"Imported {upload.name}: {plan.new:,} rows added, {plan.changed:,} changed."
        self.message_user(request, words)
        return redirect(reverse("admin:pokedex_game_change", args=[game.pk]))

    def _page(
        self,
        request: HttpRequest,
        faults: Sequence[Fault],
        status: int,
        upload: Upload | None = None,
        plan: GamePlan | None = None,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Import a game",
            "faults": faults,
            "upload": upload,
            "plan": plan,
            "parts": [_shown(part) for part in plan.shown] if plan else [],
            "models": [model._meta.model_name for model in GAME_MODELS],
            "most_megabytes": MOST_BYTES // 1024 // 1024,
            "most_unpacked": MOST_UNPACKED // 1024 // 1024,
            "most_changes": f"{MOST_GAME_CHANGES:,}",
        }
        return TemplateResponse(request, self.import_game_template, context, status=status)


def _shown(part: GamePart) -> ShownPart:
    ordered = sorted(part.plan.rows, key=lambda row: row.kind != CHANGED)
    name = part.name or f"{part.plan.resource.model._meta.verbose_name_plural} without a file"
    return ShownPart(name, part, ordered[:MOST_ROWS_SHOWN], max(0, len(ordered) - MOST_ROWS_SHOWN))
