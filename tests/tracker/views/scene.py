"""A player's run as the view tests find it, and every URL of the tracker with its forms."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from accounts.models import User
from pokedex.models import (
    Boss,
    BossPokemon,
    EncounterTable,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from tests.factories import (
    BossFactory,
    CustomRouteFactory,
    EncounterFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.html import Element
from tracker.choices import EventKind
from tracker.forms.rules import initial_of
from tracker.models import (
    BossResult,
    CustomGame,
    CustomRoute,
    Encounter,
    EventNote,
    NuzlockeRun,
    RunBoss,
    RunEvent,
    RunPlace,
    SavedPreset,
)
from tracker.rules.presets import PRESETS
from tracker.services.custom_games import create_custom_game, share_custom_game
from tracker.services.presets import save_preset
from tracker.services.records import Change, key_of, values_of, without_defaults

HTMX = {"HX-Request": "true"}
# As keyword arguments of a test browser: a plain request, and one by htmx.
BOTH_WAYS: tuple[dict[str, Any], ...] = ({}, {"headers": HTMX})
READING = frozenset({"GET", "HEAD"})
FORM = frozenset({"GET", "HEAD", "POST"})
POSTING = frozenset({"POST"})
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
    # Only in a full scene.
    roxanne: Any = None
    cave: Any = None
    shade: Any = None
    preset: Any = None
    custom: Any = None
    custom_route: Any = None
    custom_boss: Any = None

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


def make_full_scene(owner: User) -> Scene:
    """The scene with something for every URL.

    Shade died at the first route, as a bonus. There is one boss, and a place of the player's own.
    The player has made a game of his own from this one, and shares it.
    The events: 1 what was there before, 2 the name of the run, 3 a note that 4 has taken back.
    """
    scene = make_scene(owner)
    run, game = scene.run, scene.run.game
    shade = EncounterFactory(
        run=run,
        route=scene.free,
        pokemon=scene.poochyena,
        nickname="Shade",
        status="fainted",
        is_bonus=True,
        bonus_reason="gift",
    )
    roxanne = BossFactory(game=game, after_route=scene.used, slug="roxanne", name="Roxanne")
    cave = CustomRouteFactory(run=run, name="Cave", after_route=scene.used)
    NuzlockeRun.objects.filter(pk=run.pk).update(revision=2)
    run.revision = 2
    _write_events(run, cave, scene.fang, shade)
    preset = save_preset(run=run, name="As in Hoenn")
    made = create_custom_game(
        owner=owner, base=game, name="Hoenn inside out", submission=uuid.uuid4()
    )
    custom = share_custom_game(custom_game=made, credit="")
    return replace(
        scene,
        roxanne=roxanne,
        cave=cave,
        shade=shade,
        preset=preset,
        custom=custom,
        custom_route=custom.game.routes.get(slug=scene.free.slug),
        custom_boss=custom.game.bosses.get(slug=roxanne.slug),
    )


def _write_events(run: NuzlockeRun, *rows: CustomRoute | Encounter) -> None:
    """Write what the services would have, in a fraction of their time: thousands of tests ask."""

    def new(row: Any) -> Change:
        name, key = key_of(row)
        return Change(name, key, None, without_defaults(name, values_of(row)), 1)

    def event(sequence: int, kind: EventKind, summary: str, *changes: Change) -> RunEvent:
        payload = {"changes": [change.as_json() for change in changes]}
        return RunEvent(run=run, sequence=sequence, kind=kind, summary=summary, payload=payload)

    before, after = {"name": "Draft"}, {"name": run.name}
    draft = copy.copy(run)
    draft.name = before["name"]
    base = "What was logged before this run had a timeline."
    renamed = event(
        2,
        EventKind.RENAME,
        f"Renamed from Draft to {run.name}.",
        Change(*key_of(run), before, after, 2),
    )
    first = event(1, EventKind.BASE, base, *map(new, (draft, *rows)))
    RunEvent.objects.bulk_create([first, renamed])
    note = new(EventNote(run=run, event=renamed, text="Off we go."))
    noted = event(3, EventKind.NOTE, "Journal: Off we go.", note)
    noted.save()
    taken_back = event(4, EventKind.UNDO, f"Taken back: {noted.summary}", note.inverse())
    taken_back.undoes = noted
    taken_back.save()


def snapshot() -> dict[str, list[Any]]:
    """Every row that a player's request could change, column by column."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for model in (
            User,
            NuzlockeRun,
            Encounter,
            RunEvent,
            EventNote,
            CustomRoute,
            RunPlace,
            BossResult,
            RunBoss,
            SavedPreset,
            CustomGame,
            Game,
            Route,
            RouteEncounter,
            EncounterTable,
            Boss,
            BossPokemon,
        )
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


def rules(scene: Scene, **changes: str) -> dict[str, str]:
    """The form that changes the rules to those of hardcore."""
    shown = initial_of(PRESETS["hardcore"].rules())
    typed = {name: "on" if value is True else value for name, value in shown.items() if value}
    numbers = {"permadeath-revives": "0"}
    return {**typed, **numbers, "revision": str(scene.run.revision), **changes}


@dataclass(frozen=True)
class Rung:
    """A URL of the tracker: what names it, what it takes, and who may come."""

    name: str
    arguments: Callable[[Scene], dict[str, Any]]
    methods: frozenset[str] = FORM
    form: Callable[..., dict[str, str]] | None = None
    public: bool = False
    in_a_row: bool = False
    changes: bool = True
    for_deleted: bool = False

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


def _preset(scene: Scene) -> dict[str, Any]:
    return {"preset_id": scene.preset.public_id}


def _own(scene: Scene) -> dict[str, Any]:
    return {"run_id": scene.run.public_id, "place_slug": scene.cave.slug}


def _place(scene: Scene) -> dict[str, Any]:
    return {"run_id": scene.run.public_id, "place_slug": scene.used.slug}


def _boss(scene: Scene) -> dict[str, Any]:
    return {"run_id": scene.run.public_id, "boss_slug": scene.roxanne.slug}


def _event(sequence: int) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"run_id": scene.run.public_id, "sequence": sequence}


def _dead(scene: Scene) -> dict[str, Any]:
    return {"run_id": scene.run.public_id, "encounter_id": scene.shade.public_id}


def revised(**facts: str) -> Callable[[Scene], dict[str, str]]:
    """A form about Fang, or about Shade, who is at the same revision."""
    return lambda scene: {"revision": str(scene.fang.revision), **facts}


def _custom(scene: Scene) -> dict[str, Any]:
    return {"game_id": scene.custom.public_id}


def _custom_route(scene: Scene) -> dict[str, Any]:
    return {**_custom(scene), "route_slug": scene.custom_route.slug}


def _custom_boss(scene: Scene) -> dict[str, Any]:
    return {**_custom(scene), "boss_slug": scene.custom_boss.slug}


def _shared(scene: Scene) -> dict[str, Any]:
    return {"key": scene.custom.share_key}


def of_the_game(**facts: str) -> Callable[[Scene], dict[str, str]]:
    """A form about the player's own game as it is now."""
    return lambda scene: {
        "revision": str(Game.objects.get(pk=scene.custom.game_id).revision),
        **facts,
    }


def new_game(scene: Scene) -> dict[str, str]:
    """The form that makes a game of the player's own."""
    return {
        "base": scene.run.game.slug,
        "name": "Another Hoenn",
        "description": "All different.",
        "submission": str(uuid.uuid4()),
    }


BOSS_FACTS = {
    "name": "Roxanne",
    "kind": "gym",
    "place": "Rustboro Gym",
    "after": "route-103",
    "stage": "story",
    "specialty": "",
    "ace_level": "15",
    "battle": "",
    "note": "",
    "team": "",
}


def _encounter(scene: Scene) -> dict[str, Any]:
    return {"run_id": scene.run.public_id, "encounter_id": scene.fang.public_id}


LADDER = {
    rung.name: rung
    for rung in (
        Rung("landing", _none, READING, public=True),
        # Where there is no Emerald, it makes nothing.
        Rung("demo-start", _none, form=lambda scene: {}, public=True, changes=False),
        Rung("run-list", _none, READING, public=True),
        Rung("run-create", _none, form=start, public=True),
        Rung("run-detail", _run, READING),
        Rung("run-rename", _run, form=lambda scene: {"name": "Renamed"}),
        Rung("run-end", _run, form=lambda scene: {"status": "failed"}),
        Rung("run-reopen", _run, POSTING, form=lambda scene: {}, changes=False),
        Rung("run-start-again", _run, form=lambda scene: {"submission": str(uuid.uuid4())}),
        Rung("run-archive", _run, POSTING, form=lambda scene: {"archived": "on"}),
        Rung("run-delete", _run, form=lambda scene: {"name": "Hoenn with friends"}),
        Rung(
            "run-restore",
            _run,
            POSTING,
            form=lambda scene: {},
            changes=False,
            for_deleted=True,
        ),
        Rung("catalog-seen", _run, POSTING, form=lambda scene: {"number": "1"}),
        Rung("box", _run, READING),
        Rung("graveyard", _run, READING),
        Rung("timeline", _run, READING),
        Rung("event-undo", _event(2), POSTING, form=lambda scene: {}),
        Rung("event-redo", _event(3), POSTING, form=lambda scene: {}),
        Rung("event-note", _event(4), form=lambda scene: {"text": "Well.", "revision": "0"}),
        Rung("stats", _run, READING),
        Rung("scout", _run, READING),
        Rung(
            "quick-log",
            _run,
            form=lambda scene: {"line": "101 miss", "submission": str(uuid.uuid4())},
        ),
        Rung("quick-complete", _run, READING),
        Rung("player-stats", _none, READING, public=True),
        Rung("rules", _run, READING),
        Rung("rules-edit", _run, form=rules),
        Rung("preset-save", _run, form=lambda scene: {"name": "Once more"}),
        Rung("preset-delete", _preset, form=lambda scene: {}),
        Rung("boss-list", _run, READING),
        Rung("boss-record", _boss, form=lambda scene: {"outcome": "won", "revision": "0"}),
        Rung("boss-close", _boss, READING),
        Rung("boss-take-back", _boss, form=lambda scene: {"revision": "0"}, changes=False),
        Rung(
            "boss-correct",
            _boss,
            form=lambda scene: {"ace_level": "17", "team": "", "revision": "0"},
        ),
        Rung("place-list", _run, READING),
        Rung(
            "place-add",
            _run,
            form=lambda scene: {
                "name": "Meadow",
                "after": scene.used.slug,
                "submission": str(uuid.uuid4()),
            },
        ),
        Rung("place-edit", _place, form=lambda scene: {"name": "Meadow", "revision": "0"}),
        Rung("place-remove", _own, form=lambda scene: {"revision": str(scene.cave.revision)}),
        Rung("encounter-level", _encounter, form=revised(level="9")),
        Rung(
            "encounter-evolve",
            _encounter,
            form=lambda scene: revised(other=scene.zigzagoon.name)(scene),
        ),
        Rung("encounter-details", _encounter, form=revised(nickname="Fang", nature="Bold")),
        Rung("encounter-move", _encounter, form=revised(slot="2")),
        Rung("encounter-revive", _dead, form=revised()),
        Rung("encounter-release", _encounter, form=revised()),
        Rung("custom-game-list", _none, READING, public=True),
        Rung("custom-game-create", _none, form=new_game, public=True),
        Rung("custom-game-detail", _custom, READING),
        Rung(
            "custom-game-rename",
            _custom,
            form=of_the_game(name="Hoenn outside in", description="Well."),
        ),
        Rung("custom-game-share", _custom, form=lambda scene: {"credit": "Ash"}),
        Rung("custom-game-offer", _custom, form=lambda scene: {"credit": "Ash"}),
        Rung("custom-game-corrections", _custom, form=of_the_game()),
        Rung("custom-game-delete", _custom, form=lambda scene: {}),
        Rung("custom-game-shared", _shared, READING, public=True),
        Rung("custom-contents", _custom, READING),
        Rung(
            "custom-route-add",
            _custom,
            form=of_the_game(name="Meadow", stage="story", after="first"),
        ),
        Rung("custom-route-detail", _custom_route, READING),
        Rung("custom-route-edit", _custom_route, form=of_the_game(name="Meadow", stage="story")),
        Rung("custom-route-step", _custom_route, POSTING, form=of_the_game(to="down")),
        Rung("custom-route-encounters", _custom_route, form=of_the_game(lines="")),
        Rung("custom-route-take-back", _custom_route, form=of_the_game()),
        Rung(
            "custom-route-shared",
            lambda scene: {**_shared(scene), "route_slug": scene.custom_route.slug},
            READING,
            public=True,
        ),
        Rung("custom-boss-add", _custom, form=of_the_game(**BOSS_FACTS)),
        Rung("custom-boss-detail", _custom_boss, READING),
        Rung("custom-boss-edit", _custom_boss, form=of_the_game(**BOSS_FACTS)),
        Rung("custom-boss-take-back", _custom_boss, form=of_the_game()),
        Rung(
            "custom-boss-shared",
            lambda scene: {**_shared(scene), "boss_slug": scene.custom_boss.slug},
            READING,
            public=True,
        ),
        Rung("encounter-log", _route, form=catch, in_a_row=True),
        Rung("row-close", _route, READING, in_a_row=True),
        Rung(
            "table-choose",
            _route,
            frozenset({"POST"}),
            form=lambda scene: {"table": "walk//"},
            changes=False,
        ),
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
