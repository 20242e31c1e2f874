"""Encounter methods in about a dozen groups, as a player thinks of them. Plain Python.

Methods are PokéAPI's identifiers; `pokedex.choices.EncounterMethod` names each of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodGroup:
    """Methods that belong together.

    ``by_chance``: one of several Pokémon appears, so a missing rate is an unknown one; elsewhere
    (a gift, a Pokémon that stands there) there is no chance to speak of.
    """

    key: str
    name: str
    methods: tuple[str, ...]
    by_chance: bool = True


METHOD_GROUPS: tuple[MethodGroup, ...] = (
    MethodGroup(
        "land",
        "Grass and caves",
        (
            "walk",
            "dark-grass",
            "grass-spots",
            "cave-spots",
            "bridge-spots",
            "yellow-flowers",
            "purple-flowers",
            "red-flowers",
            "rough-terrain",
            "horde",
            "overworld",
            "overworld-special",
            "overworld-flying",
            "overworld-flying-special",
            "overworld-dirt",
            "trash-can-ambush",
            "rustling-bush-ambush",
            "ceiling-ambush",
            "ground-ambush",
            "sky-ambush",
            "wanderer",
        ),
    ),
    MethodGroup(
        "surf",
        "On the water",
        (
            "surf",
            "surf-spots",
            "seaweed",
            "overworld-water",
            "overworld-water-special",
            "wanderer-water",
            "chase-water",
        ),
    ),
    MethodGroup("old-rod", "Old Rod", ("old-rod",)),
    MethodGroup("good-rod", "Good Rod", ("good-rod",)),
    MethodGroup(
        "super-rod",
        "Super Rod",
        ("super-rod", "super-rod-spots", "feebas-tile-fishing", "bubbling-spots"),
    ),
    MethodGroup("rock-smash", "Rock Smash", ("rock-smash",)),
    MethodGroup(
        "trees",
        "Headbutt and honey",
        ("headbutt", "headbutt-low", "headbutt-normal", "headbutt-high", "honey-tree"),
    ),
    MethodGroup("gift", "Gifts and eggs", ("gift", "gift-egg"), by_chance=False),
    MethodGroup(
        "static",
        "Static",
        ("static", "pokeflute", "squirt-bottle", "wailmer-pail", "devon-scope"),
        by_chance=False,
    ),
    MethodGroup("trade", "In-game trade", ("npc-trade",), by_chance=False),
    MethodGroup("roaming", "Roaming", ("roaming-grass", "roaming-water"), by_chance=False),
    MethodGroup(
        "special",
        "Special",
        ("hidden-grotto", "island-scan", "sos", "sos-from-bubbling-spot", "berry-trees"),
    ),
    MethodGroup("unknown", "Method not known", ("unknown",)),
)

_GROUP_OF = {method: group for group in METHOD_GROUPS for method in group.methods}


def group_of(method: str) -> MethodGroup:
    """Return the group of a method. Raises ``KeyError`` for one that is not in the list."""
    return _GROUP_OF[method]
