"""Reading the fixtures: everything that a file can have wrong is said with file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import NoneType
from typing import Any, cast

from django.conf import settings
from django.db.models import (
    BooleanField,
    Field,
    ForeignKey,
    JSONField,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
)

from pokedex.choices import PokemonType
from pokedex.loading.content import CONTENT, GAME_OF, NATURAL_KEY, OPTIONAL, REFERS_TO
from pokedex.models import Boss, Evolution, Game, Pokemon, Route, are_shares
from pokedex.sources.documents import CATALOG_FOLDER

GAMES = "games"
POKEMON = "pokemon"
# In which of the shared files a table's rows stand.
SHARED_FILE: dict[type[Model], str] = {Game: GAMES, Pokemon: POKEMON, Evolution: POKEMON}
MODELS: dict[str, type[Model]] = {f"pokedex.{one._meta.model_name}": one for one in CONTENT}
# The columns that every row must give.
NEEDED = {model: set(names) - OPTIONAL.keys() for model, names in CONTENT.items()}


class LoadError(Exception):
    """The catalog cannot be loaded; the message says why. Nothing has been written."""


@dataclass(slots=True)
class FixtureRow:
    """One object of a fixture. A foreign key is a tuple, as its file names it.

    ``pk`` is that of its row in the database, None as long as there is none. ``content`` is what
    its digest is made from, None until a plan has worked it out.
    """

    model: type[Model]
    file: str
    line: int
    values: dict[str, Any]
    pk: int | None = None
    content: list[Any] | None = None

    @property
    def place(self) -> str:
        """Return where it stands: "emerald.json, line 4"."""
        return f"{self.file}, line {self.line}"

    @property
    def name(self) -> str:
        """Return its natural key in words: "emerald / route-101"."""
        return " / ".join(filter(None, self.key))

    @property
    def key(self) -> tuple[str, ...]:
        """Return its natural key."""
        key: list[str] = []
        for name in NATURAL_KEY[self.model]:
            value = self.values[name]
            key.extend(value if isinstance(value, tuple) else (as_word(value),))
        return tuple(key)


class CatalogFolder:
    """The folder of the catalog's fixtures: games, pokemon, and one file per game."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self) -> list[str]:
        """Return the names of the files there: games and pokemon first, then each game."""
        found = {path.stem for path in self.path.glob("*.json")}
        first = [name for name in (GAMES, POKEMON) if name in found]
        return first + sorted(found - {GAMES, POKEMON})

    def digests(self) -> dict[str, str]:
        """Return a digest of each file, by its name."""
        return {name: hashlib.sha256(self._bytes(name)).hexdigest() for name in self.names()}

    def read(self, names: Sequence[str]) -> list[FixtureRow]:
        """Return the rows of files. Raises ``LoadError`` for anything that is not as it must be."""
        rows = [row for name in names for row in self._read_file(name)]
        seen: dict[tuple[type[Model], tuple[str, ...]], FixtureRow] = {}
        for row in rows:
            earlier = seen.setdefault((row.model, row.key), row)
            if earlier is not row:
                raise LoadError(f"{row.place}: {row.name} is already there ({earlier.place}).")
        return rows

    def _bytes(self, name: str) -> bytes:
        try:
            return (self.path / f"{name}.json").read_bytes()
        except OSError as error:
            reason = error.strerror
            raise LoadError(f"{name}.json is missing or cannot be read: {reason}.") from error

    def _read_file(self, name: str) -> Iterator[FixtureRow]:
        file, content = f"{name}.json", self._bytes(name)
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise LoadError(f"{file}, line {line}: the text is not UTF-8.") from error
        for line, document in _objects(file, text):
            row = _row(file, line, document)
            of_game = row.model in GAME_OF and name not in (GAMES, POKEMON)
            if not of_game and SHARED_FILE.get(row.model) != name:
                raise LoadError(f"{row.place}: {file} is not the file of a {_verbose(row.model)}.")
            if of_game and row.key[0] != name:
                raise LoadError(f"{row.place}: {row.name} is not of the game {name}.")
            for column, other in REFERS_TO[row.model].items():
                value = row.values[column]
                if other in (Route, Boss) and value[0] != name:
                    raise LoadError(
                        f"{row.place}: {column} is {' / '.join(value)}, which is of another game."
                    )
            yield row


def catalog_folder() -> CatalogFolder:
    """Return the catalog's folder: the first one below the folders of fixtures."""
    folders = [Path(folder) / CATALOG_FOLDER for folder in settings.FIXTURE_DIRS]
    return CatalogFolder(next((one for one in folders if one.is_dir()), folders[0]))


def as_word(value: object) -> str:
    """Return a part of a natural key as text: the words of a list, or the value."""
    return " ".join(value) if isinstance(value, list) else str(value)


def _verbose(model: type[Model]) -> str:
    return str(model._meta.verbose_name)


def _objects(file: str, text: str) -> Iterator[tuple[int, object]]:
    """Walk a JSON array and yield each value with its line."""
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    # Escapes are rare (the builder writes none), so only then look for text no database takes.
    suspicious = "\\u" in text
    position, line = 0, 1

    def skip_to(wanted: str) -> str:
        """Move past white space; return the next character, which must be one of ``wanted``."""
        nonlocal position, line
        start = position
        while position < len(text) and text[position] in " \t\r\n":
            position += 1
        line += text.count("\n", start, position)
        if position == len(text) or text[position] not in wanted:
            found = repr(text[position]) if position < len(text) else "the end of the file"
            expected = " or ".join(wanted)
            raise LoadError(f"{file}, line {line}: {expected} was expected, not {found}.")
        return text[position]

    skip_to("[")
    position += 1
    opening = "{]"
    while skip_to(opening) != "]":
        start = position
        try:
            document, position = decoder.raw_decode(text, position)
            if suspicious:
                _refuse_unstorable(document)
        except RecursionError as error:
            raise LoadError(f"{file}, line {line}: the object is nested too deeply.") from error
        except json.JSONDecodeError as error:
            place = f"{file}, line {error.lineno}"
            raise LoadError(f"{place}: not valid JSON ({error.msg}).") from error
        except ValueError as error:
            raise LoadError(f"{file}, line {line}: {error}.") from error
        yield line, document
        line += text.count("\n", start, position)
        if skip_to(",]") == "]":
            break
        position += 1
        opening = "{"
    position += 1
    if text[position:].strip():
        raise LoadError(f"{file}: there is text after the end of the array.")


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a value of JSON")


def _refuse_unstorable(document: object) -> None:
    text = json.dumps(document, ensure_ascii=False)
    if "\\u0000" in text:
        raise ValueError("a text has a NUL character")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a text has half a character (a lone surrogate)")


def _row(file: str, line: int, document: object) -> FixtureRow:
    def refuse(message: str) -> LoadError:
        return LoadError(f"{file}, line {line}: {message}")

    if not isinstance(document, dict) or document.keys() != {"model", "fields"}:
        raise refuse("the object must have the two keys model and fields.")
    label, fields = document["model"], document["fields"]
    model = MODELS.get(label) if isinstance(label, str) else None
    if model is None:
        raise refuse(f"{label!r} is not a model of the catalog.")
    if not isinstance(fields, dict):
        raise refuse("fields must be an object.")
    if fields.keys() != NEEDED[model]:
        unknown = sorted(set(fields) - set(CONTENT[model]))
        missing = [name for name in CONTENT[model] if name in NEEDED[model] - fields.keys()]
        if unknown or missing:
            parts = [f"unknown field {name}" for name in unknown]
            parts += [f"field {name} is missing" for name in missing]
            raise refuse(f"{', '.join(parts)}.")
    values: dict[str, Any] = {}
    for name, fits in json_types(model).items():
        value = fields.get(name, OPTIONAL.get(name))
        if not fits(value):
            raise refuse(f"{name} is {shortened(value)}, which is no value for it.")
        values[name] = tuple(value) if value and name in REFERS_TO[model] else value
    return FixtureRow(model, file, line, values)


@cache
def json_types(model: type[Model]) -> dict[str, Callable[[object], bool]]:
    """Return for each column what says whether a value of a fixture has its JSON type."""
    return {
        name: _type_of(cast("Field[object, object]", model._meta.get_field(name)))
        for name in CONTENT[model]
    }


def _type_of(field: Field[object, object]) -> Callable[[object], bool]:
    """Return what says whether a value is of a column's type; a foreign key is a list of slugs."""
    # Exact types: True is an int to Python, and a text of digits would be stored as a number.
    exact: type = str
    parts: Callable[[Any], bool] | None = None
    if isinstance(field, ForeignKey):
        length = 2 if field.related_model in (Route, Boss) else 1
        exact, parts = list, partial(_is_key, length=length)
    elif isinstance(field, JSONField):
        exact, parts = list, JSON_LISTS[field.name]
    elif isinstance(field, BooleanField):
        exact = bool
    elif isinstance(field, (PositiveSmallIntegerField, PositiveIntegerField)):
        exact = int
    allowed = (exact, NoneType) if field.null else (exact,)
    if parts is None:
        return lambda value: type(value) in allowed
    return lambda value: type(value) in allowed and (value is None or parts(value))


def _is_key(value: list[object], length: int) -> bool:
    return len(value) == length and all(type(part) is str for part in value)


def _are_past_types(value: list[object]) -> bool:
    """Say whether each is a generation and the types up to and with it: [5, ["normal"]]."""
    return all(
        isinstance(part, list)
        and len(part) == 2
        and type(part[0]) is int
        and isinstance(part[1], list)
        and 1 <= len(part[1]) <= 2
        and all(one in PokemonType.values for one in part[1])
        for part in value
    )


def _are_texts(value: list[object]) -> bool:
    return all(type(part) is str for part in value)


JSON_LISTS: dict[str, Callable[[list[object]], bool]] = {
    "conditions": _are_texts,
    "moves": _are_texts,
    "pokemon": are_shares,
    "past_types": _are_past_types,
}


def shortened(value: object) -> str:
    """Return a value as it is written, 60 characters of it at most."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
