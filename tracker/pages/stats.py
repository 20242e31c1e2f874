"""Statistics in charts: of one run, and of all runs of a player."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from tracker.charts import Chart, Datum, bar_chart, line_chart
from tracker.choices import BADGE_KINDS, Acquisition, BossOutcome, EncounterStatus, RunStatus
from tracker.game_catalog import GameCatalog, catalog_of
from tracker.models import BossResult, Encounter, NuzlockeRun
from tracker.querysets import EncounterQuerySet
from tracker.rules.clauses.dupes import Lines
from tracker.rules.clauses.exceptions import Exceptions
from tracker.rules.document import DocumentError, Dupes
from tracker.rules.facts import RunFacts as RunAsRulesSeeIt
from tracker.rules.luck import Luck, Met, luck, percentile_in_words, rarest_in_words, table_of
from tracker.rules.odds import in_percent, odds
from tracker.rules.stats import (
    BossFacts,
    Count,
    Death,
    EncounterFacts,
    Endings,
    RunFacts,
    Stats,
    endings,
    largest,
    stats,
)
from tracker.rules.wording import counted
from tracker.run_facts import facts_of

# A chart shows so many bars, and sums up the others.
_MOST_BARS = 10
# The work for a percentile grows with the square of the encounters; no honest run has as many.
MOST_JUDGED = 150
_NOT_SAID = "not said"

_UNREADABLE = (
    "The rules of this run cannot be read, so nobody knows what was a dupe and how lucky you were. "
    "Choose them anew on the page of the rules"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with what stands beside it; ``empty`` is said where there is nothing to draw."""

    chart: Chart
    empty: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatsPage:
    """The statistics of one run."""

    run: NuzlockeRun
    figures: tuple[Figure, ...]
    luck: tuple[str, ...]
    rarest: Figure


@dataclass(frozen=True, slots=True)
class PlayerStatsPage:
    """The statistics of all runs of a player; ``runs`` is how many there are."""

    runs: int
    endings: tuple[Figure, ...]
    figures: tuple[Figure, ...]


def stats_page(run: NuzlockeRun) -> StatsPage:
    """The statistics of a run. Seven queries at most, of which two read a changed catalog."""
    encounters = list(_encounters().filter(run=run).order_by("pk"))
    results = list(BossResult.objects.filter(run=run).select_related("boss"))
    names = {row.route_id: row.name for row in run.places.all() if row.name}
    catalog = catalog_of(run.game)
    judged = Luck((), 0, None)
    said: tuple[str, ...] = (_UNREADABLE,)
    try:
        rules = facts_of(run, catalog, encounters=encounters, bosses=())
    except DocumentError:
        # All else holds without them.
        pass
    else:
        judged = _luck(encounters, catalog, rules)
        said = (
            rarest_in_words(judged),
            percentile_in_words(judged),
            _left_out(judged.left_out),
        )
    return StatsPage(
        run=run,
        figures=_figures(stats(_facts(run, encounters, results, names))),
        luck=tuple(f"{sentence}." for sentence in said if sentence),
        rarest=_rarest(judged),
    )


def player_stats_page(owner: User) -> PlayerStatsPage:
    """The statistics of all runs of ``owner`` but deleted ones and demos. Three queries."""
    runs = list(NuzlockeRun.objects.of(owner).played().select_related("game").order_by("pk"))
    encounters: dict[int, list[Encounter]] = defaultdict(list)
    for row in _encounters().filter(run__in=runs).order_by("pk"):
        encounters[row.run_id].append(row)
    results: dict[int, list[BossResult]] = defaultdict(list)
    for result in BossResult.objects.filter(run__in=runs).select_related("boss"):
        results[result.run_id].append(result)
    facts = [_facts(run, encounters[run.pk], results[run.pk], {}) for run in runs]
    return PlayerStatsPage(
        runs=len(runs),
        endings=_ending_figures(endings(facts)),
        figures=_figures(stats(*facts)),
    )


def _encounters() -> EncounterQuerySet:
    """Encounters with all that the figures name."""
    return Encounter.objects.select_related(
        "route", "custom_route", "pokemon", "current_pokemon", "killer_boss", "killer_pokemon"
    )


def _facts(
    run: NuzlockeRun,
    encounters: Sequence[Encounter],
    results: Sequence[BossResult],
    names: dict[int, str],
) -> RunFacts:
    """Return what the statistics need to know of a run.

    A badge is held from the time at which the result of the fight was logged.
    """
    won = sorted(
        row.at for row in results if row.outcome == BossOutcome.WON and row.boss.kind in BADGE_KINDS
    )
    dead = [row for row in encounters if row.status == EncounterStatus.FAINTED]
    dead.sort(key=lambda row: (row.fainted_at is not None, row.fainted_at or 0, row.pk))
    order = {row.pk: place for place, row in enumerate(dead)}
    fell_to: dict[int, int] = defaultdict(int)
    for row in dead:
        if row.killer_boss_id is not None:
            fell_to[row.killer_boss_id] += 1

    def badges_at(time: datetime | None) -> int | None:
        return None if time is None else bisect_right(won, time)

    def death(row: Encounter) -> Death | None:
        if row.status != EncounterStatus.FAINTED:
            return None
        killer = row.killer_boss or row.killer_pokemon
        return Death(
            order=order[row.pk],
            place=names.get(row.route_id or 0, row.place.name),
            cause=row.faint_cause,
            killer=killer.name if killer else "",
            level=row.faint_level,
            badges=badges_at(row.fainted_at),
        )

    return RunFacts(
        name=run.name,
        status=run.status,
        badges=len(won),
        encounters=tuple(
            EncounterFacts(
                name=str(row),
                status=row.status,
                types=tuple(row.species.types_in(run.game.generation)) if row.species else (),
                badges=badges_at(row.caught_at),
                death=death(row),
            )
            for row in encounters
        ),
        bosses=tuple(
            BossFacts(row.boss.name, row.outcome, fell_to[row.boss_id]) for row in results
        ),
    )


def _luck(encounters: Sequence[Encounter], catalog: GameCatalog, rules: RunAsRulesSeeIt) -> Luck:
    """Compare what was met with what could have been, dupes at that time left out.

    The player does not say which table an encounter came from, so it is guessed.
    """
    clause = rules.document.clause(Dupes)
    exceptions = Exceptions.of(rules.document)
    met: list[Met] = []
    for place, row in enumerate(encounters):
        if row.pokemon is None or row.status == EncounterStatus.POSTPONED:
            continue
        table = None
        if row.acquisition == Acquisition.WILD and len(met) < MOST_JUDGED:
            route = row.custom_route.table_of_id if row.custom_route else row.route_id
            table = table_of(catalog.tables_at(route), row.pokemon.slug)
        chances = None
        if table is not None:
            lines = Lines(clause, exceptions, rules.met[:place])
            shares = {share.species for share in table.shares}
            dupes = {slug for slug in shares if lines.against(catalog.by_slug[slug])}
            chances = odds(table, dupes, rerolls=clause.reroll_limit)
        met.append(Met(row.pokemon.name, row.place.name, row.pokemon.slug, chances))
    return luck(met)


def _left_out(number: int) -> str:
    if not number:
        return ""
    return (
        f"{counted(number, 'encounter')} of no known chance "
        f"{'is' if number == 1 else 'are'} left out: gifts, what is not in our tables, and dupes"
    )


def _rarest(judged: Luck) -> Figure:
    data = [
        Datum(f"{one.name}, {one.place}", one.points, in_percent(one.chance))
        for one in judged.rarities[:_MOST_BARS]
    ]
    return Figure(
        chart=bar_chart("luck", "Your rarest encounters", ("Encounter", "Chance"), data),
        empty="None of your encounters has a known chance yet.",
        note="The longer the bar, the rarer. Where several tables have the Pokémon, the one that "
        "most players meet first counts.",
    )


def _figures(numbers: Stats) -> tuple[Figure, ...]:
    nobody = "Nobody has died."
    survival = [
        Datum(
            str(row.badges), row.alive, f"{in_percent(row.alive)}, {row.died} of {row.joined} dead"
        )
        for row in numbers.survival
    ]
    left_out = numbers.survival_left_out
    levels = numbers.levels
    return (
        Figure(
            bar_chart(
                "outcomes",
                "What became of your encounters",
                ("Outcome", "Encounters"),
                _data(numbers.outcomes, {each.value: str(each.label) for each in EncounterStatus})
                if any(count.number for count in numbers.outcomes)
                else [],
            ),
            "Nothing was logged yet.",
        ),
        Figure(
            line_chart("survival", "Survival by badge", ("Badges", "Still alive"), survival),
            "Nobody has joined yet.",
            f"Left out, as we do not know when they joined or died: {left_out}."
            if left_out
            else "",
        ),
        Figure(
            bar_chart("causes", "Deaths by cause", ("Cause", "Deaths"), _data(numbers.by_cause)),
            nobody,
        ),
        Figure(
            bar_chart(
                "killers", "Deaths by killer", ("Killer", "Deaths"), _data(numbers.by_killer)
            ),
            nobody,
        ),
        Figure(
            bar_chart(
                "places",
                "Deaths by the place where they had been met",
                ("Place", "Deaths"),
                _data(numbers.by_place),
            ),
            nobody,
        ),
        Figure(
            bar_chart(
                "types",
                "Deaths by type",
                ("Type", "Deaths"),
                [
                    Datum(one.type.capitalize(), one.died, f"{one.died} of {one.joined}")
                    for one in numbers.by_type
                ]
                if numbers.deaths
                else [],
            ),
            nobody,
            "A Pokémon of two types counts in both." if numbers.deaths else "",
        ),
        Figure(
            bar_chart(
                "levels",
                "Levels at death",
                ("Level", "Deaths"),
                _data(levels.bands, largest_first=False),
            ),
            "No level of a death is known." if numbers.deaths else nobody,
            _levels_note(levels.median, levels.unknown),
        ),
        Figure(
            bar_chart(
                "bosses", "Deaths in boss fights", ("Boss", "Deaths"), _data(numbers.deaths_by_boss)
            ),
            "Nobody has died against a boss.",
        ),
    )


def _levels_note(median: float | None, unknown: int) -> str:
    if median is None:
        return ""
    more = f" {counted(unknown, 'death')} without a level." if unknown else ""
    return f"Half of them died at level {median:g} or below.{more}"


def _ending_figures(found: Endings) -> tuple[Figure, ...]:
    none_failed = "No run has failed."
    return (
        Figure(
            bar_chart(
                "runs",
                "What became of your runs",
                ("Outcome", "Runs"),
                _data(found.by_status, {each.value: str(each.label) for each in RunStatus}),
            ),
            "There are no runs yet.",
        ),
        Figure(
            bar_chart(
                "reached",
                "How far your runs came",
                ("Badges, at least", "Runs"),
                [Datum(str(row.badges), row.runs) for row in found.reached],
            ),
            "No run has ended yet.",
        ),
        Figure(
            bar_chart(
                "ends",
                "Where failed runs ended",
                ("Badges", "Runs"),
                _data(found.by_badges, largest_first=False),
            ),
            none_failed,
        ),
        Figure(
            bar_chart(
                "last-killers",
                "Who took the last Pokémon",
                ("Killer", "Runs"),
                _data(found.by_killer),
            ),
            none_failed,
        ),
        Figure(
            bar_chart(
                "last-causes", "How the last Pokémon died", ("Cause", "Runs"), _data(found.by_cause)
            ),
            none_failed,
        ),
    )


def _data(
    counts: Sequence[Count],
    labels: dict[str, str] | None = None,
    *,
    largest_first: bool = True,
) -> list[Datum]:
    """Bars of the counts: the largest, where they stand in the order of their size."""
    shown: Iterable[Count] = largest(counts, _MOST_BARS) if largest_first else counts
    return [
        Datum((labels or {}).get(count.label, count.label) or _NOT_SAID, count.number)
        for count in shown
    ]
