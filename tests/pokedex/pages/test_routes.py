"""What the page of a route is made of."""

from __future__ import annotations

from typing import Any

import pytest

from pokedex.models import Game, Route
from pokedex.pages.odds import Odds
from pokedex.pages.routes import Neighbour, RoutePage, route_page
from tests.factories import (
    BossFactory,
    EncounterTableFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
)
from tests.pokedex.pages.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def emerald() -> Game:
    return GameFactory(name="Emerald", slug="emerald", generation=3)


@pytest.fixture
def route_101(emerald: Game) -> Route:
    return RouteFactory(game=emerald, name="Route 101", slug="route-101", order=20)


def test_a_route_knows_its_place_and_its_neighbours(route_101: Route) -> None:
    emerald = route_101.game
    before = RouteFactory(game=emerald, order=10)
    RouteFactory(game=emerald, order=21, is_active=False)
    after = RouteFactory(game=emerald, order=30)
    RouteFactory(order=25)
    page = route_page("emerald", "route-101")
    assert page is not None
    assert page.previous == Neighbour(before.name, before.slug)
    assert page.next == Neighbour(after.name, after.slug)
    assert (page.place, page.total) == (2, 3)
    first, last = (route_page("emerald", route.slug) for route in (before, after))
    assert first is not None
    assert last is not None
    assert (first.previous, last.next) == (None, None)


def test_encounters_stand_by_method_group_the_likeliest_first(route_101: Route) -> None:
    def met(name: str, method: str, rate: int | None, **values: object) -> None:
        RouteEncounterFactory(
            route=route_101,
            pokemon__name=name,
            encounter_method=method,
            encounter_rate=rate,
            **values,
        )

    met("Mudkip", "gift", None, min_level=5, max_level=5)
    met("Marill", "surf", 60)
    met("Zigzagoon", "walk", 10, min_level=2, max_level=3)
    met("Poochyena", "walk", 45, conditions=["time-night"])
    met("Seedot", "walk", 50, availability="special", conditions=["swarm-yes"])
    met("Ralts", "horde", 5)
    met("Wurmple", "unknown", None, min_level=None, max_level=None)
    page = route_page("emerald", "route-101")
    assert page is not None
    assert page.pokemon == 7
    shown = [
        (group.name, table.label, [(row.name, row.rate, row.levels) for row in table.rows])
        for group in page.groups
        for table in group.tables
    ]
    assert shown == [
        (
            "Grass and caves",
            "Walking",
            [
                ("Poochyena", "up to 45 %", "2–3"),
                ("Zigzagoon", "up to 10 %", "2–3"),
                ("Seedot", "up to 50 %", "2–3"),
            ],
        ),
        ("Grass and caves", "Horde", [("Ralts", "up to 5 %", "2–3")]),
        ("On the water", "Surfing", [("Marill", "up to 60 %", "2–3")]),
        ("Gifts and eggs", "Gift", [("Mudkip", "", "5")]),
        ("Method not known", "", [("Wurmple", "unknown", "")]),
    ]
    walking = page.groups[0].tables[0].rows
    assert [(row.conditions, row.availability) for row in walking] == [
        ("night", ""),
        ("", ""),
        ("swarm", "Special"),
    ]


def test_types_are_those_of_the_games_generation(route_101: Route) -> None:
    RouteEncounterFactory(
        route=route_101,
        pokemon=PokemonFactory(
            primary_type="psychic", secondary_type="fairy", past_types=[[5, ["psychic"]]]
        ),
    )

    def types() -> tuple[str, ...]:
        page = route_page("emerald", "route-101")
        assert page is not None
        return page.groups[0].tables[0].rows[0].types

    assert types() == ("psychic",)
    Game.objects.update(generation=6)
    assert types() == ("psychic", "fairy")


def page_of(route: Route) -> RoutePage:
    page = route_page(route.game.slug, route.slug)
    assert page is not None
    return page


def odds_of(route: Route) -> Odds | None:
    """The tables of the only method."""
    [group] = page_of(route).groups
    [table] = group.tables
    return table.odds


def met(route: Route, name: str, rate: int, **values: Any) -> str:
    """Let a Pokémon be met in the grass of a route; return its slug."""
    row = RouteEncounterFactory(
        route=route, pokemon__name=name, encounter_rate=rate, pokemon__slug=name.lower(), **values
    )
    slug: str = row.pokemon.slug
    return slug


def test_the_tables_stand_by_area_and_state_the_ordinary_ones_first(route_101: Route) -> None:
    starly, bidoof = met(route_101, "Starly", 60), met(route_101, "Bidoof", 50)

    def table(conditions: list[str], share: int, area: str = "", **values: Any) -> None:
        EncounterTableFactory(
            route=route_101,
            area=area,
            conditions=conditions,
            pokemon=[[starly, share, 2, 3], [bidoof, 100 - share, 4, 4]],
            **values,
        )

    ordinary = ["radar-off", "slot2-none", "slot2-ruby", "swarm-no"]
    table(
        ["radar-off", "slot2-ruby", "slot2-none", "swarm-yes", "time-day"],
        40,
        "B1F",
        availability="special",
    )
    table([*ordinary, "time-night"], 51, "B1F")
    table([*ordinary, "time-day", "time-morning"], 52, "B1F")
    table(["radar-off", "slot2-firered", "swarm-no"], 53, "B1F", availability="special")
    table(["johto-safari-blocks-inactive"], 50, "B1F")
    table(["season-winter"], 54, "10F")
    table(["season-spring"], 55, "10F")
    table(ordinary, 56, "2F")
    table([], 57)
    table([], 58, "3F", is_active=False)
    odds = odds_of(route_101)
    assert odds is not None
    assert (odds.count, odds.areas[0].are_open) == (9, False)
    assert [
        (area.name, [(state.words, state.availability) for state in area.states])
        for area in odds.areas
    ] == [
        ("", [("Always", "")]),
        ("2F", [("Ordinarily", "")]),
        ("10F", [("Spring", ""), ("Winter", "")]),
        (
            "B1F",
            [
                ("Morning or day", ""),
                ("Night", ""),
                ("No safari blocks", ""),
                ("FireRed in the second slot", "Special"),
                ("Swarm, day", "Special"),
            ],
        ),
    ]
    always = odds.areas[0].states[0]
    assert [(share.name, share.percent, share.levels) for share in always.shares] == [
        ("Starly", 57, "2–3"),
        ("Bidoof", 43, "4"),
    ]
    assert always.exception == ""


def test_few_tables_stand_open(route_101: Route) -> None:
    starly = met(route_101, "Starly", 100)
    for area in ("1F", "2F", "3F"):
        EncounterTableFactory(route=route_101, area=area, pokemon=[[starly, 100, None, None]])
    odds = odds_of(route_101)
    assert odds is not None
    assert all(area.are_open for area in odds.areas)
    assert odds.areas[0].states[0].shares[0].levels == ""


@pytest.mark.parametrize(
    ("areas", "states", "folded", "opened"),
    [(1, 13, False, False), (6, 2, False, False), (2, 7, True, False), (13, 1, True, True)],
)
def test_areas_are_folded_away_where_there_are_many_tables(
    route_101: Route, areas: int, states: int, folded: bool, opened: bool
) -> None:
    starly = met(route_101, "Starly", 100)
    for area in range(areas):
        for state in range(states):
            EncounterTableFactory(
                route=route_101,
                area=f"{area}F",
                conditions=[f"special-encounter-{state}"],
                pokemon=[[starly, 100, 2, 3]],
            )
    odds = odds_of(route_101)
    assert odds is not None
    assert odds.folds_areas is folded
    assert {area.are_open for area in odds.areas} == {opened}


def test_one_table_for_everywhere_and_always_makes_the_rates_certain(route_101: Route) -> None:
    shares = [[met(route_101, "Starly", 60), 60, 2, 3], [met(route_101, "Bidoof", 40), 40, 2, 3]]
    table = EncounterTableFactory(route=route_101, pokemon=shares)

    def shown() -> tuple[bool, list[str]]:
        page = page_of(route_101)
        [group] = page.groups
        assert page.has_best_rates is page.has_odds is not group.tables[0].is_certain
        return group.tables[0].odds is None, [row.rate for row in group.tables[0].rows]

    assert shown() == (True, ["60 %", "40 %"])
    for field, value in (
        ("area", "North"),
        ("conditions", ["time-night"]),
        ("pokemon", [[shares[0][0], 100, 2, 3]]),
    ):
        before = getattr(table, field)
        setattr(table, field, value)
        table.save()
        assert shown() == (False, ["up to 60 %", "up to 40 %"])
        setattr(table, field, before)
    table.save()
    RouteEncounterFactory(route=route_101, encounter_rate=10)
    assert shown()[0] is False


def test_a_table_says_why_it_does_not_sum_to_100(route_101: Route) -> None:
    starly = met(route_101, "Starly", 90)
    EncounterTableFactory(
        route=route_101, pokemon=[[starly, 140, 2, 3]], total=140, exception="merged-states"
    )
    odds = odds_of(route_101)
    assert odds is not None
    assert odds.areas[0].states[0].exception == (
        "The source lists the times of day together: it sums to 140 %."
    )
    assert odds.areas[0].states[0].words == "All times of day together"
    assert page_of(route_101).merges_times
    assert not page_of(RouteFactory(game=route_101.game)).merges_times


def test_who_is_retired_from_a_route_is_not_named_in_its_tables(route_101: Route) -> None:
    starly, bidoof = met(route_101, "Starly", 60), met(route_101, "Bidoof", 30, is_active=False)
    EncounterTableFactory(
        route=route_101, pokemon=[[starly, 60, 2, 3], [bidoof, 30, 2, 3], ["gone", 10, 2, 3]]
    )
    odds = odds_of(route_101)
    assert odds is not None
    assert [(share.name, share.percent) for share in odds.areas[0].states[0].shares] == [
        ("Starly", 60),
        ("Others", 40),
    ]


def test_the_bosses_after_a_route_are_named(route_101: Route) -> None:
    emerald = route_101.game
    BossFactory(game=emerald, after_route=route_101, order=20, name="May", kind="rival", place="")
    BossFactory(game=emerald, after_route=route_101, order=10, name="Roxanne")
    BossFactory(game=emerald, after_route=route_101, is_active=False)
    BossFactory(game=emerald)
    assert [
        (boss.name, boss.kind_and_place, boss.ace_level) for boss in page_of(route_101).bosses
    ] == [("Roxanne", "Rustboro Gym", 15), ("May", "Rival", 15)]


def test_a_route_takes_as_many_queries_for_200_pokemon_and_tables_as_for_20(
    route_101: Route,
) -> None:
    counts = set()
    for size in (20, 180):
        for row in RouteEncounterFactory.create_batch(size, route=route_101):
            area = f"Area {row.pk}"
            pokemon = [[row.pokemon.slug, 100, 2, 3]]
            EncounterTableFactory(route=route_101, area=area, pokemon=pokemon)
            BossFactory(game=route_101.game, after_route=route_101)
        counts.add(queries(lambda: page_of(route_101)))
    assert counts == {5}
    [table] = page_of(route_101).groups[0].tables
    assert len(table.rows) == 200
    assert table.odds is not None
    assert table.odds.count == 200
