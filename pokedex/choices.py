"""The catalog's fixed vocabularies; the database holds each column to its list by a CHECK."""

from django.db import models


class PokemonType(models.TextChoices):
    """The 18 types of the main series."""

    NORMAL = "normal", "Normal"
    FIRE = "fire", "Fire"
    WATER = "water", "Water"
    ELECTRIC = "electric", "Electric"
    GRASS = "grass", "Grass"
    ICE = "ice", "Ice"
    FIGHTING = "fighting", "Fighting"
    POISON = "poison", "Poison"
    GROUND = "ground", "Ground"
    FLYING = "flying", "Flying"
    PSYCHIC = "psychic", "Psychic"
    BUG = "bug", "Bug"
    ROCK = "rock", "Rock"
    GHOST = "ghost", "Ghost"
    DRAGON = "dragon", "Dragon"
    DARK = "dark", "Dark"
    STEEL = "steel", "Steel"
    FAIRY = "fairy", "Fairy"


class RouteStage(models.TextChoices):
    """When in a game a place can be reached."""

    STORY = "story", "Story"
    POSTGAME = "postgame", "Post-game"
    EVENT = "event", "Event"
    ROAMING = "roaming", "Roaming"


class Availability(models.TextChoices):
    """Whether a Pokémon is met in the ordinary game, by special means, or after the League."""

    BASE = "base", "Ordinary"
    SPECIAL = "special", "Special"
    POSTGAME = "postgame", "Post-game"


class TableException(models.TextChoices):
    """Why the shares of an encounter table do not sum to 100 percent."""

    MERGED_STATES = "merged-states", "The source lists the times of day together"
    DAILY_POKEMON = "daily-pokemon", "Another Pokémon takes a share each day"
    EXTRA_SHARES = "extra-shares", "The source gives more than 100 percent"
    MISSING_SHARES = "missing-shares", "The source gives less than 100 percent"


class BossKind(models.TextChoices):
    """What a boss is to the story; level caps go by it."""

    GYM = "gym", "Gym"
    TRIAL = "trial", "Trial"
    ELITE_FOUR = "elite-four", "Elite Four"
    CHAMPION = "champion", "Champion"
    RIVAL = "rival", "Rival"
    EVIL_TEAM = "evil-team", "Evil team"
    OTHER = "other", "Other battle"


class BossStage(models.TextChoices):
    """Whether a boss stands before the end of the story or after it."""

    STORY = "story", "Story"
    POSTGAME = "postgame", "Post-game"


class BattleKind(models.TextChoices):
    """How many Pokémon a side has in the field."""

    SINGLE = "single", "Single battle"
    DOUBLE = "double", "Double battle"
    TRIPLE = "triple", "Triple battle"
    ROTATION = "rotation", "Rotation battle"
    MULTI = "multi", "Two against two"


class EvolutionTrigger(models.TextChoices):
    """What makes a Pokémon evolve."""

    LEVEL_UP = "level-up", "Level up"
    USE_ITEM = "use-item", "Item"
    TRADE = "trade", "Trade"
    OTHER = "other", "Something else"


class EncounterMethod(models.TextChoices):
    """How a Pokémon is met, by PokéAPI's identifiers; in the order in which pages list them."""

    WALK = "walk", "Walking"
    DARK_GRASS = "dark-grass", "Dark grass"
    GRASS_SPOTS = "grass-spots", "Rustling grass"
    CAVE_SPOTS = "cave-spots", "Dust cloud"
    BRIDGE_SPOTS = "bridge-spots", "Shadow on a bridge"
    YELLOW_FLOWERS = "yellow-flowers", "Yellow flowers"
    PURPLE_FLOWERS = "purple-flowers", "Purple flowers"
    RED_FLOWERS = "red-flowers", "Red flowers"
    ROUGH_TERRAIN = "rough-terrain", "Rough terrain"
    HORDE = "horde", "Horde"
    OVERWORLD = "overworld", "In sight"
    OVERWORLD_SPECIAL = "overworld-special", "In sight (rare)"
    OVERWORLD_FLYING = "overworld-flying", "In sight, flying"
    OVERWORLD_FLYING_SPECIAL = "overworld-flying-special", "In sight, flying (rare)"
    OVERWORLD_DIRT = "overworld-dirt", "In sight, on bare ground"
    TRASH_CAN_AMBUSH = "trash-can-ambush", "Ambush from a trash can"
    RUSTLING_BUSH_AMBUSH = "rustling-bush-ambush", "Ambush from a bush"
    CEILING_AMBUSH = "ceiling-ambush", "Ambush from the ceiling"
    GROUND_AMBUSH = "ground-ambush", "Ambush from the ground"
    SKY_AMBUSH = "sky-ambush", "Ambush from the sky"
    WANDERER = "wanderer", "Wandering"
    SURF = "surf", "Surfing"
    SURF_SPOTS = "surf-spots", "Surfing, rippling water"
    SEAWEED = "seaweed", "Diving in seaweed"
    OVERWORLD_WATER = "overworld-water", "In sight, on water"
    OVERWORLD_WATER_SPECIAL = "overworld-water-special", "In sight, on water (rare)"
    WANDERER_WATER = "wanderer-water", "Wandering on water"
    CHASE_WATER = "chase-water", "Chasing on water"
    OLD_ROD = "old-rod", "Old Rod"
    GOOD_ROD = "good-rod", "Good Rod"
    SUPER_ROD = "super-rod", "Super Rod"
    SUPER_ROD_SPOTS = "super-rod-spots", "Super Rod, rippling water"
    FEEBAS_TILE_FISHING = "feebas-tile-fishing", "Fishing on a Feebas tile"
    BUBBLING_SPOTS = "bubbling-spots", "Fishing, bubbling water"
    ROCK_SMASH = "rock-smash", "Rock Smash"
    HEADBUTT = "headbutt", "Headbutt"
    HEADBUTT_LOW = "headbutt-low", "Headbutt, rare tree"
    HEADBUTT_NORMAL = "headbutt-normal", "Headbutt, common tree"
    HEADBUTT_HIGH = "headbutt-high", "Headbutt, special tree"
    HONEY_TREE = "honey-tree", "Honey tree"
    GIFT = "gift", "Gift"
    GIFT_EGG = "gift-egg", "Gift egg"
    STATIC = "static", "Static"
    NPC_TRADE = "npc-trade", "In-game trade"
    ROAMING_GRASS = "roaming-grass", "Roaming on land"
    ROAMING_WATER = "roaming-water", "Roaming on water"
    HIDDEN_GROTTO = "hidden-grotto", "Hidden grotto"
    ISLAND_SCAN = "island-scan", "Island Scan"
    SOS = "sos", "SOS call"
    SOS_FROM_BUBBLING_SPOT = "sos-from-bubbling-spot", "SOS call, bubbling water"
    BERRY_TREES = "berry-trees", "Berry tree"
    POKEFLUTE = "pokeflute", "Poké Flute"
    SQUIRT_BOTTLE = "squirt-bottle", "Squirt Bottle"
    WAILMER_PAIL = "wailmer-pail", "Wailmer Pail"
    DEVON_SCOPE = "devon-scope", "Devon Scope"
    UNKNOWN = "unknown", "Method not known"


class ChangeSource(models.TextChoices):
    """What changed a row of the catalog."""

    PERSON = "person", "A person"
    IMPORT = "import", "A file that a person imported"
    LOAD = "load", "A load of the fixtures"


class ChangeAct(models.TextChoices):
    """What became of the row."""

    ADDED = "added", "Added"
    CHANGED = "changed", "Changed"
    DELETED = "deleted", "Deleted"


class ReportSubject(models.TextChoices):
    """The kinds of rows that a player can report, by the names of their models."""

    ENCOUNTER = "routeencounter", "Encounter"
    ROUTE = "route", "Route"
    POKEMON = "pokemon", "Pokémon"
    BOSS = "boss", "Boss"


class ReportKind(models.TextChoices):
    """What a player says is wrong; `pokedex.reports` says which of these fit which row."""

    RATE = "rate", "The chance is wrong"
    LEVEL = "level", "The level is wrong"
    METHOD = "method", "It is met in another way"
    CONDITIONS = "conditions", "The time, season or area is wrong"
    NOT_MET = "not-met", "It is not met here at all"
    MISSING = "missing", "A Pokémon is missing"
    EXTRA = "extra", "A Pokémon is listed that is not met here"
    NAME = "name", "The name is wrong"
    ORDER = "order", "The place in the story is wrong"
    TYPES = "types", "The types are wrong"
    EVOLUTION = "evolution", "The evolution is wrong"
    STATS = "stats", "The base stats are wrong"
    PLACES = "places", "The places where it is met are wrong"
    BATTLE_PLACE = "battle-place", "The place of the battle is wrong"
    TEAM = "team", "The team is wrong"
    OTHER = "other", "Something else is wrong"


class ReportState(models.TextChoices):
    """What has become of a report."""

    OPEN = "open", "Waiting for a curator"
    ASKED = "asked", "A curator has a question"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Not accepted"
