"""What a line of the quick log means."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.rules.name_search import Named
from tracker.rules.quick_log import (
    LONGEST_LINE,
    Act,
    Evolve,
    KnownNames,
    LogEncounter,
    MarkFainted,
    NamedBoss,
    NotUnderstood,
    RecordBoss,
    SetLevel,
    completions,
    parse,
)

POKEMON = tuple(
    Named(name.lower().replace(" ", "-"), name)
    for name in (
        *("Poochyena", "Mightyena", "Wurmple", "Zigzagoon", "Slakoth", "Mew", "Seedot", "Ralts"),
        *("Farfetch’d", "Mr. Mime", "Ho-Oh", "Nidoran♀", "Nidoran♂", "Flabébé", "Pikachu"),
    )
)
KNOWN = KnownNames(
    places=tuple(
        Named(name.lower().replace(" ", "-"), name)
        for name in (
            *("Littleroot Town", "Route 101", "Oldale Town", "Route 102", "Petalburg City"),
            *("Petalburg Woods", "Route 3", "Granite Cave", "Lost Cave", "Victory Road"),
        )
    ),
    pokemon=POKEMON,
    met_at={
        "route-101": ("wurmple", "poochyena", "zigzagoon"),
        "route-102": ("poochyena", "seedot", "ralts"),
        "petalburg-woods": ("wurmple", "slakoth"),
    },
    living=(
        Named("1", "Fang", ("Mightyena",)),
        Named("2", "Unit 7", ("Porygon",)),
        Named("3", "Miss Piggy", ("Grumpig",)),
        Named("4", "Zoé", ("Ralts",)),
    ),
    bosses=(
        NamedBoss("may-1", "May", is_won=True),
        NamedBoss("roxanne", "Roxanne"),
        NamedBoss("may-2", "May"),
        NamedBoss("brawly", "Brawly", ("Dewford Gym",)),
        NamedBoss("tate", "Tate & Liza"),
    ),
)


def caught(pokemon: str, nickname: str = "", level: int | None = None) -> LogEncounter:
    return LogEncounter("route-101", "caught", pokemon, nickname, level)


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("101 poochyena fang 3", caught("poochyena", "fang", 3)),
        ("  101   POOCHYENA  Fang  3 ", caught("poochyena", "Fang", 3)),
        ("Route 101 Poochyena Fang level 3", caught("poochyena", "Fang", 3)),
        ("route101 poochyena fang lv3", caught("poochyena", "fang", 3)),
        ("r101 - poochyena, Fang, l3", caught("poochyena", "Fang,", 3)),
        ("101 3 poochyena fang", caught("poochyena", "fang", 3)),
        ("101 fang poochyena 3", caught("poochyena", "fang", 3)),
        ("poochyena 101", caught("poochyena")),
        ("poochyena route 101 3", caught("poochyena", "", 3)),
        ("caught poochyena 101", caught("poochyena")),
        ("101 caught poochyena fang", caught("poochyena", "fang")),
        ("101 poochyena", caught("poochyena")),
        ("101 pooch fang", caught("poochyena", "fang")),
        ("101 pochyena fang", caught("poochyena", "fang")),
        ("101 poohcyena", caught("poochyena")),
        ("101 poochyenna", caught("poochyena")),
        ("101 zigzagoon wurmple", caught("zigzagoon", "wurmple")),
        ("101 mew", caught("mew")),
        ("101 mew poochyena", caught("poochyena", "mew")),
        ("101 poochyena R2 3", caught("poochyena", "R2", 3)),
        ("101 poochyena ♥ 3", caught("poochyena", "♥", 3)),
        ("101 farfetchd", caught("farfetch’d")),
        ("101 mr mime bob", caught("mr.-mime", "bob")),
        ("101 hooh", caught("ho-oh")),
        ("101 flabebe", caught("flabébé")),
        ("101 nidoran f", caught("nidoran♀")),
        ("101 nidoran♂", caught("nidoran♂")),
        ("101 poochyena Miss Fang", caught("poochyena", "Miss Fang")),
        ("101 poochyena fang died 3", LogEncounter("route-101", "fainted", "poochyena", "fang", 3)),
        ("102 miss", LogEncounter("route-102", "missed")),
        ("102 seedot missed", LogEncounter("route-102", "missed", "seedot")),
        ("102 fled", LogEncounter("route-102", "missed", missed_reason="fled")),
        ("102 seedot ko", LogEncounter("route-102", "missed", "seedot", "", None, "knocked_out")),
        ("petalburg woods slakoth", LogEncounter("petalburg-woods", "caught", "slakoth")),
        ("woods slakoth", LogEncounter("petalburg-woods", "caught", "slakoth")),
        ("granit cave mew", LogEncounter("granite-cave", "caught", "mew")),
        ("lost cave mew", LogEncounter("lost-cave", "caught", "mew")),
        ("faint fang 7", MarkFainted("1", 7)),
        ("faint fang", MarkFainted("1")),
        ("fang fainted 7", MarkFainted("1", 7)),
        ("rip fagn", MarkFainted("1")),
        ("faint mightyena", MarkFainted("1")),
        ("faint unit 7", MarkFainted("2")),
        ("faint unit 7 12", MarkFainted("2", 12)),
        ("died miss piggy", MarkFainted("3")),
        ("faint zoe lvl 9", MarkFainted("4", 9)),
        ("level fang 12", SetLevel("1", 12)),
        ("fang lv 12", SetLevel("1", 12)),
        ("evolve fang", Evolve("1")),
        ("evolve fang into mightyena", Evolve("1", "mightyena")),
        ("won roxanne", RecordBoss("roxanne", won=True)),
        ("roxanne won", RecordBoss("roxanne", won=True)),
        ("beat roxane", RecordBoss("roxanne", won=True)),
        ("lost brawly", RecordBoss("brawly", won=False)),
        ("won dewford gym", RecordBoss("brawly", won=True)),
        ("won tate and liza", RecordBoss("tate", won=True)),
        ("won liza", RecordBoss("tate", won=True)),
        ("lost may", RecordBoss("may-2", won=False)),
    ],
)
def test_what_a_line_means(line: str, act: Act) -> None:
    assert parse(line, KNOWN) == act


@pytest.mark.parametrize(
    ("line", "sentence", "suggestion"),
    [
        ("", "Type what happened, such as:", "102 miss"),
        ("-", "Type what happened, such as:", "102 miss"),
        ("101", "What happened at Route 101? Add a Pokémon, or “miss”.", "Poochyena"),
        ("101 fang", "No Pokémon is called “fang”.", "Wurmple"),
        ("101 zigagon", "Did you mean Zigzagoon?", "Zigzagoon"),
        ("petalburg mew", "could be Petalburg City or Petalburg Woods", "Petalburg Woods"),
        ("101 nidoran", "“nidoran” could be Nidoran♀ or Nidoran♂. Write more", "Nidoran♀"),
        ("101 poochyena fang 0", "A level is a number from 1 to 100, not 0.", None),
        ("101 poochyena fang 101", "A level is a number from 1 to 100, not 101.", None),
        ("103 mew", "No place is called “103”", "Route 101"),
        ("fang", "What happened to fang?", "faint fang"),
        ("faint", "Who? Add a nickname", "Fang"),
        ("faint 7", "Who? Add a nickname", "Fang"),
        ("faint fing fong", "None of your living Pokémon is called “fing fong”.", None),
        ("level fang", "Which level has Fang reached?", None),
        ("evolve fang into mightiena3", "No Pokémon is called “mightiena3”.", "Mightyena"),
        ("won", "Which boss? Add a name.", "Roxanne"),
        ("won rocksanne", "No boss is called “rocksanne”. Did you mean Roxanne?", "Roxanne"),
        ("x" * 121, "A line has at most 120 characters.", None),
    ],
)
def test_what_is_not_understood(line: str, sentence: str, suggestion: str | None) -> None:
    answer = parse(line, KNOWN)
    assert isinstance(answer, NotUnderstood), answer
    assert sentence in answer.sentence
    assert suggestion is None or suggestion in answer.suggestions


def test_two_of_the_same_name_are_not_guessed() -> None:
    known = KnownNames(living=(Named("1", "Fang"), Named("2", "Fang")))
    answer = parse("faint fang", known)
    assert isinstance(answer, NotUnderstood)
    assert answer.sentence == "More than one is called Fang. Use its row on the page."


def test_a_boss_that_is_won_can_be_named_when_no_other_is_called_so() -> None:
    known = KnownNames(bosses=(NamedBoss("may-1", "May", is_won=True),))
    assert parse("lost may", known) == RecordBoss("may-1", won=False)


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("", ["", "Littleroot Town "]),
        ("1", ["101 ", "102 "]),
        ("pet", ["Petalburg City ", "Petalburg Woods "]),
        ("f", ["faint "]),
        ("Petalburg W", ["Petalburg Woods "]),
        ("101 ", ["101 Wurmple ", "101 Poochyena ", "101 Zigzagoon ", "101 miss"]),
        ("101 p", ["101 Poochyena "]),
        ("101 pi", ["101 Pikachu "]),
        ("101 mi", ["101 miss", "101 Mightyena "]),
        ("faint ", ["faint Fang", "faint Unit 7"]),
        ("level f", ["level Fang "]),
        ("won ", ["won Roxanne", "won May"]),
        ("won bra", ["won Brawly"]),
    ],
)
def test_how_a_line_can_go_on(line: str, first: list[str]) -> None:
    lines = [way.line for way in completions(line, KNOWN)]
    assert lines[: len(first)] == first if line else lines[0] == first[1]


def test_what_is_met_at_the_place_comes_before_all_others() -> None:
    labels = [way.label for way in completions("101 po", KNOWN)]
    assert labels[0] == "Poochyena"


def test_a_whole_name_needs_no_completion() -> None:
    assert completions("101 poochyena", KNOWN) == ()
    assert completions("101 poochyena fang", KNOWN) == ()
    assert completions("faint fang", KNOWN) == ()


def test_a_limit_is_kept() -> None:
    assert len(completions("", KNOWN, limit=6)) == 6
    assert len(completions("101 ", KNOWN, limit=2)) == 2
    assert completions("", KNOWN, limit=0) == ()


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ("101", "route", "Poochyena", "fang", "faint", "won", "level", "evolve", "into", "miss")
        ),
        st.sampled_from(("7", "lv", "lv5", "0", "٣", "Lost", "Cave", "petalburg", "♥", "ﷺ", "-")),
        st.text(max_size=12),
    ),
    max_size=12,
).map(" ".join)


@given(WORDS)
@example("lv lv lv5")
@example("into")
@example("evolve into mightyena")
@example("level level level")
def test_never_raises_and_always_answers(line: str) -> None:
    answer = parse(line, KNOWN)
    if isinstance(answer, NotUnderstood):
        assert answer.sentence
    if isinstance(answer, LogEncounter):
        assert answer.level is None or 1 <= answer.level <= 100
        assert not (answer.outcome == "missed" and answer.nickname)
    for way in completions(line, KNOWN):
        assert way.line
        assert way.label
    assert isinstance(parse(line, KnownNames()), NotUnderstood)
    completions(line, KnownNames())


@given(
    st.sampled_from([place for place in KNOWN.places if "Petalburg" not in place.name]),
    st.sampled_from(POKEMON),
    st.integers(1, 100),
)
def test_whole_names_are_always_understood(place: Named, pokemon: Named, level: int) -> None:
    line = f"{place.name.upper()} {pokemon.name.lower()} Biscuit {level}"
    assert parse(line, KNOWN) == LogEncounter(place.key, "caught", pokemon.key, "Biscuit", level)


@given(st.sampled_from(["Poochyena", "Zigzagoon", "Wurmple"]), st.data())
def test_any_two_letters_may_change_places(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    letters = list(name)
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    answer = parse(f"101 {''.join(letters)}", KNOWN)
    assert isinstance(answer, LogEncounter)
    assert answer.pokemon == name.lower()


def test_a_long_line_costs_no_more_than_a_short_one() -> None:
    many = KnownNames(
        places=tuple(Named(f"p{n}", f"Place number {n}") for n in range(150)),
        pokemon=tuple(Named(f"m{n}", f"Monster{n:04}") for n in range(1100)),
        living=KNOWN.living,
    )
    lines = ("a b " * 30, "place number 7 " + "monstr " * 12, "x" * 100_000)
    assert all(len(line) <= LONGEST_LINE for line in lines[:2])
    parse(lines[0], many)
    moments = [time.process_time()]
    for line in lines:
        parse(line, many)
        completions(line, many)
        moments.append(time.process_time())
    assert max(after - before for before, after in pairwise(moments)) < 1
