"""Forms of sign-up, log-in, log-out and password change, in this site's words."""

from __future__ import annotations

import unicodedata

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from accounts.adapter import EMAIL_TAKEN, NAME_TAKEN
from accounts.guests import NoLongerGuest
from accounts.models import User
from accounts.sessions import keep_lifetime

PASSWORD_HELP = "At least 8 characters, not a common password and not close to your user name."  # noqa: S105 (not a secret)


def _without_placeholders(form: forms.BaseForm) -> None:
    """The labels say it; a placeholder would say it again and vanish at the first letter."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth_forms.LoginForm):
    """User name and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name"
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        _without_placeholders(self)

    def clean_login(self) -> str:
        """Read full-width letters, which Japanese keyboards write, as the plain ones."""
        return unicodedata.normalize("NFKC", super().clean_login()).strip()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Log in. allauth then sets a lifetime of its own, even where nobody was let in."""
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        keep_lifetime(request.session)
        return response


class SignupForm(allauth_forms.SignupForm):
    """User name, e-mail address if wanted, and the password twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        username = self.fields["username"]
        username.label = "User name"
        username.help_text = "3 to 20 letters, digits, - and _."
        # The model's own validators judge it, in one sentence, in `AccountAdapter`.
        username.validators = []
        username.widget.attrs |= {"minlength": "3", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["email"].widget.attrs["maxlength"] = "254"
        self.fields["email"].label = "E-mail address (optional)"
        self.fields["email"].help_text = "Only the people who run this site can see it."
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].label = "Password again"
        _without_placeholders(self)

    def clean_email(self) -> str:
        """Return the address in lower case; it is stored whole or not at all."""
        email: str = super().clean_email()
        for validate in User._meta.get_field("email").validators:
            if email:
                validate(email)
        return email

    def validate_unique_email(self, value: str) -> str:
        """Raise ``ValidationError`` when an account has this address, whatever its case."""
        if User.objects.filter(email__iexact=value).exists():
            raise ValidationError(EMAIL_TAKEN, code="email_taken")
        return value

    def save(self, request: HttpRequest) -> User:
        """Make the account; ``ValidationError`` when it cannot be, with nothing changed.

        allauth would keep the address a second time in a table of its own, for confirming it
        by mail. No mail is sent here.
        """
        adapter = get_adapter(request)
        try:
            user: User = adapter.save_user(request, adapter.new_user(request), self)
        except NoLongerGuest as reason:
            raise ValidationError(str(reason), code="no_longer_guest") from reason
        except IntegrityError as error:
            raise self._taken() from error
        return user

    def _taken(self) -> ValidationError:
        """Say what somebody else has taken since the form was judged."""
        problems: dict[str, str] = {}
        if User.objects.filter(username__iexact=self.cleaned_data["username"]).exists():
            problems["username"] = NAME_TAKEN
        email = self.cleaned_data.get("email")
        if email and User.objects.filter(email__iexact=email).exists():
            problems["email"] = EMAIL_TAKEN
        return ValidationError(
            problems or "The account could not be made. Please send the form again."
        )


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The current password, and the new one twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Current password"
        self.fields["password1"].label = "New password"
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password2"].label = "New password again"
        _without_placeholders(self)


class GuestLogoutForm(forms.Form):
    """A guest's word that he knows what logging out means."""

    lose_runs = forms.BooleanField(
        label="I know that nobody, not even I, can open these runs again.",
        error_messages={"required": "Tick this box if you want to lose your runs."},
    )
