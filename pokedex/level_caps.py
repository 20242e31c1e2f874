"""Level caps: how high Pokémon may be while a boss is the next one to beat. Plain Python."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

ELITE_FOUR = "elite-four"
CHAMPION = "champion"

# The kinds of bosses that set a cap where nothing else was chosen.
CAPPING_KINDS = frozenset({"gym", "trial", ELITE_FOUR, CHAMPION})


@dataclass(frozen=True, slots=True)
class BossFact:
    """What a cap depends on. ``ace_level`` is the boss's highest level, None when unknown."""

    kind: str
    stage: str
    ace_level: int | None


def level_caps(
    bosses: Sequence[BossFact], kinds: Collection[str] = CAPPING_KINDS
) -> list[int | None]:
    """Return for each boss, in story order, the cap that holds up to and including its battle.

    A cap is the highest ace so far of the bosses of ``kinds``, the next one of them included: it
    never falls. The League counts as one, with the champion's ace. After the last boss of
    ``kinds`` there is no cap: None.
    """
    aces = _with_the_league_as_one(bosses, kinds)
    highest = 0
    reached: list[int | None] = []
    for boss, ace in zip(bosses, aces, strict=True):
        capping = boss.kind in kinds and ace is not None
        highest = max(highest, ace or 0) if capping else highest
        reached.append(highest if capping else None)
    # A boss that sets no cap is met under that of the next one that does.
    caps: list[int | None] = []
    following: int | None = None
    for cap in reversed(reached):
        following = cap if cap is not None else following
        caps.append(following)
    return caps[::-1]


def _with_the_league_as_one(bosses: Sequence[BossFact], kinds: Collection[str]) -> list[int | None]:
    """Give the Elite Four the ace of the champion that follows them in the same stage.

    Where none does, or champions set no cap, they count as any other boss.
    """
    aces: list[int | None] = []
    champion: BossFact | None = None
    for boss in reversed(bosses):
        if boss.kind == CHAMPION and CHAMPION in kinds:
            champion = boss
        in_league = (
            boss.kind == ELITE_FOUR and champion is not None and champion.stage == boss.stage
        )
        aces.append(champion.ace_level if champion and in_league else boss.ace_level)
    return aces[::-1]
