"""What several pages say in the same words."""

from __future__ import annotations

from pokedex.choices import Availability, EncounterMethod, RouteStage
from pokedex.methods import group_of
from pokedex.models import Boss, Route, RouteEncounter

# Their lists come from species lists by place without rates, methods or levels.
APPROXIMATE_GAMES = frozenset(
    {
        "omega-ruby",
        "alpha-sapphire",
        "brilliant-diamond",
        "shining-pearl",
        "scarlet",
        "violet",
    }
)

_LONGEST_SEARCH = 80
METHOD_ORDER = {method: place for place, method in enumerate(EncounterMethod.values)}
AVAILABILITY_ORDER = {value: place for place, value in enumerate(Availability.values)}


def search_text(typed: str) -> str:
    """Cut what was typed into a search to one line of at most 80 signs."""
    return " ".join(typed.split())[:_LONGEST_SEARCH]


def rate(encounter: RouteEncounter) -> str:
    """Say how likely the encounter is: empty where chance has no part in it."""
    if encounter.encounter_rate is not None:
        return f"up to {encounter.encounter_rate} %"
    return "unknown" if group_of(encounter.encounter_method).by_chance else ""


def stage_label(place: Route | Boss) -> str:
    """Name the stage, but not the ordinary one."""
    return "" if place.stage == RouteStage.STORY else str(place.get_stage_display())


def kind_and_place(kind: str, place: str) -> str:
    """Say what a boss is and where: "Rival, Route 103", but "Rustboro Gym" alone."""
    return place if kind in place else ", ".join(filter(None, (kind, place)))


def levels(encounter: RouteEncounter) -> str:
    """Say at which levels: "5", "2–3", or nothing where they are not known."""
    return level_range(encounter.min_level, encounter.max_level)


def level_range(low: int | None, high: int | None) -> str:
    """Say from which level to which, or nothing where they are not known."""
    if low is None:
        return ""
    return str(low) if low == high else f"{low}–{high}"


def availability(encounter: RouteEncounter) -> str:
    """Name the availability, but not the ordinary one."""
    return availability_label(Availability(encounter.availability))


def availability_label(value: Availability) -> str:
    """Name an availability, but not the ordinary one."""
    return "" if value == Availability.BASE else str(value.label)
