"""What the page of a boss is made of."""

from __future__ import annotations

from typing import Any

import pytest

from pokedex.models import Boss, Game, Route
from pokedex.pages.bosses import BossPage, TeamMatchups, TypeAgainstTeam, boss_page
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    GameFactory,
    PokemonFactory,
    RouteFactory,
)
from tests.pokedex.pages.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def roxanne() -> Boss:
    emerald: Game = GameFactory(name="Emerald", slug="emerald", generation=3)
    city: Route = RouteFactory(game=emerald, name="Rustboro City", slug="rustboro-city")
    return BossFactory(game=emerald, name="Roxanne", slug="roxanne", after_route=city, order=20)


def page_of(boss: Boss) -> BossPage:
    page = boss_page(boss.game.slug, boss.slug)
    assert page is not None
    return page


def member(boss: Boss, *types: str, **values: Any) -> None:
    """Put a Pokémon of these types into the team."""
    BossPokemonFactory(boss=boss, pokemon=PokemonFactory(types=types), **values)


def against(team: TeamMatchups) -> dict[str, tuple[int, int, int, int]]:
    """The table of a team, by type."""

    def numbers(row: TypeAgainstTeam) -> tuple[int, int, int, int]:
        return row.strong_against, row.resisted_by, row.without_effect_on, row.threatened_by

    return {row.type: numbers(row) for row in team.types}


def test_a_boss_has_its_place_in_the_story(roxanne: Boss) -> None:
    emerald, city = roxanne.game, roxanne.after_route
    before = BossFactory(game=emerald, after_route=city, order=10, kind="rival", ace_level=5)
    BossFactory(game=emerald, after_route=city, order=25, is_active=False)
    after = BossFactory(game=emerald, after_route=city, order=30, ace_level=19)
    BossFactory(order=21)
    page = page_of(roxanne)
    assert (page.number, page.total) == (2, 3)
    assert (page.previous and page.previous.slug, page.next and page.next.slug) == (
        before.slug,
        after.slug,
    )
    assert (page.boss.cap, page.boss.cap_after) == (15, 19)
    assert (page_of(before).previous, page_of(after).next) == (None, None)
    assert (page.after_route.name, page.after_route.slug) == ("Rustboro City", "rustboro-city")


def test_what_is_not_there_is_none(roxanne: Boss) -> None:
    other = BossFactory()
    assert boss_page("emerald", "brawly") is None
    assert boss_page("emerald", other.slug) is None
    assert boss_page("gold", "roxanne") is None
    Boss.objects.update(is_active=False)
    assert boss_page("emerald", "roxanne") is None
    Boss.objects.update(is_active=True)
    Game.objects.update(is_active=False)
    assert boss_page("emerald", "roxanne") is None


def test_a_retired_route_is_named_without_its_page(roxanne: Boss) -> None:
    Route.objects.update(is_active=False)
    assert page_of(roxanne).after_route.name == "Rustboro City"
    assert page_of(roxanne).after_route.slug == ""


def test_what_is_not_known_is_left_out(roxanne: Boss) -> None:
    assert (page_of(roxanne).battle, page_of(roxanne).note) == ("", "")
    assert page_of(roxanne).title == "Roxanne, Rustboro Gym, Emerald"
    Boss.objects.update(battle="double", note="Both at once.", place="", ace_level=None)
    page = page_of(roxanne)
    assert (page.battle, page.note, page.title) == (
        "Double battle",
        "Both at once.",
        "Roxanne, Emerald",
    )
    assert (page.boss.ace_level, page.boss.cap) == (None, None)


def test_the_team_stands_by_slot_with_types_and_weaknesses_of_the_generation(
    roxanne: Boss,
) -> None:
    magnemite = PokemonFactory(
        name="Magnemite", types=["electric", "steel"], past_types=[[1, ["electric"]]]
    )
    BossPokemonFactory(
        boss=roxanne,
        slot=2,
        pokemon=magnemite,
        level=14,
        ability="Sturdy",
        held_item="Oran Berry",
        moves=["Tackle", "Thunder Wave"],
    )
    member(roxanne, "rock", "ground", slot=1)
    BossPokemonFactory(boss=roxanne, slot=3, pokemon__is_active=False)
    BossPokemonFactory(boss=roxanne, slot=4, is_active=False)
    first, second = page_of(roxanne).team
    assert {each.factor: set(each.types) for each in first.weaknesses} == {
        "4 ×": {"water", "grass"},
        "2 ×": {"ice", "fighting", "ground", "steel"},
    }
    assert (second.name, second.level, second.ability, second.held_item, second.moves) == (
        "Magnemite",
        14,
        "Sturdy",
        "Oran Berry",
        ("Tackle", "Thunder Wave"),
    )
    assert second.weaknesses[0].factor == "4 ×"
    Game.objects.update(generation=1)
    second = page_of(roxanne).team[1]
    assert second.types == ("electric",)
    assert [(each.factor, each.types) for each in second.weaknesses] == [("2 ×", ("ground",))]


def test_what_depends_on_the_players_starter_stands_by_itself(roxanne: Boss) -> None:
    member(roxanne, "normal", slot=1)
    member(roxanne, "fire", slot=2, player_starter="grass")
    member(roxanne, "grass", slot=2, player_starter="water")
    member(roxanne, "water", slot=2, player_starter="fire")
    member(roxanne, "bug", slot=3, player_starter="fire")
    page = page_of(roxanne)
    assert [each.types for each in page.team] == [("normal",)]
    assert [(each.heading, [m.types for m in each.members]) for each in page.variants] == [
        ("If you chose the Grass starter", [("fire",)]),
        ("If you chose the Fire starter", [("water",), ("bug",)]),
        ("If you chose the Water starter", [("grass",)]),
    ]
    assert [(each.heading, each.size) for each in page.matchups] == [
        ("If you chose the Grass starter", 2),
        ("If you chose the Fire starter", 3),
        ("If you chose the Water starter", 2),
    ]


def test_each_type_is_held_against_the_whole_team(roxanne: Boss) -> None:
    member(roxanne, "rock", "ground", slot=1)
    member(roxanne, "rock", slot=2)
    member(roxanne, "ghost", slot=3)
    [team] = page_of(roxanne).matchups
    assert (team.heading, team.size) == ("", 3)
    found = against(team)
    assert found["water"] == (2, 0, 0, 0)
    assert found["grass"] == (2, 0, 0, 0)
    assert found["fighting"] == (2, 0, 1, 0)
    assert found["steel"] == (2, 0, 0, 1)
    assert found["electric"] == (0, 0, 1, 1)
    assert found["normal"] == (0, 2, 1, 0)
    assert found["fire"] == (0, 2, 0, 2)
    assert found["psychic"] == (0, 0, 0, 1)
    assert "fairy" not in found
    assert (team.best, team.best_against) == (("water", "grass", "ground"), 2)
    assert [row.type for row in team.types][:4] == ["water", "grass", "ground", "steel"]


def test_nothing_is_best_against_who_has_no_weakness(roxanne: Boss) -> None:
    member(roxanne, "dark", "ghost")
    [team] = page_of(roxanne).matchups
    assert team.best == ()


def test_without_a_team_there_is_nothing_to_bring(roxanne: Boss) -> None:
    page = page_of(roxanne)
    assert (page.team, page.variants, page.matchups) == ((), (), ())


def test_a_boss_takes_as_many_queries_for_many_rows_as_for_few(roxanne: Boss) -> None:
    counts = set()
    for slots in (range(1, 4), range(4, 31)):
        for slot in slots:
            for starter in ("", "fire", "grass", "water"):
                member(roxanne, "rock", slot=slot, player_starter=starter)
            BossFactory(game=roxanne.game, after_route=roxanne.after_route)
        counts.add(queries(lambda: page_of(roxanne)))
    assert counts == {3}
    assert len(page_of(roxanne).team) == 30
