"""Which acts of a run are in effect, after all that was taken back and done again.

An event that takes back another names it; what took it back can itself be taken back, and so on:
a chain of which each link turns the act off or on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

# A run's first event stands; a deleted run is restored on its own page.
FIXED_KINDS = frozenset({"start", "base", "delete", "restore"})
UNDOING_KINDS = frozenset({"undo", "redo", "restore"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, as far as it matters here.

    ``undoes`` is the number of the one it takes back, ``submission`` the name under which the act
    was sent, if it had one.
    """

    sequence: int
    kind: str
    summary: str = ""
    undoes: int | None = None
    submission: UUID | None = None

    @property
    def is_act(self) -> bool:
        """Whether it is an act of its own, which can be taken back."""
        return self.undoes is None and self.kind not in FIXED_KINDS


class History:
    """The events of one run."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.sequence: entry for entry in entries}
        self._undone_by = {
            entry.undoes: entry.sequence
            for entry in self.entries.values()
            if entry.undoes is not None
        }

    @property
    def last(self) -> int:
        """The number of the last event, 0 before the first."""
        return max(self.entries, default=0)

    def followed_by(self, *entries: Entry) -> History:
        """Return the history with more events at its end."""
        return History([*self.entries.values(), *entries])

    def has(self, submission: UUID) -> bool:
        """Whether one of the acts was sent under this name."""
        return any(entry.submission == submission for entry in self.entries.values())

    def act_of(self, sequence: int) -> int:
        """The act at the beginning of the chain that the event belongs to."""
        while (undone := self.entries[sequence].undoes) is not None:
            sequence = undone
        return sequence

    def tip(self, sequence: int) -> int:
        """The last event of the chain: the one to take back next."""
        while sequence in self._undone_by:
            sequence = self._undone_by[sequence]
        return sequence

    def in_effect(self, sequence: int) -> bool:
        """Whether the act stands: never taken back, or as often done again."""
        turns = 0
        while sequence in self._undone_by:
            sequence = self._undone_by[sequence]
            turns += 1
        return turns % 2 == 0

    def last_to_undo(self) -> Entry | None:
        """The latest act in effect."""
        return next(
            (
                entry
                for entry in sorted(self.entries.values(), key=_by_sequence, reverse=True)
                if entry.is_act and self.in_effect(entry.sequence)
            ),
            None,
        )

    def last_to_redo(self) -> Entry | None:
        """The act that was taken back last, unless another was done since."""
        taken_back = [
            (self.tip(entry.sequence), entry)
            for entry in self.entries.values()
            if entry.is_act and not self.in_effect(entry.sequence)
        ]
        if not taken_back:
            return None
        tip, last = max(taken_back, key=lambda pair: pair[0])
        if any(entry.is_act and entry.sequence > tip for entry in self.entries.values()):
            return None
        return last

    def later_in_effect(self, sequence: int) -> list[Entry]:
        """The acts after this event that stand, in order."""
        return [
            entry
            for entry in sorted(self.entries.values(), key=_by_sequence)
            if entry.sequence > sequence and entry.is_act and self.in_effect(entry.sequence)
        ]


def _by_sequence(entry: Entry) -> int:
    return entry.sequence
