"""Reports of players: what is kept, what accepting changes, and who is told what."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import User
from pokedex.choices import ReportKind, ReportState, ReportSubject
from pokedex.history import changed_by
from pokedex.models import (
    CatalogChange,
    CatalogRow,
    CorrectionReport,
    EncounterTable,
    ReportMessage,
    RouteEncounter,
)
from pokedex.pages.changes import changelog
from pokedex.reports import KINDS, MODELS, facts_of
from pokedex.revision import catalog_revision
from pokedex.services.report_plans import (
    ONLY_BY_HAND,
    SAYS_SO,
    CannotApply,
    carry_out,
    plan_report,
)
from pokedex.services.report_values import BadSuggestion, read_suggestion
from pokedex.services.reports import (
    CONTACT_DAYS,
    ReportRefused,
    accept_by_hand,
    accept_report,
    answer_report,
    ask_reporter,
    forget_contacts,
    names_in_words,
    refuse_report,
    send_report,
)
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    CorrectionReportFactory,
    EncounterTableFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def may(db: None) -> User:
    """A curator."""
    user: User = UserFactory.create(username="may")
    return user


def sent(row: CatalogRow, kind: str, suggestion: str = "", **more: Any) -> CorrectionReport:
    texts = {"source": "", "credit": "", "contact": "", **more}
    return send_report(
        row=row,
        kind=ReportKind(kind),
        suggestion=suggestion,
        by=texts.pop("by", None),
        submission=texts.pop("submission", None) or uuid.uuid4(),
        **texts,
    )


def accepted(report: CorrectionReport, by: User, partner: str = "") -> CorrectionReport:
    with changed_by(by.pk):
        accept_report(
            report=report,
            revision=report.revision,
            mark=plan_report(report).mark,
            partner=partner,
            reply="",
            by=by.pk,
        )
    report.refresh_from_db()
    return report


SHARES = [["poochyena", 95, 3, 4], ["ralts", 4, 4, 4], ["seedot", 1, 3, 3]]


def ralts() -> RouteEncounter:
    """Ralts, 4 % of the one table of Route 102 in Emerald."""
    route = RouteFactory.create(
        name="Route 102", slug="route-102", game__slug="emerald", game__name="Emerald"
    )
    rows = {
        slug: RouteEncounterFactory.create(
            route=route,
            pokemon=PokemonFactory.create(slug=slug, name=str(slug).capitalize()),
            encounter_rate=percent,
            min_level=low,
            max_level=high,
        )
        for slug, percent, low, high in SHARES
    }
    EncounterTableFactory.create(route=route, pokemon=SHARES)
    return RouteEncounter.objects.get(pk=rows["ralts"].pk)


class TestSuggestions:
    @pytest.mark.parametrize(
        ("subject", "kind", "typed", "kept"),
        [
            ("routeencounter", "rate", "up to 5 %", "5"),
            ("routeencounter", "rate", "005", "5"),
            ("routeencounter", "level", "Lv. 2 – 3", "2-3"),
            ("routeencounter", "level", "4-4", "4"),
            ("routeencounter", "level", "levels 2 to 3", "2-3"),
            ("routeencounter", "not-met", "", ""),
            ("boss", "level", "level 15", "15"),
            ("pokemon", "types", "grass/poison", "Grass, Poison"),
            ("pokemon", "types", "Psychic and Fairy", "Psychic, Fairy"),
            ("route", "name", "Route 102", "Route 102"),
            ("boss", "team", "Geodude, level 12", "Geodude, level 12"),
        ],
    )
    def test_are_kept_in_one_way(self, subject: str, kind: str, typed: str, kept: str) -> None:
        suggestion = read_suggestion(
            subject=ReportSubject(subject), kind=ReportKind(kind), text=typed
        )
        assert suggestion == kept

    @pytest.mark.parametrize(
        ("subject", "kind", "typed", "sentence"),
        [
            ("routeencounter", "rate", "often", "a whole number from 1 to 100"),
            ("routeencounter", "rate", "0", "a whole number from 1 to 100"),
            ("routeencounter", "rate", "٥", "a whole number from 1 to 100"),
            ("routeencounter", "level", "3-2", "Write the right levels"),
            ("routeencounter", "level", "101", "Write the right levels"),
            ("boss", "level", "12-15", "as a whole number from 1 to 100"),
            ("pokemon", "types", "grass, grass", "one or two types"),
            ("pokemon", "types", "wood", "one or two types"),
            ("route", "name", "x" * 81, "in 80 characters at most"),
            ("boss", "battle-place", "x" * 81, "in 80 characters at most"),
            ("route", "missing", "", "Say what it should be"),
        ],
    )
    def test_that_cannot_be_meant_are_refused(
        self, subject: str, kind: str, typed: str, sentence: str
    ) -> None:
        with pytest.raises(BadSuggestion, match=sentence):
            read_suggestion(subject=ReportSubject(subject), kind=ReportKind(kind), text=typed)


class TestSending:
    def test_keeps_the_row_as_it_was(self, owner: User) -> None:
        row = ralts()
        report = sent(row, "rate", "5", by=owner.pk)
        assert (report.row_name, report.game) == ("Ralts at Route 102 (Walking)", "emerald")
        RouteEncounter.objects.filter(pk=row.pk).update(encounter_rate=9)
        report.refresh_from_db()
        assert ["Chance", "4 %"] in report.seen
        assert (report.by, report.state, report.revision) == (owner, "open", 1)

    def test_twice_makes_one(self) -> None:
        row, submission = ralts(), uuid.uuid4()
        first = sent(row, "rate", "5", submission=submission)
        assert sent(row, "rate", "6", submission=submission) == first
        assert CorrectionReport.objects.get().suggestion == "5"

    @pytest.mark.parametrize("subject", MODELS)
    def test_every_kind_about_every_row_has_a_plan_or_a_reason(
        self, subject: ReportSubject
    ) -> None:
        factories: dict[ReportSubject, Any] = {
            ReportSubject.ENCOUNTER: RouteEncounterFactory,
            ReportSubject.ROUTE: RouteFactory,
            ReportSubject.POKEMON: PokemonFactory,
            ReportSubject.BOSS: BossFactory,
        }
        row = factories[subject].create()
        assert all(len(fact) == 2 and all(fact) for fact in facts_of(row))
        for kind in KINDS[subject]:
            plan = plan_report(sent(row, kind, "Grass" if kind == "types" else "12"))
            assert bool(plan.obstacle) != bool(plan.columns)
            assert plan.row == row


class TestAccepting:
    def test_a_rate_of_a_table_takes_the_difference_from_another(self, may: User) -> None:
        row = ralts()
        report = sent(row, "rate", "5", credit="Ash")
        plan = plan_report(report)
        assert {one.slug: one.words for one in plan.partners} == {
            "poochyena": "Poochyena: 94 % instead of 95 %"
        }, "Seedot has 1 %, and would have none"
        with pytest.raises(ReportRefused, match="Choose where the difference"):
            accepted(report, may, partner="seedot")
        report = accepted(report, may, partner="poochyena")
        row.refresh_from_db()
        assert row.encounter_rate == 5
        assert EncounterTable.objects.get().pokemon == [
            ["poochyena", 94, 3, 4],
            ["ralts", 5, 4, 4],
            ["seedot", 1, 3, 3],
        ]
        assert (report.state, report.is_applied, report.decided_by) == ("accepted", True, may)
        change = CatalogChange.objects.filter(row_model="routeencounter", row_id=row.pk)[0]
        assert (change.by, change.credit, change.after) == (may, "Ash", {"encounter_rate": 5})
        assert not row.loaded_digest, "a load sees that a person has changed it"

    def test_what_is_not_met_here_leaves_its_table(self, may: User) -> None:
        row = ralts()
        accepted(sent(row, "not-met"), may, partner="seedot")
        row.refresh_from_db()
        assert not row.is_active
        assert EncounterTable.objects.get().pokemon == [
            ["poochyena", 95, 3, 4],
            ["seedot", 5, 3, 3],
        ]

    def test_levels_go_through_the_table(self, may: User) -> None:
        row = ralts()
        accepted(sent(row, "level", "3-4"), may)
        row.refresh_from_db()
        assert (row.min_level, row.max_level) == (3, 4)
        assert ["ralts", 4, 3, 4] in EncounterTable.objects.get().pokemon

    def test_of_several_tables_only_a_curator_knows_which(self, may: User) -> None:
        row = ralts()
        EncounterTableFactory.create(route=row.route, area="by night", pokemon=SHARES)
        for kind, suggestion in (("rate", "5"), ("level", "3"), ("not-met", "")):
            report = sent(row, kind, suggestion)
            assert "It stands in 2 encounter tables" in plan_report(report).obstacle
            with pytest.raises(ReportRefused, match="It stands in 2"):
                accepted(report, may)

    def test_what_stands_alone_is_changed_itself(self, may: User) -> None:
        row = RouteEncounterFactory.create(encounter_rate=None)
        for kind, suggestion in (("rate", "5"), ("level", "7-9"), ("not-met", "")):
            accepted(sent(row, kind, suggestion), may)
        row.refresh_from_db()
        assert (row.encounter_rate, row.min_level, row.max_level, row.is_active) == (5, 7, 9, False)

    def test_a_missing_pokemon_is_written_where_it_stands_alone(self, may: User) -> None:
        row = ralts()
        PokemonFactory.create(slug="surskit", name="Surskit")
        accepted(sent(row.route, "missing", "Surskit, surf, 10, 5-6"), may)
        added = RouteEncounter.objects.get(pokemon__slug="surskit")
        assert (added.encounter_method, added.encounter_rate, added.max_level) == ("surf", 10, 6)
        for suggestion, sentence in (
            ("Surskit, walk, 10", "come from encounter tables"),
            ("Surskit swims here", "no line that can be written by itself"),
            ("Surskit, surf, 10, 5-6", SAYS_SO),
        ):
            assert sentence in plan_report(sent(row.route, "missing", suggestion)).obstacle

    def test_names_types_and_bosses(self, may: User) -> None:
        route = RouteFactory.create(name="Rout 1")
        pokemon = PokemonFactory.create(past_types=[[5, ["normal"]]])
        boss = BossFactory.create(ace_level=14)
        BossPokemonFactory.create(boss=boss, level=14)
        assert "look at the team" in plan_report(sent(boss, "level", "15")).warning
        assert "earlier generations" in plan_report(sent(pokemon, "types", "Fire")).warning
        for row, kind, suggestion in (
            (route, "name", "Route 1"),
            (pokemon, "types", "Psychic, Fairy"),
            (boss, "level", "15"),
            (boss, "name", "Roxanne"),
            (boss, "battle-place", "Rustboro Gym 2"),
        ):
            accepted(sent(row, kind, suggestion), may)
            row.refresh_from_db()
        assert route.name == "Route 1"
        assert pokemon.types == ["psychic", "fairy"]
        assert (boss.ace_level, boss.name, boss.place) == (15, "Roxanne", "Rustboro Gym 2")

    def test_what_the_catalog_refuses_changes_nothing(self, may: User) -> None:
        other = RouteFactory.create(name="Route 1")
        route = RouteFactory.create(name="Route 2", game=other.game)
        report = sent(route, "name", "Route 1")
        with pytest.raises(ReportRefused, match="Another route of this game has this name"):
            accepted(report, may)
        route.refresh_from_db()
        report.refresh_from_db()
        assert (route.name, report.state) == ("Route 2", "open")

    def test_says_so_when_there_is_nothing_to_change_or_nothing_left(self, may: User) -> None:
        row = ralts()
        assert plan_report(sent(row, "rate", "4")).obstacle == SAYS_SO
        assert plan_report(sent(row, "method", "Surfing")).obstacle == ONLY_BY_HAND
        report = sent(row, "rate", "5")
        row.delete()
        assert "has been deleted" in plan_report(report).obstacle
        accept_by_hand(report=report, revision=1, reply="It is gone.", by=may.pk)

    def test_only_as_it_was_seen(self, may: User) -> None:
        row = RouteEncounterFactory.create(encounter_rate=4)
        report = sent(row, "rate", "5")
        mark = plan_report(report).mark
        row.encounter_rate = 6
        row.save()
        with pytest.raises(ReportRefused, match="The row has changed meanwhile"):
            accept_report(report=report, revision=1, mark=mark, partner="", reply="", by=may.pk)
        row.refresh_from_db()
        assert row.encounter_rate == 6

    def test_only_with_the_table_as_it_was_seen(self, may: User) -> None:
        row = ralts()
        report = sent(row, "rate", "5")
        mark = plan_report(report).mark
        table = EncounterTable.objects.get()
        table.pokemon = [["poochyena", 94, 3, 4], ["ralts", 4, 4, 4], ["seedot", 2, 3, 3]]
        table.save()
        form: dict[str, Any] = {"revision": 1, "partner": "poochyena", "reply": "", "by": may.pk}
        with pytest.raises(ReportRefused, match="The row has changed meanwhile"):
            accept_report(report=report, mark=mark, **form)
        plan = plan_report(report)
        EncounterTable.objects.update(pokemon=SHARES)
        with pytest.raises(CannotApply, match="table has changed meanwhile"):
            carry_out(plan, "poochyena")
        row.refresh_from_db()
        assert row.encounter_rate == 4

    def test_closes_and_thanks_all_that_say_the_same(self, may: User) -> None:
        row = RouteEncounterFactory.create(encounter_rate=4)
        reports = [sent(row, "rate", "5", credit=name) for name in ("Ash", "", "Misty", "Ash")]
        other = sent(row, "rate", "6", credit="Gary")
        accepted(reports[1], may)
        assert {one.state for one in CorrectionReport.objects.exclude(pk=other.pk)} == {"accepted"}
        other.refresh_from_db()
        assert other.state == "open"
        assert CatalogChange.objects.latest("id").credit == "Ash and Misty"


def test_names_are_said_once_and_not_all_of_many() -> None:
    assert names_in_words([]) == ""
    assert names_in_words(["Ash", "", "Ash"]) == "Ash"
    assert names_in_words("ABC") == "A, B and C"
    assert names_in_words("ABCDE") == "A, B, C, D and 1 other"
    assert names_in_words("ABCDEFG") == "A, B, C, D and 3 others"
    assert len(names_in_words(f"{one}" * 40 for one in "abcdefg")) <= 250


class TestTwoCurators:
    @pytest.mark.parametrize("second", ["accept", "by-hand", "refuse", "ask"])
    def test_the_second_is_told_who_was_first(self, may: User, second: str) -> None:
        report = sent(RouteFactory.create(), "name", "Road")
        mark = plan_report(report).mark
        refuse_report(report=report, revision=1, reply="No.", by=may.pk)
        acts: dict[str, Any] = {
            "accept": lambda: accept_report(
                report=report, revision=1, mark=mark, partner="", reply="", by=may.pk
            ),
            "by-hand": lambda: accept_by_hand(report=report, revision=1, reply="", by=may.pk),
            "refuse": lambda: refuse_report(report=report, revision=1, reply="So.", by=may.pk),
            "ask": lambda: ask_reporter(report=report, revision=1, text="Why?"),
        }
        with pytest.raises(ReportRefused, match="closed meanwhile by may: not accepted"):
            acts[second]()
        report.refresh_from_db()
        assert (report.state, report.reply) == ("refused", "No.")

    def test_a_question_between_is_a_change_too(self, may: User) -> None:
        report = sent(RouteFactory.create(), "name", "Road")
        ask_reporter(report=report, revision=1, text="Where?")
        with pytest.raises(ReportRefused, match="a question was asked or answered"):
            refuse_report(report=report, revision=1, reply="No.", by=may.pk)


class TestAskingBack:
    def test_and_answering_goes_on_until_it_is_decided(self, may: User) -> None:
        report = sent(RouteFactory.create(), "name", "Road")
        ask_reporter(report=report, revision=1, text="Where?")
        answer_report(report=report, revision=2, text="On the sign.")
        ask_reporter(report=report, revision=3, text="Which?")
        report.refresh_from_db()
        assert (report.state, report.revision) == ("asked", 4)
        texts = ReportMessage.objects.order_by("id").values_list("is_question", "text")
        assert list(texts) == [(True, "Where?"), (False, "On the sign."), (True, "Which?")]
        refuse_report(report=report, revision=4, reply="No answer.", by=may.pk)
        with pytest.raises(ReportRefused, match="settled meanwhile"):
            answer_report(report=report, revision=4, text="The one at the gate.")

    def test_nobody_answers_what_nobody_asked(self) -> None:
        report = sent(RouteFactory.create(), "name", "Road")
        with pytest.raises(ReportRefused):
            answer_report(report=report, revision=1, text="Because.")
        assert not ReportMessage.objects.exists()


class TestContacts:
    def test_are_forgotten_some_days_after_the_end(self, may: User) -> None:
        old, recent, waiting = (
            sent(RouteFactory.create(), "name", "Road", contact="ash@example.org") for _ in range(3)
        )
        for report in (old, recent):
            refuse_report(report=report, revision=1, reply="No.", by=may.pk)
        long_ago = timezone.now() - timedelta(days=CONTACT_DAYS, minutes=1)
        CorrectionReport.objects.filter(pk=old.pk).update(decided_at=long_ago)
        assert forget_contacts() == 1
        kept = CorrectionReport.objects.exclude(contact="").values_list("pk", flat=True)
        assert set(kept) == {recent.pk, waiting.pk}

    def test_by_a_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        CorrectionReportFactory.create(
            contact="x", state="accepted", decided_at=timezone.now() - timedelta(days=99)
        )
        call_command("forget_contacts")
        assert "1 contact was deleted." in capsys.readouterr().out
        assert CorrectionReport.objects.get().contact == ""


class TestChangelog:
    def lines(self, slug: str) -> list[tuple[str, str]]:
        page = changelog(slug)
        assert page is not None
        return [(line.text, line.credit) for day in page.days for line in day.lines]

    def test_thanks_who_reported_it(self, may: User) -> None:
        row = ralts()
        CatalogChange.objects.all().delete()
        accepted(sent(row, "rate", "5", credit="Ash"), may, partner="poochyena")
        assert ("Ralts at Route 102 (Walking): rate 4 % → 5 %.", "Ash") in self.lines("emerald")

    def test_has_what_was_corrected_by_hand(self, may: User) -> None:
        row = ralts()
        report = sent(row.route, "missing", "Surskit", credit="Misty")
        revision = catalog_revision()
        assert accept_by_hand(report=report, revision=1, reply="", by=may.pk) == 1
        assert catalog_revision() != revision, "the page is kept by it"
        words = "Route 102: corrected. It was reported: “A Pokémon is missing”."
        assert self.lines("emerald")[0] == (words, "Misty")

    def test_of_a_game_has_the_pokemon_that_it_can_have(self, may: User) -> None:
        GameFactory.create(slug="ruby", name="Ruby", generation=3)
        old, new = (PokemonFactory.create(name=f"Mon {gen}", generation=gen) for gen in (3, 4))
        CatalogChange.objects.all().delete()
        for pokemon in (old, new):
            accepted(sent(pokemon, "types", "Fire"), may)
            report = sent(pokemon, "stats", "HP 60")
            accept_by_hand(report=report, revision=1, reply="", by=may.pk)
        assert {text.partition(":")[0] for text, _ in self.lines("ruby")} == {"Mon 3"}
        assert len(self.lines("ruby")) == 2


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("report_row_model_valid", {"row_model": "game"}),
        ("report_kind_valid", {"kind": "x"}),
        ("report_state_valid", {"state": "x"}),
        ("report_row_name_not_blank", {"row_name": " "}),
        ("report_row_name_length", {"row_name": "x" * 251}),
        ("report_game_length", {"game": "x" * 61}),
        ("report_seen_is_list", {"seen": {}}),
        ("report_suggestion_not_blank", {"suggestion": " "}),
        ("report_suggestion_length", {"suggestion": "x" * 201}),
        ("report_source_length", {"source": "x" * 501}),
        ("report_credit_length", {"credit": "x" * 41}),
        ("report_contact_length", {"contact": "x" * 201}),
        ("report_group_key_length", {"group_key": "x" * 65}),
        ("report_reply_length", {"reply": "x" * 1001}),
        ("report_refused_has_reason", {"state": "refused", "decided_at": timezone.now()}),
        ("report_applied_if_accepted", {"is_applied": True}),
        ("report_decided_at_iff_closed", {"state": "accepted"}),
        ("report_decided_at_iff_closed", {"decided_at": timezone.now()}),
        ("report_revision_positive", {"revision": 0}),
    ],
)
def test_the_database_refuses(name: str, values: dict[str, Any]) -> None:
    report = CorrectionReportFactory.create()
    lengths = {"row_name", "game", "suggestion", "source", "credit", "contact", "group_key"}
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        CorrectionReport.objects.filter(pk=report.pk).update(**values)
    assert name in str(refused.value) or (lengths & values.keys() and "too long" in str(refused))


def test_the_states_that_close_a_report_are_those_of_the_database() -> None:
    for state in ReportState:
        assert CorrectionReport(state=state).is_closed is (state in {"accepted", "refused"})
