"""Rows that the back office shows on pages of their own; nobody adds or deletes them by a form."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class RecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """A list of records, each of which leads to ``own_page``, a page named by the row's number."""

    own_page: ClassVar[str]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Lead to the page that shows the row."""
        if not object_id.isascii() or not object_id.isdigit() or len(object_id) > 18:
            return super().change_view(request, object_id, form_url, extra_context)
        return HttpResponseRedirect(reverse(f"admin:{self.own_page}", args=[object_id]))
