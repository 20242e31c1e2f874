"""Whatever runs may look like, for properties that hold in all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tracker.rules.document import (
    CLAUSE_CLASSES,
    AnyClause,
    Dupes,
    GenerationLimit,
    PartySize,
    Permadeath,
    RulesDocument,
    SpeciesLimit,
    TypeLimit,
)
from tracker.rules.facts import BossFacts, Met, PlaceFacts, RunFacts, Species

_COUNTS = st.integers(0, 99)
# What cannot be told from the type of a parameter alone.
_PARAMETERS: dict[type[AnyClause], dict[str, st.SearchStrategy[Any]]] = {
    Dupes: {"reroll_limit": st.none() | _COUNTS},
    Permadeath: {"revives": _COUNTS},
    PartySize: {"limit": st.integers(1, 6)},
    TypeLimit: {"allowed": st.lists(st.sampled_from(["fire", "water"]), unique=True).map(tuple)},
    GenerationLimit: {"allowed": st.lists(st.integers(1, 9), unique=True).map(tuple)},
    SpeciesLimit: {
        "named": st.lists(st.sampled_from(["abra", "mr-mime", "porygon-z"]), unique=True).map(tuple)
    },
}


def clauses() -> st.SearchStrategy[tuple[AnyClause, ...]]:
    """Some of the clauses with any parameters, on or off."""
    kinds: list[st.SearchStrategy[AnyClause]] = [
        st.builds(kind, **_PARAMETERS.get(kind, {})) for kind in CLAUSE_CLASSES
    ]
    some = st.lists(st.one_of(kinds), unique_by=lambda clause: clause.key, max_size=6)
    return some.map(lambda chosen: tuple(chosen))


def documents() -> st.SearchStrategy[RulesDocument]:
    """Any rules at all."""
    return st.builds(
        RulesDocument,
        preset=st.from_regex(r"\A[a-z0-9][a-z0-9_-]{0,20}\Z"),
        clauses=clauses(),
        house_rules=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=50),
    )


SPECIES = [
    Species(f"{family}-{stage}", f"{family}-{stage}".title(), family, ("normal",), 1)
    for family in "abcd"
    for stage in range(3)
]
PLACES = [PlaceFacts(f"place-{number}", f"Route {number}") for number in range(1, 6)]


@st.composite
def runs(draw: st.DrawFn, rules: st.SearchStrategy[RulesDocument] | None = None) -> RunFacts:
    """A run of a few places and lines, with every outcome, way and exception."""
    count = draw(st.integers(0, 8))
    met = tuple(
        draw(
            st.builds(
                Met,
                key=st.just(f"met-{number}"),
                place=st.sampled_from(PLACES),
                species=st.none() | st.sampled_from(SPECIES),
                current=st.none() | st.sampled_from(SPECIES),
                nickname=st.sampled_from(["", "Gust", "Fang"]),
                level=st.none() | st.integers(1, 100),
            )
        )
        for number in range(count)
    )
    return RunFacts(draw(rules or documents()), met, tuple(draw(bosses())), draw(st.integers(0, 3)))


def bosses() -> st.SearchStrategy[list[BossFacts]]:
    """Bosses in order, of all kinds and in any state."""
    some = st.lists(
        st.tuples(
            st.sampled_from(["Ann", "Bob", "Cleo", "Dan", "Eve"]),
            st.sampled_from(["gym", "trial", "elite-four", "champion", "rival", "other"]),
            st.none() | st.integers(1, 100),
            st.sampled_from(["story", "story", "postgame"]),
            st.booleans(),
            st.none() | st.integers(1, 100),
        ),
        max_size=12,
    )
    return some.map(
        lambda rows: [
            BossFacts(f"boss-{number}", name, kind, number, ace, stage, won, own)
            for number, (name, kind, ace, stage, won, own) in enumerate(rows)
        ]
    )
