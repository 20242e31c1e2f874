"""What was corrected in the catalog since a player last looked at a run."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.game_catalog import GameCatalog
from tracker.models import NuzlockeRun

LINES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class CatalogNotice:
    """Corrections in words, how many ``more`` there are, and the number of the last one."""

    lines: tuple[str, ...]
    more: int
    number: int


def notice_of(run: NuzlockeRun, catalog: GameCatalog) -> CatalogNotice | None:
    """Return what the player has not been told of yet; None for nothing. No query.

    Only a run that goes on is told, and only of what came after its start.
    """
    if not run.is_active:
        return None
    new = [
        news for news in catalog.news if news.number > run.seen_change and news.at > run.started_at
    ]
    if not new:
        return None
    lines = tuple(dict.fromkeys(news.text for news in new))
    return CatalogNotice(
        lines=lines[:LINES_SHOWN],
        more=max(0, len(lines) - LINES_SHOWN),
        number=max(news.number for news in new),
    )
