"""How likely a player's encounters were: the luck of a run.

**Rarity** is counted in points: ten for each halving of the chance, rounded. A Pokémon of 50 % is
worth 10 points, one of 25 % is worth 20, one of 1 % is worth 66, a certain one nothing. The points
of a run's encounters are added up.

**The percentile** compares the sum with all runs that could have been: the same places, tables
and dupes, but other rolls. It is the part of them with fewer points, and half of those with as
many. It is exact for this definition, not a simulation: the sums of points are worked out with
their probabilities, one encounter after another.

Points say how rare a run's Pokémon were, not how strong. Left out is what has no known chance:
gifts, Pokémon that are not in the table, unknown rates, and dupes that were kept although the
clause would have rolled again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

from tracker.rules.odds import Odds, Table, default_table, in_percent

_POINTS_PER_HALVING = 10


@dataclass(frozen=True, slots=True)
class Met:
    """An encounter of a run: what was met, where, and the odds at that time, if they are known.

    ``name`` is what the player reads; ``odds`` are those of the table that it came from.
    """

    name: str
    place: str
    species: str
    odds: Odds | None


@dataclass(frozen=True, slots=True)
class Rarity:
    """An encounter that has a known chance (from 0 to 1, after rerolls), and its points."""

    name: str
    place: str
    odds: Odds
    chance: float
    points: int


@dataclass(frozen=True, slots=True)
class Luck:
    """The luck of a run: its encounters, the rarest first, and its percentile from 0 to 1.

    ``left_out`` counts the encounters without a known chance; ``percentile`` is None where all
    are.
    """

    rarities: tuple[Rarity, ...]
    left_out: int
    percentile: float | None

    @property
    def rarest(self) -> Rarity | None:
        """The encounter with the smallest chance; of equals the earliest."""
        return self.rarities[0] if self.rarities else None


def luck(encounters: Iterable[Met]) -> Luck:
    """Work out the luck of a run from its encounters in the order in which they were met."""
    encounters = list(encounters)
    judged = [rarity for met in encounters if (rarity := _rarity(met))]
    return Luck(
        rarities=tuple(sorted(judged, key=lambda rarity: rarity.chance)),
        left_out=len(encounters) - len(judged),
        percentile=_percentile(judged) if judged else None,
    )


def table_of(tables: Sequence[Table], species: str, remembered: str = "") -> Table | None:
    """Guess the table that a logged Pokémon came from, where the player has not said it.

    It is the default one among those that hold the Pokémon; None where none does.
    """
    holding = [table for table in tables if any(share.species == species for share in table.shares)]
    return default_table(holding, remembered)


def rarest_in_words(run: Luck) -> str:
    """Say "Your rarest encounter: Ralts, 4 %"."""
    if run.rarest is None:
        return "None of your encounters has a known chance yet"
    about = "about " if run.rarest.odds.is_approximate else ""
    return f"Your rarest encounter: {run.rarest.name}, {about}{in_percent(run.rarest.chance)}"


def percentile_in_words(run: Luck) -> str:
    """Say "Your encounters were rarer than in 71 % of runs by the same tables", or nothing."""
    if run.percentile is None:
        return ""
    share = in_percent(run.percentile)
    return f"Your encounters were rarer than in {share} of runs by the same tables"


def _rarity(met: Met) -> Rarity | None:
    if met.odds is None:
        return None
    for chance in met.odds.chances:
        if chance.share.species == met.species and chance.rerolled:
            return Rarity(met.name, met.place, met.odds, chance.rerolled, _points(chance.rerolled))
    return None


def _points(chance: float) -> int:
    # A sum of floats may end a hair above 1; points are never negative.
    return max(0, round(-_POINTS_PER_HALVING * log2(chance)))


def _percentile(judged: Sequence[Rarity]) -> float:
    """The part of all possible runs with fewer points than this one, and half of the equals."""
    own = sum(rarity.points for rarity in judged)
    # sums[points] is the probability of that sum; sums above the own need not be told apart.
    sums = [1.0] + [0.0] * own
    for rarity in judged:
        added = [0.0] * (own + 1)
        for points, probability in _distribution(rarity.odds):
            for total in range(points, own + 1):
                added[total] += probability * sums[total - points]
        sums = added
    return min(1.0, sum(sums[:own]) + sums[own] / 2)


def _distribution(odds: Odds) -> list[tuple[int, float]]:
    """The points that a roll can give, with their probabilities."""
    probabilities: dict[int, float] = {}
    for chance in odds.chances:
        if chance.rerolled:
            points = _points(chance.rerolled)
            probabilities[points] = probabilities.get(points, 0.0) + chance.rerolled
    return list(probabilities.items())
