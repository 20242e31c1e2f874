"""The level that no Pokémon may exceed: the next boss's ace, and what has been reached before.

Bosses count in the order of the story. The members of a League are one boss, which is beaten with
its champion and has the champion's ace. A cap is never below an earlier one: after Jasmine's 35
comes Pryce with 31, and the cap stays 35.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.rules.document import BossScope
from tracker.rules.facts import BossFacts

_GYMS = frozenset({"gym", "trial", "elite-four", "champion"})
_KINDS: dict[BossScope, frozenset[str]] = {
    "gyms": _GYMS,
    "gyms_rivals": _GYMS | {"rival"},
    "all": _GYMS | {"rival", "evil-team", "other"},
}
_LEAGUE = frozenset({"elite-four", "champion"})


@dataclass(frozen=True, slots=True)
class Cap:
    """A level cap: ``boss`` is whose ace it is, ``next_boss`` who is to be beaten next.

    ``is_own`` says that the player has set this level himself.
    """

    level: int
    boss: BossFacts
    next_boss: BossFacts

    @property
    def is_own(self) -> bool:
        """Whether the level is the player's, not the game's."""
        return self.boss.own_cap is not None


def current_cap(
    bosses: Iterable[BossFacts], scope: BossScope, *, postgame: bool = False
) -> Cap | None:
    """The cap as the run stands, or None when no boss that sets one is left.

    ``postgame`` also counts the bosses after the League. A boss of unknown ace sets no cap.
    """
    highest: BossFacts | None = None
    for fight in _fights(bosses, scope, postgame=postgame):
        ace = _ace_of(fight)
        if ace is None:
            continue
        if highest is None or _level(ace) > _level(highest):
            highest = ace
        upcoming = _next_of(fight)
        if upcoming is not None:
            return Cap(_level(highest), highest, upcoming)
    return None


def _fights(
    bosses: Iterable[BossFacts], scope: BossScope, *, postgame: bool
) -> list[list[BossFacts]]:
    """The bosses that set a cap, in order: each alone, the members of a League together.

    Where somebody of a League comes up again, a second League has begun.
    """
    fights: list[list[BossFacts]] = []
    league: list[BossFacts] = []
    for boss in sorted(bosses, key=lambda boss: boss.order):
        if boss.kind not in _KINDS[scope] or (boss.stage == "postgame" and not postgame):
            continue
        if boss.kind not in _LEAGUE:
            fights.append([boss])
            continue
        if not league or any(boss.name == member.name for member in league):
            league = []
            fights.append(league)
        league.append(boss)
        if boss.kind == "champion":
            league = []
    return fights


def _champion(fight: list[BossFacts]) -> BossFacts | None:
    return fight[-1] if fight[-1].kind == "champion" else None


def _ace_of(fight: list[BossFacts]) -> BossFacts | None:
    champion = _champion(fight)
    if champion is not None and champion.cap is not None:
        return champion
    known = [boss for boss in fight if boss.cap is not None]
    return max(known, key=_level, default=None)


def _next_of(fight: list[BossFacts]) -> BossFacts | None:
    """Who is to be beaten next in a fight that is not won yet."""
    champion = _champion(fight)
    if champion is not None and champion.is_won:
        return None
    return next((boss for boss in fight if not boss.is_won), None)


def _level(boss: BossFacts) -> int:
    return boss.cap or 0
