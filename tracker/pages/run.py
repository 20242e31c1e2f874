"""The run page: all routes in story order, what was met at each, and one of them open."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, ClassVar

from pokedex.choices import RouteStage
from pokedex.conditions import in_words
from pokedex.models import Pokemon, RouteEncounter
from pokedex.pages import wording
from pokedex.pictures import picture_url
from pokedex.text import normalised, problem_in
from tracker.choices import BossOutcome, EncounterStatus, RunStatus
from tracker.game_catalog import catalog_of
from tracker.models import Encounter, NuzlockeRun
from tracker.pages.catalog_notice import CatalogNotice, notice_of
from tracker.pages.outlook import OpenPlace, Outlook
from tracker.places import Place, places_of
from tracker.querysets import bosses_with_results
from tracker.rules.document import DocumentError
from tracker.rules.engine import RunRules
from tracker.rules.history import Entry
from tracker.rules.nicknames import nickname_ideas
from tracker.rules.run_end import RunEnd, run_end
from tracker.run_facts import facts_of

_LONGEST_SEARCH = 60
_MAX_FOUND = 12
_IDEAS = 8


_GOING_ON = RunEnd(lost="", completed="")


class Filter(StrEnum):
    """Which rows of a run are shown."""

    ALL = "all"
    OPEN = "open"
    CAUGHT = "caught"
    MISSED = "missed"
    DEAD = "dead"

    @property
    def label(self) -> str:
        """The filter's name on the page."""
        return self.value.capitalize()


_STATUS_OF_FILTER = {
    Filter.CAUGHT: EncounterStatus.CAUGHT,
    Filter.MISSED: EncounterStatus.MISSED,
    Filter.DEAD: EncounterStatus.FAINTED,
}


class Mode(StrEnum):
    """What a row of the run page is open for."""

    LOG = "log"
    EDIT = "edit"
    FAINT = "faint"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to meet a Pokémon at a route, in the words of the catalog's own pages.

    ``rate`` and ``levels`` are empty where they mean nothing or are not known; ``note`` says under
    which conditions the rate holds.
    """

    method: str
    rate: str
    levels: str
    note: str


@dataclass(frozen=True, slots=True)
class Option:
    """A Pokémon that can be chosen in an open row."""

    slug: str
    name: str
    national_dex: int
    types: tuple[str, ...]
    sprite_url: str
    ways: tuple[Way, ...] = ()
    chance: str = ""
    verdicts: tuple[str, ...] = ()
    is_legal: bool = True


@dataclass(frozen=True, slots=True)
class LoggedEncounter:
    """An encounter as its row shows it."""

    public_id: uuid.UUID
    pokemon: Option | None
    nickname: str
    status: str
    status_label: str
    catch_level: int | None
    faint_level: int | None
    faint_cause: str
    missed_reason: str
    is_bonus: bool
    in_table: bool
    revision: int
    species: str = ""
    level: int | None = None
    party_slot: int | None = None
    bonus_reason: str = ""
    override_reason: str = ""
    killers: tuple[str, ...] = ()
    epitaph: str = ""

    @property
    def is_alive(self) -> bool:
        """Whether it can still faint."""
        return self.status == EncounterStatus.CAUGHT

    @property
    def title(self) -> str:
        """The nickname, or the species, or what became of it."""
        if self.nickname:
            return self.nickname
        return self.pokemon.name if self.pokemon else self.status_label


@dataclass(frozen=True, slots=True)
class OpenRow:
    """What stands in the one row that is open."""

    mode: Mode
    encounter: LoggedEncounter | None = None
    options: tuple[Option, ...] = ()
    suggestions: tuple[Option, ...] = ()
    offers_bonus: bool = False
    # Nicknames that nobody in the run has had yet.
    ideas: tuple[str, ...] = ()
    odds: OpenPlace = field(default_factory=OpenPlace)

    @property
    def is_spoken_against(self) -> bool:
        """Whether a clause speaks against one of the Pokémon that can be chosen."""
        return any(not option.is_legal for option in self.options)


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the run."""

    slug: str
    name: str
    stage: str
    stage_label: str
    is_retired: bool
    species: int
    encounters: tuple[LoggedEncounter, ...]
    open: OpenRow | None = None
    is_own: bool = False
    hidden: bool = False
    outlook: str = ""
    is_boss: ClassVar[bool] = False

    @property
    def anchor(self) -> str:
        """The id of the row on the page."""
        return f"place-{self.slug}"

    @property
    def is_done(self) -> bool:
        """Whether its counted encounter is logged, and not only postponed."""
        return any(
            not encounter.is_bonus and encounter.status != EncounterStatus.POSTPONED
            for encounter in self.encounters
        )


@dataclass(frozen=True, slots=True)
class BossRow:
    """A boss in line with the places; ``level`` is that of its strongest Pokémon, in words."""

    slug: str
    name: str
    kind: str
    place: str
    specialty: str
    level: str
    outcome: str
    outcome_label: str
    is_next: bool
    is_boss: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the rules say to the run as it stands: the cap, the party, and whether it is over."""

    cap: str = ""
    party: tuple[str, ...] = ()
    end: RunEnd = _GOING_ON
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of a run."""

    alive: int
    dead: int
    missed: int
    done: int
    places: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """The run page."""

    run: NuzlockeRun
    rows: tuple[Row | BossRow, ...]
    summary: Summary
    rulings: Rulings = field(default_factory=Rulings)
    shown: Filter = Filter.ALL
    filters: tuple[Filter, ...] = field(default=tuple(Filter))
    undo: Entry | None = None
    redo: Entry | None = None
    hall_of_fame: tuple[LoggedEncounter, ...] = ()
    notice: CatalogNotice | None = None
    # Of the quick log's line, so that it is done once however often it is sent.
    submission: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def places(self) -> tuple[Row, ...]:
        """The rows that are places."""
        return tuple(row for row in self.rows if isinstance(row, Row))

    @property
    def open_row(self) -> Row | None:
        """The row that is open, if one is."""
        return next((row for row in self.places if row.open), None)


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
    table: str = "",
) -> RunPage:
    """The whole page: places and bosses, what was met, the rules' verdicts and the odds.

    Seven queries: the catalog's revision, places (3), encounters, bosses, the history. Three more
    when the catalog has changed, and one while a wipe is possible.

    ``continue_here`` opens the first place of the story that is still to be met, as long as the
    run goes on and no other ``opening`` is asked for. ``table`` is the key of the encounter table
    that the player looked at last.
    """
    catalog = catalog_of(run.game)
    places = places_of(run)
    encounters = list(run.encounters.for_run_page())
    bosses = list(bosses_with_results(run))
    rules: RunRules | None = None
    try:
        facts = facts_of(
            run,
            catalog,
            encounters=encounters,
            bosses=bosses,
            names={place.slug: place.name for place in places},
        )
    except DocumentError:
        outlook, rulings = Outlook(catalog, None, None), Rulings(unreadable=True)
    else:
        rules = RunRules(facts)
        outlook = Outlook(catalog, rules, facts.document)
        rulings = _rulings(rules, run_end(facts), encounters)
    logged = _logged_by_place(run, encounters)
    closed = [
        _row(place, outlook, logged.get((place.is_own, place.place.pk), ())) for place in places
    ]
    if opening is None and continue_here and run.is_active:
        opening = _continue_here(closed)
    lines: list[Row | BossRow] = []
    following = _bosses_by_route(bosses, rules)
    for place, row in zip(places, closed, strict=True):
        is_open = opening is not None and row.slug == opening.slug
        if opening is not None and is_open:
            opened = _opened(run, place, row, opening, outlook, table)
            lines.append(_with_ideas(opened, run, encounters))
        elif _is_shown(row, shown):
            lines.append(row)
        if not place.is_own:
            lines += [boss for boss in following.pop(place.place.pk, ()) if _fits(boss, shown)]
    history = run.events.history()
    champions = sorted(
        (one for row in closed for one in row.encounters if one.party_slot),
        key=lambda one: one.party_slot or 0,
    )
    return RunPage(
        run=run,
        rows=tuple(lines),
        summary=_summary(closed),
        rulings=rulings,
        shown=shown,
        undo=history.last_to_undo(),
        redo=history.last_to_redo(),
        hall_of_fame=tuple(champions) if run.status == RunStatus.COMPLETED else (),
        notice=notice_of(run, catalog),
    )


def only_row(page: RunPage, slug: str) -> RunPage:
    """The page reduced to the row of one place, for an answer that replaces just that row."""
    rows = (row for row in page.rows if isinstance(row, Row) and row.slug == slug)
    return replace(page, rows=tuple(rows))


def search_page(run: NuzlockeRun, typed: str) -> tuple[Option, ...]:
    """Pokémon of the whole catalog that fit what was typed; none for fewer than two signs."""
    typed = normalised(typed)[:_LONGEST_SEARCH]
    if len(typed) < 2 or problem_in(typed):
        return ()
    found = Pokemon.objects.search(typed)[:_MAX_FOUND]
    return tuple(_option(pokemon, run.game.generation) for pokemon in found)


def _rulings(rules: RunRules, end: RunEnd, encounters: Iterable[Encounter]) -> Rulings:
    cap = rules.cap
    party = [str(row.public_id) for row in encounters if row.party_slot]
    return Rulings(
        cap=f"Level cap {cap.level} for {cap.next_boss.name}" if cap else "",
        party=tuple(verdict.sentence for verdict in rules.for_party(party).verdicts),
        end=end,
    )


def _bosses_by_route(
    bosses: Iterable[Any], rules: RunRules | None
) -> dict[int, tuple[BossRow, ...]]:
    """The bosses in story order by the key of the route that each stands behind."""
    next_boss = rules.cap.next_boss.key if rules and rules.cap else ""
    found: dict[int, tuple[BossRow, ...]] = {}
    for boss in bosses:
        level = boss.own_ace_level or boss.ace_level
        row = BossRow(
            slug=boss.slug,
            name=boss.name,
            kind=boss.get_kind_display(),
            place=boss.place,
            specialty=boss.specialty,
            level=f"level {level}" if level else "level not known",
            outcome=boss.outcome or "",
            outcome_label=str(BossOutcome(boss.outcome).label) if boss.outcome else "",
            is_next=boss.slug == next_boss,
        )
        found[boss.after_route_id] = (*found.get(boss.after_route_id, ()), row)
    return found


def _fits(boss: BossRow, shown: Filter) -> bool:
    return shown is Filter.ALL or (shown is Filter.OPEN and boss.outcome != BossOutcome.WON)


def _logged_by_place(
    run: NuzlockeRun, encounters: Iterable[Encounter]
) -> dict[tuple[bool, int | None], tuple[LoggedEncounter, ...]]:
    by_place: dict[tuple[bool, int | None], tuple[LoggedEncounter, ...]] = {}
    for encounter in encounters:
        is_own = encounter.custom_route_id is not None
        key = (is_own, encounter.custom_route_id if is_own else encounter.route_id)
        by_place[key] = (*by_place.get(key, ()), _logged(encounter, run.game.generation))
    return by_place


def _logged(encounter: Encounter, generation: int) -> LoggedEncounter:
    return LoggedEncounter(
        public_id=encounter.public_id,
        pokemon=_option(encounter.pokemon, generation) if encounter.pokemon else None,
        nickname=encounter.nickname,
        status=encounter.status,
        status_label=encounter.get_status_display(),
        catch_level=encounter.catch_level,
        faint_level=encounter.faint_level,
        faint_cause=encounter.faint_cause,
        missed_reason=encounter.get_missed_reason_display() if encounter.missed_reason else "",
        is_bonus=encounter.is_bonus,
        in_table=encounter.pokemon is None
        or (encounter.custom_route is not None and encounter.custom_route.table_of_id is None)
        or bool(getattr(encounter, "in_table", True)),
        revision=encounter.revision,
        species=encounter.species.name if encounter.species else "",
        level=encounter.current_level,
        party_slot=encounter.party_slot,
        bonus_reason=encounter.get_bonus_reason_display() if encounter.bonus_reason else "",
        override_reason=encounter.override_reason,
        killers=tuple(
            killer.name for killer in (encounter.killer_pokemon, encounter.killer_boss) if killer
        ),
        epitaph=encounter.epitaph,
    )


def _row(place: Place, outlook: Outlook, encounters: tuple[LoggedEncounter, ...]) -> Row:
    row = Row(
        slug=place.slug,
        name=place.name,
        stage=place.stage,
        stage_label=place.stage_label,
        is_retired=place.is_retired,
        species=outlook.species_at(place),
        encounters=encounters,
        is_own=place.is_own,
        hidden=place.hidden,
    )
    return row if row.is_done else replace(row, outlook=outlook.in_words(place))


def _continue_here(rows: Sequence[Row]) -> Opening | None:
    for row in rows:
        is_met_here = row.stage == RouteStage.STORY and (row.species or row.is_own)
        if is_met_here and not row.is_done and not row.hidden:
            return Opening(slug=row.slug)
    return None


def _is_shown(row: Row, shown: Filter) -> bool:
    if row.hidden and not row.encounters:
        return False
    if shown is Filter.ALL:
        return True
    if shown is Filter.OPEN:
        return not row.is_done
    return any(encounter.status == _STATUS_OF_FILTER[shown] for encounter in row.encounters)


def _opened(
    run: NuzlockeRun, place: Place, row: Row, opening: Opening, outlook: Outlook, table: str
) -> Row:
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
        met = outlook.encounters_at(place)
        options = _options(met, run.game.generation)
        if encounter and encounter.pokemon and not encounter.in_table:
            options = (encounter.pokemon, *options)
    suggestions = tuple(_option(pokemon, run.game.generation) for pokemon in opening.suggestions)
    odds = OpenPlace()
    if opening.mode is Mode.LOG:
        odds = outlook.of_open(place, table)
        options = tuple(_with_odds(option, odds) for option in options)
    return replace(
        row,
        open=OpenRow(
            mode=opening.mode,
            encounter=encounter,
            options=options,
            suggestions=suggestions,
            offers_bonus=opening.mode is Mode.LOG and row.is_done,
            odds=odds,
        ),
    )


def _with_ideas(row: Row, run: NuzlockeRun, encounters: Iterable[Encounter]) -> Row:
    """Offer nicknames beside a form that logs; each place has others."""
    if row.open is None or row.open.mode is not Mode.LOG:
        return row
    ideas = nickname_ideas(
        types=(),
        used=[encounter.nickname for encounter in encounters],
        seed=f"{run.public_id}/{row.slug}",
        count=_IDEAS,
    )
    return replace(row, open=replace(row.open, ideas=ideas))


def _with_odds(option: Option, odds: OpenPlace) -> Option:
    ruling = odds.ruling(option.slug)
    return replace(
        option,
        chance=odds.chances.get(option.slug, ""),
        verdicts=tuple(verdict.sentence for verdict in ruling.verdicts),
        is_legal=ruling.is_legal,
    )


def _options(met: Iterable[RouteEncounter], generation: int) -> tuple[Option, ...]:
    ordered = sorted(met, key=_table_order)
    ways: dict[int, tuple[Way, ...]] = {}
    species: dict[int, Pokemon] = {}
    for row in ordered:
        species.setdefault(row.pokemon_id, row.pokemon)
        ways[row.pokemon_id] = (*ways.get(row.pokemon_id, ()), _way(row))
    return tuple(_option(pokemon, generation, ways[key]) for key, pokemon in species.items())


def _table_order(row: RouteEncounter) -> tuple[int, int, int]:
    return (
        wording.METHOD_ORDER[row.encounter_method],
        -(row.encounter_rate or 0),
        row.pokemon.national_dex,
    )


def _way(row: RouteEncounter) -> Way:
    availability = wording.availability(row).lower()
    return Way(
        method=row.get_encounter_method_display(),
        rate=wording.rate(row),
        levels=wording.levels(row),
        note=", ".join([*filter(None, [availability]), *in_words(row.conditions)]),
    )


def _option(pokemon: Pokemon, generation: int, ways: tuple[Way, ...] = ()) -> Option:
    return Option(
        slug=pokemon.slug,
        name=pokemon.name,
        national_dex=pokemon.national_dex,
        types=tuple(pokemon.types_in(generation)),
        sprite_url=picture_url(pokemon),
        ways=ways,
    )


def _summary(rows: Iterable[Row]) -> Summary:
    rows = list(rows)
    statuses = [encounter.status for row in rows for encounter in row.encounters]
    return Summary(
        alive=statuses.count(EncounterStatus.CAUGHT),
        dead=statuses.count(EncounterStatus.FAINTED),
        missed=statuses.count(EncounterStatus.MISSED),
        done=sum(row.is_done for row in rows),
        places=sum(
            (bool(row.species or row.is_own) and not row.hidden) or row.is_done for row in rows
        ),
    )
