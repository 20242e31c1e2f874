"""Where a wanted line, or a type, can still be met in a run, and how likely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pokedex.choices import EncounterMethod, PokemonType
from pokedex.models import Pokemon
from pokedex.text import normalised, problem_in
from tracker.choices import EncounterStatus
from tracker.game_catalog import catalog_of
from tracker.models import NuzlockeRun
from tracker.pages.outlook import Outlook, at_in_words
from tracker.places import Place, places_of
from tracker.rules.document import DocumentError
from tracker.rules.engine import RunRules
from tracker.rules.odds import Prospect, Table, best_method, in_percent, where_line_can_be_met
from tracker.run_facts import facts_of

_LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class Find:
    """An open place where what is wanted can be met; ``how`` is its best table in words."""

    slug: str
    name: str
    chance: str
    how: str


@dataclass(frozen=True, slots=True)
class ScoutPage:
    """What was looked for and where it can be met, the best chance first.

    ``wanted`` names it, and is empty as long as nothing is looked for; ``problem`` is a sentence
    about what was typed.
    """

    run: NuzlockeRun
    typed: str
    type: str
    types: tuple[tuple[str, str], ...]
    wanted: str = ""
    problem: str = ""
    finds: tuple[Find, ...] = ()


def scout_page(run: NuzlockeRun, *, typed: str, type_: str) -> ScoutPage:
    """Look for the line of the Pokémon that was typed, or for a type.

    Eight queries: the Pokémon (2), the catalog's revision, places (3), encounters, bosses. Three
    more when the catalog has changed.
    """
    typed = normalised(typed)[:_LONGEST_SEARCH]
    type_ = type_ if type_ in PokemonType.values else ""
    types = tuple((value, str(label)) for value, label in PokemonType.choices)
    page = ScoutPage(run, typed, type_, types)
    if not typed and not type_:
        return page
    pokemon: Pokemon | None = None
    if typed:
        found = [] if problem_in(typed) else list(Pokemon.objects.called(typed)[:2])
        if len(found) != 1:
            problem = f"We know no Pokémon that is just called “{typed}”. Check the spelling."
            return ScoutPage(run, typed, type_, types, problem=problem)
        pokemon = found[0]
    catalog = catalog_of(run.game)
    places = places_of(run)
    encounters = list(run.encounters.select_related("route", "custom_route"))
    try:
        facts = facts_of(run, catalog, encounters=encounters)
    except DocumentError:
        outlook = Outlook(catalog, None, None)
    else:
        outlook = Outlook(catalog, RunRules(facts), facts.document)
    done = {
        row.place.slug
        for row in encounters
        if not row.is_bonus and row.status != EncounterStatus.POSTPONED
    }
    still_open = {
        place.slug: place for place in places if place.slug not in done and not place.hidden
    }
    tables = {
        slug: catalog.tables_at(place.route.pk if place.route else None)
        for slug, place in still_open.items()
    }
    if pokemon is not None:
        wanted = f"The line of {pokemon.name}"
        prospects = _of_line(tables, pokemon.family, outlook, still_open)
    else:
        wanted = f"Type {PokemonType(type_).label}"
        prospects = _of_type(tables, type_, outlook, still_open)
    finds = tuple(_find(still_open[slug], prospect) for slug, prospect in prospects.items())
    return ScoutPage(run, typed, type_, types, wanted=wanted, finds=finds)


def _of_line(
    tables: Mapping[str, Sequence[Table]],
    family: int,
    outlook: Outlook,
    places: Mapping[str, Place],
) -> dict[str, Prospect]:
    return where_line_can_be_met(
        tables, family, dupes=_all_dupes(outlook, places), rerolls=outlook.rerolls
    )


def _of_type(
    tables: Mapping[str, Sequence[Table]], type_: str, outlook: Outlook, places: Mapping[str, Place]
) -> dict[str, Prospect]:
    dupes = _all_dupes(outlook, places)
    found = {
        slug: best_method(there, type_, dupes=dupes, rerolls=outlook.rerolls)
        for slug, there in tables.items()
    }
    there = [(slug, one) for slug, one in found.items() if one.best or one.unknown]
    there.sort(key=lambda pair: pair[1].best.rerolled if pair[1].best else -1.0, reverse=True)
    return dict(there)


def _all_dupes(outlook: Outlook, places: Mapping[str, Place]) -> frozenset[str]:
    """The slugs of all dupes: what is one at a place in the wild is one at every place."""
    return frozenset[str]().union(*(outlook.dupes_at(place) for place in places.values()))


def _find(place: Place, prospect: Prospect) -> Find:
    best = prospect.best
    if best is None:
        methods = dict.fromkeys(str(EncounterMethod(one.method).label) for one in prospect.unknown)
        return Find(place.slug, place.name, "unknown", ", ".join(methods))
    first, after = in_percent(best.first), in_percent(best.rerolled)
    chance = first if first == after else f"{first}, {after} after rerolls"
    how = f"{EncounterMethod(best.table.method).label}{at_in_words(best.table)}"
    return Find(place.slug, place.name, chance, how)
