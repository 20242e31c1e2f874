"""The queue of reports, as a member of Curators sees and decides it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from pokedex.models import CatalogChange, CorrectionReport, EncounterTable
from tests.conftest import signed_in
from tests.factories import CorrectionReportFactory, RouteFactory, UserFactory
from tests.html import Element, parse, values
from tests.pokedex.admin.test_pages import violations
from tests.pokedex.test_reports import ralts, sent

pytestmark = pytest.mark.django_db

QUEUE = "admin:pokedex_correctionreport_changelist"


def page_of(browser: Client, report: CorrectionReport) -> Element:
    return parse(browser.get(reverse("admin:pokedex_decide", args=[report.pk])))


def decide(browser: Client, report: CorrectionReport, section: str, **typed: str) -> Any:
    """Send one of the forms on a report's page as it stands, with what was typed."""
    form = page_of(browser, report).one("section", id=section).one("form")
    url = reverse("admin:pokedex_decide", args=[report.pk])
    return browser.post(url, {**values(form), **typed})


def listed(browser: Client, **filters: str) -> list[str]:
    answer = browser.get(reverse(QUEUE), filters)
    return [one.row_name for one in answer.context["cl"].result_list]


class TestQueue:
    def test_has_the_oldest_first_and_the_same_once(self, curator: Client) -> None:
        route, other = RouteFactory.create(name="Old"), RouteFactory.create(name="New")
        for row in (route, other, route):
            sent(row, "name", "Road 1")
        sent(route, "name", "  road  1")
        assert listed(curator) == ["Old", "New"]
        rows = parse(curator.get(reverse(QUEUE))).one(id="result_list").one("tbody").all("tr")
        assert [row.one("td", of="field-reports").text for row in rows] == ["3", "1"]

    def test_is_filtered_by_state_game_and_kind(self, curator: Client) -> None:
        CorrectionReportFactory.create(row_name="Open")
        CorrectionReportFactory.create(row_name="Asked", state="asked", game="ruby", kind="order")
        closed = {"decided_at": "2030-01-01T00:00Z", "reply": "No."}
        CorrectionReportFactory.create(row_name="Refused", state="refused", **closed)
        assert listed(curator) == ["Open", "Asked"]
        assert listed(curator, state="asked") == ["Asked"]
        assert listed(curator, state="refused") == ["Refused"]
        assert listed(curator, state="all") == ["Open", "Asked", "Refused"]
        assert listed(curator, game="ruby") == listed(curator, kind="order") == ["Asked"]
        assert listed(curator, q="ope") == ["Open"]

    def test_takes_as_many_queries_for_200_as_for_20(self, curator: Client) -> None:
        counts = []
        for number in (20, 180):
            CorrectionReportFactory.create_batch(number)
            with CaptureQueriesContext(connection) as captured:
                assert curator.get(reverse(QUEUE), {"all": ""}).status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 20

    def test_is_counted_on_the_index(self, curator: Client) -> None:
        route = RouteFactory.create()
        for _ in range(2):
            sent(route, "name", "Road")
        links = parse(curator.get(reverse("admin:index"))).all("a")
        (link,) = [one for one in links if "Reports of players" in one.text]
        assert link.text == "Reports of players that wait for a curator: 1"
        assert link.attributes["href"] == reverse(QUEUE)

    def test_nobody_adds_or_deletes_a_report(self, superuser: Client) -> None:
        report = CorrectionReportFactory.create()
        name = "admin:pokedex_correctionreport"
        assert superuser.get(reverse(f"{name}_add")).status_code == 403
        assert superuser.post(reverse(f"{name}_delete", args=[report.pk])).status_code == 403
        assert CorrectionReport.objects.exists()
        for number in (report.pk, 10**17):
            answer = superuser.get(reverse(f"{name}_change", args=[number]), follow=True)
            assert answer.status_code == (200 if number == report.pk else 404)


class TestDeciding:
    def test_shows_the_row_beside_the_claim(self, curator: Client) -> None:
        row = ralts()
        report = sent(row, "rate", "5", contact="ash@example.org")
        row.encounter_rate = 3
        row.save()
        page = page_of(curator, report)
        (fact,) = [tr for tr in page.one(id="row").all("tr") if tr.text.startswith("Chance")]
        assert fact.text == "Chance 4 % 3 % (changed)"
        assert "ash@example.org" in page.one(id="reporters").text
        assert violations(page) == []

    def test_accepting_changes_the_catalog_and_thanks(self, curator: Client) -> None:
        row = ralts()
        report = sent(row, "rate", "5", credit="Ash")
        answer = decide(curator, report, "accept", partner="poochyena", reply="Thank you.")
        assert answer.status_code == 302
        row.refresh_from_db()
        report.refresh_from_db()
        assert (row.encounter_rate, report.state, report.reply) == (5, "accepted", "Thank you.")
        change = CatalogChange.objects.filter(row_model="routeencounter", row_id=row.pk)[0]
        assert (change.by, change.credit) == (User.objects.get(username="curator"), "Ash")
        logged = LogEntry.objects.values_list("content_type__model", flat=True)
        assert set(logged) == {"correctionreport", "encountertable"}
        page = page_of(curator, report)
        assert not page.all("form", method="post")[1:], "only the log-out is left"
        history = curator.get(
            reverse("admin:pokedex_routeencounter_history", args=[row.pk])
        ).content.decode()
        assert "reported by" in history
        assert "Ash" in history

    def test_what_takes_judgement_leads_to_the_right_page(self, curator: Client) -> None:
        row = ralts()
        report = sent(row.route, "order", "before Route 101")
        accept = page_of(curator, report).one(id="accept")
        links = [link.attributes["href"] for link in accept.all("a")]
        assert (
            links[0] == reverse("admin:pokedex_game_change", args=[row.route.game_id]) + "#routes"
        )
        for link in links:
            assert curator.get(link.partition("#")[0]).status_code == 200
        assert decide(curator, report, "accept").status_code == 302
        report.refresh_from_db()
        assert (report.state, report.is_applied) == ("accepted", False)

    def test_refusing_asks_for_a_reason_and_asking_for_a_question(self, curator: Client) -> None:
        report = sent(RouteFactory.create(), "name", "Road")
        for act, sentence in (("refuse", "Give a reason"), ("ask", "Write the question")):
            answer = decide(curator, report, "refuse", act=act, reply=" ")
            assert answer.status_code == 422
            assert sentence in parse(answer).one(of="errornote").text
        assert decide(curator, report, "refuse", act="ask", reply="Where?").status_code == 302
        assert decide(curator, report, "refuse", act="refuse", reply="No.").status_code == 302
        report.refresh_from_db()
        assert (report.state, report.reply) == ("refused", "No.")

    def test_the_second_of_two_is_told_and_keeps_what_was_typed(self, curator: Client) -> None:
        report = sent(RouteFactory.create(), "name", "Road")
        may = UserFactory.create(username="may", is_staff=True)
        may.groups.set(User.objects.get(username="curator").groups.all())
        url = reverse("admin:pokedex_decide", args=[report.pk])
        form = {"act": "refuse", "revision": "1"}
        assert signed_in(may).post(url, {**form, "reply": "No."}).status_code == 302
        answer = curator.post(url, {**form, "reply": "Not so."})
        assert answer.status_code == 409
        assert "closed meanwhile by may: not accepted" in parse(answer).one(of="errornote").text
        report.refresh_from_db()
        assert report.reply == "No."

    def test_a_damaged_form_changes_nothing(self, curator: Client) -> None:
        report = sent(ralts(), "rate", "5")
        url = reverse("admin:pokedex_decide", args=[report.pk])
        for form in (
            {},
            {"act": "delete", "revision": "1"},
            {"act": "accept", "revision": "x"},
            {"act": "accept", "revision": "1", "mark": "x" * 99},
            {"act": "accept", "revision": "1", "mark": "", "partner": "poochyena"},
            {"act": "refuse", "revision": "1", "reply": "a\0b"},
        ):
            assert curator.post(url, form).status_code in {409, 422}, form
        report.refresh_from_db()
        assert report.state == "open"
        assert EncounterTable.objects.get().pokemon[1][1] == 4

    def test_needs_the_right_to_change_what_it_changes(self) -> None:
        report = sent(ralts(), "rate", "5")
        staff = UserFactory.create(is_staff=True)
        url = reverse("admin:pokedex_decide", args=[report.pk])

        def may(*codenames: str) -> Client:
            staff.user_permissions.set(Permission.objects.filter(codename__in=codenames))
            return signed_in(staff)

        accept = {"act": "accept", "revision": "1"}
        assert may().get(url).status_code == 403
        looking = may("view_correctionreport")
        assert not parse(looking.get(url)).all(id="accept")
        assert looking.post(url, accept).status_code == 403
        deciding = may("view_correctionreport", "change_correctionreport")
        assert "You may not change this row." in parse(deciding.get(url)).one(id="accept").text
        assert deciding.post(url, accept).status_code == 403
        assert (
            may("view_correctionreport", "change_correctionreport", "change_routeencounter")
            .post(url, accept)
            .status_code
            == 403
        ), "the table is changed"
