"""The catalog: games, their routes, the Pokémon, and which Pokémon is met where."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from pokedex import constraints as rule
from pokedex.choices import (
    Availability,
    BattleKind,
    BossKind,
    BossStage,
    ChangeAct,
    ChangeSource,
    EncounterMethod,
    EvolutionTrigger,
    PokemonType,
    ReportKind,
    ReportState,
    ReportSubject,
    RouteStage,
    TableException,
)
from pokedex.composite_keys import CompositeForeignKey
from pokedex.querysets import (
    BossPokemonQuerySet,
    BossQuerySet,
    CorrectionReportQuerySet,
    EncounterTableQuerySet,
    EvolutionQuerySet,
    GameQuerySet,
    PokemonQuerySet,
    RouteEncounterQuerySet,
    RouteQuerySet,
)

MAX_LEVEL = 100
SUGGESTION_LENGTH = 200
SOURCE_LENGTH = 500
CREDIT_LENGTH = 40
CREDITS_LENGTH = 250
CONTACT_LENGTH = 200
REPLY_LENGTH = 1000
CLOSED_REPORTS = (ReportState.ACCEPTED.value, ReportState.REFUSED.value)
BASE_STATS = (
    "base_hp",
    "base_attack",
    "base_defense",
    "base_special_attack",
    "base_special_defense",
    "base_speed",
)


def past_types_default() -> list[list[object]]:
    """No past types: the Pokémon has always had its present ones."""
    return []


def conditions_default() -> list[str]:
    """No conditions: the rate holds at any time."""
    return []


def shares_default() -> list[list[object]]:
    """No shares: a table is made empty and filled."""
    return []


def seen_default() -> list[list[str]]:
    """No facts: nothing is known of the row at that time."""
    return []


def moves_default() -> list[str]:
    """No moves: they are not known."""
    return []


def _level_range(name: str, field: str, *, or_empty: bool = False) -> models.CheckConstraint:
    condition = Q(**{f"{field}__gte": 1, f"{field}__lte": MAX_LEVEL})
    if or_empty:
        condition |= Q(**{f"{field}__isnull": True})
    return models.CheckConstraint(
        violation_error_message=f"A level is a whole number from 1 to {MAX_LEVEL}.",
        name=name,
        condition=condition,
    )


class CatalogRevision(models.Model):
    """The one row that says which catalog this is: another value after each change.

    `pokedex.revision` reads and renews it. The value is random instead of a number that grows, so
    that a restored backup and what is changed after it never come by the value of another catalog.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True)
    value = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                violation_error_message="There is one catalog, and its revision has the number 1.",
                name="catalog_revision_one_row",
                condition=Q(id=1),
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)


class CatalogChange(models.Model):
    """One change of one row of the catalog: who, when, from what to what; `pokedex.history`.

    It names its row and game by value, without foreign keys: it stays when they go, and keeps no
    load from deleting them.
    """

    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: a load or a command, or the account is gone.",
    )
    source = models.CharField(max_length=10, choices=ChangeSource.choices)
    act = models.CharField(max_length=10, choices=ChangeAct.choices)
    row_model = models.CharField("kind", max_length=30, help_text="Such as routeencounter.")
    row_id = models.PositiveBigIntegerField()
    row_name = models.CharField("row", max_length=250)
    game = models.CharField(
        max_length=60, blank=True, default="", help_text="Its slug; empty: of no single game."
    )
    before = models.JSONField(
        default=dict,
        blank=True,
        help_text="The columns that changed, as they were; empty: it was added.",
    )
    after = models.JSONField(
        default=dict,
        blank=True,
        help_text="The same columns as they are since; empty: it was deleted.",
    )
    credit = models.CharField(
        max_length=CREDITS_LENGTH,
        blank=True,
        default="",
        help_text="The names under which those who reported it want to be thanked.",
    )

    class Meta:
        verbose_name = "change"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            rule.one_of("catalog_change_source_valid", "source", ChangeSource.values),
            rule.one_of("catalog_change_act_valid", "act", ChangeAct.values),
            rule.not_blank("catalog_change_row_name_not_blank", "row_name"),
            rule.max_length("catalog_change_row_name_length", "row_name", 250),
            rule.max_length("catalog_change_row_model_length", "row_model", 30),
            rule.max_length("catalog_change_game_length", "game", 60),
            rule.json_type("catalog_change_before_is_object", "before", "object"),
            rule.json_type("catalog_change_after_is_object", "after", "object"),
            rule.max_length("catalog_change_credit_length", "credit", CREDITS_LENGTH),
        ]
        indexes: ClassVar = [
            # Read by a row's own history and by the lists, which say when each row last changed.
            models.Index(fields=["row_model", "row_id", "id"], name="catalog_change_row_idx"),
            # Read by a game's changelog.
            models.Index(fields=["game", "source", "id"], name="catalog_change_game_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.row_name}: {self.get_act_display().lower()}"


class ImportUpload(models.Model):
    """A file that a curator has chosen and not imported yet; `pokedex.transfer.uploads`.

    It is kept here so that every worker finds it, and only for as long as somebody looks at what
    it would do. Nobody is given permissions on it: it is its owner's alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_uploads"
    )
    row_model = models.CharField("kind", max_length=30, help_text="Such as routeencounter.")
    name = models.CharField(max_length=200, help_text="Of the file, as its owner calls it.")
    file_format = models.CharField(max_length=4, help_text="csv or json.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    content = models.BinaryField(help_text="The file, compressed by zlib.")
    uploaded_at = models.DateTimeField(default=timezone.now, help_text="It is gone a day later.")

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            rule.max_length("import_upload_row_model_length", "row_model", 30),
            rule.not_blank("import_upload_name_not_blank", "name"),
            rule.max_length("import_upload_name_length", "name", 200),
            rule.one_of("import_upload_file_format_valid", "file_format", ("csv", "json")),
            models.CheckConstraint(
                violation_error_message="A digest has 64 digits, 0 to 9 and a to f.",
                name="import_upload_digest_shape",
                condition=Q(digest__regex=r"^[0-9a-f]{64}\Z"),
            ),
        ]
        indexes: ClassVar = [
            # Read by the clearing of those that are a day old, at each upload.
            models.Index(fields=["uploaded_at"], name="import_upload_uploaded_at_idx"),
        ]

    def __str__(self) -> str:
        return self.name


class CatalogRow(models.Model):
    """What every catalog table has: a way to retire a row, and a mark of its last load."""

    is_active = models.BooleanField(
        "published", default=True, help_text="Retired rows stay for the runs that use them."
    )
    loaded_digest = models.CharField(
        max_length=32,
        default="",
        blank=True,
        editable=False,
        help_text="Digest of the row as the fixtures last wrote it; empty: made by a person.",
    )

    class Meta:
        abstract = True


class Game(CatalogRow):
    """One version of a main-series game."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    generation = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    region = models.CharField(max_length=40)
    box_art_url = models.URLField(blank=True, default="")
    release_year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1996), MaxValueValidator(2099)]
    )
    version_group = models.CharField(
        max_length=60, help_text="PokéAPI's name for the versions that came out together."
    )
    is_custom = models.BooleanField(
        "custom",
        default=False,
        editable=False,
        help_text="A player's own game, which the catalog does not show.",
    )
    revision = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="Grows with each change of a custom game; the others go by the catalog's.",
    )

    objects = GameQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["generation", "release_year", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"),
                # Players call theirs what they like.
                condition=Q(is_custom=False),
                violation_error_message="Another game has this name.",
                name="game_name_uniq",
            ),
            rule.not_blank("game_name_not_blank", "name"),
            rule.max_length("game_name_length", "name", 60),
            rule.slug_shaped("game_slug_shape", "slug"),
            rule.max_length("game_slug_length", "slug", 60),
            models.CheckConstraint(
                violation_error_message="A custom game's slug cannot be guessed.",
                name="game_custom_slug_shape",
                condition=Q(is_custom=False) | Q(slug__regex=r"^custom-[0-9a-f]{16}\Z"),
            ),
            models.CheckConstraint(
                violation_error_message="A generation is a number from 1 to 99.",
                name="game_generation_range",
                condition=Q(generation__gte=1, generation__lte=99),
            ),
            models.CheckConstraint(
                violation_error_message="A release year lies between 1996 and 2099.",
                name="game_release_year_sane",
                condition=Q(release_year__gte=1996, release_year__lte=2099),
            ),
            rule.blank_or_https("game_box_art_url_https", "box_art_url"),
            rule.max_length("game_box_art_url_length", "box_art_url", 200),
            rule.not_blank("game_region_not_blank", "region"),
            rule.max_length("game_region_length", "region", 40),
            rule.max_length("game_version_group_length", "version_group", 60),
            models.CheckConstraint(name="game_revision_positive", condition=Q(revision__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        """Name the game as fixtures do."""
        return (self.slug,)


class Route(CatalogRow):
    """A place of a game: what players count as one area."""

    name = models.CharField(max_length=80)
    game = models.ForeignKey(Game, on_delete=models.PROTECT, related_name="routes", db_index=False)
    order = models.PositiveIntegerField(
        validators=[MinValueValidator(1)],
        help_text="Story order, in steps of 10 so that one can be put between.",
    )
    slug = models.SlugField(max_length=80, db_index=False)
    stage = models.CharField(max_length=10, choices=RouteStage.choices, default=RouteStage.STORY)
    source_key = models.CharField(
        max_length=200,
        blank=True,
        default="",
        help_text="PokéAPI's location, by which a load finds the route again after a rename.",
    )

    objects = RouteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["game", "order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["game", "name"],
                violation_error_message="Another route of this game has this name.",
                name="route_game_name_uniq",
            ),
            models.UniqueConstraint(
                fields=["game", "slug"],
                violation_error_message="Another route of this game has this slug.",
                name="route_game_slug_uniq",
            ),
            # Target of the composite foreign key of an encounter: its route is of its run's game.
            models.UniqueConstraint(fields=["id", "game"], name="route_id_game_uniq"),
            models.UniqueConstraint(
                fields=["game", "source_key"],
                condition=~Q(source_key=""),
                violation_error_message="Another route of this game has this source key.",
                name="route_game_source_key_uniq",
            ),
            rule.not_blank("route_name_not_blank", "name"),
            rule.max_length("route_name_length", "name", 80),
            rule.slug_shaped("route_slug_shape", "slug"),
            rule.max_length("route_slug_length", "slug", 80),
            rule.max_length("route_source_key_length", "source_key", 200),
            models.CheckConstraint(
                violation_error_message="The order is 1 or more.",
                name="route_order_positive",
                condition=Q(order__gte=1),
            ),
            rule.one_of("route_stage_valid", "stage", RouteStage.values),
        ]
        indexes: ClassVar = [
            # Read by the run page and the game page: a game's routes in story order.
            models.Index(fields=["game", "order"], name="route_game_order_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        """Name the route as fixtures do."""
        return (self.game.slug, self.slug)

    natural_key.dependencies = ["pokedex.game"]  # type: ignore[attr-defined]


class Pokemon(CatalogRow):
    """A species, or a regional form of one."""

    national_dex = models.PositiveSmallIntegerField(
        "national dex number",
        validators=[MinValueValidator(1)],
        help_text="Shared by a species and its regional forms.",
    )
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    primary_type = models.CharField(max_length=10, choices=PokemonType.choices)
    secondary_type = models.CharField(
        max_length=10, choices=PokemonType.choices, blank=True, default=""
    )
    past_types = models.JSONField(
        default=past_types_default,
        blank=True,
        help_text='Types up to and with a generation, such as [[5, ["normal"]]].',
    )
    generation = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    family = models.PositiveIntegerField(
        help_text="Evolution line: every Pokémon of one line has the same number."
    )
    evolves_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="evolutions"
    )
    base_hp = models.PositiveSmallIntegerField()
    base_attack = models.PositiveSmallIntegerField()
    base_defense = models.PositiveSmallIntegerField()
    base_special_attack = models.PositiveSmallIntegerField()
    base_special_defense = models.PositiveSmallIntegerField()
    base_speed = models.PositiveSmallIntegerField()
    sprite_url = models.URLField(blank=True, default="")

    objects = PokemonQuerySet.as_manager()

    class Meta:
        verbose_name = "Pokémon"
        verbose_name_plural = "Pokémon"
        ordering: ClassVar = ["national_dex", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                violation_error_message="A national dex number is 1 to 9999.",
                name="pokemon_national_dex_range",
                condition=Q(national_dex__gte=1, national_dex__lte=9999),
            ),
            models.UniqueConstraint(
                Lower("name"),
                violation_error_message="Another Pokémon has this name.",
                name="pokemon_name_uniq",
            ),
            rule.not_blank("pokemon_name_not_blank", "name"),
            rule.max_length("pokemon_name_length", "name", 60),
            rule.slug_shaped("pokemon_slug_shape", "slug"),
            rule.max_length("pokemon_slug_length", "slug", 60),
            rule.one_of("pokemon_primary_type_valid", "primary_type", PokemonType.values),
            rule.one_of(
                "pokemon_secondary_type_valid", "secondary_type", ["", *PokemonType.values]
            ),
            models.CheckConstraint(
                violation_error_message="The second type is another one, or empty.",
                name="pokemon_types_distinct",
                condition=~Q(primary_type=F("secondary_type")),
            ),
            rule.json_type("pokemon_past_types_is_list", "past_types", "array"),
            models.CheckConstraint(
                violation_error_message="A generation is a number from 1 to 99.",
                name="pokemon_generation_range",
                condition=Q(generation__gte=1, generation__lte=99),
            ),
            models.CheckConstraint(
                violation_error_message="A Pokémon cannot evolve from itself.",
                name="pokemon_not_its_own_evolution",
                condition=Q(evolves_from__isnull=True) | ~Q(evolves_from=F("id")),
            ),
            models.CheckConstraint(
                violation_error_message="Each base stat is 1 to 255.",
                name="pokemon_base_stats_range",
                condition=Q(
                    **{f"{stat}__gte": 1 for stat in BASE_STATS},
                    **{f"{stat}__lte": 255 for stat in BASE_STATS},
                ),
            ),
            rule.blank_or_https("pokemon_sprite_url_https", "sprite_url"),
            rule.max_length("pokemon_sprite_url_length", "sprite_url", 200),
        ]
        indexes: ClassVar = [
            # Read by the search for a Pokémon by number and by every list in Pokédex order.
            models.Index(fields=["national_dex"], name="pokemon_national_dex_idx"),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        """Name the Pokémon as fixtures do."""
        return (self.slug,)

    @property
    def types(self) -> list[str]:
        """The one or two types, the first one first."""
        return [self.primary_type, *([self.secondary_type] if self.secondary_type else [])]

    @types.setter
    def types(self, types: Sequence[str]) -> None:
        """Set both columns. Raises ``ValueError`` unless there are one or two types."""
        if not 1 <= len(types) <= 2:
            raise ValueError("A Pokémon has one or two types.")
        self.primary_type = types[0]
        self.secondary_type = types[1] if len(types) == 2 else ""

    def types_in(self, generation: int) -> list[str]:
        """The types that the games of ``generation`` give it (Clefairy is Normal before 6)."""
        past = [(until, types) for until, types in self.past_types if until >= generation]
        return list(min(past)[1]) if past else self.types


class RouteEncounter(CatalogRow):
    """A Pokémon that can be met at a route by one method: its best spot and time."""

    route = models.ForeignKey(
        Route, on_delete=models.CASCADE, related_name="encounters", db_index=False
    )
    pokemon = models.ForeignKey(Pokemon, on_delete=models.PROTECT, related_name="route_encounters")
    encounter_method = models.CharField(
        "method", max_length=30, choices=EncounterMethod.choices, default=EncounterMethod.WALK
    )
    encounter_rate = models.PositiveSmallIntegerField(
        "rate",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Percent, at the best spot and time; empty: unknown, or not random.",
    )
    min_level = models.PositiveSmallIntegerField(null=True, blank=True)
    max_level = models.PositiveSmallIntegerField(null=True, blank=True)
    conditions = models.JSONField(
        default=conditions_default,
        blank=True,
        help_text='Under which the rate holds, such as ["time-night"].',
    )
    availability = models.CharField(
        max_length=10, choices=Availability.choices, default=Availability.BASE
    )

    objects = RouteEncounterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["route", "encounter_method", "-encounter_rate", "id"]
        constraints: ClassVar = [
            # Also the index by which a route's encounters are read.
            models.UniqueConstraint(
                fields=["route", "pokemon", "encounter_method"],
                violation_error_message="This route has this Pokémon with this method already.",
                name="route_encounter_route_pokemon_method_uniq",
            ),
            rule.one_of("route_encounter_method_valid", "encounter_method", EncounterMethod.values),
            models.CheckConstraint(
                violation_error_message="A rate is 1 to 100 percent, or empty.",
                name="route_encounter_rate_range",
                condition=Q(encounter_rate__isnull=True)
                | Q(encounter_rate__gte=1, encounter_rate__lte=100),
            ),
            models.CheckConstraint(
                violation_error_message="Give both levels, 1 to 100, the lower one first; or none.",
                name="route_encounter_levels_range",
                condition=Q(min_level__isnull=True, max_level__isnull=True)
                | Q(
                    min_level__isnull=False,
                    max_level__isnull=False,
                    min_level__gte=1,
                    max_level__gte=F("min_level"),
                    max_level__lte=MAX_LEVEL,
                ),
            ),
            rule.json_type("route_encounter_conditions_is_list", "conditions", "array"),
            rule.one_of("route_encounter_availability_valid", "availability", Availability.values),
        ]

    def __str__(self) -> str:
        return f"{self.pokemon} at {self.route} ({self.get_encounter_method_display()})"

    def natural_key(self) -> tuple[str, str, str, str]:
        """Name the route encounter as fixtures do."""
        return (*self.route.natural_key(), self.pokemon.slug, self.encounter_method)

    natural_key.dependencies = ["pokedex.route", "pokedex.pokemon"]  # type: ignore[attr-defined]


class EncounterTable(CatalogRow):
    """One encounter table of a game: the shares of its Pokémon in one area and state.

    A route, its methods, areas and states (time of day, season, ...) give many tables. Odds can
    only come from one of them; a `RouteEncounter` is the best that all of them give. The shares
    are one document, because a table is read, checked, edited and compared as a whole.
    """

    route = models.ForeignKey(
        Route, on_delete=models.CASCADE, related_name="encounter_tables", db_index=False
    )
    encounter_method = models.CharField("method", max_length=30, choices=EncounterMethod.choices)
    area = models.CharField(
        max_length=80, blank=True, default="", help_text="Part of the route; empty: all of it."
    )
    conditions = models.JSONField(
        default=conditions_default,
        blank=True,
        help_text='Under which the table holds, such as ["time-day", "time-morning"].',
    )
    availability = models.CharField(
        max_length=10, choices=Availability.choices, default=Availability.BASE
    )
    pokemon = models.JSONField(
        "Pokémon",
        default=shares_default,
        help_text='Slug, percent, lowest and highest level: [["zubat", 69, 7, 10], ...].',
    )
    total = models.PositiveSmallIntegerField(help_text="Sum of the percents: 100 as a rule.")
    exception = models.CharField(
        max_length=20,
        choices=TableException.choices,
        blank=True,
        default="",
        help_text="Why the total is not 100.",
    )

    objects = EncounterTableQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["route", "encounter_method", "id"]
        constraints: ClassVar = [
            # Also the index by which a route's tables are read.
            models.UniqueConstraint(
                fields=["route", "encounter_method", "area", "conditions"],
                violation_error_message="This route has a table of this method, area and state.",
                name="encounter_table_route_method_area_conditions_uniq",
            ),
            rule.one_of("encounter_table_method_valid", "encounter_method", EncounterMethod.values),
            rule.max_length("encounter_table_area_length", "area", 80),
            rule.json_type("encounter_table_conditions_is_list", "conditions", "array"),
            rule.json_type("encounter_table_pokemon_is_list", "pokemon", "array"),
            rule.one_of("encounter_table_availability_valid", "availability", Availability.values),
            rule.one_of(
                "encounter_table_exception_valid", "exception", ["", *TableException.values]
            ),
            models.CheckConstraint(
                violation_error_message=(
                    "The shares of a table sum to 100 percent, or the exception says why not."
                ),
                name="encounter_table_total_100_or_exception",
                condition=Q(total=100) | (Q(total__gte=1) & ~Q(exception="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route}: {self.get_encounter_method_display()} {self.area}".rstrip()

    def natural_key(self) -> tuple[object, ...]:
        """Name the table as fixtures do."""
        return (*self.route.natural_key(), self.encounter_method, self.area, self.conditions)

    natural_key.dependencies = ["pokedex.route"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse shares that are none, that name no Pokémon, or whose sum is not the total."""
        if not are_shares(self.pokemon):
            raise ValidationError(
                {"pokemon": 'Write each share as ["zubat", 69, 7, 10]: slug, percent and levels.'}
            )
        slugs = {share[0] for share in self.pokemon}
        known = set(Pokemon.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        if unknown := sorted(slugs - known):
            raise ValidationError({"pokemon": f"There is no Pokémon {', '.join(unknown)}."})
        total = sum(share[1] for share in self.pokemon)
        if total != self.total:
            raise ValidationError({"total": f"The shares sum to {total}, not {self.total}."})


def are_shares(value: object) -> bool:
    """Say whether a value is a list of shares, each Pokémon once: [["zubat", 69, 7, 10], ...].

    The levels are 1 to 100, the lower one first, or both None.
    """
    return (
        isinstance(value, list)
        and all(_is_share(part) for part in value)
        and len({part[0] for part in value}) == len(value)
    )


def _is_share(part: object) -> bool:
    if not isinstance(part, list) or len(part) != 4 or type(part[0]) is not str:
        return False
    percent, low, high = part[1:]
    if type(percent) is not int or not 1 <= percent <= 1000:
        return False
    if low is None or high is None:
        return low is high
    return type(low) is int and type(high) is int and 1 <= low <= high <= MAX_LEVEL


class Boss(CatalogRow):
    """A battle of the story that players plan for: gym, trial, League, rival, evil team."""

    game = models.ForeignKey(Game, on_delete=models.PROTECT, related_name="bosses", db_index=False)
    slug = models.SlugField(max_length=80, db_index=False)
    order = models.PositiveIntegerField(
        validators=[MinValueValidator(1)],
        help_text="Story order, in steps of 10 so that one can be put between.",
    )
    after_route = models.ForeignKey(
        Route,
        on_delete=models.PROTECT,
        related_name="bosses",
        help_text="The last route that is reached before the battle.",
    )
    kind = models.CharField(max_length=10, choices=BossKind.choices)
    stage = models.CharField(max_length=10, choices=BossStage.choices, default=BossStage.STORY)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=80, blank=True, default="")
    specialty = models.CharField(
        max_length=10,
        choices=PokemonType.choices,
        blank=True,
        default="",
        help_text="The type that the boss is known for.",
    )
    ace_level = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Level of the strongest Pokémon; empty: not known."
    )
    battle = models.CharField(
        max_length=10,
        choices=BattleKind.choices,
        blank=True,
        default="",
        help_text="Empty: not known.",
    )
    note = models.CharField(max_length=300, blank=True, default="")

    objects = BossQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "bosses"
        ordering: ClassVar = ["game", "order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["game", "slug"],
                violation_error_message="Another boss of this game has this slug.",
                name="boss_game_slug_uniq",
            ),
            # Also the index by which a game's bosses are read in story order.
            models.UniqueConstraint(
                fields=["game", "order"],
                violation_error_message="Another boss of this game has this order.",
                name="boss_game_order_uniq",
            ),
            # Target of composite foreign keys: a result is of a boss of its run's game.
            models.UniqueConstraint(fields=["id", "game"], name="boss_id_game_uniq"),
            CompositeForeignKey(
                name="boss_after_route_game_fk",
                fields=["after_route", "game"],
                to_fields=["id", "game"],
                violation_error_message="This route is not in the game of the boss.",
            ),
            rule.slug_shaped("boss_slug_shape", "slug"),
            rule.max_length("boss_slug_length", "slug", 80),
            models.CheckConstraint(
                violation_error_message="The order is 1 or more.",
                name="boss_order_positive",
                condition=Q(order__gte=1),
            ),
            rule.one_of("boss_kind_valid", "kind", BossKind.values),
            rule.one_of("boss_stage_valid", "stage", BossStage.values),
            rule.not_blank("boss_name_not_blank", "name"),
            rule.max_length("boss_name_length", "name", 80),
            rule.max_length("boss_place_length", "place", 80),
            rule.one_of("boss_specialty_valid", "specialty", ["", *PokemonType.values]),
            _level_range("boss_ace_level_range", "ace_level", or_empty=True),
            rule.one_of("boss_battle_valid", "battle", ["", *BattleKind.values]),
            rule.max_length("boss_note_length", "note", 300),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        """Name the boss as fixtures do."""
        return (self.game.slug, self.slug)

    natural_key.dependencies = ["pokedex.game", "pokedex.route"]  # type: ignore[attr-defined]


class BossPokemon(CatalogRow):
    """A Pokémon of a boss's team."""

    boss = models.ForeignKey(Boss, on_delete=models.CASCADE, related_name="team", db_index=False)
    player_starter = models.CharField(
        max_length=10,
        choices=PokemonType.choices,
        blank=True,
        default="",
        help_text="Type of the player's starter against which it is used; empty: always.",
    )
    slot = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    pokemon = models.ForeignKey(Pokemon, on_delete=models.PROTECT, related_name="boss_teams")
    level = models.PositiveSmallIntegerField()
    ability = models.CharField(max_length=40, blank=True, default="")
    held_item = models.CharField(max_length=40, blank=True, default="")
    moves = models.JSONField(default=moves_default, blank=True, help_text='Such as ["Tackle"].')

    objects = BossPokemonQuerySet.as_manager()

    class Meta:
        verbose_name = "boss Pokémon"
        verbose_name_plural = "boss Pokémon"
        ordering: ClassVar = ["boss", "player_starter", "slot"]
        constraints: ClassVar = [
            # Also the index by which a boss's team is read.
            models.UniqueConstraint(
                fields=["boss", "player_starter", "slot"],
                violation_error_message="The team has a Pokémon in this slot already.",
                name="boss_pokemon_boss_starter_slot_uniq",
            ),
            rule.one_of(
                "boss_pokemon_player_starter_valid", "player_starter", ["", *PokemonType.values]
            ),
            models.CheckConstraint(
                violation_error_message="A slot is 1 to 30.",
                name="boss_pokemon_slot_range",
                condition=Q(slot__gte=1, slot__lte=30),
            ),
            _level_range("boss_pokemon_level_range", "level"),
            rule.max_length("boss_pokemon_ability_length", "ability", 40),
            rule.max_length("boss_pokemon_held_item_length", "held_item", 40),
            rule.json_type("boss_pokemon_moves_is_list", "moves", "array"),
        ]

    def __str__(self) -> str:
        return f"{self.pokemon}, level {self.level}"

    def natural_key(self) -> tuple[object, ...]:
        """Name the team's Pokémon as fixtures do."""
        return (*self.boss.natural_key(), self.player_starter, self.slot)

    natural_key.dependencies = ["pokedex.boss", "pokedex.pokemon"]  # type: ignore[attr-defined]


class Evolution(CatalogRow):
    """One way in which a Pokémon evolves into another."""

    pokemon = models.ForeignKey(
        Pokemon, on_delete=models.CASCADE, related_name="evolution_ways", db_index=False
    )
    into = models.ForeignKey(Pokemon, on_delete=models.CASCADE, related_name="evolved_by")
    number = models.PositiveSmallIntegerField(
        default=1, help_text="Several ways from one Pokémon to another are numbered."
    )
    trigger = models.CharField(max_length=10, choices=EvolutionTrigger.choices)
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="From which on; empty: none is asked for."
    )
    item = models.CharField(
        max_length=40, blank=True, default="", help_text="What is used, or held."
    )
    requirement = models.CharField(
        max_length=200, help_text="What it takes, as a player reads it: “Level 16”."
    )

    objects = EvolutionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pokemon", "into", "number"]
        constraints: ClassVar = [
            # Also the index by which the ways of a Pokémon are read.
            models.UniqueConstraint(
                fields=["pokemon", "into", "number"],
                violation_error_message="This way has been described already.",
                name="evolution_pokemon_into_number_uniq",
            ),
            models.CheckConstraint(
                violation_error_message="A Pokémon cannot evolve into itself.",
                name="evolution_into_another",
                condition=~Q(pokemon=F("into")),
            ),
            models.CheckConstraint(
                violation_error_message="The number is 1 or more.",
                name="evolution_number_positive",
                condition=Q(number__gte=1),
            ),
            rule.one_of("evolution_trigger_valid", "trigger", EvolutionTrigger.values),
            _level_range("evolution_level_range", "level", or_empty=True),
            rule.max_length("evolution_item_length", "item", 40),
            rule.not_blank("evolution_requirement_not_blank", "requirement"),
            rule.max_length("evolution_requirement_length", "requirement", 200),
        ]

    def __str__(self) -> str:
        return f"{self.pokemon} into {self.into}: {self.requirement}"

    def natural_key(self) -> tuple[str, str, int]:
        """Name the way as fixtures do."""
        return (self.pokemon.slug, self.into.slug, self.number)

    natural_key.dependencies = ["pokedex.pokemon"]  # type: ignore[attr-defined]


class CorrectionReport(models.Model):
    """A player's word that a row of the catalog is wrong, and what became of it.

    It names its row and game by value, as `CatalogChange` does: it outlives them, and keeps no
    load from deleting them. ``contact`` is for curators alone and is emptied some days after the
    report is closed (`pokedex.services.reports`).
    """

    public_id = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="The address of its page."
    )
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Of the form that made it: sent twice, once.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="correction_reports",
        help_text="Empty: sent without being signed in, or the account is gone.",
    )
    sent_at = models.DateTimeField("sent", default=timezone.now)
    row_model = models.CharField("about", max_length=20, choices=ReportSubject.choices)
    row_id = models.PositiveBigIntegerField()
    row_name = models.CharField("row", max_length=250)
    game = models.CharField(
        max_length=60, blank=True, default="", help_text="Its slug; empty: of no single game."
    )
    seen = models.JSONField(
        default=seen_default,
        blank=True,
        help_text='What the row said when it was reported: [["Rate", "4 %"], ...].',
    )
    kind = models.CharField("what is wrong", max_length=20, choices=ReportKind.choices)
    suggestion = models.CharField(
        max_length=SUGGESTION_LENGTH, blank=True, default="", help_text="What it should be."
    )
    source = models.CharField(
        max_length=SOURCE_LENGTH, blank=True, default="", help_text="Where it says so."
    )
    credit = models.CharField(
        max_length=CREDIT_LENGTH, blank=True, default="", help_text="The name to thank, if any."
    )
    contact = models.CharField(
        max_length=CONTACT_LENGTH,
        blank=True,
        default="",
        help_text="For curators alone; emptied some days after the report is closed.",
    )
    group_key = models.CharField(
        max_length=64,
        editable=False,
        help_text="The same for reports that say the same of the same row.",
    )
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    reply = models.TextField(
        max_length=REPLY_LENGTH,
        blank=True,
        default="",
        help_text="The curator's word on closing it; a refusal has a reason.",
    )
    is_applied = models.BooleanField(
        "applied",
        default=False,
        help_text="Accepting it has changed the catalog; else a curator has done so by hand.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: not closed yet, or the account is gone.",
    )
    decided_at = models.DateTimeField(
        "closed", null=True, blank=True, help_text="Set exactly when it is closed."
    )
    revision = models.PositiveIntegerField(
        default=1, help_text="Grows with each change; a form made from an older one is refused."
    )

    objects = CorrectionReportQuerySet.as_manager()

    class Meta:
        verbose_name = "report"
        ordering: ClassVar = ["sent_at", "id"]
        constraints: ClassVar = [
            rule.one_of("report_row_model_valid", "row_model", ReportSubject.values),
            rule.one_of("report_kind_valid", "kind", ReportKind.values),
            rule.one_of("report_state_valid", "state", ReportState.values),
            rule.not_blank("report_row_name_not_blank", "row_name"),
            rule.max_length("report_row_name_length", "row_name", 250),
            rule.max_length("report_game_length", "game", 60),
            rule.json_type("report_seen_is_list", "seen", "array"),
            models.CheckConstraint(
                violation_error_message="Say what it should be.",
                name="report_suggestion_not_blank",
                condition=Q(kind=ReportKind.NOT_MET) | Q(suggestion__regex=r"\S"),
            ),
            rule.max_length("report_suggestion_length", "suggestion", SUGGESTION_LENGTH),
            rule.max_length("report_source_length", "source", SOURCE_LENGTH),
            rule.max_length("report_credit_length", "credit", CREDIT_LENGTH),
            rule.max_length("report_contact_length", "contact", CONTACT_LENGTH),
            rule.max_length("report_group_key_length", "group_key", 64),
            rule.max_length("report_reply_length", "reply", REPLY_LENGTH),
            models.CheckConstraint(
                violation_error_message="Give a reason.",
                name="report_refused_has_reason",
                condition=~Q(state=ReportState.REFUSED) | Q(reply__regex=r"\S"),
            ),
            models.CheckConstraint(
                violation_error_message="Only an accepted report has changed the catalog.",
                name="report_applied_if_accepted",
                condition=Q(is_applied=False) | Q(state=ReportState.ACCEPTED),
            ),
            models.CheckConstraint(
                violation_error_message="A closed report has a time of closing, others have none.",
                name="report_decided_at_iff_closed",
                condition=Q(state__in=CLOSED_REPORTS, decided_at__isnull=False)
                | (~Q(state__in=CLOSED_REPORTS) & Q(decided_at__isnull=True)),
            ),
            models.CheckConstraint(name="report_revision_positive", condition=Q(revision__gte=1)),
        ]
        indexes: ClassVar = [
            # Read when a report is decided, with all that say the same, and by the queue.
            models.Index(fields=["group_key", "state"], name="report_group_state_idx"),
            # Read by the queue: those that wait, the oldest first.
            models.Index(fields=["state", "sent_at"], name="report_state_sent_idx"),
            # Read by a game's changelog.
            models.Index(fields=["game", "state"], name="report_game_state_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.row_name}: {self.get_kind_display().lower()}"

    @property
    def is_closed(self) -> bool:
        """Whether it has been accepted or refused."""
        return self.state in CLOSED_REPORTS


class ReportMessage(models.Model):
    """A curator's question about a report, or the answer to it."""

    report = models.ForeignKey(CorrectionReport, on_delete=models.CASCADE, related_name="messages")
    is_question = models.BooleanField(help_text="From a curator; else the answer to one.")
    text = models.TextField(max_length=REPLY_LENGTH)
    at = models.DateTimeField("when", default=timezone.now)

    class Meta:
        verbose_name = "message about a report"
        verbose_name_plural = "messages about reports"
        ordering: ClassVar = ["report", "id"]
        constraints: ClassVar = [
            rule.not_blank("report_message_text_not_blank", "text"),
            rule.max_length("report_message_text_length", "text", REPLY_LENGTH),
        ]

    def __str__(self) -> str:
        return self.text[:60]
