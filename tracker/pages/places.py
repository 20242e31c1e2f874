"""The places of a run, for arranging them."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.models import NuzlockeRun
from tracker.places import Place, places_of


@dataclass(frozen=True, slots=True)
class PlaceListPage:
    """All places in the order of the run, hidden ones too."""

    run: NuzlockeRun
    places: tuple[Place, ...]

    def others(self, slug: str) -> tuple[Place, ...]:
        """The places but one."""
        return tuple(place for place in self.places if place.slug != slug)

    def place(self, slug: str) -> Place | None:
        """The place with this slug, if it is still there."""
        return next((place for place in self.places if place.slug == slug), None)


def place_list_page(run: NuzlockeRun) -> PlaceListPage:
    """The places page. Three queries."""
    return PlaceListPage(run, tuple(places_of(run)))
