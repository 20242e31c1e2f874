"""Landing, "My runs" and "New run" as data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from pokedex.models import Game
from tests.factories import EncounterFactory, GameFactory, NuzlockeRunFactory, PokemonFactory
from tests.tracker.many import FEW, MANY, queries_of
from tracker.models import Encounter, NuzlockeRun
from tracker.pages.runs import LandingPage, landing_page, new_run_page, run_list_page
from tracker.rules.presets import PRESETS

pytestmark = pytest.mark.django_db

NOW = timezone.now()


class TestLanding:
    def test_offers_the_newest_run_that_goes_on(self, owner: User, stranger: User) -> None:
        NuzlockeRunFactory(owner=owner, started_at=NOW - timedelta(days=2))
        current = NuzlockeRunFactory(owner=owner, started_at=NOW - timedelta(days=1))
        NuzlockeRunFactory(owner=owner, started_at=NOW, status="failed", completed_at=NOW)
        NuzlockeRunFactory(owner=owner, deleted_at=NOW)
        NuzlockeRunFactory(owner=stranger)
        EncounterFactory(run=current)
        card = landing_page(owner).current
        assert card is not None
        assert (card.public_id, card.name, card.alive) == (current.public_id, current.name, 1)
        # One for the run, one for the catalog's revision, which the demo is kept by.
        assert len(queries_of(lambda: landing_page(owner))) == 2

    def test_has_nothing_to_offer_to_others(self, owner: User) -> None:
        assert landing_page(owner) == landing_page(None) == LandingPage(current=None, demo=None)
        assert len(queries_of(lambda: landing_page(None))) == 1


class TestRunList:
    def test_keeps_what_goes_on_and_what_has_ended_apart(self, owner: User) -> None:
        ended = NuzlockeRunFactory(
            owner=owner,
            name="Lost",
            status="failed",
            started_at=NOW - timedelta(days=9),
            completed_at=NOW,
        )
        going = NuzlockeRunFactory(owner=owner, name="Going")
        EncounterFactory(run=going, status="fainted")
        page = run_list_page(owner)
        assert [card.name for card in page.active] == ["Going"]
        assert [card.name for card in page.ended] == ["Lost"]
        card = page.active[0]
        assert (card.game, card.look) == (going.game.name, going.game.slug)
        assert (card.alive, card.dead, card.missed) == (0, 1, 0)
        lost = page.ended[0]
        assert (lost.status_label, lost.completed_at) == ("Failed", NOW)
        assert lost.public_id == ended.public_id

    def test_begins_with_the_newest(self, owner: User) -> None:
        days = [3, 1, 2, 5, 4]
        for day in days:
            NuzlockeRunFactory(owner=owner, name=str(day), started_at=NOW - timedelta(days=day))
        assert [card.name for card in run_list_page(owner).active] == ["1", "2", "3", "4", "5"]

    def test_is_the_players_own(self, owner: User, stranger: User) -> None:
        NuzlockeRunFactory(owner=stranger)
        NuzlockeRunFactory(owner=owner, deleted_at=NOW)
        page = run_list_page(owner)
        assert (page.active, page.ended) == ((), ())

    @pytest.mark.parametrize("runs", [FEW, MANY])
    def test_takes_three_queries_for_any_number(self, owner: User, runs: int) -> None:
        game = GameFactory()
        made = NuzlockeRun.objects.bulk_create(
            NuzlockeRunFactory.build(owner=owner, game=game) for _ in range(runs)
        )
        first = EncounterFactory(run=made[0])
        Encounter.objects.bulk_create(
            EncounterFactory.build(
                run=run, game=game, route=first.route, pokemon=first.pokemon, is_bonus=True
            )
            for run in made
        )
        page = run_list_page(owner)
        assert len(page.active) == runs
        assert {card.alive for card in page.active} == {1, 2}
        assert len(queries_of(lambda: run_list_page(owner))) == 3

    def test_shows_the_party_of_each_in_its_order(self, owner: User) -> None:
        run, other = (NuzlockeRunFactory(owner=owner, name=name) for name in ("One", "Two"))
        evolved = PokemonFactory(name="Mightyena", primary_type="dark")
        EncounterFactory(run=run, pokemon=PokemonFactory(name="Ralts"), party_slot=2)
        EncounterFactory(
            run=run,
            pokemon=PokemonFactory(name="Poochyena"),
            current_pokemon=evolved,
            party_slot=1,
        )
        EncounterFactory(run=run)
        EncounterFactory(run=other, pokemon=PokemonFactory(name="Wingull"), party_slot=1)
        found = {card.name: card.party for card in run_list_page(owner).active}
        assert [one.name for one in found["One"]] == ["Mightyena", "Ralts"]
        assert found["One"][0].types == ("dark",)
        assert [one.name for one in found["Two"]] == ["Wingull"]


class TestNewRun:
    def test_offers_the_games_by_generation(self) -> None:
        GameFactory(name="Emerald", generation=3, release_year=2004)
        GameFactory(name="Ruby", generation=3, release_year=2002)
        GameFactory(name="Red", generation=1, release_year=1996)
        GameFactory(name="Retired", generation=2, is_active=False)
        page = new_run_page(None)
        offered = {
            generation.number: [game.name for game in generation.games]
            for generation in page.generations
        }
        assert list(offered.items()) == [(1, ["Red"]), (3, ["Ruby", "Emerald"])]
        assert page.presets == tuple(PRESETS.values())

    @pytest.mark.parametrize("games", [FEW, MANY])
    def test_takes_two_queries_for_any_number(self, games: int) -> None:
        Game.objects.bulk_create(GameFactory.build_batch(games))
        assert sum(len(generation.games) for generation in new_run_page(None).generations) == games
        assert len(queries_of(lambda: new_run_page(None))) == 1
