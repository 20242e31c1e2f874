"""The odds of an encounter: what one table and the dupes clause make of a roll.

**One table** is one method in one area under one state of the conditions (time, season, swarm).
Odds are only ever those of one table: the "up to X %" of the catalog's pages are the maxima of
several, and mean nothing when added up.

**A roll** shows each Pokémon with its percent of the table's total. Where the total is not 100
(the sources of Sun and Moon merge day and night) the percents are taken as shares of what there
is, and the odds are said to be approximate.

**Rerolls.** Under the dupes clause a dupe does not count and the player rolls again:

- without a limit (``rerolls=None``) until something new shows. Each new Pokémon has its percent
  of the new ones' total, a dupe has no chance. Where all are dupes this never ends: every chance
  is 0, and ``Odds.never_ends`` says so;
- at most ``rerolls`` times: roll number ``rerolls + 1`` counts whatever it is, a dupe too. With
  ``rerolls=0`` the first roll counts.

With d the dupes' part of the total and n the limit, all n + 1 rolls show dupes with the chance
d^(n+1): then a dupe counts, else a new Pokémon. Which of them is told by its part of the dupes'
percents, or of the new ones'.

**Unknown is not zero.** Where a percent is missing (LGPE, Scarlet and Violet), all chances of
the table are None, and the words say "unknown". Gifts, trades and Pokémon that stand there are
not met by chance: make no table of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pokedex.methods import METHOD_GROUPS

_METHOD_ORDER = {
    method: place
    for place, method in enumerate(method for group in METHOD_GROUPS for method in group.methods)
}
_AVAILABILITY_ORDER = {"base": 0, "special": 1, "postgame": 2}
# What a game is like when nobody has done anything about it. Seasons have no ordinary value; spring
# is the first.
_ORDINARY_CONDITIONS = frozenset(
    {
        "time-day",
        "season-spring",
        "weather-normal",
        "swarm-no",
        "radar-off",
        "slot2-none",
        "radio-off",
        "bug-catching-contest-no",
        "johto-safari-blocks-inactive",
        "story-progress-before-hall-of-fame",
        "story-progress-before-national-dex",
    }
)


@dataclass(frozen=True, slots=True)
class Share:
    """A Pokémon in a table. ``percent`` is above 0, or None where no source has it.

    ``family`` is the catalog's number of the evolution line, ``types`` are those of the
    generation that is played.
    """

    species: str
    family: int
    percent: int | None
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What one method can show in one area under one state of the conditions.

    ``method`` and ``conditions`` are PokéAPI's identifiers; several values of one kind (morning,
    day) are alternatives. ``exception`` names why the percents do not sum to 100, if they do not.
    ``key`` is unique at its place; ``key_of`` makes one.
    """

    key: str
    method: str
    area: str
    conditions: tuple[str, ...]
    shares: tuple[Share, ...]
    exception: str = ""
    availability: str = "base"

    @property
    def percents(self) -> list[int] | None:
        """The percent of each share, or None where one of them is unknown."""
        known = [share.percent for share in self.shares if share.percent is not None]
        return known if len(known) == len(self.shares) else None


@dataclass(frozen=True, slots=True)
class Chance:
    """The chances of one Pokémon, from 0 to 1: on the first roll, and to be the one that counts."""

    share: Share
    is_dupe: bool
    first: float | None
    rerolled: float | None


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds of a table: each Pokémon's chances in the table's order, and those of any new one.

    ``never_ends``: all are dupes, and rerolling has no limit.
    """

    table: Table
    chances: tuple[Chance, ...]
    new_first: float | None
    new_rerolled: float | None
    is_approximate: bool = False
    never_ends: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there are numbers at all."""
        return self.new_first is not None


@dataclass(frozen=True, slots=True)
class Best:
    """The table that gives something wanted the best chance, and that chance."""

    table: Table
    first: float
    rerolled: float


@dataclass(frozen=True, slots=True)
class Prospect:
    """Where something wanted can be met: the best table, and those that do not tell a chance."""

    best: Best | None
    unknown: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What is left at a place: new species in all its tables, the best chance of one of them.

    ``best`` is the chance, after rerolls, of the likeliest new Pokémon in the table that favours
    it most; None where nothing is new or no table tells.
    """

    species: int
    new_species: int
    best: float | None
    is_approximate: bool
    has_unknown: bool


def key_of(method: str, area: str, conditions: Iterable[str]) -> str:
    """Make the key of a table, the same after each load: ``walk/1f/time-day+time-morning``.

    Where it is remembered for a run, it also finds the like tables of other places: those by
    night, say.
    """
    return f"{method}/{area}/{'+'.join(sorted(conditions))}"


def odds(table: Table, dupes: Collection[str] = frozenset(), *, rerolls: int | None = None) -> Odds:
    """Work out the odds of ``table`` when the species in ``dupes`` are rolled again.

    Raises ``ValueError`` for a negative limit of rerolls.
    """
    percents = table.percents
    if percents is None:
        unknown = (Chance(share, share.species in dupes, None, None) for share in table.shares)
        return Odds(table, tuple(unknown), None, None)
    total, again, _ = _totals(table, percents, dupes)
    new_counts, dupe_counts = _what_counts(total, again, rerolls)
    chances = []
    for share, percent in zip(table.shares, percents, strict=True):
        is_dupe = share.species in dupes
        if is_dupe:
            rerolled = percent * dupe_counts / again
        else:
            rerolled = percent * new_counts / (total - again)
        chances.append(Chance(share, is_dupe, percent / total, rerolled))
    return Odds(
        table=table,
        chances=tuple(chances),
        new_first=(total - again) / total if total else 0.0,
        new_rerolled=new_counts,
        is_approximate=_is_approximate(table, total),
        never_ends=bool(total) and again == total and rerolls is None,
    )


def summary(
    tables: Iterable[Table], dupes: Collection[str] = frozenset(), *, rerolls: int | None = None
) -> Summary:
    """Sum up the tables of a place for its closed row, without the odds of each Pokémon.

    Pass the tables that are open to the player: those after the League only once it is won.

    Raises ``ValueError`` for a negative limit of rerolls.
    """
    species: set[str] = set()
    best: float | None = None
    is_approximate = has_unknown = False
    for table in tables:
        here = [share.species for share in table.shares]
        species.update(here)
        percents = table.percents
        if percents is None:
            has_unknown = has_unknown or not set(here).issubset(dupes)
            continue
        total, again, likeliest = _totals(table, percents, dupes)
        if again == total:
            continue
        chance = likeliest * _what_counts(total, again, rerolls)[0] / (total - again)
        if best is None or chance > best:
            best = chance
            is_approximate = _is_approximate(table, total)
    return Summary(
        species=len(species),
        new_species=len(species.difference(dupes)),
        best=best,
        is_approximate=is_approximate,
        has_unknown=has_unknown,
    )


def best_method(
    tables: Iterable[Table],
    *types: str,
    dupes: Collection[str] = frozenset(),
    rerolls: int | None = None,
) -> Prospect:
    """Find the table that is most likely to give a Pokémon of one of the types.

    Of equals the first is taken. Raises ``ValueError`` for a negative limit of rerolls.
    """
    wanted = frozenset(types)
    return _prospect(tables, lambda share: not wanted.isdisjoint(share.types), dupes, rerolls)


def where_line_can_be_met(
    tables_by_place: Mapping[str, Sequence[Table]],
    family: int,
    *,
    dupes: Collection[str] = frozenset(),
    rerolls: int | None = None,
) -> dict[str, Prospect]:
    """Find the places at which the line can be met, the best chance first, the unknown ones last.

    ``tables_by_place`` holds the places that are still open; equals stay in their order. A place
    is named even where the line is a dupe, with its chance on the first roll: it can be met
    there, although it does not count. Raises ``ValueError`` for a negative limit of rerolls.
    """
    found = {
        place: _prospect(tables, lambda share: share.family == family, dupes, rerolls)
        for place, tables in tables_by_place.items()
    }
    there = [(place, one) for place, one in found.items() if one.best or one.unknown]
    return dict(sorted(there, key=lambda pair: _likelihood(pair[1].best), reverse=True))


def default_table(tables: Sequence[Table], remembered: str = "") -> Table | None:
    """Choose the table that a place shows: the one ``remembered`` by its key, if it has it.

    Else what most players meet first: of the ordinary tables before special ones and those after
    the League, walking before all other methods, the first area, by day and without swarm, radar
    and the like. None where there is no table.
    """
    for table in tables:
        if remembered and table.key == remembered:
            return table
    areas = {area: place for place, area in reversed(list(enumerate(t.area for t in tables)))}

    def rank(table: Table) -> tuple[int, int, int, int]:
        return (
            _AVAILABILITY_ORDER.get(table.availability, len(_AVAILABILITY_ORDER)),
            _METHOD_ORDER.get(table.method, len(_METHOD_ORDER)),
            areas[table.area],
            _peculiarities(table.conditions),
        )

    return min(tables, key=rank, default=None)


def near_tables(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables of the method that comes first at a place, as open to the player as it.

    The best chance of all rods says little to whoever has none.
    """
    first = default_table(tables)
    if first is None:
        return ()
    near = (first.method, first.availability)
    return tuple(table for table in tables if (table.method, table.availability) == near)


def in_percent(chance: float | None) -> str:
    """Say a chance: "45 %"; never 0 % or 100 % of what is only nearly so; "unknown" for None."""
    if chance is None:
        return "unknown"
    percent = round(chance * 100)
    # The last digits of a sum of floats are not a doubt.
    if percent == 0 and chance > 1e-12:
        return "under 1 %"
    if percent == 100 and chance < 1 - 1e-12:
        return "over 99 %"
    return f"{percent} %"


def chance_in_words(chance: Chance, *, is_approximate: bool = False) -> str:
    """Say one Pokémon's chances: "45 %, 60 % after rerolls"."""
    if chance.first is None or chance.rerolled is None:
        return "chance unknown"
    about = "about " if is_approximate else ""
    first, rerolled = in_percent(chance.first), in_percent(chance.rerolled)
    if chance.is_dupe and not chance.rerolled:
        return f"{about}{first}, rerolled as a dupe"
    if first == rerolled:
        return f"{about}{first}"
    return f"{about}{first}, {rerolled} after rerolls"


def new_in_words(table_odds: Odds) -> str:
    """Say the chance of something new in a table: "Something new: 70 %, 97 % after rerolls"."""
    if table_odds.new_first is None or table_odds.new_rerolled is None:
        return "Something new: chance unknown"
    if not table_odds.chances:
        return "Nothing is met here"
    if table_odds.never_ends:
        return "Nothing new: all are dupes, and rerolling would never end"
    if not table_odds.new_first:
        return "Nothing new: all are dupes"
    about = "about " if table_odds.is_approximate else ""
    first, rerolled = in_percent(table_odds.new_first), in_percent(table_odds.new_rerolled)
    if first == rerolled:
        return f"Something new: {about}{first}"
    return f"Something new: {about}{first}, {rerolled} after rerolls"


def summary_in_words(place: Summary) -> str:
    """Say what is left at a place, for its closed row: "3 new species, best 45 %"."""
    if not place.species:
        return "nothing known here"
    if not place.new_species:
        return "only dupes"
    species = f"{place.new_species} new species"
    if place.best is None:
        return (
            f"{species}, chance unknown"
            if place.new_species == 1
            else (f"{species}, chances unknown")
        )
    about = "about " if place.is_approximate else ""
    known = "known " if place.has_unknown else ""
    if place.new_species == 1:
        return f"{species}, {about}{in_percent(place.best)}"
    return f"{species}, best {known}{about}{in_percent(place.best)}"


def _totals(table: Table, percents: list[int], dupes: Collection[str]) -> tuple[int, int, int]:
    """The total of the table, that of its dupes, and the percent of its likeliest new Pokémon."""
    again = likeliest = 0
    for share, percent in zip(table.shares, percents, strict=True):
        if share.species in dupes:
            again += percent
        elif percent > likeliest:
            likeliest = percent
    return sum(percents), again, likeliest


def _what_counts(total: int, again: int, rerolls: int | None) -> tuple[float, float]:
    """The chances that in the end a new Pokémon counts, and that a dupe does."""
    if rerolls is not None and rerolls < 0:
        raise ValueError(f"a limit of {rerolls} rerolls is below 0")
    if not total:
        return 0.0, 0.0
    if rerolls is None:
        return float(again < total), 0.0
    only_dupes: float = (again / total) ** (rerolls + 1)
    return 1 - only_dupes, only_dupes


def _is_approximate(table: Table, total: int) -> bool:
    return bool(table.exception) or (bool(table.shares) and total != 100)


def _peculiarities(conditions: Iterable[str]) -> int:
    """Count the kinds of condition (time, weather) in which the table asks for no ordinary value.

    Values of one kind are alternatives: a table of morning and day holds by day.
    """
    kinds = {condition.partition("-")[0] for condition in conditions}
    ordinary = _ORDINARY_CONDITIONS.intersection(conditions)
    return len(kinds - {condition.partition("-")[0] for condition in ordinary})


def _prospect(
    tables: Iterable[Table],
    is_wanted: Callable[[Share], bool],
    dupes: Collection[str],
    rerolls: int | None,
) -> Prospect:
    best: Best | None = None
    unknown: list[Table] = []
    for table in tables:
        if not any(is_wanted(share) for share in table.shares):
            continue
        wanted = [
            one for one in odds(table, dupes, rerolls=rerolls).chances if is_wanted(one.share)
        ]
        first = [one.first for one in wanted if one.first is not None]
        rerolled = [one.rerolled for one in wanted if one.rerolled is not None]
        if not first:
            unknown.append(table)
            continue
        here = Best(table, sum(first), sum(rerolled))
        if _likelihood(here) > _likelihood(best):
            best = here
    return Prospect(best, tuple(unknown))


def _likelihood(best: Best | None) -> tuple[float, float]:
    return (best.rerolled, best.first) if best else (-1.0, -1.0)
