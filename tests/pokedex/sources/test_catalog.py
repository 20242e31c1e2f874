from __future__ import annotations

import pytest

from pokedex.sources.catalog import CatalogReading, read_catalog
from pokedex.sources.records import DerivedEncounter, RouteEncounterRecord, TableEntryRecord
from tests.pokedex.sources.tiny import AS_THEY_ARE, OWN, SOURCE, TinySources, evolution


def read(tiny: TinySources) -> CatalogReading:
    return read_catalog(tiny.source, tiny.own)


def problems(tiny: TinySources) -> list[str]:
    return [str(problem) for problem in read(tiny).problems]


def encounters(tiny: TinySources) -> dict[tuple[str, str, str], DerivedEncounter]:
    found = read(tiny)
    assert not found.problems
    return {(one.route, one.pokemon, one.method): one.derived for one in found.catalog.encounters}


def test_games(tiny: TinySources) -> None:
    assert problems(tiny) == []
    (game,) = read(tiny).catalog.games
    assert (game.slug, game.name, game.generation, game.region, game.release_year) == (
        "tiny",
        "Let's Go Tiny",
        4,
        "Johto",
        2009,
    )


def test_pokemon(tiny: TinySources) -> None:
    found = {one.slug: one for one in read(tiny).catalog.pokemon}
    assert list(found) == [
        "bulbasaur",
        "rattata",
        "rattata-alola",
        "raticate",
        "raticate-alola",
        "nidoran-f",
    ]
    assert found["bulbasaur"].past_types == ((1, ("grass",)),)
    assert (found["bulbasaur"].primary_type, found["bulbasaur"].secondary_type) == (
        "grass",
        "poison",
    )
    assert found["rattata-alola"].name == "Alolan Rattata"
    assert (found["rattata"].generation, found["rattata-alola"].generation) == (1, 7)
    assert found["raticate-alola"].evolves_from == "rattata-alola"
    assert found["raticate"].evolves_from == "rattata"
    assert found["raticate"].sprite_url.endswith("/20.png")


def test_routes(tiny: TinySources) -> None:
    assert [
        (one.order, one.name, one.slug, one.stage, one.source_key)
        for one in read(tiny).catalog.routes
    ] == [
        (10, "Starter", "starter", "story", ""),
        (20, "Route 1", "route-1", "story", "route-1"),
        (30, "Town", "town", "story", "town"),
        (40, "Cave 1F", "cave-1f", "postgame", "cave/1f"),
        (50, "Cavé B1F", "cave-b1f", "postgame", "cave"),
    ]


def test_encounters(tiny: TinySources) -> None:
    assert encounters(tiny) == {
        ("starter", "bulbasaur", "gift"): DerivedEncounter(None, 5, 5, (), "base"),
        ("route-1", "nidoran-f", "unknown"): DerivedEncounter(None, None, None, (), "base"),
        ("route-1", "rattata", "walk"): DerivedEncounter(100, 2, 3, ("time-day",), "base"),
        ("route-1", "raticate", "walk"): DerivedEncounter(40, 4, 4, ("time-night",), "base"),
        ("town", "nidoran-f", "npc-trade"): DerivedEncounter(None, None, None, (), "base"),
        ("town", "rattata-alola", "unknown"): DerivedEncounter(None, None, None, (), "base"),
        ("cave-1f", "rattata", "walk"): DerivedEncounter(60, 5, 6, (), "base"),
        ("cave-b1f", "raticate-alola", "walk"): DerivedEncounter(60, 7, 7, (), "base"),
    }


def test_encounters_come_in_the_order_of_routes_methods_and_pokedex(tiny: TinySources) -> None:
    def place(one: RouteEncounterRecord) -> tuple[str, str, str]:
        return one.route, one.method, one.pokemon

    assert [place(one) for one in read(tiny).catalog.encounters][:3] == [
        ("starter", "gift", "bulbasaur"),
        ("route-1", "unknown", "nidoran-f"),
        ("route-1", "walk", "rattata"),
    ]


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        (
            "pokeapi/encounters.csv",
            "90,1,99,1,19,2,2",
            "location_area_id is '99', which is unknown.",
        ),
        (
            "pokeapi/encounters.csv",
            "90,1,11,99,19,2,2",
            "encounter_slot_id is '99', which is unknown.",
        ),
        ("pokeapi/encounters.csv", "90,1,11,1,99,2,2", "pokemon_id is '99', which is unknown."),
        ("pokeapi/encounters.csv", "90,9,11,1,19,2,2", "version_id is '9', which is unknown."),
        ("pokeapi/encounters.csv", "90,1,11,1,19,3,2", "levels are 3 to 2."),
        ("pokeapi/encounters.csv", "90,1,11,1,19,0,2", "levels are 0 to 2."),
        ("pokeapi/encounters.csv", "90,1,11,1,19,2,101", "levels are 2 to 101."),
        ("pokeapi/encounters.csv", "90,1,11,1,19,2,x", "max_level is 'x', not a whole number."),
        ("pokeapi/encounters.csv", "90,1,11", "3 columns, but the header has 7."),
        ("pokeapi/encounter_slots.csv", "9,1,1,3,0", "rarity is 0, not 1 to 100."),
        (
            "pokeapi/encounter_slots.csv",
            "9,1,77,3,5",
            "encounter_method_id is '77', which is unknown.",
        ),
        (
            "pokeapi/encounter_condition_values.csv",
            "9,mood-happy,0",
            "condition 'mood-happy' is in no group of ours.",
        ),
        (
            "pokeapi/encounter_condition_value_map.csv",
            "1,77",
            "encounter_condition_value_id is '77', which is unknown.",
        ),
        ("pokeapi/location_areas.csv", "99,77,", "location_id is '77', which is unknown."),
        ("pokeapi/pokemon.csv", "5,x,77,1", "species_id is '77', which is unknown."),
        ("pokeapi/pokemon_types.csv", "1,77,1", "type_id is '77', which is unknown."),
        ("pokeapi/pokemon_stats.csv", "77,1,1", "pokemon_id is '77', which is unknown."),
        (
            "pokeapi/pokemon_evolution.csv",
            evolution(evolved_species_id="1"),
            "bulbasaur evolves from an unknown species.",
        ),
        (
            "species_lists/tiny.csv",
            "2,Route 1,missingno",
            "pokemon is 'missingno', which is unknown.",
        ),
        (
            "species_lists/tiny.csv",
            "2,Route 7,rattata",
            "route_name is 'Route 7', which is unknown.",
        ),
        ("route_order/tiny.csv", "8,Route 1,,story,", "name 'Route 1' is there already."),
        ("route_order/tiny.csv", "8,Route-1,,story,", "slug 'route-1' is there already."),
        ("route_order/tiny.csv", "8,More,route-1,story,", "'route-1' is there already."),
        ("route_order/tiny.csv", "8,More,atlantis,story,", "'atlantis' is no location of PokéAPI."),
        (
            "route_order/tiny.csv",
            "8,More,town/roof,story,",
            "'town/roof' is no location of PokéAPI.",
        ),
        ("route_order/tiny.csv", "8,♀,,story,", "'♀' makes no slug."),
        (
            "route_order/tiny.csv",
            "8,More,,someday,",
            "stage is 'someday', not one of 'story', 'postgame', 'event', 'roaming', 'pseudo'.",
        ),
        (
            "row_corrections.csv",
            "condition,tiny,town,,,time-day,time-dusk,,",
            "to is 'time-dusk', which is unknown.",
        ),
        (
            "lost_conditions.csv",
            "tiny,town,walk,1,rattata,time-day;swarm-no,,",
            "conditions is 'time-day;swarm-no', not values of one group.",
        ),
        (
            "lost_conditions.csv",
            "tiny,town,walk,1,rattata,time-dusk,,",
            "conditions is 'time-dusk', not values of one group.",
        ),
        (
            "table_exceptions.csv",
            "strange-shares,tiny,,walk,60,,",
            "exception is 'strange-shares', not one of 'merged-states', 'daily-pokemon', "
            "'extra-shares', 'missing-shares'.",
        ),
        (
            "table_exceptions.csv",
            "missing-shares,tiny,,walk,60;x,,",
            "totals is '60;x', not a list of whole numbers.",
        ),
        (
            "table_exceptions.csv",
            "missing-shares,tiny,,walk,160,,",
            "totals is '160', which is no missing-shares.",
        ),
        ("area_names.csv", "1f,,", "name is empty."),
        ("games.csv", "atlantis,2001,,no", "version 'atlantis' is unknown."),
        ("games.csv", "tiny-island,2001,,no", "version 'tiny-island' is there already."),
        ("left_out_versions.csv", "atlantis,", "version 'atlantis' is unknown."),
        (
            "species_list_corrections.csv",
            "drop,tiny,Cave 1F,,,,",
            "tiny has no species at 'Cave 1F' to drop.",
        ),
    ],
)
def test_a_bad_row_is_reported_with_file_and_line(
    tiny: TinySources, table: str, line: str, message: str
) -> None:
    number = tiny.append(table, line)
    assert problems(tiny) == [f"{table}:{number}: {message}"]


def test_every_bad_row_is_reported(tiny: TinySources) -> None:
    first = tiny.append("pokeapi/encounters.csv", "90,1,99,1,19,2,2")
    tiny.append("pokeapi/encounters.csv", "91,1,11,1,19,x,2")
    assert problems(tiny) == [
        f"pokeapi/encounters.csv:{first}: location_area_id is '99', which is unknown.",
        f"pokeapi/encounters.csv:{first + 1}: min_level is 'x', not a whole number.",
    ]


def test_a_place_without_a_route_is_reported(tiny: TinySources) -> None:
    tiny.replace("route_order/tiny.csv", "3,Nowhere,nowhere,pseudo,\n", "")
    assert problems(tiny) == [
        "pokeapi/encounters.csv:11: location 'nowhere' is not in the route order of the game."
    ]


def test_a_method_that_our_table_lacks_is_reported(tiny: TinySources) -> None:
    tiny.replace("methods.csv", "max-raid,", "max-rain,")
    assert problems(tiny) == [
        "pokeapi/encounters.csv:9: method 'max-raid' is not in our table of methods."
    ]


def test_a_new_version_is_reported(tiny: TinySources) -> None:
    tiny.append("pokeapi/versions.csv", "9,1,sequel")
    tiny.append("pokeapi/version_names.csv", "9,9,Sequel")
    assert problems(tiny) == [
        "pokeapi/versions.csv: sequel is neither a game of ours nor left out."
    ]


def test_a_pokemon_without_its_facts_is_reported(tiny: TinySources) -> None:
    tiny.replace("pokeapi/pokemon_stats.csv", "29,6,46\n", "")
    assert problems(tiny) == [
        "pokeapi/pokemon.csv: nidoran-f lacks its English name, a type or a base stat."
    ]


def test_a_line_of_two_families_is_reported_or_corrected(tiny: TinySources) -> None:
    tiny.replace("pokeapi/pokemon_species.csv", "20,raticate,1,19,7", "20,raticate,1,19,8")
    (problem, *_) = problems(tiny)
    assert problem == (
        "pokeapi/pokemon_species.csv: raticate is not of the family of rattata, "
        "from which it evolves."
    )
    tiny.append("family_corrections.csv", "raticate,8,7,one line,")
    assert problems(tiny) == []


def test_a_row_is_dropped_by_our_table(tiny: TinySources) -> None:
    tiny.append("row_corrections.csv", "drop,tiny,cave,walk,rattata,,,why,source")
    assert ("cave-1f", "rattata", "walk") not in encounters(tiny)


def test_a_condition_is_replaced_by_our_table(tiny: TinySources) -> None:
    tiny.append(
        "row_corrections.csv", "condition,tiny,route-1,,raticate,time-night,swarm-yes,why,source"
    )
    tiny.append("table_exceptions.csv", "extra-shares,tiny,route-1,walk,140,why,source")
    found = encounters(tiny)["route-1", "raticate", "walk"]
    assert (found.availability, found.conditions) == ("special", ("swarm-yes",))


def test_a_rate_is_corrected_by_our_table(tiny: TinySources) -> None:
    tiny.append("slot_rates.csv", "tiny-group,walk,2,40,30,why,source")
    tiny.append("table_exceptions.csv", "missing-shares,tiny,route-1,walk,90,why,source")
    assert encounters(tiny)["route-1", "raticate", "walk"].rate == 30


def test_a_slot_is_corrected_by_our_table(tiny: TinySources) -> None:
    tiny.append(
        "slot_corrections.csv", "tiny,route-1,,walk,time-night,2,raticate,nidoran-f,9,why,source"
    )
    found = encounters(tiny)
    assert found["route-1", "nidoran-f", "walk"] == DerivedEncounter(
        40, 9, 9, ("time-night",), "base"
    )
    assert ("route-1", "raticate", "walk") not in found


def test_a_condition_is_taken_away_by_our_table(tiny: TinySources) -> None:
    tiny.append("row_corrections.csv", "condition,tiny,route-1,,rattata,time-day,,why,source")
    tiny.append("table_exceptions.csv", "extra-shares,tiny,route-1,walk,140,why,source")
    assert encounters(tiny)["route-1", "rattata", "walk"].conditions == ()


def test_lost_conditions_are_given_back_by_our_table(tiny: TinySources) -> None:
    tiny.append("lost_conditions.csv", "tiny,cave/1f,walk,1,rattata,time-day,why,source")
    assert encounters(tiny)["cave-1f", "rattata", "walk"].conditions == ("time-day",)
    assert [(one.route, one.conditions) for one in read(tiny).catalog.tables][2:] == [
        ("cave-1f", ("time-day",)),
        ("cave-b1f", ()),
    ]


def test_a_row_that_has_lost_several_conditions_stands_for_each(tiny: TinySources) -> None:
    tiny.append("lost_conditions.csv", "tiny,cave/1f,walk,1,rattata,time-day;time-night,why,")
    assert encounters(tiny)["cave-1f", "rattata", "walk"].conditions == ()


def test_corrections_that_nothing_needs_any_more_are_reported(tiny: TinySources) -> None:
    tiny.append("slot_rates.csv", "tiny-group,walk,2,45,30,why,source")
    tiny.append("row_corrections.csv", "drop,tiny,cave,surf,,,,why,source")
    tiny.append("slot_corrections.csv", "tiny,cave,1f,walk,time-night,2,raticate,missingno,,why,")
    tiny.append("lost_conditions.csv", "tiny,route-1,walk,2,raticate,time-day,why,source")
    tiny.append("table_exceptions.csv", "extra-shares,tiny;toy,cave-1f,walk,110;120,why,source")
    assert problems(tiny) == [
        "slot_rates.csv: No slot tiny-group walk 2 needs this correction any more.",
        "row_corrections.csv: No row at cave needs this correction any more.",
        "slot_corrections.csv: Slot 2 of cave needs no missingno any more.",
        "slot_corrections.csv: to is 'missingno', which is unknown.",
        "lost_conditions.csv:2: Slot 2 of route-1 has no raticate without these conditions.",
        "table_exceptions.csv:3: No table of tiny needs this any more.",
        "table_exceptions.csv:3: No table of toy needs this any more.",
        "table_exceptions.csv:3: No table adds up to 110 any more.",
        "table_exceptions.csv:3: No table adds up to 120 any more.",
    ]


def test_a_table_that_does_not_add_up_to_100_is_reported(tiny: TinySources) -> None:
    tiny.replace("table_exceptions.csv", ",60,", ",61,")
    assert problems(tiny) == [
        "table_exceptions.csv: tiny, cave-1f, walk adds up to 60, and no row says why.",
        "table_exceptions.csv: tiny, cave-b1f, walk adds up to 60, and no row says why.",
        "table_exceptions.csv:2: No table of tiny needs this any more.",
        "table_exceptions.csv:2: No table adds up to 61 any more.",
    ]


def test_tables(tiny: TinySources) -> None:
    assert [
        (one.route, one.area, one.conditions, one.entries, one.total, one.exception)
        for one in read(tiny).catalog.tables
    ] == [
        ("route-1", "", ("time-day",), (TableEntryRecord("rattata", 100, 2, 3),), 100, ""),
        (
            "route-1",
            "",
            ("time-night",),
            (TableEntryRecord("rattata", 60, 2, 3), TableEntryRecord("raticate", 40, 4, 4)),
            100,
            "",
        ),
        ("cave-1f", "", (), (TableEntryRecord("rattata", 60, 5, 6),), 60, "missing-shares"),
        (
            "cave-b1f",
            "",
            (),
            (TableEntryRecord("raticate-alola", 60, 7, 7),),
            60,
            "missing-shares",
        ),
    ]


def test_the_areas_of_a_route_have_names(tiny: TinySources) -> None:
    tiny.replace("route_order/tiny.csv", "6,Cave 1F,cave/1f,postgame,\n", "")
    assert [
        (one.route, one.area) for one in read(tiny).catalog.tables if one.route != "route-1"
    ] == [("cave-b1f", "1F"), ("cave-b1f", "B1F")]


def test_a_name_that_no_area_needs_any_more_is_reported(tiny: TinySources) -> None:
    tiny.append("area_names.csv", "2f,Roof,why")
    assert problems(tiny) == ["area_names.csv: No area '2f' needs a name any more."]


def test_two_areas_with_one_name_are_reported(tiny: TinySources) -> None:
    tiny.replace("route_order/tiny.csv", "6,Cave 1F,cave/1f,postgame,\n", "")
    tiny.append("area_names.csv", "1f,B1F,why")
    assert problems(tiny) == [
        "area_names.csv: tiny, cave-b1f: two of the areas cave/1f, cave/b1f have the same name."
    ]


def test_a_list_is_dropped_by_our_table(tiny: TinySources) -> None:
    tiny.append("species_list_corrections.csv", "drop,tiny,Town,,,why,source")
    assert ("town", "rattata-alola", "unknown") not in encounters(tiny)


def test_a_sister_version_adds_what_is_not_exclusive(tiny: TinySources) -> None:
    tiny.replace("left_out_versions.csv", "colosseum,no routes\n", "")
    tiny.append("games.csv", "colosseum,2003,,yes")
    tiny.append("pokeapi/version_group_regions.csv", "2,1")
    (tiny.own / "route_order/colosseum.csv").write_text(
        "order,name,pokeapi_location_identifier,stage,note\n1,Route 1,route-1,story,\n"
    )
    header = (tiny.own / "bosses/tiny.csv").read_text(encoding="utf-8").partition("\n")[0]
    (tiny.own / "bosses/colosseum.csv").write_text(f"{header}\n", encoding="utf-8")
    (tiny.source / "species_lists/colosseum.csv").write_text(
        "route_order,route_name,pokemon\n1,Route 1,bulbasaur\n1,Route 1,raticate-alola\n"
    )
    tiny.append("version_exclusives.csv", "colosseum,bulbasaur,why")
    tiny.append("species_list_corrections.csv", "add,tiny,,,colosseum,why,source")
    tiny.append("table_exceptions.csv", "missing-shares,colosseum,,walk,60,why,source")
    found = {
        one.pokemon
        for one in read(tiny).catalog.encounters
        if (one.game, one.route, one.method) == ("tiny", "route-1", "unknown")
    }
    assert problems(tiny) == []
    assert found == {"nidoran-f", "raticate-alola"}


def test_an_alias_of_nothing_is_reported(tiny: TinySources) -> None:
    tiny.append("species_aliases.csv", "hooh,,hoho,spelling")
    assert problems(tiny) == ["species_aliases.csv: pokemon is 'hoho', which is unknown."]


EVERY_TABLE = [*SOURCE, *OWN, *AS_THEY_ARE]


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_a_missing_table_is_reported(tiny: TinySources, table: str) -> None:
    for root in (tiny.source, tiny.own):
        (root / table).unlink(missing_ok=True)
    assert f"{table}: The file is missing or cannot be read." in problems(tiny)


@pytest.mark.parametrize("table", EVERY_TABLE)
def test_a_spoiled_table_is_a_problem_and_never_a_traceback(tiny: TinySources, table: str) -> None:
    path = next(root / table for root in (tiny.source, tiny.own) if (root / table).exists())
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    spoiled = [lines[:1], lines[:2], *([*lines[:at], *lines[at + 1 :]] for at in range(1, 12))]
    spoiled += [
        [*lines[:at], "?" + lines[at], *lines[at + 1 :]] for at in range(1, len(lines[:12]))
    ]
    for content in spoiled:
        path.write_text("".join(content), encoding="utf-8")
        found = read(tiny)
        # Fewer rows may be right; but with any problem nothing is to be built.
        assert not (found.problems and found.catalog.games)
    path.write_text(lines[0] + "1," * lines[0].count(",") + "1,1\n", encoding="utf-8")
    assert any(str(problem).startswith(f"{table}:2: ") for problem in read(tiny).problems)
