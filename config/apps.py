"""The project's own app, which registers the system checks, and the admin with our index."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """Load the checks when Django starts."""

    name = "config"

    def ready(self) -> None:
        """Register the system checks of `config.checks`."""
        from config import checks  # noqa: F401 (importing it connects it)


class BackOfficeConfig(AdminConfig):
    """Django's admin on a site of our own."""

    default_site = "pokedex.back_office.BackOffice"
