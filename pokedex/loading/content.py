"""What a catalog row consists of, and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from django.db.models import Model

from pokedex.models import (
    BASE_STATS,
    Boss,
    BossPokemon,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)

# The columns that the fixtures rule, by model, in the order of the digest. Changing an order or a
# list makes every row look edited: so only ever add, with a migration that digests anew.
CONTENT: dict[type[Model], tuple[str, ...]] = {
    Game: (
        "slug",
        "name",
        "generation",
        "region",
        "release_year",
        "version_group",
        "box_art_url",
        "is_active",
    ),
    Pokemon: (
        "slug",
        "name",
        "national_dex",
        "primary_type",
        "secondary_type",
        "past_types",
        "generation",
        "family",
        "evolves_from",
        *BASE_STATS,
        "sprite_url",
        "is_active",
    ),
    Route: ("game", "name", "slug", "order", "stage", "source_key", "is_active"),
    RouteEncounter: (
        "route",
        "pokemon",
        "encounter_method",
        "encounter_rate",
        "min_level",
        "max_level",
        "conditions",
        "availability",
        "is_active",
    ),
    EncounterTable: (
        "route",
        "encounter_method",
        "area",
        "conditions",
        "availability",
        "pokemon",
        "total",
        "exception",
        "is_active",
    ),
    Boss: (
        "game",
        "slug",
        "order",
        "after_route",
        "kind",
        "stage",
        "name",
        "place",
        "specialty",
        "ace_level",
        "battle",
        "note",
        "is_active",
    ),
    BossPokemon: (
        "boss",
        "player_starter",
        "slot",
        "pokemon",
        "level",
        "ability",
        "held_item",
        "moves",
        "is_active",
    ),
    Evolution: (
        "pokemon",
        "into",
        "number",
        "trigger",
        "level",
        "item",
        "requirement",
        "is_active",
    ),
}
# How a row of a game's own file knows its game; the rows of the other tables are shared by all.
GAME_OF: dict[type[Model], str] = {
    Route: "game",
    RouteEncounter: "route__game",
    EncounterTable: "route__game",
    Boss: "game",
    BossPokemon: "boss__game",
}
# Which columns are foreign keys, and to what.
REFERS_TO: dict[type[Model], dict[str, type[Model]]] = {
    Game: {},
    Pokemon: {"evolves_from": Pokemon},
    Route: {"game": Game},
    RouteEncounter: {"route": Route, "pokemon": Pokemon},
    EncounterTable: {"route": Route},
    Boss: {"game": Game, "after_route": Route},
    BossPokemon: {"boss": Boss, "pokemon": Pokemon},
    Evolution: {"pokemon": Pokemon, "into": Pokemon},
}
# By which columns a fixture names a row; a foreign key stands for the natural key it points to.
NATURAL_KEY: dict[type[Model], tuple[str, ...]] = {
    Game: ("slug",),
    Pokemon: ("slug",),
    Route: ("game", "slug"),
    RouteEncounter: ("route", "pokemon", "encounter_method"),
    EncounterTable: ("route", "encounter_method", "area", "conditions"),
    Boss: ("game", "slug"),
    BossPokemon: ("boss", "player_starter", "slot"),
    Evolution: ("pokemon", "into", "number"),
}
# Fixtures leave it out: what they name is published.
OPTIONAL = {"is_active": True}
# By which columns a fixture's row finds its row in the database: the first that matches. The
# others do so by their natural key.
MATCHED_BY: dict[type[Model], tuple[tuple[str, ...], ...]] = {
    model: (key,) for model, key in NATURAL_KEY.items()
} | {
    Game: (("slug",), ("name",)),
    Pokemon: (("slug",), ("name",)),
    Route: (("game", "source_key"), ("game", "slug"), ("game", "name")),
}
DIGEST_LENGTH = 16
# Columns and values that have been validated: most values come thousands of times. A value is
# there as its text, which tells it from all others that its column's type allows.
Approved = dict[type[Model], set[tuple[str, str]]]


def digest(content: Iterable[object]) -> str:
    """Return a short digest of a row's content: values in the order of ``CONTENT``."""
    text = json.dumps(list(content), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_LENGTH]
