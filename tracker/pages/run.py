"""The run page: all routes in story order, what was met at each, and one of them open."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pokedex.choices import RouteStage
from pokedex.models import Boss, Pokemon
from pokedex.text import normalised, problem_in
from tracker.choices import EncounterStatus, RunStatus
from tracker.models import Encounter, NuzlockeRun
from tracker.pages.bosses import boss_page
from tracker.pages.catalog_notice import CatalogNotice, notice_of
from tracker.pages.outlook import OpenPlace
from tracker.pages.rows import (
    BossRow,
    LoggedEncounter,
    Mode,
    OpenRow,
    Option,
    Row,
    option,
    options_of,
)
from tracker.pages.standing import Standing, standing_of
from tracker.rules.name_search import fold
from tracker.rules.nicknames import nickname_ideas

_LONGEST_SEARCH = 60
_MAX_FOUND = 12
_IDEAS = 8


class Filter(StrEnum):
    """Which rows of a run are shown.

    ``OPEN`` has all rows, too: the page's styles fold those that are done, and a search finds them.
    """

    ALL = "all"
    OPEN = "open"
    CAUGHT = "caught"
    MISSED = "missed"
    DEAD = "dead"
    BOSSES = "bosses"

    @property
    def label(self) -> str:
        """The filter's name on the page."""
        return "To come" if self is Filter.OPEN else self.value.capitalize()

    @property
    def has_all_rows(self) -> bool:
        """Whether the page has every row of the run, seen or folded."""
        return self in {Filter.ALL, Filter.OPEN}


_STATUS_OF_FILTER = {
    Filter.CAUGHT: EncounterStatus.CAUGHT,
    Filter.MISSED: EncounterStatus.MISSED,
    Filter.DEAD: EncounterStatus.FAINTED,
}


@dataclass(frozen=True, slots=True)
class RunPage:
    """The run page: the rows that are shown, and the run as it stands."""

    run: NuzlockeRun
    rows: tuple[Row | BossRow, ...]
    standing: Standing
    shown: Filter = Filter.ALL
    filters: tuple[Filter, ...] = field(default=tuple(Filter))
    notice: CatalogNotice | None = None
    # What was typed to find rows by; it goes before the filter.
    find: str = ""
    # Of the quick log's line, so that it is done once however often it is sent.
    submission: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def places(self) -> tuple[Row, ...]:
        """The rows that are places."""
        return tuple(row for row in self.rows if isinstance(row, Row))

    @property
    def open_row(self) -> Row | None:
        """The row of a place that is open, if one is."""
        return next((row for row in self.places if row.open), None)

    @property
    def badges(self) -> tuple[BossRow, ...]:
        """The bosses among the rows that give a badge."""
        return tuple(row for row in self.rows if isinstance(row, BossRow) and row.gives_badge)

    @property
    def hall_of_fame(self) -> tuple[LoggedEncounter, ...]:
        """The party of a run that was completed."""
        if self.run.status != RunStatus.COMPLETED:
            return ()
        return tuple(member for member in self.standing.party if member)


@dataclass(frozen=True, slots=True)
class Opening:
    """Which row is to be open, and for what; ``suggestions`` are offered beside its table."""

    slug: str
    mode: Mode = Mode.LOG
    encounter: Encounter | None = None
    suggestions: Sequence[Pokemon] = ()


def run_page(
    run: NuzlockeRun,
    *,
    opening: Opening | None = None,
    continue_here: bool = False,
    shown: Filter = Filter.ALL,
    find: str = "",
    table: str = "",
    standing: Standing | None = None,
) -> RunPage:
    """The whole page: places and bosses, what was met, the rules' verdicts and the odds.

    ``continue_here`` opens the first place of the story that is still to be met, as long as the
    run goes on and no other ``opening`` is asked for. ``table`` is the key of the encounter table
    that the player looked at last. ``find`` is what was typed to find rows by: words of places,
    Pokémon, nicknames, types and states. ``standing`` saves reading the run where it is at hand.
    """
    if standing is None:
        standing = standing_of(run)
    find = "" if problem_in(find := normalised(find)[:_LONGEST_SEARCH]) else find
    words = [word for word in map(fold, find.split()) if word]
    if opening is None and continue_here and run.is_active:
        opening = _continue_here(standing)
    lines: list[Row | BossRow] = []
    for row in standing.rows:
        if isinstance(row, Row) and opening is not None and row.slug == opening.slug:
            lines.append(_opened(run, row, opening, standing, table))
        elif _is_found(row, words) if words else _is_shown(row, shown):
            lines.append(row)
    return RunPage(
        run=run,
        rows=tuple(lines),
        standing=standing,
        shown=shown,
        notice=notice_of(run, standing.catalog),
        find=find,
    )


def only_row(page: RunPage, anchor: str) -> RunPage:
    """The page reduced to one row, for an answer that replaces just that row."""
    return replace(page, rows=tuple(row for row in page.rows if row.anchor == anchor))


def with_open_boss(page: RunPage, boss: Boss) -> RunPage:
    """The page with the row of one boss open. Four queries."""
    card = boss_page(page.run, boss).boss
    rows = (
        replace(row, open=card) if isinstance(row, BossRow) and row.slug == boss.slug else row
        for row in page.rows
    )
    return replace(page, rows=tuple(rows))


def changed_rows(before: Standing, after: Standing) -> tuple[Row | BossRow, ...] | None:
    """The rows that are others than they were; None when the list itself is another one."""
    if [_place_in_list(row) for row in before.rows] != [_place_in_list(row) for row in after.rows]:
        return None
    pairs = zip(before.rows, after.rows, strict=True)
    return tuple(now for was, now in pairs if now != was)


def search_page(run: NuzlockeRun, typed: str) -> tuple[Option, ...]:
    """Pokémon of the whole catalog that fit what was typed; none for fewer than two signs."""
    typed = normalised(typed)[:_LONGEST_SEARCH]
    if len(typed) < 2 or problem_in(typed):
        return ()
    found = Pokemon.objects.search(typed)[:_MAX_FOUND]
    return tuple(option(pokemon, run.game.generation) for pokemon in found)


def _place_in_list(row: Row | BossRow) -> tuple[str, bool]:
    return row.anchor, _is_shown(row, Filter.ALL)


def _continue_here(standing: Standing) -> Opening | None:
    for row in standing.rows:
        if not isinstance(row, Row) or row.stage != RouteStage.STORY:
            continue
        if (row.species or row.is_own) and not row.is_done and not row.hidden:
            return Opening(slug=row.slug)
    return None


def _is_shown(row: Row | BossRow, shown: Filter) -> bool:
    if isinstance(row, BossRow):
        return shown.has_all_rows or shown is Filter.BOSSES
    if row.hidden and not row.encounters:
        return False
    if shown.has_all_rows:
        return True
    wanted = _STATUS_OF_FILTER.get(shown)
    return any(encounter.status == wanted for encounter in row.encounters)


def _is_found(row: Row | BossRow, words: Sequence[str]) -> bool:
    """Say whether each of the words, which are folded, is in what the closed row says."""
    text = " ".join(map(fold, row.words))
    return all(word in text for word in words)


def _opened(run: NuzlockeRun, row: Row, opening: Opening, standing: Standing, table: str) -> Row:
    place, outlook = standing.places[row.slug], standing.outlook
    encounter = next(
        (
            shown
            for shown in row.encounters
            if opening.encounter is not None and shown.public_id == opening.encounter.public_id
        ),
        None,
    )
    options: tuple[Option, ...] = ()
    if opening.mode in {Mode.LOG, Mode.EDIT}:
        options = options_of(outlook.encounters_at(place), run.game.generation)
        if encounter and encounter.pokemon and not encounter.in_table:
            options = (encounter.pokemon, *options)
    suggestions = tuple(option(pokemon, run.game.generation) for pokemon in opening.suggestions)
    odds = OpenPlace()
    ideas: tuple[str, ...] = ()
    if opening.mode is Mode.LOG:
        odds = outlook.of_open(place, table)
        options = tuple(_with_odds(option, odds) for option in options)
        # Each place has others.
        ideas = nickname_ideas(
            types=(),
            used=standing.nicknames,
            seed=f"{run.public_id}/{row.slug}",
            count=_IDEAS,
        )
    return replace(
        row,
        open=OpenRow(
            mode=opening.mode,
            encounter=encounter,
            options=options,
            suggestions=suggestions,
            offers_bonus=opening.mode is Mode.LOG and row.is_done,
            ideas=ideas,
            odds=odds,
        ),
    )


def _with_odds(option: Option, odds: OpenPlace) -> Option:
    ruling = odds.ruling(option.slug)
    return replace(
        option,
        chance=odds.chances.get(option.slug, ""),
        verdicts=tuple(verdict.sentence for verdict in ruling.verdicts),
        is_legal=ruling.is_legal,
    )
