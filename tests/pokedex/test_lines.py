"""Encounters and teams written one to a line, and read back."""

from __future__ import annotations

import pytest

from pokedex.models import BossPokemon, RouteEncounter
from pokedex.services.encounter_lines import (
    MOST_SUGGESTIONS,
    encounter_lines,
    read_lines,
)
from pokedex.services.team_lines import MOST_IN_A_TEAM, MOST_LINES, read_team, team_lines
from tests.factories import BossPokemonFactory, PokemonFactory, RouteEncounterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pokemon() -> None:
    for name in ("Zigzagoon", "Geodude", "Mr. Mime", "Farfetch’d"):
        PokemonFactory(name=name, slug=name.lower().replace(". ", "-").replace("’", ""))


class TestEncounterLines:
    @pytest.mark.parametrize(
        ("rate", "low", "high", "line"),
        [
            (45, 2, 3, "Mr. Mime, gift, 45, 2-3"),
            (45, 5, 5, "Mr. Mime, gift, 45, 5"),
            (None, 5, 5, "Mr. Mime, gift, , 5"),
            (45, None, None, "Mr. Mime, gift, 45"),
            (None, None, None, "Mr. Mime, gift"),
        ],
    )
    def test_say_what_is_known(
        self, rate: int | None, low: int | None, high: int | None, line: str
    ) -> None:
        mime = PokemonFactory._meta.model.objects.get(slug="mr-mime")
        RouteEncounterFactory(
            pokemon=mime,
            encounter_method="gift",
            encounter_rate=rate,
            min_level=low,
            max_level=high,
        )
        assert encounter_lines(RouteEncounter.objects.select_related("pokemon")) == line
        (found,), errors = read_lines(line)
        assert not errors
        assert (found.rate, found.min_level, found.max_level) == (rate, low, high)

    def test_suggest_names_that_are_spelled_alike(self) -> None:
        _, errors = read_lines("Zigzagon, walk\nGeodud, walk\nQqqq, walk")
        assert errors == [
            "Line 1: there is no Pokémon called “Zigzagon”. Did you mean Zigzagoon?",
            "Line 2: there is no Pokémon called “Geodud”. Did you mean Geodude?",
            "Line 3: there is no Pokémon called “Qqqq”.",
        ]

    def test_suggest_only_so_often(self) -> None:
        _, errors = read_lines("\n".join(f"Zigzagon{n}, walk" for n in range(30)))
        assert sum("Did you mean" in error for error in errors) == MOST_SUGGESTIONS


class TestTeamLines:
    def test_are_written_and_read_alike(self) -> None:
        facts = {"moves": ["Tackle", "Rock Tomb"], "held_item": "Oran Berry", "ability": "Sturdy"}
        geodude = PokemonFactory._meta.model.objects.get(slug="geodude")
        first = BossPokemonFactory(slot=1, level=12, pokemon=geodude, **facts)
        BossPokemonFactory(
            boss=first.boss, slot=1, level=7, player_starter="water", pokemon=geodude, moves=[]
        )
        text = team_lines(BossPokemon.objects.select_related("pokemon"))
        assert text == (
            "Geodude, 12, Tackle / Rock Tomb, @ Oran Berry, Ability: Sturdy\n\n"
            "Water starter:\nGeodude, 7"
        )
        found, errors = read_team(text)
        assert not errors
        assert [(one.player_starter, one.level) for one in found] == [("", 12), ("water", 7)]
        assert found[0].moves == ("Tackle", "Rock Tomb")

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("Geodude", "write Pokémon, level"),
            ("Geodude, twelve", "write Pokémon, level"),
            ("Geodude, 0", "“0” is no level"),
            ("Geodude, 101", "“101” is no level"),
            ("Geodud, 5", "there is no Pokémon called “Geodud”. Did you mean Geodude?"),
            ("Geodude, 5, Tackle, Growl", "put “/” between the moves"),
            ("Geodude, 5, @ Berry, @ Berry", "give one item"),
            ("Geodude, 5, @", "give one item"),
            ("Geodude, 5, Ability:", "give one ability"),
            ("Geodude, 5, " + " / ".join("abcdefghi"), "it has 9 moves"),
            ("Geodude, 5, " + "x" * 41, "at most 40 letters"),
            ("Geodude, 5, " + "x" * 300, "it is too long"),
            ("Gras starter:", "there is no type called “gras”"),
        ],
    )
    def test_that_say_nothing_are_refused(self, line: str, problem: str) -> None:
        found, errors = read_team(line)
        assert not found
        assert len(errors) == 1
        assert problem in errors[0]

    @pytest.mark.parametrize(
        "heading", ["grass:", "Grass starter:", "If you chose the Grass starter:", " GRASS :"]
    )
    def test_have_headings_in_several_words(self, heading: str) -> None:
        found, errors = read_team(f"Geodude, 1\n{heading}\nGeodude, 2\nAlways:\nGeodude, 3")
        assert not errors
        assert [one.player_starter for one in found] == ["", "grass", ""]

    def test_are_so_many_at_most(self) -> None:
        _, errors = read_team("Geodude, 5\n" * (MOST_IN_A_TEAM + 1))
        assert errors == [f"Line {MOST_IN_A_TEAM + 1}: a team has at most 30 Pokémon."]
        assert len(read_team("\n" * (MOST_LINES + 1))[1]) == 1
