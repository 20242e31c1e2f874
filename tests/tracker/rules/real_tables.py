"""Encounter tables of the games, as the tests of odds and luck need them."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.rules.odds import Share, Table


def table(
    key: str,
    percents: Mapping[str, int | None],
    *,
    method: str = "walk",
    area: str = "",
    conditions: tuple[str, ...] = (),
    availability: str = "base",
    families: Mapping[str, int] | None = None,
    types: Mapping[str, tuple[str, ...]] | None = None,
) -> Table:
    """A table from species and percents; each species is its own family unless it is named."""
    families, types = families or {}, types or {}
    return Table(
        key=key,
        method=method,
        area=area,
        conditions=conditions,
        availability=availability,
        shares=tuple(
            Share(species, families.get(species, -place), percent, types.get(species, ()))
            for place, (species, percent) in enumerate(percents.items())
        ),
    )


VIRIDIAN_FOREST = table(
    "red viridian-forest",
    {"caterpie": 5, "metapod": 5, "weedle": 45, "kakuna": 40, "pikachu": 5},
    families={"caterpie": 4, "metapod": 4, "weedle": 5, "kakuna": 5, "pikachu": 10},
)
MT_MOON_B2F = table(
    "firered mt-moon b2f",
    {"zubat": 49, "geodude": 30, "paras": 15, "clefairy": 6},
    area="b2f",
)
ROUTE_102 = table(
    "emerald route-102",
    {"poochyena": 30, "zigzagoon": 15, "wurmple": 30, "lotad": 20, "seedot": 1, "ralts": 4},
    types={
        "poochyena": ("dark",),
        "zigzagoon": ("normal",),
        "wurmple": ("bug",),
        "lotad": ("water", "grass"),
        "seedot": ("grass",),
        "ralts": ("psychic",),
    },
    families={"zigzagoon": 134, "lotad": 136, "ralts": 140},
)
ROUTE_202_BY_DAY = table(
    "platinum route-202 day",
    {"bidoof": 50, "shinx": 30, "starly": 20},
    conditions=("time-day",),
)
ROUTE_6_IN_WINTER = table(
    "black route-6 winter",
    {"deerling": 35, "karrablast": 25, "vanillite": 15, "foongus": 15, "swadloon": 10},
    conditions=("season-winter",),
)
# The source merges day and night: the percents sum to 195.
ALOLA_ROUTE_1 = table(
    "sun route-1",
    {
        "yungoos": 30,
        "rattata-alola": 30,
        "pikipek": 30,
        "caterpie": 20,
        "ledyba": 20,
        "spinarak": 20,
        "bonsly": 15,
        "metapod": 10,
        "grubbin": 10,
        "pichu": 5,
        "munchlax": 5,
    },
)

# Each with the dupes of a plausible run, by far not all of them rare.
WITH_DUPES = (
    (VIRIDIAN_FOREST, {"weedle", "kakuna"}),
    (MT_MOON_B2F, {"zubat"}),
    (ROUTE_102, {"poochyena", "zigzagoon", "wurmple"}),
    (ROUTE_202_BY_DAY, {"bidoof", "starly"}),
    (ROUTE_6_IN_WINTER, {"deerling", "swadloon"}),
    (ALOLA_ROUTE_1, {"yungoos", "pikipek", "caterpie", "metapod"}),
)
