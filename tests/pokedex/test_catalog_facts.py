"""What is known of the games from elsewhere, read off the committed fixtures."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from django.conf import settings

from pokedex.choices import Availability, EncounterMethod, PokemonType, RouteStage
from pokedex.sources.table_exceptions import EXCEPTIONS

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


def tables(game: str) -> Rows:
    # Some games have none.
    return fixture(game).get("pokedex.encountertable", [])


def every_table() -> Rows:
    return [one for game in games() for one in tables(game["slug"])]


def tables_at(game: str, route: str, method: str, area: str = "") -> dict[tuple[str, ...], Any]:
    """The tables of an area by their conditions, each as Pokémon with percent."""
    return {
        tuple(one["conditions"]): {share[0]: share[1] for share in one["pokemon"]}
        for one in tables(game)
        if one["route"] == [game, route]
        and one["encounter_method"] == method
        and one["area"] == area
    }


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


def test_how_many_tables_there_are() -> None:
    assert 13_000 <= len(every_table()) <= 16_000
    without = {game["slug"] for game in games() if not tables(game["slug"])}
    assert without == {
        "lets-go-pikachu",
        "lets-go-eevee",
        "brilliant-diamond",
        "shining-pearl",
        "scarlet",
        "violet",
    }


def test_every_table_adds_up_to_100_or_says_why_not() -> None:
    for one in every_table():
        assert one["total"] == sum(share[1] for share in one["pokemon"])
        assert (one["total"] == 100) == (one["exception"] == ""), one
        assert one["exception"] in ("", *EXCEPTIONS)


def test_exceptions_by_game() -> None:
    found = Counter(
        (one["route"][0], one["exception"]) for one in every_table() if one["exception"]
    )
    assert found == {
        ("ruby", "missing-shares"): 1,
        ("sapphire", "missing-shares"): 1,
        ("emerald", "missing-shares"): 1,
        ("diamond", "missing-shares"): 1,
        ("diamond", "daily-pokemon"): 150,
        ("pearl", "missing-shares"): 1,
        ("pearl", "daily-pokemon"): 150,
        ("platinum", "missing-shares"): 1,
        ("platinum", "daily-pokemon"): 66,
        ("heartgold", "extra-shares"): 3,
        ("soulsilver", "extra-shares"): 3,
        ("black-2", "extra-shares"): 3,
        ("white-2", "extra-shares"): 3,
        ("x", "extra-shares"): 47,
        ("x", "missing-shares"): 17,
        ("y", "extra-shares"): 47,
        ("y", "missing-shares"): 17,
        ("omega-ruby", "extra-shares"): 4,
        ("omega-ruby", "missing-shares"): 2,
        ("alpha-sapphire", "extra-shares"): 4,
        ("alpha-sapphire", "missing-shares"): 2,
        ("sun", "merged-states"): 54,
        ("sun", "extra-shares"): 1,
        ("sun", "missing-shares"): 1,
        ("moon", "merged-states"): 54,
        ("moon", "extra-shares"): 1,
        ("ultra-sun", "merged-states"): 46,
        ("ultra-moon", "merged-states"): 46,
        ("sword", "extra-shares"): 18,
        ("shield", "extra-shares"): 18,
    }


def test_no_two_tables_are_of_one_state() -> None:
    keys = Counter(
        (*one["route"], one["encounter_method"], one["area"], *one["conditions"])
        for one in every_table()
    )
    assert max(keys.values()) == 1


def test_a_table_is_in_order_and_has_levels() -> None:
    position = {slug: number for number, slug in enumerate(pokemon())}
    for one in every_table():
        shares = one["pokemon"]
        assert shares == sorted(shares, key=lambda share: (-share[1], position[share[0]]))
        assert all(1 <= low <= high <= 100 for _, _, low, high in shares)
        assert one["conditions"] == sorted(one["conditions"])


def test_rates_and_levels_are_those_of_the_tables() -> None:
    entries: dict[tuple[str, ...], list[list[Any]]] = {}
    order = list(Availability.values)
    for one in every_table():
        for slug, percent, low, high in one["pokemon"]:
            key = (*one["route"], one["encounter_method"], slug)
            place = order.index(one["availability"])
            entries.setdefault(key, []).append([place, percent, low, high])
    rated = {
        (*one["route"], one["encounter_method"], *one["pokemon"]): one
        for one in every_encounter()
        if one["encounter_rate"] is not None
    }
    assert entries.keys() == rated.keys()
    for key, found in entries.items():
        lowest = min(place for place, *_ in found)
        used = [entry for entry in found if entry[0] == lowest]
        assert rated[key]["availability"] == order[lowest]
        assert rated[key]["encounter_rate"] == min(100, max(entry[1] for entry in used))
        assert rated[key]["min_level"] == min(entry[2] for entry in used)
        assert rated[key]["max_level"] == max(entry[3] for entry in used)


def test_tables_of_crystal_route_29() -> None:
    found = tables_at("crystal", "route-29", "walk")
    # Morning and day are the same, level by level.
    assert found == {
        ("time-day", "time-morning"): {"pidgey": 50, "sentret": 40, "rattata": 5, "hoppip": 5},
        ("time-night",): {"hoothoot": 55, "rattata": 45},
    }
    assert sum(met("crystal", "route-29", "walk").values()) == 195


def test_tables_of_firered_mt_moon() -> None:
    assert tables_at("firered", "mt-moon", "walk", "1F") == {
        (): {"zubat": 69, "geodude": 25, "paras": 5, "clefairy": 1}
    }
    assert tables_at("firered", "mt-moon", "walk", "B1F") == {(): {"paras": 100}}
    assert tables_at("firered", "mt-moon", "walk", "B2F") == {
        (): {"zubat": 49, "geodude": 30, "paras": 15, "clefairy": 6}
    }


def test_tables_of_platinum_route_201() -> None:
    found = {
        conditions: shares
        for conditions, shares in tables_at("platinum", "route-201", "walk").items()
        if "time-day" in conditions
    }
    ordinary = {"slot2-none", "slot2-ruby", "slot2-sapphire", "slot2-emerald", "slot2-leafgreen"}
    assert {frozenset(conditions): shares for conditions, shares in found.items()} == {
        frozenset({"time-day", "swarm-no", "radar-off", *ordinary}): {"starly": 50, "bidoof": 50},
        frozenset({"time-day", "swarm-yes", "radar-off", *ordinary}): {
            "doduo": 40,
            "starly": 30,
            "bidoof": 30,
        },
        frozenset({"time-day", "swarm-no", "radar-on", *ordinary}): {
            "starly": 39,
            "bidoof": 39,
            "nidoran-f": 11,
            "nidoran-m": 11,
        },
        frozenset({"time-day", "swarm-no", "radar-off", "slot2-firered"}): {
            "starly": 46,
            "bidoof": 46,
            "growlithe": 8,
        },
    }


def test_tables_of_heartgold_route_29() -> None:
    found = tables_at("heartgold", "route-29", "walk")
    assert found[("radio-off", "time-night")] == {"hoothoot": 85, "rattata": 15}
    assert found[("radio-sinnoh", "time-night")] == {"hoothoot": 45, "shinx": 40, "rattata": 15}


def test_tables_of_sword_rolling_fields_go_by_the_weather() -> None:
    found = tables_at("sword", "rolling-fields", "overworld", "Area 2")
    before = {
        conditions: shares
        for conditions, shares in found.items()
        if "story-progress-before-hall-of-fame" in conditions
    }
    assert len(before) == len(found) - len(before)
    fog = before[("story-progress-before-hall-of-fame", "weather-fog")]
    assert fog == {"pancham": 60, "ralts": 25, "metapod": 10, "tyrogue": 5}
    assert all(sum(shares.values()) == 100 for shares in found.values())


def test_blocks_of_the_johto_safari_zone_leave_the_other_slots() -> None:
    found = [one for one in tables("heartgold") if one["route"][1] == "johto-safari-zone"]
    assert {one["total"] for one in found} == {100}
    assert any("johto-safari-blocks-plains-min-5" in one["conditions"] for one in found)


def test_silver_union_cave_has_its_times_back() -> None:
    assert met("silver", "union-cave", "super-rod")["krabby"] == 60
    assert tables_at("silver", "union-cave", "super-rod", "B2F") == {
        ("time-day", "time-morning"): {"krabby": 60, "corsola": 30, "kingler": 10},
        ("time-night",): {"krabby": 60, "staryu": 30, "kingler": 10},
    }
    assert tables_at("silver", "union-cave", "super-rod", "B2F") == tables_at(
        "gold", "union-cave", "super-rod", "B2F"
    )


@pytest.mark.parametrize("game", ["gold", "silver", "crystal"])
def test_johto_route_32_has_magikarp_in_a_swarm_too(game: str) -> None:
    assert tables_at(game, "route-32", "good-rod") == {
        ("swarm-no",): {"tentacool": 65, "magikarp": 35},
        ("swarm-yes",): {"qwilfish": 65, "magikarp": 35},
    }
    super_rod = tables_at(game, "route-32", "super-rod")
    assert super_rod[("swarm-yes",)] == {"qwilfish": 100}
    assert met(game, "route-32", "super-rod")["qwilfish"] == 10


def test_crystal_route_13_and_42_have_their_times_back() -> None:
    assert tables_at("crystal", "route-13", "walk") == {
        ("time-day", "time-morning"): {
            "nidorina": 30,
            "nidorino": 30,
            "pidgeotto": 20,
            "hoppip": 19,
            "chansey": 1,
        },
        ("time-night",): {
            "quagsire": 39,
            "venonat": 30,
            "noctowl": 20,
            "venomoth": 10,
            "chansey": 1,
        },
    }
    assert all(
        sum(shares.values()) == 100 for shares in tables_at("crystal", "route-42", "walk").values()
    )


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
