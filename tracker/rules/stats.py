"""What became of a run's Pokémon, in numbers: of one run, and of all runs of a player.

Facts in, counts out. An unknown fact (a death without a cause) is never guessed: it is counted
under the empty label, which the page calls "not said".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

# In the order in which pages list them.
OUTCOMES = ("caught", "fainted", "released", "missed", "postponed")
JOINED = frozenset({"caught", "fainted", "released"})
OTHERS = "others"
_BAND = 10


@dataclass(frozen=True, slots=True)
class Death:
    """How a Pokémon died; what was not said is empty or None.

    ``order`` grows with time and is unique in its run, ``badges`` is the number held at the time,
    ``killer`` names a boss, else a species.
    """

    order: int
    place: str = ""
    cause: str = ""
    killer: str = ""
    level: int | None = None
    badges: int | None = None


@dataclass(frozen=True, slots=True)
class EncounterFacts:
    """An encounter: its status, its types in the generation that is played, and its death.

    ``badges`` is the number held when it joined; ``death`` is None for all but the fainted.
    """

    name: str
    status: str
    types: tuple[str, ...] = ()
    badges: int | None = None
    death: Death | None = None


@dataclass(frozen=True, slots=True)
class BossFacts:
    """A fight against a boss: ``outcome`` is won or lost, ``deaths`` counts who fell in it."""

    name: str
    outcome: str
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run: its status, the badges it has or had in the end, its encounters and its fights."""

    name: str
    status: str
    badges: int
    encounters: tuple[EncounterFacts, ...] = ()
    bosses: tuple[BossFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How often something is there. An empty label stands for "not said"."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class TypeCount:
    """Of the Pokémon of a type: how many joined, and how many of these died."""

    type: str
    joined: int
    died: int


@dataclass(frozen=True, slots=True)
class Survival:
    """Until the badge after number ``badges``: how many had joined, and how many of them died."""

    badges: int
    joined: int
    died: int

    @property
    def alive(self) -> float:
        """The part, from 0 to 1, that was still alive."""
        return 1 - self.died / self.joined


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels at death: in bands of ten, the median, and the deaths without a level."""

    bands: tuple[Count, ...]
    median: float | None
    unknown: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The numbers of one run or of several together; each list has the largest count first.

    ``outcomes`` has all outcomes in their order, ``survival`` one row for each number of badges
    and ``survival_left_out`` the Pokémon that it cannot place.
    """

    outcomes: tuple[Count, ...]
    survival: tuple[Survival, ...]
    survival_left_out: int
    deaths: int
    by_cause: tuple[Count, ...]
    by_killer: tuple[Count, ...]
    by_place: tuple[Count, ...]
    by_type: tuple[TypeCount, ...]
    levels: Levels
    bosses_won: int
    lost_to: tuple[Count, ...]
    deaths_by_boss: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """How many runs had at least so many badges."""

    badges: int
    runs: int


@dataclass(frozen=True, slots=True)
class Endings:
    """Where a player's runs end. The lists speak of failed runs alone.

    ``by_status`` counts all runs, ``reached`` all that are over. ``by_place``, ``by_killer`` and
    ``by_cause`` tell of the last death of each failed run.
    """

    by_status: tuple[Count, ...]
    reached: tuple[Reached, ...]
    by_badges: tuple[Count, ...]
    by_place: tuple[Count, ...]
    by_killer: tuple[Count, ...]
    by_cause: tuple[Count, ...]


def stats(*runs: RunFacts) -> Stats:
    """Count one run, or several together."""
    encounters = [encounter for run in runs for encounter in run.encounters]
    deaths = [encounter.death for encounter in encounters if encounter.death]
    fights = [boss for run in runs for boss in run.bosses]
    statuses = Counter(encounter.status for encounter in encounters)
    survival, left_out = _survival(runs)
    return Stats(
        outcomes=tuple(Count(outcome, statuses[outcome]) for outcome in OUTCOMES),
        survival=survival,
        survival_left_out=left_out,
        deaths=len(deaths),
        by_cause=_counts(death.cause for death in deaths),
        by_killer=_counts(death.killer for death in deaths),
        by_place=_counts(death.place for death in deaths),
        by_type=_by_type(encounters),
        levels=_levels(deaths),
        bosses_won=sum(boss.outcome == "won" for boss in fights),
        lost_to=_counts(boss.name for boss in fights if boss.outcome == "lost"),
        deaths_by_boss=_counts(boss.name for boss in fights for _ in range(boss.deaths)),
    )


def endings(runs: Iterable[RunFacts]) -> Endings:
    """Tell where a player's runs end."""
    runs = list(runs)
    over = [run for run in runs if run.status != "active"]
    failed = [run for run in runs if run.status == "failed"]
    last = [_last_death(run) for run in failed]
    most = max((run.badges for run in over), default=-1)
    return Endings(
        by_status=_counts(run.status for run in runs),
        reached=tuple(
            Reached(badges, sum(run.badges >= badges for run in over)) for badges in range(most + 1)
        ),
        by_badges=_badges_in_order(failed),
        by_place=_counts(death.place if death else "" for death in last),
        by_killer=_counts(death.killer if death else "" for death in last),
        by_cause=_counts(death.cause if death else "" for death in last),
    )


def largest(counts: Sequence[Count], limit: int) -> tuple[Count, ...]:
    """Keep the ``limit`` largest counts, and sum up the others as one that stands last."""
    kept, rest = tuple(counts[:limit]), counts[limit:]
    if not rest:
        return kept
    return (*kept, Count(OTHERS, sum(count.number for count in rest)))


def _counts(labels: Iterable[str]) -> tuple[Count, ...]:
    """The largest first, equals by their label; what was not said last of all."""
    counted = Counter(labels).items()
    return tuple(
        Count(label, number)
        for label, number in sorted(counted, key=lambda one: (not one[0], -one[1], one[0]))
    )


def _survival(runs: Iterable[RunFacts]) -> tuple[tuple[Survival, ...], int]:
    """One row for each number of badges that a run has had, and who could not be placed.

    A row counts who had joined before the next badge was won, and who of them had died by then.
    A run counts in the rows of the badges that it has had, so that in numbers of several runs a
    late row speaks of those that came so far.
    """
    runs = list(runs)
    rows = []
    left_out = 0
    placed: list[tuple[RunFacts, list[EncounterFacts]]] = []
    for run in runs:
        joined = [encounter for encounter in run.encounters if encounter.status in JOINED]
        known = [encounter for encounter in joined if _is_placed(encounter)]
        left_out += len(joined) - len(known)
        placed.append((run, known))
    for badges in range(max((run.badges for run in runs), default=-1) + 1):
        here = [
            encounter
            for run, known in placed
            if run.badges >= badges
            for encounter in known
            if encounter.badges is not None and encounter.badges <= badges
        ]
        died = sum(_died_by(encounter, badges) for encounter in here)
        if here:
            rows.append(Survival(badges, len(here), died))
    return tuple(rows), left_out


def _is_placed(encounter: EncounterFacts) -> bool:
    if encounter.badges is None:
        return False
    return encounter.death is None or encounter.death.badges is not None


def _died_by(encounter: EncounterFacts, badges: int) -> bool:
    death = encounter.death
    return death is not None and death.badges is not None and death.badges <= badges


def _by_type(encounters: Iterable[EncounterFacts]) -> tuple[TypeCount, ...]:
    """A Pokémon of two types counts in both."""
    joined: Counter[str] = Counter()
    died: Counter[str] = Counter()
    for encounter in encounters:
        if encounter.status in JOINED:
            joined.update(encounter.types)
            if encounter.death:
                died.update(encounter.types)
    counted = (TypeCount(type_, number, died[type_]) for type_, number in joined.items())
    return tuple(sorted(counted, key=lambda one: (-one.died, -one.joined, one.type)))


def _levels(deaths: Sequence[Death]) -> Levels:
    levels = [death.level for death in deaths if death.level is not None]
    in_band = Counter((level - 1) // _BAND for level in levels)
    bands = range(min(in_band), max(in_band) + 1) if in_band else ()
    return Levels(
        bands=tuple(
            Count(f"{band * _BAND + 1}–{(band + 1) * _BAND}", in_band[band]) for band in bands
        ),
        median=median(levels) if levels else None,
        unknown=len(deaths) - len(levels),
    )


def _last_death(run: RunFacts) -> Death | None:
    deaths = (encounter.death for encounter in run.encounters if encounter.death)
    return max(deaths, key=lambda death: death.order, default=None)


def _badges_in_order(runs: Sequence[RunFacts]) -> tuple[Count, ...]:
    counted = Counter(run.badges for run in runs)
    return tuple(
        Count("1 badge" if badges == 1 else f"{badges} badges", number)
        for badges, number in sorted(counted.items())
    )
