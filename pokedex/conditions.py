"""The conditions of a rate in words: ``["time-morning", "time-day"]`` is "morning or day".

Conditions are PokéAPI's identifiers. Values of one kind are alternatives (morning or day) except
where the games ask for all of them; values of different kinds hold together. Plain Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_REGIONS = {"alola": "Alolan", "galar": "Galarian", "hisui": "Hisuian", "paldea": "Paldean"}
_SPELLINGS = {
    "nidoran-f": "Nidoran♀",
    "nidoran-m": "Nidoran♂",
    "mr-mime": "Mr. Mime",
    "farfetchd": "Farfetch’d",
    "firered": "FireRed",
    "leafgreen": "LeafGreen",
}


def _title(value: str) -> str:
    """``dome-fossil`` -> Dome Fossil; ``reins-of-unity`` -> Reins of Unity."""
    return " ".join(word if word == "of" else word.capitalize() for word in value.split("-"))


def _pokemon(value: str) -> str:
    """``mr-mime-galar`` -> Galarian Mr. Mime."""
    species, _, region = value.rpartition("-")
    if region in _REGIONS:
        return f"{_REGIONS[region]} {_pokemon(species)}"
    return _SPELLINGS.get(value) or _title(value)


def _game(value: str) -> str:
    return _SPELLINGS.get(value) or _title(value)


def _number(value: str) -> str:
    return f"{int(value):,}"


def _range(value: str) -> str:
    """``00-to-19`` -> 00 to 19."""
    return value.replace("-", " ")


def _share(value: str) -> str:
    """``5-of-32`` -> 5 in 32."""
    return value.replace("-of-", " in ")


@dataclass(frozen=True, slots=True)
class _Kind:
    """Values that share a prefix, and how one or several of them are said.

    ``names`` holds all values in the order in which they are said; where the values are open,
    ``name`` makes the words.
    """

    prefix: str
    phrase: str = "{}"
    names: dict[str, str] = field(default_factory=dict)
    name: Callable[[str], str] | None = None
    joined_by: str = "or"

    def word(self, identifier: str) -> str | None:
        value = identifier.removeprefix(self.prefix)
        if value in self.names:
            return self.names[value]
        if self.name is None:
            return None
        try:
            return self.name(value)
        except ValueError:
            return None

    def say(self, identifiers: list[str]) -> str:
        order = list(self.names)
        values = [identifier.removeprefix(self.prefix) for identifier in identifiers]
        values.sort(key=lambda value: order.index(value) if value in order else len(order))
        words = [self.word(self.prefix + value) or value for value in values]
        return self.phrase.format(_series(words, self.joined_by))


def _series(words: list[str], joined_by: str) -> str:
    """``a, b or c``."""
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {joined_by} {words[-1]}"


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BLOCKS = "johto-safari-blocks-"

# The first kind whose prefix fits is the one; the order is also that in which they are said.
_KINDS: tuple[_Kind, ...] = (
    _Kind("swarm-", names={"yes": "swarm", "no": "no swarm"}),
    _Kind("radar-", names={"on": "Poké Radar", "off": "without the Poké Radar"}),
    _Kind("slot2-", "{} in the second slot", names={"none": "no game"}, name=_game),
    _Kind(
        "radio-",
        names={
            "off": "radio off",
            "hoenn": "Hoenn Sound on the radio",
            "sinnoh": "Sinnoh Sound on the radio",
        },
    ),
    _Kind("season-", names={s: s for s in ("spring", "summer", "autumn", "winter")}),
    _Kind("time-minute-", "minutes {} of the hour", name=_range),
    _Kind(
        "time-",
        names={
            "morning": "morning",
            "day": "day",
            "night": "night",
            "04-00-to-19-59": "4:00 to 19:59",
            "20-00-to-21-59": "20:00 to 21:59",
            "21-00-to-03-59": "21:00 to 3:59",
        },
    ),
    _Kind("weekday-", names={day: day.capitalize() for day in _WEEKDAYS}),
    _Kind(
        "weather-",
        names={
            "normal": "clear weather",
            "overcast": "overcast sky",
            "intense-sun": "intense sun",
            "fog": "fog",
            "raining": "rain",
            "thunderstorm": "thunderstorm",
            "sandstorm": "sandstorm",
            "snowing": "snow",
            "snowstorm": "snowstorm",
        },
    ),
    _Kind(
        "headbutt-tree-",
        "{} tree",
        names={"common": "common", "rare": "rare", "secret": "special"},
    ),
    _Kind("honey-tree-group-", "honey tree of group {}", name=str.upper),
    _Kind("berry-tree-type-", "{} berry tree", name=_range),
    _Kind(
        "trash-can-type-",
        "trash can, {}",
        names={"daily": "daily", "tuesday": "Tuesday", "thursday": "Thursday"},
    ),
    _Kind("friend-safari-slot-", "Friend Safari slot {}", name=_number),
    _Kind("great-marsh-daily-slot-", "daily Great Marsh Pokémon, {}", name=_share),
    _Kind(_BLOCKS + "inactive", names={"": "no safari blocks"}),
    _Kind("bug-catching-contest-", names={"yes": "Bug-Catching Contest", "no": "no contest"}),
    _Kind(
        "backlot-",
        names={
            "mentioned": "after Mr. Backlot has mentioned it",
            "not-mentioned": "unless Mr. Backlot has mentioned it",
        },
    ),
    _Kind("starter-", "{} as the starter", name=_pokemon),
    _Kind("first-party-pokemon-", "{} first in the party", name=_pokemon),
    _Kind("tv-option-", "answer “{}” to the TV report", name=str),
    _Kind("item-", "with the {}", name=_title, joined_by="and the"),
    _Kind("trade-", "for {}", name=_pokemon),
    _Kind("coins-", "for {} coins", name=_number),
    _Kind("alolan-diglett-found-", "for {} Alolan Diglett found", name=_number),
    _Kind(
        "save-data-from-",
        "save data of {}",
        names={
            "lets-go-pikachu": "Let’s Go, Pikachu!",
            "lets-go-eevee": "Let’s Go, Eevee!",
        },
    ),
    _Kind("special-encounter-", "special encounter, {}", name=_range),
    _Kind(
        "story-progress-",
        joined_by="and",
        names={
            "zephyr-badge": "with the Zephyr Badge",
            "defeat-mars": "after beating Mars",
            "defeat-jupiter": "after beating Jupiter",
            "returned-machine-part": "after returning the Machine Part",
            "vermilion-copycat": "after the Copycat’s errand in Vermilion City",
            "awakened-beasts": "after the beasts of the Burned Tower have woken",
            "beat-team-galactic-iron-island": "after beating Team Galactic on Iron Island",
            "beat-galactic-coronet": "after beating Team Galactic on Mt. Coronet",
            "defeated-groudon-or-kyogre": "after Groudon or Kyogre is settled",
            "master-dojo-complete-first-trial": "after the first trial of the Master Dojo",
            "master-dojo-complete-third-trial": "after the third trial of the Master Dojo",
            "save-village-from-glastrier-spectrier": "after Freezington’s fields are saved",
            "none": "before that point of the story",
            "before-hall-of-fame": "before entering the Hall of Fame",
            "before-national-dex": "before the National Pokédex",
            "national-dex": "with the National Pokédex",
            "hall-of-fame": "after entering the Hall of Fame",
            "beat-elite-four-round-two": "after beating the Elite Four a second time",
            "beat-red": "after beating Red",
            "cure-eldritch-nightmares": "after curing the nightmares of Eldritch’s son",
            "oak-eterna-city": "after meeting Professor Oak in Eterna City",
            "juniper-cave-of-being": "after meeting Professor Juniper at the Cave of Being",
            "finished-looker-sidequest": "after Looker’s side quest",
            "catch-five-ultra-beasts": "after catching five Ultra Beasts",
        },
    ),
    _Kind(
        "other-",
        joined_by="and",
        names={
            "none": "otherwise",
            "captured-all-ultra-beasts": "after catching all Ultra Beasts",
            "captured-reshiram-or-zekrom": "after catching Reshiram or Zekrom",
            "castform-in-party": "with Castform in the party",
            "caught-articuno": "after catching the first Articuno",
            "caught-moltres": "after catching the first Moltres",
            "caught-zapdos": "after catching the first Zapdos",
            "choose-regidrago-pattern": "by Regidrago’s pattern",
            "choose-regieleki-pattern": "by Regieleki’s pattern",
            "correct-password": "with the right password",
            "dialga-or-palkia-in-party": "with Dialga or Palkia in the party",
            "eat-curry-with-cobalion-terrakion-virizion": (
                "after a curry with Cobalion, Terrakion and Virizion"
            ),
            "event-arceus-in-party": "with the event’s Arceus in the party",
            "find-50-cavern-footprints": "with 50 cavern footprints found",
            "find-50-grassland-footprints": "with 50 grassland footprints found",
            "find-50-iron-will-footprints": "with 50 iron-will footprints found",
            "found-11-times-roaming": "after finding it roaming 11 times",
            "giratina-not-caught-in-distortion-world": "unless caught in the Distortion World",
            "grow-iceroot-carrot": "after growing an Iceroot Carrot",
            "grow-shaderoot-carrot": "after growing a Shaderoot Carrot",
            "level-100-pokemon-in-party": "with a Pokémon of level 100 in the party",
            "nicknamed-cold-item-regice-regirock-registeel3": (
                "with Regirock, Registeel and a nicknamed Regice that holds a cold item"
            ),
            "received-kanto-starter": "after receiving a Kanto starter",
            "regirock-regice-registeel-in-party": (
                "with Regirock, Regice and Registeel in the party"
            ),
            "reshiram-zekrom-in-party": "with Reshiram and Zekrom in the party",
            "scan-qr-code": "by scanning a QR code",
            "snorlax-11-beat-league": "after beating the League",
            "talk-to-cynthias-grandmother": "after talking to Cynthia’s grandmother",
            "talked-to-32-people": "after talking to 32 people",
            "talked-to-32-people-underground": "after talking to 32 people in the Underground",
            "tornadus-thundurus-in-party": "with Tornadus and Thundurus in the party",
            "uxie-mesprit-azelf-in-party": "with Uxie, Mesprit and Azelf in the party",
            "virtual-console": "on the Virtual Console",
            "witness-galarian-bird-fight": "after watching the three birds fight",
        },
    ),
)


def _kind_of(identifier: str) -> _Kind | None:
    return next((kind for kind in _KINDS if identifier.startswith(kind.prefix)), None)


def has_words(identifier: str) -> bool:
    """Say whether a condition is known here; others are shown by their identifier's words."""
    if identifier.startswith(_BLOCKS):
        return _block(identifier) is not None or identifier == f"{_BLOCKS}inactive"
    kind = _kind_of(identifier)
    return kind is not None and kind.word(identifier) is not None


def in_words(identifiers: Iterable[str]) -> list[str]:
    """Say the conditions, one phrase for each kind; all phrases hold together.

    A condition that is not known is said by its identifier with spaces for hyphens, so that
    nothing is left out.
    """
    of_kind: dict[str, list[str]] = {}
    unknown: list[str] = []
    blocks: dict[str, int] = {}
    for identifier in identifiers:
        block = _block(identifier)
        if block:
            # Thresholds are reached one after another: the highest of a kind says it all.
            blocks[block[0]] = max(block[1], blocks.get(block[0], 0))
        elif has_words(identifier) and (kind := _kind_of(identifier)):
            of_kind.setdefault(kind.prefix, []).append(identifier)
        else:
            unknown.append(identifier.replace("-", " "))
    phrases = [kind.say(of_kind[kind.prefix]) for kind in _KINDS if kind.prefix in of_kind]
    if blocks:
        counts = [f"{number} {block}" for block, number in sorted(blocks.items())]
        phrases.append(f"{_series(counts, 'and')} blocks in the Safari Zone")
    return phrases + unknown


def _block(identifier: str) -> tuple[str, int] | None:
    """``johto-safari-blocks-peak-min-10`` -> (peak, 10), else None."""
    block, found, number = identifier.removeprefix(_BLOCKS).partition("-min-")
    if not (identifier.startswith(_BLOCKS) and found and number.isdecimal()):
        return None
    return block, int(number)
