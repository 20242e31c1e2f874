"""A player's own game: made, shared, offered, adopted, corrected, deleted."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import Http404

from accounts.guests import join
from accounts.models import User
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    CatalogRevision,
    EncounterTable,
    Game,
    Route,
    RouteEncounter,
)
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    CustomGameFactory,
    EncounterFactory,
    EncounterTableFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tracker import access
from tracker.copied_rows import PARTS, rows_of
from tracker.models import CustomGame, NuzlockeRun
from tracker.pages.run import run_page
from tracker.querysets import routes_of
from tracker.services import custom_games as services
from tracker.services.custom_game_corrections import take_over_corrections
from tracker.services.errors import ChangedMeanwhile, Refused
from tracker.services.runs import start_again, start_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def base() -> Game:
    """Three routes, something in the grass of each, and a boss with two Pokémon."""
    game: Game = GameFactory(slug="emerald", name="Emerald")
    zigzagoon = PokemonFactory(name="Zigzagoon", slug="zigzagoon")
    for number in (1, 2, 3):
        route = RouteFactory(
            game=game,
            name=f"Route {number}",
            slug=f"route-{number}",
            order=10 * number,
            source_key="" if number == 3 else f"location-{number}",
        )
        RouteEncounterFactory(route=route, pokemon=zigzagoon, encounter_rate=100)
        EncounterTableFactory(route=route, pokemon=[["zigzagoon", 100, 2, 3]], total=100)
    boss = BossFactory(game=game, slug="roxanne", name="Roxanne", after_route=route, order=10)
    for slot in (1, 2):
        BossPokemonFactory(boss=boss, slot=slot, pokemon=zigzagoon, level=12)
    RouteFactory(game=game, name="Gone", slug="gone", order=900, is_active=False)
    return game


def make(owner: User, base: Game, **changes: Any) -> CustomGame:
    facts: dict[str, Any] = {"name": "Emerald inside out", "submission": uuid.uuid4()}
    return services.create_custom_game(owner=owner, base=base, **{**facts, **changes})


@pytest.fixture
def custom(owner: User, base: Game) -> CustomGame:
    return make(owner, base)


def number_of_changes() -> tuple[int, Any]:
    """What a change of the catalog would make another one."""
    return CatalogChange.objects.count(), CatalogRevision.objects.values_list("value").first()


class TestMaking:
    def test_copies_what_players_see_and_nothing_of_it_is_a_change_of_the_catalog(
        self, owner: User, base: Game
    ) -> None:
        before = number_of_changes()
        custom = make(owner, base, description="All of it.")
        assert number_of_changes() == before
        game = custom.game
        assert game.is_custom
        assert game.slug.startswith("custom-")
        assert (game.generation, game.region) == (base.generation, base.region)
        assert set(game.routes.values_list("name", flat=True)) == {"Route 1", "Route 2", "Route 3"}
        copies, originals = rows_of(game), rows_of(base)
        for model in PARTS:
            for key, row in copies[model].items():
                assert row.is_untouched
                assert row.digest == originals[model][key].digest
                assert row.pk != originals[model][key].pk
        assert [len(copies[model]) for model in PARTS] == [3, 3, 3, 1, 2]

    def test_a_boss_brings_the_retired_route_that_it_stands_behind(
        self, owner: User, base: Game
    ) -> None:
        Boss.objects.update(after_route=base.routes.get(slug="gone"))
        game = make(owner, base).game
        assert game.bosses.get().after_route.slug == "gone"
        assert not game.routes.get(slug="gone").is_active

    def test_twice_by_one_form_makes_one(self, owner: User, base: Game) -> None:
        submission = uuid.uuid4()
        assert make(owner, base, submission=submission) == make(owner, base, submission=submission)
        assert Game.objects.filter(is_custom=True).count() == 1

    def test_two_may_have_one_name_and_that_of_the_base(self, owner: User, base: Game) -> None:
        assert make(owner, base, name="Emerald").game.name == "Emerald"
        assert make(owner, base, name="Emerald").game.name == "Emerald"

    def test_there_is_a_most(self, owner: User, stranger: User, base: Game) -> None:
        CustomGameFactory.create_batch(services.MAX_CUSTOM_GAMES, owner=owner, base=base)
        with pytest.raises(Refused, match="You have 20 games of your own"):
            make(owner, base)
        make(stranger, base)

    def test_a_retired_game_and_a_players_own_are_no_base(self, owner: User, base: Game) -> None:
        own = make(owner, base).game
        Game.objects.filter(pk=base.pk).update(is_active=False)
        for game in (base, own):
            with pytest.raises(Refused, match="no longer in the catalog"):
                make(owner, game)

    def test_a_name_that_cannot_be_stored_writes_nothing(self, owner: User, base: Game) -> None:
        with pytest.raises(Refused):
            make(owner, base, name=" ")
        assert not Game.objects.filter(is_custom=True).exists()


class TestSharing:
    def test_its_link_opens_it_and_no_longer_once_it_is_private(self, custom: CustomGame) -> None:
        shared = services.share_custom_game(custom_game=custom, credit="Ash")
        key = shared.share_key
        assert key
        assert access.get_shared_game(key) == custom
        assert services.share_custom_game(custom_game=custom, credit="").share_key == key
        services.stop_sharing(custom_game=custom)
        with pytest.raises(Http404):
            access.get_shared_game(key)
        assert services.share_custom_game(custom_game=custom, credit="").share_key != key

    @pytest.mark.parametrize("key", ["", "x", "x" * 65, "x\0" + "x" * 30, "✓" * 30])
    def test_what_is_no_key_opens_nothing(self, custom: CustomGame, key: str) -> None:
        with pytest.raises(Http404):
            access.get_shared_game(key)

    def test_an_offer_goes_and_comes_back(self, custom: CustomGame) -> None:
        offered = services.offer_custom_game(custom_game=custom, credit="Ash")
        assert (offered.state, offered.credit) == ("offered", "Ash")
        assert offered.offered_at
        assert list(CustomGame.objects.waiting()) == [custom]
        back = services.take_back_offer(custom_game=custom)
        assert (back.state, back.share_key) == ("shared", offered.share_key)
        assert not CustomGame.objects.waiting()

    def test_each_act_makes_the_revision_grow(self, custom: CustomGame) -> None:
        revision = custom.game.revision
        for act in (services.stop_sharing, services.take_back_offer):
            act(custom_game=custom)
            custom.game.refresh_from_db()
            assert custom.game.revision == revision + 1
            revision += 1

    def test_a_name_from_an_old_form_is_refused(self, custom: CustomGame) -> None:
        services.stop_sharing(custom_game=custom)
        with pytest.raises(ChangedMeanwhile):
            services.rename_custom_game(
                custom_game=custom, name="Other", description="", revision=1
            )
        renamed = services.rename_custom_game(
            custom_game=custom, name="Other", description="New.", revision=2
        )
        assert (renamed.game.name, renamed.description) == ("Other", "New.")


class TestDeciding:
    @pytest.fixture
    def offered(self, custom: CustomGame) -> CustomGame:
        return services.offer_custom_game(custom_game=custom, credit="Ash")

    def test_an_adopted_game_is_one_of_the_catalog(self, offered: CustomGame) -> None:
        Route.objects.filter(game=offered.game, slug="route-1").update(name="Meadow")
        before = CatalogRevision.objects.values_list("value").first()
        done = services.adopt_custom_game(
            custom_game=offered, name="Ashen", slug="ashen", reply="Thank you.", revision=None
        )
        game = Game.objects.get(slug="ashen")
        assert (game.pk, game.is_custom, game.version_group) == (offered.game_id, False, "ashen")
        assert (done.state, done.reply, done.share_key) == (
            "adopted",
            "Thank you.",
            offered.share_key,
        )
        assert CatalogRevision.objects.values_list("value").first() != before
        change = CatalogChange.objects.get(game="ashen")
        assert (change.act, change.credit, change.row_name) == ("added", "Ash", "Ashen")
        assert "is_custom" not in change.after
        assert not any(row.copied_digest for row in rows_of(game))

    @pytest.mark.parametrize(
        ("name", "slug", "field"),
        [("Emerald", "ashen", None), ("Ashen", "emerald", "slug"), ("Ashen", "No Slug", "slug")],
    )
    def test_what_is_taken_is_refused(
        self, offered: CustomGame, name: str, slug: str, field: str | None
    ) -> None:
        with pytest.raises(Refused) as refusal:
            services.adopt_custom_game(
                custom_game=offered, name=name, slug=slug, reply="", revision=None
            )
        assert refusal.value.field == field
        offered.game.refresh_from_db()
        assert offered.game.is_custom

    def test_nobody_changes_it_afterwards(self, offered: CustomGame) -> None:
        services.adopt_custom_game(
            custom_game=offered, name="Ashen", slug="ashen", reply="", revision=None
        )
        acts: list[Callable[[], object]] = [
            lambda: services.stop_sharing(custom_game=offered),
            lambda: services.share_custom_game(custom_game=offered, credit=""),
            lambda: services.delete_custom_game(custom_game=offered),
            lambda: take_over_corrections(custom_game=offered, revision=None),
            lambda: services.begin_change(custom_game=offered, revision=None),
        ]
        for act in acts:
            with pytest.raises(Refused, match="part of the catalog"):
                act()

    def test_one_that_is_given_back_says_why(self, offered: CustomGame) -> None:
        back = services.decline_custom_game(custom_game=offered, reply="No source.", revision=None)
        assert (back.state, back.reply) == ("shared", "No source.")
        for act in (services.decline_custom_game,):
            with pytest.raises(Refused, match="not offered any more"):
                act(custom_game=offered, reply="Again.", revision=None)
        again = services.offer_custom_game(custom_game=offered, credit="")
        assert again.reply == ""

    def test_what_has_moved_on_is_looked_at_again(self, offered: CustomGame) -> None:
        with pytest.raises(ChangedMeanwhile):
            services.decline_custom_game(custom_game=offered, reply="No.", revision=1)


class TestDeleting:
    def test_leaves_nothing_of_it_and_all_of_the_base(self, custom: CustomGame, base: Game) -> None:
        before = number_of_changes()
        services.delete_custom_game(custom_game=custom)
        assert number_of_changes() == before
        assert list(Game.objects.all()) == [base]
        for model, number in {
            Route: 4,
            RouteEncounter: 3,
            EncounterTable: 3,
            Boss: 1,
            BossPokemon: 2,
            CustomGame: 0,
        }.items():
            assert model._base_manager.count() == number

    def test_waits_for_the_runs_of_it(self, custom: CustomGame, stranger: User) -> None:
        own = NuzlockeRunFactory(owner=custom.owner, game=custom.game)
        NuzlockeRunFactory(owner=custom.owner, game=custom.game, deleted_at="2026-01-01T00:00Z")
        theirs = NuzlockeRunFactory(owner=stranger, game=custom.game)
        with pytest.raises(Refused, match="2 runs of yours use this game"):
            services.delete_custom_game(custom_game=custom)
        NuzlockeRun.objects.filter(owner=own.owner).delete()
        with pytest.raises(Refused, match="Somebody else plays this game"):
            services.delete_custom_game(custom_game=custom)
        theirs.delete()
        services.delete_custom_game(custom_game=custom)

    def test_a_base_stays_for_what_is_made_from_it(self, custom: CustomGame, base: Game) -> None:
        with pytest.raises(Exception, match="protected foreign keys"):
            base.delete()

    def test_it_outlives_its_owners_account(self, custom: CustomGame) -> None:
        assert custom.owner
        custom.owner.delete()
        custom.refresh_from_db()
        assert custom.owner is None
        assert custom.game.routes.count() == 3


class TestCorrections:
    def take(self, custom: CustomGame) -> Any:
        before = number_of_changes()
        done = take_over_corrections(custom_game=custom, revision=None)
        assert number_of_changes() == before
        return done

    def test_untouched_rows_follow_the_base(self, custom: CustomGame, base: Game) -> None:
        first, second = base.routes.get(slug="route-1"), base.routes.get(slug="route-2")
        for route, name in ((first, "aside"), (second, "Route 1"), (first, "Route 2")):
            Route.objects.filter(pk=route.pk).update(name=name)
        RouteEncounter.objects.filter(route=first).update(encounter_rate=40)
        RouteFactory(game=base, name="Route 4", slug="route-4", order=40)
        Route.objects.filter(game=base, slug="route-3").update(order=35)
        BossPokemon.objects.filter(boss__game=base, slot=2).update(is_active=False)
        done = self.take(custom)
        assert (done.changed, done.added, done.hidden, done.kept) == (4, 1, 1, ())
        routes = custom.game.routes.in_story_order().values_list("name", "slug", "order")
        assert list(routes) == [
            ("Route 2", "route-1", 10),
            ("Route 1", "route-2", 20),
            ("Route 3", "route-3", 35),
            ("Route 4", "route-4", 40),
        ]
        assert custom.game.bosses.get().team.published().count() == 1
        assert all(row.is_untouched for row in rows_of(custom.game))
        again = self.take(custom)
        assert (again.changed, again.added, again.hidden) == (0, 0, 0)

    def test_what_the_player_has_changed_stays_and_is_named(
        self, custom: CustomGame, base: Game
    ) -> None:
        own = custom.game.routes
        own.filter(slug="route-1").update(name="Meadow")
        RouteEncounter.objects.filter(route=own.get(slug="route-2")).update(encounter_rate=7)
        BossPokemon.objects.filter(boss__game=custom.game, slot=1).update(level=50)
        for route in base.routes.exclude(slug="gone"):
            Route.objects.filter(pk=route.pk).update(stage="postgame")
        EncounterTable.objects.filter(route__game=base).update(area="B1F")
        BossPokemon.objects.filter(boss__game=base, slot=2).update(level=60)
        done = self.take(custom)
        assert set(done.kept) == {"Meadow", "what is met at Route 2", "the team of Roxanne"}
        assert own.get(slug="route-1").stage == "story"
        assert own.get(slug="route-2").stage == "postgame"
        levels = BossPokemon.objects.filter(boss__game=custom.game).order_by("slot")
        assert list(levels.values_list("level", flat=True)) == [50, 12]

    def test_what_the_player_has_added_or_hidden_stays(
        self, custom: CustomGame, base: Game
    ) -> None:
        Route.objects.bulk_create([Route(game=custom.game, name="Mine", slug="mine", order=15)])
        custom.game.routes.filter(slug="route-2").update(is_active=False)
        done = self.take(custom)
        assert (done.changed, done.added, done.hidden, done.kept) == (0, 0, 0, ())
        assert not custom.game.routes.get(slug="route-2").is_active

    def test_a_new_route_whose_name_the_player_has_used_is_left_out(
        self, custom: CustomGame, base: Game
    ) -> None:
        Route.objects.bulk_create([Route(game=custom.game, name="Mine", slug="mine", order=15)])
        new = RouteFactory(game=base, name="Mine", slug="theirs", order=40, source_key="theirs")
        RouteEncounterFactory(route=new)
        done = self.take(custom)
        assert (done.added, done.kept) == (0, ("Mine",))

    def test_a_boss_moves_on_where_its_place_is_taken(self, custom: CustomGame, base: Game) -> None:
        route = custom.game.routes.get(slug="route-1")
        mine = Boss(
            game=custom.game, slug="mine", name="Mine", order=20, after_route=route, kind="gym"
        )
        Boss.objects.bulk_create([mine])
        BossFactory(game=base, slug="brawly", after_route=base.routes.get(slug="route-2"), order=20)
        assert self.take(custom).added == 1
        assert custom.game.bosses.get(slug="brawly").order == 21


class TestAccess:
    def test_is_its_owners_alone(
        self, custom: CustomGame, owner: User, stranger: User, guest: User
    ) -> None:
        assert access.get_custom_game(owner, custom.public_id) == custom
        superuser = User.objects.create_superuser("superuser")
        for other in (stranger, guest, superuser):
            with pytest.raises(Http404):
                access.get_custom_game(other, custom.public_id)

    def test_a_guests_games_go_along(self, guest: User, owner: User, base: Game) -> None:
        submission = uuid.uuid4()
        theirs = make(owner, base, submission=submission)
        moving = make(guest, base, submission=submission)
        join(guest=guest, account=owner)
        assert set(CustomGame.objects.of(owner)) == {theirs, moving}


class TestPlaying:
    def run(self, owner: User, custom: CustomGame) -> NuzlockeRun:
        return start_run(
            owner=owner, game=custom.game, name="", preset="classic", submission=uuid.uuid4()
        )

    def test_a_run_follows_what_the_player_changes(self, custom: CustomGame, owner: User) -> None:
        run = self.run(owner, custom)

        def names() -> list[str]:
            asked = access.get_run(owner, run.public_id)
            return [row.name for row in run_page(asked).rows if not row.is_boss]

        assert names() == ["Route 1", "Route 2", "Route 3"]
        services.begin_change(custom_game=custom, revision=None)
        custom.game.routes.filter(slug="route-2").update(name="Meadow")
        assert names() == ["Route 1", "Meadow", "Route 3"]

    def test_a_hidden_route_with_an_encounter_stays(self, custom: CustomGame, owner: User) -> None:
        run = self.run(owner, custom)
        used = custom.game.routes.get(slug="route-2")
        EncounterFactory(run=run, route=used)
        custom.game.routes.exclude(slug="route-1").update(is_active=False)
        assert [route.slug for route in routes_of(run)] == ["route-1", "route-2"]

    def test_a_run_goes_on_when_the_game_is_private_again(
        self, custom: CustomGame, stranger: User
    ) -> None:
        services.share_custom_game(custom_game=custom, credit="")
        run = self.run(stranger, custom)
        services.stop_sharing(custom_game=custom)
        assert run_page(access.get_run(stranger, run.public_id)).rows
        assert start_again(run=run, submission=uuid.uuid4()).game == custom.game

    def test_it_wears_the_colours_of_its_base(self, custom: CustomGame, owner: User) -> None:
        cache.clear()
        run = access.get_run(owner, self.run(owner, custom).public_id)
        assert run.look == "emerald"
