"""How a custom game differs from the game that it was made from, in words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pokedex.choices import (
    BattleKind,
    BossKind,
    BossStage,
    EncounterMethod,
    PokemonType,
    RouteStage,
)
from pokedex.models import Boss, BossPokemon, EncounterTable, Pokemon, Route, RouteEncounter
from pokedex.pages import wording
from pokedex.revision import catalog_revision
from tracker.copied_rows import GameRow, GameRows, Key, rows_of
from tracker.models import CustomGame

# Games of which a process keeps what differs: it takes a moment to find out.
_KEPT_GAMES = 64


@dataclass(frozen=True, slots=True)
class RouteChange:
    """A route that is not as in the base: ``facts`` of itself, ``met`` of what is met there."""

    slug: str
    name: str
    is_added: bool
    is_hidden: bool
    facts: tuple[str, ...]
    met: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BossChange:
    """A boss that is not as in the base.

    ``team`` and ``former_team`` have a line for each Pokémon; both are empty where it is the same.
    """

    slug: str
    name: str
    is_added: bool
    is_hidden: bool
    facts: tuple[str, ...]
    team: tuple[str, ...] = ()
    former_team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What the player has changed, in the order of the story."""

    base: str
    routes: tuple[RouteChange, ...]
    bosses: tuple[BossChange, ...]

    @property
    def in_words(self) -> str:
        """Such as "3 routes and 1 boss differ from Emerald."."""
        counts = [
            _count(len(self.routes), "route", "routes"),
            _count(len(self.bosses), "boss", "bosses"),
        ]
        said = [count for count in counts if count]
        if not said:
            return f"Nothing differs from {self.base} yet."
        is_one = len(self.routes) + len(self.bosses) == 1
        return f"{' and '.join(said)} {'differs' if is_one else 'differ'} from {self.base}."

    def of_route(self, slug: str) -> RouteChange | None:
        """Return what differs about one route, None where nothing does."""
        return next((one for one in self.routes if one.slug == slug), None)

    def of_boss(self, slug: str) -> BossChange | None:
        """Return what differs about one boss, None where nothing does."""
        return next((one for one in self.bosses if one.slug == slug), None)


def difference_of(custom: CustomGame) -> Difference:
    """Compare a custom game with its base as it is now. 1 query, and 15 when either has changed.

    Only what the player has changed is compared: where he has not been, and the base was
    corrected since, nothing is said.
    """
    catalog = catalog_revision()
    if not catalog:
        # Nothing tells one such catalog from another.
        return _read(custom)
    return _kept(catalog, custom.game.revision, custom.public_id)


@lru_cache(maxsize=_KEPT_GAMES)
def _kept(catalog: str, revision: int, public_id: uuid.UUID) -> Difference:
    return _read(CustomGame.objects.with_its_games().get(public_id=public_id))


def _read(custom: CustomGame) -> Difference:
    own, base = rows_of(custom.game), rows_of(custom.base)
    names: dict[str, str] = dict(Pokemon.objects.order_by().values_list("slug", "name"))
    return Difference(
        base=custom.base.name,
        routes=tuple(_routes(own, base, names, custom.base.name)),
        bosses=tuple(_bosses(own, base, names, custom.base.name)),
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _routes(
    own: GameRows, base: GameRows, names: Mapping[str, str], game: str
) -> Iterable[RouteChange]:
    ordered = sorted(own[Route].values(), key=lambda row: (row.values["order"], row.pk))
    met = _met(own, base, names)
    moved = _moved(ordered, base)
    before: GameRow | None = None
    for row in ordered:
        facts: list[str] = []
        source = base[Route].get(row.key)
        if row.is_added:
            facts.append(f"Added {_behind(before)}.")
        elif not row.is_untouched and source is not None:
            facts += _route_facts(row, source, game)
            if row.key in moved:
                facts.append(f"Moved: it stands {_behind(before)}.")
        if facts or met.get(row.key):
            yield RouteChange(
                slug=row.values["slug"],
                name=row.values["name"],
                is_added=row.is_added,
                is_hidden=not row.is_active,
                facts=(*facts, *(["Hidden."] if row.is_added and not row.is_active else [])),
                met=tuple(met.get(row.key, ())),
            )
        before = row


def _route_facts(row: GameRow, source: GameRow, game: str) -> list[str]:
    facts = []
    if row.values["name"] != source.values["name"]:
        facts.append(f"Renamed from {source.values['name']}.")
    if row.values["stage"] != source.values["stage"]:
        now, then = (RouteStage(one.values["stage"]).label for one in (row, source))
        facts.append(f"Stage: {now}, in {game} {then}.")
    if row.is_active != source.is_active:
        facts.append("Shown." if row.is_active else "Hidden.")
    return facts


def _behind(before: GameRow | None) -> str:
    return f"behind {before.values['name']}" if before else "before all others"


def _moved(ordered: Sequence[GameRow], base: GameRows) -> set[Key]:
    """Name the fewest routes that must have been moved for the others to be in their old order.

    Those that have the number of the base count as many: rather another one was moved. Numbers
    alone say nothing: one that made room for another has a new one as well.
    """
    rows = [row for row in ordered if row.key in base[Route]]
    places = [base[Route][row.key].values["order"] for row in rows]
    if places == sorted(places):
        return set()
    weights = [
        1 + len(rows) * (row.values["order"] == place)
        for row, place in zip(rows, places, strict=True)
    ]
    best = list(weights)
    link = [-1] * len(rows)
    for at, place in enumerate(places):
        for earlier in range(at):
            if places[earlier] <= place and best[earlier] + weights[at] > best[at]:
                best[at], link[at] = best[earlier] + weights[at], earlier
    stayed = set()
    at = best.index(max(best))
    while at >= 0:
        stayed.add(rows[at].key)
        at = link[at]
    return {row.key for row in rows} - stayed


def _met(own: GameRows, base: GameRows, names: Mapping[str, str]) -> dict[Key, list[str]]:
    """Say by route what is met there otherwise."""
    found: dict[Key, list[str]] = {}
    said: set[tuple[Key, str]] = set()
    for row in _by_method(own[RouteEncounter].values()):
        source = base[RouteEncounter].get(row.key)
        if row.is_untouched:
            continue
        sentence = _encounter(row, source, names)
        if sentence:
            found.setdefault(row.key[0], []).append(sentence)
            said.add((row.key[0], row.values["encounter_method"]))
    for table in _by_method(own[EncounterTable].values()):
        route, method = table.key[0], table.values["encounter_method"]
        if table.is_untouched or (route, method) in said:
            continue
        said.add((route, method))
        label = EncounterMethod(method).label
        found.setdefault(route, []).append(f"{label}: other encounter tables.")
    return found


def _by_method(rows: Iterable[GameRow]) -> list[GameRow]:
    return sorted(
        rows,
        key=lambda row: (
            wording.METHOD_ORDER[row.values["encounter_method"]],
            -(row.values.get("encounter_rate") or 0),
            row.pk,
        ),
    )


def _encounter(row: GameRow, source: GameRow | None, names: Mapping[str, str]) -> str:
    _, pokemon, method = row.key
    who = f"{names[pokemon]}, {EncounterMethod(method).label}"
    if source is None or not source.is_active:
        return f"New: {who}{_rate(row)}." if row.is_active else ""
    if not row.is_active:
        return f"Gone: {who}."
    now, then = _rate(row), _rate(source)
    if now == then:
        return ""
    return f"{who}: {_bare(now)}, was {_bare(then)}."


def _rate(row: GameRow) -> str:
    levels = wording.level_range(row.values["min_level"], row.values["max_level"])
    rate = row.values["encounter_rate"]
    return (f", {rate} %" if rate else "") + (f", level {levels}" if levels else "")


def _bare(text: str) -> str:
    return text.removeprefix(", ") or "not known"


def _bosses(
    own: GameRows, base: GameRows, names: Mapping[str, str], game: str
) -> Iterable[BossChange]:
    places = {row.pk: row.values["name"] for rows in (own, base) for row in rows[Route].values()}
    keys = {row.pk: row.key for rows in (own, base) for row in rows[Route].values()}
    teams, former = _teams(own), _teams(base)
    touched = {row.key[0] for row in own[BossPokemon].values() if not row.is_untouched}
    for row in sorted(own[Boss].values(), key=lambda row: row.values["order"]):
        slug = row.values["slug"]
        source = base[Boss].get(row.key)
        now = tuple(_member(one, own, names) for one in teams.get(row.key, ()))
        then = tuple(_member(one, base, names) for one in former.get(row.key, ()))
        facts: list[str] = []
        if row.is_added:
            facts.append(f"Added behind {places[row.values['after_route']]}.")
            if not row.is_active:
                facts.append("Hidden.")
        elif not row.is_untouched and source is not None:
            facts += _boss_facts(row, source, game)
            behind = [one.values["after_route"] for one in (row, source)]
            if keys[behind[0]] != keys[behind[1]]:
                facts.append(f"Fought after {places[behind[0]]}, in {game} {places[behind[1]]}.")
        is_other_team = row.key in touched and now != then
        if facts or is_other_team:
            yield BossChange(
                slug=slug,
                name=row.values["name"],
                is_added=row.is_added,
                is_hidden=not row.is_active,
                facts=tuple(facts),
                team=now if is_other_team else (),
                former_team=then if is_other_team and not row.is_added else (),
            )


def _boss_facts(row: GameRow, source: GameRow, game: str) -> list[str]:
    facts = []
    if row.values["name"] != source.values["name"]:
        facts.append(f"Renamed from {source.values['name']}.")
    for name, label, words in _BOSS_COLUMNS:
        now, then = row.values[name], source.values[name]
        if now != then:
            facts.append(f"{label}: {_in(words, now)}, in {game} {_in(words, then)}.")
    if row.values["note"] != source.values["note"]:
        facts.append("Another note.")
    if row.is_active != source.is_active:
        facts.append("Shown." if row.is_active else "Hidden.")
    return facts


_BOSS_COLUMNS: tuple[tuple[str, str, Any], ...] = (
    ("ace_level", "Highest level", None),
    ("kind", "Kind", BossKind),
    ("stage", "Stage", BossStage),
    ("place", "Where", None),
    ("specialty", "Type", PokemonType),
    ("battle", "Battle", BattleKind),
)


def _in(words: Any, value: object) -> str:
    if value in ("", None):
        return "not said"
    return str(words(value).label) if words else str(value)


def _teams(rows: GameRows) -> dict[Key, list[GameRow]]:
    teams: dict[Key, list[GameRow]] = {}
    for row in sorted(
        rows[BossPokemon].values(),
        key=lambda row: (row.values["player_starter"], row.values["slot"]),
    ):
        if row.is_active:
            teams.setdefault(row.key[0], []).append(row)
    return teams


def _member(row: GameRow, rows: GameRows, names: Mapping[str, str]) -> str:
    values = row.values
    starter = values["player_starter"]
    parts = [
        f"{names[rows.pokemon[values['pokemon']]]}, level {values['level']}",
        " / ".join(values["moves"]),
        f"holds {values['held_item']}" if values["held_item"] else "",
        f"ability {values['ability']}" if values["ability"] else "",
        f"if you chose the {PokemonType(starter).label} starter" if starter else "",
    ]
    return ", ".join(part for part in parts if part)
