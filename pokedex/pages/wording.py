"""What several pages say in the same words."""

from __future__ import annotations

from pokedex.choices import Availability, EncounterMethod
from pokedex.methods import group_of
from pokedex.models import RouteEncounter

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


def search_text(typed: str) -> str:
    """Cut what was typed into a search to one line of at most 80 signs."""
    return " ".join(typed.split())[:_LONGEST_SEARCH]


def rate(encounter: RouteEncounter) -> str:
    """Say how likely the encounter is: empty where chance has no part in it."""
    if encounter.encounter_rate is not None:
        return f"up to {encounter.encounter_rate} %"
    return "unknown" if group_of(encounter.encounter_method).by_chance else ""


def levels(encounter: RouteEncounter) -> str:
    """Say at which levels: "5", "2–3", or nothing where they are not known."""
    if encounter.min_level is None:
        return ""
    if encounter.min_level == encounter.max_level:
        return str(encounter.min_level)
    return f"{encounter.min_level}–{encounter.max_level}"


def availability(encounter: RouteEncounter) -> str:
    """Name the availability, but not the ordinary one."""
    if encounter.availability == Availability.BASE:
        return ""
    return str(encounter.get_availability_display())
