"""What players type: which of it is stored, and how."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pokedex.text import MAX_MARKS_PER_LETTER, normalised, problem_in
from tests.factories import NuzlockeRunFactory
from tracker.models import NuzlockeRun

ACUTE = "\u0301"
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ASTRONAUT = "👩🏽\u200d🚀"
ENGLAND = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng") + "\U000e007f"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Fang", "Fang"),
        ("  Fang\t", "Fang"),
        ("\u3000Fang\u00a0", "Fang"),
        ("Flabe\u0301be\u0301", "Flabébé"),
        ("\u212bngstrom", "Ångstrom"),
        ("가", "가"),
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_is_composed_and_trimmed(typed: str, stored: str) -> None:
    assert normalised(typed) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Fang",
        "Mr. Mime",
        "Nidoran♀",
        "Farfetch’d",
        "Flabébé",
        "ピカチュウ",
        "리자몽",
        "皮卡丘",
        "Пикачу",
        "بيكاتشو",
        "شَدَّة",
        "פִּיקָצ'וּ",
        "पिकाचु",
        "ปิกาจูน้ำ",
        "می\u200cخواهم",
        "👍",
        FAMILY,
        ASTRONAUT,
        ENGLAND,
        "❤️",
        "1️⃣",
        # From Unicode 15 and 16, unassigned in the tables of Python 3.11.
        "\U0001fae8",
        "\U0001fae9",
        "a" + ACUTE * MAX_MARKS_PER_LETTER,
        "<script>alert(1)</script>",
        "'; DROP TABLE",
    ],
)
def test_what_people_write_is_kept(text: str) -> None:
    assert problem_in(text) is None
    assert problem_in(text, several_lines=True) is None
    assert normalised(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\0", "U+0000"),
        ("\x07", "U+0007"),
        ("\t", "U+0009"),
        ("\x0b", "U+000B"),
        ("\x0c", "U+000C"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\u2028", "U+2028"),
        ("\u2029", "U+2029"),
        ("\u202a", "U+202A"),
        ("\u202d", "U+202D"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u2069", "U+2069"),
        ("\ud800", "U+D800"),
        ("\udfff", "U+DFFF"),
        ("\ufffe", "U+FFFE"),
        ("\u0378", "U+0378"),
        ("\U0001ffff", "U+1FFFF"),
        ("\U0010ffff", "U+10FFFF"),
    ],
)
def test_what_cannot_be_seen_or_stored_is_refused(character: str, shown: str) -> None:
    for several_lines in (False, True):
        problem = problem_in(f"Fa{character}ng", several_lines=several_lines)
        assert problem is not None
        assert f"({shown})" in problem
        assert character not in problem


def test_a_line_ends_only_where_there_may_be_several() -> None:
    assert problem_in("one\ntwo", several_lines=True) is None
    assert "U+000A" in (problem_in("one\ntwo") or "")


@pytest.mark.parametrize(
    "text",
    [
        "a" + ACUTE * (MAX_MARKS_PER_LETTER + 1),
        "H̷̢̡e̷̛̖̗͍̓͝",
        # Joiners and selectors show nothing themselves, so the stack goes on over them.
        "a" + (ACUTE * MAX_MARKS_PER_LETTER + "\u200d") * 2,
        "a" + (ACUTE * MAX_MARKS_PER_LETTER + "\u200c") * 3,
        ACUTE * 5,
        "fine and then a" + "\u0489" * 5,
    ],
)
def test_stacks_of_accents_are_refused(text: str) -> None:
    problem = problem_in(text)
    assert problem is not None
    assert "too many accents" in problem


@pytest.mark.parametrize(
    "text", ["\u200b", "\u200d\u200d", "\u2060", "\ufeff", "\u200e \u200f", "\u3164"]
)
def test_a_name_that_nobody_can_see_is_refused(text: str) -> None:
    assert problem_in(text) == "This text has no visible character. Please type at least one."


ANY_TEXT = st.text(st.characters(), max_size=60)


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert "\r" not in once


@given(ANY_TEXT)
def test_what_passes_can_be_encoded_and_has_no_control_character(text: str) -> None:
    if problem_in(text) is None:
        assert text.encode().decode() == text
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)


@pytest.mark.django_db
def test_what_passes_is_stored_as_it_is() -> None:
    run = NuzlockeRunFactory()

    @given(st.text(st.characters(), max_size=40))
    def stored(text: str) -> None:
        name = normalised(text)
        if name and problem_in(name) is None:
            NuzlockeRun.objects.filter(pk=run.pk).update(name=name)
            assert NuzlockeRun.objects.get(pk=run.pk).name == name

    stored()
