"""The bosses of a custom game: their facts and teams, adding, hiding, taking the changes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import cast

from django.db import transaction

from pokedex.models import Boss, BossPokemon, Game, Route
from pokedex.services.team_lines import MOST_IN_A_TEAM, TeamLine
from tracker.copied_rows import rows_of
from tracker.models import CustomGame
from tracker.services.custom_games import begin_change, copy_of
from tracker.services.custom_routes import put_in_order
from tracker.services.custom_rows import (
    free_slug,
    own_row,
    refuse_if_used,
    remove,
    same,
    store,
)
from tracker.services.errors import Refused, refusals

# The largest game of the catalog has 52.
MOST_BOSSES = 150


@dataclass(frozen=True, slots=True)
class BossFacts:
    """What is said of a boss but for its team; ``after_route`` is of the same game."""

    name: str
    place: str
    after_route: Route
    kind: str
    stage: str
    specialty: str
    ace_level: int | None
    battle: str
    note: str
    is_active: bool = True


def edit_boss(
    *,
    custom_game: CustomGame,
    boss: Boss,
    facts: BossFacts,
    team: Sequence[TeamLine],
    revision: int,
) -> None:
    """Say of a boss what it is, and which team it has.

    What is as it is to be is no change. Behind another route it stands last of the bosses there.
    ``revision`` is that of the game. Raises ``ChangedMeanwhile`` when it has moved on, ``Refused``
    when something cannot be stored.
    """
    values = _values(facts)
    team = sorted(team, key=lambda line: line.player_starter)
    if same(boss, values) and _team(boss) == team:
        return
    with refusals(), transaction.atomic():
        game = begin_change(custom_game=custom_game, revision=revision).game
        row = own_row(game, Boss, boss.pk)
        _refuse_unknown_route(game, facts.after_route)
        is_moved = row.after_route_id != facts.after_route.pk
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        store(row, *values)
        if is_moved:
            put_in_order(game, row)
        if _team(row) != team:
            _write_team(row, team)


def add_boss(
    *, custom_game: CustomGame, facts: BossFacts, team: Sequence[TeamLine], revision: int
) -> Boss:
    """Add a boss behind its route, last of the bosses there.

    The same form again finds the boss that it has made. Raises ``ChangedMeanwhile`` when the game
    has moved on, ``Refused`` when it has ``MOST_BOSSES`` bosses or something cannot be stored.
    """
    values = _values(facts)
    made = Boss.objects.filter(game=custom_game.game_id, loaded_digest="").order_by("-pk").first()
    is_latest = Game.objects.filter(pk=custom_game.game_id, revision=revision + 1).exists()
    if made is not None and is_latest and same(made, values):
        return made
    with refusals(), transaction.atomic():
        game = begin_change(custom_game=custom_game, revision=revision).game
        _refuse_unknown_route(game, facts.after_route)
        slugs = list(game.bosses.order_by().values_list("slug", flat=True))
        if len(slugs) >= MOST_BOSSES:
            raise Refused(f"This game has {MOST_BOSSES} bosses, which is the most.")
        slug = free_slug(facts.name, slugs, otherwise="boss")
        last = game.bosses.order_by("order").last()
        row = Boss(game=game, slug=slug, order=last.order + 10 if last else 10, **values)
        row.full_clean()
        Boss.objects.bulk_create([row])
        put_in_order(game, row)
        _write_team(row, team)
        return row


def take_back_boss(*, custom_game: CustomGame, boss: Boss, revision: int) -> None:
    """Give a boss back what the base has, its team too; one that was added is removed.

    Raises ``ChangedMeanwhile`` when the game has moved on, ``Refused`` when the base has the boss
    no more, or one that was added has been fought in a run.
    """
    with refusals(), transaction.atomic():
        changed = begin_change(custom_game=custom_game, revision=revision)
        row = own_row(changed.game, Boss, boss.pk)
        remove(BossPokemon.objects.filter(boss=row))
        if not row.loaded_digest:
            refuse_if_used(row)
            remove(Boss.objects.filter(pk=row.pk))
            return
        base, copies = rows_of(changed.base), rows_of(changed.game)
        source = base[Boss].get((row.slug,))
        if source is None:
            raise Refused(f"{changed.base} does not have this boss any more.")
        routes = {
            one.pk: copies[Route][key].pk
            for key, one in base[Route].items()
            if key in copies[Route]
        }
        if source.values["after_route"] not in routes:
            raise Refused("The route behind which it stands is not in this game.")
        order = row.order
        back = cast(Boss, copy_of(source, changed.game, {Route: routes}))
        back.pk, back.order = row.pk, order
        store(back)
        _restore_order(changed.game, back, source.values["order"])
        BossPokemon.objects.bulk_create(
            cast(BossPokemon, copy_of(one, changed.game, {Boss: {source.pk: row.pk}}))
            for one in base[BossPokemon].values()
            if one.values["boss"] == source.pk and one.is_active
        )


def _restore_order(game: Game, boss: Boss, order: int) -> None:
    """Give the boss the order of its base, where that is free and fits; else one that fits."""
    if not game.bosses.exclude(pk=boss.pk).filter(order=order).exists():
        boss.order = order
        store(boss, "order")
    put_in_order(game, boss)


def _values(facts: BossFacts) -> dict[str, object]:
    return {column.name: getattr(facts, column.name) for column in fields(facts)}


def _refuse_unknown_route(game: Game, route: Route) -> None:
    if not game.routes.filter(pk=route.pk).exists():
        raise Refused("That route was removed meanwhile. Choose another.", field="after")


def _shown(boss: Boss) -> list[BossPokemon]:
    rows = BossPokemon.objects.published().filter(boss=boss).select_related("pokemon")
    return list(rows.order_by("player_starter", "slot"))


def _team(boss: Boss) -> list[TeamLine]:
    return [
        TeamLine(
            row.player_starter,
            row.pokemon_id,
            row.pokemon.name,
            row.level,
            tuple(row.moves),
            row.held_item,
            row.ability,
        )
        for row in _shown(boss)
    ]


def _write_team(boss: Boss, team: Sequence[TeamLine]) -> None:
    """Let the team be this: row for row, so that what is as it was stays the same row."""
    stored: dict[str, list[BossPokemon]] = {}
    for row in BossPokemon.objects.filter(boss=boss).order_by("slot"):
        stored.setdefault(row.player_starter, []).append(row)
    wanted: dict[str, list[TeamLine]] = {}
    for line in team:
        wanted.setdefault(line.player_starter, []).append(line)
    made: list[BossPokemon] = []
    for starter, lines in wanted.items():
        rows = stored.pop(starter, [])
        slots = _slots(rows, len(lines))
        for number, line in enumerate(lines):
            if number < len(rows):
                store(_filled(rows[number], line))
            else:
                made.append(_filled(BossPokemon(boss=boss, slot=slots[number]), line))
        _retire(rows[len(lines) :])
    for rows in stored.values():
        _retire(rows)
    BossPokemon.objects.bulk_create(made)


def _slots(rows: Sequence[BossPokemon], number: int) -> list[int]:
    slots = [row.slot for row in rows][:number]
    last = max((row.slot for row in rows), default=0)
    slots += range(last + 1, last + 1 + number - len(slots))
    if slots and slots[-1] > MOST_IN_A_TEAM:
        raise Refused(f"A team has at most {MOST_IN_A_TEAM} Pokémon.", field="team")
    return slots


def _filled(row: BossPokemon, line: TeamLine) -> BossPokemon:
    row.player_starter, row.pokemon_id, row.level = line.player_starter, line.pokemon, line.level
    row.moves, row.held_item, row.ability = list(line.moves), line.held_item, line.ability
    row.is_active = True
    return row


def _retire(rows: Sequence[BossPokemon]) -> None:
    for row in rows:
        if row.loaded_digest:
            row.is_active = False
            store(row, "is_active")
        else:
            remove(BossPokemon.objects.filter(pk=row.pk))
