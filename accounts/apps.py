"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: accounts and guests."""

    name = "accounts"

    def ready(self) -> None:
        """Listen for log-ins, which begin a session's lifetime."""
        from accounts import sessions  # noqa: F401 (importing it connects it)
