"""What a player can report about a row of the catalog, and what the row says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pokedex.choices import EncounterMethod, PokemonType, ReportKind, ReportSubject
from pokedex.conditions import in_words
from pokedex.models import Boss, CatalogRow, Pokemon, Route, RouteEncounter

KINDS: Mapping[ReportSubject, tuple[ReportKind, ...]] = MappingProxyType(
    {
        ReportSubject.ENCOUNTER: (
            ReportKind.RATE,
            ReportKind.LEVEL,
            ReportKind.METHOD,
            ReportKind.CONDITIONS,
            ReportKind.NOT_MET,
            ReportKind.OTHER,
        ),
        ReportSubject.ROUTE: (
            ReportKind.MISSING,
            ReportKind.EXTRA,
            ReportKind.NAME,
            ReportKind.ORDER,
            ReportKind.OTHER,
        ),
        ReportSubject.POKEMON: (
            ReportKind.TYPES,
            ReportKind.NAME,
            ReportKind.EVOLUTION,
            ReportKind.STATS,
            ReportKind.PLACES,
            ReportKind.OTHER,
        ),
        ReportSubject.BOSS: (
            ReportKind.LEVEL,
            ReportKind.TEAM,
            ReportKind.NAME,
            ReportKind.BATTLE_PLACE,
            ReportKind.ORDER,
            ReportKind.OTHER,
        ),
    }
)
MODELS: Mapping[ReportSubject, type[CatalogRow]] = MappingProxyType(
    {
        ReportSubject.ENCOUNTER: RouteEncounter,
        ReportSubject.ROUTE: Route,
        ReportSubject.POKEMON: Pokemon,
        ReportSubject.BOSS: Boss,
    }
)


def subject_of(row: CatalogRow) -> ReportSubject:
    """Return what kind of row it is. Raises ``ValueError`` for one that nobody can report."""
    return ReportSubject(str(row._meta.model_name))


def group_key_of(*, subject: str, pk: int, kind: str, suggestion: str) -> str:
    """Return a key that is the same for reports that say the same of the same row."""
    said = " ".join(suggestion.casefold().split())
    return hashlib.sha256(repr((str(subject), pk, str(kind), said)).encode()).hexdigest()


def levels_in_words(low: int | None, high: int | None) -> str:
    """Say from which level to which as a report writes it: "5", "2-3", or nothing."""
    if low is None:
        return ""
    return str(low) if low == high else f"{low}-{high}"


def types_in_words(types: Iterable[str]) -> str:
    """Name one or two types: "Grass, Poison"."""
    return ", ".join(PokemonType(one).label for one in types)


def facts_of(row: CatalogRow) -> list[list[str]]:
    """Return what a row says now, a name and a text each. At most two queries.

    Raises ``TypeError`` for a row that nobody can report.
    """
    match row:
        case RouteEncounter():
            facts = _of_encounter(row)
        case Route():
            facts = _of_route(row)
        case Pokemon():
            facts = _of_pokemon(row)
        case Boss():
            facts = _of_boss(row)
        case _:
            raise TypeError(f"Nobody can report {row!r}.")
    if not row.is_active:
        facts.append(("Published", "no"))
    return [[name, text] for name, text in facts if text]


def mark_of(facts: list[list[str]]) -> str:
    """Return a short text that is another one when the facts are others."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _of_encounter(row: RouteEncounter) -> list[tuple[str, str]]:
    return [
        ("Pokémon", row.pokemon.name),
        ("Place", row.route.name),
        ("Method", row.get_encounter_method_display()),
        ("Chance", f"{row.encounter_rate} %" if row.encounter_rate else "not known"),
        ("Level", levels_in_words(row.min_level, row.max_level) or "not known"),
        ("Conditions", ", ".join(in_words(row.conditions))),
        ("Availability", row.get_availability_display()),
    ]


def _of_route(row: Route) -> list[tuple[str, str]]:
    met: dict[str, list[str]] = {}
    for one in row.encounters.published().select_related("pokemon").order_by("id"):
        rate = f" {one.encounter_rate} %" if one.encounter_rate else ""
        met.setdefault(one.encounter_method, []).append(f"{one.pokemon.name}{rate}")
    return [
        ("Name", row.name),
        ("Number in the story", str(row.order)),
        ("Stage", row.get_stage_display()),
        *((str(EncounterMethod(method).label), ", ".join(names)) for method, names in met.items()),
    ]


def _of_pokemon(row: Pokemon) -> list[tuple[str, str]]:
    past = [f"up to generation {until} {types_in_words(types)}" for until, types in row.past_types]
    return [
        ("Name", row.name),
        ("Number", f"#{row.national_dex}"),
        ("Types", types_in_words(row.types)),
        ("Types before", ", ".join(past)),
        ("Evolves from", row.evolves_from.name if row.evolves_from else ""),
        (
            "Base stats",
            f"HP {row.base_hp}, Attack {row.base_attack}, Defense {row.base_defense}, "
            f"Special Attack {row.base_special_attack}, Special Defense "
            f"{row.base_special_defense}, Speed {row.base_speed}",
        ),
    ]


def _of_boss(row: Boss) -> list[tuple[str, str]]:
    team: dict[str, list[str]] = {}
    for one in row.team.published().select_related("pokemon"):
        starter = f" against a {one.player_starter} starter" if one.player_starter else ""
        team.setdefault(starter, []).append(str(one))
    return [
        ("Name", row.name),
        ("Kind", row.get_kind_display()),
        ("Place", row.place),
        ("After", row.after_route.name),
        ("Highest level", str(row.ace_level or "not known")),
        *((f"Team{starter}", "; ".join(names)) for starter, names in team.items()),
    ]
