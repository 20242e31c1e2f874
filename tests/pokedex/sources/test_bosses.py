from __future__ import annotations

import pytest

from pokedex.sources.catalog import read_catalog
from pokedex.sources.records import BossPokemonRecord, BossRecord
from tests.pokedex.sources.tiny import TinySources


def problems(tiny: TinySources) -> list[str]:
    return [str(problem) for problem in read_catalog(tiny.source, tiny.own).problems]


def bosses(tiny: TinySources) -> list[BossRecord]:
    assert problems(tiny) == []
    return list(read_catalog(tiny.source, tiny.own).catalog.bosses)


def team(tiny: TinySources, boss: str) -> list[BossPokemonRecord]:
    assert problems(tiny) == []
    found = read_catalog(tiny.source, tiny.own).catalog.boss_pokemon
    return [one for one in found if one.boss == boss]


def test_a_boss(tiny: TinySources) -> None:
    assert bosses(tiny)[1] == BossRecord(
        game="tiny",
        slug="gus",
        order=20,
        after_route="town",
        kind="gym",
        stage="story",
        name="Gus",
        place="Town Gym",
        specialty="normal",
        ace_level=12,
        battle="double",
        note="Bring two.",
    )


def test_slugs_have_a_number_from_the_second_on(tiny: TinySources) -> None:
    assert [one.slug for one in bosses(tiny)] == ["rita-ron", "gus", "will", "cora", "rita-ron-2"]
    assert [one.order for one in bosses(tiny)] == [10, 20, 30, 40, 50]


def test_a_pokemon_of_a_boss(tiny: TinySources) -> None:
    assert team(tiny, "gus")[1] == BossPokemonRecord(
        game="tiny",
        boss="gus",
        player_starter="",
        slot=2,
        pokemon="raticate-alola",
        level=12,
        ability="",
        held_item="Sitrus Berry",
        moves=("Tackle", "King's Shield"),
    )


def test_the_slot_is_the_place_in_the_team_that_a_player_meets(tiny: TinySources) -> None:
    assert [(one.player_starter, one.slot, one.pokemon) for one in team(tiny, "rita-ron")] == [
        ("", 1, "rattata"),
        ("fire", 2, "bulbasaur"),
        ("grass", 2, "nidoran-f"),
        ("water", 2, "raticate"),
    ]


def test_what_comes_after_the_variants_follows_them(tiny: TinySources) -> None:
    tiny.replace("boss_teams/tiny.csv", "1,Rita/Ron,,1,rattata,4,run-away,,tackle\n", "")
    tiny.append("boss_teams/tiny.csv", "1,Rita/Ron,,4,rattata,4,run-away,,tackle")
    assert [(one.player_starter, one.slot) for one in team(tiny, "rita-ron")] == [
        ("", 2),
        ("fire", 1),
        ("grass", 1),
        ("water", 1),
    ]


BAD_BOSSES = [
    ("6,Atlantis,rival,postgame,Zoe,Cave,,40,1,,,,", "after_route is 'Atlantis', which is"),
    ("6,Cavé B1F,captain,postgame,Zoe,Cave,,40,1,,,,", "kind is 'captain', not one of"),
    ("6,Cavé B1F,rival,someday,Zoe,Cave,,40,1,,,,", "stage is 'someday', not one of"),
    ("6,Cavé B1F,rival,story,Zoe,Cave,,40,1,,,,", "Zoe is of the story, but comes after the"),
    ("6,Cavé B1F,rival,postgame,♀,Cave,,40,1,,,,", "'♀' makes no slug."),
    ("6,Cavé B1F,rival,postgame,Rita-Ron 2,C,,40,1,,,,", "slug 'rita-ron-2' is there already."),
    ("6,Cavé B1F,rival,postgame,Zoe,,,40,1,,,,", "place is empty."),
    ("6,Cavé B1F,rival,postgame,Zoe,Cave,shadow,40,1,,,,", "specialty is 'shadow', not one of"),
    ("6,Cavé B1F,rival,postgame,Zoe,Cave,,101,1,,,,", "ace_level is 101, not 1 to 100."),
    ("6,Cavé B1F,rival,postgame,Zoe,Cave,,4O,1,,,,", "ace_level is '4O', not a whole number."),
    ("6,Cavé B1F,rival,postgame,Zoe,Cave,,40,1,,solo,,", "battle is 'solo', not one of"),
    ("5,Cavé B1F,rival,postgame,Zoe,Cave,,40,1,,,,", "order 5 does not come after 5."),
    ("six,Cavé B1F,rival,postgame,Zoe,Cave,,40,1,,,,", "order is 'six', not a number"),
    ("6,Route 1,rival,postgame,Zoe,Cave,,40,1,,,,", "Zoe stands after route-1, but the boss"),
    ("6,Cavé B1F,rival,postgame,Zoe,Cave,,40,1,,,,", "Zoe has no team."),
]


@pytest.mark.parametrize(("line", "message"), BAD_BOSSES)
def test_a_bad_boss_is_reported_with_file_and_line(
    tiny: TinySources, line: str, message: str
) -> None:
    number = tiny.append("bosses/tiny.csv", line)
    (problem,) = problems(tiny)
    assert problem.startswith(f"bosses/tiny.csv:{number}: {message}")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("9,Gus,,3,rattata,9,,,tackle", "boss_order is '9', which is unknown."),
        ("2,Guy,,3,rattata,9,,,tackle", "boss_name is 'Guy', not 'Gus'."),
        ("2,Gus,ice,3,rattata,9,,,tackle", "player_starter is 'ice', not one of"),
        ("2,Gus,,3,missingno,9,,,tackle", "pokemon is 'missingno', which is unknown."),
        ("2,Gus,,3,rattata,0,,,tackle", "level is 0, not 1 to 100."),
        ("2,Gus,,3,rattata,9,drizzle,,tackle", "ability is 'drizzle', which is unknown."),
        ("2,Gus,,3,rattata,9,,everstone,tackle", "held_item is 'everstone', which is unknown."),
        ("2,Gus,,3,rattata,9,,,tackle;splash", "move 'splash' is unknown."),
        ("2,Gus,,3,rattata,9,,,leer;leer", "moves are 'leer;leer', not up to 4 different ones."),
        (
            "2,Gus,,3,rattata,9,,,tackle;growl;leer;surf;kings-shield",
            "moves are 'tackle;growl;leer;surf;kings-shield', not up to 4 different ones.",
        ),
    ],
)
def test_a_bad_row_of_a_team_is_reported_with_file_and_line(
    tiny: TinySources, line: str, message: str
) -> None:
    number = tiny.append("boss_teams/tiny.csv", line)
    (problem,) = problems(tiny)
    assert problem.startswith(f"boss_teams/tiny.csv:{number}: {message}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Gym,normal,12", "Gym,normal,13", "ace_level is 13, but the team's is 12."),
        ("12,2,,double", "12,3,,double", "team_size is '3', but the team's 2."),
        ("12,2,,double", "12,2,yes,double", "starter_dependent is not '', as the team says."),
    ],
)
def test_a_boss_that_its_team_contradicts_is_reported(
    tiny: TinySources, old: str, new: str, message: str
) -> None:
    tiny.replace("bosses/tiny.csv", old, new)
    assert problems(tiny) == [f"bosses/tiny.csv:3: {message}"]


def test_an_unknown_ace_is_none(tiny: TinySources) -> None:
    tiny.replace("bosses/tiny.csv", "Gym,normal,12", "Gym,normal,")
    assert bosses(tiny)[1].ace_level is None


def test_a_boss_is_corrected_by_our_table(tiny: TinySources) -> None:
    tiny.append("boss_corrections.csv", "tiny,2,,Gus,kind,gym,trial,why,source")
    tiny.append("boss_corrections.csv", "tiny,2,,Gus,name,Gus,Otto,why,source")
    assert (bosses(tiny)[1].kind, bosses(tiny)[1].slug) == ("trial", "otto")
    assert len(team(tiny, "otto")) == 2


def test_a_team_is_corrected_by_our_table(tiny: TinySources) -> None:
    tiny.replace("boss_teams/tiny.csv", "totem-alola,12", "totem-alola,13")
    tiny.append("boss_corrections.csv", "tiny,2,2,Gus,level,13,12,why,source")
    assert team(tiny, "gus")[1].level == 12


@pytest.mark.parametrize(
    "line",
    [
        "tiny,2,,Gus,kind,rival,trial,why,source",
        "tiny,2,,Guy,kind,gym,trial,why,source",
        "tiny,2,7,Gus,level,12,13,why,source",
        "tiny,2,,Gus,colour,gym,trial,why,source",
        "tiny,8,,Gus,kind,gym,trial,why,source",
    ],
)
def test_a_correction_that_nothing_needs_is_reported(tiny: TinySources, line: str) -> None:
    tiny.append("boss_corrections.csv", line)
    assert problems(tiny) == ["boss_corrections.csv:2: Nothing in tiny needs this correction."]


def test_a_correction_of_an_unknown_game_is_reported(tiny: TinySources) -> None:
    tiny.append("boss_corrections.csv", "huge,2,,Gus,kind,gym,trial,why,source")
    assert problems(tiny) == ["boss_corrections.csv:2: game 'huge' is unknown."]


def test_a_boss_that_the_lists_lack_has_its_team_from_our_table(tiny: TinySources) -> None:
    tiny.replace("bosses/tiny.csv", "3,Town", "2a,Town,rival,story,Zoe,Town,,9,1,,,,\n3,Town")
    tiny.append("added_boss_teams.csv", "tiny,2a,Zoe,,1,rattata,9,,,tackle,why,source")
    assert [one.slug for one in bosses(tiny)][1:4] == ["gus", "zoe", "will"]
    assert [one.level for one in team(tiny, "zoe")] == [9]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("huge,2,Gus,,3,rattata,9,,,tackle,why,", "game is 'huge', which is unknown."),
        ("tiny,7,Zoe,,1,rattata,9,,,tackle,why,", "boss_order is '7', which is unknown."),
    ],
)
def test_an_added_team_of_nobody_is_reported(tiny: TinySources, line: str, message: str) -> None:
    tiny.append("added_boss_teams.csv", line)
    assert problems(tiny) == [f"added_boss_teams.csv:2: {message}"]


def test_a_game_may_have_no_bosses(tiny: TinySources) -> None:
    path = tiny.own / "bosses/tiny.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    (tiny.source / "boss_teams/tiny.csv").unlink()
    assert bosses(tiny) == []
