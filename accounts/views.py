"""Sign-up, log-in, log-out and password change: allauth's views, open to guests.

A guest may open sign-up and log-in, who is logged in to an account is sent on. A refused form is
answered with status 422, a log-in that the brake refuses with 429.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth_views
from allauth.account.mixins import NextRedirectMixin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from accounts.forms import GuestLogoutForm
from accounts.guests import has_account, is_guest

# How long the brake on log-ins holds at most; see ACCOUNT_RATE_LIMITS.
BRAKE_SECONDS = 5 * 60


class _Page(NextRedirectMixin):
    """What these pages have in common: methods, the way on, the status of a refusal."""

    http_method_names = ("get", "head", "options", "post")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add ``next_url``: where to go on to, if that is on this site."""
        return {**super().get_context_data(**kwargs), "next_url": self.get_next_url()}

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again, with the reasons."""
        return self.refuse(form, HTTPStatus.UNPROCESSABLE_ENTITY)

    def refuse(self, form: BaseForm, status: HTTPStatus) -> HttpResponse:
        """Show the form again with this status."""
        response: HttpResponse = self.render_to_response(
            self.get_context_data(form=form), status=status
        )
        return response


class _WayIn(_Page):
    """A page for whoever is not logged in to an account: guests and those who are nobody yet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send who has nothing to do here on to where he would be after logging in."""
        if has_account(request.user):
            onward = HttpResponseRedirect(self.get_authenticated_redirect_url())
            add_never_cache_headers(onward)
            return onward
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class LoginView(_WayIn, allauth_views.LoginView):
    """Log in; what a guest of this browser owns moves to the account."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Tell a wrong password from a brake that holds."""
        if not form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"):
            return super().form_invalid(form)
        response = self.refuse(form, HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(BRAKE_SECONDS)
        return response


class SignupView(_WayIn, allauth_views.SignupView):
    """Sign up; a guest's own row becomes the account."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Make the account and log in, or say what came in between."""
        try:
            response: HttpResponse = super().form_valid(form)
        except ValidationError as problem:
            form.add_error(None, problem)
            return self.form_invalid(form)
        return response


class LogoutView(_Page, allauth_views.LogoutView):
    """Log out by POST; a guest must say that he means to lose his runs."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form that a guest is asked to fill in."""
        return super().get_context_data(**{"form": GuestLogoutForm(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Log out, or ask a guest once more."""
        if is_guest(request.user):
            form = GuestLogoutForm(request.POST)
            if not form.is_valid():
                return self.form_invalid(form)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class ChangePasswordView(_Page, allauth_views.PasswordChangeView):
    """Change the password; other browsers are logged out by it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send a guest, who has no password, to sign-up."""
        if is_guest(request.user):
            return redirect("account_signup")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class InactiveView(allauth_views.AccountInactiveView):
    """Where the right password for a switched-off account leads."""

    http_method_names = ("get", "head", "options")
