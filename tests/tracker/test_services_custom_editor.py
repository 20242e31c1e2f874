"""What a player changes in a game of his own: routes, what is met there, bosses."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from accounts.models import User
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    CatalogRevision,
    EncounterTable,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from pokedex.services.encounter_lines import encounter_lines, read_lines
from pokedex.services.team_lines import read_team, team_lines
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    EncounterFactory,
    EncounterTableFactory,
    GameFactory,
    NuzlockeRunFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tracker.copied_rows import rows_of
from tracker.game_catalog import catalog_of
from tracker.models import CustomGame
from tracker.pages.standing import standing_of
from tracker.services.custom_bosses import BossFacts, add_boss, edit_boss, take_back_boss
from tracker.services.custom_encounters import Replaced, replace_encounters
from tracker.services.custom_games import create_custom_game
from tracker.services.custom_routes import add_route, edit_route, step_route, take_back_route
from tracker.services.errors import ChangedMeanwhile, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def base() -> Game:
    """Five routes in a row, Zigzagoon and Wurmple in the grass of the first, two bosses."""
    game: Game = GameFactory(slug="emerald", name="Emerald")
    routes = [
        RouteFactory(game=game, name=f"Route {101 + n}", slug=f"route-{101 + n}", order=10 + 10 * n)
        for n in range(5)
    ]
    names = ("Zigzagoon", "Wurmple", "Geodude", "Treecko", "Torchic")
    made = {name: PokemonFactory(name=name, slug=name.lower()) for name in names}
    EncounterTableFactory(
        route=routes[0], pokemon=[["zigzagoon", 60, 2, 3], ["wurmple", 40, 2, 2]], total=100
    )
    for name, rate, high in (("Zigzagoon", 60, 3), ("Wurmple", 40, 2)):
        RouteEncounterFactory(
            route=routes[0], pokemon=made[name], encounter_rate=rate, min_level=2, max_level=high
        )
    gift = {"encounter_method": "gift", "encounter_rate": None, "min_level": 5, "max_level": 5}
    RouteEncounterFactory(
        route=routes[0], pokemon=made["Treecko"], conditions=["starter-treecko"], **gift
    )
    for number, (slug, behind) in enumerate((("roxanne", 1), ("brawly", 3)), start=1):
        boss = BossFactory(
            game=game,
            slug=slug,
            name=slug.capitalize(),
            after_route=routes[behind],
            order=10 * number,
            ace_level=15,
        )
        BossPokemonFactory(boss=boss, slot=1, pokemon=made["Geodude"], level=12, moves=["Tackle"])
        BossPokemonFactory(
            boss=boss, slot=1, player_starter="grass", pokemon=made["Torchic"], level=14, moves=[]
        )
    return game


@pytest.fixture
def mine(base: Game, owner: User) -> CustomGame:
    return create_custom_game(owner=owner, base=base, name="Hard Emerald", submission=uuid.uuid4())


def revision(mine: CustomGame) -> int:
    return Game.objects.values_list("revision", flat=True).get(pk=mine.game_id)


def route(mine: CustomGame, slug: str) -> Route:
    return mine.game.routes.get(slug=slug)


def boss(mine: CustomGame, slug: str) -> Boss:
    return mine.game.bosses.get(slug=slug)


def order_of(mine: CustomGame) -> list[str]:
    return list(mine.game.routes.in_story_order().values_list("slug", flat=True))


def touched(mine: CustomGame) -> set[str]:
    """The rows that say something else than they did as copies, in short words."""
    return {
        f"{row.model.__name__} {'/'.join(map(str, row.key))}"
        for row in rows_of(mine.game)
        if not row.is_untouched
    }


def edit(mine: CustomGame, slug: str, **said: Any) -> None:
    row = route(mine, slug)
    facts = {"name": row.name, "stage": row.stage, "hidden": not row.is_active, **said}
    edit_route(custom_game=mine, route=row, revision=revision(mine), **facts)


def meet(mine: CustomGame, slug: str, text: str) -> Replaced:
    proposed, errors = read_lines(text) if text else ([], [])
    assert not errors
    return replace_encounters(
        custom_game=mine, route=route(mine, slug), proposed=proposed, revision=revision(mine)
    )


def lines(mine: CustomGame, slug: str) -> list[str]:
    rows = route(mine, slug).encounters.published().select_related("pokemon")
    return encounter_lines(rows).splitlines()


class TestRoutes:
    def test_renaming_one_touches_that_row_alone(self, mine: CustomGame, base: Game) -> None:
        edit(mine, "route-102", name="Petal Path")
        assert touched(mine) == {"Route slug/route-102"}
        assert route(mine, "route-102").name == "Petal Path"
        assert base.routes.get(slug="route-102").name == "Route 102"

    def test_saying_what_is_there_is_no_change(self, mine: CustomGame) -> None:
        before = revision(mine)
        edit(mine, "route-102")
        assert revision(mine) == before

    def test_a_name_is_had_by_one_route(self, mine: CustomGame) -> None:
        with pytest.raises(Refused, match="Another route"):
            edit(mine, "route-102", name="Route 103")
        assert not touched(mine)

    def test_an_old_form_is_refused(self, mine: CustomGame) -> None:
        edit(mine, "route-102", name="Petal Path")
        row = route(mine, "route-103")
        with pytest.raises(ChangedMeanwhile):
            edit_route(
                custom_game=mine, route=row, name="X", stage="story", hidden=False, revision=1
            )

    def test_hidden_and_shown_again_it_is_as_it_was(self, mine: CustomGame) -> None:
        edit(mine, "route-102", hidden=True)
        assert touched(mine) == {"Route slug/route-102"}
        edit(mine, "route-102", hidden=False)
        assert not touched(mine)

    def test_moving_one_leaves_the_others_alone(self, mine: CustomGame) -> None:
        edit(mine, "route-101", moved=True, after=route(mine, "route-102"))
        assert order_of(mine)[:3] == ["route-102", "route-101", "route-103"]
        assert touched(mine) == {"Route slug/route-101"}
        edit(mine, "route-105", moved=True, after=None)
        assert order_of(mine)[0] == "route-105"

    def test_none_stands_behind_itself(self, mine: CustomGame) -> None:
        with pytest.raises(Refused, match="behind itself"):
            edit(mine, "route-101", moved=True, after=route(mine, "route-101"))

    def test_there_is_always_room(self, mine: CustomGame) -> None:
        """Twenty between two that are ten apart: those that follow make room."""
        after = route(mine, "route-102")
        for number in range(20):
            after = add_route(
                custom_game=mine,
                name=f"Cave {number}",
                stage="story",
                after=after if number % 3 else route(mine, "route-102"),
                revision=revision(mine),
            )
        assert len(order_of(mine)) == 25
        orders = list(mine.game.routes.in_story_order().values_list("order", flat=True))
        assert orders == sorted(set(orders))
        assert [one for one in order_of(mine) if one.startswith("route")] == [
            f"route-{number}" for number in range(101, 106)
        ]

    def test_steps_go_past_one_route_and_stop_at_the_ends(self, mine: CustomGame) -> None:
        def step(slug: str, up: bool) -> None:
            step_route(custom_game=mine, route=route(mine, slug), up=up, revision=revision(mine))

        step("route-102", True)
        assert order_of(mine)[:2] == ["route-102", "route-101"]
        step("route-102", True)
        assert order_of(mine)[:2] == ["route-102", "route-101"]
        step("route-105", False)
        step("route-101", False)
        assert order_of(mine) == [f"route-{number}" for number in (102, 103, 101, 104, 105)]

    def test_its_bosses_come_along(self, mine: CustomGame) -> None:
        edit(mine, "route-102", moved=True, after=route(mine, "route-105"))
        found = mine.game.bosses.in_story_order().values_list("slug", flat=True)
        assert list(found) == ["brawly", "roxanne"]

    def test_an_added_one_has_a_slug_of_its_own(self, mine: CustomGame) -> None:
        def add(name: str) -> Route:
            return add_route(
                custom_game=mine, name=name, stage="story", after=None, revision=revision(mine)
            )

        assert [add(name).slug for name in ("Route-101", "ホウエン", "洞窟")] == [
            *("route-101-2", "place", "place-2"),
        ]
        assert order_of(mine)[0] == "place-2"

    def test_the_same_form_again_adds_one(self, mine: CustomGame) -> None:
        said: dict[str, Any] = {"name": "Cave", "stage": "story", "after": None}
        said["revision"] = revision(mine)
        assert add_route(custom_game=mine, **said) == add_route(custom_game=mine, **said)

    def test_there_is_an_end_to_adding(
        self, mine: CustomGame, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tracker.services.custom_routes.MOST_ROUTES", 5)
        with pytest.raises(Refused, match="the most"):
            add_route(
                custom_game=mine, name="Cave", stage="story", after=None, revision=revision(mine)
            )

    def test_taken_back_it_is_what_the_base_has(self, mine: CustomGame) -> None:
        edit(mine, "route-101", name="X", hidden=True, moved=True, after=route(mine, "route-104"))
        meet(mine, "route-101", "Geodude, walk, 100, 5")
        take_back_route(custom_game=mine, route=route(mine, "route-101"), revision=revision(mine))
        assert not touched(mine)
        assert order_of(mine)[0] == "route-101"
        assert len(lines(mine, "route-101")) == 3

    def test_an_added_one_taken_back_is_gone_unless_it_is_used(self, mine: CustomGame) -> None:
        cave = add_route(
            custom_game=mine, name="Cave", stage="story", after=None, revision=revision(mine)
        )
        meet(mine, "cave", "Geodude, walk, 100, 5")
        run = NuzlockeRunFactory(owner=mine.owner, game=mine.game)
        met = EncounterFactory(run=run, route=cave)
        with pytest.raises(Refused, match="Hide it instead"):
            take_back_route(custom_game=mine, route=cave, revision=revision(mine))
        assert lines(mine, "cave")
        met.delete()
        take_back_route(custom_game=mine, route=cave, revision=revision(mine))
        assert not touched(mine)


class TestEncounters:
    def test_what_is_said_again_changes_nothing(self, mine: CustomGame) -> None:
        before = revision(mine)
        meet(mine, "route-101", "\n".join(lines(mine, "route-101")))
        assert revision(mine) == before

    def test_the_table_follows_the_lines(self, mine: CustomGame) -> None:
        meet(
            mine, "route-101", "Zigzagoon, walk, 30, 2-3\nGeodude, walk, 70, 5\nTreecko, gift, , 5"
        )
        table = route(mine, "route-101").encounter_tables.published().get()
        assert table.pokemon == [["zigzagoon", 30, 2, 3], ["geodude", 70, 5, 5]]
        assert lines(mine, "route-101") == [
            "Treecko, gift, , 5",
            "Geodude, walk, 70, 5",
            "Zigzagoon, walk, 30, 2-3",
        ]
        assert len(touched(mine)) == 4  # the table, and Wurmple, Zigzagoon and Geodude

    def test_a_method_of_which_nothing_else_is_said_keeps_its_conditions(
        self, mine: CustomGame
    ) -> None:
        meet(mine, "route-101", "Geodude, walk, 100, 5\nTreecko, gift, , 5")
        gift = route(mine, "route-101").encounters.get(encounter_method="gift")
        assert gift.conditions == ["starter-treecko"]
        meet(mine, "route-101", "Geodude, walk, 100, 5\nTreecko, gift, , 7")
        gift.refresh_from_db()
        assert (gift.conditions, gift.min_level) == (["starter-treecko"], 7)

    def test_several_tables_give_way_to_one_and_that_is_said(self, base: Game, owner: User) -> None:
        first = base.routes.get(slug="route-101")
        EncounterTableFactory(
            route=first, conditions=["time-night"], pokemon=[["geodude", 100, 2, 3]], total=100
        )
        mine = create_custom_game(owner=owner, base=base, name="Mine", submission=uuid.uuid4())
        replaced = meet(mine, "route-101", "Zigzagoon, walk, 100, 2-3")
        assert replaced.warnings == [
            "Walking: the 2 tables by area and time that Route 101 had gave way to your lines."
        ]
        assert route(mine, "route-101").encounter_tables.published().count() == 1
        take_back_route(custom_game=mine, route=route(mine, "route-101"), revision=revision(mine))
        assert route(mine, "route-101").encounter_tables.published().count() == 2
        assert not touched(mine)

    def test_an_only_table_keeps_its_area_and_time(self, base: Game, owner: User) -> None:
        EncounterTable.objects.update(conditions=["time-night"], area="B1F")
        mine = create_custom_game(owner=owner, base=base, name="Mine", submission=uuid.uuid4())
        assert not meet(mine, "route-101", "Geodude, walk, 100, 5").warnings
        table = route(mine, "route-101").encounter_tables.published().get()
        assert (table.area, table.conditions) == ("B1F", ["time-night"])
        row = route(mine, "route-101").encounters.published().get(encounter_method="walk")
        assert row.encounter_rate == 100

    def test_a_rate_may_be_unknown(self, mine: CustomGame) -> None:
        replaced = meet(mine, "route-101", "Zigzagoon, walk\nGeodude, walk, 20, 5")
        assert "no rate" in replaced.warnings[-1]
        assert not route(mine, "route-101").encounter_tables.published().exists()
        assert set(lines(mine, "route-101")) == {"Geodude, walk, 20, 5", "Zigzagoon, walk"}

    def test_more_than_100_percent_is_warned_of_and_far_more_refused(
        self, mine: CustomGame
    ) -> None:
        text = "Zigzagoon, walk, 60\nGeodude, walk, 60"
        assert "120 %" in meet(mine, "route-101", text).warnings[0]
        assert route(mine, "route-101").encounter_tables.get().exception == "extra-shares"
        for number in range(11):
            PokemonFactory(name=f"Mon {number}", slug=f"mon-{number}")
        with pytest.raises(Refused, match="too much"):
            meet(mine, "route-101", "\n".join(f"Mon {n}, walk, 100" for n in range(11)))

    def test_a_route_may_have_nothing(self, mine: CustomGame) -> None:
        meet(mine, "route-101", "")
        assert lines(mine, "route-101") == []
        assert not route(mine, "route-101").encounter_tables.published().exists()

    def test_one_that_was_added_and_goes_leaves_nothing(self, mine: CustomGame) -> None:
        meet(mine, "route-105", "Geodude, walk, 100, 5")
        meet(mine, "route-105", "")
        assert not touched(mine)

    def test_a_game_has_so_many_encounters(
        self, mine: CustomGame, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tracker.services.custom_encounters.MOST_ENCOUNTERS", 3)
        with pytest.raises(Refused, match="the most"):
            meet(mine, "route-105", "Geodude, walk, 100, 5")
        assert not touched(mine)


def change(mine: CustomGame, slug: str, *, team: str | None = None, **said: Any) -> None:
    row = boss(mine, slug)
    if team is None:
        shown = row.team.published().select_related("pokemon")
        team = team_lines(shown)
    read, errors = read_team(team)
    assert not errors
    edit_boss(
        custom_game=mine,
        boss=row,
        facts=facts_of(row, **said),
        team=read,
        revision=revision(mine),
    )


def facts_of(row: Boss, **said: Any) -> BossFacts:
    names = ("name", "place", "after_route", "kind", "stage", "specialty", "ace_level", "battle")
    values = {name: getattr(row, name) for name in (*names, "note", "is_active")}
    return BossFacts(**{**values, **said})


class TestBosses:
    def test_the_ace_of_one_touches_that_row_alone(self, mine: CustomGame, base: Game) -> None:
        change(mine, "roxanne", ace_level=20)
        assert touched(mine) == {"Boss roxanne"}
        assert base.bosses.get(slug="roxanne").ace_level == 15

    def test_saying_what_is_there_is_no_change(self, mine: CustomGame) -> None:
        before = revision(mine)
        change(mine, "roxanne")
        assert revision(mine) == before

    def test_a_team_is_written_row_for_row(self, mine: CustomGame) -> None:
        team = "Geodude, 12, Tackle\nWurmple, 9\n\nGrass starter:\nTorchic, 16, Ember, @ Charcoal"
        change(mine, "roxanne", team=team)
        assert len(touched(mine)) == 2
        shown = boss(mine, "roxanne").team.published().select_related("pokemon")
        assert team_lines(shown) == team
        change(mine, "roxanne", team="")
        assert not boss(mine, "roxanne").team.published().exists()
        assert boss(mine, "roxanne").team.count() == 2

    def test_behind_another_route_it_is_fought_then(self, mine: CustomGame) -> None:
        change(mine, "roxanne", after_route=route(mine, "route-105"))
        found = mine.game.bosses.in_story_order().values_list("slug", flat=True)
        assert list(found) == ["brawly", "roxanne"]
        assert touched(mine) == {"Boss roxanne"}

    def test_a_route_of_another_game_is_refused(self, mine: CustomGame, base: Game) -> None:
        with pytest.raises(Refused):
            change(mine, "roxanne", after_route=base.routes.get(slug="route-105"))

    def test_one_is_added_where_it_is_fought(self, mine: CustomGame) -> None:
        facts = facts_of(boss(mine, "roxanne"), name="Wally", kind="rival")
        team, _ = read_team("Treecko, 5")
        said: dict[str, Any] = {"facts": facts, "team": team, "revision": revision(mine)}
        made = add_boss(custom_game=mine, **said)
        assert add_boss(custom_game=mine, **said) == made
        found = mine.game.bosses.in_story_order().values_list("slug", flat=True)
        assert list(found) == ["roxanne", "wally", "brawly"]
        take_back_boss(custom_game=mine, boss=made, revision=revision(mine))
        assert not touched(mine)

    def test_taken_back_it_is_what_the_base_has(self, mine: CustomGame) -> None:
        change(
            mine,
            "roxanne",
            name="X",
            team="Torchic, 3",
            is_active=False,
            after_route=route(mine, "route-105"),
        )
        take_back_boss(custom_game=mine, boss=boss(mine, "roxanne"), revision=revision(mine))
        assert not touched(mine)


class TestARun:
    def lines(self, mine: CustomGame) -> list[str]:
        run = NuzlockeRunFactory(owner=mine.owner, game=Game.objects.get(pk=mine.game_id))
        return [row.name for row in standing_of(run).rows]

    def test_has_the_routes_as_they_are_now(self, mine: CustomGame) -> None:
        edit(mine, "route-101", name="First Steps", moved=True, after=route(mine, "route-103"))
        edit(mine, "route-105", hidden=True)
        assert self.lines(mine) == [
            *("Route 102", "Roxanne", "Route 103", "First Steps", "Route 104", "Brawly"),
        ]

    def test_shows_the_boss_of_a_hidden_route_behind_the_one_before(self, mine: CustomGame) -> None:
        edit(mine, "route-104", hidden=True)
        names = ["Route 101", "Route 102", "Roxanne", "Route 103", "Brawly", "Route 105"]
        assert self.lines(mine) == names
        edit(mine, "route-101", hidden=True)
        edit(mine, "route-102", hidden=True)
        assert self.lines(mine) == ["Roxanne", "Route 103", "Brawly", "Route 105"]

    def test_has_the_odds_of_the_lines(self, mine: CustomGame) -> None:
        meet(mine, "route-101", "Geodude, walk, 70, 5\nWurmple, walk, 30, 2")
        game = Game.objects.get(pk=mine.game_id)
        (table,) = catalog_of(game).tables_at(route(mine, "route-101").pk)
        assert [(share.species, share.percent) for share in table.shares] == [
            ("geodude", 70),
            ("wurmple", 30),
        ]


def test_the_catalog_hears_of_nothing(mine: CustomGame) -> None:
    """No history, no new revision: the game's own revision has grown instead."""
    changes = CatalogChange.objects.count()
    catalog = list(CatalogRevision.objects.values())
    others = Pokemon.objects.count(), Route.objects.exclude(game=mine.game).count()
    before = revision(mine)
    edit(mine, "route-102", name="Petal Path", moved=True, after=None)
    meet(mine, "route-101", "Geodude, walk, 100, 5")
    change(mine, "roxanne", ace_level=20, team="Geodude, 20")
    for slug in ("route-101", "route-102"):
        take_back_route(custom_game=mine, route=route(mine, slug), revision=revision(mine))
    take_back_boss(custom_game=mine, boss=boss(mine, "roxanne"), revision=revision(mine))
    assert CatalogChange.objects.count() == changes
    assert list(CatalogRevision.objects.values()) == catalog
    assert others == (Pokemon.objects.count(), Route.objects.exclude(game=mine.game).count())
    assert revision(mine) == before + 6
    assert RouteEncounter.objects.exclude(route__game=mine.game).count() == 3
    assert BossPokemon.objects.exclude(boss__game=mine.game).count() == 4
