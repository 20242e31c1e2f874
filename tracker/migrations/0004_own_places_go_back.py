"""Only the way back does something: what was met at a player's own place has no route to go to.

It stands apart from the schema it makes way for: PostgreSQL alters no table in a transaction that
has changed its rows.
"""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing is at such a place before there are any."""


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the encounters at places that are about to go."""
    apps.get_model("tracker", "Encounter")._base_manager.filter(route__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0003_life_of_a_run"),
    ]

    operations = [migrations.RunPython(keep, remove)]
