"""What a clause asks for in words, and what a change of rules says."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.tracker.rules.strategies import documents
from tracker.rules.descriptions import changes, described
from tracker.rules.document import (
    AnyClause,
    Dupes,
    FirstEncounter,
    GenerationLimit,
    LevelCap,
    Nickname,
    Permadeath,
    RulesDocument,
    Shiny,
    SpeciesLimit,
    TypeLimit,
    Wipe,
)


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        (
            Dupes(),
            "A Pokémon whose evolution line you have had need not be taken; the dead count.",
        ),
        (
            Dupes(scope="species", missed_count=True),
            "A Pokémon that you have had already need not be taken; the dead and the missed count.",
        ),
        (
            Dupes(dead_count=False, boxed_count=False, reroll_limit=1),
            "A Pokémon whose evolution line you have in the party need not be taken; the dead do "
            "not count. After 1 dupe the next one is taken.",
        ),
        (
            Dupes(reroll_limit=0, after_rerolls="lose"),
            "A Pokémon whose evolution line you have had need not be taken; the dead count. "
            "At a dupe the area is lost.",
        ),
        (
            Dupes(reroll_limit=3, after_rerolls="lose"),
            "A Pokémon whose evolution line you have had need not be taken; the dead count. "
            "After 3 dupes the area is lost.",
        ),
        (
            Dupes(reroll_limit=0),
            "A Pokémon whose evolution line you have had need not be taken; the dead count. "
            "What comes first is taken all the same.",
        ),
        (Shiny(usable=False), "A shiny Pokémon may always be caught, but not used."),
        (
            Nickname(unique=True),
            "Every Pokémon you catch gets a nickname and no nickname is given twice.",
        ),
        (Nickname(required=False), "Nicknames are up to you."),
        (
            LevelCap(bosses="all", postgame=True, on_level=False, in_party=False),
            "No Pokémon above the highest level of the next boss of any kind, after the League "
            "too, looked at when it is caught.",
        ),
        (
            LevelCap(on_catch=False, on_level=False, in_party=False),
            "No Pokémon above the highest level of the next gym leader.",
        ),
        (
            Permadeath(revives=2, revives_per="badge"),
            "A Pokémon that faints is dead: it is never used again, but for 2 revives for each "
            "badge.",
        ),
        (
            Permadeath(revives=1),
            "A Pokémon that faints is dead: it is never used again, but for 1 revive in the whole "
            "run.",
        ),
        (Wipe(when="all"), "The run is lost when all of your Pokémon are dead."),
        (
            TypeLimit(allowed=("fire", "water"), later_counts=False),
            "Only Pokémon of Fire or Water.",
        ),
        (GenerationLimit(allowed=(3, 1)), "Only Pokémon of generation 1 or 3."),
        (SpeciesLimit(named=("abra",)), "All Pokémon but abra."),
        (SpeciesLimit(mode="only", named=("abra", "onix")), "Only abra and onix."),
        (SpeciesLimit(named=tuple("abcdefghi")), "All Pokémon but 9 that you have named."),
    ],
)
def test_describes(clause: AnyClause, says: str) -> None:
    assert described(clause) == says


@given(documents())
def test_describes_any_clause_in_sentences(rules: RulesDocument) -> None:
    for clause in rules.clauses:
        text = described(clause)
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text


def rules(*clauses: AnyClause, house_rules: str = "") -> RulesDocument:
    return RulesDocument(preset="own", clauses=clauses, house_rules=house_rules)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (rules(), rules(), ()),
        (rules(Wipe(on=True)), rules(), ("Wipe: off.",)),
        (
            rules(),
            rules(FirstEncounter(on=True)),
            (
                "First encounter: on, asks for a reason. "
                "Only the first encounter of each area counts.",
            ),
        ),
        (
            rules(FirstEncounter(on=True)),
            rules(FirstEncounter(on=True, strictness="block")),
            ("First encounter: forbids it (before: asks for a reason).",),
        ),
        (
            rules(Wipe(on=True)),
            rules(Wipe(on=True, when="all", strictness="inform")),
            (
                "Wipe: says so (before: asks for a reason). The run is lost when all of your "
                "Pokémon are dead. Before: The run is lost when your whole party is dead.",
            ),
        ),
        (
            rules(SpeciesLimit(on=True, named=tuple("abcdefghi"))),
            rules(SpeciesLimit(on=True, named=tuple("abcdefghj"))),
            ("Species: All Pokémon but 9 that you have named. The list is another one.",),
        ),
        (
            rules(Wipe(on=True)),
            rules(Wipe(on=True, when="all")),
            (
                "Wipe: The run is lost when all of your Pokémon are dead. "
                "Before: The run is lost when your whole party is dead.",
            ),
        ),
        # What an off clause holds does not matter to anybody.
        (rules(), rules(Wipe(when="all")), ()),
        (rules(), rules(house_rules="No items."), ("House rules: rewritten.",)),
        (rules(house_rules="No items."), rules(), ("House rules: removed.",)),
    ],
)
def test_changes(before: RulesDocument, after: RulesDocument, says: tuple[str, ...]) -> None:
    assert changes(before, after) == says


@given(documents(), documents())
def test_nothing_has_changed_only_where_all_is_the_same(
    before: RulesDocument, after: RulesDocument
) -> None:
    assert changes(before, before) == ()
    same = [clause for clause in before.clauses if clause.on] == [
        clause for clause in after.clauses if clause.on
    ] and before.house_rules == after.house_rules
    assert bool(changes(before, after)) is not same
