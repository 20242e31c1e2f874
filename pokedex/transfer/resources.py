"""Which columns the file of each model has: natural ones, slugs instead of row numbers.

A column's attribute is the way from the row to its value, for Django's queries as well. The
columns of the key find the row that a line is about; a line whose key nothing has makes a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.db.models import Model, QuerySet
from import_export.fields import Field
from import_export.resources import Resource
from tablib import Dataset

from pokedex.choices import (
    Availability,
    BattleKind,
    BossKind,
    BossStage,
    EncounterMethod,
    EvolutionTrigger,
    PokemonType,
    RouteStage,
    TableException,
)
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogRow,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from pokedex.querysets import of_the_catalog
from pokedex.transfer.cells import (
    Choice,
    Listed,
    Number,
    PastTypes,
    Reference,
    Shares,
    Text,
    YesNo,
)
from pokedex.transfer.files import CSV, JSON, csv_file, json_file

CHUNK = 2000
# Each is checked and saved by itself, as from a form, while nobody else writes to a SQLite file.
MOST_CHANGES = 2000


References = Mapping[str, tuple[type[Model], tuple[str, ...]]]


def _column(attribute: str, widget: Any) -> Field:
    return Field(attribute=attribute, widget=widget)


class CatalogResource(Resource):
    """The columns of one model's file, in their order; what else is known of it is in ``Meta``.

    ``import_id_fields`` are the columns of the key. ``references`` are the model's foreign keys,
    each with the model that it points to and the columns that name the row there. ``unique`` are
    columns that no two rows may have the same, beside the key. ``in_order`` is how an export is
    sorted, so that the same rows make the same file.
    """

    @property
    def model(self) -> type[CatalogRow]:
        """The model whose rows these are."""
        return cast("type[CatalogRow]", self._meta.model)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns by which a row is found."""
        return tuple(self._meta.import_id_fields)

    @property
    def references(self) -> References:
        """The foreign keys."""
        return cast("References", self._meta.references)

    @property
    def unique(self) -> tuple[tuple[str, ...], ...]:
        """The columns that no two rows may have the same."""
        return cast("tuple[tuple[str, ...], ...]", self._meta.unique)

    @property
    def most_changes(self) -> int:
        """How many rows a file may add or change."""
        return cast("int", getattr(self._meta, "most_changes", MOST_CHANGES))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns, in the order of the file."""
        return tuple(self.fields)

    @property
    def attributes(self) -> list[str]:
        """The way to each column's value, in the same order."""
        return [field.attribute for field in self.fields.values()]

    def widget(self, column: str) -> Any:
        """Return what reads and writes a column's cells."""
        return self.fields[column].widget

    def own(self) -> dict[str, str]:
        """Return the columns that are the model's own, each with the model's name for it."""
        return {
            column: field.attribute
            for column, field in self.fields.items()
            if "__" not in field.attribute
        }

    def column_of(self, name: str) -> str:
        """Return the column of a model's own field or foreign key, '' for none."""
        if name in self.references:
            return self.references[name][1][-1]
        return next((column for column, own in self.own().items() if own == name), "")

    def values(self, rows: QuerySet[Any], *first: str) -> Iterator[tuple[Any, ...]]:
        """Give the values of rows in the order of the columns, ``first`` before them. 1 query."""
        return rows.values_list(*first, *self.attributes).iterator(chunk_size=CHUNK)

    def cells(self, values: Iterable[Any], *, native: bool) -> list[Any]:
        """Return values as cells: what JSON has where ``native``, else text."""
        return [
            field.widget.render(value, force_native_type=native)
            for field, value in zip(self.fields.values(), values, strict=True)
        ]

    def export(self, queryset: Any = None, **kwargs: Any) -> Dataset:
        """Return rows as a data set, in their order. One query, however many."""
        native = bool(kwargs.get("force_native_type"))
        rows = of_the_catalog(self.model._default_manager.all())
        if queryset is not None:
            # Without the counts that a list shows: they cost time and are no columns.
            rows = rows.filter(pk__in=queryset.order_by().values("pk"))
        found = Dataset(headers=list(self.columns))
        for values in self.values(rows.order_by(*self._meta.in_order)):
            found.append(self.cells(values, native=native))
        return found

    def file(self, rows: Any, format_: str) -> bytes:
        """Write rows as a file of this format."""
        data: Sequence[Sequence[Any]] = self.export(rows, force_native_type=format_ == JSON)
        return {CSV: csv_file, JSON: json_file}[format_](self.columns, data)


class GameResource(CatalogResource):
    """Games."""

    slug = _column("slug", Text())
    name = _column("name", Text())
    generation = _column("generation", Number())
    region = _column("region", Text())
    release_year = _column("release_year", Number())
    version_group = _column("version_group", Text())
    box_art_url = _column("box_art_url", Text())
    published = _column("is_active", YesNo())

    class Meta:
        model = Game
        import_id_fields = ("slug",)
        references: References = {}
        unique = (("name",),)
        in_order = ("generation", "release_year", "id")


class RouteResource(CatalogResource):
    """Routes."""

    game = _column("game__slug", Reference())
    slug = _column("slug", Text())
    name = _column("name", Text())
    order = _column("order", Number())
    stage = _column("stage", Choice(RouteStage))
    source_key = _column("source_key", Text())
    published = _column("is_active", YesNo())

    class Meta:
        model = Route
        import_id_fields = ("game", "slug")
        references: References = {"game": (Game, ("game",))}
        unique = (("game", "name"), ("game", "source_key"))
        in_order = ("game", "order", "id")


class PokemonResource(CatalogResource):
    """Pokémon."""

    slug = _column("slug", Text())
    national_dex = _column("national_dex", Number())
    name = _column("name", Text())
    primary_type = _column("primary_type", Choice(PokemonType))
    secondary_type = _column("secondary_type", Choice(PokemonType))
    past_types = _column("past_types", PastTypes(PokemonType.values))
    generation = _column("generation", Number())
    family = _column("family", Number())
    evolves_from = _column("evolves_from__slug", Reference())
    base_hp = _column("base_hp", Number())
    base_attack = _column("base_attack", Number())
    base_defense = _column("base_defense", Number())
    base_special_attack = _column("base_special_attack", Number())
    base_special_defense = _column("base_special_defense", Number())
    base_speed = _column("base_speed", Number())
    sprite_url = _column("sprite_url", Text())
    published = _column("is_active", YesNo())

    class Meta:
        model = Pokemon
        import_id_fields = ("slug",)
        references: References = {"evolves_from": (Pokemon, ("evolves_from",))}
        unique = (("name",),)
        in_order = ("national_dex", "id")


class RouteEncounterResource(CatalogResource):
    """What is met where."""

    game = _column("route__game__slug", Reference())
    route = _column("route__slug", Reference())
    pokemon = _column("pokemon__slug", Reference())
    method = _column("encounter_method", Choice(EncounterMethod))
    rate = _column("encounter_rate", Number())
    min_level = _column("min_level", Number())
    max_level = _column("max_level", Number())
    conditions = _column("conditions", Listed())
    availability = _column("availability", Choice(Availability))
    published = _column("is_active", YesNo())

    class Meta:
        model = RouteEncounter
        import_id_fields = ("game", "route", "pokemon", "method")
        references: References = {
            "route": (Route, ("game", "route")),
            "pokemon": (Pokemon, ("pokemon",)),
        }
        unique = ()
        in_order = (
            "route__game",
            "route__order",
            "route",
            "encounter_method",
            "pokemon__national_dex",
            "id",
        )


class EncounterTableResource(CatalogResource):
    """The tables behind the rates; their sum is that of the shares."""

    game = _column("route__game__slug", Reference())
    route = _column("route__slug", Reference())
    method = _column("encounter_method", Choice(EncounterMethod))
    area = _column("area", Text())
    conditions = _column("conditions", Listed())
    availability = _column("availability", Choice(Availability))
    pokemon = _column("pokemon", Shares())
    exception = _column("exception", Choice(TableException))
    published = _column("is_active", YesNo())

    class Meta:
        model = EncounterTable
        import_id_fields = ("game", "route", "method", "area", "conditions")
        references: References = {"route": (Route, ("game", "route"))}
        unique = ()
        in_order = ("route__game", "route__order", "route", "encounter_method", "id")
        # The encounters of a route follow from each.
        most_changes = 500


class BossResource(CatalogResource):
    """Bosses, without their teams."""

    game = _column("game__slug", Reference())
    slug = _column("slug", Text())
    order = _column("order", Number())
    after_route = _column("after_route__slug", Reference())
    kind = _column("kind", Choice(BossKind))
    stage = _column("stage", Choice(BossStage))
    name = _column("name", Text())
    place = _column("place", Text())
    specialty = _column("specialty", Choice(PokemonType))
    ace_level = _column("ace_level", Number())
    battle = _column("battle", Choice(BattleKind))
    note = _column("note", Text())
    published = _column("is_active", YesNo())

    class Meta:
        model = Boss
        import_id_fields = ("game", "slug")
        references: References = {
            "game": (Game, ("game",)),
            "after_route": (Route, ("game", "after_route")),
        }
        unique = (("game", "order"),)
        in_order = ("game", "order", "id")


class BossPokemonResource(CatalogResource):
    """The teams of bosses."""

    game = _column("boss__game__slug", Reference())
    boss = _column("boss__slug", Reference())
    player_starter = _column("player_starter", Choice(PokemonType))
    slot = _column("slot", Number())
    pokemon = _column("pokemon__slug", Reference())
    level = _column("level", Number())
    ability = _column("ability", Text())
    held_item = _column("held_item", Text())
    moves = _column("moves", Listed())
    published = _column("is_active", YesNo())

    class Meta:
        model = BossPokemon
        import_id_fields = ("game", "boss", "player_starter", "slot")
        references: References = {
            "boss": (Boss, ("game", "boss")),
            "pokemon": (Pokemon, ("pokemon",)),
        }
        unique = ()
        in_order = ("boss__game", "boss__order", "boss", "player_starter", "slot")


class EvolutionResource(CatalogResource):
    """How Pokémon evolve."""

    pokemon = _column("pokemon__slug", Reference())
    into = _column("into__slug", Reference())
    number = _column("number", Number())
    trigger = _column("trigger", Choice(EvolutionTrigger))
    level = _column("level", Number())
    item = _column("item", Text())
    requirement = _column("requirement", Text())
    published = _column("is_active", YesNo())

    class Meta:
        model = Evolution
        import_id_fields = ("pokemon", "into", "number")
        references: References = {
            "pokemon": (Pokemon, ("pokemon",)),
            "into": (Pokemon, ("into",)),
        }
        unique = ()
        in_order = ("pokemon__national_dex", "pokemon", "into__national_dex", "into", "number")


RESOURCES: dict[type[Model], type[CatalogResource]] = {
    one._meta.model: one
    for one in (
        GameResource,
        RouteResource,
        PokemonResource,
        RouteEncounterResource,
        EncounterTableResource,
        BossResource,
        BossPokemonResource,
        EvolutionResource,
    )
}
