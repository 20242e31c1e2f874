"""What becomes of logged encounters when curators move what is met at a route to another one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from pokedex.models import Route
from pokedex.services.route_moves import Move
from tracker.choices import EncounterStatus, EventKind
from tracker.models import CustomRoute, Encounter, NuzlockeRun
from tracker.querysets import EncounterQuerySet
from tracker.services.journal import Act


def following(move: Move) -> EncounterQuerySet:
    """The logged encounters that go along: all of them, or those of Pokémon only met there now."""
    logged = Encounter.objects.filter(route=move.source)
    return logged if move.everything else logged.filter(pokemon_id__in=move.pokemon)


def told_of(move: Move) -> list[str]:
    """Say in numbers what would go along, without a word on whose it is. Two queries."""
    rows = list(following(move).values_list("run_id", "is_bonus"))
    if not rows:
        return ["No logged encounter of a run goes along."]
    logged, runs = _counted(len(rows), "logged encounter"), {run for run, _ in rows}
    verb = "goes" if len(rows) == 1 else "go"
    said = [f"{logged} of {_counted(len(runs), 'run')} {verb} along."]
    if move.target is not None:
        counted = {run for run, is_bonus in rows if not is_bonus}
        there = Encounter.objects.filter(route=move.target, is_bonus=False, run__in=counted)
        if both := there.count():
            said.append(
                f"In {_counted(both, 'run')} the place has its encounter already: the later one "
                "becomes a bonus."
            )
    return said


def follow(move: Move) -> None:
    """Let the logged encounters, and own places that are a part of the route, go along.

    Where a run has a counted encounter at the target already, the later one becomes a bonus; one
    that is postponed gives way. Each run gets one event. To be called in the move's transaction.
    """
    if move.target is None:
        raise ValueError("Encounters can only follow to a route that is there.")
    own_places = Q(custom_routes__table_of=move.source) | Q(custom_routes__after_route=move.source)
    touched = NuzlockeRun._base_manager.filter(pk__in=following(move).values("run_id")).values_list(
        "pk", flat=True
    )
    pks = set(touched)
    if move.everything:
        pks |= set(NuzlockeRun._base_manager.filter(own_places).values_list("pk", flat=True))
    with transaction.atomic():
        # In the order of their keys, as whoever locks several runs does.
        runs = NuzlockeRun._base_manager.select_for_update(of=("self",)).select_related("game")
        locked = {run.pk: run for run in runs.filter(pk__in=pks).order_by("pk")}
        coming = _by_run(following(move))
        there = _by_run(Encounter.objects.filter(route=move.target, is_bonus=False))
        own = _own_places(move) if move.everything else {}
        for pk, run in locked.items():
            _follow_in(run, move, move.target, coming[pk], there[pk], own.get(pk, []))


def _follow_in(
    run: NuzlockeRun,
    move: Move,
    target: Route,
    coming: Iterable[Encounter],
    there: Iterable[Encounter],
    own: Iterable[CustomRoute],
) -> None:
    act = Act(run)
    rows = [*there, *coming]
    act.watch(*rows, *own)
    counted = [row for row in rows if not row.is_bonus]
    counted.sort(key=lambda row: (row.status == EncounterStatus.POSTPONED, row.pk))
    for row in counted[1:]:
        row.is_bonus = True
    for row in rows:
        row.run = run
        row.route = target
    # First those that give way: the database takes one counted encounter of a place.
    for row in sorted(rows, key=lambda row: not row.is_bonus):
        act.save(row)
    for place in own:
        place.run = run
        if place.table_of_id == move.source.pk:
            place.table_of = target
        if place.after_route_id == move.source.pk:
            place.after_route = target
        act.save(place)
    act.record(
        EventKind.STAFF,
        f"The catalog moved what is met at {move.source.name} to {target.name}; "
        "what was logged there went along.",
    )


def _by_run(rows: Iterable[Encounter]) -> dict[int, list[Encounter]]:
    found: dict[int, list[Encounter]] = defaultdict(list)
    for row in rows:
        found[row.run_id].append(row)
    return found


def _own_places(move: Move) -> dict[int, list[CustomRoute]]:
    found: dict[int, list[CustomRoute]] = defaultdict(list)
    at_source = Q(table_of=move.source) | Q(after_route=move.source)
    for place in CustomRoute.objects.filter(at_source).order_by("pk"):
        found[place.run_id].append(place)
    return found


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
