"""Why a table may add up to something else than 100 percent: our own list of names."""

from __future__ import annotations

from dataclasses import dataclass

from pokedex.sources.reading import BadRow, Row, TableReader

FILE = "table_exceptions.csv"
EXCEPTIONS = (
    "merged-states",
    "daily-pokemon",
    "extra-shares",
    "missing-shares",
)
ALL = 100


@dataclass(frozen=True, slots=True)
class _Rule:
    """Tables of these games by one method with one of these totals; '' is every route."""

    exception: str
    games: tuple[str, ...]
    route: str
    method: str
    totals: tuple[int, ...]
    row: Row


class TableExceptions:
    """The exceptions, and which of them were needed. The first row that fits is the one."""

    def __init__(self, own: TableReader) -> None:
        self._own = own
        columns = ("exception", "games", "route", "method", "totals")
        self._rules = own.each(FILE, columns, _read)
        self._used: set[tuple[int, str, int]] = set()

    def of(self, game: str, route: str, method: str, total: int) -> str | None:
        """Return the name of the exception, '' where none is needed, None where there is none."""
        if total == ALL:
            return ""
        for rule in self._rules:
            if (
                game in rule.games
                and rule.route in ("", route)
                and rule.method == method
                and total in rule.totals
            ):
                self._used.add((rule.row.line, game, total))
                return rule.exception
        return None

    def report_unused(self) -> None:
        """Report games and totals that no table needs any more."""
        for rule in self._rules:
            line = rule.row.line
            used = {(game, total) for at, game, total in self._used if at == line}
            for game in sorted(set(rule.games) - {game for game, _ in used}):
                self._own.report(rule.row, f"No table of {game} needs this any more.")
            for total in sorted(set(rule.totals) - {total for _, total in used}):
                self._own.report(rule.row, f"No table adds up to {total} any more.")


def _read(row: Row) -> _Rule:
    totals = row.parts("totals")
    if not totals or not all(total.isascii() and total.isdecimal() for total in totals):
        raise BadRow(f"totals is {row.optional('totals')!r}, not a list of whole numbers.")
    over, under = row.text("exception") == "extra-shares", row.text("exception") == "missing-shares"
    if any((over and int(total) <= ALL) or (under and int(total) >= ALL) for total in totals):
        raise BadRow(f"totals is {row.optional('totals')!r}, which is no {row.text('exception')}.")
    return _Rule(
        exception=row.choice("exception", *EXCEPTIONS),
        games=row.parts("games"),
        route=row.optional("route"),
        method=row.text("method"),
        totals=tuple(int(total) for total in totals),
        row=row,
    )
