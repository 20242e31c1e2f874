"""What differs between the database and the fixtures, in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from pokedex.loading.fixtures import CatalogFolder, FixtureRow
from pokedex.loading.plan import Plan, Work
from pokedex.loading.stored import StoredRow
from pokedex.loading.synchronise import compare

# Outcomes in the order in which they are said, with what a load does with such rows.
SAME = "same"
RETIRED = "retired before"
CHANGED = "changed in the fixtures (will be updated)"
EDITED = "edited by a person (will be kept)"
MADE = "made by a person (will be kept)"
NEW = "only in the fixtures (will be added)"
GONE = "gone from the fixtures (will be deleted or retired)"
OUTCOMES = (SAME, RETIRED, CHANGED, EDITED, MADE, NEW, GONE)


@dataclass
class CatalogStatus:
    """Counts by model and outcome, and lines that name rows.

    ``edited`` names each row that a person has edited and what in it; ``others`` names the other
    rows that differ.
    """

    counts: dict[type[Model], Counter[str]] = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        """Say whether nothing differs. Rows that an earlier load has retired are no difference."""
        return all(counts.keys() <= {SAME, RETIRED} for counts in self.counts.values())

    def summary(self) -> list[str]:
        """Return a line for each model with rows: "36 games: 35 same, 1 new (...)."."""
        lines = []
        for model, counts in self.counts.items():
            if not counts.total():
                continue
            parts = [f"{counts[one]} {one}" for one in OUTCOMES if counts[one] or one == SAME]
            total = counts.total()
            noun = model._meta.verbose_name if total == 1 else model._meta.verbose_name_plural
            lines.append(f"{total} {noun}: {', '.join(parts)}.")
        return lines


def catalog_status(folder: CatalogFolder, using: str = DEFAULT_DB_ALIAS) -> CatalogStatus:
    """Compare the database with the fixtures; one query for each table, and nothing is written.

    Raises ``LoadError`` when the fixtures cannot be read.
    """
    plan = compare(folder, using)
    status = CatalogStatus()
    for model, work in plan.work.items():
        counts = status.counts.setdefault(model, Counter())
        counts[SAME] = len(work.unchanged) + len(work.adopted)
        for outcome, name, details in _named(plan, work):
            counts[outcome] += 1
            line = f"{str(model._meta.verbose_name).capitalize()} {name}: {details or outcome}."
            if outcome == EDITED:
                status.edited.append(line)
            elif outcome != RETIRED:
                status.others.append(line)
    return status


def _named(plan: Plan, work: Work) -> Iterator[tuple[str, str, str]]:
    """Yield outcome, name and details of each row that is not simply the same."""
    for row, stored in work.changed:
        yield CHANGED, row.name, _details(plan, row, stored)
    for row, stored in work.kept:
        yield EDITED, row.name, _details(plan, row, stored)
    for stored in work.others:
        yield MADE, plan.name_of(stored), ""
    for row in work.new:
        yield NEW, row.name, ""
    for stored in work.gone:
        if not stored.values["is_active"]:
            yield RETIRED, plan.name_of(stored), ""
        elif plan.was_brought_back(stored):
            yield EDITED, plan.name_of(stored), "retired by a load, published again by a person"
        else:
            yield GONE, plan.name_of(stored), ""


def _details(plan: Plan, row: FixtureRow, stored: StoredRow) -> str:
    return "; ".join(
        f"{one.column} is {_text(one.stored)}, in the fixtures {_text(one.fixture)}"
        for one in plan.differences(row, stored)
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
