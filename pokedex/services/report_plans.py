"""What accepting a report would change in the catalog: first looked at, then done as seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from pokedex.choices import ReportKind, ReportSubject
from pokedex.models import (
    Boss,
    CatalogRow,
    CorrectionReport,
    EncounterTable,
    Pokemon,
    Route,
    RouteEncounter,
)
from pokedex.reports import MODELS, facts_of, levels_in_words, mark_of, types_in_words
from pokedex.services.encounter_lines import read_lines
from pokedex.services.encounter_plans import (
    SAME,
    PlanRefused,
    plan_encounters,
    write_encounters,
)
from pokedex.services.report_values import (
    BadSuggestion,
    level_in,
    levels_in,
    rate_in,
    types_in,
)
from pokedex.services.table_rates import encounters_following

ONLY_BY_HAND = "This cannot be changed by accepting it: it takes your judgement. Edit it yourself."
SAYS_SO = "The catalog says so already."


class CannotApply(Exception):
    """Accepting cannot change the catalog as the plan says; the message says why."""


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column that accepting would change, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A Pokémon of the same encounter table that could give or take a share, and its new one."""

    slug: str
    words: str


Write = Callable[[str], Sequence[CatalogRow]]


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """What accepting a report does by itself. ``obstacle`` says why it does nothing, if so.

    ``facts`` are what the row says now, nothing when it is gone. ``partners`` are there when the
    shares of an encounter table must sum to the same as before: one of them has to be chosen.
    ``mark`` is another one when the row or its table has changed since: what is done is what was
    seen.
    """

    row: CatalogRow | None = None
    facts: list[list[str]] = field(default_factory=list)
    columns: list[PlannedColumn] = field(default_factory=list)
    obstacle: str = ""
    warning: str = ""
    partners: list[Partner] = field(default_factory=list)
    mark: str = ""
    write: Write | None = None


@dataclass(frozen=True, slots=True)
class _Planned:
    columns: list[PlannedColumn]
    write: Write
    warning: str = ""
    partners: list[Partner] = field(default_factory=list)


def plan_report(report: CorrectionReport, *, lock: bool = False) -> ReportPlan:
    """Say what accepting a report would change. A handful of queries.

    ``lock`` holds the row against others until the transaction ends.
    """
    model = MODELS[ReportSubject(report.row_model)]
    rows: Any = model._default_manager.all()
    if lock:
        rows = rows.select_for_update()
    row: CatalogRow | None = rows.filter(pk=report.row_id).first()
    if row is None:
        return ReportPlan(obstacle="The row has been deleted since it was reported.")
    facts = facts_of(row)
    try:
        planned = _plan(row, ReportKind(report.kind), report.suggestion)
    except (CannotApply, BadSuggestion) as reason:
        return ReportPlan(row=row, facts=facts, mark=mark_of(facts), obstacle=str(reason))
    seen = [
        *facts,
        *([one.name, one.before, one.after] for one in planned.columns),
        *([one.slug, one.words] for one in planned.partners),
    ]
    return ReportPlan(
        row=row,
        facts=facts,
        columns=planned.columns,
        obstacle="" if planned.columns else SAYS_SO,
        warning=planned.warning,
        partners=planned.partners,
        mark=mark_of(seen),
        write=planned.write if planned.columns else None,
    )


def _plan(row: CatalogRow, kind: ReportKind, suggestion: str) -> _Planned:
    match row, kind:
        case RouteEncounter(), ReportKind.RATE:
            return _rate(row, rate_in(suggestion))
        case RouteEncounter(), ReportKind.NOT_MET:
            return _rate(row, 0)
        case RouteEncounter(), ReportKind.LEVEL:
            return _levels(row, *levels_in(suggestion))
        case Route(), ReportKind.MISSING:
            return _missing(row, suggestion)
        case ((Route() | Pokemon() | Boss()), ReportKind.NAME):
            return _columns(row, name=suggestion)
        case Boss(), ReportKind.BATTLE_PLACE:
            return _columns(row, place=suggestion)
        case Boss(), ReportKind.LEVEL:
            return _ace_level(row, level_in(suggestion))
        case Pokemon(), ReportKind.TYPES:
            return _types(row, types_in(suggestion))
    raise CannotApply(ONLY_BY_HAND)


def _columns(row: CatalogRow, *, warning: str = "", **values: object) -> _Planned:
    """Plan to set columns of the row itself."""

    def write(partner: str) -> list[CatalogRow]:
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
        return [row]

    changed = [
        PlannedColumn(
            str(row._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # a column
            _said(getattr(row, name)),
            _said(value),
        )
        for name, value in values.items()
        if getattr(row, name) != value
    ]
    return _Planned(changed, write, warning)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _ace_level(boss: Boss, level: int) -> _Planned:
    warning = ""
    levels = [one.level for one in boss.team.published()]
    if levels and max(levels) != level:
        warning = (
            f"The team goes up to level {max(levels)}. Accepting changes the level cap and leaves "
            "the team as it is: look at the team as well."
        )
    return _columns(boss, warning=warning, ace_level=level)


def _types(pokemon: Pokemon, types: list[str]) -> _Planned:
    def write(partner: str) -> list[CatalogRow]:
        pokemon.types = types
        pokemon.full_clean()
        pokemon.save()
        return [pokemon]

    before, after = types_in_words(pokemon.types), types_in_words(types)
    columns = [PlannedColumn("types", before, after)] if before != after else []
    warning = (
        "Types of earlier generations stay as they are: look at them too."
        if (pokemon.past_types and columns)
        else ""
    )
    return _Planned(columns, write, warning)


def _missing(route: Route, suggestion: str) -> _Planned:
    proposed, errors = read_lines(suggestion)
    if errors:
        raise CannotApply(
            f"This is no line that can be written by itself. {errors[0]} Add it by hand."
        )
    plan = plan_encounters(route, proposed)
    if plan.refusal:
        raise CannotApply(plan.refusal)

    def write(partner: str) -> Sequence[CatalogRow]:
        return write_encounters(route=route, proposed=proposed, mark=plan.mark)

    columns = [
        PlannedColumn(f"{one.pokemon} ({one.method})", one.before, one.after)
        for one in plan.rows
        if one.kind != SAME
    ]
    return _Planned(columns, write)


def _table_of(row: RouteEncounter) -> EncounterTable | None:
    """Return the one table that the row comes from, None where it stands alone."""
    published = EncounterTable.objects.published().filter(
        route=row.route_id, encounter_method=row.encounter_method
    )
    tables = list(published.order_by("id"))
    if not tables:
        return None
    of_row = [one for one in tables if any(share[0] == row.pokemon.slug for share in one.pokemon)]
    if len(of_row) == 1:
        return of_row[0]
    raise CannotApply(
        f"It stands in {len(of_row)} encounter tables (areas, times), and only you can say which "
        "of them is wrong. Edit the tables; the encounter follows."
    )


def _levels(row: RouteEncounter, low: int, high: int) -> _Planned:
    table = _table_of(row)
    if table is None:
        return _columns(row, min_level=low, max_level=high)

    def write(partner: str) -> list[CatalogRow]:
        return _write_shares(
            row,
            table,
            [
                [slug, percent, low, high]
                if slug == row.pokemon.slug
                else [slug, percent, lowest, highest]
                for slug, percent, lowest, highest in table.pokemon
            ],
        )

    before, after = levels_in_words(row.min_level, row.max_level), levels_in_words(low, high)
    return _Planned([PlannedColumn("level", before, after)] if before != after else [], write)


def _rate(row: RouteEncounter, rate: int) -> _Planned:
    """Plan another share; 0 takes the Pokémon out of the table, or off the route."""
    table = _table_of(row)
    if table is None:
        return _columns(row, is_active=False) if rate == 0 else _columns(row, encounter_rate=rate)
    slug = row.pokemon.slug
    shares = {share[0]: share[1] for share in table.pokemon}
    more = rate - shares[slug]
    names = dict(Pokemon.objects.filter(slug__in=shares).values_list("slug", "name"))
    partners = [
        Partner(other, f"{names.get(other, other)}: {share - more} % instead of {share} %")
        for other, share in shares.items()
        if other != slug and share - more >= 1
    ]
    if more and not partners:
        raise CannotApply(
            "No other Pokémon of its encounter table can give or take the difference alone. Edit "
            "the table; the encounter follows."
        )

    def write(partner: str) -> list[CatalogRow]:
        if partner not in {one.slug for one in partners}:
            raise CannotApply("Choose where the difference comes from, or goes to.")
        changed = {**shares, slug: rate, partner: shares[partner] - more}
        written = [[one[0], changed[one[0]], *one[2:]] for one in table.pokemon]
        return _write_shares(row, table, [one for one in written if one[1]])

    after = f"{rate} %" if rate else "not met here"
    columns = [PlannedColumn("share of the table", f"{shares[slug]} %", after)] if more else []
    return _Planned(columns, write, partners=partners if more else [])


def _write_shares(
    row: RouteEncounter, table: EncounterTable, shares: list[list[object]]
) -> list[CatalogRow]:
    with encounters_following([(row.route, row.encounter_method)]):
        now = EncounterTable.objects.select_for_update().get(pk=table.pk)
        if now.pokemon != table.pokemon:
            raise CannotApply("Its encounter table has changed meanwhile. Look at it again.")
        table.pokemon = shares
        table.full_clean()
        table.save()
    return [table]


def carry_out(plan: ReportPlan, partner: str) -> Sequence[CatalogRow]:
    """Do what the plan says; return the rows that were saved.

    Raises ``CannotApply`` when the plan has an obstacle or the catalog refuses the values.
    """
    if plan.write is None:
        raise CannotApply(plan.obstacle)
    try:
        return plan.write(partner)
    except ValidationError as error:
        raise CannotApply(" ".join(error.messages)) from error
    except PlanRefused as refused:
        raise CannotApply(str(refused)) from refused
