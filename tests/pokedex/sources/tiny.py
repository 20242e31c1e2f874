"""Source tables of one small game, to be spoiled by tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from pokedex.sources.catalog import OWN_TABLES
from pokedex.sources.evolutions import COLUMNS as EVOLUTION_COLUMNS


def evolution(**cells: str) -> str:
    """Return a line of the table of evolutions: these cells, and what most rows have."""
    flags = ("needs_overworld_rain", "turn_upside_down", "needs_multiplayer", "near_special_rock")
    ordinary = dict.fromkeys(flags, "0") | {"evolution_trigger_id": "1"}
    return ",".join((ordinary | cells).get(column, "") for column in EVOLUTION_COLUMNS)


SOURCE = {
    "pokeapi/versions.csv": """\
id,version_group_id,identifier
1,1,tiny
2,1,tiny-island
3,2,colosseum
""",
    "pokeapi/version_names.csv": """\
version_id,local_language_id,name
1,9,Let’s Go Tiny
1,6,Winzig
2,9,Tiny Island
3,9,Colosseum
""",
    "pokeapi/version_groups.csv": """\
id,identifier,generation_id
1,tiny-group,4
2,colosseum,3
3,alola-group,7
""",
    "pokeapi/version_group_regions.csv": """\
version_group_id,region_id
1,1
1,2
""",
    "pokeapi/regions.csv": """\
id,identifier
1,kanto
2,johto
""",
    "pokeapi/pokemon_species.csv": """\
id,identifier,generation_id,evolves_from_species_id,evolution_chain_id
1,bulbasaur,1,,1
19,rattata,1,,7
20,raticate,1,19,7
29,nidoran-f,1,,12
""",
    "pokeapi/pokemon.csv": """\
id,identifier,species_id,is_default
1,bulbasaur,1,1
19,rattata,19,1
20,raticate-normal,20,1
29,nidoran-f,29,1
10091,rattata-alola,19,0
10092,raticate-alola,20,0
10093,raticate-totem-alola,20,0
""",
    "pokeapi/pokemon_species_names.csv": """\
pokemon_species_id,local_language_id,name,genus
1,9,Bulbasaur,Seed
1,6,Bisasam,Samen
19,9,Rattata,Mouse
20,9,Raticate,Mouse
29,9,Nidoran♀,Poison Pin
""",
    "pokeapi/types.csv": """\
id,identifier
1,normal
4,poison
12,grass
17,dark
""",
    "pokeapi/pokemon_types.csv": """\
pokemon_id,type_id,slot
1,12,1
1,4,2
19,1,1
20,1,1
29,4,1
10091,17,1
10091,1,2
10092,17,1
10093,17,1
""",
    "pokeapi/pokemon_types_past.csv": """\
pokemon_id,generation_id,type_id,slot
1,1,12,1
""",
    "pokeapi/stats.csv": """\
id,identifier
1,hp
2,attack
3,defense
4,special-attack
5,special-defense
6,speed
""",
    "pokeapi/pokemon_stats.csv": "pokemon_id,stat_id,base_stat\n"
    + "".join(
        f"{pokemon},{stat},{40 + stat}\n"
        for pokemon in (1, 19, 20, 29, 10091, 10092, 10093)
        for stat in range(1, 7)
    ),
    "pokeapi/pokemon_forms.csv": """\
pokemon_id,introduced_in_version_group_id,is_default
10091,3,1
10092,3,1
""",
    "pokeapi/pokemon_evolution.csv": "\n".join(
        [
            ",".join(EVOLUTION_COLUMNS),
            evolution(evolved_species_id="20", minimum_level="20"),
            evolution(
                evolved_species_id="20",
                base_form_id="10091",
                evolved_form_id="10092",
                minimum_level="20",
                time_of_day="night",
            ),
            "",
        ]
    ),
    "pokeapi/evolution_triggers.csv": """\
id,identifier
1,level-up
2,trade
3,use-item
4,shed
5,dance
""",
    "pokeapi/items.csv": """\
id,identifier
1,sitrus-berry
2,thunder-stone
""",
    "pokeapi/item_names.csv": """\
item_id,local_language_id,name
1,9,Sitrus Berry
1,6,Tsitrubeere
2,9,Thunder Stone
""",
    "pokeapi/moves.csv": """\
id,identifier
1,tackle
2,kings-shield
3,growl
4,leer
5,surf
""",
    "pokeapi/move_names.csv": """\
move_id,local_language_id,name
1,9,Tackle
2,9,King’s Shield
3,9,Growl
4,9,Leer
5,9,Surf
""",
    "pokeapi/abilities.csv": """\
id,identifier
1,run-away
""",
    "pokeapi/ability_names.csv": """\
ability_id,local_language_id,name
1,9,Run Away
""",
    "pokeapi/location_names.csv": """\
location_id,local_language_id,name
2,9,Dark Cave
""",
    "boss_teams/tiny.csv": """\
boss_order,boss_name,player_starter,slot,pokemon,level,ability,held_item,moves
1,Rita/Ron,,1,rattata,4,run-away,,tackle
1,Rita/Ron,grass,2,nidoranf,5,,,tackle
1,Rita/Ron,fire,3,bulbasaur,5,,,tackle
1,Rita/Ron,water,4,raticate,5,,,tackle
2,Gus,,1,rattata,10,,,tackle
2,Gus,,2,raticate-totem-alola,12,,sitrus-berry,tackle;kings-shield
3,Will,,1,bulbasaur,20,,,tackle
4,Cora,,1,bulbasaur,25,,,tackle
5,Rita/Ron,,1,bulbasaur,30,,,tackle
""",
    "pokeapi/locations.csv": """\
id,identifier
1,route-1
2,cave
3,town
4,nowhere
""",
    "pokeapi/location_areas.csv": """\
id,location_id,identifier
11,1,
21,2,1f
22,2,b1f
31,3,
41,4,
""",
    "pokeapi/encounter_methods.csv": """\
id,identifier
1,walk
18,gift
36,npc-trade
61,max-raid
""",
    "pokeapi/encounter_condition_values.csv": """\
id,identifier,is_default
1,time-day,1
2,time-night,0
3,swarm-no,1
4,swarm-yes,0
""",
    "pokeapi/encounter_slots.csv": """\
id,version_group_id,encounter_method_id,slot,rarity
1,1,1,1,60
2,1,1,2,40
3,1,18,,100
4,1,36,,100
5,1,61,,100
""",
    "pokeapi/encounters.csv": """\
id,version_id,location_area_id,encounter_slot_id,pokemon_id,min_level,max_level
1,1,11,1,19,2,3
2,1,11,2,19,2,2
3,1,11,2,20,4,4
4,1,21,1,19,5,6
5,2,22,1,10093,7,7
6,1,31,3,1,5,5
7,1,31,4,29,1,100
8,1,31,5,29,1,100
9,3,11,1,19,2,2
10,1,41,1,19,2,2
""",
    "pokeapi/encounter_condition_value_map.csv": """\
encounter_id,encounter_condition_value_id
2,1
3,2
""",
    "species_lists/tiny.csv": """\
route_order,route_name,pokemon
2,Route 1,nidoranf
2,Route 1,rattata
4,Town,rattata-alola
""",
}
OWN = {
    "games.csv": """\
slug,release_year,expansions,species_list
tiny,2009,tiny-island,yes
""",
    "left_out_versions.csv": """\
version,why
colosseum,no routes
""",
    "starters.csv": """\
games,location,pokemon
tiny,town,bulbasaur
""",
    "route_order/tiny.csv": """\
order,name,pokeapi_location_identifier,stage,note
1,Starter,,story,
2,Route 1,route-1,story,
3,Nowhere,nowhere,pseudo,
4,Town,town,story,
5,Distribution (disc),,event,
6,Cave 1F,cave/1f,postgame,
7,Cavé B1F,cave,postgame,
""",
    "bosses/tiny.csv": """\
order,after_route,kind,stage,name,place,specialty,ace_level,team_size,starter_dependent,battle,source_note,note
1,Route 1,rival,story,Rita/Ron,Route 1,,5,2,yes,,,
2,Town,gym,story,Gus,Town Gym,normal,12,2,,double,doubtful,Bring two.
3,Town,elite-four,story,Will,League,,20,1,,,,
4,Town,champion,story,Cora,League,,25,1,,,,
5,Cavé B1F,rival,postgame,Rita/Ron,Cave,,30,1,,,,
""",
    "boss_corrections.csv": "games,boss,slot,name,column,from,to,why,source\n",
    "added_boss_teams.csv": (
        "game,boss_order,boss_name,player_starter,slot,pokemon,level,ability,held_item,moves,"
        "why,source\n"
    ),
    "added_evolutions.csv": "pokemon,into,trigger,requirement,why,source\n",
    "slot_rates.csv": "version_group,method,slot,from,to,why,source\n",
    "slot_corrections.csv": (
        "game,location,area,method,conditions,slot,from,to,level,why,source\n"
    ),
    "lost_conditions.csv": "game,places,method,slots,pokemon,conditions,why,source\n",
    "table_exceptions.csv": """\
exception,games,route,method,totals,why,source
missing-shares,tiny,,walk,60,the caves have one slot of two,
""",
    "area_names.csv": "area,name,why\n",
    "row_corrections.csv": "what,games,location,method,pokemon,from,to,why,source\n",
    "species_aliases.csv": """\
alias,games,pokemon,why
nidoranf,,nidoran-f,spelling
raticate-totem-alola,,raticate-alola,larger
""",
    "species_list_corrections.csv": "what,game,place,pokemon,from,why,source\n",
    "version_exclusives.csv": "game,pokemon,why\n",
    "family_corrections.csv": "pokemon,from,to,why,source\n",
}
AS_THEY_ARE = ("methods.csv", "conditions.csv", "condition_groups.csv")


class TinySources:
    """The tables as files: ``source`` and ``own`` are the two folders."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "source"
        self.own = folder / "own"
        for root, tables in ((self.source, SOURCE), (self.own, OWN)):
            for name, text in tables.items():
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        for name in AS_THEY_ARE:
            shutil.copy(OWN_TABLES / name, self.own / name)

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a table, of either folder."""
        path = next(root / name for root in (self.source, self.own) if (root / name).exists())
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, name: str, line: str) -> int:
        """Add a line to a table and return its number."""
        path = next(root / name for root in (self.source, self.own) if (root / name).exists())
        text = path.read_text(encoding="utf-8") + line + "\n"
        path.write_text(text, encoding="utf-8")
        return text.count("\n")
