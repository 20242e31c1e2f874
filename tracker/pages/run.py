"""The run page: all routes in story order, what was met at each, and one of them open."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q

from pokedex.choices import RouteStage
from pokedex.conditions import in_words
from pokedex.models import Pokemon, Route, RouteEncounter
from pokedex.pages import wording
from pokedex.pictures import picture_url
from tracker.choices import EncounterStatus
from tracker.models import Encounter, NuzlockeRun
from tracker.places import Place, places_of
from tracker.querysets import routes_of
from tracker.rules.history import Entry
from tracker.text import normalised, problem_in

_LONGEST_SEARCH = 60
_MAX_FOUND = 12


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
    rows: tuple[Row, ...]
    summary: Summary
    shown: Filter = Filter.ALL
    filters: tuple[Filter, ...] = field(default=tuple(Filter))
    undo: Entry | None = None
    redo: Entry | None = None

    @property
    def open_row(self) -> Row | None:
        """The row that is open, if one is."""
        return next((row for row in self.rows if row.open), None)


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
) -> RunPage:
    """The whole page. Six queries: places (3), encounters, the open row's table, the history.

    ``continue_here`` opens the first place of the story that is still to be met, as long as the
    run goes on and no other ``opening`` is asked for.
    """
    places = places_of(run, routes=_with_species(routes_of(run)))
    logged = _logged_by_place(run, run.encounters.for_run_page())
    species = {place.place.pk: _species(place.place) for place in places if not place.is_own}
    closed = [
        _row(place, species, logged.get((place.is_own, place.place.pk), ())) for place in places
    ]
    if opening is None and continue_here and run.is_active:
        opening = _continue_here(closed)
    rows = tuple(
        _opened(run, place, row, opening) if opening and row.slug == opening.slug else row
        for place, row in zip(places, closed, strict=True)
        if _is_shown(row, shown) or (opening and row.slug == opening.slug)
    )
    history = run.events.history()
    return RunPage(
        run=run,
        rows=rows,
        summary=_summary(closed),
        shown=shown,
        undo=history.last_to_undo(),
        redo=history.last_to_redo(),
    )


def only_row(page: RunPage, slug: str) -> RunPage:
    """The page reduced to the row of one place, for an answer that replaces just that row."""
    return replace(page, rows=tuple(row for row in page.rows if row.slug == slug))


def search_page(run: NuzlockeRun, typed: str) -> tuple[Option, ...]:
    """Pokémon of the whole catalog that fit what was typed; none for fewer than two signs."""
    typed = normalised(typed)[:_LONGEST_SEARCH]
    if len(typed) < 2 or problem_in(typed):
        return ()
    found = Pokemon.objects.search(typed)[:_MAX_FOUND]
    return tuple(_option(pokemon, run.game.generation) for pokemon in found)


def _with_species(routes: Any) -> Any:
    return routes.annotate(
        species=Count(
            "encounters__pokemon",
            filter=Q(encounters__is_active=True, encounters__pokemon__is_active=True),
            distinct=True,
        )
    )


def _species(route: Any) -> int:
    # The number that the queryset annotates, which the type does not know.
    return int(route.species)


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


def _row(place: Place, species: dict[int, int], encounters: tuple[LoggedEncounter, ...]) -> Row:
    return Row(
        slug=place.slug,
        name=place.name,
        stage=place.stage,
        stage_label=place.stage_label,
        is_retired=place.is_retired,
        species=species.get(place.route.pk, 0) if place.route else 0,
        encounters=encounters,
        is_own=place.is_own,
        hidden=place.hidden,
    )


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


def _opened(run: NuzlockeRun, place: Place, row: Row, opening: Opening) -> Row:
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
        options = _options(place.route, run.game.generation) if place.route else ()
        if encounter and encounter.pokemon and not encounter.in_table:
            options = (encounter.pokemon, *options)
    suggestions = tuple(_option(pokemon, run.game.generation) for pokemon in opening.suggestions)
    return replace(
        row,
        open=OpenRow(
            mode=opening.mode,
            encounter=encounter,
            options=options,
            suggestions=suggestions,
            offers_bonus=opening.mode is Mode.LOG and row.is_done,
        ),
    )


def _options(route: Route, generation: int) -> tuple[Option, ...]:
    met = route.encounters.published().select_related("pokemon")
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
