"""What the files of a game must agree in, beyond what each row has to be by itself.

These are the rules by which the fixtures are built (`pokedex.sources`). They are asked of rows that
are new or change; what the catalog has already is not judged again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from django.db.models import Model

from pokedex.choices import BossKind, BossStage
from pokedex.conditions import has_words
from pokedex.methods import group_of
from pokedex.models import Boss, BossPokemon, EncounterTable, Route, RouteEncounter
from pokedex.sources.boss_teams import MOST_MOVES
from pokedex.transfer.files import Fault, said
from pokedex.transfer.plans import NEW, TOTAL, ImportPlan, PlannedRow

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows of a game by model: what is planned, and all of them as they will be."""

    plans: dict[type[Model], ImportPlan]
    rows: dict[type[Model], Sequence[Cells]]
    known_conditions: frozenset[str]

    def planned(self, model: type[Model]) -> Sequence[PlannedRow]:
        """Return the rows of a model that are new or change."""
        return self.plans[model].rows

    def published(self, model: type[Model]) -> Sequence[Cells]:
        """Return all published rows of a model."""
        return [row for row in self.rows[model] if row["published"]]


def disagreements(outcome: Outcome) -> Iterator[tuple[type[Model], Fault]]:
    """Give what the files of a game do not agree in, each with the model whose file it is in."""
    rules = {
        RouteEncounter: (_not_by_chance, _conditions),
        EncounterTable: (_needless_exceptions, _conditions),
        Boss: (_teams, _story),
        BossPokemon: (_moves,),
    }
    for model, of_model in rules.items():
        for rule in of_model:
            for fault in rule(outcome, outcome.planned(model)):
                yield model, fault


def _changed(row: PlannedRow, *columns: str) -> bool:
    """Say whether a row is new or changes in one of these columns."""
    return row.kind == NEW or any(one.column in columns for one in row.columns)


def _not_by_chance(outcome: Outcome, rows: Iterable[PlannedRow]) -> Iterator[Fault]:
    for row in rows:
        if row.cells["rate"] is None or not _changed(row, "rate"):
            continue
        if not group_of(row.cells["method"]).by_chance:
            words = (
                f"Nothing is left to chance by the method {row.cells['method']}: empty the cell."
            )
            yield Fault(row.line, "rate", words)


def _conditions(outcome: Outcome, rows: Iterable[PlannedRow]) -> Iterator[Fault]:
    for row in rows:
        if not _changed(row, "conditions"):
            continue
        for one in row.cells["conditions"]:
            if one not in outcome.known_conditions and not has_words(one):
                close = get_close_matches(one[:80], outcome.known_conditions, n=1)
                instead = f" Is “{close[0]}” meant?" if close else ""
                words = f"There is no condition “{said(one)}”.{instead}"
                yield Fault(row.line, "conditions", words)


def _needless_exceptions(outcome: Outcome, rows: Iterable[PlannedRow]) -> Iterator[Fault]:
    for row in rows:
        total = sum(share[1] for share in row.cells["pokemon"])
        if total == TOTAL and row.cells["exception"] and _changed(row, "exception", "pokemon"):
            words = f"The shares sum to {TOTAL} percent, so that there is none: empty the cell."
            yield Fault(row.line, "exception", words)


def _moves(outcome: Outcome, rows: Iterable[PlannedRow]) -> Iterator[Fault]:
    for row in rows:
        moves = row.cells["moves"]
        if _changed(row, "moves") and (len(moves) > MOST_MOVES or len(set(moves)) < len(moves)):
            words = f"A Pokémon has up to {MOST_MOVES} moves, each another one."
            yield Fault(row.line, "moves", words)


def _teams(outcome: Outcome, rows: Iterable[PlannedRow]) -> Iterator[Fault]:
    levels: dict[str, list[int]] = defaultdict(list)
    for member in outcome.published(BossPokemon):
        levels[member["boss"]].append(member["level"])
    for row in rows:
        boss = row.cells
        team = levels[boss["slug"]]
        if row.kind == NEW and boss["published"] and not team:
            words = f"{said(boss['name'])} has no team. Write it into the file bosspokemon."
            yield Fault(row.line, "slug", words)
        elif team and boss["ace_level"] not in (None, max(team)) and _changed(row, "ace_level"):
            words = f"It is {boss['ace_level']}, but the strongest of the team is at {max(team)}."
            yield Fault(row.line, "ace_level", words)


def _story(outcome: Outcome, rows: Iterable[PlannedRow]) -> Iterator[Fault]:
    """Find bosses that cannot come after the one before them."""
    line_of = {row.key: row.line for row in rows}
    order_of = {row["slug"]: row["order"] for row in outcome.rows[Route]}
    bosses = sorted(outcome.published(Boss), key=lambda boss: boss["order"])
    for before, boss in pairwise(bosses):
        line = line_of.get((boss["game"], boss["slug"]))
        here, there = order_of.get(boss["after_route"]), order_of.get(before["after_route"])
        if line is None or here is None or there is None:
            continue
        if here < there:
            words = (
                f"{said(boss['after_route'])} comes before {said(before['after_route'])}, where "
                f"the boss before this one stands ({said(before['slug'])})."
            )
            yield Fault(line, "after_route", words)
        if boss["stage"] == BossStage.STORY and (
            before["stage"] == BossStage.POSTGAME or before["kind"] == BossKind.CHAMPION
        ):
            words = f"It is of the story, but comes after {said(before['slug'])}."
            yield Fault(line, "stage", words)
