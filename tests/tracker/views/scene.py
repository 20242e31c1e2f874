"""A player's run as the view tests find it, and every URL of the tracker with its forms."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from pokedex.models import Pokemon, Route
from tests.factories import (
    EncounterFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.html import Element
from tracker.models import Encounter, NuzlockeRun

HTMX = {"HX-Request": "true"}
# As keyword arguments of a test browser: a plain request, and one by htmx.
BOTH_WAYS: tuple[dict[str, Any], ...] = ({}, {"headers": HTMX})
READING = frozenset({"GET", "HEAD"})
FORM = frozenset({"GET", "HEAD", "POST"})
ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@dataclass(frozen=True)
class Scene:
    """A run of Emerald: Poochyena lives at both routes, and Fang was caught at the second."""

    run: NuzlockeRun
    free: Route
    used: Route
    fang: Encounter
    poochyena: Pokemon
    zigzagoon: Pokemon

    def row(self, page: Element, route: Route | None = None) -> Element:
        """The row of a route, the free one unless another is named."""
        return page.one("li", id=f"place-{(route or self.free).slug}")


def make_scene(owner: User) -> Scene:
    """Set the scene for this player."""
    game = GameFactory(slug=f"emerald-{owner.pk}", name=f"Emerald of {owner.pk}")
    run = NuzlockeRunFactory(owner=owner, game=game, name="Hoenn with friends")
    free = RouteFactory(game=game, slug="route-101", name="Route 101", order=10)
    used = RouteFactory(game=game, slug="route-103", name="Route 103", order=20)
    poochyena = PokemonFactory(name=f"Poochyena {owner.pk}", slug=f"poochyena-{owner.pk}")
    for route in (free, used):
        RouteEncounterFactory(route=route, pokemon=poochyena)
    fang = EncounterFactory(run=run, route=used, pokemon=poochyena, nickname="Fang", catch_level=3)
    zigzagoon = PokemonFactory(name=f"Zigzagoon {owner.pk}", slug=f"zigzagoon-{owner.pk}")
    return Scene(run, free, used, fang, poochyena, zigzagoon)


def snapshot() -> dict[str, list[Any]]:
    """Every row that a player's request could change, column by column."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in (User, NuzlockeRun, Encounter)
    }


def catch(scene: Scene, **changes: str) -> dict[str, str]:
    """The form that logs a catch at the free route."""
    return {
        "pokemon": scene.poochyena.slug,
        "outcome": "caught",
        "nickname": "Bite",
        "level": "4",
        "submission": str(uuid.uuid4()),
        **changes,
    }


def edit(scene: Scene, **changes: str) -> dict[str, str]:
    """The form that edits Fang, with another nickname."""
    return {
        "pokemon": scene.poochyena.slug,
        "outcome": "caught",
        "nickname": "Renamed",
        "level": "5",
        "revision": str(scene.fang.revision),
        **changes,
    }


def faint(scene: Scene, **changes: str) -> dict[str, str]:
    """The form that marks Fang fainted."""
    return {
        "faint_level": "7",
        "faint_cause": "a critical hit",
        "revision": str(scene.fang.revision),
        **changes,
    }


def start(scene: Scene, **changes: str) -> dict[str, str]:
    """The form that starts a run."""
    return {
        "game": scene.run.game.slug,
        "name": "Another one",
        "preset": "classic",
        "submission": str(uuid.uuid4()),
        **changes,
    }


@dataclass(frozen=True)
class Rung:
    """A URL of the tracker: what names it, what it takes, and who may come."""

    name: str
    arguments: Callable[[Scene], dict[str, Any]]
    methods: frozenset[str] = FORM
    form: Callable[..., dict[str, str]] | None = None
    public: bool = False
    in_a_row: bool = False

    def url(self, scene: Scene, **others: Any) -> str:
        """The address in this scene, with some arguments replaced."""
        return reverse(f"tracker:{self.name}", kwargs={**self.arguments(scene), **others})

    def __str__(self) -> str:
        return self.name


def _none(scene: Scene) -> dict[str, Any]:
    return {}


def _run(scene: Scene) -> dict[str, Any]:
    return {"run_id": scene.run.public_id}


def _route(scene: Scene) -> dict[str, Any]:
    return {"run_id": scene.run.public_id, "route_slug": scene.free.slug}


def _encounter(scene: Scene) -> dict[str, Any]:
    return {"run_id": scene.run.public_id, "encounter_id": scene.fang.public_id}


LADDER = {
    rung.name: rung
    for rung in (
        Rung("landing", _none, READING, public=True),
        Rung("run-list", _none, READING, public=True),
        Rung("run-create", _none, form=start, public=True),
        Rung("run-detail", _run, READING),
        Rung("run-rename", _run, form=lambda scene: {"name": "Renamed"}),
        Rung("run-end", _run, form=lambda scene: {"status": "failed"}),
        Rung("run-reopen", _run, frozenset({"POST"}), form=lambda scene: {}),
        Rung("encounter-log", _route, form=catch, in_a_row=True),
        Rung("row-close", _route, READING, in_a_row=True),
        Rung("pokemon-search", _route, READING),
        Rung("encounter-edit", _encounter, form=edit, in_a_row=True),
        Rung("encounter-faint", _encounter, form=faint, in_a_row=True),
        Rung(
            "encounter-delete",
            _encounter,
            form=lambda scene: {"revision": str(scene.fang.revision)},
            in_a_row=True,
        ),
    )
}
PRIVATE = [rung for rung in LADDER.values() if not rung.public]
WRITING = [rung for rung in LADDER.values() if "POST" in rung.methods]
READABLE = [rung for rung in LADDER.values() if "GET" in rung.methods]
IN_A_ROW = [rung for rung in LADDER.values() if rung.in_a_row]
