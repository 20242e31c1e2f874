"""Runs and encounters as rows: made, read, changed, deleted, and what goes with them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from pokedex.models import Game, Pokemon, Route
from tests.factories import (
    EncounterFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteFactory,
)
from tracker.choices import FINAL_STATUSES, EncounterStatus, RunStatus
from tracker.models import Encounter, NuzlockeRun
from tracker.rules.presets import classic_document

pytestmark = pytest.mark.django_db


class TestRun:
    def test_is_made_with_what_a_player_gives(self, owner: User) -> None:
        game = GameFactory()
        made = NuzlockeRun.objects.create(owner=owner, game=game, name="Hoenn, again")
        run = NuzlockeRun.objects.get(pk=made.pk)
        assert (run.owner, run.game, run.name) == (owner, game, "Hoenn, again")
        assert run.status == RunStatus.ACTIVE
        assert run.is_active
        assert run.rules == classic_document()
        assert run.completed_at is None
        assert run.share_key is None
        assert run.revision == 1
        assert abs((timezone.now() - run.started_at).total_seconds()) < 60
        assert isinstance(run.public_id, uuid.UUID)
        assert str(run) == "Hoenn, again"

    def test_has_a_key_that_nobody_can_guess(self) -> None:
        first, second = NuzlockeRunFactory(), NuzlockeRunFactory()
        assert first.public_id.version == 4
        assert first.public_id != second.public_id

    def test_is_changed(self) -> None:
        run = NuzlockeRunFactory()
        ended_at = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
        run.name, run.status, run.completed_at = "Renamed", RunStatus.COMPLETED, ended_at
        run.save(update_fields=["name", "status", "completed_at"])
        stored = NuzlockeRun.objects.get(pk=run.pk)
        assert (stored.name, stored.status, stored.completed_at) == (
            "Renamed",
            "completed",
            ended_at,
        )

    @pytest.mark.parametrize("status", RunStatus)
    def test_goes_on_only_while_it_is_active(self, status: RunStatus) -> None:
        final = status in FINAL_STATUSES
        now = timezone.now()
        run = NuzlockeRunFactory(status=status, started_at=now, completed_at=now if final else None)
        assert run.is_active is not final

    def test_takes_its_encounters_with_it(self) -> None:
        encounter = EncounterFactory()
        kept = EncounterFactory()
        encounter.run.delete()
        assert list(Encounter.objects.all()) == [kept]
        assert Route.objects.filter(pk=encounter.route_id).exists()
        assert Pokemon.objects.filter(pk=encounter.pokemon_id).exists()

    def test_goes_with_its_owner(self) -> None:
        encounter = EncounterFactory()
        encounter.run.owner.delete()
        assert not NuzlockeRun.objects.exists()
        assert not Encounter.objects.exists()
        assert Game.objects.filter(pk=encounter.game_id).exists()

    def test_outlives_the_attempt_before_it(self) -> None:
        first = NuzlockeRunFactory()
        second = NuzlockeRunFactory(previous_attempt=first, owner=first.owner)
        assert list(first.later_attempts.all()) == [second]
        first.delete()
        second.refresh_from_db()
        assert second.previous_attempt is None

    def test_keeps_its_game_in_the_catalog(self) -> None:
        run = NuzlockeRunFactory()
        with pytest.raises(ProtectedError):
            run.game.delete()
        run.delete()
        run.game.delete()
        assert not Game.objects.exists()


class TestRules:
    @pytest.mark.parametrize(
        "document",
        [
            {},
            classic_document(),
            {"house_rules": "Nur Pokémon mit Umlauten: Ö, 初めて, 👩‍🚀, \u0301"},
            {"a": {"b": {"c": [1, [2, [3, {"d": None}]], 1.5, True, False]}}},
            {"version": 1, "clauses": [{"key": "dupes", "on": True, "strictness": "warn"}]},
            {"10": "numbers as keys", "": "no key", "big": 2**53, "negative": -1},
        ],
    )
    def test_come_back_as_they_were_written(self, document: dict[str, Any]) -> None:
        run = NuzlockeRunFactory(rules=document)
        assert NuzlockeRun.objects.get(pk=run.pk).rules == document

    def test_are_each_runs_own(self) -> None:
        first = NuzlockeRunFactory()
        first.rules["clauses"].clear()
        first.save(update_fields=["rules"])
        assert NuzlockeRunFactory().rules == classic_document()

    def test_can_be_asked_for_inside(self) -> None:
        run = NuzlockeRunFactory()
        NuzlockeRunFactory(rules={"preset": "hardcore"})
        assert NuzlockeRun.objects.get(rules__preset="classic") == run

    @pytest.mark.parametrize("document", [[], "classic", 1, True, [{"version": 1}]])
    def test_are_an_object(self, document: Any) -> None:
        run = NuzlockeRunFactory.build(rules=document, game=GameFactory())
        with pytest.raises(ValidationError, match="Rules must be an object"):
            run.validate_constraints()


class TestEncounter:
    def test_is_made_with_what_a_player_gives(self) -> None:
        run = NuzlockeRunFactory()
        route = RouteFactory(game=run.game)
        poochyena = PokemonFactory(name="Poochyena")
        now = timezone.now()
        made = Encounter.objects.create(
            run=run,
            game=run.game,
            route=route,
            pokemon=poochyena,
            nickname="Fang",
            status="caught",
            catch_level=3,
            caught_at=now,
        )
        encounter = Encounter.objects.get(pk=made.pk)
        assert (encounter.run, encounter.route, encounter.pokemon) == (run, route, poochyena)
        assert (encounter.nickname, encounter.catch_level, encounter.caught_at) == ("Fang", 3, now)
        assert encounter.acquisition == "wild"
        assert encounter.revision == 1
        assert not encounter.is_bonus
        assert encounter.current_pokemon is None
        assert encounter.party_slot is None

    def test_is_changed(self) -> None:
        encounter = EncounterFactory()
        encounter.status, encounter.faint_level = EncounterStatus.FAINTED, 9
        encounter.faint_cause = "Brendan’s Mudkip"
        encounter.save(update_fields=["status", "faint_level", "faint_cause"])
        stored = Encounter.objects.get(pk=encounter.pk)
        assert (stored.status, stored.faint_level) == ("fainted", 9)
        assert stored.faint_cause == "Brendan’s Mudkip"

    def test_is_deleted_alone(self) -> None:
        encounter = EncounterFactory()
        run, route, pokemon = encounter.run, encounter.route, encounter.pokemon
        encounter.delete()
        assert not Encounter.objects.exists()
        for kept in (run, route, pokemon):
            kept.refresh_from_db()

    @pytest.mark.parametrize("name", ["route", "pokemon", "current_pokemon"])
    def test_keeps_the_catalog_that_it_points_to(self, name: str) -> None:
        encounter = EncounterFactory(current_pokemon=PokemonFactory())
        pointed_to = getattr(encounter, name)
        with pytest.raises(ProtectedError):
            pointed_to.delete()
        encounter.delete()
        pointed_to.delete()

    @pytest.mark.parametrize(
        ("nickname", "name", "shown"),
        [("Fang", "Poochyena", "Fang"), ("", "Poochyena", "Poochyena"), ("", None, "Nothing met")],
    )
    def test_is_called_by_the_best_name_there_is(
        self, nickname: str, name: str | None, shown: str
    ) -> None:
        pokemon = PokemonFactory.build(name=name) if name else None
        assert str(Encounter(nickname=nickname, pokemon=pokemon)) == shown

    def test_takes_its_game_from_its_run(self) -> None:
        encounter = EncounterFactory()
        encounter.game_id = GameFactory().pk
        encounter.clean()
        assert encounter.game_id == encounter.run.game_id

    def test_is_refused_at_a_route_of_another_game(self) -> None:
        encounter = EncounterFactory()
        encounter.route = RouteFactory(name="Route 29")
        with pytest.raises(ValidationError) as refusal:
            encounter.clean()
        assert refusal.value.message_dict == {
            "route": [f"Route 29 is not a route of {encounter.run}'s game."]
        }

    def test_without_a_run_is_left_to_the_field_to_refuse(self) -> None:
        Encounter().clean()
        with pytest.raises(ValidationError) as refusal:
            Encounter().full_clean()
        assert {"run", "status"} <= refusal.value.message_dict.keys()
