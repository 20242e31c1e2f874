"""Letting a custom game follow the game that it was made from, where the player has not been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from pokedex.loading.content import CONTENT
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogRow,
    EncounterTable,
    Game,
    Route,
    RouteEncounter,
)
from tracker.copied_rows import (
    PARTS,
    GameRow,
    GameRows,
    Key,
    digests_of,
    rows_of,
    worth_copying,
)
from tracker.models import CustomGame
from tracker.services.custom_games import BATCH, COPIED, begin_change, copy_of
from tracker.services.errors import refusals

# Above every order that a game has.
_ASIDE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Corrections:
    """What has come of taking over corrections: numbers of rows.

    ``kept`` names what has been corrected and stays as the player has it.
    """

    changed: int
    added: int
    hidden: int
    kept: tuple[str, ...]


@dataclass(slots=True)
class _Plan:
    follow: dict[type[CatalogRow], dict[Key, GameRow]] = field(default_factory=dict)
    new: dict[type[CatalogRow], dict[Key, GameRow]] = field(default_factory=dict)
    gone: list[GameRow] = field(default_factory=list)
    # They say what the base says, but have another mark.
    same: list[GameRow] = field(default_factory=list)
    kept: dict[str, None] = field(default_factory=dict)


def take_over_corrections(*, custom_game: CustomGame, revision: int | None) -> Corrections:
    """Bring what the player has not touched to what the base has now.

    What is met at a place by one method is touched as a whole, and so is a boss's team. Rows that
    the base has no longer are hidden; what the player has added stays. Raises ``Refused``, and
    ``ChangedMeanwhile`` when the game has moved on.
    """
    with refusals(), transaction.atomic():
        locked = begin_change(custom_game=custom_game, revision=revision)
        own, base = rows_of(locked.game), worth_copying(rows_of(locked.base))
        plan = _planned(own, base)
        columns = {column: getattr(locked.base, column) for column in COPIED}
        Game.objects.filter(pk=locked.game_id).update(**columns)
        written = _write(plan, own, base, locked.game)
        _mark(locked.game, written)
    return Corrections(
        changed=sum(len(rows) for rows in plan.follow.values()),
        added=sum(len(rows) for rows in plan.new.values()),
        hidden=len(plan.gone),
        kept=tuple(plan.kept),
    )


def _planned(own: GameRows, base: GameRows) -> _Plan:
    plan = _Plan()
    players = {_unit(row) for row in own if not row.is_untouched}
    for model in PARTS:
        plan.follow[model], plan.new[model] = {}, {}
        for key in dict.fromkeys((*base[model], *own[model])):
            mine, theirs = own[model].get(key), base[model].get(key)
            if mine and theirs and mine.digest == theirs.digest:
                if not mine.is_untouched:
                    plan.same.append(mine)
            elif (_unit(mine or base[model][key])) in players:
                if _is_corrected(mine, theirs):
                    _keep(plan, mine or base[model][key], own, base)
            elif theirs is None:
                if mine and mine.is_active:
                    plan.gone.append(mine)
            elif mine is None:
                plan.new[model][key] = theirs
            else:
                plan.follow[model][key] = theirs
    _leave_taken_names(plan, own, base)
    return plan


def _is_corrected(mine: GameRow | None, theirs: GameRow | None) -> bool:
    """Say whether the base says something else than when the player's row was copied from it."""
    if mine is None:
        return True
    if theirs is None:
        return bool(mine.copied_digest) and mine.is_active
    return theirs.digest != mine.copied_digest


def _unit(row: GameRow) -> Key:
    """Name what a player changes as one: a place, a boss, a team, what is met by one method."""
    if row.model is RouteEncounter or row.model is EncounterTable:
        return (RouteEncounter, row.key[0], row.values["encounter_method"])
    return (BossPokemon, row.key[0]) if row.model is BossPokemon else (row.model, row.key)


def _leave_taken_names(plan: _Plan, own: GameRows, base: GameRows) -> None:
    """Leave routes alone whose name or slug a route has that stays, and what is new at them."""
    candidates = plan.follow[Route] | plan.new[Route]
    while True:
        staying = [row.values for key, row in own[Route].items() if key not in plan.follow[Route]]
        taken = {one["name"] for one in staying}, {one["slug"] for one in staying}
        blocked = [
            key
            for key, row in candidates.items()
            if row.values["name"] in taken[0] or row.values["slug"] in taken[1]
        ]
        if not blocked:
            break
        for key in blocked:
            _keep(plan, candidates.pop(key), own, base)
            plan.follow[Route].pop(key, None)
            plan.new[Route].pop(key, None)
    names = {row.pk: key for key, row in base[Route].items()}
    for key, row in list(plan.new[Boss].items()) + list(plan.follow[Boss].items()):
        if not _is_there(names[row.values["after_route"]], plan, own, Route):
            _keep(plan, row, own, base)
            plan.new[Boss].pop(key, None)
            plan.follow[Boss].pop(key, None)
    for model, parent in ((RouteEncounter, Route), (EncounterTable, Route), (BossPokemon, Boss)):
        for key in list(plan.new[model]):
            if not _is_there(key[0], plan, own, parent):
                del plan.new[model][key]


def _is_there(key: Key, plan: _Plan, own: GameRows, model: type[CatalogRow]) -> bool:
    return key in own[model] or key in plan.new[model]


def _keep(plan: _Plan, row: GameRow, own: GameRows, base: GameRows) -> None:
    plan.kept[_name(row, own, base)] = None


def _name(row: GameRow, own: GameRows, base: GameRows) -> str:
    if row.model is Route or row.model is Boss:
        return str(row.values["name"])
    parent = Boss if row.model is BossPokemon else Route
    found = own[parent].get(row.key[0]) or base[parent][row.key[0]]
    name = found.values["name"]
    return f"the team of {name}" if parent is Boss else f"what is met at {name}"


def _write(
    plan: _Plan, own: GameRows, base: GameRows, game: Game
) -> dict[type[CatalogRow], list[int]]:
    """Write what is planned; return the numbers of the rows that are to be marked anew."""
    written: dict[type[CatalogRow], list[int]] = {model: [] for model in PARTS}
    for row in plan.gone:
        row.model._default_manager.filter(pk=row.pk).update(is_active=False)
        written[row.model].append(row.pk)
    for row in plan.same:
        written[row.model].append(row.pk)
    # The numbers of this game's rows by those of the base's.
    numbers: dict[type[CatalogRow], dict[int, int]] = {}
    for model in PARTS:
        theirs = {**plan.follow[model], **plan.new[model]}
        orders = _free_orders(theirs, plan, own) if model is Boss else {}
        _step_aside(model, [own[model][key].pk for key in plan.follow[model]])
        known = {key: row.pk for key, row in own[model].items()}
        rows = {
            key: copy_of(row, game, numbers, pk=known.get(key), **orders.get(key, {}))
            for key, row in theirs.items()
        }
        manager: Any = model._default_manager
        manager.bulk_create(
            [rows[key] for key in plan.follow[model]],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=[*CONTENT[model], "loaded_digest"],
        )
        manager.bulk_create([rows[key] for key in plan.new[model]], batch_size=BATCH)
        known |= {key: row.pk for key, row in rows.items()}
        written[model] += [row.pk for row in rows.values()]
        numbers[model] = {row.pk: known[key] for key, row in base[model].items() if key in known}
    return written


def _free_orders(
    theirs: Mapping[Key, GameRow], plan: _Plan, own: GameRows
) -> dict[Key, dict[str, int]]:
    """Give each boss the base's place in the story, or the next one that no boss has."""
    taken = {row.values["order"] for key, row in own[Boss].items() if key not in plan.follow[Boss]}
    orders: dict[Key, dict[str, int]] = {}
    for key, row in sorted(theirs.items(), key=lambda each: each[1].values["order"]):
        order = row.values["order"]
        while order in taken:
            order += 1
        taken.add(order)
        orders[key] = {"order": order}
    return orders


def _step_aside(model: type[CatalogRow], pks: Iterable[int]) -> None:
    """Free names, slugs and orders that change hands, so that none is taken twice on the way."""
    for pk in pks:
        rows: Any = model._default_manager.filter(pk=pk)
        if model is Route:
            rows.update(name=f"moving-{pk}", slug=f"moving-{pk}", source_key=f"moving-{pk}")
        elif model is Boss:
            rows.update(slug=f"moving-{pk}", order=_ASIDE + pk)


def _mark(game: Game, written: Mapping[type[CatalogRow], Iterable[int]]) -> None:
    """Mark rows as untouched: copies of what they say now."""
    digests = digests_of(game)
    for model, pks in written.items():
        make: Any = model
        rows = [make(pk=pk, loaded_digest=digests[model][pk]) for pk in pks]
        model._default_manager.bulk_update(rows, ["loaded_digest"], batch_size=BATCH)
