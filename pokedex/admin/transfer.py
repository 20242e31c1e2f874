"""Import and export on the list of every catalog model: files out, and files in after a dry run."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from import_export.admin import ImportExportMixin

from pokedex.transfer.files import (
    CONTENT_TYPES,
    CSV,
    JSON,
    LONGEST_CELL,
    MOST_BYTES,
    MOST_ROWS,
    Fault,
    FileRefused,
    format_of,
    too_large,
)
from pokedex.transfer.plans import ImportPlan
from pokedex.transfer.resources import RESOURCES, CatalogResource
from pokedex.transfer.uploads import Upload, drop_upload, find_upload, keep_upload
from pokedex.transfer.writing import ImportRefused, plan_upload, write_import

# What a form has beside the file.
OVERHEAD = 64 * 1024
CHANGED_MEANWHILE = (
    "Nothing was imported: the catalog has changed since you looked at it. This is what the file "
    "would do now."
)


class TransferMixin(ImportExportMixin):
    """Buttons and pages of django-import-export, with files, dry run and import of our own."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Let those import who may add and change rows by hand."""
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Let those export who may see the rows."""
        return bool(self.has_view_permission(request))

    def get_resource_classes(self, request: HttpRequest) -> list[type[CatalogResource]]:
        """Return the columns of the model's file."""
        return [RESOURCES[self.model]]

    @admin.action(
        permissions=["view"], description="Export the selected %(verbose_name_plural)s as CSV"
    )
    def export_csv(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        """Send the selected rows."""
        return self._file(rows, CSV)

    @admin.action(
        permissions=["view"], description="Export the selected %(verbose_name_plural)s as JSON"
    )
    def export_json(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        """Send the selected rows."""
        return self._file(rows, JSON)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Show how many rows the list's filters leave; send them by POST."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            rows = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            self.message_user(request, "There is no such filter. Nothing is left out.")
            return redirect(request.path)
        if request.method == "POST" and request.POST.get("format") in CONTENT_TYPES:
            return self._file(rows, request.POST["format"])
        context = {
            **self._context(request, "Export"),
            "number": rows.count(),
            "is_filtered": bool(request.GET),
        }
        return TemplateResponse(request, self.export_template_name, context)

    # Checked by hand below, after the size: the token stands in the body, behind the file.
    @method_decorator(csrf_exempt)
    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take a file and show what it would do."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and announced_size(request) > MOST_BYTES + OVERHEAD:
            return self._form(request, [Fault(0, "", too_large())], 413)
        checked: HttpResponse = csrf_protect(self._dry_run)(request)
        return checked

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import a file as it was shown."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        owner = user_of(request)
        upload = find_upload(request.POST.get("upload", ""), owner=owner, kind=self._kind)
        if upload is None:
            words = "The file is here no longer: it is kept for a day. Choose it again."
            return self._form(request, [Fault(0, "", words)], 422)
        try:
            plan = plan_upload(self._resource, upload)
            if not plan.faults and plan.mark == request.POST.get("mark"):
                rows: Sequence[Model] = write_import(plan=plan, user=owner)
                return self._done(request, upload, plan, rows)
        except FileRefused as refused:
            return self._form(request, refused.faults, 422, upload)
        except ImportRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            plan = plan_upload(self._resource, upload)
        else:
            self.message_user(request, CHANGED_MEANWHILE, messages.ERROR)
        return self._preview(request, upload, plan, 409)

    @property
    def _kind(self) -> str:
        return str(self.opts.model_name)

    @property
    def _resource(self) -> CatalogResource:
        return RESOURCES[self.model]()

    def _dry_run(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._form(request, [], 200)
        file = request.FILES.get("file")
        if file is None:
            return self._form(request, [Fault(0, "", "Choose a file first.")], 422)
        if (file.size or 0) > MOST_BYTES:
            return self._form(request, [Fault(0, "", too_large())], 413)
        name = file.name or "file"
        upload = Upload(uuid.uuid4(), name, format_of(name), file.read())
        try:
            plan = plan_upload(self._resource, upload)
        except FileRefused as refused:
            return self._form(request, refused.faults, 422, upload)
        if not plan.faults and plan.rows:
            upload = keep_upload(
                owner=user_of(request),
                kind=self._kind,
                name=name,
                file_format=upload.file_format,
                content=upload.content,
            )
        return self._preview(request, upload, plan, 422 if plan.faults else 200)

    def _done(
        self, request: HttpRequest, upload: Upload, plan: ImportPlan, rows: Sequence[Model]
    ) -> HttpResponse:
        drop_upload(upload.pk)
        LogEntry.objects.log_actions(
            user_of(request),
            rows,
            CHANGE,
            f"Imported from {upload.name}.",
        )
        noun = self.opts.verbose_name_plural
        words = f"Imported {upload.name}: {plan.new:,} {noun} added, {plan.changed:,} changed."
        self.message_user(request, words)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _form(
        self,
        request: HttpRequest,
        faults: Sequence[Fault],
        status: int,
        upload: Upload | None = None,
    ) -> HttpResponse:
        context = {**self._context(request, "Import"), "faults": faults, "upload": upload}
        return TemplateResponse(request, self.import_template_name, context, status=status)

    def _preview(
        self, request: HttpRequest, upload: Upload, plan: ImportPlan, status: int
    ) -> HttpResponse:
        context = {
            **self._context(request, "Import"),
            "faults": plan.faults,
            "upload": upload,
            "plan": plan,
        }
        return TemplateResponse(request, self.import_template_name, context, status=status)

    def _context(self, request: HttpRequest, act: str) -> dict[str, Any]:
        resource = self._resource
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{act} {self.opts.verbose_name_plural}",
            "columns": [(column, column in resource.key) for column in resource.columns],
            "most_megabytes": MOST_BYTES // 1024 // 1024,
            "most_rows": f"{MOST_ROWS:,}",
            "most_changes": f"{resource.most_changes:,}",
            "longest_cell": f"{LONGEST_CELL:,}",
        }

    def _file(self, rows: QuerySet[Any], file_format: str) -> HttpResponse:
        content = self._resource.file(rows, file_format)
        return download(content, f"{self.opts.model_name}.{file_format}", file_format)


def download(content: bytes, name: str, file_format: str) -> HttpResponse:
    """Answer with a file that no browser shows as a page."""
    content_type = CONTENT_TYPES.get(file_format, "application/zip")
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type=content_type, headers=headers)


def user_of(request: HttpRequest) -> int:
    """The number of who sent it: behind the admin's door there always is one."""
    return int(request.user.pk or 0)


def announced_size(request: HttpRequest) -> int:
    """How many bytes the request says that it has."""
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else 0
