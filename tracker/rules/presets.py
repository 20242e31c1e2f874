"""Rule presets by name, as data. The clauses are those of the Nuzlocke community's own pages.

A preset says which clauses it switches on, and what the player has to watch himself because no
clause can see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.rules.descriptions import described
from tracker.rules.document import (
    AnyClause,
    Dupes,
    FirstEncounter,
    Gifts,
    LevelCap,
    Nickname,
    Permadeath,
    RulesDocument,
    Shiny,
    Statics,
    Strictness,
    Trades,
    TypeLimit,
    UniqueTypes,
    Wipe,
)

DEFAULT_PRESET = "classic"


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule of a preset: its key, whether it informs, warns or blocks, and what it says."""

    key: str
    strictness: Strictness
    summary: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of clauses that a run can start with.

    ``switched_on`` are its clauses with their parameters; ``watch`` is what the player has to see
    to, a sentence each.
    """

    key: str
    name: str
    summary: str
    switched_on: tuple[AnyClause, ...]
    watch: tuple[str, ...] = ()
    house_rules: str = ""

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What it switches on, in words."""
        return tuple(
            Clause(clause.key, clause.strictness, described(clause)) for clause in self.switched_on
        )

    def rules(self) -> RulesDocument:
        """The rules of a run that starts with this preset."""
        return RulesDocument(
            preset=self.key, clauses=self.switched_on, house_rules=self.house_rules
        )

    def document(self) -> dict[str, Any]:
        """The same as the JSON that a run stores, made anew at each call."""
        return self.rules().as_json()


def preset_from(document: RulesDocument, *, key: str, name: str, summary: str = "") -> Preset:
    """Make a player's own preset of the rules of a run."""
    origin = PRESETS.get(document.preset)
    return Preset(
        key=key,
        name=name,
        summary=summary or f"{name}: rules of your own.",
        switched_on=tuple(clause for clause in document.clauses if clause.on),
        watch=origin.watch if origin else (),
        house_rules=document.house_rules,
    )


_FIRST_ENCOUNTER = FirstEncounter(on=True)
_NICKNAME = Nickname(on=True, strictness="inform")
_PERMADEATH = Permadeath(on=True, strictness="inform")
_WIPE = Wipe(on=True, strictness="inform")
_CLASSIC: tuple[AnyClause, ...] = (_FIRST_ENCOUNTER, _NICKNAME, _PERMADEATH, _WIPE)
_DUPES = Dupes(on=True)
_SHINY = Shiny(on=True, strictness="inform")
_GIFTS = Gifts(on=True, strictness="inform")
_STATICS = Statics(on=True, strictness="inform")
_TRADES = Trades(on=True, strictness="inform")
_STANDARD: tuple[AnyClause, ...] = (
    _FIRST_ENCOUNTER,
    _DUPES,
    _SHINY,
    _GIFTS,
    _NICKNAME,
    _PERMADEATH,
    _WIPE,
)
_LEVEL_CAP = LevelCap(on=True)

PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(
            key="classic",
            name="Classic",
            summary="The two rules that make a Nuzlocke, and a nickname for everyone.",
            switched_on=_CLASSIC,
        ),
        Preset(
            key="standard",
            name="Standard",
            summary="Classic with the clauses that most players add: dupes, shiny and gifts.",
            switched_on=_STANDARD,
        ),
        Preset(
            key="hardcore",
            name="Hardcore",
            summary="Standard under a level cap, with no help from the bag in battle.",
            switched_on=(
                _FIRST_ENCOUNTER,
                _DUPES,
                _SHINY,
                _GIFTS,
                _NICKNAME,
                _LEVEL_CAP,
                Permadeath(on=True, strictness="block"),
                _WIPE,
            ),
            watch=(
                "Play with the battle style on Set.",
                "Use no items from the bag in battle; held items are fine.",
                "A wild Pokémon that you knock out is not a reason to look again.",
            ),
        ),
        Preset(
            key="randomizer",
            name="Randomizer",
            summary="Standard for a game in which any Pokémon may appear anywhere.",
            switched_on=(
                _FIRST_ENCOUNTER,
                _DUPES,
                _SHINY,
                _GIFTS,
                _STATICS,
                _TRADES,
                _NICKNAME,
                _PERMADEATH,
                _WIPE,
            ),
            watch=(
                "Agree with yourself how many legendary Pokémon may fight.",
                "The odds shown are those of the ordinary game, not of yours.",
            ),
        ),
        Preset(
            key="monolocke",
            name="Monolocke",
            summary="One type only. A second type beside it is fine.",
            switched_on=(*_STANDARD, TypeLimit(on=True)),
            watch=(
                "Choose the type in the rules of the run.",
                "A starter of another type goes to the box as soon as another Pokémon has level 5.",
            ),
        ),
        Preset(
            key="uniquelocke",
            name="Uniquelocke",
            summary="No two Pokémon of the party share a type; the others wait in the box.",
            switched_on=(*_STANDARD, UniqueTypes(on=True)),
        ),
        Preset(
            key="wedlocke",
            name="Wedlocke",
            summary="Three couples of a male and a female, who fight side by side.",
            switched_on=_STANDARD,
            watch=(
                "Pair each Pokémon with one of the other gender; genderless ones stay out.",
                "While one is unpaired, only an encounter of the other gender counts.",
                "In battle switch only between the two of a couple.",
                "A widowed Pokémon pairs again only with another one who is alone.",
            ),
        ),
        Preset(
            key="soul_link",
            name="Soul Link",
            summary="Two players, two games: what is caught in the same area shares its fate.",
            switched_on=_STANDARD,
            watch=(
                "Link the catches of one area; when one dies, so does its partner.",
                "When one of you misses in an area, the other one's catch there is lost.",
                "Linked Pokémon are both in the party or both in the box.",
            ),
        ),
        Preset(
            key="egglocke",
            name="Egglocke",
            summary="Each catch is exchanged for an egg from somebody else.",
            switched_on=(_FIRST_ENCOUNTER, _SHINY, _GIFTS, _NICKNAME, _PERMADEATH, _WIPE),
            watch=(
                "Exchange each catch for an egg, and log what hatches in that area.",
                "Bring what hatched to the level of the Pokémon it replaces, no further.",
            ),
        ),
        Preset(
            key="wonderlocke",
            name="Wonderlocke",
            summary="Each catch is traded away at once; what comes back is the area's encounter.",
            switched_on=(_FIRST_ENCOUNTER, _DUPES, _NICKNAME, _PERMADEATH, _WIPE),
            watch=(
                "Send each catch away by Wonder Trade, and log what you receive in that area.",
                "When you receive a dupe, you may trade it again.",
            ),
        ),
        Preset(
            key="tribelocke",
            name="Tribelocke",
            summary="A die says how many you catch in an area; together they are a tribe.",
            switched_on=(
                FirstEncounter(on=True, strictness="inform"),
                _SHINY,
                _NICKNAME,
                _PERMADEATH,
                _WIPE,
            ),
            watch=(
                "Roll a die at each new area and catch that many; log those after the first as a "
                "bonus.",
                "A tribe is in the party as a whole or in the box as a whole.",
                "In battle switch only inside one tribe.",
            ),
        ),
        Preset(
            key="apocalocke",
            name="Apocalocke",
            summary="A disaster decides which types are left in the world.",
            switched_on=(*_STANDARD, TypeLimit(on=True)),
            watch=(
                "Roll for the disaster, then choose the types that survive it in the rules of "
                "the run.",
            ),
        ),
        Preset(
            key="generlocke",
            name="Generlocke",
            summary="One generation after the other; the survivors' offspring come along.",
            switched_on=_STANDARD,
            watch=(
                "Start a run for each generation, and bring eggs of those in your Hall of Fame.",
                "Log those you bring as eggs at the first place of the new game.",
            ),
        ),
        Preset(
            key="gauntlet",
            name="Gauntlet",
            summary="One generation after the other; the lines that won are dupes from then on.",
            switched_on=_STANDARD,
            watch=(
                "Start a run for each generation.",
                "Treat each line of your earlier Halls of Fame as a dupe.",
            ),
        ),
        Preset(
            key="cagelocke",
            name="Cagelocke",
            summary="Two players; after each badge one Pokémon each fights for its life in a duel.",
            switched_on=(
                _FIRST_ENCOUNTER,
                _DUPES,
                _SHINY,
                _GIFTS,
                _NICKNAME,
                Permadeath(on=True, strictness="inform", revives=1, revives_per="badge"),
                _WIPE,
            ),
            watch=(
                "After each badge send one Pokémon each into the cage, at level 50: who loses it "
                "loses it for good.",
                "A revive is one of the winner's prizes: use one only after a cage that you won.",
                "No Pokémon enters the cage more than twice.",
            ),
        ),
        Preset(
            key="second_chance",
            name="Second chance",
            summary="A gentle start: standard with one revive for each badge.",
            switched_on=(
                _FIRST_ENCOUNTER,
                _DUPES,
                _SHINY,
                _GIFTS,
                _STATICS,
                _TRADES,
                _NICKNAME,
                Permadeath(on=True, revives=1, revives_per="badge"),
                Wipe(on=True, strictness="inform", when="all"),
            ),
        ),
    )
}


def classic_document() -> dict[str, Any]:
    """The ``rules`` document of the classic preset, made anew at each call."""
    return PRESETS[DEFAULT_PRESET].document()
