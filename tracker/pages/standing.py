"""A run as it stands: its rows, all of them closed, and what the bar above them says.

It changes with each act and with the catalog, and is looked at much more often than that. So each
process keeps what it has read of the latest runs, by the number of the run's last event and the
catalog's revision; both come with the run, in one query.
"""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from pokedex.models import Route
from tracker.choices import EncounterStatus
from tracker.game_catalog import GameCatalog
from tracker.models import PARTY_SIZE, Encounter, NuzlockeRun
from tracker.pages.outlook import Outlook
from tracker.pages.rows import BossRow, LoggedEncounter, Row, boss_row, logged
from tracker.places import Place, places_of
from tracker.rules.document import DocumentError
from tracker.rules.engine import RunRules
from tracker.rules.history import Entry
from tracker.rules.run_end import RunEnd, run_end
from tracker.run_facts import FoughtBoss, RunRows, facts_of, rows_of

# Runs that a process keeps; one takes some hundred kilobytes.
_KEPT_RUNS = 64
_GOING_ON = RunEnd(lost="", completed="")
# In place of a route's key: what stands before all routes.
_BEFORE_ALL = 0


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the rules say to the run as it stands: the cap, the party, and whether it is over."""

    cap: int | None = None
    cap_in_words: str = ""
    party: tuple[str, ...] = ()
    end: RunEnd = _GOING_ON
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of a run; ``alive`` counts those in the box as well."""

    alive: int
    boxed: int
    dead: int
    missed: int
    done: int
    places: int


@dataclass(frozen=True, slots=True)
class Standing:
    """All rows of a run in order, closed, and its bar.

    ``places`` are those of the rows by slug, ``nicknames`` all that were given. ``party`` has six
    places; the empty ones are None.
    """

    rows: tuple[Row | BossRow, ...]
    catalog: GameCatalog
    places: Mapping[str, Place]
    outlook: Outlook
    summary: Summary
    rulings: Rulings
    party: tuple[LoggedEncounter | None, ...]
    upcoming: BossRow | None
    undo: Entry | None
    redo: Entry | None
    nicknames: tuple[str, ...]
    # Of the closed rows by anchor, filled by the view that shows them.
    html: dict[str, str] = field(default_factory=dict, compare=False)


_kept: OrderedDict[uuid.UUID, tuple[Hashable, Standing]] = OrderedDict()
_lock = Lock()


def standing_of(run: NuzlockeRun) -> Standing:
    """Return the run as it stands. No query where this process has it, else three.

    Three more when the player has places of his own, and one when somebody of them was met; five
    when the catalog has changed.
    """
    return _standing(run, lambda: rows_of(run))


def standing_by(rows: RunRows) -> Standing:
    """Return the run as it stands by these rows, which are all of it at one moment.

    No query, but those for places of the player's own.
    """
    return _standing(rows.run, lambda: rows)


def _standing(run: NuzlockeRun, rows: Callable[[], RunRows]) -> Standing:
    key = _state_of(run)
    if key is None:
        return _built(rows())
    with _lock:
        kept = _kept.pop(run.public_id, None)
        if kept is not None and kept[0] == key:
            _kept[run.public_id] = kept
            return kept[1]
    standing = _built(rows())
    with _lock:
        _kept[run.public_id] = (key, standing)
        while len(_kept) > _KEPT_RUNS:
            _kept.popitem(last=False)
    return standing


def _state_of(run: NuzlockeRun) -> Hashable | None:
    """Return what is another value after each change, None where nothing is.

    It was read before the rows, so these are at least as new as it says: newer ones are read again
    at the next request, and no old ones are ever taken for new. A run from before there were
    events, or a catalog that was written past its revision, has nothing to tell it by.
    """
    if not run.last_event or run.catalog_revision is None:
        return None
    own = run.game.revision
    return run.last_event, run.revision, run.seen_change, run.catalog_revision, own


def _built(found: RunRows) -> Standing:
    run, catalog = found.run, found.catalog
    encounters, bosses, history = found.encounters, found.bosses, found.history
    used = {row.route_id for row in encounters}
    routes = [row for row in catalog.routes.values() if row.is_active or row.pk in used]
    places = places_of(run, routes=routes)
    rules: RunRules | None = None
    try:
        facts = facts_of(
            run,
            catalog,
            encounters=encounters,
            bosses=bosses,
            names={place.slug: place.name for place in places},
            deaths=found.deaths,
        )
    except DocumentError:
        outlook, rulings = Outlook(catalog, None, None), Rulings(unreadable=True)
    else:
        rules = RunRules(facts)
        outlook = Outlook(catalog, rules, facts.document)
        rulings = _rulings(rules, run_end(facts), encounters)
    met = _logged_by_place(run, catalog, encounters)
    rows = [_row(place, outlook, met.get((place.is_own, place.place.pk), ())) for place in places]
    following = _bosses_by_route(bosses, rules, _stand_ins(catalog, routes))
    lines: list[Row | BossRow] = [*following.pop(_BEFORE_ALL, ())]
    for place, row in zip(places, rows, strict=True):
        lines.append(row)
        if not place.is_own:
            lines += following.pop(place.place.pk, ())
    in_party = {
        one.party_slot: one for each in met.values() for one in each if one.party_slot is not None
    }
    return Standing(
        rows=tuple(lines),
        catalog=catalog,
        places={place.slug: place for place in places},
        outlook=outlook,
        summary=_summary(rows),
        rulings=rulings,
        party=tuple(in_party.get(slot) for slot in range(1, PARTY_SIZE + 1)),
        upcoming=next((row for row in lines if isinstance(row, BossRow) and row.is_next), None),
        undo=history.last_to_undo(),
        redo=history.last_to_redo(),
        nicknames=tuple(row.nickname for row in encounters),
    )


def _rulings(rules: RunRules, end: RunEnd, encounters: Iterable[Encounter]) -> Rulings:
    cap = rules.cap
    party = [str(row.public_id) for row in encounters if row.party_slot]
    return Rulings(
        cap=cap.level if cap else None,
        cap_in_words=f"Level cap {cap.level} for {cap.next_boss.name}" if cap else "",
        party=tuple(verdict.sentence for verdict in rules.for_party(party).verdicts),
        end=end,
    )


def _stand_ins(catalog: GameCatalog, shown: Iterable[Route]) -> dict[int, int]:
    """For each route of the game that is not shown, the last one before it that is."""
    keys = {row.pk for row in shown}
    found: dict[int, int] = {}
    last = _BEFORE_ALL
    for key in catalog.routes:
        if key in keys:
            last = key
        else:
            found[key] = last
    return found


def _bosses_by_route(
    bosses: Sequence[FoughtBoss], rules: RunRules | None, stand_ins: Mapping[int, int]
) -> dict[int, tuple[BossRow, ...]]:
    """The bosses in story order by the key of the route that each stands behind.

    Where that is not shown, as in a game in which it is hidden, it is the one before it.
    The next one is who the level cap is about, else the first of the story that is not won.
    """
    if rules and rules.cap:
        upcoming = rules.cap.next_boss.key
    else:
        left = (each.boss.slug for each in bosses if each.is_of_the_story and not each.is_won)
        upcoming = next(left, "")
    found: dict[int, tuple[BossRow, ...]] = {}
    for fought in bosses:
        key = stand_ins.get(fought.boss.after_route_id, fought.boss.after_route_id)
        row = boss_row(fought, is_next=fought.boss.slug == upcoming)
        found[key] = (*found.get(key, ()), row)
    return found


def _logged_by_place(
    run: NuzlockeRun, catalog: GameCatalog, encounters: Iterable[Encounter]
) -> dict[tuple[bool, int | None], tuple[LoggedEncounter, ...]]:
    by_place: dict[tuple[bool, int | None], tuple[LoggedEncounter, ...]] = {}
    for encounter in encounters:
        is_own = encounter.custom_route_id is not None
        key = (is_own, encounter.custom_route_id if is_own else encounter.route_id)
        row = logged(encounter, run.game.generation, in_table=_is_in_table(catalog, encounter))
        by_place[key] = (*by_place.get(key, ()), row)
    return by_place


def _is_in_table(catalog: GameCatalog, encounter: Encounter) -> bool:
    """Say whether the catalog has it there; true where there is no table that could have it."""
    own = encounter.custom_route
    route = own.table_of_id if own else encounter.route_id
    if encounter.pokemon_id is None or (own is not None and route is None):
        return True
    return any(
        row.pokemon_id == encounter.pokemon_id for row in catalog.encounters.get(route or 0, ())
    )


def _row(place: Place, outlook: Outlook, encounters: tuple[LoggedEncounter, ...]) -> Row:
    is_done = any(
        not each.is_bonus and each.status != EncounterStatus.POSTPONED for each in encounters
    )
    return Row(
        slug=place.slug,
        name=place.name,
        stage=place.stage,
        stage_label=place.stage_label,
        is_retired=place.is_retired,
        species=outlook.species_at(place),
        encounters=encounters,
        is_own=place.is_own,
        hidden=place.hidden,
        outlook="" if is_done else outlook.in_words(place),
    )


def _summary(rows: Sequence[Row]) -> Summary:
    met = [encounter for row in rows for encounter in row.encounters]
    statuses = [encounter.status for encounter in met]
    alive = statuses.count(EncounterStatus.CAUGHT)
    return Summary(
        alive=alive,
        boxed=alive - sum(encounter.party_slot is not None for encounter in met),
        dead=statuses.count(EncounterStatus.FAINTED),
        missed=statuses.count(EncounterStatus.MISSED),
        done=sum(row.is_done for row in rows),
        places=sum(
            (bool(row.species or row.is_own) and not row.hidden) or row.is_done for row in rows
        ),
    )
