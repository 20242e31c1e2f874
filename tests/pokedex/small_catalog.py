"""A small catalog as fixtures in a folder of their own, to be changed, loaded and exported."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db.models import Model

from pokedex.models import (
    Boss,
    BossPokemon,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)

Rows = list[dict[str, Any]]
CATALOG_MODELS: tuple[type[Model], ...] = (
    Game,
    Pokemon,
    Route,
    RouteEncounter,
    EncounterTable,
    Boss,
    BossPokemon,
    Evolution,
)


def game(slug: str = "emerald", **fields: Any) -> dict[str, Any]:
    values = {
        "slug": slug,
        "name": slug.title(),
        "generation": 3,
        "region": "Hoenn",
        "release_year": 2004,
        "version_group": slug,
        "box_art_url": "",
    }
    return {"model": "pokedex.game", "fields": values | fields}


def pokemon(slug: str, dex: int, **fields: Any) -> dict[str, Any]:
    stats = ("hp", "attack", "defense", "special_attack", "special_defense", "speed")
    values: dict[str, Any] = {
        "slug": slug,
        "name": slug.title(),
        "national_dex": dex,
        "primary_type": "dark",
        "secondary_type": "",
        "past_types": [],
        "generation": 3,
        "family": dex,
        "evolves_from": None,
        **{f"base_{stat}": 50 for stat in stats},
        "sprite_url": "",
    }
    return {"model": "pokedex.pokemon", "fields": values | fields}


def route(number: int, *, of: str = "emerald", **fields: Any) -> dict[str, Any]:
    values = {
        "game": [of],
        "name": f"Route {number}",
        "slug": f"route-{number}",
        "order": number,
        "stage": "story",
        "source_key": f"hoenn-route-{number}",
    }
    return {"model": "pokedex.route", "fields": values | fields}


def met(number: int, slug: str, *, of: str = "emerald", **fields: Any) -> dict[str, Any]:
    values = {
        "route": [of, f"route-{number}"],
        "pokemon": [slug],
        "encounter_method": "walk",
        "encounter_rate": 45,
        "min_level": 2,
        "max_level": 3,
        "conditions": [],
        "availability": "base",
    }
    return {"model": "pokedex.routeencounter", "fields": values | fields}


def table(number: int, *shares: list[Any], of: str = "emerald", **fields: Any) -> dict[str, Any]:
    values = {
        "route": [of, f"route-{number}"],
        "encounter_method": "walk",
        "area": "",
        "conditions": [],
        "availability": "base",
        "pokemon": list(shares),
        "total": sum(share[1] for share in shares),
        "exception": "",
    }
    return {"model": "pokedex.encountertable", "fields": values | fields}


def boss(slug: str, after: int, *, of: str = "emerald", **fields: Any) -> dict[str, Any]:
    values = {
        "game": [of],
        "slug": slug,
        "order": after,
        "after_route": [of, f"route-{after}"],
        "kind": "gym",
        "stage": "story",
        "name": slug.title(),
        "place": "",
        "specialty": "",
        "ace_level": 15,
        "battle": "",
        "note": "",
    }
    return {"model": "pokedex.boss", "fields": values | fields}


def fights(boss: str, slug: str, *, of: str = "emerald", **fields: Any) -> dict[str, Any]:
    values = {
        "boss": [of, boss],
        "player_starter": "",
        "slot": 1,
        "pokemon": [slug],
        "level": 15,
        "ability": "",
        "held_item": "",
        "moves": [],
    }
    return {"model": "pokedex.bosspokemon", "fields": values | fields}


def evolution(slug: str, into: str, **fields: Any) -> dict[str, Any]:
    values = {
        "pokemon": [slug],
        "into": [into],
        "number": 1,
        "trigger": "level-up",
        "level": 18,
        "item": "",
        "requirement": "Level 18",
    }
    return {"model": "pokedex.evolution", "fields": values | fields}


class Fixtures:
    """A small catalog in a temporary folder, to be changed and loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, Rows] = {
            "games": [game(), game("ruby")],
            "pokemon": [
                # The evolution stands before what it evolves from, as Pikachu before Pichu.
                pokemon("mightyena", 262, evolves_from=["poochyena"], family=261),
                pokemon("poochyena", 261),
                pokemon("zigzagoon", 263),
            ],
            "emerald": [
                route(101),
                route(102),
                met(101, "poochyena"),
                met(101, "zigzagoon"),
                met(102, "zigzagoon"),
            ],
            "ruby": [route(101, of="ruby"), met(101, "zigzagoon", of="ruby")],
        }

    def write(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.glob("*"):
            path.unlink()
        for name, rows in self.files.items():
            text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
            (self.folder / f"{name}.json").write_text(text, encoding="utf-8")

    def drop(self, name: str, *slugs: str) -> None:
        """Take routes (with their encounters), games or Pokémon out of a file."""
        self.files[name] = [
            row
            for row in self.files[name]
            if row["fields"].get("slug") not in slugs
            and (row["fields"].get("route") or [None, None])[1] not in slugs
        ]

    def load(self, *labels: str, **options: Any) -> str:
        self.write()
        return load(*labels, **options)


def load(*labels: str, **options: Any) -> str:
    output = StringIO()
    call_command("loaddata", *(labels or ("catalog",)), stdout=output, **options)
    return output.getvalue()


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the catalog with their primary keys."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in CATALOG_MODELS
    }


def counts(*models: type[Model]) -> tuple[int, ...]:
    """How many rows there are of these models; unless asked for others, of the first four."""
    return tuple(model._default_manager.count() for model in models or CATALOG_MODELS[:4])
