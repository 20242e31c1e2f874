"""The encounter tables of a route, for a player who looks up the odds of one area and state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from pokedex.choices import Availability, TableException
from pokedex.conditions import in_words
from pokedex.models import EncounterTable, RouteEncounter
from pokedex.pages import wording

# No more tables than this stand open, once they are seen.
_FEW_TABLES = 3
# With more than this, each area is folded away by itself.
_MANY_TABLES = 12
# What holds unless a player sees to something else; it is not said beside what is.
_ORDINARY = frozenset({"swarm-no", "radar-off", "radio-off", "slot2-none"})
_ORDER = (
    *("season-spring", "season-summer", "season-autumn", "season-winter"),
    *("time-morning", "time-day", "time-night"),
)
_FIRST_AREAS = ("", "Main area")


@dataclass(frozen=True, slots=True)
class Share:
    """A Pokémon's part of a table. ``levels`` are in words."""

    name: str
    percent: int
    levels: str


@dataclass(frozen=True, slots=True)
class State:
    """A table: what is met in one area while its ``words`` hold.

    ``exception`` says why the percents do not sum to 100, and is empty where they do.
    """

    words: str
    availability: str
    shares: tuple[Share, ...]
    exception: str


@dataclass(frozen=True, slots=True)
class Area:
    """The tables of a part of a route; without a ``name`` they hold for all of it.

    ``are_open``: the tables are so few that they need not be unfolded one by one.
    """

    name: str
    states: tuple[State, ...]
    are_open: bool


@dataclass(frozen=True, slots=True)
class Odds:
    """All tables of one method. ``folds_areas``: there are too many to see them at once."""

    count: int
    folds_areas: bool
    areas: tuple[Area, ...]


def odds_of(tables: Sequence[EncounterTable], names: Mapping[str, str]) -> Odds:
    """Sort one method's tables by area and state; ``names`` are those of the Pokémon by slug.

    The shares of one that has no name are summed up, so that the percents stay whole.
    """
    ordered = sorted(tables, key=_order)
    areas = [
        (name, tuple(_state(table, names) for table in group))
        for name, group in groupby(ordered, key=lambda table: table.area)
    ]
    folds_areas = len(tables) > _MANY_TABLES and len(areas) > 1
    return Odds(
        count=len(tables),
        folds_areas=folds_areas,
        areas=tuple(
            Area(
                name,
                states,
                are_open=(len(states) if folds_areas else len(tables)) <= _FEW_TABLES,
            )
            for name, states in areas
        ),
    )


def tells_all(tables: Sequence[EncounterTable], encounters: Iterable[RouteEncounter]) -> bool:
    """Say whether one whole table is all there is, so that the best rates are the odds."""
    if len(tables) != 1 or tables[0].area or tables[0].exception:
        return False
    [table] = tables
    return {slug: (percent, set(table.conditions)) for slug, percent, _, _ in table.pokemon} == {
        encounter.pokemon.slug: (encounter.encounter_rate, set(encounter.conditions))
        for encounter in encounters
    }


def _order(table: EncounterTable) -> tuple[object, ...]:
    """By area, the ordinary states first, seasons and times of day as they follow each other."""
    found = telling(table.conditions)
    return (
        table.area not in _FIRST_AREAS,
        # Floors by their number: 2F before 10F.
        [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", table.area)],
        wording.AVAILABILITY_ORDER[table.availability],
        in_words(condition for condition in found if condition not in _ORDER),
        [_ORDER.index(condition) for condition in found if condition in _ORDER],
        table.pk,
    )


def telling(conditions: Iterable[str]) -> list[str]:
    """Leave out the ordinary: no swarm, no radio, any second game that changes nothing."""
    found = [condition for condition in conditions if condition not in _ORDINARY]
    if "slot2-none" in conditions:
        found = [condition for condition in found if not condition.startswith("slot2-")]
    return sorted(found, key=lambda name: _ORDER.index(name) if name in _ORDER else -1)


def _state(table: EncounterTable, names: Mapping[str, str]) -> State:
    words = ", ".join(in_words(telling(table.conditions))) or _unconditional(table)
    shares = [
        Share(names[slug], percent, wording.level_range(low, high))
        for slug, percent, low, high in table.pokemon
        if slug in names
    ]
    rest = sum(percent for slug, percent, _, _ in table.pokemon if slug not in names)
    if rest:
        shares.append(Share("Others", rest, ""))
    return State(
        words=words[0].upper() + words[1:],
        availability=wording.availability_label(Availability(table.availability)),
        shares=tuple(shares),
        exception=_exception(table),
    )


def _unconditional(table: EncounterTable) -> str:
    if table.exception == TableException.MERGED_STATES:
        return "All times of day together"
    return "Ordinarily" if table.conditions else "Always"


def _exception(table: EncounterTable) -> str:
    if not table.exception:
        return ""
    return f"{TableException(table.exception).label}: it sums to {table.total} %."
