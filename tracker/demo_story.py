"""What happens in the demo run, in order: plain data, told by slugs of the catalog.

It is a run of Emerald up to the second badge. The landing page shows a piece of it, and
`tracker/services/demo.py` plays it through the services for a visitor.
"""

from __future__ import annotations

from dataclasses import dataclass

GAME = "emerald"
NAME = "Demo run of Emerald"
# Has a level cap and the dupes clause, so that the rules have something to say.
PRESET = "hardcore"
# What there is to have at these comes much later; the run goes on behind them.
LEFT_OUT = ("littleroot-town", "rustboro-city", "island-cave")
# Where it stops: the place that a visitor finds open.
GOES_ON_AT = "granite-cave"


@dataclass(frozen=True, slots=True)
class Caught:
    """Somebody joins at a place."""

    place: str
    pokemon: str
    nickname: str
    level: int


@dataclass(frozen=True, slots=True)
class Missed:
    """Nothing was caught at a place; ``reason`` is a value of ``MissedReason``."""

    place: str
    pokemon: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Who was met at a place goes to ``slot`` of the party, 1 to 6."""

    place: str
    slot: int


@dataclass(frozen=True, slots=True)
class Grown:
    """Who was met at a place is at ``level`` now, and has become ``into``."""

    place: str
    level: int
    into: str = ""


@dataclass(frozen=True, slots=True)
class Died:
    """Who was met at a place dies."""

    place: str
    level: int
    boss: str
    pokemon: str
    cause: str
    epitaph: str


@dataclass(frozen=True, slots=True)
class Won:
    """A boss is beaten."""

    boss: str


Beat = Caught | Missed | Moved | Grown | Died | Won

STORY: tuple[Beat, ...] = (
    Caught("starter", "mudkip", "Puddle", 5),
    Moved("starter", 1),
    Caught("route-101", "poochyena", "Shade", 3),
    Moved("route-101", 2),
    Caught("route-103", "wingull", "Puffin", 3),
    Won("brendan-may"),
    Caught("route-102", "ralts", "Lullaby", 4),
    Moved("route-102", 3),
    Caught("route-104", "taillow", "Lark", 5),
    Moved("route-104", 4),
    Caught("petalburg-woods", "shroomish", "Moss", 6),
    Moved("petalburg-woods", 5),
    Caught("route-116", "nincada", "Acorn", 7),
    Moved("route-116", 6),
    Died(
        "route-116",
        11,
        boss="roxanne",
        pokemon="nosepass",
        cause="Rock Tomb, a critical hit",
        epitaph="One turn short of the badge.",
    ),
    Won("roxanne"),
    Won("brendan-may-2"),
    Caught("rusturf-tunnel", "whismur", "Tuba", 7),
    Moved("rusturf-tunnel", 6),
    Caught("petalburg-city", "magikarp", "Bubbles", 8),
    Missed("route-105", "tentacool", "fled"),
    Caught("dewford-town", "tentacool", "Noodle", 9),
    Missed("route-106", "magikarp", "only_dupes"),
    Grown("starter", 19, into="marshtomp"),
    Grown("route-101", 18, into="mightyena"),
    Grown("route-102", 17),
    Grown("route-104", 18),
    Grown("petalburg-woods", 18),
    Died(
        "rusturf-tunnel",
        15,
        boss="brawly",
        pokemon="makuhita",
        cause="Arm Thrust hit five times",
        epitaph="Loud to the end.",
    ),
    Won("brawly"),
    Moved("route-103", 6),
    Grown("route-103", 16),
)


@dataclass(slots=True)
class Fate:
    """How it stands with who was met at a place when the story ends.

    ``pokemon`` is as met, ``now`` what it has become. ``status`` is a value of
    ``EncounterStatus``; ``killer`` the slug of the boss it fell to.
    """

    place: str
    pokemon: str
    now: str
    nickname: str = ""
    status: str = "caught"
    level: int | None = None
    slot: int | None = None
    killer: str = ""


def fates() -> dict[str, Fate]:
    """Return what the story leaves behind, by place, in the order of the meetings."""
    found: dict[str, Fate] = {}
    for beat in STORY:
        if isinstance(beat, Caught):
            found[beat.place] = Fate(
                beat.place, beat.pokemon, beat.pokemon, beat.nickname, level=beat.level
            )
        elif isinstance(beat, Missed):
            found[beat.place] = Fate(beat.place, beat.pokemon, beat.pokemon, status="missed")
        elif isinstance(beat, Moved):
            found[beat.place].slot = beat.slot
        elif isinstance(beat, Grown):
            found[beat.place].level = beat.level
            found[beat.place].now = beat.into or found[beat.place].now
        elif isinstance(beat, Died):
            fate = found[beat.place]
            fate.status, fate.level, fate.slot, fate.killer = "fainted", beat.level, None, beat.boss
    return found


def won() -> frozenset[str]:
    """Return the slugs of the bosses that are beaten."""
    return frozenset(beat.boss for beat in STORY if isinstance(beat, Won))


def species_told_of() -> frozenset[str]:
    """Return the slugs of all Pokémon in the story."""
    named = {getattr(beat, name, "") for beat in STORY for name in ("pokemon", "into")}
    return frozenset(named - {""})
