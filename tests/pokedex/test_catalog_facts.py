"""What is known of the games from elsewhere, read off the committed fixtures."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from django.conf import settings

from pokedex.choices import Availability, EncounterMethod, PokemonType, RouteStage

Rows = list[dict[str, Any]]
# DATA: methods that are no random table, so that a rate would mean nothing.
WITHOUT_RATE = (
    "gift",
    "gift-egg",
    "static",
    "npc-trade",
    "roaming-grass",
    "roaming-water",
    "pokeflute",
    "squirt-bottle",
    "wailmer-pail",
    "devon-scope",
    "island-scan",
    "berry-trees",
    "trash-can-ambush",
    "sos",
    "sos-from-bubbling-spot",
    "wanderer",
    "wanderer-water",
    "chase-water",
    "unknown",
)


@cache
def fixture(name: str) -> dict[str, Rows]:
    path = settings.BASE_DIR / "fixtures" / "catalog" / f"{name}.json"
    rows: dict[str, Rows] = {}
    for row in json.loads(path.read_text(encoding="utf-8")):
        rows.setdefault(row["model"], []).append(row["fields"])
    return rows


def games() -> Rows:
    return fixture("games")["pokedex.game"]


@cache
def pokemon() -> dict[str, dict[str, Any]]:
    return {one["slug"]: one for one in fixture("pokemon")["pokedex.pokemon"]}


def routes(game: str) -> Rows:
    return fixture(game)["pokedex.route"]


def encounters(game: str) -> Rows:
    return fixture(game)["pokedex.routeencounter"]


def every_encounter() -> Rows:
    return [one for game in games() for one in encounters(game["slug"])]


def met(game: str, route: str, method: str, availability: str = "base") -> dict[str, Any]:
    """The Pokémon of a table, each with its rate."""
    return {
        one["pokemon"][0]: one["encounter_rate"]
        for one in encounters(game)
        if one["route"] == [game, route]
        and one["encounter_method"] == method
        and one["availability"] == availability
    }


def encounter(game: str, route: str, method: str, slug: str) -> dict[str, Any]:
    (found,) = [
        one
        for one in encounters(game)
        if one["route"] == [game, route]
        and one["encounter_method"] == method
        and one["pokemon"] == [slug]
    ]
    return found


def levels(game: str, route: str, method: str, slug: str) -> tuple[int, int]:
    found = encounter(game, route, method, slug)
    return found["min_level"], found["max_level"]


def test_size() -> None:
    assert len(games()) == 36
    assert sum(len(routes(game["slug"])) for game in games()) >= 2400
    assert len(pokemon()) >= 1025
    assert len(every_encounter()) >= 37_000
    assert len({one["national_dex"] for one in pokemon().values()}) == 1025


def test_no_rate_above_100_or_below_1() -> None:
    rates = [one["encounter_rate"] for one in every_encounter()]
    assert min(rate for rate in rates if rate is not None) >= 1
    assert max(rate for rate in rates if rate is not None) == 100


@pytest.mark.parametrize("method", WITHOUT_RATE)
def test_no_rate_where_nothing_is_random(method: str) -> None:
    found = [one for one in every_encounter() if one["encounter_method"] == method]
    assert found
    assert {one["encounter_rate"] for one in found} == {None}


def test_only_these_methods_lack_rates_except_in_lets_go() -> None:
    lacking = {
        one["encounter_method"] for one in every_encounter() if one["encounter_rate"] is None
    }
    assert {method for method in lacking if not method.startswith("overworld")} == set(WITHOUT_RATE)
    games_lacking = {
        one["route"][0]
        for one in every_encounter()
        if one["encounter_rate"] is None and one["encounter_method"].startswith("overworld")
    }
    assert games_lacking == {"lets-go-pikachu", "lets-go-eevee"}


def test_trades_have_no_levels_and_levels_come_in_pairs() -> None:
    for one in every_encounter():
        low, high = one["min_level"], one["max_level"]
        assert (low is None) == (high is None)
        assert low is None or 1 <= low <= high <= 100
        if one["encounter_method"] == "npc-trade":
            assert low is None


def test_the_methods_that_occur_are_the_choices() -> None:
    assert {one["encounter_method"] for one in every_encounter()} == set(EncounterMethod.values)


def test_the_other_choices_hold_what_occurs() -> None:
    assert {one["availability"] for one in every_encounter()} == set(Availability.values)
    types = {one["primary_type"] for one in pokemon().values()}
    assert types == set(PokemonType.values)
    stages = {route["stage"] for game in games() for route in routes(game["slug"])}
    assert stages == set(RouteStage.values)


def test_red_viridian_forest() -> None:
    assert met("red", "viridian-forest", "walk") == {
        "weedle": 45,
        "kakuna": 40,
        "pikachu": 5,
        "caterpie": 5,
        "metapod": 5,
    }
    assert levels("red", "viridian-forest", "walk", "weedle") == (3, 5)
    assert levels("red", "viridian-forest", "walk", "kakuna") == (4, 6)
    assert levels("red", "viridian-forest", "walk", "pikachu") == (3, 5)


def test_crystal_route_29() -> None:
    assert met("crystal", "route-29", "walk") == {
        "hoothoot": 55,
        "pidgey": 50,
        "rattata": 45,
        "sentret": 40,
        "hoppip": 5,
    }
    assert encounter("crystal", "route-29", "walk", "hoothoot")["conditions"] == ["time-night"]


def test_crystal_ice_path_has_zubat_where_the_source_has_golbat() -> None:
    found = met("crystal", "ice-path", "walk")
    # Zubat is slot 2 of every floor; Golbat slots 3, 5, 6 and 7 of the first one.
    assert found["zubat"] == 30
    assert found["golbat"] == 30
    assert levels("crystal", "ice-path", "walk", "zubat") == (22, 25)


def test_crystal_route_37_in_the_morning() -> None:
    ledyba = encounter("crystal", "route-37", "walk", "ledyba")
    assert (ledyba["encounter_rate"], ledyba["conditions"]) == (30, ["time-morning"])
    assert "ledian" in met("crystal", "route-37", "walk")


def test_crystal_route_3_by_day() -> None:
    assert met("crystal", "route-3", "walk")["sandshrew"] == 5


def test_firered_mt_moon() -> None:
    assert met("firered", "mt-moon", "walk") == {
        "paras": 100,
        "zubat": 69,
        "geodude": 30,
        "clefairy": 6,
    }


def test_platinum_route_201() -> None:
    assert met("platinum", "route-201", "walk") == {"starly": 50, "bidoof": 50, "kricketot": 10}
    special = met("platinum", "route-201", "walk", "special")
    assert special["doduo"] == 40
    assert special["growlithe"] == 8
    kricketot = encounter("platinum", "route-201", "walk", "kricketot")
    assert kricketot["conditions"] == ["time-morning", "time-night"]
    doduo = encounter("platinum", "route-201", "walk", "doduo")
    assert doduo["conditions"] == ["swarm-yes"]


def test_heartgold_route_29() -> None:
    assert met("heartgold", "route-29", "walk") == {
        "hoothoot": 85,
        "pidgey": 55,
        "sentret": 40,
        "rattata": 15,
    }
    assert encounter("heartgold", "route-29", "walk", "hoothoot")["conditions"] == ["time-night"]
    assert met("heartgold", "route-29", "walk", "special") == {
        "shinx": 40,
        "plusle": 20,
        "minun": 20,
    }


def test_black_route_6() -> None:
    found = met("black", "route-6", "walk")
    assert found["deerling"] == 35
    assert found["karrablast"] == 25
    assert found["tranquill"] == found["vanillite"] == 15
    assert encounter("black", "route-6", "walk", "vanillite")["conditions"] == ["season-winter"]
    assert encounter("black", "route-6", "walk", "tranquill")["conditions"] == [
        "season-autumn",
        "season-spring",
        "season-summer",
    ]


def test_sword_rolling_fields() -> None:
    bunnelby = encounter("sword", "rolling-fields", "overworld", "bunnelby")
    assert bunnelby["encounter_rate"] == 60
    assert (bunnelby["min_level"], bunnelby["max_level"]) == (7, 10)
    assert bunnelby["conditions"] == ["weather-overcast"]
    assert bunnelby["availability"] == "base"
    assert met("sword", "rolling-fields", "overworld-flying")["pidove"] == 75


def test_silver_union_cave_counts_a_tripled_table_once() -> None:
    assert met("silver", "union-cave", "super-rod")["krabby"] == 60


def test_sun_poni_wilds_is_capped() -> None:
    assert met("sun", "poni-wilds", "bubbling-spots")["wailmer"] == 100


def test_heartgold_rock_smash_is_80_to_20() -> None:
    rates = {
        one["encounter_rate"]
        for one in encounters("heartgold")
        if one["encounter_method"] == "rock-smash"
    }
    assert 90 not in rates
    assert {80, 20} <= rates


def test_emerald_begins_in_story_order() -> None:
    first = routes("emerald")[:4]
    assert [route["name"] for route in first] == [
        "Starter",
        "Littleroot Town",
        "Route 101",
        "Route 103",
    ]
    assert [route["order"] for route in first] == [10, 20, 30, 40]
    poochyena = encounter("emerald", "route-101", "walk", "poochyena")
    assert (poochyena["encounter_rate"], poochyena["min_level"], poochyena["max_level"]) == (
        45,
        2,
        3,
    )


@pytest.mark.parametrize(
    ("game", "starters"),
    [
        ("red", {"bulbasaur", "charmander", "squirtle"}),
        ("yellow", {"pikachu"}),
        ("omega-ruby", {"treecko", "torchic", "mudkip"}),
        ("sword", {"grookey", "scorbunny", "sobble"}),
        ("violet", {"sprigatito", "fuecoco", "quaxly"}),
    ],
)
def test_starters_have_a_route_of_their_own(game: str, starters: set[str]) -> None:
    found = {one["pokemon"][0] for one in encounters(game) if one["route"] == [game, "starter"]}
    assert found == starters


def test_every_game_has_its_starters_and_routes_in_steps_of_ten() -> None:
    for game in games():
        slug = game["slug"]
        assert any(one["route"] == [slug, "starter"] for one in encounters(slug)), slug
        orders = [route["order"] for route in routes(slug)]
        assert orders == list(range(10, 10 * len(orders) + 10, 10)), slug


def test_what_must_be_unique_is() -> None:
    for game in games():
        own = routes(game["slug"])
        for column in ("name", "slug", "source_key"):
            values = Counter(route[column] for route in own if route[column])
            assert not [value for value, times in values.items() if times > 1]
    keys = Counter(
        (*one["route"], *one["pokemon"], one["encounter_method"]) for one in every_encounter()
    )
    assert max(keys.values()) == 1


def test_expansions_belong_to_sword() -> None:
    names = {route["name"] for route in routes("sword")}
    assert {"Fields of Honor", "Slippery Slope"} <= names
    assert not any("Max Dens" in name for name in names)


@pytest.mark.parametrize("game", ["brilliant-diamond", "shining-pearl", "scarlet", "violet"])
def test_games_with_species_lists_only(game: str) -> None:
    assert {one["encounter_method"] for one in encounters(game)} == {"unknown"}


def test_shining_pearl_has_both_halves_of_a_place_but_no_exclusives() -> None:
    diamond, pearl = (
        {one["pokemon"][0] for one in encounters(game) if one["route"][1] == "mt-coronet"}
        for game in ("brilliant-diamond", "shining-pearl")
    )
    assert "dragonair" in diamond & pearl
    everywhere = {one["pokemon"][0] for one in encounters("shining-pearl")}
    assert not everywhere & {"ekans", "growlithe", "scyther", "stunky", "seel"}


def test_omega_ruby_joins_tables_and_lists() -> None:
    assert len(encounters("omega-ruby")) == 796
    assert len(encounters("alpha-sapphire")) == 717
    listed, tabled = (
        {
            (*one["route"], *one["pokemon"])
            for one in encounters("omega-ruby")
            if (one["encounter_method"] == "unknown") is from_list
        }
        for from_list in (True, False)
    )
    assert listed
    assert not listed & tabled


def test_magikarp_is_sold_in_one_place() -> None:
    sellers = [
        one["route"][1]
        for one in encounters("red")
        if one["pokemon"] == ["magikarp"] and one["encounter_method"] == "gift"
    ]
    assert sellers == ["route-4"]


@pytest.mark.parametrize(
    ("slug", "parent"),
    [
        ("ivysaur", "bulbasaur"),
        ("raichu-alola", "pikachu"),
        ("obstagoon", "linoone-galar"),
        ("linoone-galar", "zigzagoon-galar"),
        ("sirfetchd", "farfetchd-galar"),
        ("perrserker", "meowth-galar"),
        ("clodsire", "wooper-paldea"),
        ("typhlosion-hisui", "quilava"),
        ("slowking", "slowpoke"),
        ("slowking-galar", "slowpoke-galar"),
    ],
)
def test_evolutions_keep_to_their_region(slug: str, parent: str) -> None:
    assert pokemon()[slug]["evolves_from"] == [parent]


def test_a_line_is_one_family() -> None:
    for one in pokemon().values():
        for parent in one["evolves_from"] or []:
            assert pokemon()[parent]["family"] == one["family"]
    assert pokemon()["melmetal"]["family"] == pokemon()["meltan"]["family"]
    assert len({one["family"] for one in pokemon().values()}) == 540


def test_forms_and_species() -> None:
    assert pokemon()["nidoran-f"]["name"] == "Nidoran♀"
    assert pokemon()["rattata-alola"]["name"] == "Alolan Rattata"
    assert pokemon()["rattata-alola"]["national_dex"] == 19
    assert pokemon()["rattata-alola"]["generation"] == 7
    assert pokemon()["tauros-paldea-blaze-breed"]["name"] == "Paldean Tauros (Blaze Breed)"
    assert "deoxys" in pokemon()
    assert not {"deoxys-normal", "raticate-totem-alola", "pikachu-alola-cap"} & set(pokemon())
    assert pokemon()["darmanitan-galar-standard"]["name"] == "Galarian Darmanitan"


def test_past_types() -> None:
    assert pokemon()["clefairy"]["past_types"] == [[5, ["normal"]]]
    assert pokemon()["magnemite"]["past_types"] == [[1, ["electric"]]]
    assert pokemon()["pidgey"]["past_types"] == []


def test_base_stats_and_sprite_of_bulbasaur() -> None:
    bulbasaur = pokemon()["bulbasaur"]
    stats = ("hp", "attack", "defense", "special_attack", "special_defense", "speed")
    assert [bulbasaur[f"base_{stat}"] for stat in stats] == [45, 49, 49, 65, 65, 45]
    assert bulbasaur["sprite_url"].endswith("/sprites/pokemon/1.png")
    assert pokemon()["rattata-alola"]["sprite_url"].endswith("/10091.png")


@pytest.mark.parametrize(
    ("slug", "name", "generation", "region", "year"),
    [
        ("red", "Red", 1, "Kanto", 1996),
        ("heartgold", "HeartGold", 4, "Johto", 2009),
        ("emerald", "Emerald", 3, "Hoenn", 2004),
        ("lets-go-pikachu", "Let's Go, Pikachu!", 7, "Kanto", 2018),
        ("violet", "Violet", 9, "Paldea", 2022),
    ],
)
def test_games(slug: str, name: str, generation: int, region: str, year: int) -> None:
    (game,) = [one for one in games() if one["slug"] == slug]
    assert (game["name"], game["generation"], game["region"], game["release_year"]) == (
        name,
        generation,
        region,
        year,
    )
    assert game["box_art_url"] == ""
