"""The places of one run: add, rename, hide, move, split. The catalog stays as it is."""

from __future__ import annotations

import uuid

from django.db import transaction

from pokedex.models import Route
from tracker.choices import EventKind
from tracker.models import CustomRoute, NuzlockeRun, RunPlace
from tracker.places import STEPS_IN_AN_ORDER, Place, places_of
from tracker.services.errors import ChangedMeanwhile, Refused, refusals
from tracker.services.journal import Act
from tracker.services.locks import lock_active_run, refuse_if_changed

MAX_OWN_PLACES = 200


def add_place(
    *,
    run: NuzlockeRun,
    name: str,
    after: Route | CustomRoute | None,
    table_of: Route | None = None,
    submission: uuid.UUID,
) -> CustomRoute:
    """Add a place to the run behind another, or before all of them (None).

    With ``table_of`` it is a part of that route, split off, and offers the same Pokémon. The same
    ``submission`` again returns the place that it made the first time. Raises ``Refused`` when the
    run has ended, has ``MAX_OWN_PLACES`` or the name cannot be stored.
    """
    with refusals(), transaction.atomic():
        locked = lock_active_run(run)
        made = locked.custom_routes.filter(submission=submission).first()
        if made is not None:
            return made
        if locked.custom_routes.count() >= MAX_OWN_PLACES:
            raise Refused(f"This run has {MAX_OWN_PLACES} own places, which is the most.")
        act = Act(locked)
        place = CustomRoute(run=locked, name=name, table_of=table_of, submission=submission)
        _put_behind(act, place, after)
        act.create(place)
        split = f", split off {table_of.name}" if table_of else ""
        act.record(EventKind.PLACE, f"Added the place {name}{split}.")
        return place


def edit_place(
    *,
    run: NuzlockeRun,
    place: Route | CustomRoute,
    name: str,
    hidden: bool = False,
    moved: bool = False,
    after: Route | CustomRoute | None = None,
    revision: int,
) -> None:
    """Call a place otherwise in this run, leave it out, or put it behind another.

    An empty name gives a route its own back. Only with ``moved`` does it go behind ``after``
    (None: before all others); the player's own places stay with the route they stand behind.
    ``revision`` is that of the place in this run, 0 where nothing is said of it yet. Raises
    ``ChangedMeanwhile`` when it has moved on, ``Refused`` when the name cannot be stored, an own
    place is to be hidden, or there is no room between two places.
    """
    if moved and place == after:
        raise Refused("A place cannot stand behind itself.", field="after")
    with refusals(), transaction.atomic():
        act, row = _begin(run, place)
        said = []
        before = row.name or place.name
        if name != row.name:
            row.name = name
            said.append(f"now called {name or place.name}")
        if isinstance(row, CustomRoute):
            if hidden:
                raise Refused("A place of your own is removed, not left out.", field="hidden")
            if moved:
                _put_behind(act, row, after)
        else:
            if hidden != row.hidden:
                row.hidden = hidden
                said.append("left out" if hidden else "shown again")
            if moved:
                row.position = _between(places_of(act.run), row.route, after)
        if moved:
            said.append(f"behind {after.name}" if after else "before all others")
        _finish(act, row, revision, f"The place {before}: {', '.join(said)}.")


def remove_place(*, place: CustomRoute, revision: int) -> None:
    """Remove an own place at which nothing was met.

    Raises ``ChangedMeanwhile`` unless it is still at ``revision``, ``Refused`` when it has an
    encounter.
    """
    with refusals(), transaction.atomic():
        act, row = _begin(place.run, place)
        refuse_if_changed(row, revision)
        if place.encounters.exists():
            raise Refused(
                f"{place.name} has an encounter. Remove that first, or keep the place as it is."
            )
        act.delete(row)
        act.record(EventKind.PLACE, f"Removed the place {place.name}.")


def _begin(run: NuzlockeRun, place: Route | CustomRoute) -> tuple[Act, RunPlace | CustomRoute]:
    locked = lock_active_run(run)
    act = Act(locked)
    row: RunPlace | CustomRoute | None
    if isinstance(place, CustomRoute):
        row = locked.custom_routes.select_related("after_route").filter(pk=place.pk).first()
        if row is None:
            raise Refused("This place was removed meanwhile.", code="gone")
    else:
        row = locked.places.filter(route=place).first()
        if row is None:
            return act, RunPlace(run=locked, game=locked.game, route=place, revision=1)
        row.route = place
    row.run = locked
    act.watch(row)
    return act, row


def _finish(act: Act, row: RunPlace | CustomRoute, revision: int, what: str) -> None:
    if row.pk is None:
        if revision:
            raise ChangedMeanwhile(0)
        if isinstance(row, RunPlace) and not row.name and not row.hidden and row.position is None:
            return
        act.create(row)
    elif act.changed(row):
        refuse_if_changed(row, revision)
        act.save(row)
    act.record(EventKind.PLACE, what)


def _put_behind(act: Act, place: CustomRoute, after: Route | CustomRoute | None) -> None:
    run = act.run
    route: Route | None
    if isinstance(after, CustomRoute):
        # As it is now: another place may have been put before it.
        after = run.custom_routes.select_related("after_route").filter(pk=after.pk).first()
        if after is None:
            raise Refused("That place was removed meanwhile. Choose another.", field="after")
        route = after.after_route
    else:
        route = after
    neighbours = run.custom_routes.filter(after_route=route).exclude(pk=place.pk)
    place.after_route = route
    if not isinstance(after, CustomRoute):
        first = neighbours.order_by("order").first()
        if first is not None and first.order == 1:
            _push_back(act, list(neighbours.order_by("-order")))
        place.order = 1
        return
    _push_back(act, list(neighbours.filter(order__gt=after.order).order_by("-order")))
    place.order = after.order + 1


def _push_back(act: Act, places: list[CustomRoute]) -> None:
    for place in places:
        place.run = act.run
        act.watch(place)
        place.order += 1
        act.save(place)


def _between(places: list[Place], moved: Route, after: Route | CustomRoute | None) -> int:
    positions = {place.slug: place.position for place in places}
    low = positions.get(after.slug, 0) if after else 0
    others = [
        place.position
        for place in places
        if not place.is_own and place.slug != moved.slug and place.position > low
    ]
    high = min(others, default=low + 20 * STEPS_IN_AN_ORDER)
    middle = (low + high) // 2
    if not low < middle < high:
        raise Refused("There is no room left between these two. Move another place instead.")
    return middle
