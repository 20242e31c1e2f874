"""The tracker app."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    """Runs and the encounters that players log in them."""

    name = "tracker"

    def ready(self) -> None:
        """Listen for guests that become accounts."""
        from tracker import receivers  # noqa: F401 (importing it connects it)
