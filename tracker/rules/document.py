"""A run's ``rules`` document: what it holds, how it is read, upgraded, written and refused.

The document is JSON: ``{"version": 2, "preset": "hardcore", "clauses": [{"key": "dupes", "on":
true, "strictness": "warn", ...}], "house_rules": ""}``. ``docs/rules.md`` says what each clause
means. A clause that is not named is off; read, a document holds every clause, in one order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from tracker.rules.refusals import sentences

VERSION: Final = 2
MAX_HOUSE_RULES = 2000
MAX_LISTED_SPECIES = 500

Strictness = Literal["inform", "warn", "block"]
BossScope = Literal["gyms", "gyms_rivals", "all"]
PokemonType = Literal[
    "normal",
    "fire",
    "water",
    "electric",
    "grass",
    "ice",
    "fighting",
    "poison",
    "ground",
    "flying",
    "psychic",
    "bug",
    "rock",
    "ghost",
    "dragon",
    "dark",
    "steel",
    "fairy",
]


class DocumentError(ValueError):
    """A ``rules`` document that cannot be read; ``problems`` are sentences that say where."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(self.problems))


def _distinct(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("named_twice", "names something twice.")
    return values


def _storable(text: str) -> str:
    if any(
        unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t"
        for character in text
    ):
        raise PydanticCustomError("control_character", "holds a character that cannot be stored.")
    return text


# JSON has lists where the frozen document has tuples; everything else is taken as it is typed.
_AS_LIST = Field(strict=False)
Types = Annotated[tuple[PokemonType, ...], _AS_LIST, AfterValidator(_distinct)]
Generation = Annotated[int, Field(ge=1, le=9)]
Generations = Annotated[tuple[Generation, ...], _AS_LIST, AfterValidator(_distinct)]
Slug = Annotated[str, Field(pattern=r"\A[a-z0-9][a-z0-9-]*\z", max_length=60)]
SpeciesList = Annotated[
    tuple[Slug, ...],
    Field(max_length=MAX_LISTED_SPECIES, strict=False),
    AfterValidator(_distinct),
]
PresetKey = Annotated[str, Field(pattern=r"\A[a-z0-9][a-z0-9_-]*\z", max_length=60)]
HouseRules = Annotated[str, Field(max_length=MAX_HOUSE_RULES), AfterValidator(_storable)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Clause(_Frozen):
    """What all clauses have. ``title`` is its name in sentences and on pages."""

    title: ClassVar[str]

    key: str
    on: bool = False
    strictness: Strictness = "warn"


class FirstEncounter(_Clause):
    """Only the first encounter of each place counts."""

    title = "First encounter"
    key: Literal["first_encounter"] = "first_encounter"


class Dupes(_Clause):
    """What was met before need not be taken again.

    ``reroll_limit`` is how often one may look again at a place, None is as often as needed;
    ``after_rerolls`` says whether the next one is taken, or the place is lost.
    """

    title = "Dupes"
    key: Literal["dupes"] = "dupes"
    scope: Literal["species", "line"] = "line"
    dead_count: bool = True
    missed_count: bool = False
    boxed_count: bool = True
    reroll_limit: Annotated[int, Field(ge=0, le=99)] | None = None
    after_rerolls: Literal["take", "lose"] = "take"


class Shiny(_Clause):
    """A shiny Pokémon may always be caught; ``usable`` says whether it may fight, too."""

    title = "Shiny"
    key: Literal["shiny"] = "shiny"
    usable: bool = True


class _Exception(_Clause):
    """Pokémon that are not met in the wild, and how far the rules hold for them."""

    uses_area: bool = False
    dupes_apply: bool = False


class Gifts(_Exception):
    """Gifts, eggs and fossils."""

    title = "Gifts"
    key: Literal["gifts"] = "gifts"


class Statics(_Exception):
    """Pokémon that stand in one spot and are fought once."""

    title = "Statics"
    key: Literal["statics"] = "statics"


class Trades(_Exception):
    """Pokémon traded with people in the game."""

    title = "Trades"
    key: Literal["trades"] = "trades"


class Nickname(_Clause):
    """What Pokémon are called."""

    title = "Nickname"
    key: Literal["nickname"] = "nickname"
    required: bool = True
    unique: bool = False


class LevelCap(_Clause):
    """No Pokémon above the next boss's highest level.

    ``bosses`` says which set a cap, ``postgame`` whether those after the League do. The cap is
    looked at when a Pokémon is caught, when it gains a level, and in the party.
    """

    title = "Level cap"
    key: Literal["level_cap"] = "level_cap"
    bosses: BossScope = "gyms"
    postgame: bool = False
    on_catch: bool = True
    on_level: bool = True
    in_party: bool = True


class Permadeath(_Clause):
    """A Pokémon that faints is dead. ``revives`` are for the whole run, or for each badge."""

    title = "Permadeath"
    key: Literal["permadeath"] = "permadeath"
    revives: Annotated[int, Field(ge=0, le=99)] = 0
    revives_per: Literal["run", "badge"] = "run"


class Wipe(_Clause):
    """When the run is lost: the whole party dead, or every Pokémon."""

    title = "Wipe"
    key: Literal["wipe"] = "wipe"
    when: Literal["party", "all"] = "party"


class TypeLimit(_Clause):
    """Only Pokémon of these types; ``later_counts`` is whether a type gained by evolving does."""

    title = "Types"
    key: Literal["types"] = "types"
    allowed: Types = ()
    later_counts: bool = True


class GenerationLimit(_Clause):
    """Only Pokémon that first appeared in these generations."""

    title = "Generations"
    key: Literal["generations"] = "generations"
    allowed: Generations = ()


class SpeciesLimit(_Clause):
    """Only the named Pokémon, or all but them, by their slugs in the catalog."""

    title = "Species"
    key: Literal["species"] = "species"
    mode: Literal["only", "never"] = "never"
    named: SpeciesList = ()


class PartySize(_Clause):
    """At most so many in the party."""

    title = "Party size"
    key: Literal["party_size"] = "party_size"
    limit: Annotated[int, Field(ge=1, le=6)] = 6


class UniqueTypes(_Clause):
    """No two of the party share a type."""

    title = "Unique types"
    key: Literal["unique_types"] = "unique_types"


AnyClause = (
    FirstEncounter
    | Dupes
    | Shiny
    | Gifts
    | Statics
    | Trades
    | Nickname
    | LevelCap
    | Permadeath
    | Wipe
    | TypeLimit
    | GenerationLimit
    | SpeciesLimit
    | PartySize
    | UniqueTypes
)
CLAUSE_CLASSES: tuple[type[AnyClause], ...] = get_args(AnyClause)
CLAUSES: dict[str, type[AnyClause]] = {
    clause.model_fields["key"].default: clause for clause in CLAUSE_CLASSES
}


_ClauseT = TypeVar("_ClauseT", bound=_Clause)


def _complete(clauses: tuple[AnyClause, ...]) -> tuple[AnyClause, ...]:
    """Put the clauses in one order, with those that are not named as off."""
    named: dict[str, AnyClause] = {clause.key: clause for clause in clauses}
    if len(named) < len(clauses):
        raise PydanticCustomError("clause_twice", "names the same clause twice.")
    return tuple(named.get(key) or clause() for key, clause in CLAUSES.items())


class RulesDocument(_Frozen):
    """The rules of one run. ``clauses`` holds each clause once, in the order of ``CLAUSES``."""

    version: Literal[2] = VERSION
    preset: PresetKey
    clauses: Annotated[
        tuple[Annotated[AnyClause, Field(discriminator="key")], ...],
        Field(strict=False, max_length=len(CLAUSES)),
        AfterValidator(_complete),
    ]
    house_rules: HouseRules = ""

    def clause(self, kind: type[_ClauseT]) -> _ClauseT:
        """The clause of this kind, on or off."""
        return next(clause for clause in self.clauses if isinstance(clause, kind))

    def as_json(self) -> dict[str, Any]:
        """The document as it is stored."""
        return self.model_dump(mode="json")


def read_document(stored: object) -> RulesDocument:
    """Read a stored document of any version.

    Raises ``DocumentError`` when it is not one, with a sentence for each thing that is wrong.
    """
    if not isinstance(stored, dict):
        raise DocumentError(["The rules must be an object with version, preset and clauses."])
    version = stored.get("version")
    if type(version) is not int or version < 1:
        raise DocumentError([f"The rules must say their version, a number from 1 to {VERSION}."])
    if version > VERSION:
        raise DocumentError(
            [f"These rules have a later version than {VERSION}, the last that this site can read."]
        )
    try:
        return RulesDocument.model_validate(_from_version_1(stored) if version == 1 else stored)
    except ValidationError as error:
        raise DocumentError(sentences(error.errors(include_url=False))) from None


def _from_version_1(stored: dict[Any, Any]) -> dict[Any, Any]:
    """Upgrade a document of version 1, in which clauses had no parameters.

    Its first encounters said "block" and let a bonus through for any reason; that is "warn" now.
    """
    clauses = stored.get("clauses")
    if isinstance(clauses, list):
        clauses = [
            {**clause, "strictness": "warn"}
            if isinstance(clause, dict)
            and clause.get("key") == "first_encounter"
            and clause.get("strictness") == "block"
            else clause
            for clause in clauses
        ]
        stored = {**stored, "clauses": clauses}
    return {**stored, "version": VERSION}
