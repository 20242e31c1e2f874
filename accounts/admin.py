"""Users in the admin, for superusers only, and the admin's log-in through the site's own."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from accounts.guests import has_account
from accounts.models import User


@never_cache
def login_through_the_site(
    request: HttpRequest, extra_context: dict[str, Any] | None = None
) -> HttpResponse:
    """Stand in for the admin's own log-in, which knows no brake and no guests.

    Curators who are logged in go to the admin, other accounts are refused with 403, everybody
    else goes to the site's log-in and comes back from there.
    """
    if not has_account(request.user):
        return redirect_to_login(request.GET.get("next") or request.get_full_path())
    if not request.user.is_staff:
        raise PermissionDenied("Only curators may open the admin.")
    return redirect("admin:index")


admin.site.login = login_through_the_site  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # generic in stubs only
    """Accounts and guests. Only superusers see or change them."""

    list_display = ("username", "display_name", "is_guest", "is_staff", "is_active", "date_joined")
    list_filter = ("is_guest", "is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("username", "display_name", "email")
    readonly_fields = ("is_guest", "last_login", "date_joined")
    fieldsets: ClassVar = (
        (None, {"fields": ("username", "password", "is_guest")}),
        ("Shown to others", {"fields": ("display_name",)}),
        ("Contact", {"fields": ("email",)}),
        (
            "Permissions",
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_account(request.user) and request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self.has_module_permission(request)
