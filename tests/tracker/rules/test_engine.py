"""The engine: one index of a run, many questions. What each says is in cases.txt."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.rules.scenario import SPECIES as NAMED
from tests.tracker.rules.strategies import PLACES, SPECIES, documents, runs
from tracker.rules.document import (
    Dupes,
    FirstEncounter,
    LevelCap,
    Nickname,
    Permadeath,
    RulesDocument,
    Shiny,
    Strictness,
)
from tracker.rules.engine import RunRules
from tracker.rules.facts import BossFacts, Met, PlaceFacts, RunFacts, Species
from tracker.rules.presets import PRESETS
from tracker.rules.verdicts import LEGAL, Verdict, ruling

ROUTE_1, ROUTE_2 = (PlaceFacts(key, name) for key, name in (("r1", "Route 1"), ("r2", "Route 2")))
GUST = Met("gust", ROUTE_1, "caught", NAMED["Pidgey"], NAMED["Pidgeotto"], "Gust")


def hardcore(*met: Met) -> RunRules:
    return RunRules(RunFacts(PRESETS["hardcore"].rules(), met))


class TestAPlace:
    def test_that_is_open(self) -> None:
        said = hardcore(GUST).for_place("r2", [NAMED["Pidgey"], NAMED["Rattata"]])
        assert said.used_by is None
        assert said.place == LEGAL
        assert said.legal == ("rattata",)
        (dupe,) = said.species["pidgey"].verdicts
        assert dupe == Verdict(
            "dupes",
            "warn",
            "Dupe: Gust the Pidgeotto, in the box, Route 1, is of the same line.",
            ("shiny", "gift"),
            by="gust",
        )

    def test_that_is_used_up(self) -> None:
        said = hardcore(GUST).for_place("r1", [NAMED["Pidgey"], NAMED["Rattata"]])
        assert said.used_by == GUST
        assert [verdict.clause for verdict in said.place.verdicts] == ["first_encounter"]
        assert [verdict.clause for verdict in said.species["pidgey"].verdicts] == [
            "first_encounter",
            "dupes",
        ]
        assert said.legal == ()

    def test_of_which_nothing_is_known(self) -> None:
        said = hardcore(GUST).for_place("somewhere", [])
        assert (said.used_by, said.place, said.species) == (None, LEGAL, {})

    def test_says_who_was_there_even_where_the_clause_is_off(self) -> None:
        rules = RulesDocument(preset="own", clauses=())
        said = RunRules(RunFacts(rules, (GUST,))).for_place("r1", [NAMED["Rattata"]])
        assert said.used_by == GUST
        assert said.legal == ("rattata",)


@pytest.mark.parametrize(
    ("strictness", "is_blocked", "needs_reason"),
    [("inform", False, False), ("warn", False, True), ("block", True, False)],
)
def test_only_block_blocks_and_only_warn_asks(
    strictness: Strictness, is_blocked: bool, needs_reason: bool
) -> None:
    rules = RulesDocument(preset="own", clauses=(FirstEncounter(on=True, strictness=strictness),))
    said = RunRules(RunFacts(rules, (GUST,))).for_catch("r1", NAMED["Rattata"])
    assert not said.is_legal
    assert said.is_blocked == is_blocked
    assert said.needs_reason == needs_reason
    assert said.verdicts[0].can_override is not is_blocked


def test_a_blocked_act_needs_no_reason_since_none_would_help() -> None:
    said = ruling(Verdict("a", "warn", "A."), None, Verdict("b", "block", "B."))
    assert [verdict.clause for verdict in said.verdicts] == ["b", "a"]
    assert said.is_blocked
    assert not said.needs_reason


def test_whether_an_encounter_counts_for_its_place() -> None:
    rules = hardcore()
    assert rules.counts_for_place("wild")
    assert not rules.counts_for_place("wild", is_shiny=True)
    assert not rules.counts_for_place("fossil")
    assert rules.counts_for_place("static")


def test_revives_left() -> None:
    assert hardcore().revives_left == 0
    assert RunRules(RunFacts(RulesDocument(preset="own", clauses=()))).revives_left is None


def test_unknown_keys_say_nothing() -> None:
    rules = hardcore(GUST)
    assert rules.for_party(["nobody"]) == LEGAL
    assert rules.for_revive("nobody") == LEGAL


@given(runs(), st.sampled_from(PLACES), st.sampled_from(SPECIES))
def test_dupes_never_hide_the_first_of_a_line(
    run: RunFacts, place: PlaceFacts, species: Species
) -> None:
    families = {one.family for met in run.met for one in (met.species, met.current) if one}
    first = species if species.family not in families else replace(species, family="new", slug="n")
    rules = RunRules(run)
    said = (*rules.for_place(place.key, [first]).species.values(), rules.for_catch("", first))
    assert not [verdict for one in said for verdict in one.verdicts if verdict.clause == "dupes"]


@given(runs(), st.sampled_from(SPECIES))
def test_who_speaks_for_a_line_is_of_it_and_the_first_who_counts(
    run: RunFacts, species: Species
) -> None:
    rules = RulesDocument(
        preset="own", clauses=(Dupes(on=True, dead_count=True, missed_count=False),)
    )
    run = replace(run, document=rules)
    first = next(
        (
            met
            for met in run.met
            if met.status in ("caught", "fainted", "released")
            and species.family in {one.family for one in (met.species, met.current) if one}
        ),
        None,
    )
    (said,) = RunRules(run).for_place("", [species]).species.values()
    assert said.is_legal == (first is None)
    if first is not None:
        assert first.place.name in said.verdicts[0].sentence


@given(runs(), st.sampled_from(PLACES), st.sampled_from(SPECIES), st.data())
def test_every_question_has_an_answer_in_sentences(
    run: RunFacts, place: PlaceFacts, species: Species, data: st.DataObject
) -> None:
    rules = RunRules(run)
    keys = [met.key for met in run.met]
    said = [
        rules.for_place(place.key, [species]).place,
        rules.for_catch(
            place.key,
            species,
            acquisition=data.draw(st.sampled_from(["wild", "gift", "static", "trade"])),
            is_shiny=data.draw(st.booleans()),
            level=data.draw(st.integers(1, 100)),
            nickname=data.draw(st.sampled_from(["", "Gust", "Zoe"])),
            rerolls=data.draw(st.integers(0, 5)),
            ignoring=data.draw(st.sampled_from(["", *keys])),
        ),
        rules.for_level(data.draw(st.integers(1, 100))),
        rules.for_nickname("gust"),
        rules.for_party(keys[:6]),
        *(rules.for_revive(key) for key in keys),
    ]
    on: dict[str, str] = {
        clause.key: clause.strictness for clause in run.document.clauses if clause.on
    }
    for verdict in (verdict for one in said for verdict in one.verdicts):
        assert verdict.sentence.endswith(".")
        assert "  " not in verdict.sentence
        assert on[verdict.clause] == verdict.strictness


@given(runs(), documents())
def test_a_run_in_which_nothing_blocks_is_never_blocked(
    run: RunFacts, document: RulesDocument
) -> None:
    mild = document.model_copy(
        update={
            "clauses": tuple(
                clause.model_copy(update={"strictness": "warn"}) for clause in document.clauses
            )
        }
    )
    rules = RunRules(replace(run, document=mild))
    for place in PLACES:
        for said in rules.for_place(place.key, SPECIES).species.values():
            assert not said.is_blocked


def test_a_large_run_takes_less_than_five_milliseconds() -> None:
    """100 places with ten Pokémon each, 60 encounters; the best of 20, in processor time."""
    species = [
        Species(f"s{n}", f"Species {n}", f"family {n // 2}", ("normal", "flying"), 1 + n % 9)
        for n in range(300)
    ]
    places = [PlaceFacts(f"p{n}", f"Route {n}") for n in range(100)]
    met = tuple(
        Met(f"m{n}", places[n], "fainted" if n % 3 else "caught", species[n], nickname=f"Nick {n}")
        for n in range(60)
    )
    facts = RunFacts(PRESETS["hardcore"].rules(), met)
    tables = [
        (place.key, [species[(number * 7 + step) % 300] for step in range(10)])
        for number, place in enumerate(places)
    ]
    best = float("inf")
    for _ in range(20):
        started = time.process_time()
        rules = RunRules(facts)
        said = [rules.for_place(place, table) for place, table in tables]
        best = min(best, time.process_time() - started)
    assert sum(len(one.species) for one in said) == 1000
    assert best < 0.005


def test_a_verdict_names_the_row_that_it_is_about() -> None:
    brock = BossFacts("brock", "Brock", "gym", 1, 14)
    clauses = (
        FirstEncounter(on=True),
        LevelCap(on=True),
        Nickname(on=True, unique=True),
        Permadeath(on=True),
        Shiny(on=True, usable=False),
    )
    dead = Met("fang", ROUTE_2, "fainted", NAMED["Poochyena"], nickname="Fang")
    gold = Met("gold", ROUTE_2, "caught", NAMED["Marill"], is_shiny=True, is_bonus=True)
    run = RunFacts(RulesDocument(preset="own", clauses=clauses), (GUST, dead, gold), (brock,))
    rules = RunRules(run)
    said = rules.for_catch("r1", NAMED["Rattata"], level=15, nickname="Fang")
    assert {verdict.clause: verdict.by for verdict in said.verdicts} == {
        "first_encounter": "gust",
        "level_cap": "brock",
        "nickname": "fang",
    }
    assert [verdict.by for verdict in rules.for_revive("fang").verdicts] == ["fang"]
    assert [verdict.by for verdict in rules.for_party(["fang", "gold"]).verdicts] == [
        "fang",
        "gold",
    ]
