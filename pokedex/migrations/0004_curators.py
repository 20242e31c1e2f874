"""The group of those who look after the catalog, with the catalog's permissions and no others."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GROUP = "Curators"
# Games, routes and Pokémon are unpublished rather than deleted: runs and other rows stand on them.
EDITED = ("game", "route", "pokemon")
EDITED_AND_DELETED = ("routeencounter", "encountertable", "boss", "bosspokemon", "evolution")


def make_group(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the group; its permissions too, which else come only after all migrations."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    content_type_model = apps.get_model("contenttypes", "ContentType")
    using = schema_editor.connection.alias
    acts: dict[str, tuple[str, ...]] = dict.fromkeys(EDITED, ("view", "add", "change"))
    acts |= dict.fromkeys(EDITED_AND_DELETED, ("view", "add", "change", "delete"))
    permissions = []
    for model, allowed in acts.items():
        content_type, _ = content_type_model.objects.using(using).get_or_create(
            app_label="pokedex", model=model
        )
        noun = apps.get_model("pokedex", model)._meta.verbose_name
        for act in allowed:
            permission, _ = permission_model.objects.using(using).get_or_create(
                content_type=content_type,
                codename=f"{act}_{model}",
                defaults={"name": f"Can {act} {noun}"},
            )
            permissions.append(permission)
    group, _ = group_model.objects.using(using).get_or_create(name=GROUP)
    group.permissions.set(permissions)


def remove_group(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the group away; permissions belong to the models and stay."""
    group_model = apps.get_model("auth", "Group")
    group_model.objects.using(schema_editor.connection.alias).filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("pokedex", "0003_tables_bosses_and_evolutions"),
    ]

    operations = [migrations.RunPython(make_group, remove_group)]
