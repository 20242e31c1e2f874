"""Merging, splitting and moving what is met at a route, in the back office and in runs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pokedex.models import Boss, CatalogChange, EncounterTable, Pokemon, Route, RouteEncounter
from pokedex.services.encounter_plans import PlanRefused
from pokedex.services.route_moves import move_parts, parts_of, plan_move
from tests.conftest import signed_in
from tests.factories import (
    BossFactory,
    CustomRouteFactory,
    EncounterFactory,
    EncounterTableFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
    UserFactory,
)
from tests.html import parse, values
from tests.pokedex.admin.test_pages import violations
from tracker.choices import EncounterStatus, EventKind
from tracker.models import CustomRoute, Encounter, RunEvent
from tracker.services.undo import undo_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def cave(db: None) -> Route:
    """A cave of two floors, each with its table, with a fisherman's spot and a boss in it."""
    cave: Route = RouteFactory.create(
        name="Granite Cave", slug="granite-cave", order=100, game=GameFactory.create(name="Ruby")
    )
    for name in ("Zubat", "Makuhita", "Sableye", "Magikarp"):
        PokemonFactory.create(name=name, slug=name.lower())
    table(cave, "1F", [["zubat", 50, 7, 9], ["makuhita", 50, 6, 8]])
    table(cave, "B1F", [["zubat", 60, 9, 10], ["sableye", 40, 9, 11]])
    encounter(cave, "zubat", "walk", 60)
    encounter(cave, "makuhita", "walk", 50)
    encounter(cave, "sableye", "walk", 40)
    encounter(cave, "magikarp", "old-rod", 70)
    BossFactory.create(game=cave.game, after_route=cave, name="Steven")
    return cave


def table(route: Route, area: str, shares: list[list[Any]]) -> EncounterTable:
    made: EncounterTable = EncounterTableFactory.create(route=route, area=area, pokemon=shares)
    return made


def encounter(route: Route, slug: str, method: str, rate: int) -> RouteEncounter:
    made: RouteEncounter = RouteEncounterFactory.create(
        route=route, pokemon=pokemon(slug), encounter_method=method, encounter_rate=rate
    )
    return made


def pokemon(slug: str) -> Pokemon:
    return Pokemon.objects.get(slug=slug)


def town(cave: Route, **values: Any) -> Route:
    made: Route = RouteFactory.create(
        game=cave.game, name="Dewford Town", slug="dewford", order=110, **values
    )
    return made


def keys(route: Route, *names: str) -> list[str]:
    parts = parts_of(route)
    assert set(names) <= {part.name for part in parts}
    return [part.key for part in parts if not names or part.name in names]


def moved(source: Route, target: Route | None, *names: str, name: str = "") -> Route:
    chosen = keys(source, *names)
    plan = plan_move(source=source, target=target, name=name, keys=chosen)
    return move_parts(source=source, target=target, name=name, keys=chosen, mark=plan.mark)


def met(route: Route) -> set[tuple[str, str, int | None]]:
    rows = RouteEncounter.objects.filter(route=route, is_active=True)
    return {(row.pokemon.slug, row.encounter_method, row.encounter_rate) for row in rows}


def areas(route: Route) -> set[str]:
    return set(
        EncounterTable.objects.published().filter(route=route).values_list("area", flat=True)
    )


class TestCatalog:
    def test_a_merge_leaves_nothing_behind(self, cave: Route) -> None:
        target = town(cave)
        assert moved(cave, target) == target
        assert met(target) == {
            ("zubat", "walk", 60),
            ("makuhita", "walk", 50),
            ("sableye", "walk", 40),
            ("magikarp", "old-rod", 70),
        }
        assert areas(target) == {"1F", "B1F"}
        assert met(cave) == set()
        assert areas(cave) == set()
        assert not Route.objects.get(pk=cave.pk).is_active
        assert Boss.objects.get(name="Steven").after_route == target

    def test_an_area_of_the_same_name_keeps_where_it_came_from(self, cave: Route) -> None:
        target = town(cave)
        table(target, "1F", [["zubat", 100, 2, 2]])
        moved(cave, target)
        assert areas(target) == {"1F", "Granite Cave, 1F", "B1F"}
        assert ("zubat", "walk", 100) in met(target)

    def test_a_split_makes_a_route_right_behind(self, cave: Route) -> None:
        behind = town(cave)
        new = moved(cave, None, "Walking, B1F", "Steven", name="Granite Cave B1F")
        assert (new.slug, new.game) == ("granite-cave-b1f", cave.game)
        order = list(cave.game.routes.order_by("order", "id"))
        assert order == [cave, new, behind]
        assert met(new) == {("zubat", "walk", 60), ("sableye", "walk", 40)}
        assert met(cave) == {
            ("zubat", "walk", 50),
            ("makuhita", "walk", 50),
            ("magikarp", "old-rod", 70),
        }
        assert Route.objects.get(pk=cave.pk).is_active
        assert Boss.objects.get(name="Steven").after_route == new

    def test_a_split_finds_room_where_there_is_none(self, cave: Route) -> None:
        behind = town(cave)
        Route.objects.filter(pk=behind.pk).update(order=101)
        new = moved(cave, None, "Walking, B1F", name="Below")
        assert list(cave.game.routes.order_by("order", "id")) == [cave, new, behind]

    def test_what_is_met_at_both_keeps_the_best(self, cave: Route) -> None:
        target = town(cave)
        RouteEncounterFactory.create(
            route=target,
            pokemon=pokemon("magikarp"),
            encounter_method="old-rod",
            encounter_rate=30,
            min_level=1,
            max_level=9,
        )
        moved(cave, target, "Magikarp, Old Rod")
        row = RouteEncounter.objects.get(route=target)
        assert (row.encounter_rate, row.min_level, row.max_level) == (70, 1, 9)

    def test_history_has_every_row(self, cave: Route) -> None:
        target = town(cave)
        before = CatalogChange.objects.latest("id").pk
        moved(cave, target)
        changes = CatalogChange.objects.filter(id__gt=before)
        kinds = set(changes.values_list("row_model", flat=True))
        assert kinds == {"route", "routeencounter", "encountertable", "boss"}

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("", "give the new one a name"),
            ("Granite Cave", "Another route of this game has this name"),
            ("All", "rename it instead"),
        ],
    )
    def test_new_routes_that_cannot_be(self, cave: Route, name: str, says: str) -> None:
        chosen = keys(cave) if name == "All" else keys(cave, "Walking, 1F")
        plan = plan_move(source=cave, target=None, name=name, keys=chosen)
        assert says in plan.refusal
        with pytest.raises(PlanRefused):
            move_parts(source=cave, target=None, name=name, keys=chosen, mark=plan.mark)

    def test_tables_do_not_mix_with_what_stands_alone(self, cave: Route) -> None:
        target = town(cave)
        encounter(target, "zubat", "walk", 10)
        assert (
            "Give Dewford Town a table"
            in plan_move(source=cave, target=target, keys=keys(cave, "Walking, 1F")).refusal
        )
        assert (
            "Add Zubat to a table there"
            in plan_move(source=target, target=cave, keys=keys(target)).refusal
        )

    def test_other_targets_are_refused(self, cave: Route) -> None:
        for target in (cave, RouteFactory.create()):
            refusal = plan_move(source=cave, target=target, keys=keys(cave)).refusal
            assert refusal == "Choose another route of the same game."
        hidden = town(cave, is_active=False)
        assert "not published" in plan_move(source=cave, target=hidden, keys=keys(cave)).refusal

    def test_what_was_seen_is_what_is_done(self, cave: Route) -> None:
        target, chosen = town(cave), keys(cave)
        plan = plan_move(source=cave, target=target, keys=chosen)
        EncounterFactory.create(route=cave, run__game=cave.game)
        with pytest.raises(PlanRefused, match="changed meanwhile"):
            move_parts(source=cave, target=target, keys=chosen, mark=plan.mark)
        assert met(target) == set()


class TestRuns:
    def test_what_was_logged_goes_along(self, cave: Route) -> None:
        target = town(cave)
        one = EncounterFactory.create(route=cave, run__game=cave.game, pokemon=pokemon("zubat"))
        other = EncounterFactory.create(
            route=cave,
            run__game=cave.game,
            pokemon=None,
            status=EncounterStatus.MISSED,
            nickname="",
            catch_level=None,
            caught_at=None,
        )
        elsewhere = EncounterFactory.create(run=one.run)
        own = CustomRouteFactory.create(run=one.run, after_route=cave, table_of=cave)
        plan = plan_move(source=cave, target=target, keys=keys(cave))
        assert plan.players == ("2 logged encounters of 2 runs go along.",)
        moved(cave, target)
        for row in (one, other):
            row.refresh_from_db()
            assert (row.route, row.is_bonus, row.revision) == (target, False, 2)
        elsewhere.refresh_from_db()
        assert elsewhere.revision == 1
        own = CustomRoute.objects.get(pk=own.pk)
        assert (own.after_route, own.table_of) == (target, target)
        events = RunEvent.objects.filter(run=one.run, kind=EventKind.STAFF)
        assert [event.summary for event in events] == [
            "The catalog moved what is met at Granite Cave to Dewford Town; "
            "what was logged there went along."
        ]

    def test_the_later_of_two_becomes_a_bonus(self, cave: Route) -> None:
        target = town(cave)
        first = EncounterFactory.create(route=cave, run__game=cave.game)
        second = EncounterFactory.create(run=first.run, route=target)
        plan = plan_move(source=cave, target=target, keys=keys(cave))
        assert plan.players == (
            "1 logged encounter of 1 run goes along.",
            "In 1 run the place has its encounter already: the later one becomes a bonus.",
        )
        moved(cave, target)
        rows = Encounter.objects.filter(run=first.run).order_by("pk")
        assert [(row.pk, row.is_bonus) for row in rows] == [(first.pk, False), (second.pk, True)]

    def test_a_postponed_one_gives_way(self, cave: Route) -> None:
        target = town(cave)
        first = EncounterFactory.create(
            route=cave,
            run__game=cave.game,
            pokemon=None,
            status=EncounterStatus.POSTPONED,
            nickname="",
            catch_level=None,
            caught_at=None,
        )
        second = EncounterFactory.create(run=first.run, route=target)
        moved(cave, target)
        assert Encounter.objects.get(pk=first.pk).is_bonus
        assert not Encounter.objects.get(pk=second.pk).is_bonus

    def test_a_split_takes_those_that_are_only_met_there_now(self, cave: Route) -> None:
        runs = [
            EncounterFactory.create(route=cave, run__game=cave.game, pokemon=pokemon(slug))
            for slug in ("zubat", "makuhita", "sableye")
        ]
        new = moved(cave, None, "Walking, B1F", name="Below")
        for row in runs:
            row.refresh_from_db()
        assert [row.route for row in runs] == [cave, cave, new]

    def test_the_event_can_be_taken_back(self, cave: Route) -> None:
        row = EncounterFactory.create(route=cave, run__game=cave.game)
        moved(cave, town(cave))
        event = RunEvent.objects.get(run=row.run, kind=EventKind.STAFF)
        undo_event(run=row.run, sequence=event.sequence)
        row.refresh_from_db()
        assert row.route == cave

    def test_deleted_runs_go_along_too(self, cave: Route) -> None:
        target = town(cave)
        row = EncounterFactory.create(route=cave, run__game=cave.game)
        type(row.run)._base_manager.filter(pk=row.run_id).update(deleted_at=row.run.started_at)
        moved(cave, target)
        row.refresh_from_db()
        assert row.route == target

    def test_a_preview_of_many_runs_is_few_queries(
        self, cave: Route, django_assert_max_num_queries: Any
    ) -> None:
        target = town(cave)
        for _ in range(10):
            EncounterFactory.create(route=cave, run__game=cave.game)
        chosen = keys(cave)
        with django_assert_max_num_queries(12):
            plan_move(source=cave, target=target, keys=chosen)


class TestPage:
    def address(self, route: Route) -> str:
        return reverse("admin:pokedex_route_move", args=[route.pk])

    def test_a_merge_from_the_route_to_the_message(self, curator: Client, cave: Route) -> None:
        target = town(cave)
        change = parse(curator.get(reverse("admin:pokedex_route_change", args=[cave.pk])))
        assert self.address(cave) in {link.attributes.get("href") for link in change.all("a")}
        page = parse(curator.get(self.address(cave)))
        assert violations(page) == []
        shown = curator.post(
            self.address(cave), {"part": keys(cave), "to": str(target.pk), "act": "preview"}
        )
        assert shown.status_code == 200
        preview = parse(shown).one(id="preview")
        assert "Granite Cave is unpublished" in preview.text
        sent = values(preview.one("form")) | {"part": keys(cave), "act": "move"}
        answer = curator.post(self.address(cave), sent, follow=True)
        assert "Moved from Granite Cave to Dewford Town." in answer.content.decode()
        assert ("zubat", "walk", 60) in met(target)

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"to": "new"},
            {"to": "x"},
            {"to": "999999", "part": "nothing"},
            {"to": "new", "name": "Below", "part": ["row-1", "\0"]},
            {"to": "new", "name": "x" * 500, "part": "boss-1", "act": "move"},
        ],
    )
    def test_what_cannot_be_is_said(self, curator: Client, cave: Route, sent: Any) -> None:
        answer = curator.post(self.address(cave), sent)
        assert answer.status_code == 422
        assert parse(answer).one(id="error").text
        assert Route.objects.count() == 1

    def test_only_for_those_who_may(self, client: Client, cave: Route) -> None:
        assert client.get(self.address(cave)).status_code == 302
        staff = signed_in(UserFactory.create(username="staff", is_staff=True))
        assert staff.get(self.address(cave)).status_code == 403

    def test_a_route_that_is_not_there(self, curator: Client) -> None:
        assert curator.get(reverse("admin:pokedex_route_move", args=[999])).status_code == 404

    def test_an_empty_route_says_so(self, curator: Client) -> None:
        answer = curator.get(self.address(RouteFactory.create()))
        assert "there is nothing to move" in answer.content.decode()
