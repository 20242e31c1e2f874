"""Which names fit what a person typed."""

from __future__ import annotations

import pytest

from pokedex.search import fits, is_named, plain

NAMES = {
    "Mr. Mime": ("mr-mime", 122),
    "Farfetch’d": ("farfetchd", 83),
    "Flabébé": ("flabebe", 669),
    "Nidoran♀": ("nidoran-f", 29),
    "Nidoran♂": ("nidoran-m", 32),
    "Porygon2": ("porygon2", 233),
    "Type: Null": ("type-null", 772),
    "Galarian Mr. Mime": ("mr-mime-galar", 122),
}


@pytest.mark.parametrize(
    ("typed", "whole", "part"),
    [
        ("mr mime", ["Mr. Mime"], ["Mr. Mime", "Galarian Mr. Mime"]),
        ("MR.MIME", ["Mr. Mime"], ["Mr. Mime", "Galarian Mr. Mime"]),
        ("mr-mime-galar", ["Galarian Mr. Mime"], ["Galarian Mr. Mime"]),
        ("farfetch'd", ["Farfetch’d"], ["Farfetch’d"]),
        ("flabebe", ["Flabébé"], ["Flabébé"]),
        ("FLABÉBÉ", ["Flabébé"], ["Flabébé"]),
        ("nidoran♀", ["Nidoran♀"], ["Nidoran♀"]),
        ("Nidoran-M", ["Nidoran♂"], ["Nidoran♂"]),
        ("nidoran", [], ["Nidoran♀", "Nidoran♂"]),
        ("type null", ["Type: Null"], ["Type: Null"]),
        ("122", ["Mr. Mime", "Galarian Mr. Mime"], ["Mr. Mime", "Galarian Mr. Mime"]),
        (" #0029 ", ["Nidoran♀"], ["Nidoran♀"]),
        ("2", [], ["Porygon2"]),
        ("0", [], []),
        ("9" * 5000, [], []),
        ("", [], list(NAMES)),
        ("%", [], []),
        ("...", [], []),
        ("\0", [], []),
        ("ピカチュウ", [], []),
    ],
)
def test_case_accents_and_punctuation_do_not_matter(
    typed: str, whole: list[str], part: list[str]
) -> None:
    for question, names in ((is_named, whole), (fits, part)):
        found = [
            name
            for name, (slug, number) in NAMES.items()
            if question(typed, name=name, slug=slug, number=number)
        ]
        assert found == names


def test_plain_text_has_neither_case_nor_accents() -> None:
    assert plain("POKÉMON Tower") == "pokemon tower"
