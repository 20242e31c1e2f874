"""What is known of bosses, evolutions and families, read off the committed fixtures."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from pokedex.level_caps import CAPPING_KINDS, BossFact, level_caps
from pokedex.sources.boss_teams import MOST_MOVES
from tests.pokedex.test_catalog_facts import Rows, fixture, games, pokemon, routes

SLUGS = [game["slug"] for game in games()]
LETS_GO = {"lets-go-pikachu", "lets-go-eevee"}


def bosses(game: str) -> Rows:
    return fixture(game).get("pokedex.boss", [])


def boss(game: str, slug: str) -> dict[str, Any]:
    (found,) = [one for one in bosses(game) if one["slug"] == slug]
    return found


def teams(game: str) -> Rows:
    return fixture(game).get("pokedex.bosspokemon", [])


def team(game: str, slug: str, starter: str = "") -> Rows:
    """The team that a player with this starter meets."""
    return sorted(
        (
            one
            for one in teams(game)
            if one["boss"] == [game, slug] and one["player_starter"] in ("", starter)
        ),
        key=lambda one: int(one["slot"]),
    )


def caps(game: str) -> dict[str, int | None]:
    """The level cap for each boss, by slug."""
    facts = [BossFact(one["kind"], one["stage"], one["ace_level"]) for one in bosses(game)]
    slugs = [one["slug"] for one in bosses(game)]
    return dict(zip(slugs, level_caps(facts), strict=True))


def caps_in_order(game: str, stage: str = "story") -> list[int]:
    """The caps that a player sees one after the other."""
    of_kinds = [
        one for one in bosses(game) if one["stage"] == stage and one["kind"] in CAPPING_KINDS
    ]
    found = [caps(game)[one["slug"]] for one in of_kinds]
    return list(dict.fromkeys(cap for cap in found if cap is not None))


def ways(into: str) -> list[str]:
    rows = fixture("pokemon")["pokedex.evolution"]
    return [one["requirement"] for one in rows if one["into"] == [into]]


def family(slug: str) -> set[str]:
    return {one["slug"] for one in pokemon().values() if one["family"] == pokemon()[slug]["family"]}


def test_size() -> None:
    assert sum(len(bosses(game)) for game in SLUGS) == 1091
    # The lists have 4,656; Maxie at Mt. Chimney is ours.
    assert sum(len(teams(game)) for game in SLUGS) == 4656 + 3
    assert {game for game in SLUGS if not bosses(game)} == LETS_GO


def test_kinds() -> None:
    kinds = Counter(one["kind"] for game in SLUGS for one in bosses(game))
    assert kinds == {
        "rival": 301,
        "gym": 298,
        "evil-team": 246,
        "elite-four": 148,
        "trial": 46,
        "champion": 34,
        "other": 18,
    }


@pytest.mark.parametrize("game", SLUGS)
def test_bosses_stand_in_the_order_of_the_routes(game: str) -> None:
    position = {route["slug"]: number for number, route in enumerate(routes(game))}
    places = [position[one["after_route"][1]] for one in bosses(game)]
    assert places == sorted(places)
    assert {one["after_route"][0] for one in bosses(game)} <= {game}
    orders = [one["order"] for one in bosses(game)]
    assert orders == list(range(10, 10 * len(orders) + 10, 10))
    assert len({one["slug"] for one in bosses(game)}) == len(orders)


@pytest.mark.parametrize("game", sorted(set(SLUGS) - LETS_GO))
def test_after_the_champion_comes_the_postgame(game: str) -> None:
    stages = [one["stage"] for one in bosses(game)]
    assert stages == sorted(stages, key=["story", "postgame"].index)
    champion = [one["kind"] for one in bosses(game)].index("champion")
    assert set(stages[champion + 1 :]) <= {"postgame"}


def test_the_second_league_of_black_is_after_the_credits() -> None:
    assert boss("black", "ghetsis")["stage"] == "story"
    assert boss("black", "shauntal")["stage"] == "story"
    assert boss("black", "shauntal-2")["stage"] == "postgame"
    assert boss("black", "alder")["stage"] == "postgame"
    assert boss("black", "morimoto")["after_route"] == ["black", "undella-town"]


@pytest.mark.parametrize("game", SLUGS)
def test_every_boss_has_a_team_of_numbered_places(game: str) -> None:
    for one in bosses(game):
        starters = {member["player_starter"] for member in team(game, one["slug"])} | {
            member["player_starter"]
            for member in teams(game)
            if member["boss"] == [game, one["slug"]]
        }
        for starter in sorted(starters - {""}) or [""]:
            slots = [member["slot"] for member in team(game, one["slug"], starter)]
            assert slots == list(range(1, len(slots) + 1))
            assert slots


@pytest.mark.parametrize("game", SLUGS)
def test_the_ace_is_the_highest_of_the_team(game: str) -> None:
    for one in bosses(game):
        levels = [row["level"] for row in teams(game) if row["boss"] == [game, one["slug"]]]
        assert one["ace_level"] == max(levels)


def test_what_a_pokemon_of_a_boss_may_be() -> None:
    rows = [row for game in SLUGS for row in teams(game)]
    assert {row["pokemon"][0] for row in rows} <= pokemon().keys()
    assert {row["player_starter"] for row in rows} == {"", "grass", "fire", "water"}
    assert {len(row["moves"]) for row in rows} == set(range(1, MOST_MOVES + 1))
    # Seven with both Urshifu, of which Mustard has one.
    assert {row["boss"][1] for row in rows if row["slot"] > 6} == {"master-mustard"}


def test_caps_of_emerald() -> None:
    assert caps_in_order("emerald") == [15, 19, 24, 29, 31, 33, 42, 46, 58]
    found = caps("emerald")
    assert [found[slug] for slug in ("sidney", "phoebe", "glacia", "drake", "wallace")] == [58] * 5
    # A rival is met under the cap of the next leader; after the champion there is no cap.
    assert found["brendan-may"] == 15
    assert found["steven"] is None


def test_caps_of_other_games() -> None:
    assert caps("platinum")["cynthia"] == 62
    assert caps_in_order("platinum")[-1] == 62
    assert caps("red")["brock"] == 14
    assert (caps("crystal")["jasmine"], caps("crystal")["pryce"]) == (35, 35)
    assert boss("crystal", "pryce")["ace_level"] == 31
    assert caps("crystal")["will"] == 50
    assert caps("black")["shauntal"] == 50
    assert caps("black")["shauntal-2"] == 77


def test_trials_are_trials_and_kahunas_gyms() -> None:
    for game in ("sun", "moon", "ultra-sun", "ultra-moon"):
        for one in bosses(game):
            if "Trial" in one["name"] or one["name"].startswith("Captain"):
                assert one["kind"] == "trial", one["name"]
    assert {one["name"] for one in bosses("sun") if one["kind"] == "gym"} == {
        "Hala",
        "Island Kahuna Olivia",
        "Island Kahuna Nanu",
        "Island Kahuna Hapu",
    }
    assert boss("ultra-sun", "necrozma")["kind"] == "other"
    assert boss("ultra-sun", "dulse-2")["kind"] == "rival"


def test_the_same_person_has_numbered_slugs() -> None:
    slugs = [one["slug"] for one in bosses("emerald") if one["name"] == "Brendan/May"]
    assert slugs == [f"brendan-may{number}" for number in ("", "-2", "-3", "-4", "-5")]


def test_maxie_at_mt_chimney() -> None:
    maxie = boss("emerald", "maxie")
    assert (maxie["place"], maxie["kind"], maxie["ace_level"]) == ("Mt. Chimney", "evil-team", 25)
    assert maxie["after_route"] == ["emerald", "route-112"]
    assert [(one["pokemon"][0], one["level"]) for one in team("emerald", "maxie")] == [
        ("mightyena", 24),
        ("zubat", 24),
        ("camerupt", 25),
    ]
    assert boss("emerald", "maxie-2")["place"] == "Team Magma Hideout"


@pytest.mark.parametrize(
    ("game", "slug"),
    [("red", "blue-7"), ("blue", "blue-7"), ("yellow", "blue-7"), ("firered", "blue-7")],
)
def test_the_last_battle_before_the_league_is_before_victory_road(game: str, slug: str) -> None:
    blue = boss(game, slug)
    assert (blue["after_route"][1], blue["place"]) == ("route-21", "Route 22")


def test_teams_have_english_names() -> None:
    makuhita = team("emerald", "brawly")[2]
    assert makuhita["ability"] == "Guts"
    assert makuhita["held_item"] == "Sitrus Berry"
    assert makuhita["moves"] == ["Arm Thrust", "Vital Throw", "Reversal", "Bulk Up"]


def test_the_team_of_a_rival_depends_on_the_starter() -> None:
    first = [team("emerald", "brendan-may", starter) for starter in ("grass", "fire", "water")]
    assert [[one["pokemon"][0] for one in found] for found in first] == [
        ["torchic"],
        ["mudkip"],
        ["treecko"],
    ]
    last = team("red", "blue-8", "water")
    assert [one["slot"] for one in last] == [1, 2, 3, 4, 5, 6]
    assert last[-1]["pokemon"] == ["venusaur"]
    assert "not on a starter" in boss("yellow", "blue-5")["note"]


@pytest.mark.parametrize(
    ("game", "slug", "starter", "at", "level"),
    [
        ("crystal", "eusine", "", 3, 25),
        ("gold", "silver-4", "water", 5, 32),
        ("heartgold", "executive-petrel-2", "", 6, 32),
        ("ruby", "drake", "", 5, 55),
        ("yellow", "blue-7", "grass", 6, 53),
    ],
)
def test_corrected_levels(game: str, slug: str, starter: str, at: int, level: int) -> None:
    assert team(game, slug, starter)[at - 1]["level"] == level
    assert boss(game, slug)["ace_level"] == level


def test_a_corrected_move() -> None:
    haunter = team("crystal", "morty")[2]
    assert haunter["moves"] == ["Spite", "Mean Look", "Mimic", "Night Shade"]


def test_every_evolution_has_its_ways() -> None:
    rows = fixture("pokemon")["pokedex.evolution"]
    pairs = {(one["pokemon"][0], one["into"][0]) for one in rows}
    assert pairs == {
        (parent, one["slug"]) for one in pokemon().values() for parent in one["evolves_from"] or []
    }
    assert {one["trigger"] for one in rows} == {"level-up", "use-item", "trade", "other"}
    assert len({(*one["pokemon"], *one["into"], one["number"]) for one in rows}) == len(rows)
    assert max(len(one["requirement"]) for one in rows) <= 80


@pytest.mark.parametrize(
    ("into", "requirements"),
    [
        ("ivysaur", ["Level 16"]),
        ("vaporeon", ["Water Stone"]),
        ("gengar", ["Trade"]),
        ("scizor", ["Trade holding a Metal Coat"]),
        ("umbreon", ["High friendship, at night"]),
        ("hitmonlee", ["Level 20, Attack higher than Defense"]),
        ("hitmontop", ["Level 20, Attack equal to Defense"]),
        ("mamoswine", ["Level up knowing Ancient Power"]),
        ("raichu-alola", ["Thunder Stone, in Alola"]),
        ("milotic", ["Level up with high Beauty", "Trade holding a Prism Scale"]),
        ("melmetal", ["400 Meltan Candies, in Pokémon GO only"]),
    ],
)
def test_requirements(into: str, requirements: list[str]) -> None:
    assert ways(into) == requirements


def test_magnezone_has_a_way_in_each_region() -> None:
    assert ways("magnezone")[0] == "Level up at Mt. Coronet"
    assert "Thunder Stone" in ways("magnezone")


def test_families() -> None:
    # 541 in the source, where Melmetal is not of Meltan's.
    assert len({one["family"] for one in pokemon().values()}) == 540
    assert len(family("eevee")) == 9
    assert family("pichu") == {"pichu", "pikachu", "raichu", "raichu-alola"}
    assert family("meltan") == {"meltan", "melmetal"}


def types_in(slug: str, generation: int) -> list[str]:
    past = [until for until in pokemon()[slug]["past_types"] if until[0] >= generation]
    return list(min(past)[1]) if past else [pokemon()[slug]["primary_type"]]


def test_clefairy_is_normal_in_red_and_fairy_in_x() -> None:
    generation = {game["slug"]: game["generation"] for game in games()}
    assert types_in("clefairy", generation["red"]) == ["normal"]
    assert types_in("clefairy", generation["x"]) == ["fairy"]
