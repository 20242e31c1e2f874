"""The English names of PokéAPI's moves, abilities, items and so on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pokedex.sources.names import ENGLISH, plain
from pokedex.sources.reading import Row, TableReader


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """English names by PokéAPI's ids and by its identifiers, for those that have one."""

    of_id: Mapping[str, str]
    of_identifier: Mapping[str, str]


def read_vocabulary(
    reader: TableReader, table: str, names_table: str, id_column: str
) -> Vocabulary:
    """Read a table of things and the table of their names, both below ``pokeapi``."""
    identifiers = reader.index(
        f"pokeapi/{table}.csv",
        ("id", "identifier"),
        lambda row: (row.text("id"), row.text("identifier")),
    )
    of_id: dict[str, str] = {}

    def read(row: Row) -> None:
        if row.text("local_language_id") == ENGLISH:
            row.lookup(id_column, identifiers)
            of_id[row.text(id_column)] = plain(row.text("name"))

    reader.each(f"pokeapi/{names_table}.csv", (id_column, "local_language_id", "name"), read)
    return Vocabulary(of_id, {identifiers[number]: name for number, name in of_id.items()})


def read_items(reader: TableReader) -> Vocabulary:
    """Read the items: what is held, and what makes a Pokémon evolve."""
    return read_vocabulary(reader, "items", "item_names", "item_id")


def read_moves(reader: TableReader) -> Vocabulary:
    """Read the moves."""
    return read_vocabulary(reader, "moves", "move_names", "move_id")
