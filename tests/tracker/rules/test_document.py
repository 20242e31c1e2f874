"""The ``rules`` document: read, upgraded, written, refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.tracker.rules.strategies import documents
from tracker.rules.document import (
    CLAUSES,
    MAX_HOUSE_RULES,
    DocumentError,
    Dupes,
    FirstEncounter,
    Nickname,
    RulesDocument,
    read_document,
)


def document(*clauses: Any, **other: Any) -> dict[str, Any]:
    return {"version": 2, "preset": "classic", "clauses": list(clauses), **other}


def problems(stored: object) -> tuple[str, ...]:
    with pytest.raises(DocumentError) as raised:
        read_document(stored)
    return raised.value.problems


def test_has_every_clause_once_and_those_not_named_off() -> None:
    rules = read_document(document({"key": "dupes", "on": True, "scope": "species"}))
    assert [clause.key for clause in rules.clauses] == list(CLAUSES)
    assert [clause.key for clause in rules.clauses if clause.on] == ["dupes"]
    assert rules.clause(Dupes).scope == "species"
    assert rules.clause(Dupes).strictness == "warn"


def test_is_frozen() -> None:
    rules = read_document(document())
    with pytest.raises(ValidationError):
        rules.clause(Dupes).on = True


def test_a_document_of_version_1_is_read() -> None:
    rules = read_document(
        {
            "version": 1,
            "preset": "classic",
            "clauses": [
                {"key": "first_encounter", "on": True, "strictness": "block"},
                {"key": "permadeath", "on": True, "strictness": "inform"},
                {"key": "nickname", "on": True, "strictness": "block"},
            ],
            "house_rules": "",
        }
    )
    assert rules.version == 2
    # Its block let any bonus through; no other clause had this meaning.
    assert rules.clause(FirstEncounter).strictness == "warn"
    assert rules.clause(Nickname).strictness == "block"
    assert [clause.key for clause in rules.clauses if clause.on] == [
        "first_encounter",
        "nickname",
        "permadeath",
    ]


def test_reading_changes_nothing_in_what_is_stored() -> None:
    clause = {"key": "first_encounter", "on": True, "strictness": "block"}
    stored = {"version": 1, "preset": "classic", "clauses": [clause], "house_rules": ""}
    before = json.dumps(stored)
    read_document(stored)
    assert json.dumps(stored) == before


@pytest.mark.parametrize(
    ("stored", "says"),
    [
        (None, ["The rules must be an object with version, preset and clauses."]),
        ([], ["The rules must be an object with version, preset and clauses."]),
        ({}, ["The rules must say their version, a number from 1 to 2."]),
        ({"version": True}, ["The rules must say their version, a number from 1 to 2."]),
        ({"version": 0}, ["The rules must say their version, a number from 1 to 2."]),
        ({"version": "2"}, ["The rules must say their version, a number from 1 to 2."]),
        (
            {"version": 3},
            ["These rules have a later version than 2, the last that this site can read."],
        ),
        ({"version": 2}, ['"preset" is missing.', '"clauses" is missing.']),
        ({"version": 1, "preset": "classic", "clauses": 5}, ['"clauses" must be a list, not 5.']),
        (document(colour="red"), ['"colour" is not known here.']),
        (
            document(preset="Hard core"),
            ['"preset" must be lower-case letters, digits and hyphens, not "Hard core".'],
        ),
        (document(house_rules=None), ['"house_rules" must be text, not null.']),
        (
            document(house_rules="x" * (MAX_HOUSE_RULES + 1)),
            ['"house_rules" must have at most 2000 characters.'],
        ),
        (document(house_rules="a\0b"), ['"house_rules" holds a character that cannot be stored.']),
        (
            document(house_rules="\ud800"),
            ['"house_rules" holds a character that cannot be stored.'],
        ),
        (document("dupes"), ['Clause 1 must be an object, not "dupes".']),
        (document({}), ["Clause 1 must say which clause it is by its key."]),
        (document({"key": "dups"}), ["Clause 1 has a key that is no clause of ours."]),
        (
            document({"key": "dupes"}, {"key": "dupes"}),
            ['"clauses" names the same clause twice.'],
        ),
        (
            document({"key": "dupes", "on": "yes"}),
            ['Clause "dupes": "on" must be true or false, not "yes".'],
        ),
        (
            document({"key": "dupes", "strictness": "shout"}),
            ['Clause "dupes": "strictness" must be inform, warn or block, not "shout".'],
        ),
        (
            document({"key": "dupes", "scope": "lines", "reroll_limit": -1}),
            [
                'Clause "dupes": "scope" must be species or line, not "lines".',
                'Clause "dupes": "reroll_limit" must be at least 0, not -1.',
            ],
        ),
        (
            document({"key": "dupes", "reroll_limit": 2.5}),
            ['Clause "dupes": "reroll_limit" must be a whole number, not 2.5.'],
        ),
        (
            document({"key": "party_size", "limit": 7}),
            ['Clause "party_size": "limit" must be at most 6, not 7.'],
        ),
        (
            document({"key": "shiny", "scope": "line"}),
            ['Clause "shiny": "scope" is not known here.'],
        ),
        (
            document({"key": "generations", "allowed": [1, 10]}),
            ['Clause "generations": "allowed", entry 2 must be at most 9, not 10.'],
        ),
        (
            document({"key": "types", "allowed": ["fire", "fire"]}),
            ['Clause "types": "allowed" names something twice.'],
        ),
        (
            document({"key": "species", "named": ["Mr. Mime"]}),
            [
                'Clause "species": "named", entry 1 must be lower-case letters, digits and '
                'hyphens, not "Mr. Mime".'
            ],
        ),
    ],
)
def test_nonsense_is_refused_with_a_sentence_that_says_where(
    stored: object, says: list[str]
) -> None:
    assert list(problems(stored)) == says


def test_a_heap_of_mistakes_is_not_told_one_by_one() -> None:
    said = problems(document(**{f"x{number}": 1 for number in range(14)}))
    assert len(said) == 11
    assert said[-1] == "And 4 more."


def test_long_values_and_names_are_not_repeated_whole() -> None:
    said = problems(document({"key": "dupes", "x" * 500: 1, "scope": "y" * 500}))
    assert max(map(len, said)) < 100


@given(documents())
def test_round_trip(rules: RulesDocument) -> None:
    stored = json.loads(json.dumps(rules.as_json()))
    assert stored == rules.as_json()
    assert read_document(stored) == rules


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("dupes")
_KEYS = st.sampled_from(["key", "on", "strictness", "scope", "allowed", "reroll_limit"]) | st.text()
_ANYTHING = st.recursive(
    _SCALARS | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(_KEYS | st.integers(), inner),
    max_leaves=20,
)
_GARBAGE = st.one_of(
    _ANYTHING,
    st.fixed_dictionaries(
        {"version": st.sampled_from([1, 2]), "preset": _ANYTHING, "clauses": _ANYTHING}
    ),
    st.fixed_dictionaries(
        {"version": st.sampled_from([1, 2]), "preset": st.just("classic")},
        optional={
            "clauses": st.lists(
                st.fixed_dictionaries(
                    {"key": st.sampled_from([*CLAUSES])},
                    optional=dict.fromkeys(("on", "scope", "allowed", "named"), _ANYTHING),
                ),
                max_size=3,
            ),
            "house_rules": _ANYTHING,
        },
    ),
)


@given(_GARBAGE)
def test_garbage_is_refused_with_sentences_or_read(stored: object) -> None:
    problems: tuple[str, ...] = ()
    try:
        rules = read_document(stored)
    except DocumentError as error:
        problems = error.problems
    else:
        assert read_document(rules.as_json()) == rules
        return
    assert problems
    for sentence in problems:
        assert sentence.endswith(".")
        assert sentence.isprintable()
