"""Curators see and decide the games that players offer."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def let_curators_adopt(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Nobody adds or deletes one in the back office."""
    using = schema_editor.connection.alias
    content_type, _ = (
        apps.get_model("contenttypes", "ContentType")
        .objects.using(using)
        .get_or_create(app_label="tracker", model="customgame")
    )
    for act in ("view", "change"):
        permission, _ = (
            apps.get_model("auth", "Permission")
            .objects.using(using)
            .get_or_create(
                content_type=content_type,
                codename=f"{act}_customgame",
                defaults={"name": f"Can {act} custom game"},
            )
        )
        for group in apps.get_model("auth", "Group").objects.using(using).filter(name="Curators"):
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("pokedex", "0008_custom_games"),
        ("tracker", "0009_custom_games"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(let_curators_adopt, migrations.RunPython.noop)]
