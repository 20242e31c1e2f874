"""How Pokémon evolve: each way of each pair, in words that a player reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pokedex.sources.pokemon import PokemonFacts
from pokedex.sources.reading import BadRow, Row, TableReader
from pokedex.sources.records import EvolutionRecord
from pokedex.sources.vocabulary import Vocabulary, read_vocabulary

LEVEL_UP = "level-up"
USE_ITEM = "use-item"
TRADE = "trade"
OTHER = "other"
TRIGGERS = (LEVEL_UP, USE_ITEM, TRADE, OTHER)

FILE = "pokeapi/pokemon_evolution.csv"
ADDED = "added_evolutions.csv"
COLUMNS = (
    "evolved_species_id",
    "evolution_trigger_id",
    "trigger_item_id",
    "minimum_level",
    "gender_id",
    "location_id",
    "held_item_id",
    "time_of_day",
    "known_move_id",
    "known_move_type_id",
    "minimum_happiness",
    "minimum_beauty",
    "minimum_affection",
    "relative_physical_stats",
    "party_species_id",
    "party_type_id",
    "trade_species_id",
    "needs_overworld_rain",
    "turn_upside_down",
    "needs_multiplayer",
    "near_special_rock",
    "region_id",
    "base_form_id",
    "evolved_form_id",
    "used_move_id",
    "minimum_move_count",
    "minimum_steps",
    "minimum_damage_taken",
)
# What the triggers that are no level, item or trade ask for; {} is what the row says.
SPECIAL_TRIGGERS = {
    "shed": "Left behind when {pokemon} evolves, with room in the party and a spare Poké Ball",
    "spin": "Spin around while it holds a Sweet",
    "tower-of-darkness": "Train in the Tower of Darkness",
    "tower-of-waters": "Train in the Tower of Waters",
    "three-critical-hits": "Land three critical hits in one battle",
    "take-damage": "Lose at least {damage} HP, then walk under the stone arch in the Dusty Bowl",
    "recoil-damage": "Lose at least {damage} HP by recoil",
    "agile-style-move": "Use {move} {times} times in agile style",
    "strong-style-move": "Use {move} {times} times in strong style",
    "use-move": "Use {move} {times} times, then level up",
    "three-defeated-bisharp": "Defeat three Bisharp that hold a Leader's Crest, then level up",
    "gimmighoul-coins": "Collect 999 Gimmighoul Coins, then level up",
    "other": "Level {level}",
}
TIMES = {
    "day": "by day",
    "night": "at night",
    "dusk": "at dusk",
    "full-moon": "under a full moon",
}
GENDERS = {"1": "female", "2": "male"}
STATS = {
    "1": "Attack higher than Defense",
    "-1": "Defense higher than Attack",
    "0": "Attack equal to Defense",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The English names that a requirement needs."""

    items: Vocabulary
    moves: Vocabulary
    locations: Mapping[str, str]
    species: Mapping[str, str]
    types: Mapping[str, str]
    regions: Mapping[str, str]


def read_evolutions(
    reader: TableReader,
    own: TableReader,
    pokemon: PokemonFacts,
    items: Vocabulary,
    moves: Vocabulary,
) -> list[EvolutionRecord]:
    """Read every way of every evolution, in the order of what comes of it.

    The pairs are those of ``evolves_from``: another one, or a Pokémon with a parent that has no
    way, is a problem.
    """
    words = Words(
        items=items,
        moves=moves,
        locations=read_vocabulary(reader, "locations", "location_names", "location_id").of_id,
        species=_species_names(reader, pokemon),
        types=_identifiers(reader, "pokeapi/types.csv"),
        regions=_identifiers(reader, "pokeapi/regions.csv"),
    )
    triggers = _identifiers(reader, "pokeapi/evolution_triggers.csv")
    parents = {one.slug: one.evolves_from for one in pokemon.records}
    names = {one.slug: one.name for one in pokemon.records}
    ways: dict[tuple[str, str], dict[tuple[str, int | None, str, str], None]] = {
        (parent, slug): {} for slug, parent in parents.items() if parent
    }

    def read(row: Row) -> None:
        # The default form of a species has the species' id.
        into = row.lookup(
            "evolved_form_id" if row.optional("evolved_form_id") else "evolved_species_id",
            pokemon.slug_of_id,
        )
        if not parents.get(into):
            return  # Without a parent: the reader of the Pokémon has reported it.
        base = row.optional("base_form_id")
        parent = row.lookup("base_form_id", pokemon.slug_of_id) if base else parents[into]
        if (parent, into) not in ways:
            raise BadRow(f"{into} evolves from {parents[into]}, not from {parent}.")
        trigger = row.lookup("evolution_trigger_id", triggers)
        way = (
            trigger if trigger in TRIGGERS else OTHER,
            row.number("minimum_level") if row.optional("minimum_level") else None,
            _item(row, words),
            _requirement(row, trigger, names.get(parent, parent), words),
        )
        ways[parent, into][way] = None

    reader.each(FILE, COLUMNS, read)

    def read_added(row: Row) -> None:
        pair = (row.text("pokemon"), row.text("into"))
        if pair not in ways:
            raise BadRow(f"{pair[1]!r} does not evolve from {pair[0]!r}.")
        if ways[pair]:
            raise BadRow(f"{pair[1]} has an evolution in the source by now.")
        ways[pair][row.choice("trigger", *TRIGGERS), None, "", row.text("requirement")] = None

    own.each(ADDED, ("pokemon", "into", "trigger", "requirement", "why", "source"), read_added)
    for (parent, into), of_pair in ways.items():
        if not of_pair:
            reader.complain(FILE, f"{into} evolves from {parent}, but no row says how.")
    return [
        EvolutionRecord(parent, into, number, *way)
        for (parent, into), of_pair in ways.items()
        for number, way in enumerate(of_pair, start=1)
    ]


def _identifiers(reader: TableReader, file: str) -> dict[str, str]:
    return reader.index(
        file,
        ("id", "identifier"),
        lambda row: (row.text("id"), row.text("identifier")),
    )


def _species_names(reader: TableReader, pokemon: PokemonFacts) -> dict[str, str]:
    names = {one.slug: one.name for one in pokemon.records}
    return {number: names[slug] for number, slug in pokemon.slug_of_id.items() if slug in names}


def _item(row: Row, words: Words) -> str:
    for column in ("trigger_item_id", "held_item_id"):
        if row.optional(column):
            return row.lookup(column, words.items.of_id)
    return ""


def _requirement(row: Row, trigger: str, pokemon: str, words: Words) -> str:
    """Say what a row asks for: "Level 20, Attack higher than Defense"."""
    if trigger == LEVEL_UP:
        first = _at_level_up(row, words)
    elif trigger == USE_ITEM:
        first = row.lookup("trigger_item_id", words.items.of_id)
    elif trigger == TRADE:
        first = "Trade" + _holding(row, words)
        if row.optional("trade_species_id"):
            first += f" for {_with_article(row.lookup('trade_species_id', words.species))}"
    elif trigger in SPECIAL_TRIGGERS:
        first = SPECIAL_TRIGGERS[trigger].format(
            pokemon=pokemon,
            level=row.optional("minimum_level"),
            damage=row.optional("minimum_damage_taken"),
            move=words.moves.of_id.get(row.optional("used_move_id"), ""),
            times=row.optional("minimum_move_count"),
        )
    else:
        raise BadRow(f"trigger {trigger!r} is not known to us.")
    return ", ".join([first, *_circumstances(row, words)])


def _at_level_up(row: Row, words: Words) -> str:
    """Return what has to be at the level up itself: a level, friendship, a move, a place."""
    if row.optional("minimum_level"):
        return f"Level {row.number('minimum_level')}" + _holding(row, words)
    if row.optional("known_move_type_id"):
        first = f"Level up knowing a {_type(row, 'known_move_type_id', words)}-type move"
        warmth = "affection" if row.optional("minimum_affection") else "friendship"
        return f"{first}, with high {warmth}"
    if row.optional("minimum_happiness"):
        return "High friendship" + _holding(row, words)
    if row.optional("minimum_beauty"):
        return "Level up with high Beauty"
    if row.optional("minimum_steps"):
        return f"Walk {row.number('minimum_steps'):,} steps outside its ball, then level up"
    first = "Level up" + _holding(row, words)
    if row.optional("known_move_id"):
        first += f" knowing {row.lookup('known_move_id', words.moves.of_id)}"
    if row.optional("location_id"):
        place = row.lookup("location_id", words.locations)
        rock = row.choice("near_special_rock", "0", "1") == "1"
        first += f" by the special rock at {place}" if rock else f" at {place}"
    if row.optional("party_species_id"):
        first += (
            f" with {_with_article(row.lookup('party_species_id', words.species))} in the party"
        )
    return first


def _circumstances(row: Row, words: Words) -> Sequence[str]:
    """Return what else has to hold, each in a few words."""
    found = []
    if row.optional("relative_physical_stats"):
        found.append(row.lookup("relative_physical_stats", STATS))
    if row.optional("party_type_id"):
        found.append(f"with a {_type(row, 'party_type_id', words)} type in the party")
    if row.optional("gender_id"):
        found.append(row.lookup("gender_id", GENDERS))
    if row.optional("time_of_day"):
        found.append(row.lookup("time_of_day", TIMES))
    if row.choice("needs_overworld_rain", "0", "1") == "1":
        found.append("in rain")
    if row.choice("turn_upside_down", "0", "1") == "1":
        found.append("with the console upside down")
    if row.choice("needs_multiplayer", "0", "1") == "1":
        found.append("with another player")
    if row.optional("region_id"):
        found.append(f"in {row.lookup('region_id', words.regions).capitalize()}")
    return found


def _holding(row: Row, words: Words) -> str:
    if not row.optional("held_item_id"):
        return ""
    return f" holding {_with_article(row.lookup('held_item_id', words.items.of_id))}"


def _type(row: Row, column: str, words: Words) -> str:
    return row.lookup(column, words.types).capitalize()


def _with_article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"
