import datetime
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import pokedex.composite_keys
import pokedex.constraints
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracker", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="tracker.nuzlockerun",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        help_text="1, 2, 3 ... without a gap within the run."
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("start", "Run started"),
                            ("base", "State before the log"),
                            ("log", "Encounter"),
                            ("edit", "Correction"),
                            ("level", "Level"),
                            ("evolve", "Evolution"),
                            ("details", "Details"),
                            ("party", "Party and box"),
                            ("faint", "Death"),
                            ("revive", "Revival"),
                            ("release", "Release"),
                            ("remove", "Removal"),
                            ("boss", "Boss"),
                            ("boss_edit", "Boss corrected"),
                            ("place", "Place"),
                            ("rename", "Run renamed"),
                            ("rules", "Rules"),
                            ("end", "Run ended"),
                            ("reopen", "Run reopened"),
                            ("archive", "Archive"),
                            ("delete", "Run deleted"),
                            ("restore", "Run restored"),
                            ("note", "Journal"),
                            ("staff", "Change by the site"),
                            ("undo", "Undo"),
                            ("redo", "Redo"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="What happened, with the names of that moment.", max_length=300
                    ),
                ),
                ("payload", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "undoes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="undone_by",
                        to="tracker.runevent",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "ordering": ["sequence"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "sequence"),
                        name="event_run_sequence_uniq",
                        violation_error_message="The run has an event with this number.",
                    ),
                    models.UniqueConstraint(fields=("id", "run"), name="event_id_run_uniq"),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("undoes", "run"),
                        name="event_undoes_run_fk",
                        to_fields=("id", "run"),
                        violation_error_message="An event takes back one of its own run.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)),
                        name="event_sequence_positive",
                        violation_error_message="Events are numbered from 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "start",
                                    "base",
                                    "log",
                                    "edit",
                                    "level",
                                    "evolve",
                                    "details",
                                    "party",
                                    "faint",
                                    "revive",
                                    "release",
                                    "remove",
                                    "boss",
                                    "boss_edit",
                                    "place",
                                    "rename",
                                    "rules",
                                    "end",
                                    "reopen",
                                    "archive",
                                    "delete",
                                    "restore",
                                    "note",
                                    "staff",
                                    "undo",
                                    "redo",
                                ],
                            )
                        ),
                        name="event_kind_valid",
                        violation_error_message="Kind must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("summary__regex", "\\S")),
                        name="event_summary_not_blank",
                        violation_error_message="Summary must not be blank.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("summary"), 300
                        ),
                        name="event_summary_length",
                        violation_error_message="Summary must be at most 300 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            pokedex.constraints.JSONType(models.F("payload")),
                            models.Value("object"),
                        ),
                        name="event_payload_is_object",
                        violation_error_message="Payload must be an object, such as {}.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("at__isnull", True),
                            models.Q(
                                (
                                    "at__gte",
                                    datetime.datetime(
                                        1990, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                                (
                                    "at__lt",
                                    datetime.datetime(
                                        2100, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="event_at_sane",
                        violation_error_message="A time lies between 1990 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("undo", "redo", "restore")), ("undoes__isnull", False)
                            ),
                            models.Q(
                                models.Q(("kind__in", ("undo", "redo", "restore")), _negated=True),
                                ("undoes__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="event_undoes_iff_undoing",
                        violation_error_message="What takes back an event names it, and nothing else does.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="event_notes",
                        to="tracker.nuzlockerun",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="note",
                        to="tracker.runevent",
                    ),
                ),
                ("text", models.TextField(max_length=1000)),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Grows with each change; a form made from an older one is refused.",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal note",
                "ordering": ["id"],
                "constraints": [
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("event", "run"),
                        name="event_note_event_run_fk",
                        to_fields=("id", "run"),
                        violation_error_message="The note is about an event of its own run.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "\\S")),
                        name="event_note_text_not_blank",
                        violation_error_message="Text must not be blank.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("text"), 1000
                        ),
                        name="event_note_text_length",
                        violation_error_message="Text must be at most 1000 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)),
                        name="event_note_revision_positive",
                    ),
                ],
            },
        ),
    ]
