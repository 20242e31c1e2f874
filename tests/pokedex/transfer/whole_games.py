"""A small game with something in each of its files, and archives of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from pokedex.models import Game, RouteEncounter
from pokedex.services.table_rates import derive_encounters
from pokedex.transfer.archives import game_archive
from pokedex.transfer.folders import files_of_archive
from pokedex.transfer.game_plans import GamePlan, plan_game
from pokedex.transfer.writing import write_together
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    EncounterTableFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)

Files = dict[str, str]


def make_emerald() -> Game:
    """Two routes, one with tables and an egg; one of its encounters is unpublished; two bosses."""
    game: Game = GameFactory.create(name="Emerald", slug="emerald")
    first, second = (
        RouteFactory.create(game=game, name=f"Route {n}", slug=f"route-{n}", order=n * 10)
        for n in (101, 102)
    )
    zigzagoon, wurmple, ralts = (
        PokemonFactory.create(name=name.title(), slug=name)
        for name in ("zigzagoon", "wurmple", "ralts")
    )
    EncounterTableFactory.create(
        route=first,
        conditions=["time-day"],
        pokemon=[["zigzagoon", 60, 2, 3], ["wurmple", 40, 2, 2]],
    )
    EncounterTableFactory.create(
        route=first, conditions=["time-night"], pokemon=[["zigzagoon", 100, 2, 4]]
    )
    derive_encounters(route=first, method="walk", before=[])
    RouteEncounter.objects.filter(pokemon=wurmple).update(is_active=False)
    RouteEncounterFactory.create(
        route=first, pokemon=ralts, encounter_method="gift-egg", encounter_rate=None
    )
    RouteEncounterFactory.create(route=second, pokemon=ralts, encounter_rate=4)
    for number, (slug, route) in enumerate((("roxanne", first), ("brawly", second)), 1):
        boss = BossFactory.create(
            game=game, slug=slug, name=slug.title(), order=number * 10, after_route=route
        )
        BossPokemonFactory.create(
            boss=boss, pokemon=zigzagoon, level=15, moves=["Tackle", "=1+1", "Growl; Roar"]
        )
    return game


def files_of(game: Game, file_format: str = "csv") -> Files:
    """The files of a game's export, by model."""
    with zipfile.ZipFile(io.BytesIO(game_archive(game, file_format))) as archive:
        return {
            name.rpartition("/")[2].partition(".")[0]: archive.read(name).decode()
            for name in archive.namelist()
        }


def of_another(game: Game, slug: str, name: str, file_format: str = "csv") -> Files:
    """The files of a game as those of another one, with slug and name changed in them."""
    files = files_of(game, file_format)
    for model, text in files.items():
        if file_format == "csv":
            text = text.replace(f"\n{game.slug},", f"\n{slug},")
        else:
            text = text.replace(f'"game": "{game.slug}"', f'"game": "{slug}"')
            text = text.replace(f'{{"slug": "{game.slug}"', f'{{"slug": "{slug}"')
        if model == "game":
            text = text.replace(game.name, name)
        files[model] = text
    return files


def packed(files: Mapping[str, str], file_format: str = "csv", folder: str = "game") -> bytes:
    """An archive with these files in a folder."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for model, text in files.items():
            archive.writestr(f"{folder}/{model}.{file_format}", text)
    return output.getvalue()


def plan_of_game(files: Mapping[str, str], file_format: str = "csv") -> GamePlan:
    return plan_game(files_of_archive(packed(files, file_format)))


def said(plan: GamePlan) -> list[str]:
    """What is wrong with a plan, file by file."""
    return [
        f"{part.plan.resource.model._meta.model_name}: {fault}"
        for part in plan.parts
        for fault in part.plan.faults
    ]


def import_whole(
    files: Mapping[str, str], file_format: str = "csv", user: int | None = None
) -> GamePlan:
    """Import the files of a game that have no faults."""
    plan = plan_of_game(files, file_format)
    assert said(plan) == []
    write_together(plans=plan.plans, user=user)
    return plan
