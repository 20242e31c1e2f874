"""What a load has to do: each row of the fixtures beside its row in the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from pokedex.loading.content import (
    CONTENT,
    GAME_OF,
    MATCHED_BY,
    NATURAL_KEY,
    REFERS_TO,
    digest,
)
from pokedex.loading.fixtures import (
    GAMES,
    POKEMON,
    SHARED_FILE,
    FixtureRow,
    LoadError,
    as_word,
)
from pokedex.loading.report import LoadReport
from pokedex.loading.stored import StoredRow, stored_rows
from pokedex.models import Boss, EncounterTable, Game, Pokemon, Route


@dataclass(slots=True)
class Target:
    """What a foreign key of the fixtures points to.

    ``identity`` stays the same when a slug is changed on either side, so that the rows which
    point there do not look changed. ``pk`` is None until the row is created.
    """

    identity: str
    row: FixtureRow | None = None
    stored_pk: int | None = None

    @property
    def pk(self) -> int | None:
        """Return the primary key, None when the row is yet to be created."""
        return self.stored_pk if self.row is None else self.row.pk


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of which database and fixture say something else; rows are named in words."""

    column: str
    stored: object
    fixture: object


@dataclass(slots=True)
class Work:
    """What is to be done with the rows of one model."""

    new: list[FixtureRow] = field(default_factory=list)
    changed: list[tuple[FixtureRow, StoredRow]] = field(default_factory=list)
    # Their content is right, their digest is not: they are adopted.
    adopted: list[tuple[FixtureRow, StoredRow]] = field(default_factory=list)
    kept: list[tuple[FixtureRow, StoredRow]] = field(default_factory=list)
    unchanged: list[tuple[FixtureRow, StoredRow]] = field(default_factory=list)
    gone: list[StoredRow] = field(default_factory=list)
    # A person made them, and no fixture row is the same.
    others: list[StoredRow] = field(default_factory=list)


class Plan:
    """The work of a load, model by model; it only reads.

    Raises ``LoadError`` when a row of the fixtures points to something that there is not.
    """

    def __init__(
        self,
        rows: Sequence[FixtureRow],
        names: frozenset[str],
        *,
        whole: bool,
        using: str,
        overwrite: bool,
    ) -> None:
        self.using = using
        self.report = LoadReport()
        self._names = names
        self._whole = whole
        self._overwrite = overwrite
        self._rows = {model: [row for row in rows if row.model is model] for model in CONTENT}
        self._targets: dict[type[Model], dict[tuple[str, ...], Target]] = {}
        # Identities of the rows in the database, as the fixtures see them and as they were.
        self._identities: dict[type[Model], dict[int, str]] = {}
        self._own_identities: dict[type[Model], dict[int, str]] = {}
        self._names_of: dict[type[Model], dict[int, str]] = {}
        self.work: dict[type[Model], Work] = {}
        for model in CONTENT:
            self._plan(model)

    def content(self, row: FixtureRow) -> list[Any]:
        """Return what the digest of a fixture's row is made from."""
        if row.content is None:
            references = REFERS_TO[row.model]
            row.content = [
                self.target(row, name).identity if name in references and value else value
                for name, value in row.values.items()
            ]
        return row.content

    def target(self, row: FixtureRow, name: str) -> Target:
        """Return what a foreign key points to. Raises ``LoadError`` when there is no such row."""
        model, key = REFERS_TO[row.model][name], row.values[name]
        found = self._targets[model].get(key)
        if found is None:
            what = model._meta.verbose_name
            raise LoadError(f"{row.place}: there is no {what} {' / '.join(key)}.")
        return found

    def digest_if(self, stored: StoredRow, **changes: object) -> str:
        """Return the digest that a row of the database would have with these changes."""
        return digest((self._stored_content(stored, self._identities) | changes).values())

    def differences(self, row: FixtureRow, stored: StoredRow) -> list[Difference]:
        """Return the columns in which a row of the database is not as the fixtures say."""
        found = []
        content = self._stored_content(stored, self._identities)
        for (name, has), wanted in zip(content.items(), self.content(row), strict=True):
            if has == wanted:
                continue
            value, fixture = stored.values[name], row.values[name]
            if name in REFERS_TO[row.model]:
                names = self._names_of[REFERS_TO[row.model][name]]
                value = None if value is None else names[value]
                fixture = None if fixture is None else " / ".join(fixture)
            found.append(Difference(name, value, fixture))
        return found

    def was_brought_back(self, stored: StoredRow) -> bool:
        """Say whether a row that a load has retired was published again by a person."""
        return stored.content_digest == self.digest_if(stored, is_active=False)

    def is_unedited(self, stored: StoredRow) -> bool:
        """Say whether a row is as its last load left it."""
        return stored.content_digest in (
            digest(self._stored_content(stored, identities).values())
            for identities in (self._identities, self._own_identities)
        )

    def name_of(self, stored: StoredRow) -> str:
        """Return the natural key of a row of the database in words."""
        parts = []
        for name in NATURAL_KEY[stored.model]:
            value, other = stored.values[name], REFERS_TO[stored.model].get(name)
            parts.append(as_word(value) if other is None else self._names_of[other][value])
        return " / ".join(filter(None, parts))

    def _plan(self, model: type[Model]) -> None:
        stored = stored_rows(model, self._scope(model), self.using)
        matches = self._match(model, stored)
        self._identify(model, stored, matches)
        if not self._judges(model):
            self.work[model] = Work()
            return
        self.work[model] = self._judge(model, stored, matches)

    def _judges(self, model: type[Model]) -> bool:
        """Say whether the chosen files rule this table."""
        if model in SHARED_FILE:
            return SHARED_FILE[model] in self._names
        return bool(self._names - {GAMES, POKEMON})

    def _scope(self, model: type[Model]) -> Q:
        """Return the rows that the chosen files rule, or that theirs point to.

        What players have made is never among them: no load touches it.
        """
        if model is Game:
            return Q(is_custom=False)
        if model in SHARED_FILE:
            return Q()
        if self._whole:
            return Q(**{f"{GAME_OF[model]}__is_custom": False})
        return Q(
            **{f"{GAME_OF[model]}__is_custom": False, f"{GAME_OF[model]}__slug__in": self._names}
        )

    def _match(self, model: type[Model], stored: list[StoredRow]) -> dict[int, FixtureRow]:
        """Find the row of the database for each row of the fixtures; return them by its key."""
        matches: dict[int, FixtureRow] = {}
        # Pokémon point to each other, but are not found by that.
        references = {} if model is Pokemon else REFERS_TO[model]
        for columns in MATCHED_BY[model]:
            # A part of a natural key may be empty; nothing else that is empty tells rows apart.
            nothing = (None,) if columns == NATURAL_KEY[model] else (None, "")
            free = {
                _match_key(columns, one.values.__getitem__): one.pk
                for one in stored
                if one.pk not in matches
            }
            for row in self._rows[model]:
                if row.pk is not None:
                    continue

                def value_of(name: str, row: FixtureRow = row) -> object:
                    return self.target(row, name).pk if name in references else row.values[name]

                key = _match_key(columns, value_of)
                pk = None if any(one in key for one in nothing) else free.pop(key, None)
                if pk is not None:
                    row.pk = pk
                    matches[pk] = row
        return matches

    def _identify(
        self, model: type[Model], stored: list[StoredRow], matches: dict[int, FixtureRow]
    ) -> None:
        """Give every row an identity, and every key of the fixtures its target."""
        if not any(model in others.values() for others in REFERS_TO.values()):
            return
        games = self._own_identities.get(Game, {})
        own = {one.pk: _stored_identity(one, games) for one in stored}
        self._own_identities[model] = own
        self._names_of[model] = {}
        self._names_of[model] = {one.pk: self.name_of(one) for one in stored}
        self._identities[model] = own | {pk: _identity(row) for pk, row in matches.items()}
        targets = {(row.key): Target(_identity(row), row=row) for row in self._rows[model]}
        if not self._judges(model):
            for one in stored:
                targets[(one.values["slug"],)] = Target(own[one.pk], stored_pk=one.pk)
        self._targets[model] = targets

    def _judge(
        self, model: type[Model], stored: list[StoredRow], matches: dict[int, FixtureRow]
    ) -> Work:
        work = Work()
        if model is EncounterTable:
            self._check_shares()
        work.new = [row for row in self._rows[model] if row.pk is None]
        for row in work.new:
            self.content(row)
        for one in stored:
            match = matches.get(one.pk)
            if match is not None:
                self._compare(work, match, one)
            elif one.loaded_digest:
                work.gone.append(one)
            else:
                work.others.append(one)
        for outcome in ("new", "changed", "unchanged"):
            self.report.count(model, outcome, len(getattr(work, outcome)))
        self.report.count(model, "unchanged", len(work.adopted))
        for row, _ in work.kept:
            self.report.name(model, "kept", row.name)
        return work

    def _check_shares(self) -> None:
        """Raise ``LoadError`` for a table with an unknown Pokémon or another sum than it says."""
        known = self._targets[Pokemon]
        for row in self._rows[EncounterTable]:
            shares = row.values["pokemon"]
            for share in shares:
                if (share[0],) not in known:
                    raise LoadError(f"{row.place}: there is no Pokémon {share[0]}.")
            total = sum(share[1] for share in shares)
            if total != row.values["total"]:
                raise LoadError(
                    f"{row.place}: the shares of {row.name} sum to {total}, "
                    f"not {row.values['total']}."
                )

    def _compare(self, work: Work, row: FixtureRow, stored: StoredRow) -> None:
        wanted = self.content(row)
        if wanted == list(self._stored_content(stored, self._identities).values()):
            is_adopted = stored.content_digest != digest(wanted)
            (work.adopted if is_adopted else work.unchanged).append((row, stored))
        elif self._overwrite or self.is_unedited(stored):
            work.changed.append((row, stored))
        else:
            work.kept.append((row, stored))

    def _stored_content(
        self, stored: StoredRow, identities: dict[type[Model], dict[int, str]]
    ) -> dict[str, Any]:
        references = REFERS_TO[stored.model]
        return {
            name: identities[references[name]].get(value) if name in references else value
            for name, value in stored.values.items()
        }


def _match_key(columns: Sequence[str], value_of: Callable[[str], Any]) -> tuple[Any, ...]:
    """Return the values by which rows are matched; names as the database compares them."""
    values = [value_of(column) for column in columns]
    if columns == ("name",):
        values = [value.lower() for value in values]
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


def _identity(row: FixtureRow) -> str:
    if row.model is Route:
        return _route_identity(row.key[0], row.values["source_key"], row.values["slug"])
    return "/".join(row.key)


def _stored_identity(stored: StoredRow, games: dict[int, str]) -> str:
    values = stored.values
    if stored.model is Route:
        return _route_identity(games[values["game"]], values["source_key"], values["slug"])
    if stored.model is Boss:
        return f"{games[values['game']]}/{values['slug']}"
    return str(values["slug"])


def _route_identity(game: str, source_key: str, slug: str) -> str:
    """Name a route by its source where it has one: that outlives a change of its slug."""
    return f"{game}//{source_key}" if source_key else f"{game}/{slug}"
