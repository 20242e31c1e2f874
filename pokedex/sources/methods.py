"""What becomes of each way to meet a Pokémon."""

from __future__ import annotations

from dataclasses import dataclass

from pokedex.sources.reading import BadRow, Row, TableReader


@dataclass(frozen=True, slots=True)
class Method:
    """What becomes of a method's rows. ``random``: its rates mean something."""

    imported: bool
    random: bool
    levels: bool


class Methods:
    """What becomes of each method, where needed by game."""

    def __init__(self, own: TableReader) -> None:
        self._general: dict[str, Method] = {}
        self._by_game: dict[tuple[str, str], Method] = {}
        columns = ("method", "games", "treatment", "levels")
        own.each("methods.csv", columns, self._read)

    def _read(self, row: Row) -> None:
        treatment = row.choice("treatment", "percent", "no-rate", "skip")
        method = Method(
            imported=treatment != "skip",
            random=treatment == "percent",
            levels=row.choice("levels", "yes", "no") == "yes",
        )
        if not row.optional("games"):
            self._general[row.text("method")] = method
        for game in row.parts("games"):
            self._by_game[game, row.text("method")] = method

    def of(self, game: str, method: str) -> Method:
        """Return a method's treatment. Raises ``BadRow`` when our table lacks it."""
        if method not in self._general:
            raise BadRow(f"method {method!r} is not in our table of methods.")
        return self._by_game.get((game, method), self._general[method])
