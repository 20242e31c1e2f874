"""What is left to meet at the places of a run: the rules' verdicts, and the odds of one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pokedex.choices import EncounterMethod, TableException
from pokedex.conditions import in_words
from pokedex.models import RouteEncounter
from pokedex.pages import wording
from pokedex.pages.odds import telling
from tracker.game_catalog import GameCatalog
from tracker.places import Place
from tracker.rules.document import Dupes, RulesDocument
from tracker.rules.engine import PlaceRuling, RunRules
from tracker.rules.odds import (
    Table,
    chance_in_words,
    default_table,
    new_in_words,
    odds,
    summary,
    summary_in_words,
)
from tracker.rules.verdicts import LEGAL, Ruling

_DUPES = "dupes"


@dataclass(frozen=True, slots=True)
class TableChoice:
    """A table that a player can look at; ``words`` say where and when it holds."""

    key: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class MethodChoices:
    """The tables of one method."""

    method: str
    tables: tuple[TableChoice, ...]


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place whose row is open: the odds of the chosen table, and what the rules say.

    ``chances`` and ``rulings`` are by the slug of the Pokémon. ``words`` name the table, ``new``
    says the chance of something new, ``note`` why the odds are not exact.
    """

    choices: tuple[MethodChoices, ...] = ()
    words: str = ""
    new: str = ""
    note: str = ""
    chances: Mapping[str, str] = field(default_factory=dict)
    rulings: Mapping[str, Ruling] = field(default_factory=dict)

    def ruling(self, slug: str) -> Ruling:
        """Return what the rules say to a Pokémon."""
        return self.rulings.get(slug, LEGAL)


class Outlook:
    """The places of one run as they stand. ``rules`` is None where they cannot be read.

    ``rerolls`` is how often a dupe may be rolled again, None for as often as needed.
    """

    def __init__(
        self, catalog: GameCatalog, rules: RunRules | None, document: RulesDocument | None
    ) -> None:
        self.catalog = catalog
        self._rules = rules
        dupes = document.clause(Dupes) if document else Dupes()
        self.rerolls = dupes.reroll_limit if dupes.on else 0

    def dupes_at(self, place: Place) -> frozenset[str]:
        """Return the slugs of what the dupes clause speaks against at a place."""
        return _dupes(self._ruling(place))

    def species_at(self, place: Place) -> int:
        """Return how many different Pokémon the catalog has at a place."""
        return len(self.catalog.met_at(_route(place)))

    def encounters_at(self, place: Place) -> tuple[RouteEncounter, ...]:
        """Return the catalog's rows of a place, each with its Pokémon."""
        route = _route(place)
        return self.catalog.encounters.get(route, ()) if route is not None else ()

    def in_words(self, place: Place) -> str:
        """Say what is left at a place that is still open: "3 new species, best 45 %"."""
        near = self.catalog.near_at(_route(place))
        if not near:
            count = self.species_at(place)
            return f"{count} Pokémon, not by chance" if count else "No Pokémon in our table"
        dupes = _dupes(self._ruling(place))
        found = summary(near, dupes, rerolls=self.rerolls)
        tables = self.catalog.tables_at(_route(place))
        others = {share.species for table in tables for share in table.shares} - dupes
        others -= {share.species for table in near for share in table.shares}
        more = f", {len(others)} more by other ways" if others else ""
        return f"{summary_in_words(found)}{more}"

    def of_open(self, place: Place, remembered: str) -> OpenPlace:
        """Work out the odds of one table, and the verdicts on everything that is met there.

        ``remembered`` is the key of the table that the player looked at last.
        """
        ruling = self._ruling(place)
        rulings = ruling.species if ruling else {}
        tables = self.catalog.tables_at(_route(place))
        chosen = default_table(tables, remembered)
        if chosen is None:
            return OpenPlace(rulings=rulings)
        found = odds(chosen, _dupes(ruling), rerolls=self.rerolls)
        return OpenPlace(
            choices=_choices(tables, chosen),
            words=f"{EncounterMethod(chosen.method).label}{at_in_words(chosen)}",
            new=new_in_words(found),
            note=str(TableException(chosen.exception).label) if chosen.exception else "",
            chances={
                one.share.species: chance_in_words(one, is_approximate=found.is_approximate)
                for one in found.chances
            },
            rulings=rulings,
        )

    def _ruling(self, place: Place) -> PlaceRuling | None:
        if self._rules is None:
            return None
        return self._rules.for_place(place.slug, self.catalog.met_at(_route(place)))


def _route(place: Place) -> int | None:
    return place.route.pk if place.route else None


def _dupes(ruling: PlaceRuling | None) -> frozenset[str]:
    if ruling is None:
        return frozenset()
    return frozenset(
        slug
        for slug, said in ruling.species.items()
        if any(verdict.clause == _DUPES for verdict in said.verdicts)
    )


def _choices(tables: Sequence[Table], chosen: Table) -> tuple[MethodChoices, ...]:
    """Return all tables by method, each in words; none where there is just one."""
    if len(tables) < 2:
        return ()
    ordered = sorted(tables, key=lambda table: wording.METHOD_ORDER[table.method])
    return tuple(
        MethodChoices(
            str(EncounterMethod(method).label),
            tuple(
                TableChoice(
                    table.key, at_in_words(table).removeprefix(", ") or "always", table is chosen
                )
                for table in group
            ),
        )
        for method, group in groupby(ordered, key=lambda table: table.method)
    )


def at_in_words(table: Table) -> str:
    """Say where and when a table holds: ", 1F, night"."""
    words = [*filter(None, [table.area]), *in_words(telling(table.conditions))]
    return "".join(f", {part}" for part in words)
