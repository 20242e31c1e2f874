"""The places of a run in order: those of its game as the run shows them, and the player's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pokedex.choices import RouteStage
from pokedex.models import Route
from tracker.models import CustomRoute, NuzlockeRun
from tracker.querysets import routes_of

# Positions of a run's places are finer than the order of routes, so that there is room between.
STEPS_IN_AN_ORDER = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A place as one run shows it.

    ``position`` is in thousandths of a route's order; an own place has that of the route it stands
    behind. ``revision`` is that of the row that says how the run shows it, 0 where there is none.
    """

    slug: str
    name: str
    place: Route | CustomRoute
    position: int
    hidden: bool = False
    renamed: bool = False
    revision: int = 0

    @property
    def is_own(self) -> bool:
        """Whether the player has added it."""
        return isinstance(self.place, CustomRoute)

    @property
    def route(self) -> Route | None:
        """The route of the game whose table holds here, if one does."""
        return self.place if isinstance(self.place, Route) else self.place.table_of

    @property
    def stage(self) -> str:
        """When in the game it is reached; an own place counts as part of the story."""
        return self.place.stage if isinstance(self.place, Route) else RouteStage.STORY

    @property
    def stage_label(self) -> str:
        """The stage's name on a page."""
        return str(RouteStage(self.stage).label)

    @property
    def is_retired(self) -> bool:
        """Whether the catalog no longer has it."""
        return isinstance(self.place, Route) and not self.place.is_active

    @property
    def original_name(self) -> str:
        """What the game calls it."""
        return self.place.name


def places_of(run: NuzlockeRun, *, routes: Iterable[Route] | None = None) -> list[Place]:
    """All places of the run, hidden ones too, in the order of the run. Three queries.

    ``routes`` saves one where they are at hand, and a run that is known to have its places as the
    game has them saves the others.
    """
    is_as_the_game = run.has_own_places is False
    shown = {} if is_as_the_game else {row.route_id: row for row in run.places.all()}
    found: list[tuple[tuple[int, int, int, int], Place]] = []
    positions: dict[int, int] = {}
    for route in routes_of(run) if routes is None else routes:
        row = shown.get(route.pk)
        position = route.order * STEPS_IN_AN_ORDER
        if row is not None and row.position is not None:
            position = row.position
        positions[route.pk] = position
        place = Place(
            slug=route.slug,
            name=(row.name if row else "") or route.name,
            place=route,
            position=position,
            hidden=row is not None and row.hidden,
            renamed=bool(row and row.name),
            revision=row.revision if row else 0,
        )
        found.append(((position, 0, route.pk, 0), place))
    own_places = run.custom_routes.select_related("after_route", "table_of")
    for own in () if is_as_the_game else own_places:
        if own.after_route is None:
            position = 0
        else:
            position = positions.get(own.after_route.pk, own.after_route.order * STEPS_IN_AN_ORDER)
        place = Place(
            slug=own.slug, name=own.name, place=own, position=position, revision=own.revision
        )
        found.append(((position, 1, own.order, own.pk), place))
    return [place for _, place in sorted(found, key=lambda pair: pair[0])]
