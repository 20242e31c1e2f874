"""The pages by which players report what is wrong, and see what became of it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.guests import join
from accounts.models import User
from pokedex.models import CorrectionReport, RouteEncounter
from pokedex.services.reports import ask_reporter, refuse_report
from tests.conftest import signed_in
from tests.factories import (
    BossFactory,
    CorrectionReportFactory,
    GuestFactory,
    PokemonFactory,
    RouteEncounterFactory,
    UserFactory,
)
from tests.html import parse
from tests.tracker.views.test_hostile_input import ODD, PAYLOADS, is_clean

pytestmark = pytest.mark.django_db


@pytest.fixture
def met() -> RouteEncounter:
    """Ralts at Route 102 of Emerald."""
    row: RouteEncounter = RouteEncounterFactory.create(
        route__slug="route-102",
        route__name="Route 102",
        route__game__slug="emerald",
        route__game__name="Emerald",
        pokemon__slug="ralts",
        pokemon__name="Ralts",
        encounter_rate=4,
    )
    return row


def address(met: RouteEncounter) -> str:
    arguments = ["emerald", "route-102", "ralts", met.encounter_method]
    return reverse("pokedex:report-encounter", args=arguments)


def form(**changes: str) -> dict[str, str]:
    return {"kind": "rate", "suggestion": "5 %", "submission": str(uuid.uuid4()), **changes}


class TestSending:
    def test_is_for_everybody_and_leads_to_a_page_of_its_own(
        self, client: Client, met: RouteEncounter
    ) -> None:
        page = parse(client.get(address(met)))
        assert {one.attributes["value"] for one in page.all("input", name="kind")} == {
            *("rate", "level", "method", "conditions", "not-met", "other")
        }
        typed = form(source="The game", credit="Ash", contact="ash@example.org")
        answer = client.post(address(met), typed)
        report = CorrectionReport.objects.get()
        assert answer.status_code == 302
        assert answer["Location"] == reverse("pokedex:report-detail", args=[report.public_id])
        assert (report.suggestion, report.by, report.contact) == ("5", None, "ash@example.org")
        shown = client.get(answer["Location"])
        assert "Keep this address" in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert parse(shown).one("meta", name="robots").attributes["content"] == "noindex"
        assert "example.org" not in shown.content.decode(), "the contact is private"

    def test_twice_makes_one(self, client: Client, met: RouteEncounter) -> None:
        typed = form()
        answers = [client.post(address(met), typed)["Location"] for _ in range(2)]
        assert len(set(answers)) == CorrectionReport.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"kind": ""}, "Choose what is wrong."),
            ({"kind": "team"}, "Choose what is wrong from the list."),
            ({"suggestion": ""}, "Say what it should be."),
            ({"suggestion": "rarely"}, "a whole number from 1 to 100"),
            ({"website": "https://spam.example"}, "Leave this field empty"),
            ({"source": "x" * 501}, "A source can be 500 characters long"),
            ({"submission": ""}, "This form is damaged."),
        ],
    )
    def test_is_refused_in_words_and_loses_nothing(
        self, client: Client, met: RouteEncounter, changes: dict[str, str], sentence: str
    ) -> None:
        answer = client.post(address(met), form(credit="Ash Ketchum", **changes))
        assert answer.status_code == 422
        page = parse(answer)
        assert sentence in page.text
        assert page.one("input", name="credit").attributes["value"] == "Ash Ketchum"
        assert not CorrectionReport.objects.exists()

    def test_has_a_limit_that_loses_nothing(
        self, client: Client, met: RouteEncounter, settings: Any
    ) -> None:
        for _ in range(10):
            assert client.post(address(met), form()).status_code == 302
        answer = client.post(address(met), form(credit="Ash Ketchum"))
        assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
        page = parse(answer)
        assert "Wait an hour" in page.text
        assert page.one("input", name="credit").attributes["value"] == "Ash Ketchum"
        assert CorrectionReport.objects.count() == 10
        assert client.get(address(met)).status_code == 200
        other = Client(REMOTE_ADDR="198.51.100.9")
        assert other.post(address(met), form()).status_code == 302

    def test_is_possible_from_each_page_of_the_catalog(
        self, client: Client, met: RouteEncounter
    ) -> None:
        boss = BossFactory.create(game=met.route.game, after_route=met.route, slug="roxanne")
        for page, target, kind in (
            ("route-detail", address(met), "rate"),
            (
                "route-detail",
                reverse("pokedex:report-route", args=["emerald", "route-102"]),
                "name",
            ),
            ("boss-detail", reverse("pokedex:report-boss", args=["emerald", "roxanne"]), "level"),
            ("pokemon-detail", reverse("pokedex:report-pokemon", args=["ralts"]), "name"),
        ):
            arguments = {
                "route-detail": ["emerald", "route-102"],
                "boss-detail": ["emerald", boss.slug],
                "pokemon-detail": ["ralts"],
            }
            shown = client.get(reverse(f"pokedex:{page}", args=arguments[page]))
            assert target in {a.attributes["href"] for a in parse(shown).all("a")}
            assert client.post(target, form(kind=kind, suggestion="12")).status_code == 302
        models = set(CorrectionReport.objects.values_list("row_model", flat=True))
        assert models == {"routeencounter", "route", "boss", "pokemon"}

    def test_about_what_is_not_there_is_not_found(
        self, client: Client, met: RouteEncounter
    ) -> None:
        urls = [
            reverse("pokedex:report-encounter", args=["emerald", "route-102", "ralts", "surf"]),
            reverse("pokedex:report-route", args=["emerald", "route-999"]),
            reverse("pokedex:report-boss", args=["emerald", "nobody"]),
            reverse("pokedex:report-pokemon", args=["missingno"]),
            reverse("pokedex:report-detail", args=[uuid.uuid4()]),
        ]
        for url in urls:
            assert client.get(url).status_code == 404
            assert client.post(url, form()).status_code == 404
        met.route.is_active = False
        met.route.save()
        assert client.get(address(met)).status_code == 404

    def test_takes_a_fixed_number_of_queries(self, client: Client, met: RouteEncounter) -> None:
        url = reverse("pokedex:report-route", args=["emerald", "route-102"])

        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            return len(captured)

        few = queries()
        RouteEncounterFactory.create_batch(20, route=met.route)
        assert queries() == few == 2


class TestHostileInput:
    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_is_shown_as_text_everywhere(
        self, client: Client, curator: Client, met: RouteEncounter, payload: str
    ) -> None:
        texts = dict.fromkeys(("source", "credit", "contact"), payload)
        refused = client.post(address(met), form(kind="rate", **{**texts, "suggestion": payload}))
        assert refused.status_code == 422
        is_clean(parse(refused))
        sent = form(kind="other", **{**texts, "suggestion": payload})
        answer = client.post(address(met), sent, follow=True)
        assert answer.status_code == 200
        is_clean(parse(answer))
        assert " ".join(payload.split()) in parse(answer).text
        report = CorrectionReport.objects.get()
        decide = reverse("admin:pokedex_decide", args=[report.pk])
        asked = {"act": "ask", "reply": payload, "revision": "1"}
        assert curator.post(decide, asked).status_code == 302
        own = reverse("pokedex:report-detail", args=[report.public_id])
        assert client.post(own, {"text": payload, "revision": "2"}).status_code == 302
        is_clean(parse(client.get(own)))
        for page in (curator.get(decide), curator.get(reverse(f"{CHANGELIST}"))):
            for element in parse(page):
                assert element.tag != "x-canary"
                assert not any(name.startswith("on") for name in element.attributes)

    @pytest.mark.parametrize("odd", ODD, ids=lambda odd: ascii(odd[:8]))
    def test_is_no_error_of_ours(self, client: Client, met: RouteEncounter, odd: str) -> None:
        for name in ("kind", "suggestion", "source", "credit", "contact", "website", "submission"):
            answer = client.post(address(met), form(**{name: odd}))
            assert answer.status_code in {302, 422, 429}, name
        report = CorrectionReportFactory.create(state="asked")
        url = reverse("pokedex:report-detail", args=[report.public_id])
        for name in ("text", "revision"):
            sent = {"text": "So.", "revision": "1", name: odd}
            assert client.post(url, sent).status_code in {302, 409, 422, 429}


CHANGELIST = "admin:pokedex_correctionreport_changelist"


class TestFollowing:
    def test_a_question_is_answered_on_the_reports_page(self, client: Client) -> None:
        report = CorrectionReportFactory.create()
        url = reverse("pokedex:report-detail", args=[report.public_id])
        assert not parse(client.get(url)).all("form", method="post")
        assert client.post(url, {"text": "So.", "revision": "1"}).status_code == 409
        ask_reporter(report=report, revision=1, text="Where did you see it?")
        page = parse(client.get(url))
        assert "Where did you see it?" in page.text
        assert client.post(url, {"text": "", "revision": "2"}).status_code == 422
        assert client.post(url, {"text": "On the sign.", "revision": "2"}).status_code == 302
        assert "On the sign." in parse(client.get(url)).text
        report.refresh_from_db()
        assert report.state == "open"

    def test_an_answer_that_comes_too_late_is_not_lost(self, client: Client) -> None:
        report, curator = CorrectionReportFactory.create(), UserFactory.create(username="may")
        ask_reporter(report=report, revision=1, text="Where?")
        refuse_report(report=report, revision=2, reply="Nowhere to be found.", by=curator.pk)
        url = reverse("pokedex:report-detail", args=[report.public_id])
        answer = client.post(url, {"text": "On the sign.", "revision": "2"})
        assert answer.status_code == 409
        page = parse(answer)
        assert "settled meanwhile" in page.text
        assert "Nowhere to be found." in page.text
        assert "may" not in page.text.split(), "no curator is named"
        assert page.one("textarea", name="text").text == "On the sign."

    def test_my_reports_are_those_of_who_is_signed_in(
        self, client: Client, owner: User, owner_client: Client, stranger_client: Client
    ) -> None:
        CorrectionReportFactory.create(row_name="Route 102", by=owner)
        url = reverse("pokedex:report-list")
        assert "Route 102" in parse(owner_client.get(url)).text
        for other in (client, stranger_client):
            assert "Route 102" not in parse(other.get(url)).text

    def test_a_guests_reports_move_to_the_account(self, met: RouteEncounter, owner: User) -> None:
        guest = GuestFactory.create()
        signed_in(guest).post(address(met), form())
        assert CorrectionReport.objects.get().by == guest
        assert join(guest, owner)
        assert CorrectionReport.objects.get().by == owner

    def test_outlives_who_has_sent_it(self, owner: User) -> None:
        CorrectionReportFactory.create(by=owner, decided_by=owner, state="open")
        owner.delete()
        report = CorrectionReport.objects.get()
        assert (report.by, report.decided_by) == (None, None)

    def test_of_my_reports_takes_one_query_more_than_none(self, owner: User) -> None:
        browser = signed_in(owner)
        url = reverse("pokedex:report-list")
        counts = []
        for _ in range(2):
            CorrectionReportFactory.create_batch(5, by=owner)
            with CaptureQueriesContext(connection) as captured:
                browser.get(url)
            counts.append(len(captured))
        assert counts[0] == counts[1]


def test_a_pokemon_page_that_only_readers_see_keeps_no_cookie(client: Client) -> None:
    pokemon = PokemonFactory.create()
    answer = client.get(reverse("pokedex:pokemon-detail", args=[pokemon.slug]))
    assert not answer.cookies
