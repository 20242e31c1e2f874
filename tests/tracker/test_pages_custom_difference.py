"""What a player has changed in a game of his own, in words."""

from __future__ import annotations

import uuid

import pytest

from accounts.models import User
from pokedex.models import Boss, EncounterTable, Game, Route, RouteEncounter
from pokedex.revision import renew_revision
from pokedex.services.encounter_lines import read_lines
from pokedex.services.team_lines import read_team
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    EncounterTableFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.tracker.many import queries_of
from tracker.models import CustomGame
from tracker.pages.custom_difference import Difference, difference_of
from tracker.services.custom_bosses import BossFacts, add_boss, edit_boss
from tracker.services.custom_encounters import replace_encounters
from tracker.services.custom_games import create_custom_game
from tracker.services.custom_routes import add_route, edit_route

pytestmark = pytest.mark.django_db


@pytest.fixture
def base() -> Game:
    game: Game = GameFactory(slug="emerald", name="Emerald")
    for number in range(6):
        route = RouteFactory(
            game=game,
            name=f"Route {101 + number}",
            slug=f"route-{101 + number}",
            order=10 + 10 * number,
        )
        for name in ("Zigzagoon", "Wurmple") if number < 2 else ():
            pokemon = PokemonFactory._meta.model.objects.filter(
                name=name
            ).first() or PokemonFactory(name=name, slug=name.lower())
            RouteEncounterFactory(route=route, pokemon=pokemon, encounter_rate=50)
        if number < 2:
            EncounterTableFactory(
                route=route, pokemon=[["zigzagoon", 50, 2, 3], ["wurmple", 50, 2, 3]]
            )
    behind = game.routes.get(slug="route-103")
    roxanne = BossFactory(game=game, slug="roxanne", name="Roxanne", after_route=behind, order=10)
    geodude = PokemonFactory(name="Geodude", slug="geodude")
    BossPokemonFactory(boss=roxanne, slot=1, pokemon=geodude, level=12, moves=["Tackle"])
    return game


@pytest.fixture
def mine(base: Game, owner: User) -> CustomGame:
    return create_custom_game(owner=owner, base=base, name="Mine", submission=uuid.uuid4())


def now(mine: CustomGame) -> CustomGame:
    return CustomGame.objects.with_its_games().get(pk=mine.pk)


def difference(mine: CustomGame) -> Difference:
    return difference_of(now(mine))


def route(mine: CustomGame, slug: str) -> Route:
    return mine.game.routes.get(slug=slug)


def edit(mine: CustomGame, slug: str, **said: object) -> None:
    row = route(mine, slug)
    facts = {"name": row.name, "stage": row.stage, "hidden": not row.is_active, **said}
    revision = now(mine).game.revision
    edit_route(custom_game=mine, route=row, revision=revision, **facts)  # type: ignore[arg-type]  # typed there


def meet(mine: CustomGame, slug: str, text: str) -> None:
    replace_encounters(
        custom_game=mine,
        route=route(mine, slug),
        proposed=read_lines(text)[0],
        revision=now(mine).game.revision,
    )


def change(mine: CustomGame, team: str = "Geodude, 12, Tackle", **said: object) -> None:
    row = mine.game.bosses.get(slug="roxanne")
    edit_boss(
        custom_game=mine,
        boss=row,
        facts=facts_of(row, **said),
        team=read_team(team)[0],
        revision=now(mine).game.revision,
    )


def facts_of(row: Boss, **said: object) -> BossFacts:
    names = ("name", "place", "after_route", "kind", "stage", "specialty", "ace_level", "battle")
    values = {name: getattr(row, name) for name in (*names, "note", "is_active")}
    return BossFacts(**{**values, **said})


def test_a_copy_differs_in_nothing(mine: CustomGame) -> None:
    assert difference(mine).in_words == "Nothing differs from Emerald yet."


def test_one_or_several_are_counted(mine: CustomGame) -> None:
    edit(mine, "route-102", name="Petalburg Way")
    assert difference(mine).in_words == "1 route differs from Emerald."
    edit(mine, "route-103", hidden=True)
    change(mine, ace_level=20)
    assert difference(mine).in_words == "2 routes and 1 boss differ from Emerald."


def test_each_change_of_a_route_has_its_sentence(mine: CustomGame) -> None:
    edit(mine, "route-102", name="Petalburg Way", stage="postgame", hidden=True)
    (found,) = difference(mine).routes
    assert found.facts == (
        "Renamed from Route 102.",
        "Stage: Post-game, in Emerald Story.",
        "Hidden.",
    )
    assert found.is_hidden
    assert not found.met


def test_what_is_met_otherwise_is_told_one_by_one(mine: CustomGame) -> None:
    meet(mine, "route-101", "Zigzagoon, walk, 20, 2-3\nGeodude, walk, 80, 5")
    (found,) = difference(mine).routes
    assert found.met == (
        "New: Geodude, Walking, 80 %, level 5.",
        "Gone: Wurmple, Walking.",
        "Zigzagoon, Walking: 20 %, level 2–3, was 50 %, level 2–3.",
    )


class TestMoves:
    def names(self, mine: CustomGame) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.slug, one.facts) for one in difference(mine).routes]

    def test_the_one_that_was_moved_is_named(self, mine: CustomGame) -> None:
        edit(mine, "route-101", moved=True, after=route(mine, "route-104"))
        assert self.names(mine) == [("route-101", ("Moved: it stands behind Route 104.",))]
        edit(mine, "route-101", moved=True, after=None)
        assert self.names(mine) == []

    def test_of_two_neighbours_the_one_that_was_moved(self, mine: CustomGame) -> None:
        edit(mine, "route-103", moved=True, after=route(mine, "route-101"))
        assert self.names(mine) == [("route-103", ("Moved: it stands behind Route 101.",))]

    def test_those_that_made_room_are_not_named(self, mine: CustomGame) -> None:
        for number in range(12):
            add_route(
                custom_game=mine,
                name=f"Cave {number}",
                stage="story",
                after=route(mine, "route-102"),
                revision=now(mine).game.revision,
            )
        orders = dict(mine.game.routes.values_list("slug", "order"))
        assert orders["route-103"] != 30, "or the test shows nothing"
        assert {slug for slug, _ in self.names(mine)} == {f"cave-{number}" for number in range(12)}
        edit(mine, "route-106", moved=True, after=None)
        assert ("route-106", ("Moved: it stands before all others.",)) in self.names(mine)
        assert sum(slug.startswith("route") for slug, _ in self.names(mine)) == 1


def test_a_boss_is_told_old_and_new(mine: CustomGame) -> None:
    change(
        mine,
        "Geodude, 15, Tackle / Rock Tomb, @ Oran Berry\n\nFire starter:\nWurmple, 3",
        name="Roxy",
        ace_level=20,
        kind="other",
        after_route=route(mine, "route-105"),
        note="Ouch",
    )
    (found,) = difference(mine).bosses
    assert found.facts == (
        "Renamed from Roxanne.",
        "Highest level: 20, in Emerald 15.",
        "Kind: Other battle, in Emerald Gym.",
        "Another note.",
        "Fought after Route 105, in Emerald Route 103.",
    )
    assert found.team == (
        "Geodude, level 15, Tackle / Rock Tomb, holds Oran Berry",
        "Wurmple, level 3, if you chose the Fire starter",
    )
    assert found.former_team == ("Geodude, level 12, Tackle",)


def test_what_was_added_says_so(mine: CustomGame) -> None:
    facts = facts_of(mine.game.bosses.get(slug="roxanne"), name="Wally")
    add_boss(
        custom_game=mine,
        facts=facts,
        team=read_team("Geodude, 5")[0],
        revision=now(mine).game.revision,
    )
    (found,) = difference(mine).bosses
    assert (found.is_added, found.facts) == (True, ("Added behind Route 103.",))
    assert (found.team, found.former_team) == (("Geodude, level 5",), ())


def test_a_correction_of_the_base_is_no_change_of_the_players(mine: CustomGame, base: Game) -> None:
    base.routes.filter(slug="route-102").update(name="Way 102")
    RouteEncounter.objects.filter(route__game=base).update(encounter_rate=7)
    EncounterTable.objects.filter(route__game=base).update(area="B1F")
    assert difference(mine).in_words == "Nothing differs from Emerald yet."


def test_it_is_found_out_once_for_each_revision(mine: CustomGame) -> None:
    renew_revision()
    edit(mine, "route-102", name="Petalburg Way")
    custom = now(mine)
    few = queries_of(lambda: difference_of(custom))
    assert len(few) == 15
    assert len(queries_of(lambda: difference_of(custom))) == 1
    for number in range(40):
        meet_route = add_route(
            custom_game=mine,
            name=f"Cave {number}",
            stage="story",
            after=None,
            revision=now(mine).game.revision,
        )
        if number % 4 == 0:
            meet(mine, meet_route.slug, "Zigzagoon, walk, 100")
    custom = now(mine)
    assert len(queries_of(lambda: difference_of(custom))) == len(few)
    assert len(difference_of(custom).routes) == 41
