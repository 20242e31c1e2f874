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
        ("pokedex", "0003_tables_bosses_and_evolutions"),
        ("tracker", "0002_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="RunPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "game",
                    models.ForeignKey(
                        editable=False,
                        help_text="The run's game, copied: it holds what the row names to the same game.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.game",
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
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="tracker.nuzlockerun",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.route",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, default="", help_text="Empty: the game's own.", max_length=80
                    ),
                ),
                ("hidden", models.BooleanField(default=False)),
                (
                    "position",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="In thousandths of a route's order; empty: where the game has it.",
                        null=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "place of a run",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "route"),
                        name="run_place_run_route_uniq",
                        violation_error_message="This place was changed already.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("run", "game"),
                        name="run_place_run_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="The place's game is not the game of its run.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("route", "game"),
                        name="run_place_route_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="This route is not in the game of the run.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 80
                        ),
                        name="run_place_name_length",
                        violation_error_message="Name must be at most 80 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="run_place_revision_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomRoute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "game",
                    models.ForeignKey(
                        editable=False,
                        help_text="The run's game, copied: it holds what the row names to the same game.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.game",
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
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="custom_routes",
                        to="tracker.nuzlockerun",
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "after_route",
                    models.ForeignKey(
                        blank=True,
                        help_text="It stands behind this one; empty: before all others.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.route",
                    ),
                ),
                (
                    "order",
                    models.PositiveIntegerField(
                        default=1, help_text="Among the player's own places behind the same one."
                    ),
                ),
                (
                    "table_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The route whose Pokémon are offered here: this place is a part of it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.route",
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
            ],
            options={
                "verbose_name": "own place",
                "ordering": ["order", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("id", "run"), name="custom_route_id_run_uniq"),
                    models.UniqueConstraint(
                        fields=("run", "submission"), name="custom_route_run_submission_uniq"
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("run", "game"),
                        name="custom_route_run_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="The place's game is not the game of its run.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("after_route", "game"),
                        name="custom_route_after_route_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="The place before it is not in the game of the run.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("table_of", "game"),
                        name="custom_route_table_of_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="The place it is a part of is not in the game of the run.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "\\S")),
                        name="custom_route_name_not_blank",
                        violation_error_message="Name must not be blank.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 80
                        ),
                        name="custom_route_name_length",
                        violation_error_message="Name must be at most 80 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__gte", 1)),
                        name="custom_route_order_positive",
                        violation_error_message="The order is 1 or more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)),
                        name="custom_route_revision_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BossResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "game",
                    models.ForeignKey(
                        editable=False,
                        help_text="The run's game, copied: it holds what the row names to the same game.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.game",
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
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="boss_results",
                        to="tracker.nuzlockerun",
                    ),
                ),
                (
                    "boss",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="pokedex.boss",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(choices=[("won", "Won"), ("lost", "Lost")], max_length=4),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("party", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name": "boss result",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "boss"),
                        name="boss_result_run_boss_uniq",
                        violation_error_message="This boss has its result already.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("run", "game"),
                        name="boss_result_run_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="The result's game is not the game of its run.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("boss", "game"),
                        name="boss_result_boss_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="This boss is not in the game of the run.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["won", "lost"])),
                        name="boss_result_outcome_valid",
                        violation_error_message="Outcome must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            pokedex.constraints.JSONType(models.F("party")), models.Value("array")
                        ),
                        name="boss_result_party_is_list",
                        violation_error_message="Party must be a list, such as [].",
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
                        name="boss_result_at_sane",
                        violation_error_message="A time lies between 1990 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)),
                        name="boss_result_revision_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunBoss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "game",
                    models.ForeignKey(
                        editable=False,
                        help_text="The run's game, copied: it holds what the row names to the same game.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pokedex.game",
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
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bosses",
                        to="tracker.nuzlockerun",
                    ),
                ),
                (
                    "boss",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="pokedex.boss",
                    ),
                ),
                (
                    "ace_level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Level of its strongest Pokémon; empty: the catalog's.",
                        null=True,
                    ),
                ),
                (
                    "team",
                    models.TextField(
                        blank=True, default="", help_text="Its team in words.", max_length=1000
                    ),
                ),
            ],
            options={
                "verbose_name": "boss of a run",
                "verbose_name_plural": "bosses of a run",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "boss"),
                        name="run_boss_run_boss_uniq",
                        violation_error_message="This boss was corrected already.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("run", "game"),
                        name="run_boss_run_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="The correction's game is not the game of its run.",
                    ),
                    pokedex.composite_keys.CompositeForeignKey(
                        fields=("boss", "game"),
                        name="run_boss_boss_game_fk",
                        to_fields=("id", "game"),
                        violation_error_message="This boss is not in the game of the run.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ace_level__isnull", True),
                            models.Q(("ace_level__gte", 1), ("ace_level__lte", 100)),
                            _connector="OR",
                        ),
                        name="run_boss_ace_level_range",
                        violation_error_message="A level is a whole number from 1 to 100.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("team"), 1000
                        ),
                        name="run_boss_team_length",
                        violation_error_message="Team must be at most 1000 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="run_boss_revision_positive"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="encounter",
            name="encounter_faint_only_fainted",
        ),
        migrations.AddField(
            model_name="encounter",
            name="bonus_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("shiny", "Shiny"),
                    ("gift", "Gift, egg, static or trade"),
                    ("override", "Another reason"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="encounter",
            name="custom_route",
            field=models.ForeignKey(
                blank=True,
                help_text="The player's own place, unless it is one of the game.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="encounters",
                to="tracker.customroute",
            ),
        ),
        migrations.AddField(
            model_name="encounter",
            name="epitaph",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="encounter",
            name="killer_boss",
            field=models.ForeignKey(
                blank=True,
                help_text="In whose fight it died.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pokedex.boss",
            ),
        ),
        migrations.AddField(
            model_name="encounter",
            name="killer_pokemon",
            field=models.ForeignKey(
                blank=True,
                help_text="By which species it died.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="pokedex.pokemon",
            ),
        ),
        migrations.AddField(
            model_name="encounter",
            name="overridden",
            field=models.JSONField(
                blank=True, default=list, help_text='Keys of overridden clauses, such as ["dupes"].'
            ),
        ),
        migrations.AddField(
            model_name="encounter",
            name="override_reason",
            field=models.CharField(blank=True, default="", max_length=300),
        ),
        migrations.AddField(
            model_name="encounter",
            name="revivals",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="How often it was brought back to life."
            ),
        ),
        migrations.AlterField(
            model_name="encounter",
            name="route",
            field=models.ForeignKey(
                blank=True,
                help_text="The place, unless it is one of the player's own.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="logged_encounters",
                to="pokedex.route",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=pokedex.composite_keys.CompositeForeignKey(
                fields=("custom_route", "run"),
                name="encounter_custom_route_run_fk",
                to_fields=("id", "run"),
                violation_error_message="This place is not one of the run's own.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=pokedex.composite_keys.CompositeForeignKey(
                fields=("killer_boss", "game"),
                name="encounter_killer_boss_game_fk",
                to_fields=("id", "game"),
                violation_error_message="This boss is not in the game of the run.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_bonus", False)),
                fields=("run", "custom_route"),
                name="encounter_one_counted_per_custom_route",
                violation_error_code="route_used",
                violation_error_message="This place already has its encounter.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("custom_route__isnull", True), ("route__isnull", False)),
                    models.Q(("custom_route__isnull", False), ("route__isnull", True)),
                    _connector="OR",
                ),
                name="encounter_one_place",
                violation_error_message="An encounter has one place: a route or one of your own.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "fainted"),
                    models.Q(
                        ("epitaph", ""),
                        ("faint_cause", ""),
                        ("faint_level__isnull", True),
                        ("fainted_at__isnull", True),
                        ("killer_boss__isnull", True),
                        ("killer_pokemon__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="encounter_faint_only_fainted",
                violation_error_message="Only a fainted Pokémon has a faint level, a cause and an epitaph.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.CheckConstraint(
                condition=models.Q(("bonus_reason__in", ["", "shiny", "gift", "override"])),
                name="encounter_bonus_reason_valid",
                violation_error_message="Bonus reason must be one of the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.CheckConstraint(
                condition=models.Q(("bonus_reason", ""), ("is_bonus", True), _connector="OR"),
                name="encounter_bonus_reason_only_bonus",
                violation_error_message="Only a bonus has a reason for being one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bonus_reason", "override"), _negated=True),
                    ("override_reason__regex", "\\S"),
                    _connector="OR",
                ),
                name="encounter_override_has_its_reason",
                violation_error_message="Say why this is an exception.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    pokedex.constraints.JSONType(models.F("overridden")), models.Value("array")
                ),
                name="encounter_overridden_is_list",
                violation_error_message="Overridden must be a list, such as [].",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("override_reason"), 300
                ),
                name="encounter_override_reason_length",
                violation_error_message="Override reason must be at most 300 characters long.",
            ),
        ),
        migrations.AddConstraint(
            model_name="encounter",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("epitaph"), 200
                ),
                name="encounter_epitaph_length",
                violation_error_message="Epitaph must be at most 200 characters long.",
            ),
        ),
    ]
