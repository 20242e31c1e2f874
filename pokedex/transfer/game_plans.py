"""What importing all of a game would do: the plans of its files, made together.

A file may name rows that another one makes: the routes of a new game, its bosses. Who imports, and
whose the game then is, is no matter of the plan.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model

from pokedex.models import Boss, EncounterTable, Game, Route, RouteEncounter
from pokedex.revision import catalog_revision
from pokedex.services.table_rates import known_conditions
from pokedex.sources.records import DerivedEncounter
from pokedex.sources.stored_tables import KeptTable, Share, best_of_kept
from pokedex.transfer.files import JSON, Fault, FileRefused, SheetRow, read_file, said
from pokedex.transfer.folders import GAME_MODELS, GameFile
from pokedex.transfer.game_rules import Outcome, disagreements
from pokedex.transfer.names import Coming, Names
from pokedex.transfer.plans import (
    PUBLISHED,
    ImportPlan,
    PlannedRow,
    Planner,
    RowRefused,
    comes_from_tables,
)
from pokedex.transfer.resources import RESOURCES

# Of all files together. The largest game of the catalog has 4,296 rows; new ones are written in
# bulk, so that even this many keep nobody waiting for long.
MOST_GAME_CHANGES = 12_000
TOO_MANY = (
    f"From here on the files are more than {MOST_GAME_CHANGES:,} changes together. No game has as "
    "many."
)
# Models whose rows others name.
_NAMED = (Game, Route, Boss)
# What follows from tables. Conditions may say more than the tables do: the fixtures' rule had the
# slots of each table to name them by.
_FOLLOWING = ("rate", "min_level", "max_level", "availability")
# A route by the slugs of game and route, and a method.
Place = tuple[str, str, str]
Derived = Mapping[Place, Mapping[str, DerivedEncounter]]
Sheets = Mapping[type[Model], Sequence[SheetRow]]


@dataclass(slots=True)
class GamePart:
    """What a file of a game would do; without a name it is what follows from the other files."""

    name: str
    plan: ImportPlan


@dataclass
class GamePlan:
    """What the files of a game would do together. ``follow`` is how many encounters of new routes
    are in no file and follow from the tables.
    """

    revision: str
    parts: list[GamePart] = field(default_factory=list)
    slug: str = ""
    is_new: bool = False
    follow: int = 0

    @property
    def plans(self) -> list[ImportPlan]:
        """The plans of the files, in the order in which they are carried out."""
        return [part.plan for part in self.parts]

    @property
    def shown(self) -> list[GamePart]:
        """The parts that are there: files, and what follows from them."""
        return [part for part in self.parts if part.name or part.plan.rows]

    @property
    def has_faults(self) -> bool:
        """Whether anything is wrong, so that nothing can be imported."""
        return any(plan.faults for plan in self.plans)

    @property
    def new(self) -> int:
        """How many rows would be made."""
        return sum(plan.new for plan in self.plans)

    @property
    def changed(self) -> int:
        """How many rows would be changed."""
        return sum(plan.changed for plan in self.plans)

    @property
    def same(self) -> int:
        """How many rows say what the catalog says."""
        return sum(plan.same for plan in self.plans)

    @cached_property
    def mark(self) -> str:
        """Another one when the plan is: what is written is what was seen."""
        return hashlib.sha256(repr([plan.mark for plan in self.plans]).encode()).hexdigest()


def plan_game(files: Sequence[GameFile]) -> GamePlan:
    """Compare the files of a game with the catalog, all of them together; write nothing.

    What is wrong is said file by file, in ``parts``: first what keeps a file from being read, then
    what is wrong with its rows, and where nothing is, in what the files do not agree.
    """
    game = GamePlan(catalog_revision())
    by_model = {file.model: file for file in files}
    sheets: dict[type[Model], Sequence[SheetRow]] = {}
    for model in GAME_MODELS:
        plan = ImportPlan(RESOURCES[model](), game.revision)
        file = by_model.get(model)
        sheets[model] = _sheet(file, plan) if file else ()
        game.parts.append(GamePart(file.name if file else "", plan))
    if not game.has_faults:
        _hold_to_one_game(game, sheets)
    if not game.has_faults:
        _plan_rows(game, sheets, native=any(file.file_format == JSON for file in files))
    return game


def _sheet(file: GameFile, plan: ImportPlan) -> Sequence[SheetRow]:
    try:
        columns = plan.resource.columns
        return read_file(file.content, file.file_format, columns, may_be_empty=True)
    except FileRefused as refused:
        plan.faults += refused.faults
        return ()


def _hold_to_one_game(game: GamePlan, sheets: Sheets) -> None:
    """Find which game it is; rows of another one are faults."""
    of_file: dict[type[Model], Counter[str]] = {}
    first_line: dict[tuple[type[Model], str], int] = {}
    for part in game.parts:
        model = part.plan.resource.model
        of_file[model] = Counter()
        for row in sheets[model]:
            slug = _texts(part.plan, row)[0]
            of_file[model][slug] += 1
            first_line.setdefault((model, slug), row.line)
    named = of_file[Game] or sum(of_file.values(), Counter())
    if not named:
        first = next(part for part in game.parts if part.name)
        first.plan.faults.append(Fault(0, "", "There are no rows, neither here nor elsewhere."))
        return
    # The first row of the game's file; without one, what most rows say.
    game.slug = next(iter(named)) if of_file[Game] else named.most_common(1)[0][0]
    game.is_new = not Game.objects.of_the_catalog().filter(slug=game.slug).exists()
    for part in game.parts:
        model = part.plan.resource.model
        for slug, number in of_file[model].items():
            if slug != game.slug:
                others = f" So are {number - 1:,} more rows." if number > 1 else ""
                words = f"“{said(slug)}” is another game than “{said(game.slug)}”.{others}"
                column = part.plan.resource.key[0]
                part.plan.faults.append(Fault(first_line[model, slug], column, words))


def _texts(plan: ImportPlan, row: SheetRow) -> tuple[str, ...]:
    """Return the key of a row as text, as far as it is any."""
    cells = dict(zip(plan.resource.columns, row.cells, strict=True))
    found = [cells[column] for column in plan.resource.key]
    return tuple(
        unicodedata.normalize("NFC", one.strip()) if isinstance(one, str) else "" for one in found
    )


def _plan_rows(game: GamePlan, sheets: Sheets, *, native: bool) -> None:
    names = Names()
    for part in game.parts:
        if part.plan.resource.model in _NAMED:
            # Those with faults of their own as well: each is said once.
            for row in sheets[part.plan.resource.model]:
                names.announce(part.plan.resource.model, _texts(part.plan, row))
    outcome = Outcome({}, {}, frozenset(known_conditions()))
    derived: Derived = {}
    planned = 0
    for part in game.parts:
        resource = part.plan.resource
        model: type[Model] = resource.model
        planner: Planner
        if model is RouteEncounter:
            planner = _EncounterPlanner(
                resource, sheets[model], native=native, names=names, game=game.slug
            )
            planner.derived = derived
        else:
            planner = Planner(resource, sheets[model], native=native, names=names, game=game.slug)
        part.plan = plan = planner.plan(game.revision, MOST_GAME_CHANGES - planned, TOO_MANY)
        if isinstance(planner, _EncounterPlanner) and not game.has_faults:
            followers = planner.followers()
            game.follow = len(followers)
            plan.rows += followers
        planned += len(plan.rows)
        outcome.plans[model] = plan
        outcome.rows[model] = planner.outcome(plan.rows)
        if model is EncounterTable:
            _hold_to_most_tables(plan)
            derived = {} if plan.faults else _derived(outcome)
    if not game.has_faults:
        for of_model, fault in disagreements(outcome):
            outcome.plans[of_model].faults.append(fault)
        for plan in game.plans:
            plan.faults.sort(key=lambda fault: fault.line)


def _hold_to_most_tables(plan: ImportPlan) -> None:
    """Refuse more tables at routes that are there than one file may change."""
    known = [row for row in plan.rows if not isinstance(row.values.get("route"), Coming)]
    most = plan.resource.most_changes
    if len(known) > most:
        words = f"From here on it is more than {most:,} changes of routes that are there already."
        plan.faults.append(Fault(known[most].line, "", words))


def _derived(outcome: Outcome) -> Derived:
    """Apply the rate rule to the tables as they will be."""
    tables: dict[Place, list[KeptTable]] = defaultdict(list)
    for table in outcome.published(EncounterTable):
        shares = [Share(*one) for one in table["pokemon"]]
        tables[table["game"], table["route"], table["method"]].append(
            KeptTable(table["area"], table["availability"], table["conditions"], shares)
        )
    return {place: best_of_kept(kept, outcome.known_conditions) for place, kept in tables.items()}


class _EncounterPlanner(Planner):
    """Holds encounters to the tables as they will be, instead of those that there are.

    At a route that is there, what tables give is written by the tables alone, as everywhere. At a
    new one the file has it as well, and must agree; what it leaves out is added.
    """

    derived: Derived

    def hold_to_tables(
        self,
        line: int,
        cells: Mapping[str, Any],
        numbers: Mapping[str, int | Coming | None],
        changed: Sequence[str],
        *,
        is_new: bool,
    ) -> None:
        gives = self.derived.get((cells["game"], cells["route"], cells["method"]))
        if gives is None or (not is_new and list(changed) == [PUBLISHED]):
            return
        given = gives.get(cells["pokemon"])
        wrong = (
            []
            if given is None
            else [
                (column, getattr(given, column))
                for column in _FOLLOWING
                if cells[column] != getattr(given, column)
            ]
        )
        if not isinstance(numbers["route"], Coming):
            is_same = given is not None and cells["conditions"] == list(given.conditions)
            if wrong or not is_same or (is_new and not cells[PUBLISHED]):
                raise comes_from_tables(line, changed, is_new=is_new)
        elif given is None and cells[PUBLISHED]:
            words = (
                "No encounter table of this route and method has it. Add it to one, or set "
                "published to no."
            )
            raise RowRefused(Fault(line, "pokemon", words))
        elif wrong:
            raise RowRefused(
                *(
                    Fault(
                        line,
                        column,
                        f"It is “{self.text(column, cells[column])}”, and the encounter tables "
                        f"give “{self.text(column, value)}”.",
                    )
                    for column, value in wrong
                )
            )

    def followers(self) -> list[PlannedRow]:
        """Return the encounters of new routes that tables give and the file leaves out."""
        return [
            self._follower(place, pokemon, given)
            for place, gives in self.derived.items()
            if (place[:2]) not in self.names.routes
            for pokemon, given in gives.items()
            if (place[0], place[1], pokemon, place[2]) not in self.lines
        ]

    def _follower(self, place: Place, pokemon: str, given: DerivedEncounter) -> PlannedRow:
        cells: dict[str, Any] = {
            "game": place[0],
            "route": place[1],
            "pokemon": pokemon,
            "method": place[2],
            **{column: getattr(given, column) for column in _FOLLOWING},
            "conditions": list(given.conditions),
            PUBLISHED: True,
        }
        key = (place[0], place[1], pokemon, place[2])
        return self.new_row(0, key, cells)
