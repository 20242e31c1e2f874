"""What of the catalog needs a curator's attention, for the index of the back office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.dispatch import Signal
from django.urls import reverse

from pokedex.choices import TableException
from pokedex.models import (
    CatalogChange,
    CorrectionReport,
    EncounterTable,
    Game,
    Route,
    RouteEncounter,
)
from pokedex.pages.changes import PEOPLES

# What others know that needs attention, as a list of `Matter`.
attention_asked = Signal()


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to look into: how many rows, in words, and the list that shows them."""

    count: int
    words: str
    url: str


def matters() -> list[Matter]:
    """Return what there is to do, with counts above 0 only; one query for each kind.

    What listens to ``attention_asked`` adds what it knows, which the catalog need not know of.
    """
    off_100 = (TableException.EXTRA_SHARES, TableException.MISSING_SHARES)
    found = [
        Matter(
            CorrectionReport.objects.waiting().once_each().count(),
            "reports of players that wait for a curator",
            _list("correctionreport", ""),
        ),
        Matter(
            Game.objects.without_bosses().count(),
            "published games without any boss",
            _list("game", "bosses=none"),
        ),
        Matter(
            Route.objects.without_encounters().count(),
            "published routes at which nothing is met",
            _list("route", "met=none"),
        ),
        Matter(
            len(set(RouteEncounter.objects.routes_with_rates_over_100())),
            "routes where the rates of a method sum to over 100 % and no table says why",
            _list("route", "met=over"),
        ),
        Matter(
            EncounterTable.objects.of_the_catalog()
            .published()
            .filter(exception__in=off_100)
            .count(),
            "encounter tables whose source gives more or less than 100 %",
            _list("encountertable", f"exception__in={','.join(off_100)}&is_active__exact=1"),
        ),
        Matter(
            RouteEncounter.objects.of_unknown_rate().count(),
            "encounters by chance of unknown rate",
            _list("routeencounter", "rate=unknown"),
        ),
        Matter(
            CatalogChange.objects.filter(source__in=PEOPLES)
            .order_by()
            .values("row_model", "row_id")
            .distinct()
            .count(),
            "rows that people have changed, on top of the fixtures",
            _list("catalogchange", f"source__in={','.join(PEOPLES)}"),
        ),
    ]
    for _, others in attention_asked.send(sender=Matter):
        found += cast("list[Matter]", others)
    return [matter for matter in found if matter.count]


def _list(model: str, filters: str) -> str:
    url = reverse(f"admin:pokedex_{model}_changelist")
    return f"{url}?{filters}" if filters else url
