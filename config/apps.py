"""The project's own app: it registers the system checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Load the checks when Django starts."""

    name = "config"

    def ready(self) -> None:
        """Register the system checks of `config.checks`."""
        from config import checks  # noqa: F401 (importing it connects it)
