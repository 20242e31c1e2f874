import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import pokedex.constraints
import pokedex.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Game",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Retired rows stay for the runs that use them.",
                        verbose_name="published",
                    ),
                ),
                (
                    "loaded_digest",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of the row as the fixtures last wrote it; empty: made by a person.",
                        max_length=32,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "generation",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("region", models.CharField(max_length=40)),
                ("box_art_url", models.URLField(blank=True, default="")),
                (
                    "release_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1996),
                            django.core.validators.MaxValueValidator(2099),
                        ]
                    ),
                ),
                (
                    "version_group",
                    models.CharField(
                        help_text="PokéAPI's name for the versions that came out together.",
                        max_length=60,
                    ),
                ),
            ],
            options={
                "ordering": ["generation", "release_year", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="game_name_uniq",
                        violation_error_message="Another game has this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "\\S")),
                        name="game_name_not_blank",
                        violation_error_message="Name must not be blank.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 60
                        ),
                        name="game_name_length",
                        violation_error_message="Name must be at most 60 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*\\Z")),
                        name="game_slug_shape",
                        violation_error_message="Slug takes small letters and digits, with single hyphens between them.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("slug"), 60
                        ),
                        name="game_slug_length",
                        violation_error_message="Slug must be at most 60 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("generation__gte", 1), ("generation__lte", 99)),
                        name="game_generation_range",
                        violation_error_message="A generation is a number from 1 to 99.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("release_year__gte", 1996), ("release_year__lte", 2099)
                        ),
                        name="game_release_year_sane",
                        violation_error_message="A release year lies between 1996 and 2099.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("box_art_url__regex", "^(https://|\\Z)")),
                        name="game_box_art_url_https",
                        violation_error_message="Box art url must begin with https:// or be empty.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("box_art_url"), 200
                        ),
                        name="game_box_art_url_length",
                        violation_error_message="Box art url must be at most 200 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("region__regex", "\\S")),
                        name="game_region_not_blank",
                        violation_error_message="Region must not be blank.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("region"), 40
                        ),
                        name="game_region_length",
                        violation_error_message="Region must be at most 40 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("version_group"), 60
                        ),
                        name="game_version_group_length",
                        violation_error_message="Version group must be at most 60 characters long.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pokemon",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Retired rows stay for the runs that use them.",
                        verbose_name="published",
                    ),
                ),
                (
                    "loaded_digest",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of the row as the fixtures last wrote it; empty: made by a person.",
                        max_length=32,
                    ),
                ),
                (
                    "national_dex",
                    models.PositiveSmallIntegerField(
                        help_text="Shared by a species and its regional forms.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="national dex number",
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "primary_type",
                    models.CharField(
                        choices=[
                            ("normal", "Normal"),
                            ("fire", "Fire"),
                            ("water", "Water"),
                            ("electric", "Electric"),
                            ("grass", "Grass"),
                            ("ice", "Ice"),
                            ("fighting", "Fighting"),
                            ("poison", "Poison"),
                            ("ground", "Ground"),
                            ("flying", "Flying"),
                            ("psychic", "Psychic"),
                            ("bug", "Bug"),
                            ("rock", "Rock"),
                            ("ghost", "Ghost"),
                            ("dragon", "Dragon"),
                            ("dark", "Dark"),
                            ("steel", "Steel"),
                            ("fairy", "Fairy"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "secondary_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("normal", "Normal"),
                            ("fire", "Fire"),
                            ("water", "Water"),
                            ("electric", "Electric"),
                            ("grass", "Grass"),
                            ("ice", "Ice"),
                            ("fighting", "Fighting"),
                            ("poison", "Poison"),
                            ("ground", "Ground"),
                            ("flying", "Flying"),
                            ("psychic", "Psychic"),
                            ("bug", "Bug"),
                            ("rock", "Rock"),
                            ("ghost", "Ghost"),
                            ("dragon", "Dragon"),
                            ("dark", "Dark"),
                            ("steel", "Steel"),
                            ("fairy", "Fairy"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "past_types",
                    models.JSONField(
                        blank=True,
                        default=pokedex.models.past_types_default,
                        help_text='Types up to and with a generation, such as [[5, ["normal"]]].',
                    ),
                ),
                (
                    "generation",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                (
                    "family",
                    models.PositiveIntegerField(
                        help_text="Evolution line: every Pokémon of one line has the same number."
                    ),
                ),
                ("base_hp", models.PositiveSmallIntegerField()),
                ("base_attack", models.PositiveSmallIntegerField()),
                ("base_defense", models.PositiveSmallIntegerField()),
                ("base_special_attack", models.PositiveSmallIntegerField()),
                ("base_special_defense", models.PositiveSmallIntegerField()),
                ("base_speed", models.PositiveSmallIntegerField()),
                ("sprite_url", models.URLField(blank=True, default="")),
                (
                    "evolves_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evolutions",
                        to="pokedex.pokemon",
                    ),
                ),
            ],
            options={
                "verbose_name": "Pokémon",
                "verbose_name_plural": "Pokémon",
                "ordering": ["national_dex", "id"],
                "indexes": [models.Index(fields=["national_dex"], name="pokemon_national_dex_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("national_dex__gte", 1), ("national_dex__lte", 9999)),
                        name="pokemon_national_dex_range",
                        violation_error_message="A national dex number is 1 to 9999.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        name="pokemon_name_uniq",
                        violation_error_message="Another Pokémon has this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "\\S")),
                        name="pokemon_name_not_blank",
                        violation_error_message="Name must not be blank.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 60
                        ),
                        name="pokemon_name_length",
                        violation_error_message="Name must be at most 60 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*\\Z")),
                        name="pokemon_slug_shape",
                        violation_error_message="Slug takes small letters and digits, with single hyphens between them.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("slug"), 60
                        ),
                        name="pokemon_slug_length",
                        violation_error_message="Slug must be at most 60 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "primary_type__in",
                                [
                                    "normal",
                                    "fire",
                                    "water",
                                    "electric",
                                    "grass",
                                    "ice",
                                    "fighting",
                                    "poison",
                                    "ground",
                                    "flying",
                                    "psychic",
                                    "bug",
                                    "rock",
                                    "ghost",
                                    "dragon",
                                    "dark",
                                    "steel",
                                    "fairy",
                                ],
                            )
                        ),
                        name="pokemon_primary_type_valid",
                        violation_error_message="Primary type must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "secondary_type__in",
                                [
                                    "",
                                    "normal",
                                    "fire",
                                    "water",
                                    "electric",
                                    "grass",
                                    "ice",
                                    "fighting",
                                    "poison",
                                    "ground",
                                    "flying",
                                    "psychic",
                                    "bug",
                                    "rock",
                                    "ghost",
                                    "dragon",
                                    "dark",
                                    "steel",
                                    "fairy",
                                ],
                            )
                        ),
                        name="pokemon_secondary_type_valid",
                        violation_error_message="Secondary type must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("primary_type", models.F("secondary_type")), _negated=True
                        ),
                        name="pokemon_types_distinct",
                        violation_error_message="The second type is another one, or empty.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            pokedex.constraints.JSONType(models.F("past_types")),
                            models.Value("array"),
                        ),
                        name="pokemon_past_types_is_list",
                        violation_error_message="Past types must be a list, such as [].",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("generation__gte", 1), ("generation__lte", 99)),
                        name="pokemon_generation_range",
                        violation_error_message="A generation is a number from 1 to 99.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evolves_from__isnull", True),
                            models.Q(("evolves_from", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="pokemon_not_its_own_evolution",
                        violation_error_message="A Pokémon cannot evolve from itself.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("base_attack__gte", 1),
                            ("base_attack__lte", 255),
                            ("base_defense__gte", 1),
                            ("base_defense__lte", 255),
                            ("base_hp__gte", 1),
                            ("base_hp__lte", 255),
                            ("base_special_attack__gte", 1),
                            ("base_special_attack__lte", 255),
                            ("base_special_defense__gte", 1),
                            ("base_special_defense__lte", 255),
                            ("base_speed__gte", 1),
                            ("base_speed__lte", 255),
                        ),
                        name="pokemon_base_stats_range",
                        violation_error_message="Each base stat is 1 to 255.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sprite_url__regex", "^(https://|\\Z)")),
                        name="pokemon_sprite_url_https",
                        violation_error_message="Sprite url must begin with https:// or be empty.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("sprite_url"), 200
                        ),
                        name="pokemon_sprite_url_length",
                        violation_error_message="Sprite url must be at most 200 characters long.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Retired rows stay for the runs that use them.",
                        verbose_name="published",
                    ),
                ),
                (
                    "loaded_digest",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of the row as the fixtures last wrote it; empty: made by a person.",
                        max_length=32,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "order",
                    models.PositiveIntegerField(
                        help_text="Story order, in steps of 10 so that one can be put between.",
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("story", "Story"),
                            ("postgame", "Post-game"),
                            ("event", "Event"),
                            ("roaming", "Roaming"),
                        ],
                        default="story",
                        max_length=10,
                    ),
                ),
                (
                    "source_key",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="PokéAPI's location, by which a load finds the route again after a rename.",
                        max_length=200,
                    ),
                ),
                (
                    "game",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes",
                        to="pokedex.game",
                    ),
                ),
            ],
            options={
                "ordering": ["game", "order", "id"],
                "indexes": [models.Index(fields=["game", "order"], name="route_game_order_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("game", "name"),
                        name="route_game_name_uniq",
                        violation_error_message="Another route of this game has this name.",
                    ),
                    models.UniqueConstraint(
                        fields=("game", "slug"),
                        name="route_game_slug_uniq",
                        violation_error_message="Another route of this game has this slug.",
                    ),
                    models.UniqueConstraint(fields=("id", "game"), name="route_id_game_uniq"),
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("game", "source_key"),
                        name="route_game_source_key_uniq",
                        violation_error_message="Another route of this game has this source key.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "\\S")),
                        name="route_name_not_blank",
                        violation_error_message="Name must not be blank.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("name"), 80
                        ),
                        name="route_name_length",
                        violation_error_message="Name must be at most 80 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*\\Z")),
                        name="route_slug_shape",
                        violation_error_message="Slug takes small letters and digits, with single hyphens between them.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("slug"), 80
                        ),
                        name="route_slug_length",
                        violation_error_message="Slug must be at most 80 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length("source_key"), 200
                        ),
                        name="route_source_key_length",
                        violation_error_message="Source key must be at most 200 characters long.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order__gte", 1)),
                        name="route_order_positive",
                        violation_error_message="The order is 1 or more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["story", "postgame", "event", "roaming"])
                        ),
                        name="route_stage_valid",
                        violation_error_message="Stage must be one of the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteEncounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Retired rows stay for the runs that use them.",
                        verbose_name="published",
                    ),
                ),
                (
                    "loaded_digest",
                    models.CharField(
                        blank=True,
                        default="",
                        editable=False,
                        help_text="Digest of the row as the fixtures last wrote it; empty: made by a person.",
                        max_length=32,
                    ),
                ),
                (
                    "encounter_method",
                    models.CharField(
                        choices=[
                            ("walk", "Walking"),
                            ("dark-grass", "Dark grass"),
                            ("grass-spots", "Rustling grass"),
                            ("cave-spots", "Dust cloud"),
                            ("bridge-spots", "Shadow on a bridge"),
                            ("yellow-flowers", "Yellow flowers"),
                            ("purple-flowers", "Purple flowers"),
                            ("red-flowers", "Red flowers"),
                            ("rough-terrain", "Rough terrain"),
                            ("horde", "Horde"),
                            ("overworld", "In sight"),
                            ("overworld-special", "In sight (rare)"),
                            ("overworld-flying", "In sight, flying"),
                            ("overworld-flying-special", "In sight, flying (rare)"),
                            ("overworld-dirt", "In sight, on bare ground"),
                            ("trash-can-ambush", "Ambush from a trash can"),
                            ("rustling-bush-ambush", "Ambush from a bush"),
                            ("ceiling-ambush", "Ambush from the ceiling"),
                            ("ground-ambush", "Ambush from the ground"),
                            ("sky-ambush", "Ambush from the sky"),
                            ("wanderer", "Wandering"),
                            ("surf", "Surfing"),
                            ("surf-spots", "Surfing, rippling water"),
                            ("seaweed", "Diving in seaweed"),
                            ("overworld-water", "In sight, on water"),
                            ("overworld-water-special", "In sight, on water (rare)"),
                            ("wanderer-water", "Wandering on water"),
                            ("chase-water", "Chasing on water"),
                            ("old-rod", "Old Rod"),
                            ("good-rod", "Good Rod"),
                            ("super-rod", "Super Rod"),
                            ("super-rod-spots", "Super Rod, rippling water"),
                            ("feebas-tile-fishing", "Fishing on a Feebas tile"),
                            ("bubbling-spots", "Fishing, bubbling water"),
                            ("rock-smash", "Rock Smash"),
                            ("headbutt", "Headbutt"),
                            ("headbutt-low", "Headbutt, rare tree"),
                            ("headbutt-normal", "Headbutt, common tree"),
                            ("headbutt-high", "Headbutt, special tree"),
                            ("honey-tree", "Honey tree"),
                            ("gift", "Gift"),
                            ("gift-egg", "Gift egg"),
                            ("static", "Static"),
                            ("npc-trade", "In-game trade"),
                            ("roaming-grass", "Roaming on land"),
                            ("roaming-water", "Roaming on water"),
                            ("hidden-grotto", "Hidden grotto"),
                            ("island-scan", "Island Scan"),
                            ("sos", "SOS call"),
                            ("sos-from-bubbling-spot", "SOS call, bubbling water"),
                            ("berry-trees", "Berry tree"),
                            ("pokeflute", "Poké Flute"),
                            ("squirt-bottle", "Squirt Bottle"),
                            ("wailmer-pail", "Wailmer Pail"),
                            ("devon-scope", "Devon Scope"),
                            ("unknown", "Method not known"),
                        ],
                        default="walk",
                        max_length=30,
                        verbose_name="method",
                    ),
                ),
                (
                    "encounter_rate",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Percent, at the best spot and time; empty: unknown, or not random.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="rate",
                    ),
                ),
                ("min_level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("max_level", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "conditions",
                    models.JSONField(
                        blank=True,
                        default=pokedex.models.conditions_default,
                        help_text='Under which the rate holds, such as ["time-night"].',
                    ),
                ),
                (
                    "availability",
                    models.CharField(
                        choices=[
                            ("base", "Ordinary"),
                            ("special", "Special"),
                            ("postgame", "Post-game"),
                        ],
                        default="base",
                        max_length=10,
                    ),
                ),
                (
                    "pokemon",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_encounters",
                        to="pokedex.pokemon",
                    ),
                ),
                (
                    "route",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="encounters",
                        to="pokedex.route",
                    ),
                ),
            ],
            options={
                "ordering": ["route", "encounter_method", "-encounter_rate", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("route", "pokemon", "encounter_method"),
                        name="route_encounter_route_pokemon_method_uniq",
                        violation_error_message="This route has this Pokémon with this method already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "encounter_method__in",
                                [
                                    "walk",
                                    "dark-grass",
                                    "grass-spots",
                                    "cave-spots",
                                    "bridge-spots",
                                    "yellow-flowers",
                                    "purple-flowers",
                                    "red-flowers",
                                    "rough-terrain",
                                    "horde",
                                    "overworld",
                                    "overworld-special",
                                    "overworld-flying",
                                    "overworld-flying-special",
                                    "overworld-dirt",
                                    "trash-can-ambush",
                                    "rustling-bush-ambush",
                                    "ceiling-ambush",
                                    "ground-ambush",
                                    "sky-ambush",
                                    "wanderer",
                                    "surf",
                                    "surf-spots",
                                    "seaweed",
                                    "overworld-water",
                                    "overworld-water-special",
                                    "wanderer-water",
                                    "chase-water",
                                    "old-rod",
                                    "good-rod",
                                    "super-rod",
                                    "super-rod-spots",
                                    "feebas-tile-fishing",
                                    "bubbling-spots",
                                    "rock-smash",
                                    "headbutt",
                                    "headbutt-low",
                                    "headbutt-normal",
                                    "headbutt-high",
                                    "honey-tree",
                                    "gift",
                                    "gift-egg",
                                    "static",
                                    "npc-trade",
                                    "roaming-grass",
                                    "roaming-water",
                                    "hidden-grotto",
                                    "island-scan",
                                    "sos",
                                    "sos-from-bubbling-spot",
                                    "berry-trees",
                                    "pokeflute",
                                    "squirt-bottle",
                                    "wailmer-pail",
                                    "devon-scope",
                                    "unknown",
                                ],
                            )
                        ),
                        name="route_encounter_method_valid",
                        violation_error_message="Encounter method must be one of the list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("encounter_rate__isnull", True),
                            models.Q(("encounter_rate__gte", 1), ("encounter_rate__lte", 100)),
                            _connector="OR",
                        ),
                        name="route_encounter_rate_range",
                        violation_error_message="A rate is 1 to 100 percent, or empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("max_level__isnull", True), ("min_level__isnull", True)),
                            models.Q(
                                ("max_level__gte", models.F("min_level")),
                                ("max_level__isnull", False),
                                ("max_level__lte", 100),
                                ("min_level__gte", 1),
                                ("min_level__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="route_encounter_levels_range",
                        violation_error_message="Give both levels, 1 to 100, the lower one first; or none.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            pokedex.constraints.JSONType(models.F("conditions")),
                            models.Value("array"),
                        ),
                        name="route_encounter_conditions_is_list",
                        violation_error_message="Conditions must be a list, such as [].",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("availability__in", ["base", "special", "postgame"])),
                        name="route_encounter_availability_valid",
                        violation_error_message="Availability must be one of the list.",
                    ),
                ],
            },
        ),
    ]
