"""What importing a file would do: each row new, changed or the same, or why it is refused.

A plan reads and never writes. What a cell says already is not judged again; the rest is held to
the rules of the admin's forms: the model's fields, its `clean`, its checks, and that what encounter
tables give is edited there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Field, Model, Q

from pokedex.models import EncounterTable, Game, Pokemon, RouteEncounter
from pokedex.querysets import of_the_catalog
from pokedex.revision import catalog_revision
from pokedex.transfer.files import MOST_FAULTS, Fault, SheetRow, said
from pokedex.transfer.names import Coming, Names, UnknownName
from pokedex.transfer.resources import CatalogResource

NEW, CHANGED = "new", "changed"
TOTAL, HIGHEST_TOTAL = 100, 1000
PUBLISHED = "published"
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ColumnDiff:
    """A column with its values as a CSV file has them."""

    column: str
    before: str
    after: str


@dataclass(slots=True)
class PlannedRow:
    """A row that is to be made or changed.

    ``values`` are the model's columns that are written, ``before`` the same as they are now; both
    have other rows by their numbers, or as ``Coming`` where the same import makes them. ``key`` and
    ``cells`` are the values of the row as they will be, in the order of the key and by column.
    """

    line: int
    kind: str
    name: str
    columns: list[ColumnDiff]
    pk: int | None
    values: dict[str, Any]
    before: dict[str, Any]
    cells: dict[str, Any]
    key: Key


@dataclass
class ImportPlan:
    """What a file would do to the catalog of this ``revision``; ``faults`` forbid it."""

    resource: CatalogResource
    revision: str
    rows: list[PlannedRow] = field(default_factory=list)
    same: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def new(self) -> int:
        """How many rows would be made."""
        return sum(row.kind == NEW for row in self.rows)

    @property
    def changed(self) -> int:
        """How many rows would be changed."""
        return sum(row.kind == CHANGED for row in self.rows)

    @property
    def has_most_faults(self) -> bool:
        """Whether more may be wrong than is said."""
        return len(self.faults) >= MOST_FAULTS

    @cached_property
    def mark(self) -> str:
        """Another one when the plan is: what is written is what was seen."""
        shown = [(row.line, row.kind, row.name, row.columns) for row in self.rows]
        return hashlib.sha256(repr(shown).encode("utf-8", "backslashreplace")).hexdigest()


def plan_import(
    resource: CatalogResource, sheet: Sequence[SheetRow], *, native: bool
) -> ImportPlan:
    """Compare a file's rows with the catalog. ``native`` says that their cells are JSON's values.

    Up to nine queries, and some for each row that is new or changes, to hold it to the checks.
    """
    most = resource.most_changes
    too_many = f"From here on it is more than {most:,} changes. Split the file."
    return Planner(resource, sheet, native=native).plan(catalog_revision(), most, too_many)


class RowRefused(Exception):
    """A row is refused; ``faults`` say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


@dataclass(frozen=True, slots=True)
class _Stored:
    """A row of the database: its number, those of the rows it points to, its values by column."""

    pk: int
    numbers: dict[str, int | Coming | None]
    values: tuple[Any, ...]


class Planner:
    """Plans the rows of one file.

    ``names`` are shared by the files of one ``game`` that are imported together.
    """

    def __init__(
        self,
        resource: CatalogResource,
        sheet: Sequence[SheetRow],
        *,
        native: bool,
        names: Names | None = None,
        game: str = "",
    ) -> None:
        self.resource = resource
        self.model = resource.model
        self.columns = resource.columns
        self.position = {column: number for number, column in enumerate(self.columns)}
        self.sheet = sheet
        self.native = native
        self.names = Names() if names is None else names
        self.lines: dict[Key, int] = {}
        # Checks with values that they have let pass: most come again and again.
        self.passed: set[tuple[str, ...]] = set()
        self.games = {game} if game else self._games(sheet)
        self.stored = self._stored()
        self.own = resource.own()
        self.checks = _checks(self.model)
        self._announce_pokemon()

    def plan(self, revision: str, most_changes: int, too_many: str) -> ImportPlan:
        """Plan all rows of the file against the catalog of this revision.

        The row after ``most_changes`` is refused by the words ``too_many``.
        """
        plan = ImportPlan(self.resource, revision)
        for row in self.sheet:
            try:
                planned = self.planned(row)
            except RowRefused as refused:
                plan.faults += refused.faults
                if plan.has_most_faults:
                    return plan
                continue
            if planned is None:
                plan.same += 1
                continue
            plan.rows.append(planned)
            if len(plan.rows) > most_changes:
                plan.faults.append(Fault(row.line, "", too_many))
                return plan
        plan.faults += self.taken_twice(plan.rows)
        plan.faults += self.circles(plan.rows)
        plan.faults.sort(key=lambda fault: fault.line)
        return plan

    def outcome(self, rows: Sequence[PlannedRow]) -> list[dict[str, Any]]:
        """Return all rows as they will be, those of the games in question, by column."""
        found = {
            key: dict(zip(self.columns, stored.values, strict=True))
            for key, stored in self.stored.items()
        }
        found |= {row.key: row.cells for row in rows}
        return list(found.values())

    def planned(self, row: SheetRow) -> PlannedRow | None:
        """Return what becomes of a row; None when it is the same. Raises ``RowRefused``."""
        key_values = self._cleaned(row, self.resource.key, None)
        key = _hashable(key_values[column] for column in self.resource.key)
        if key in self.lines:
            words = f"The same row stands in line {self.lines[key]}: {self._name(key)}."
            raise RowRefused(Fault(row.line, self.resource.key[-1], words))
        self.lines[key] = row.line
        stored = self.stored.get(key)
        try:
            cells = self._cleaned(row, self.columns, stored)
        except RowRefused as refused:
            # What is named in the key is known already: say that it is not there as well.
            known = [
                name
                for name, (_, columns) in self.resource.references.items()
                if set(columns) <= key_values.keys()
            ]
            raise RowRefused(*self._unknown(row.line, key_values, known), *refused.faults) from None
        before = dict(zip(self.columns, stored.values, strict=True)) if stored else {}
        changed = [one for one in self.columns if not stored or cells[one] != before[one]]
        if not changed:
            return None
        pointing = self._references(changed)
        numbers = self._numbers(row.line, cells, pointing, stored)
        self.hold_to_tables(row.line, cells, numbers, changed, is_new=stored is None)
        instance = self._instance(cells, numbers, stored)
        written = {self.own[one]: cells[one] for one in changed if one in self.own}
        written |= {name: numbers[name] for name in pointing}
        if isinstance(instance, EncounterTable) and "pokemon" in changed:
            written["total"] = instance.total
        self._judge(row.line, instance, written)
        return self._planned_row(row.line, key, cells, written, changed, stored)

    def new_row(self, line: int, key: Key, cells: dict[str, Any]) -> PlannedRow:
        """Return a row that is to be made and is right, by its cells."""
        numbers = self._numbers(line, cells, list(self.resource.references), None)
        written = {name: cells[column] for column, name in self.own.items()} | numbers
        return self._planned_row(line, key, cells, written, self.columns, None)

    def text(self, column: str, value: Any) -> str:
        """Return a value as a CSV file has it."""
        return str(self.resource.widget(column).render(value))

    def _planned_row(
        self,
        line: int,
        key: Key,
        cells: dict[str, Any],
        written: dict[str, Any],
        changed: Sequence[str],
        stored: _Stored | None,
    ) -> PlannedRow:
        before = dict(zip(self.columns, stored.values, strict=True)) if stored else {}
        return PlannedRow(
            line=line,
            kind=CHANGED if stored else NEW,
            name=self._name(key),
            columns=[
                ColumnDiff(one, self.text(one, before[one]) if stored else "", text)
                for one in changed
                if (text := self.text(one, cells[one])) or stored
            ],
            pk=stored.pk if stored else None,
            values=written,
            before=self._before(stored, written) if stored else {},
            cells=cells,
            key=key,
        )

    def taken_twice(self, rows: Sequence[PlannedRow]) -> Iterator[Fault]:
        """Find rows that would have the name or order of another one, as all of them will be."""
        planned = {row.pk for row in rows}
        for columns in self.resource.unique:
            taken: dict[Key, str] = {}
            for stored in self.stored.values():
                if stored.pk not in planned:
                    cells = dict(zip(self.columns, stored.values, strict=True))
                    taken[_unique_key(columns, cells)] = self._name(self._key(cells))
            for row in rows:
                key = _unique_key(columns, row.cells)
                if "" in key:
                    continue
                if key in taken:
                    words = f"“{said(row.cells[columns[-1]])}” is that of {taken[key]}."
                    yield Fault(row.line, columns[-1], words)
                taken[key] = f"line {row.line}"

    def circles(self, rows: Sequence[PlannedRow]) -> Iterator[Fault]:
        """Find Pokémon that would evolve from themselves over others."""
        if self.model is not Pokemon:
            return
        parent_of: dict[str, str | None] = {}
        for stored in self.stored.values():
            cells = dict(zip(self.columns, stored.values, strict=True))
            parent_of[cells["slug"]] = cells["evolves_from"]
        parent_of |= {row.cells["slug"]: row.cells["evolves_from"] for row in rows}
        for row in rows:
            slug, seen = row.cells["slug"], set()
            while slug and slug not in seen:
                seen.add(slug)
                slug = parent_of.get(slug) or ""
            if slug == row.cells["slug"]:
                yield Fault(row.line, "evolves_from", f"{slug} would evolve from itself.")

    def _games(self, sheet: Sequence[SheetRow]) -> set[str]:
        """The games that the file names, of those that there are; none for a shared model."""
        if "game" not in self.position:
            return set()
        place = self.position["game"]
        named = {row.cells[place] for row in sheet if isinstance(row.cells[place], str)}
        return {one.strip() for one in named if (one.strip(),) in self.names.games}

    def _announce_pokemon(self) -> None:
        """Let the Pokémon of a file evolve from one that it makes."""
        if self.model is Pokemon:
            place = self.position["slug"]
            for row in self.sheet:
                if isinstance(row.cells[place], str):
                    self.names.announce(Pokemon, (row.cells[place].strip(),))

    def _stored(self) -> dict[Key, _Stored]:
        """Read the rows of these games, or all of a shared model. One query."""
        rows = of_the_catalog(self.model._default_manager.order_by("pk"))
        if "game" in self.position:
            path = self.resource.attributes[self.position["game"]]
            rows = rows.filter(**{f"{path}__in": sorted(self.games)})
        references = list(self.resource.references)
        first = ["pk", *(f"{name}_id" for name in references)]
        found = {}
        for values in self.resource.values(rows, *first):
            numbers = dict(zip(references, values[1 : len(first)], strict=True))
            stored = _Stored(values[0], numbers, values[len(first) :])
            found[self._key(dict(zip(self.columns, stored.values, strict=True)))] = stored
        return found

    @cached_property
    def _tabled(self) -> set[tuple[int, str]]:
        """The routes and methods whose encounters come from tables. One query."""
        tables = EncounterTable.objects.published().filter(route__game__slug__in=self.games)
        return set(tables.order_by().values_list("route", "encounter_method").distinct())

    def _cleaned(
        self, row: SheetRow, columns: Sequence[str], stored: _Stored | None
    ) -> dict[str, Any]:
        """Return a row's values; what a cell says already is taken as it is in the database."""
        cleaned = {}
        faults = []
        rendered = self.resource.cells(stored.values, native=self.native) if stored else []
        for column in columns:
            place = self.position[column]
            cell = row.cells[place]
            if stored and cell == rendered[place] and type(cell) is type(rendered[place]):
                cleaned[column] = stored.values[place]
                continue
            try:
                cleaned[column] = self.resource.widget(column).clean(cell)
            except ValueError as error:
                faults.append(Fault(row.line, column, str(error)))
        if faults:
            raise RowRefused(*faults)
        return cleaned

    def _references(self, changed: Sequence[str]) -> list[str]:
        return [
            name
            for name, (_, columns) in self.resource.references.items()
            if any(column in changed for column in columns)
        ]

    def _numbers(
        self, line: int, cells: Mapping[str, Any], pointing: Sequence[str], stored: _Stored | None
    ) -> dict[str, int | Coming | None]:
        """Find the rows that a row points to."""
        numbers: dict[str, int | Coming | None] = dict(stored.numbers) if stored else {}
        faults = []
        for name in pointing:
            model, columns = self.resource.references[name]
            slugs = tuple(cells[column] for column in columns)
            if not slugs[-1] and _model_field(self.model, name).null:
                numbers[name] = None
                continue
            try:
                if not all(slugs):
                    empty = next(column for column in columns if not cells[column])
                    faults.append(Fault(line, empty, "It must not be empty."))
                else:
                    numbers[name] = self.names.find(model, slugs)
            except UnknownName as error:
                is_game = len(columns) > 1 and not self.names.has(Game, slugs[:1])
                column = columns[0] if is_game else columns[-1]
                words = f"There is no game “{said(slugs[0])}”." if is_game else str(error)
                faults.append(Fault(line, column, words))
        if faults:
            raise RowRefused(*dict.fromkeys(faults))
        return numbers

    def _unknown(
        self, line: int, cells: Mapping[str, Any], pointing: Sequence[str]
    ) -> Sequence[Fault]:
        try:
            self._numbers(line, cells, pointing, None)
        except RowRefused as refused:
            return refused.faults
        return ()

    def hold_to_tables(
        self,
        line: int,
        cells: Mapping[str, Any],
        numbers: Mapping[str, int | Coming | None],
        changed: Sequence[str],
        *,
        is_new: bool,
    ) -> None:
        """Refuse to change what tables give; it can be unpublished, as in the admin."""
        if self.model is not RouteEncounter or (not is_new and list(changed) == [PUBLISHED]):
            return
        if (numbers["route"], cells["method"]) in self._tabled:
            raise comes_from_tables(line, changed, is_new=is_new)

    def _instance(
        self,
        cells: Mapping[str, Any],
        numbers: Mapping[str, int | Coming | None],
        stored: _Stored | None,
    ) -> Model:
        values = {name: cells[column] for column, name in self.own.items()}
        # What is to be made has no number; no check reads it.
        values |= {
            f"{name}_id": None if isinstance(number, Coming) else number
            for name, number in numbers.items()
        }
        if stored:
            values["pk"] = stored.pk
        if self.model is EncounterTable:
            values["total"] = sum(share[1] for share in cells["pokemon"])
        return self.model(**values)

    def _judge(self, line: int, instance: Model, written: Mapping[str, Any]) -> None:
        """Hold a row to the model's rules, as far as what is written touches them."""
        faults = []
        fields = {name: _model_field(self.model, name) for name in written}
        for name in written:
            if written[name] is None and name in self.own.values() and not fields[name].null:
                faults.append(Fault(line, self._column(name), "It must not be empty."))
        if isinstance(instance, EncounterTable) and {"total", "exception"} & written.keys():
            faults += _total_faults(line, instance)
        if faults:
            raise RowRefused(*faults)
        references = self.resource.references.keys()
        judged = {one.name for one in self.model._meta.fields if one.name not in written}
        try:
            instance.clean_fields(exclude=judged | references)
            instance.clean()
            self._hold([one for one in self.checks if one[1] & written.keys()], instance, written)
        except ValidationError as error:
            raise RowRefused(*self._faults(line, error)) from error

    def _hold(
        self,
        checks: Sequence[tuple[CheckConstraint, set[str]]],
        instance: Model,
        written: Iterable[str],
    ) -> None:
        """Hold a row to checks. Raises ``ValidationError`` by column. One query at most if well."""
        marks = {
            check.name: (check.name, *(repr(getattr(instance, name)) for name in sorted(names)))
            for check, names in checks
        }
        checks = [one for one in checks if marks[one[0].name] not in self.passed]
        if not checks:
            return
        condition = Q(*(Q(check.condition) for check, _ in checks))
        together = CheckConstraint(condition=condition, name="all_of_them")
        try:
            together.validate(type(instance), instance)
        except ValidationError:
            for check, names in checks:
                try:
                    check.validate(type(instance), instance)
                except ValidationError as error:
                    name = next(one for one in written if one in names)
                    raise ValidationError({name: error.messages}) from error
        self.passed.update(marks.values())

    def _faults(self, line: int, error: ValidationError) -> list[Fault]:
        return [
            Fault(line, self._column(name), message)
            for name, messages in error.message_dict.items()
            for message in messages
        ]

    def _column(self, name: str) -> str:
        return "pokemon" if name == "total" else self.resource.column_of(name)

    def _before(self, stored: _Stored, written: Mapping[str, Any]) -> dict[str, Any]:
        values = dict(zip(self.columns, stored.values, strict=True))
        before = {name: values[column] for column, name in self.own.items() if name in written}
        before |= {name: number for name, number in stored.numbers.items() if name in written}
        if "total" in written:
            before["total"] = sum(share[1] for share in values["pokemon"])
        return before

    def _key(self, cells: Mapping[str, Any]) -> Key:
        return _hashable(cells[column] for column in self.resource.key)

    def _name(self, key: Key) -> str:
        parts = (part if isinstance(part, str) else _listed(part) for part in key)
        return " / ".join(said(part) for part in parts if part)


def comes_from_tables(line: int, changed: Sequence[str], *, is_new: bool) -> RowRefused:
    """Return the refusal to write by hand what encounter tables give."""
    column = "method" if is_new else next(one for one in changed if one != PUBLISHED)
    words = (
        "What is met here by this method comes from encounter tables. Change the tables; this row "
        "follows them."
    )
    return RowRefused(Fault(line, column, words))


def _hashable(values: Any) -> Key:
    return tuple(tuple(one) if isinstance(one, list) else one for one in values)


def _listed(part: object) -> str:
    return ", ".join(map(str, part)) if isinstance(part, tuple) else str(part)


def _unique_key(columns: Sequence[str], cells: Mapping[str, Any]) -> Key:
    """Return what may be there once; a name of a game or a Pokémon in whatever case."""
    if columns == ("name",):
        return (cells["name"].lower(),)
    return tuple(cells[column] for column in columns)


def _model_field(model: type[Model], name: str) -> Field[Any, Any]:
    found: Any = model._meta.get_field(name)
    return found  # type: ignore[no-any-return]  # a name that is no relation gives a field


def _checks(model: type[Model]) -> list[tuple[CheckConstraint, set[str]]]:
    """Return the model's checks, each with the columns that it reads."""
    return [
        (check, set(Q(check.condition).referenced_base_fields))
        for check in model._meta.constraints
        if isinstance(check, CheckConstraint)
    ]


def _total_faults(line: int, table: EncounterTable) -> Iterator[Fault]:
    if table.total > HIGHEST_TOTAL:
        words = f"The shares sum to {table.total} percent, which is too much."
        yield Fault(line, "pokemon", words)
    elif table.total != TOTAL and not table.exception:
        words = f"The shares sum to {table.total} percent. Make it {TOTAL}, or fill in exception."
        yield Fault(line, "pokemon", words)
