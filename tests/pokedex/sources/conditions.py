"""Some groups of conditions, and slots that name them."""

from __future__ import annotations

from pokedex.sources.conditions import ConditionGroup, Conditions
from pokedex.sources.encounter_tables import SlotRow


def group(name: str, *values: str, ordinary: str = "", **options: bool) -> ConditionGroup:
    return ConditionGroup(
        name,
        values=frozenset(values),
        ordinary=frozenset({ordinary} if ordinary else ()),
        **options,
    )


TIME = group("time", "morning", "day", "night", ordinary="day")
SWARM = group("swarm", "swarm-yes", "swarm-no", ordinary="swarm-no", quiet=True)
SLOT2 = group("slot2", "slot2-none", "slot2-ruby", ordinary="slot2-none", quiet=True)
WEATHER = group("weather", "fog", "rain", "sun", "snow", only_met=True)
BLOCKS = group(
    "blocks",
    "plains-2",
    "plains-6",
    "forest-3",
    "no-blocks",
    ordinary="no-blocks",
    together=True,
    quiet=True,
)
STORY = group("story", "hall-of-fame", "badge", "none", ordinary="none", quiet=True)
ITEM = group("item", "bird", "drake", "fish", "no-item", ordinary="no-item", quiet=True)
CONDITIONS = Conditions(
    group_of={
        value: one
        for one in (TIME, SWARM, SLOT2, WEATHER, BLOCKS, STORY, ITEM)
        for value in one.values
    },
    gate_of={
        "swarm-yes": "special",
        "slot2-ruby": "special",
        "plains-2": "special",
        "plains-6": "special",
        "forest-3": "special",
        "hall-of-fame": "postgame",
    },
)


def slot(
    number: int,
    percent: int,
    *conditions: str,
    area: str = "",
    levels: tuple[int, int] = (5, 5),
    pokemon: str = "pidgey",
) -> SlotRow:
    return SlotRow(area, number, percent, pokemon, *levels, frozenset(conditions))
