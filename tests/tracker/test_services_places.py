"""The places of one run: added, renamed, hidden, moved, split, removed."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from pokedex.models import Route
from tests.factories import EncounterFactory, NuzlockeRunFactory, RouteFactory
from tracker.models import CustomRoute, NuzlockeRun, RunPlace
from tracker.places import places_of
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.places import add_place, edit_place, remove_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> NuzlockeRun:
    return NuzlockeRunFactory()


@pytest.fixture
def routes(run: NuzlockeRun) -> list[Route]:
    names = ("One", "Two", "Three")
    return [RouteFactory(game=run.game, name=name, slug=name.lower()) for name in names]


def names(run: NuzlockeRun) -> list[str]:
    return [place.name for place in places_of(run)]


def add(run: NuzlockeRun, name: str, after: Any = None, **more: Any) -> CustomRoute:
    return add_place(run=run, name=name, after=after, submission=uuid.uuid4(), **more)


class TestAdding:
    def test_puts_it_where_it_is_wanted(self, run: NuzlockeRun, routes: list[Route]) -> None:
        cave = add(run, "Cave", routes[0])
        add(run, "Start")
        add(run, "Pond", routes[0])
        add(run, "Deep cave", cave)
        assert names(run) == ["Start", "One", "Pond", "Cave", "Deep cave", "Two", "Three"]

    def test_happens_once_for_one_form(self, run: NuzlockeRun, routes: list[Route]) -> None:
        form = uuid.uuid4()
        first = add_place(run=run, name="Cave", after=routes[0], submission=form)
        assert add_place(run=run, name="Other", after=None, submission=form) == first
        assert names(run) == ["One", "Cave", "Two", "Three"]

    def test_of_a_part_keeps_the_table(self, run: NuzlockeRun, routes: list[Route]) -> None:
        part = add(run, "One, outside", routes[0], table_of=routes[0])
        place = next(place for place in places_of(run) if place.is_own)
        assert place.route == part.table_of == routes[0]

    def test_without_a_name_is_refused(self, run: NuzlockeRun) -> None:
        with pytest.raises(Refused) as refusal:
            add(run, "")
        assert refusal.value.field == "name"


class TestEditing:
    def test_moves_it_behind_another(self, run: NuzlockeRun, routes: list[Route]) -> None:
        add(run, "Cave", routes[0])
        edit_place(run=run, place=routes[0], name="", moved=True, after=routes[1], revision=0)
        assert names(run) == ["Two", "One", "Cave", "Three"], "its own places come along"
        edit_place(run=run, place=routes[2], name="", moved=True, after=None, revision=0)
        assert names(run) == ["Three", "Two", "One", "Cave"]

    def test_renames_and_hides_without_the_catalog(
        self, run: NuzlockeRun, routes: list[Route]
    ) -> None:
        edit_place(run=run, place=routes[1], name="Meadow", hidden=True, revision=0)
        shown = places_of(run)[1]
        assert (shown.name, shown.original_name, shown.hidden) == ("Meadow", "Two", True)
        assert Route.objects.get(pk=routes[1].pk).name == "Two"
        assert names(NuzlockeRunFactory(game=run.game)) == ["One", "Two", "Three"]
        edit_place(run=run, place=routes[1], name="", revision=1)
        assert RunPlace.objects.get().hidden is False
        assert names(run) == ["One", "Two", "Three"]

    def test_from_an_old_form_is_refused(self, run: NuzlockeRun, routes: list[Route]) -> None:
        edit_place(run=run, place=routes[1], name="Meadow", revision=0)
        with pytest.raises(ChangedMeanwhile):
            edit_place(run=run, place=routes[1], name="Forest", revision=0)
        edit_place(run=run, place=routes[1], name="Meadow", revision=0)

    def test_finds_no_room_in_the_end(self, run: NuzlockeRun, routes: list[Route]) -> None:
        def squeeze(times: int) -> None:
            for number in range(times):
                moved = routes[1 + number % 2]
                row = RunPlace.objects.filter(route=moved).first()
                edit_place(
                    run=run,
                    place=moved,
                    name="",
                    moved=True,
                    after=routes[0],
                    revision=row.revision if row else 0,
                )

        squeeze(12)
        with pytest.raises(Refused, match="no room left"):
            squeeze(12)

    def test_does_not_put_it_behind_itself(self, run: NuzlockeRun, routes: list[Route]) -> None:
        with pytest.raises(Refused, match="behind itself"):
            edit_place(run=run, place=routes[0], name="", moved=True, after=routes[0], revision=0)


class TestRemoving:
    def test_takes_an_empty_one_away(self, run: NuzlockeRun) -> None:
        remove_place(place=add(run, "Cave"), revision=1)
        assert names(run) == []

    def test_is_refused_where_something_was_met(self, run: NuzlockeRun) -> None:
        cave = add(run, "Cave")
        EncounterFactory(run=run, route=None, custom_route=cave)
        with pytest.raises(Refused, match="has an encounter"):
            remove_place(place=cave, revision=1)
