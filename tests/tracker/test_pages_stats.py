"""Statistics of a run and of a player: the figures, and the queries they take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from pokedex.models import Boss, EncounterTable, Pokemon
from tests.factories import (
    BossFactory,
    EncounterFactory,
    EncounterTableFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteFactory,
)
from tests.tracker.many import fill, queries_of
from tracker.models import BossResult, NuzlockeRun, RunEvent
from tracker.pages import stats as module
from tracker.pages.stats import Figure, PlayerStatsPage, StatsPage, player_stats_page, stats_page
from tracker.rules.presets import PRESETS

pytestmark = pytest.mark.django_db

START = datetime(2026, 8, 1, tzinfo=UTC)


def hour(number: int) -> datetime:
    """A time in the run."""
    return START + timedelta(hours=number)


def won(run: NuzlockeRun, at: datetime, **facts: Any) -> Boss:
    """A boss that was beaten then."""
    boss: Boss = BossFactory.create(game=run.game, **facts)
    BossResult.objects.create(run=run, game=run.game, boss=boss, outcome="won", at=at)
    return boss


def rows(figures: tuple[Figure, ...]) -> dict[str, dict[str, str]]:
    """The tables by their titles."""
    return {figure.chart.title: dict(figure.chart.rows) for figure in figures}


def shown(page: StatsPage | PlayerStatsPage) -> dict[str, dict[str, str]]:
    return rows(page.figures)


class TestARun:
    def test_that_has_nothing_says_so(self) -> None:
        page = stats_page(NuzlockeRunFactory.create())
        assert all(not figure.chart.rows and figure.empty for figure in page.figures)
        assert page.luck == ("None of your encounters has a known chance yet.",)

    def test_counts_outcomes_and_deaths(self) -> None:
        run = NuzlockeRunFactory.create()
        geodude = PokemonFactory.create(primary_type="rock", name="Geodude")
        roxanne = BossFactory.create(game=run.game, name="Roxanne")
        cave = RouteFactory.create(game=run.game, name="Granite Cave")
        EncounterFactory.create(run=run)
        dead: dict[str, Any] = {"run": run, "status": "fainted", "caught_at": hour(1)}
        EncounterFactory.create(
            **dead,
            route=cave,
            fainted_at=hour(2),
            faint_level=14,
            faint_cause="Crit",
            killer_boss=roxanne,
            killer_pokemon=geodude,
        )
        EncounterFactory.create(
            **dead, fainted_at=hour(3), faint_level=21, killer_pokemon=geodude, pokemon=geodude
        )
        BossResult.objects.create(run=run, game=run.game, boss=roxanne, outcome="lost")
        page = shown(stats_page(run))
        outcomes = page["What became of your encounters"]
        assert (outcomes["Caught"], outcomes["Fainted"], outcomes["Missed"]) == ("1", "2", "0")
        assert page["Deaths by cause"] == {"Crit": "1", "not said": "1"}
        assert page["Deaths by killer"] == {"Geodude": "1", "Roxanne": "1"}
        assert page["Deaths by the place where they had been met"]["Granite Cave"] == "1"
        assert page["Deaths by type"] == {"Dark": "1 of 2", "Rock": "1 of 1"}
        assert page["Levels at death"] == {"11–20": "1", "21–30": "1"}
        assert page["Deaths in boss fights"] == {"Roxanne": "1"}

    def test_places_deaths_between_badges_by_their_times(self) -> None:
        run = NuzlockeRunFactory.create()
        won(run, hour(10), kind="gym")
        won(run, hour(20), kind="rival")
        won(run, hour(30), kind="trial")
        for caught, fainted in ((1, 5), (1, 10), (11, 29), (31, None)):
            EncounterFactory.create(
                run=run,
                status="fainted" if fainted else "caught",
                caught_at=hour(caught),
                fainted_at=hour(fainted) if fainted else None,
            )
        EncounterFactory.create(run=run, status="fainted", caught_at=hour(1), fainted_at=None)
        figure = next(f for f in stats_page(run).figures if f.chart.title == "Survival by badge")
        assert dict(figure.chart.rows) == {
            "0": "50 %, 1 of 2 dead",
            "1": "0 %, 3 of 3 dead",
            "2": "25 %, 3 of 4 dead",
        }
        assert figure.note.endswith("died: 1.")

    def test_calls_places_as_the_run_does(self) -> None:
        run = NuzlockeRunFactory.create()
        row = EncounterFactory.create(run=run, status="fainted")
        run.places.create(game=run.game, route=row.route, name="Home")
        page = shown(stats_page(run))
        assert page["Deaths by the place where they had been met"] == {"Home": "1"}


class TestLuck:
    @pytest.fixture
    def run(self) -> NuzlockeRun:
        """At two places lives a common one, and a rare one with one time in four."""
        run: NuzlockeRun = NuzlockeRunFactory.create(rules=PRESETS["standard"].document())
        common, rare = PokemonFactory.create(name="Wurmple"), PokemonFactory.create(name="Ralts")
        for route in RouteFactory.create_batch(2, game=run.game):
            shares = [[common.slug, 75, 2, 3], [rare.slug, 25, 4, 4]]
            EncounterTableFactory.create(route=route, pokemon=shares)
        return run

    def meet(self, run: NuzlockeRun, place: int, name: str, **facts: Any) -> None:
        table = EncounterTable.objects.order_by("pk")[place]
        row = EncounterFactory.build(
            run=run, game=run.game, route=table.route, pokemon=Pokemon.objects.get(name=name)
        )
        for field, value in facts.items():
            setattr(row, field, value)
        row.save()

    def test_knows_the_chance_of_what_was_met(self, run: NuzlockeRun) -> None:
        self.meet(run, 0, "Ralts")
        page = stats_page(run)
        assert page.luck[0] == "Your rarest encounter: Ralts, 25 %."
        assert "rarer than in 88 % of runs" in page.luck[1]

    def test_leaves_dupes_of_that_time_out(self, run: NuzlockeRun) -> None:
        self.meet(run, 0, "Wurmple")
        self.meet(run, 1, "Ralts")
        page = stats_page(run)
        chances = [value for _, value in page.rarest.chart.rows]
        assert chances == ["75 %", "100 %"], "after Wurmple there was only Ralts to meet"

    def test_leaves_out_what_has_no_chance(self, run: NuzlockeRun) -> None:
        self.meet(run, 0, "Ralts", acquisition="gift")
        EncounterFactory.create(run=run)
        page = stats_page(run)
        assert page.luck[1].startswith("2 encounters of no known chance are left out")
        assert page.rarest.chart.rows == ()

    def test_judges_no_more_than_it_can(
        self, run: NuzlockeRun, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "MOST_JUDGED", 1)
        self.meet(run, 0, "Wurmple")
        self.meet(run, 1, "Ralts")
        assert len(stats_page(run).rarest.chart.rows) == 1


class TestAPlayer:
    def test_learns_where_runs_end(self, owner: User) -> None:
        active = NuzlockeRunFactory.create(owner=owner)
        won(active, hour(1))
        failed = NuzlockeRunFactory.create(
            owner=owner, status="failed", started_at=hour(0), completed_at=hour(9)
        )
        won(failed, hour(1))
        wattson = BossFactory.create(game=failed.game, name="Wattson")
        for number, killer in ((2, None), (3, wattson)):
            EncounterFactory.create(
                run=failed,
                status="fainted",
                fainted_at=hour(number),
                killer_boss=killer,
                faint_cause="Self-destruct" if killer else "Poison",
                caught_at=hour(0),
            )
        NuzlockeRunFactory.create(owner=owner, deleted_at=hour(5))
        NuzlockeRunFactory.create()
        page = player_stats_page(owner)
        assert page.runs == 2
        ends = rows(page.endings)
        assert ends["What became of your runs"] == {"Active": "1", "Failed": "1"}
        assert ends["How far your runs came"] == {"0": "1", "1": "1"}
        assert ends["Where failed runs ended"] == {"1 badge": "1"}
        assert ends["Who took the last Pokémon"] == {"Wattson": "1"}
        assert ends["How the last Pokémon died"] == {"Self-destruct": "1"}
        assert shown(page)["Deaths by cause"] == {"Poison": "1", "Self-destruct": "1"}

    def test_without_runs_has_nothing(self, owner: User) -> None:
        page = player_stats_page(owner)
        assert page.runs == 0
        assert not any(figure.chart.rows for figure in (*page.endings, *page.figures))


class TestQueries:
    def queries(self, places: int, bosses: int, events: int) -> tuple[int, int]:
        run = NuzlockeRunFactory.create()
        routes = fill(run, places)
        for route in routes[: places // 2]:
            EncounterTableFactory.create(route=route)
        for number in range(bosses):
            won(run, hour(number))
        RunEvent.objects.bulk_create(
            RunEvent(run=run, sequence=number, kind="log", summary="x", payload={"changes": []})
            for number in range(1, events + 1)
        )
        # The game's catalog is read once in each process.
        stats_page(run)
        return (
            len(queries_of(lambda: stats_page(run))),
            len(queries_of(lambda: player_stats_page(run.owner))),
        )

    def test_do_not_grow(self) -> None:
        few, many = self.queries(5, 1, 10), self.queries(100, 12, 300)
        assert many == few
        assert many[0] <= 9
        assert many[1] == 3
