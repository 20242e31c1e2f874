"""What players may send, field by field, and the sentences that refuse the rest."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from pokedex.models import Pokemon
from tests.factories import EncounterFactory, GameFactory, PokemonFactory
from tracker.choices import EncounterStatus, MissedReason
from tracker.forms.base import RevisionForm
from tracker.forms.encounters import EditForm, EncounterForm, FaintForm, LogForm
from tracker.forms.runs import EndRunForm, RenameForm, RunForm
from tracker.services.lives import Death

pytestmark = pytest.mark.django_db

A_LEVEL_IS = "A level is a whole number from 1 to 100."
ABOUT_A_FAINT = "This is about a faint. Clear it, or choose “has since fainted”."


@pytest.fixture(autouse=True)
def poochyena() -> Pokemon:
    return PokemonFactory(slug="poochyena", name="Poochyena", national_dex=261)


@pytest.fixture
def zigzagoon() -> Pokemon:
    return PokemonFactory(slug="zigzagoon", name="Zigzagoon", national_dex=263)


@pytest.fixture
def mimes() -> tuple[Pokemon, Pokemon]:
    """Two that share a part of the name, and one of them a whole number with a form."""
    return (
        PokemonFactory(slug="mr-mime", name="Mr. Mime", national_dex=122),
        PokemonFactory(slug="mr-mime-galar", name="Galarian Mr. Mime", national_dex=122),
    )


def encounter_form(**data: Any) -> EncounterForm:
    """The form, filled in with a catch of Poochyena unless ``data`` says otherwise."""
    return EncounterForm({"pokemon": "poochyena", "outcome": "caught", **data})


def errors_of(form: Any) -> dict[str, list[str]]:
    return {
        field: [str(problem) for problem in problems] for field, problems in form.errors.items()
    }


class TestEncounterForm:
    def test_reads_a_catch(self, poochyena: Pokemon) -> None:
        form = encounter_form(nickname=" Fang ", level="3")
        assert errors_of(form) == {}
        outcome = form.as_outcome()
        assert outcome.status is EncounterStatus.CAUGHT
        assert outcome.pokemon == poochyena
        assert (outcome.nickname, outcome.catch_level) == ("Fang", 3)
        assert (outcome.faint_level, outcome.faint_cause, outcome.missed_reason) == (None, "", "")

    def test_reads_a_miss_of_nothing_in_particular(self) -> None:
        form = EncounterForm({"outcome": "missed", "missed_reason": "no_balls"})
        assert errors_of(form) == {}
        outcome = form.as_outcome()
        assert (outcome.status, outcome.pokemon) == (EncounterStatus.MISSED, None)
        assert outcome.missed_reason == MissedReason.NO_BALLS

    def test_reads_a_catch_that_has_since_fainted(self) -> None:
        form = encounter_form(
            outcome="fainted", level="3", faint_level="3", faint_cause="Roxanne’s Nosepass"
        )
        assert errors_of(form) == {}
        outcome = form.as_outcome()
        assert outcome.status is EncounterStatus.FAINTED
        assert (outcome.catch_level, outcome.faint_level) == (3, 3)
        assert outcome.faint_cause == "Roxanne’s Nosepass"

    @pytest.mark.parametrize("field", ["level", "faint_level"])
    @pytest.mark.parametrize(
        ("typed", "level"),
        [("1", 1), ("100", 100), (" 42 ", 42), ("007", 7), ("", None), ("３", 3)],
    )
    def test_takes_a_level(self, field: str, typed: str, level: int | None) -> None:
        form = encounter_form(outcome="fainted", **{field: typed})
        assert errors_of(form) == {}
        assert form.cleaned_data[field] == level

    @pytest.mark.parametrize("field", ["level", "faint_level"])
    @pytest.mark.parametrize(
        "typed",
        [
            "0",
            "101",
            "x",
            "-1",
            "1e9",
            "1000000000",
            "9" * 5000,
            "3.5",
            "0x10",
            "NaN",
            "½",
            "\0",
            "١٢٣",
        ],
    )
    def test_refuses_a_level(self, field: str, typed: str) -> None:
        form = encounter_form(outcome="fainted", **{field: typed})
        assert A_LEVEL_IS in errors_of(form)[field]

    @pytest.mark.parametrize(
        ("outcome", "extra", "expected"),
        [
            ("caught", {"faint_level": "7"}, {"faint_level": [ABOUT_A_FAINT]}),
            ("caught", {"faint_cause": "crit"}, {"faint_cause": [ABOUT_A_FAINT]}),
            (
                "caught",
                {"missed_reason": "fled"},
                {
                    "missed_reason": [
                        "It was caught, so nothing was missed: set this to “Not said”."
                    ]
                },
            ),
            (
                "fainted",
                {"missed_reason": "fled"},
                {
                    "missed_reason": [
                        "It was caught, so nothing was missed: set this to “Not said”."
                    ]
                },
            ),
            (
                "fainted",
                {"level": "5", "faint_level": "4"},
                {
                    "faint_level": [
                        "It was caught at level 5, so it cannot have fainted below that."
                    ]
                },
            ),
            (
                "missed",
                {"nickname": "Fang"},
                {"nickname": ["What was missed has no nickname. Clear it, or choose “Caught”."]},
            ),
            (
                "missed",
                {"level": "3"},
                {"level": ["What was missed has no level. Clear it, or choose “Caught”."]},
            ),
            (
                "missed",
                {"faint_level": "7", "faint_cause": "crit"},
                {
                    "faint_level": [
                        "What was missed has no faint level. Clear it, or choose “Caught”."
                    ],
                    "faint_cause": [
                        "What was missed has no cause of fainting. Clear it, or choose “Caught”."
                    ],
                },
            ),
        ],
    )
    def test_holds_the_answers_against_each_other(
        self, outcome: str, extra: dict[str, str], expected: dict[str, list[str]]
    ) -> None:
        assert errors_of(encounter_form(outcome=outcome, **extra)) == expected

    @pytest.mark.parametrize("outcome", ["", "lost", "released", "CAUGHT", "\0"])
    def test_wants_one_of_the_outcomes(self, outcome: str) -> None:
        form = encounter_form(outcome=outcome, faint_level="7")
        assert errors_of(form) == {
            "outcome": ["Choose what became of it: caught, missed, or caught and fainted."]
        }

    @pytest.mark.parametrize("outcome", ["caught", "fainted"])
    def test_wants_the_pokemon_that_was_caught(self, outcome: str) -> None:
        assert errors_of(encounter_form(pokemon="", outcome=outcome)) == {
            "pokemon": ["Choose the Pokémon that you caught."]
        }

    @pytest.mark.parametrize("field", ["pokemon", "found"])
    @pytest.mark.parametrize(
        "slug", ["missingno", "Poochyena'", "pooch\0yena", "x" * 10_000, "9999999"]
    )
    def test_wants_one_that_exists(self, field: str, slug: str) -> None:
        form = EncounterForm({"outcome": "caught", field: slug})
        assert errors_of(form).keys() == {field}
        assert (
            "We do not know this Pokémon. Choose one of the list, or type its name."
            in errors_of(form)[field]
        )

    def test_knows_no_other_reason_for_a_miss(self) -> None:
        assert errors_of(encounter_form(outcome="missed", missed_reason="bored")) == {
            "missed_reason": ["Choose a reason of the list, or none."]
        }

    @pytest.mark.parametrize(
        ("field", "longest", "what"),
        [
            ("nickname", 30, "A nickname"),
            ("faint_cause", 200, "A cause"),
            ("other", 100, "The name of a Pokémon"),
        ],
    )
    def test_counts_the_length_after_composing(self, field: str, longest: int, what: str) -> None:
        composed = "e\u0301" * longest
        form = encounter_form(outcome="fainted", **{field: composed})
        if field != "other":
            assert errors_of(form) == {}
            assert form.cleaned_data[field] == "é" * longest
        form = encounter_form(outcome="fainted", **{field: composed + "x"})
        assert errors_of(form) == {
            field: [f"{what} can be {longest} characters long; this one has {longest + 1}."]
        }

    @pytest.mark.parametrize("field", ["nickname", "faint_cause", "other"])
    @pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\n", "\ud800", "\u0378"])
    def test_refuses_what_cannot_be_stored(self, field: str, character: str) -> None:
        form = encounter_form(outcome="fainted", **{field: f"Fa{character}ng"})
        assert errors_of(form) == {
            field: [
                "This text holds an invisible or unknown character "
                f"(U+{ord(character):04X}). Please type it again without."
            ]
        }


class TestAnyOtherPokemon:
    @pytest.mark.parametrize(
        "typed",
        ["Zigzagoon", "zigzagoon", " ZIGZAGOON ", "zigzag", "263", "#263", "0263", "#0263"],
    )
    def test_is_found_by_name_or_number(self, zigzagoon: Pokemon, typed: str) -> None:
        form = encounter_form(pokemon="", other=typed)
        assert errors_of(form) == {}
        assert form.as_outcome().pokemon == zigzagoon

    def test_goes_before_the_one_of_the_table(self, zigzagoon: Pokemon) -> None:
        form = encounter_form(other="Zigzagoon")
        assert form.is_valid()
        assert form.as_outcome().pokemon == zigzagoon

    def test_goes_behind_the_one_that_was_found(self, mimes: tuple[Pokemon, Pokemon]) -> None:
        form = encounter_form(other="mime", found="mr-mime-galar")
        assert form.is_valid()
        assert form.as_outcome().pokemon == mimes[1]
        assert form.suggestions == (mimes[1],), "what was chosen is offered again"

    def test_is_asked_about_when_several_fit(self, mimes: tuple[Pokemon, Pokemon]) -> None:
        for typed in ("mime", "122"):
            form = encounter_form(other=typed)
            assert errors_of(form) == {
                "other": ["Several Pokémon fit this. Choose the one you mean."]
            }
            assert form.suggestions == mimes

    def test_is_taken_by_its_whole_name_though_others_have_it_as_a_part(
        self, mimes: tuple[Pokemon, Pokemon]
    ) -> None:
        form = encounter_form(other="mr. mime")
        assert form.is_valid()
        assert form.as_outcome().pokemon == mimes[0]

    def test_offers_twelve_at_the_most(self) -> None:
        PokemonFactory.create_batch(15)
        form = encounter_form(other="Testmon")
        assert not form.is_valid()
        assert len(form.suggestions) == 12

    @pytest.mark.parametrize("typed", ["Missingno", "99999", "%", "_", "\\", "'", "<b>"])
    def test_is_one_that_we_know(self, typed: str) -> None:
        assert errors_of(encounter_form(other=typed)) == {
            "other": [
                f"We know no Pokémon called “{typed}”. Check the spelling, or use its number."
            ]
        }

    def test_may_be_missed(self, zigzagoon: Pokemon) -> None:
        form = EncounterForm({"outcome": "missed", "other": "zigzagoon"})
        assert form.is_valid()
        assert form.as_outcome().pokemon == zigzagoon

    def test_is_not_offered_when_it_is_retired(self, zigzagoon: Pokemon) -> None:
        zigzagoon.is_active = False
        zigzagoon.save(update_fields=["is_active"])
        assert "other" in errors_of(encounter_form(other="Zigzagoon"))


class TestLogForm:
    def test_has_a_number_of_its_own_each_time(self) -> None:
        first, second = LogForm()["submission"].value(), LogForm()["submission"].value()
        assert uuid.UUID(first) != uuid.UUID(second)

    @pytest.mark.parametrize("number", ["", "x", "1", "x" * 10_000, "\0"])
    def test_is_refused_without_it(self, number: str) -> None:
        form = LogForm({"pokemon": "poochyena", "outcome": "caught", "submission": number})
        assert errors_of(form).keys() == {"submission"}
        assert "Load the page again" in errors_of(form)["submission"][0]

    @pytest.mark.parametrize(
        ("sent", "bonus"), [({}, False), ({"is_bonus": "on", "bonus_reason": "shiny"}, True)]
    )
    def test_counts_unless_it_is_a_bonus(self, sent: dict[str, str], bonus: bool) -> None:
        form = LogForm(
            {"pokemon": "poochyena", "outcome": "caught", "submission": str(uuid.uuid4()), **sent}
        )
        assert form.is_valid()
        assert form.cleaned_data["is_bonus"] is bonus


class TestEditForm:
    def test_is_filled_in_with_what_is_stored(self, poochyena: Pokemon) -> None:
        encounter = EncounterFactory(
            pokemon=poochyena, status="fainted", faint_level=7, faint_cause="crit", revision=4
        )
        form = EditForm.of(encounter)
        shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        assert shown == {
            "pokemon": "poochyena",
            "outcome": "fainted",
            "nickname": "Fang",
            "level": 3,
            "faint_level": 7,
            "faint_cause": "crit",
            "missed_reason": "",
            "acquisition": "wild",
            "revision": 4,
        }

    def test_sent_back_as_it_is_changes_nothing(self, poochyena: Pokemon) -> None:
        for encounter in (
            EncounterFactory(pokemon=poochyena),
            EncounterFactory(
                pokemon=poochyena, status="fainted", faint_level=7, faint_cause="crit"
            ),
            EncounterFactory(
                pokemon=None,
                status="missed",
                missed_reason="fled",
                nickname="",
                catch_level=None,
                caught_at=None,
            ),
        ):
            empty = EditForm.of(encounter)
            sent = {name: empty[name].value() or "" for name in empty.fields}
            form = EditForm(sent)
            assert errors_of(form) == {}
            outcome = form.as_outcome()
            for name in (
                *("status", "pokemon", "nickname", "catch_level"),
                *("faint_level", "faint_cause", "missed_reason"),
            ):
                assert getattr(outcome, name) == getattr(encounter, name), name

    def test_of_a_miss_of_nothing_has_no_pokemon(self) -> None:
        encounter = EncounterFactory(
            pokemon=None, status="missed", nickname="", catch_level=None, caught_at=None
        )
        assert EditForm.of(encounter)["pokemon"].value() == ""


class TestRevisionForm:
    @pytest.mark.parametrize("revision", ["", "0", "-1", "x", str(2**31), "9" * 5000, "1.5"])
    def test_refuses_a_damaged_number(self, revision: str) -> None:
        assert errors_of(RevisionForm({"revision": revision})) == {
            "revision": ["This form is damaged. Load the page again and fill it in."]
        }

    def test_takes_any_that_the_database_can_hold(self) -> None:
        for revision in (1, 2**31 - 1):
            assert RevisionForm({"revision": str(revision)}).is_valid()


class TestFaintForm:
    def test_may_leave_all_details_empty(self) -> None:
        form = FaintForm({"revision": "1"}, catch_level=3, bosses=())
        assert form.is_valid()
        assert form.as_death() == Death()

    @pytest.mark.parametrize(("catch_level", "level"), [(3, "3"), (3, "100"), (None, "1")])
    def test_takes_a_level_from_the_catch_level_on(
        self, catch_level: int | None, level: str
    ) -> None:
        assert FaintForm(
            {"revision": "1", "faint_level": level}, catch_level=catch_level, bosses=()
        ).is_valid()

    @pytest.mark.parametrize("level", ["1", "2"])
    def test_refuses_one_below_it(self, level: str) -> None:
        form = FaintForm({"revision": "1", "faint_level": level}, catch_level=3, bosses=())
        assert errors_of(form) == {
            "faint_level": ["It was caught at level 3, so it cannot have fainted below that."]
        }

    @pytest.mark.parametrize("level", ["0", "101", "x", "9" * 5000])
    def test_refuses_what_is_no_level(self, level: str) -> None:
        form = FaintForm({"revision": "1", "faint_level": level}, catch_level=3, bosses=())
        assert errors_of(form) == {"faint_level": [A_LEVEL_IS]}


class TestRunForm:
    def sent(self, **changes: str) -> RunForm:
        return RunForm(
            {"game": "emerald", "preset": "classic", "submission": str(uuid.uuid4()), **changes}
        )

    def test_finds_the_game_by_its_slug(self) -> None:
        emerald = GameFactory(slug="emerald")
        form = self.sent(name="")
        assert form.is_valid()
        assert form.cleaned_data["game"] == emerald
        assert form.cleaned_data["name"] == ""

    @pytest.mark.parametrize("slug", ["quartz", "Emerald'", "eme\0rald", "x" * 10_000])
    def test_knows_no_other_game(self, slug: str) -> None:
        GameFactory(slug="emerald")
        problems = errors_of(self.sent(game=slug))
        assert problems.keys() == {"game"}
        assert "We do not know this game. Choose one of the list." in problems["game"]

    def test_does_not_start_a_retired_game(self) -> None:
        GameFactory(slug="emerald", is_active=False)
        assert "game" in errors_of(self.sent())

    def test_says_what_is_missing(self) -> None:
        assert errors_of(RunForm({})) == {
            "game": ["Choose the game that you play."],
            "preset": ["Choose the rules of the run."],
            "submission": ["This form is incomplete. Load the page again and fill it in."],
        }

    def test_knows_its_presets(self) -> None:
        GameFactory(slug="emerald")
        assert errors_of(self.sent(preset="impossible")) == {
            "preset": ["We do not know these rules. Choose one of the list."]
        }

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("x" * 81, "The name of a run can be 80 characters long; this one has 81."),
            ("x" * 10_000, "The name of a run can be 80 characters long; this one has 10000."),
        ],
    )
    def test_refuses_a_long_name(self, name: str, sentence: str) -> None:
        GameFactory(slug="emerald")
        assert errors_of(self.sent(name=name)) == {"name": [sentence]}


class TestRenameForm:
    @pytest.mark.parametrize("name", ["", "   ", "\u3000"])
    def test_wants_a_name(self, name: str) -> None:
        assert errors_of(RenameForm({"name": name})) == {"name": ["A run needs a name."]}

    def test_takes_eighty_characters(self) -> None:
        assert RenameForm({"name": "🏴" * 80}).is_valid()
        assert "name" in errors_of(RenameForm({"name": "🏴" * 81}))


class TestEndRunForm:
    @pytest.mark.parametrize("status", ["completed", "failed", "abandoned"])
    def test_takes_each_end(self, status: str) -> None:
        assert EndRunForm({"status": status}).is_valid()

    @pytest.mark.parametrize(
        ("status", "sentence"),
        [
            ("", "Choose how the run ended."),
            ("active", "Choose how the run ended: completed, failed or abandoned."),
            ("won", "Choose how the run ended: completed, failed or abandoned."),
        ],
    )
    def test_takes_no_other(self, status: str, sentence: str) -> None:
        assert errors_of(EndRunForm({"status": status})) == {"status": [sentence]}
