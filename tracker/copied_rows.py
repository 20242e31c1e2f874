"""The rows of a game beside their copies in a custom game.

A copy keeps, as its ``loaded_digest``, the digest of what it said when it was copied. Both games
are digested alike: what names the game itself is left out, so that the digest of an unchanged copy
is that of the row it was copied from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from pokedex.loading.content import CONTENT, GAME_OF, NATURAL_KEY, REFERS_TO, digest
from pokedex.loading.stored import StoredRow, stored_rows
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogRow,
    EncounterTable,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)

# What a game consists of, in an order in which rows come after those they point to.
PARTS: tuple[type[CatalogRow], ...] = (Route, RouteEncounter, EncounterTable, Boss, BossPokemon)
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class GameRow:
    """A row of a game: ``key`` is the same for a row and its copy, ``pk`` is not.

    ``values`` are its columns with foreign keys as numbers, ``digest`` is that of what it says.
    """

    model: type[CatalogRow]
    pk: int
    key: Key
    values: Mapping[str, Any]
    digest: str
    copied_digest: str

    @property
    def is_active(self) -> bool:
        """Whether players see it."""
        return bool(self.values["is_active"])

    @property
    def is_added(self) -> bool:
        """Whether the player has added it: it is the copy of nothing."""
        return not self.copied_digest

    @property
    def is_untouched(self) -> bool:
        """Whether it still says what it said when it was copied."""
        return self.digest == self.copied_digest


@dataclass(frozen=True, slots=True)
class GameRows:
    """All rows of a game by model and key; ``pokemon`` are all slugs by number."""

    parts: Mapping[type[CatalogRow], Mapping[Key, GameRow]]
    pokemon: Mapping[int, str]

    def __getitem__(self, model: type[CatalogRow]) -> Mapping[Key, GameRow]:
        return self.parts[model]

    def __iter__(self) -> Iterator[GameRow]:
        return (row for rows in self.parts.values() for row in rows.values())


def rows_of(game: Game) -> GameRows:
    """Return all rows of a game, retired ones too. 6 queries."""
    pokemon: dict[int, str] = dict(Pokemon.objects.order_by().values_list("pk", "slug"))
    keys: dict[type[CatalogRow], dict[int, Key]] = {}
    parts: dict[type[CatalogRow], dict[Key, GameRow]] = {}
    for model in PARTS:
        stored = stored_rows(model, Q(**{GAME_OF[model]: game.pk}), DEFAULT_DB_ALIAS)
        keys[model] = {one.pk: _key(one, keys, pokemon) for one in stored}
        names = [name for name in CONTENT[model] if name != "game"]
        parts[model] = {
            keys[model][one.pk]: GameRow(
                model,
                one.pk,
                keys[model][one.pk],
                one.values,
                digest(_named(one, name, keys, pokemon) for name in names),
                one.loaded_digest,
            )
            for one in stored
        }
    return GameRows(parts, pokemon)


def digests_of(game: Game) -> dict[type[CatalogRow], dict[int, str]]:
    """Return the digest of what each row of a game says now, by model and number. 6 queries."""
    digests: dict[type[CatalogRow], dict[int, str]] = {model: {} for model in PARTS}
    for row in rows_of(game):
        digests[row.model][row.pk] = row.digest
    return digests


def worth_copying(rows: GameRows) -> GameRows:
    """Keep the rows that players see, and the retired routes behind which such a boss stands."""
    needed = {row.values["after_route"] for row in rows[Boss].values() if row.is_active}
    kept: dict[type[CatalogRow], set[int]] = {}
    parts: dict[type[CatalogRow], dict[Key, GameRow]] = {}
    for model in PARTS:
        parents = parents_of(model)
        parts[model] = {
            key: row
            for key, row in rows[model].items()
            if (row.is_active or (model is Route and row.pk in needed))
            and all(row.values[name] in kept[other] for name, other in parents)
        }
        kept[model] = {row.pk for row in parts[model].values()}
    return GameRows(parts, rows.pokemon)


def parents_of(model: type[CatalogRow]) -> list[tuple[str, type[CatalogRow]]]:
    """Return the columns by which a row points to another row of its own game, and to which."""
    return [
        (name, part) for name, other in REFERS_TO[model].items() for part in PARTS if part is other
    ]


def _key(
    stored: StoredRow,
    keys: Mapping[type[CatalogRow], Mapping[int, Key]],
    pokemon: Mapping[int, str],
) -> Key:
    if stored.model is Route:
        # By its source where it has one: that outlives a change of its slug.
        source = stored.values["source_key"]
        return ("source", source) if source else ("slug", stored.values["slug"])
    return tuple(
        tuple(value) if isinstance(value, list) else value
        for name in NATURAL_KEY[stored.model]
        if name != "game"
        for value in [_named(stored, name, keys, pokemon)]
    )


def _named(
    stored: StoredRow,
    name: str,
    keys: Mapping[type[CatalogRow], Mapping[int, Key]],
    pokemon: Mapping[int, str],
) -> Any:
    """Return what a column says; a foreign key as the key of the row that it points to."""
    value, other = stored.values[name], REFERS_TO[stored.model].get(name)
    if other is Pokemon:
        return pokemon[value]
    return next((keys[part][value] for part in keys if part is other), value)
