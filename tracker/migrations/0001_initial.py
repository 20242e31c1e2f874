import datetime
import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import pokedex.constraints
import pokedex.composite_keys
import tracker.rules.presets


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("pokedex", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NuzlockeRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("completed", "Completed"),
                            ("failed", "Failed"),
                            ("abandoned", "Abandoned"),
                        ],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("rules", models.JSONField(default=tracker.rules.presets.classic_document)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "completed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Set exactly when the run has ended.",
                        null=True,
                        verbose_name="ended at",
                    ),
                ),
                (
                    "share_key",
                    models.CharField(
                        blank=True,
                        help_text="Secret part of the public page's address; empty: private.",
                        max_length=64,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Grows with each change; a form made from an older one is refused.",
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, once.",
                    ),
                ),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "game",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="pokedex.game",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "previous_attempt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="later_attempts",
                        to="tracker.nuzlockerun",
                    ),
                ),
            ],
            options={
                "verbose_name": "run",
                "ordering": ["-started_at", "-id"],
                "indexes": [
                    models.Index(
                        fields=["owner", "status", "-started_at"], name="run_owner_status_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "game"), name="run_id_game_uniq"),
                    models.UniqueConstraint(
                        fields=("owner", "submission"), name="run_owner_submission_uniq"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "\\S")),
                        name="run_name_not_blank",
                        violation_error_message="Name must not be blank.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 80
                        ),
                        name="run_name_length",
                        violation_error_message="Name must be at most 80 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["active", "completed", "failed", "abandoned"])
                        ),
                        name="run_status_valid",
                        violation_error_message="Status must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            pokedex.constraints.JSONType(models.F("rules")), models.Value("object")
                        ),
                        name="run_rules_is_object",
                        violation_error_message="Rules must be an object, such as {}.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_at__isnull", True), ("status", "active")),
                            models.Q(
                                ("completed_at__isnull", False),
                                ("status__in", ("completed", "failed", "abandoned")),
                            ),
                            _connector="OR",
                        ),
                        name="run_completed_at_iff_final",
                        violation_error_message="An ended run has an end time, an active one has none.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("completed_at__isnull", True),
                            ("completed_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="run_completed_after_start",
                        violation_error_message="A run cannot have ended before it started.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_at__isnull", True),
                            models.Q(
                                (
                                    "started_at__gte",
                                    datetime.datetime(
                                        1990, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                                (
                                    "started_at__lt",
                                    datetime.datetime(
                                        2100, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="run_started_at_sane",
                        violation_error_message="A time lies between 1990 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("completed_at__isnull", True),
                            models.Q(
                                (
                                    "completed_at__gte",
                                    datetime.datetime(
                                        1990, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                                (
                                    "completed_at__lt",
                                    datetime.datetime(
                                        2100, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="run_completed_at_sane",
                        violation_error_message="A time lies between 1990 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("archived_at__isnull", True),
                            models.Q(
                                (
                                    "archived_at__gte",
                                    datetime.datetime(
                                        1990, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                                (
                                    "archived_at__lt",
                                    datetime.datetime(
                                        2100, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="run_archived_at_sane",
                        violation_error_message="A time lies between 1990 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", True),
                            models.Q(
                                (
                                    "deleted_at__gte",
                                    datetime.datetime(
                                        1990, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                                (
                                    "deleted_at__lt",
                                    datetime.datetime(
                                        2100, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="run_deleted_at_sane",
                        violation_error_message="A time lies between 1990 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("share_key__isnull", True),
                            django.db.models.lookups.GreaterThan(
                                django.db.models.functions.text.Length("share_key"), 20
                            ),
                            _connector="OR",
                        ),
                        name="run_share_key_long",
                        violation_error_message="A share key has more than 20 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("previous_attempt__isnull", True),
                            models.Q(("previous_attempt", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="run_not_its_own_previous_attempt",
                        violation_error_message="A run cannot be its own previous attempt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="run_revision_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Encounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("nickname", models.CharField(blank=True, default="", max_length=30)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("caught", "Caught"),
                            ("missed", "Missed"),
                            ("fainted", "Fainted"),
                            ("released", "Released"),
                            ("postponed", "Postponed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "missed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("knocked_out", "Knocked out"),
                            ("fled", "It fled"),
                            ("no_balls", "No Poké Balls"),
                            ("only_dupes", "Only dupes left"),
                            ("skipped", "Skipped"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "acquisition",
                    models.CharField(
                        choices=[
                            ("wild", "Wild"),
                            ("gift", "Gift"),
                            ("egg", "Egg"),
                            ("static", "Static"),
                            ("trade", "In-game trade"),
                            ("fossil", "Fossil"),
                        ],
                        default="wild",
                        max_length=8,
                    ),
                ),
                ("catch_level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("current_level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("faint_level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("caught_at", models.DateTimeField(blank=True, null=True)),
                ("fainted_at", models.DateTimeField(blank=True, null=True)),
                ("faint_cause", models.CharField(blank=True, default="", max_length=200)),
                ("party_slot", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("female", "Female"),
                            ("male", "Male"),
                            ("genderless", "Genderless"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("nature", models.CharField(blank=True, default="", max_length=20)),
                ("ability", models.CharField(blank=True, default="", max_length=40)),
                ("shiny", models.BooleanField(default=False)),
                ("note", models.TextField(blank=True, default="", max_length=1000)),
                (
                    "is_bonus",
                    models.BooleanField(
                        default=False,
                        help_text="Beside the counted encounter; does not use up the route.",
                        verbose_name="bonus",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Grows with each change; a form made from an older one is refused.",
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        help_text="Of the form that made it: sent twice, once.",
                    ),
                ),
                (
                    "current_pokemon",
                    models.ForeignKey(
                        blank=True,
                        help_text="What it has evolved into; empty while it has not.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.pokemon",
                    ),
                ),
                (
                    "game",
                    models.ForeignKey(
                        editable=False,
                        help_text="The run's game, copied: it holds the route to the same game.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.game",
                    ),
                ),
                (
                    "pokemon",
                    models.ForeignKey(
                        blank=True,
                        help_text="As it was met; empty only when nothing was caught.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logged_encounters",
                        to="pokedex.pokemon",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logged_encounters",
                        to="pokedex.route",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="encounters",
                        to="tracker.nuzlockerun",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["run", "status"], name="encounter_run_status_idx")
                ],
                "constraints": [
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("run", "game"),
                        name="encounter_run_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="The encounter's game is not the game of its run.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("route", "game"),
                        name="encounter_route_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="This route is not in the game of the run.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_bonus", False)),
                        fields=("run", "route"),
                        name="encounter_one_counted_per_route",
                        violation_error_code="route_used",
                        violation_error_message="This route already has its encounter.",
                    ),
                    models.UniqueConstraint(
                        fields=("run", "submission"), name="encounter_run_submission_uniq"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("party_slot__isnull", False)),
                        fields=("run", "party_slot"),
                        name="encounter_run_party_slot_uniq",
                        violation_error_message="This place in the party is taken.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["caught", "missed", "fainted", "released", "postponed"])
                        ),
                        name="encounter_status_valid",
                        violation_error_message="Status must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "missed_reason__in",
                                ["", "knocked_out", "fled", "no_balls", "only_dupes", "skipped"],
                            )
                        ),
                        name="encounter_missed_reason_valid",
                        violation_error_message="Missed reason must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "acquisition__in",
                                ["wild", "gift", "egg", "static", "trade", "fossil"],
                            )
                        ),
                        name="encounter_acquisition_valid",
                        violation_error_message="Acquisition must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gender__in", ["", "female", "male", "genderless"])),
                        name="encounter_gender_valid",
                        violation_error_message="Gender must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("catch_level__isnull", True),
                            models.Q(("catch_level__gte", 1), ("catch_level__lte", 100)),
                            _connector="OR",
                        ),
                        name="encounter_catch_level_range",
                        violation_error_message="A level is a whole number from 1 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("current_level__isnull", True),
                            models.Q(("current_level__gte", 1), ("current_level__lte", 100)),
                            _connector="OR",
                        ),
                        name="encounter_current_level_range",
                        violation_error_message="A level is a whole number from 1 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("faint_level__isnull", True),
                            models.Q(("faint_level__gte", 1), ("faint_level__lte", 100)),
                            _connector="OR",
                        ),
                        name="encounter_faint_level_range",
                        violation_error_message="A level is a whole number from 1 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("caught_at__isnull", False),
                                ("pokemon__isnull", False),
                                ("status__in", ("caught", "fainted", "released")),
                            ),
                            models.Q(
                                ("catch_level__isnull", True),
                                ("caught_at__isnull", True),
                                ("current_level__isnull", True),
                                ("current_pokemon__isnull", True),
                                ("nickname", ""),
                                ("status__in", ("missed", "postponed")),
                            ),
                            _connector="OR",
                        ),
                        name="encounter_joined_or_not",
                        violation_error_message="What was caught needs its Pokémon; what was missed or postponed has neither level nor nickname.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("missed_reason", ""), ("status", "missed"), _connector="OR"
                        ),
                        name="encounter_missed_reason_only_missed",
                        violation_error_message="Only a missed encounter has a reason for the miss.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "fainted"),
                            models.Q(
                                ("faint_cause", ""),
                                ("faint_level__isnull", True),
                                ("fainted_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="encounter_faint_only_fainted",
                        violation_error_message="Only a fainted Pokémon has a faint level and a cause.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("faint_level__isnull", True),
                            ("catch_level__isnull", True),
                            ("faint_level__gte", models.F("catch_level")),
                            _connector="OR",
                        ),
                        name="encounter_faint_level_not_below_catch",
                        violation_error_message="It cannot have fainted at a level below its catch level.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("current_level__isnull", True),
                            ("catch_level__isnull", True),
                            ("current_level__gte", models.F("catch_level")),
                            _connector="OR",
                        ),
                        name="encounter_current_level_not_below_catch",
                        violation_error_message="Its level cannot be below its catch level.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("party_slot__isnull", True),
                            models.Q(
                                ("party_slot__gte", 1), ("party_slot__lte", 6), ("status", "caught")
                            ),
                            _connector="OR",
                        ),
                        name="encounter_party_slot_only_caught",
                        violation_error_message="Only a living Pokémon is in the party, in slots 1 to 6.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("nickname"), 30
                        ),
                        name="encounter_nickname_length",
                        violation_error_message="Nickname must be at most 30 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("faint_cause"), 200
                        ),
                        name="encounter_faint_cause_length",
                        violation_error_message="Faint cause must be at most 200 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("nature"), 20
                        ),
                        name="encounter_nature_length",
                        violation_error_message="Nature must be at most 20 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("ability"), 40
                        ),
                        name="encounter_ability_length",
                        violation_error_message="Ability must be at most 40 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("note"), 1000
                        ),
                        name="encounter_note_length",
                        violation_error_message="Note must be at most 1000 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("caught_at__isnull", True),
                            models.Q(
                                (
                                    "caught_at__gte",
                                    datetime.datetime(
                                        1990, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                                (
                                    "caught_at__lt",
                                    datetime.datetime(
                                        2100, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="encounter_caught_at_sane",
                        violation_error_message="A time lies between 1990 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fainted_at__isnull", True),
                            models.Q(
                                (
                                    "fainted_at__gte",
                                    datetime.datetime(
                                        1990, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                                (
                                    "fainted_at__lt",
                                    datetime.datetime(
                                        2100, 1, 1, 0, 0, tzinfo=datetime.timezone.utc
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="encounter_fainted_at_sane",
                        violation_error_message="A time lies between 1990 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fainted_at__isnull", True),
                            ("caught_at__isnull", True),
                            ("fainted_at__gte", models.F("caught_at")),
                            _connector="OR",
                        ),
                        name="encounter_fainted_after_caught",
                        violation_error_message="It cannot have fainted before it was caught.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="encounter_revision_positive"
                    ),
                ],
            },
        ),
    ]
