"""The only door to a run."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from tests.factories import EncounterFactory, GameFactory, NuzlockeRunFactory, RouteFactory
from tests.tracker.many import queries_of
from tracker import access

pytestmark = pytest.mark.django_db


class TestRun:
    def test_opens_to_its_owner(self, owner: User, guest: User) -> None:
        for player in (owner, guest):
            run = NuzlockeRunFactory(owner=player)
            assert access.get_run(player, run.public_id) == run

    def test_comes_with_its_game(self, owner: User) -> None:
        run = NuzlockeRunFactory(owner=owner)
        assert len(queries_of(lambda: access.get_run(owner, run.public_id).game.name)) == 1

    def test_is_the_same_404_for_everybody_else(self, owner: User, stranger: User) -> None:
        theirs = NuzlockeRunFactory(owner=owner).public_id
        deleted = NuzlockeRunFactory(owner=stranger, deleted_at=timezone.now()).public_id
        superuser = User.objects.create_superuser("root-user")
        sentences = set()
        for user, key in (
            (stranger, theirs),
            (superuser, theirs),
            (AnonymousUser(), theirs),
            (stranger, deleted),
            (stranger, uuid.uuid4()),
        ):
            with pytest.raises(Http404) as missing:
                access.get_run(user, key)
            sentences.add(str(missing.value))
        assert len(sentences) == 1

    def test_needs_no_query_for_nobody(self) -> None:
        def knock() -> None:
            with pytest.raises(Http404):
                access.get_run(AnonymousUser(), uuid.uuid4())

        assert queries_of(knock) == []


class TestRoute:
    def test_is_one_of_the_runs_game(self) -> None:
        run = NuzlockeRunFactory()
        route = RouteFactory(game=run.game, slug="route-101")
        RouteFactory(game=GameFactory(), slug="route-101")
        assert access.get_route(run, "route-101") == route

    def test_of_another_game_is_not_there(self) -> None:
        run = NuzlockeRunFactory()
        for slug in (RouteFactory().slug, "nowhere", ""):
            with pytest.raises(Http404):
                access.get_route(run, slug)

    def test_is_there_once_it_is_retired_only_where_it_was_used(self) -> None:
        encounter = EncounterFactory()
        route = encounter.route
        route.is_active = False
        route.save(update_fields=["is_active"])
        assert access.get_route(encounter.run, route.slug) == route
        with pytest.raises(Http404):
            access.get_route(NuzlockeRunFactory(game=encounter.game), route.slug)


class TestEncounter:
    def test_is_one_of_the_run(self) -> None:
        encounter = EncounterFactory()
        assert access.get_encounter(encounter.run, encounter.public_id) == encounter

    def test_comes_with_what_its_row_shows(self) -> None:
        encounter = EncounterFactory()

        def read() -> None:
            found = access.get_encounter(encounter.run, encounter.public_id)
            assert found.run.name
            assert found.place.name
            assert str(found.pokemon)

        assert len(queries_of(read)) == 1

    def test_of_another_run_is_not_there(self, owner: User) -> None:
        mine, other = NuzlockeRunFactory(owner=owner), NuzlockeRunFactory(owner=owner)
        elsewhere = EncounterFactory(run=other)
        for key in (elsewhere.public_id, uuid.uuid4()):
            with pytest.raises(Http404):
                access.get_encounter(mine, key)
