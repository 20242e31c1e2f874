"""Changes of the catalog in words: of one row, and of a game as its players read them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Max, Model, Q, QuerySet

from pokedex.choices import ChangeAct, ChangeSource, ReportKind, ReportState
from pokedex.history import columns, current_values, values_before
from pokedex.models import (
    CatalogChange,
    CorrectionReport,
    EncounterTable,
    Game,
    Pokemon,
    are_shares,
)

SHOWN = 200
# So many corrections of a game each process keeps, for the runs of that game.
NEWS_KEPT = 40
# Of so many rows at most are the details read.
LONGEST_VALUE = 300
# A file that a person imports is his word as well.
PEOPLES = (ChangeSource.PERSON, ChangeSource.IMPORT)
Names = Mapping[type[Model], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column with its values in words; '' where there was, or is, none."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a row. ``by`` is '' for loads, commands and accounts that are gone."""

    pk: int
    at: datetime
    by: str
    source: str
    act: str
    row: str
    columns: list[ColumnChange]
    credit: str


@dataclass(frozen=True, slots=True)
class LastChange:
    """When a row last changed, and who did it."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the changelog; ``credit`` names those who had reported it, '' for nobody."""

    text: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """What curators changed in a game on one day, a sentence each."""

    day: date
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Changelog:
    """A game's changelog, the newest day first; ``has_more`` when older ones are left out."""

    name: str
    slug: str
    days: list[Day]
    has_more: bool


@dataclass(frozen=True, slots=True)
class News:
    """A correction as runs are told of it; later ones have higher numbers."""

    number: int
    at: datetime
    text: str


def changes_of(model: type[Model], pk: int) -> list[Change]:
    """Return the latest changes of a row, with the user who made each. A query for each model."""
    found = CatalogChange.objects.filter(row_model=model._meta.model_name, row_id=pk)
    return _in_words(list(found.select_related("by")[:SHOWN]))


def change_in_words(change: CatalogChange) -> Change:
    """Return one change in words."""
    return _in_words([change])[0]


def reverting(change: CatalogChange) -> list[ColumnChange]:
    """Return what taking a change back would do: each column as it is now, and as it would be."""
    now = current_values(change)
    model = apps.get_model("pokedex", change.row_model)
    before = values_before(change)
    return _columns(model, now, before, _names([(model, now), (model, before)]))


def last_changes(model: type[Model], pks: Sequence[int]) -> dict[int, LastChange]:
    """Return the last change of each of these rows, where there is any. One query."""
    of_rows = CatalogChange.objects.filter(row_model=model._meta.model_name, row_id__in=pks)
    last = of_rows.order_by().values("row_id").annotate(last=Max("id")).values("last")
    found = CatalogChange.objects.filter(pk__in=last).values_list("row_id", "at", "by__username")
    return {row: LastChange(at, by or "") for row, at, by in found}


def changelog(slug: str) -> Changelog | None:
    """Return what people have changed in a published game; None when there is no such game.

    Changes of Pokémon that the game has are among them. No curator is named: who looks after the
    catalog need not be known to its readers. Who has reported what is wrong is thanked.
    """
    game = Game.objects.published().filter(slug=slug).first()
    if game is None:
        return None
    changes = list(_changes_in(slug, game.generation)[: SHOWN + 1])
    by_hand = list(_corrected_by_hand(slug, game.generation)[:SHOWN])
    lines = [
        *((one.at, _line(one)) for one in _in_words(changes[:SHOWN])),
        *((one.decided_at or one.sent_at, _line_of_report(one)) for one in by_hand),
    ]
    lines.sort(key=lambda line: line[0], reverse=True)
    days = [
        Day(day, list(dict.fromkeys(line for _, line in of_day)))
        for day, of_day in groupby(lines, key=lambda line: line[0].date())
    ]
    return Changelog(game.name, game.slug, days, len(changes) > SHOWN)


def news_of(slug: str, generation: int) -> tuple[News, ...]:
    """Return the latest corrections of a game as runs are told of them, the newest first.

    Shares of tables are left out: the encounters that follow from them are there. One query, and
    one more for each model whose rows a changed column names.
    """
    found = list(_changes_in(slug, generation).exclude(row_model="encountertable")[:NEWS_KEPT])
    for one in found:
        if one.act != ChangeAct.CHANGED:
            # Its name says it all; what it had in each column would cost a query for each model.
            one.before = one.after = {}
    return tuple(News(one.pk, one.at, _news(one)) for one in _in_words(found))


def _changes_in(slug: str, generation: int) -> QuerySet[CatalogChange]:
    """Find what people have changed in a game, and in the Pokémon that it can have."""
    later = Pokemon.objects.filter(generation__gt=generation).values("pk")
    shared = Q(game="", row_model="pokemon") & ~Q(row_id__in=later)
    found = CatalogChange.objects.filter(Q(game=slug) | shared, source__in=PEOPLES)
    return found.select_related("by")


def _corrected_by_hand(slug: str, generation: int) -> QuerySet[CorrectionReport]:
    """Find the reports that curators have accepted without changing the catalog by it."""
    later = Pokemon.objects.filter(generation__gt=generation).values("pk")
    shared = Q(game="", row_model="pokemon") & ~Q(row_id__in=later)
    accepted = CorrectionReport.objects.filter(Q(game=slug) | shared, is_applied=False)
    return accepted.filter(state=ReportState.ACCEPTED).order_by("-decided_at", "-id")


def _line(change: Change) -> Line:
    return Line(_sentence(change), change.credit)


def _line_of_report(report: CorrectionReport) -> Line:
    what = str(ReportKind(report.kind).label)
    return Line(f"{report.row_name}: corrected. It was reported: “{what}”.", report.credit)


def _news(change: Change) -> str:
    """Say a change as somebody is told who knows the catalog as it was."""
    if change.act != ChangeAct.CHANGED or [one.column for one in change.columns] == ["order"]:
        return _sentence(change)
    parts = [
        f"{one.column} {one.after or 'none'} instead of {one.before or 'none'}"
        for one in change.columns
    ]
    return f"{change.row}: {', '.join(parts)}."


def _sentence(change: Change) -> str:
    if change.act != ChangeAct.CHANGED:
        return f"{change.row}: {ChangeAct(change.act).label.lower()}."
    if [one.column for one in change.columns] == ["order"]:
        return "The order of the routes was changed."
    parts = [
        f"{one.column} {one.before or 'none'} → {one.after or 'none'}" for one in change.columns
    ]
    return f"{change.row}: {', '.join(parts)}."


def _in_words(changes: Sequence[CatalogChange]) -> list[Change]:
    models = {one.pk: apps.get_model("pokedex", one.row_model) for one in changes}
    names = _names(
        (models[one.pk], values) for one in changes for values in (one.before, one.after)
    )
    return [
        Change(
            pk=one.pk,
            at=one.at,
            by=one.by.get_username() if one.by_id and one.by else "",
            source=one.source,
            act=one.act,
            row=one.row_name,
            columns=_columns(models[one.pk], one.before, one.after, names),
            credit=one.credit,
        )
        for one in changes
    ]


def _names(changes: Iterable[tuple[type[Model], Mapping[str, Any]]]) -> Names:
    """Find the names of all rows that foreign keys name; one query for each model."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for model, values in changes:
        for field in columns(model):
            if isinstance(field, ForeignKey) and values.get(field.name) is not None:
                wanted[field.related_model].add(values[field.name])
    return {
        model: {row.pk: str(row) for row in model._base_manager.filter(pk__in=pks)}
        for model, pks in wanted.items()
    }


def _columns(
    model: type[Model], before: Mapping[str, Any], after: Mapping[str, Any], names: Names
) -> list[ColumnChange]:
    return list(_column_changes(model, before, after, names))


def _column_changes(
    model: type[Model], before: Mapping[str, Any], after: Mapping[str, Any], names: Names
) -> Iterator[ColumnChange]:
    for field in columns(model):
        if field.name in before or field.name in after:
            old, new = (_word(field, side.get(field.name), names) for side in (before, after))
            if old or new:
                yield ColumnChange(str(field.verbose_name), old, new)


def _word(field: Field[Any, Any], value: Any, names: Names) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(field, ForeignKey):
        return names.get(field.related_model, {}).get(value, f"a row that is gone (#{value})")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field.model is EncounterTable and are_shares(value):
        text = ", ".join(_share(*share) for share in value)
    elif isinstance(value, list):
        text = json.dumps(value, ensure_ascii=False)
    else:
        choices = dict(field.flatchoices)
        text = str(choices.get(value, value))
        if field.name == "encounter_rate":
            text = f"{text} %"
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _share(slug: str, percent: int, low: int | None, high: int | None) -> str:
    levels = "" if low is None else f" ({low})" if low == high else f" ({low}–{high})"
    return f"{slug} {percent} %{levels}"
