"""What is met at a route of a custom game: tables and encounters made to agree with given lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from pokedex.choices import EncounterMethod, TableException
from pokedex.methods import group_of
from pokedex.models import EncounterTable, Pokemon, Route, RouteEncounter
from pokedex.services.encounter_lines import Proposed
from pokedex.services.table_rates import derived_rows, kept_tables, known_conditions
from pokedex.sources.stored_tables import KeptTable
from tracker.models import CustomGame
from tracker.services.custom_games import begin_change
from tracker.services.custom_rows import own_row, remove, store
from tracker.services.errors import Refused, refusals

ALL = 100
# As in the back office: the shares of a table with several states can sum to more than 100.
HIGHEST_TOTAL = 1000
# The largest game of the catalog has 2,743.
MOST_ENCOUNTERS = 6000

Levels = tuple[int | None, int | None]
Said = dict[int, tuple[int | None, Levels]]


@dataclass(slots=True)
class Replaced:
    """What saving has done beyond what was typed, in sentences for the player."""

    warnings: list[str] = field(default_factory=list)


def replace_encounters(
    *, custom_game: CustomGame, route: Route, proposed: Sequence[Proposed], revision: int
) -> Replaced:
    """Let the route have these encounters and no others.

    Methods of which nothing is said otherwise stay as they are, with their areas, times and
    conditions. Where one is: its only encounter table takes the new shares and keeps its area and
    conditions; several tables give way to one for the whole route; and where a rate is unknown, or
    chance has no part in the method, the encounters stand alone. ``revision`` is that of the game.
    Raises ``ChangedMeanwhile`` when it has moved on, ``Refused`` when rates sum to more than
    ``HIGHEST_TOTAL`` or the game would have more than ``MOST_ENCOUNTERS`` encounters.
    """
    said: dict[str, Said] = {}
    for one in proposed:
        levels = (one.min_level, one.max_level)
        said.setdefault(one.method, {})[one.pokemon] = (one.rate, levels)
    if not _changed_methods(_shown(route), said):
        return Replaced()
    with refusals(), transaction.atomic():
        game = begin_change(custom_game=custom_game, revision=revision).game
        row = own_row(game, Route, route.pk)
        replaced = Replaced()
        slugs = dict(Pokemon.objects.values_list("pk", "slug"))
        for method in _changed_methods(_shown(row), said):
            _replace(row, method, said.get(method, {}), slugs, replaced)
        if RouteEncounter.objects.filter(route__game=game).count() > MOST_ENCOUNTERS:
            raise Refused(
                f"This game would have more than {MOST_ENCOUNTERS:,} encounters, which is the "
                "most. Take some away first.",
                field="lines",
            )
        return replaced


def _shown(route: Route) -> dict[str, Said]:
    shown: dict[str, Said] = {}
    for row in RouteEncounter.objects.published().filter(route=route):
        levels = (row.min_level, row.max_level)
        shown.setdefault(row.encounter_method, {})[row.pokemon_id] = (row.encounter_rate, levels)
    return shown


def _changed_methods(shown: dict[str, Said], said: dict[str, Said]) -> list[str]:
    return [
        method for method in EncounterMethod.values if shown.get(method, {}) != said.get(method, {})
    ]


def _replace(
    route: Route, method: str, said: Said, slugs: dict[int, str], replaced: Replaced
) -> None:
    name = EncounterMethod(method).label
    tables = list(EncounterTable.objects.filter(route=route, encounter_method=method))
    published = [table for table in tables if table.is_active]
    before = kept_tables(route=route, method=method)
    total = sum(rate or 0 for rate, _ in said.values())
    by_chance = group_of(method).by_chance
    is_complete = all(rate for rate, _ in said.values())
    if total > HIGHEST_TOTAL:
        raise Refused(f"The rates of {name} sum to {total:,} %, which is too much.", field="lines")
    kept: EncounterTable | None = None
    if said and by_chance and is_complete:
        kept = _table_for(route, method, tables, published)
        shares = [[slugs[pk], rate, *levels] for pk, (rate, levels) in said.items()]
        kept.pokemon, kept.total, kept.is_active = shares, total, True
        kept.exception = _exception(kept.exception, total)
        kept.full_clean(exclude=["route"])
        if kept.pk:
            store(kept)
        else:
            EncounterTable.objects.bulk_create([kept])
    _retire(table for table in published if kept is None or table.pk != kept.pk)
    if kept is not None:
        _derive(route, method, before)
    _write_rows(route, method, said)
    if published and (kept is None or len(published) > 1):
        number = f"{len(published)} tables" if len(published) > 1 else "table"
        replaced.warnings.append(
            f"{name}: the {number} by area and time that {route} had gave way to your lines."
        )
    if total > ALL and by_chance:
        replaced.warnings.append(f"{name}: the rates sum to {total} %, which is more than 100.")
    if said and by_chance and not is_complete:
        replaced.warnings.append(
            f"{name}: a line has no rate, so a run shows no chances for it. Is it meant?"
        )


def _table_for(
    route: Route, method: str, tables: Sequence[EncounterTable], published: Sequence[EncounterTable]
) -> EncounterTable:
    """Return the only table of the method; else one for all of the route at any time."""
    if len(published) == 1:
        return published[0]
    plain = (table for table in tables if not table.area and not table.conditions)
    table = next(plain, None) or EncounterTable(route=route, encounter_method=method)
    table.route = route
    return table


def _exception(before: str, total: int) -> str:
    if total == ALL:
        return ""
    if before:
        return before
    return TableException.EXTRA_SHARES if total > ALL else TableException.MISSING_SHARES


def _retire(tables: Iterable[EncounterTable]) -> None:
    """Take tables away: a copy stays, so that it is known what the base has."""
    for table in tables:
        if table.loaded_digest:
            table.is_active = False
            store(table, "is_active")
        else:
            remove(EncounterTable.objects.filter(pk=table.pk))


def _derive(route: Route, method: str, before: Sequence[KeptTable]) -> None:
    """Write what follows from the tables, by the rule of the catalog."""
    now = kept_tables(route=route, method=method)
    found = derived_rows(
        route=route, method=method, before=before, now=now, known=known_conditions()
    )
    _store_all(found.written)


def _write_rows(route: Route, method: str, said: Said) -> None:
    """Make the encounters those that were said; others of the method are taken away.

    Conditions and availability stay those that the encounter had, or that its table gives.
    """
    rows = {
        row.pokemon_id: row
        for row in RouteEncounter.objects.filter(route=route, encounter_method=method)
    }
    written = []
    for pk, (rate, (low, high)) in said.items():
        row = rows.pop(pk, None) or RouteEncounter(
            route=route, pokemon_id=pk, encounter_method=method
        )
        row.encounter_rate, row.min_level, row.max_level = rate, low, high
        row.is_active = True
        written.append(row)
    _store_all(written)
    gone = [row for row in rows.values() if row.is_active]
    remove(RouteEncounter.objects.filter(pk__in=[row.pk for row in gone], loaded_digest=""))
    RouteEncounter.objects.filter(pk__in=[row.pk for row in gone]).update(is_active=False)


def _store_all(rows: Sequence[RouteEncounter]) -> None:
    RouteEncounter.objects.bulk_create([row for row in rows if row.pk is None])
    RouteEncounter.objects.bulk_update(
        [row for row in rows if row.pk is not None],
        [
            *("encounter_rate", "min_level", "max_level"),
            *("conditions", "availability", "is_active"),
        ],
        batch_size=100,
    )
