"""The user model: people with an account, and guests who have none yet."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import LessThanOrEqual

USERNAME_PATTERN = r"^[A-Za-z0-9_-]{3,20}\Z"
USERNAME_MESSAGE = (
    "A user name is 3 to 20 characters long: letters without accents, digits, - and _."
)


class PlayerManager(UserManager["User"]):
    """Users; a name in another case is the same name."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by name, as `createsuperuser` does to see whether it is taken."""
        return self.get(username__iexact=username)


class User(AbstractUser):
    """A player or curator. No real name is asked for; a guest has an unusable password."""

    first_name = None  # type: ignore[assignment]  # taken out: no real names
    last_name = None  # type: ignore[assignment]  # taken out: no real names
    username = models.CharField(
        "user name",
        max_length=20,
        unique=True,
        validators=[RegexValidator(USERNAME_PATTERN, USERNAME_MESSAGE)],
        error_messages={"unique": "Somebody else has this user name. Please choose another."},
    )
    email = models.EmailField("e-mail address", blank=True, default="")
    display_name = models.CharField(
        max_length=40, blank=True, default="", help_text="What others see instead of the user name."
    )
    is_guest = models.BooleanField(
        "guest", default=False, help_text="Plays without an account; its runs live in one browser."
    )

    objects: ClassVar[PlayerManager] = PlayerManager()

    class Meta(AbstractUser.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_uniq",
                violation_error_message="Somebody else has this user name. Please choose another.",
            ),
            models.CheckConstraint(
                name="user_username_shape",
                condition=Q(username__regex=USERNAME_PATTERN),
                violation_error_message=USERNAME_MESSAGE,
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_uniq",
                violation_error_message="Another account uses this e-mail address.",
            ),
            models.CheckConstraint(
                name="user_email_length", condition=LessThanOrEqual(Length("email"), 254)
            ),
            models.CheckConstraint(
                name="user_display_name_length",
                condition=LessThanOrEqual(Length("display_name"), 40),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name that pages show: the chosen one, "Guest", or the user name."""
        return self.display_name or ("Guest" if self.is_guest else self.username)

    def get_full_name(self) -> str:
        """Django's hook for a full name; there is none beyond the shown name."""
        return self.shown_name

    def get_short_name(self) -> str:
        """Django's hook for a short name; there is none beyond the shown name."""
        return self.shown_name
