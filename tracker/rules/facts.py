"""What the rules need to know of a run, as plain data. Whoever reads the database fills it in.

Keys are the caller's own: any text that names one row, such as a public id.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tracker.rules.document import RulesDocument

Status = Literal["caught", "missed", "fainted", "released", "postponed"]
MissedReason = Literal["", "knocked_out", "fled", "no_balls", "only_dupes", "skipped"]
Acquisition = Literal["wild", "gift", "egg", "static", "trade", "fossil"]
BossKind = Literal[
    "gym", "trial", "elite-four", "champion", "rival", "evil-team", "other"
]  # a kahuna's trial and a gym give a badge alike
BossStage = Literal["story", "postgame"]


@dataclass(frozen=True, slots=True)
class Species:
    """A Pokémon of the catalog.

    ``family`` is the same for all of one evolution line. ``types`` are those of the run's game,
    lower case, one or two; ``later_types`` are those that its evolutions have, as far as known.
    """

    slug: str
    name: str
    family: str
    types: tuple[str, ...]
    generation: int
    later_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place of the run, from the catalog or the player's own."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Met:
    """One logged encounter.

    ``species`` is as met, ``current`` what it has become since; both are None where a missed or
    postponed encounter names none. ``level`` is the last one known. ``in_party`` says that it is
    in the party, or was when it fainted.
    """

    key: str
    place: PlaceFacts
    status: Status
    species: Species | None = None
    current: Species | None = None
    nickname: str = ""
    acquisition: Acquisition = "wild"
    missed_reason: MissedReason = ""
    is_bonus: bool = False
    is_shiny: bool = False
    level: int | None = None
    in_party: bool = False

    @property
    def is_alive(self) -> bool:
        """Whether the player has it and it has not fainted."""
        return self.status == "caught"

    @property
    def is_dead(self) -> bool:
        """Whether it was caught and has fainted since."""
        return self.status == "fainted"

    @property
    def now(self) -> Species | None:
        """What it is now."""
        return self.current or self.species


@dataclass(frozen=True, slots=True)
class BossFacts:
    """A boss of the run's game. ``ace_level`` is that of its strongest Pokémon, None if unknown.

    ``own_cap`` is the level that the player has set for this boss in this run.
    """

    key: str
    name: str
    kind: BossKind
    order: int
    ace_level: int | None
    stage: BossStage = "story"
    is_won: bool = False
    own_cap: int | None = None

    @property
    def cap(self) -> int | None:
        """The level that counts in this run, None if nobody knows one."""
        return self.ace_level if self.own_cap is None else self.own_cap

    @property
    def gives_badge(self) -> bool:
        """Whether winning is worth a badge; a trial is."""
        return self.kind in ("gym", "trial")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run: its rules, what was met in the order in which it was logged, and its bosses."""

    document: RulesDocument
    met: tuple[Met, ...] = ()
    bosses: tuple[BossFacts, ...] = ()
    revives_used: int = 0

    @property
    def badges(self) -> int:
        """How many badges have been won."""
        return sum(boss.is_won and boss.gives_badge for boss in self.bosses)

    def by_key(self, keys: Iterable[str]) -> tuple[Met, ...]:
        """The encounters named by ``keys``, in the order of the run; unknown keys are left out."""
        wanted = set(keys)
        return tuple(met for met in self.met if met.key in wanted)
