"""The run page as data: rows, the open one, filters, numbers, and how many queries it takes."""

from __future__ import annotations

from functools import partial

import pytest
from django.utils import timezone

from pokedex.models import Pokemon, Route, RouteEncounter
from tests.factories import (
    EncounterFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.tracker.many import FEW, MANY, filled_run, queries_of
from tracker.models import Encounter, NuzlockeRun
from tracker.pages.rows import Mode, Option, Row
from tracker.pages.run import Filter, Opening, RunPage, only_row, run_page, search_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> NuzlockeRun:
    return NuzlockeRunFactory()


def place(run: NuzlockeRun, slug: str, *, species: int = 1, **facts: object) -> Route:
    """A route of the run's game where this many Pokémon are met."""
    route = RouteFactory(game=run.game, slug=slug, name=slug.capitalize(), **facts)
    RouteEncounterFactory.create_batch(species, route=route)
    return route


def missed_at(route: Route, run: NuzlockeRun, **facts: object) -> Encounter:
    return EncounterFactory(
        run=run,
        route=route,
        status="missed",
        nickname="",
        catch_level=None,
        caught_at=None,
        **facts,
    )


def opened(page: RunPage) -> str:
    assert page.open_row is not None
    return page.open_row.slug


def slugs(page: RunPage) -> list[str]:
    return [row.slug for row in page.places]


def row_of(page: RunPage, slug: str) -> Row:
    return next(row for row in page.places if row.slug == slug)


class TestQueries:
    @pytest.mark.parametrize("places", [FEW, MANY])
    def test_are_six_with_a_row_open_or_without(self, places: int) -> None:
        run = filled_run(places)
        page = run_page(run)
        assert len(page.places) == places
        assert sum(len(row.encounters) for row in page.places) >= places
        assert len(queries_of(lambda: run_page(run))) == 6
        opening = Opening(page.places[places // 2].slug)
        assert len(queries_of(lambda: run_page(run, opening=opening))) == 6

    def test_do_not_grow_with_the_pokemon_of_a_place(self, run: NuzlockeRun) -> None:
        place(run, "few", species=2)
        place(run, "many", species=30)
        for slug, species in (("few", 2), ("many", 30)):
            row = row_of(run_page(run, opening=Opening(slug)), slug)
            assert row.open is not None
            assert len(row.open.options) == species == row.species
            assert len(queries_of(partial(run_page, run, opening=Opening(slug)))) == 6

    def test_of_a_search_are_two(self, run: NuzlockeRun) -> None:
        PokemonFactory.create_batch(20)
        found: list[Option] = []
        assert len(queries_of(lambda: found.extend(search_page(run, "Testmon")))) == 2
        assert len(found) == 12


class TestRows:
    def test_stand_in_story_order_with_what_was_met(self, run: NuzlockeRun) -> None:
        second = place(run, "second", order=20, species=3)
        first = place(run, "first", order=10)
        fang = EncounterFactory(run=run, route=second, status="fainted", faint_level=7)
        bonus = EncounterFactory(run=run, route=second, is_bonus=True)
        page = run_page(run)
        assert slugs(page) == [first.slug, second.slug]
        row = page.places[1]
        assert (row.name, row.species, row.anchor) == ("Second", 3, "place-second")
        assert [met.public_id for met in row.encounters] == [fang.public_id, bonus.public_id]
        met = row.encounters[0]
        assert (met.title, met.status_label, met.faint_level) == ("Fang", "Fainted", 7)
        assert (met.is_alive, met.in_table, met.is_bonus) == (False, False, False)
        assert page.places[0].encounters == ()

    def test_are_done_by_a_counted_encounter_only(self, run: NuzlockeRun) -> None:
        for slug in ("bonus", "counted", "untouched"):
            place(run, slug)
        EncounterFactory(run=run, route=run.game.routes.get(slug="bonus"), is_bonus=True)
        missed_at(run.game.routes.get(slug="counted"), run)
        done = {row.slug: row.is_done for row in run_page(run).places}
        assert done == {"bonus": False, "counted": True, "untouched": False}

    def test_count_each_species_once_and_none_that_is_retired(self, run: NuzlockeRun) -> None:
        route = place(run, "cave", species=2)
        twice = RouteEncounter.objects.filter(route=route).first()
        assert twice is not None
        RouteEncounterFactory(route=route, pokemon=twice.pokemon, encounter_method="surf")
        RouteEncounterFactory(route=route, is_active=False)
        RouteEncounterFactory(route=route, pokemon=PokemonFactory(is_active=False))
        page = run_page(run, opening=Opening("cave"))
        assert page.places[0].species == 2
        assert page.places[0].open is not None
        assert len(page.places[0].open.options) == 2

    def test_of_retired_places_stay_where_something_was_met(self, run: NuzlockeRun) -> None:
        used, unused = place(run, "used"), place(run, "unused")
        encounter = EncounterFactory(run=run, route=used)
        Route.objects.filter(pk__in=[used.pk, unused.pk]).update(is_active=False)
        Pokemon.objects.filter(pk=encounter.pokemon_id).update(is_active=False)
        page = run_page(run)
        assert slugs(page) == ["used"]
        assert page.places[0].is_retired
        met = page.places[0].encounters[0]
        assert met.pokemon is not None
        assert met.pokemon.slug == encounter.pokemon.slug

    def test_show_a_miss_of_nothing(self, run: NuzlockeRun) -> None:
        missed_at(place(run, "cave"), run, pokemon=None, missed_reason="no_balls")
        met = run_page(run).places[0].encounters[0]
        assert (met.pokemon, met.title) == (None, "Missed")
        assert met.missed_reason == "No Poké Balls"
        assert met.in_table, "there is nothing that could be outside of it"

    def test_show_types_as_the_games_generation_has_them(self, run: NuzlockeRun) -> None:
        clefairy = PokemonFactory(primary_type="fairy", past_types=[[5, ["normal"]]])
        EncounterFactory(run=run, pokemon=clefairy)
        met = run_page(run).places[0].encounters[0]
        assert met.pokemon is not None
        assert met.pokemon.types == ("normal",)

    def test_are_those_of_this_run_only(self, run: NuzlockeRun) -> None:
        route = place(run, "cave")
        EncounterFactory(run=NuzlockeRunFactory(game=run.game, owner=run.owner), route=route)
        assert run_page(run).places[0].encounters == ()


class TestTheOpenRow:
    def test_offers_its_table_by_method_and_rate(self, run: NuzlockeRun) -> None:
        route = RouteFactory(game=run.game, slug="cave")
        rare, common, gift, surfer = PokemonFactory.create_batch(4)
        RouteEncounterFactory(route=route, pokemon=rare, encounter_rate=5)
        RouteEncounterFactory(
            route=route, pokemon=gift, encounter_method="gift", encounter_rate=None
        )
        RouteEncounterFactory(route=route, pokemon=surfer, encounter_method="surf")
        RouteEncounterFactory(route=route, pokemon=common, encounter_rate=95)
        RouteEncounterFactory(
            route=route,
            pokemon=rare,
            encounter_method="surf",
            availability="special",
            conditions=["time-night"],
        )
        row = run_page(run, opening=Opening("cave")).places[0]
        assert row.open is not None
        assert [option.slug for option in row.open.options] == [
            met.slug for met in (common, rare, surfer, gift)
        ]
        first, second = row.open.options[1].ways
        assert (first.method, first.rate, first.levels) == ("Walking", "up to 5 %", "2–3")
        assert (first.note, second.note) == ("", "special, night")
        assert row.open.options[3].ways[0].rate == ""

    def test_is_the_only_one(self, run: NuzlockeRun) -> None:
        for slug in ("one", "two", "three"):
            place(run, slug)
        page = run_page(run, opening=Opening("two"))
        assert [row.slug for row in page.places if row.open] == ["two"]
        assert opened(page) == "two"
        assert run_page(run).open_row is None

    def test_offers_a_bonus_where_the_route_is_used(self, run: NuzlockeRun) -> None:
        for slug in ("used", "free"):
            place(run, slug)
        EncounterFactory(run=run, route=run.game.routes.get(slug="used"))
        for slug in ("used", "free"):
            row = row_of(run_page(run, opening=Opening(slug)), slug)
            assert row.open is not None
            assert row.open.offers_bonus is (slug == "used")

    def test_for_an_edit_offers_what_was_logged_first(self, run: NuzlockeRun) -> None:
        route = place(run, "cave", species=2)
        stray = EncounterFactory(run=run, route=route)
        row = run_page(run, opening=Opening("cave", mode=Mode.EDIT, encounter=stray)).places[0]
        assert row.open is not None
        assert row.open.encounter is not None
        assert row.open.encounter.public_id == stray.public_id
        assert row.open.options[0].slug == stray.pokemon.slug
        assert len(row.open.options) == 3
        assert not row.open.offers_bonus

    def test_for_an_edit_does_not_offer_it_twice(self, run: NuzlockeRun) -> None:
        route = place(run, "cave", species=2)
        native = RouteEncounter.objects.filter(route=route).first()
        assert native is not None
        met = EncounterFactory(run=run, route=route, pokemon=native.pokemon)
        row = run_page(run, opening=Opening("cave", mode=Mode.EDIT, encounter=met)).places[0]
        assert row.open is not None
        assert len(row.open.options) == 2

    @pytest.mark.parametrize("mode", [Mode.FAINT, Mode.DELETE])
    def test_for_a_question_reads_no_table(self, run: NuzlockeRun, mode: Mode) -> None:
        met = EncounterFactory(run=run, route=place(run, "cave"))
        opening = Opening("cave", mode=mode, encounter=met)
        assert run_page(run).places
        assert len(queries_of(lambda: run_page(run, opening=opening))) == 6
        row = run_page(run, opening=opening).places[0]
        assert row.open is not None
        assert (row.open.mode, row.open.options) == (mode, ())

    def test_offers_suggestions_beside_its_table(self, run: NuzlockeRun) -> None:
        place(run, "cave")
        suggested = PokemonFactory.create_batch(2)
        row = run_page(run, opening=Opening("cave", suggestions=suggested)).places[0]
        assert row.open is not None
        assert [option.slug for option in row.open.suggestions] == [one.slug for one in suggested]

    def test_alone_is_left_for_a_partial_answer(self, run: NuzlockeRun) -> None:
        for slug in ("one", "two"):
            place(run, slug)
        EncounterFactory(run=run, route=run.game.routes.get(slug="one"))
        page = only_row(run_page(run, opening=Opening("two")), "place-two")
        assert slugs(page) == ["two"]
        assert page.standing.summary.done == 1, "the numbers are those of the whole run"


class TestContinueHere:
    def test_opens_the_first_place_of_the_story_that_is_not_done(self, run: NuzlockeRun) -> None:
        done = place(run, "done", order=10)
        place(run, "empty", order=20, species=0)
        place(run, "event", order=30, stage="event")
        place(run, "postgame", order=40, stage="postgame")
        place(run, "next", order=50)
        place(run, "later", order=60)
        missed_at(done, run)
        assert opened(run_page(run, continue_here=True)) == "next"

    def test_is_not_satisfied_by_a_bonus(self, run: NuzlockeRun) -> None:
        EncounterFactory(run=run, route=place(run, "first", order=10), is_bonus=True)
        place(run, "second", order=20)
        assert opened(run_page(run, continue_here=True)) == "first"

    def test_opens_nothing_when_all_is_done(self, run: NuzlockeRun) -> None:
        EncounterFactory(run=run, route=place(run, "only"))
        page = run_page(run, continue_here=True)
        assert page.open_row is None
        assert len(page.places) == 1

    def test_opens_nothing_once_the_run_has_ended(self, run: NuzlockeRun) -> None:
        place(run, "first")
        run.status, run.completed_at = "failed", timezone.now()
        assert run_page(run, continue_here=True).open_row is None

    def test_gives_way_to_what_is_asked_for(self, run: NuzlockeRun) -> None:
        for slug in ("first", "second"):
            place(run, slug)
        page = run_page(run, opening=Opening("second"), continue_here=True)
        assert opened(page) == "second"


class TestFilters:
    @pytest.fixture
    def places(self, run: NuzlockeRun) -> None:
        for slug in ("free", "caught", "missed", "dead", "bonus"):
            place(run, slug)
        routes = {route.slug: route for route in run.game.routes.all()}
        EncounterFactory(run=run, route=routes["caught"])
        missed_at(routes["missed"], run)
        EncounterFactory(run=run, route=routes["dead"], status="fainted")
        EncounterFactory(run=run, route=routes["bonus"], is_bonus=True)

    @pytest.mark.usefixtures("places")
    @pytest.mark.parametrize(
        ("shown", "expected"),
        [
            (Filter.ALL, ["free", "caught", "missed", "dead", "bonus"]),
            (Filter.OPEN, ["free", "caught", "missed", "dead", "bonus"]),
            (Filter.CAUGHT, ["caught", "bonus"]),
            (Filter.MISSED, ["missed"]),
            (Filter.DEAD, ["dead"]),
        ],
    )
    def test_leave_the_rows_that_fit(
        self, run: NuzlockeRun, shown: Filter, expected: list[str]
    ) -> None:
        page = run_page(run, shown=shown)
        assert slugs(page) == expected
        assert page.shown is shown
        assert page.standing.summary == run_page(run).standing.summary, (
            "the numbers are those of the whole run"
        )

    @pytest.mark.usefixtures("places")
    def test_keep_the_row_that_is_open(self, run: NuzlockeRun) -> None:
        page = run_page(run, opening=Opening("free"), shown=Filter.DEAD)
        assert slugs(page) == ["free", "dead"]

    def test_have_names(self) -> None:
        assert [each.label for each in Filter] == [
            "All",
            "To come",
            "Caught",
            "Missed",
            "Dead",
            "Bosses",
        ]


def test_the_numbers_of_a_run(run: NuzlockeRun) -> None:
    routes = [place(run, f"place-{number}") for number in range(5)]
    empty = place(run, "empty", species=0)
    place(run, "empty-and-unused", species=0)
    EncounterFactory(run=run, route=routes[0])
    EncounterFactory(run=run, route=routes[0], is_bonus=True)
    EncounterFactory(run=run, route=routes[1], status="fainted")
    EncounterFactory(run=run, route=routes[2], is_bonus=True, status="fainted")
    missed_at(routes[3], run)
    EncounterFactory(run=run, route=empty)
    summary = run_page(run).standing.summary
    assert (summary.alive, summary.boxed, summary.dead, summary.missed) == (3, 3, 2, 1)
    assert summary.done == 4
    assert summary.places == 6, "places where nothing is known to live count once they are used"


class TestSearch:
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("zig", ["zigzagoon"]),
            ("ZIG", ["zigzagoon"]),
            ("  zigzagoon ", ["zigzagoon"]),
            ("263", ["zigzagoon"]),
            ("#263", ["zigzagoon"]),
            ("goon", ["zigzagoon"]),
            ("z", []),
            ("", []),
            (" z ", []),
            ("%%", []),
            ("__", []),
            ("zig\0", []),
            ("zig\ud800", []),
            ("x" * 10_000, []),
            ("é" * 10_000, []),
        ],
    )
    def test_finds_by_name_or_number(self, run: NuzlockeRun, typed: str, found: list[str]) -> None:
        PokemonFactory(slug="zigzagoon", name="Zigzagoon", national_dex=263)
        PokemonFactory(slug="old-zigzagoon", name="Zigzagoon, retired", is_active=False)
        assert [option.slug for option in search_page(run, typed)] == found

    def test_composes_what_was_typed(self, run: NuzlockeRun) -> None:
        PokemonFactory(slug="flabebe", name="Flabébé")
        assert [option.slug for option in search_page(run, "Flabe\u0301be\u0301")] == ["flabebe"]
