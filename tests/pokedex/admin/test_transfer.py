"""Import and export in the back office: who may, what is shown, and what is kept in between."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.utils import timezone

from accounts.models import User
from pokedex.models import CatalogChange, Game, ImportUpload, Route, RouteEncounter
from pokedex.transfer import uploads
from pokedex.transfer.files import MOST_BYTES
from pokedex.transfer.resources import RESOURCES
from tests.conftest import signed_in
from tests.factories import GameFactory, PokemonFactory, RouteEncounterFactory, RouteFactory
from tests.html import Element, parse, values
from tests.pokedex.admin.test_pages import violations
from tests.pokedex.admin.test_rows import FACTORIES, address
from tests.pokedex.transfer.importing import exported, table_of

pytestmark = pytest.mark.django_db
MODELS = [pytest.param(model, id=model.__name__) for model in RESOURCES]
ACTS = ("import", "process_import", "export")


@pytest.fixture
def routes(db: None) -> list[Route]:
    """Two routes of Emerald."""
    game = GameFactory.create(name="Emerald", slug="emerald")
    return list(RouteFactory.create_batch(2, game=game))


def send(browser: Client, model: type[models.Model], content: bytes, name: str = "a.csv") -> Any:
    return browser.post(address(model, "import"), {"file": SimpleUploadedFile(name, content)})


def confirm(browser: Client, answer: Any, **changes: str) -> Any:
    form = parse(answer).one("section", id="preview").one("form")
    return browser.post(form.attributes["action"], values(form) | changes)


def said(answer: Any, section: str = "faults") -> list[str]:
    return [one.text for one in parse(answer).one("section", id=section).all("li")]


def messages(answer: Any) -> list[str]:
    return [one.text for one in parse(answer).one("ul", of="messagelist").all("li")]


def renamed(routes: list[Route]) -> bytes:
    return exported(Route).replace(routes[0].name.encode(), b"Littleroot Path")


class TestWho:
    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("model", MODELS)
    def test_guests_players_and_other_staff_are_kept_out(
        self,
        client: Client,
        guest_client: Client,
        owner: User,
        stranger: User,
        model: type[models.Model],
        act: str,
    ) -> None:
        row = FACTORIES[model].create()
        stranger.is_staff = True
        stranger.save(update_fields=["is_staff"])
        before = table_of(model)
        for browser in (client, guest_client, signed_in(owner), signed_in(stranger)):
            for answer in (
                browser.get(address(model, act)),
                send(browser, model, exported(model)),
                browser.post(address(model, act), {"format": "csv"}),
            ):
                assert answer.status_code in (302, 403)
                assert str(row).encode() not in answer.content
                if answer.status_code == 302:
                    assert answer["Location"].startswith(("/accounts/", "/admin/login/"))
        assert table_of(model) == before
        assert not ImportUpload.objects.exists()

    @pytest.mark.parametrize("model", MODELS)
    def test_curators_and_superusers_go_in(
        self, curator: Client, superuser: Client, model: type[models.Model]
    ) -> None:
        FACTORIES[model].create()
        for browser in (curator, superuser):
            assert browser.get(address(model, "import")).status_code == 200
            assert browser.get(address(model, "process_import")).status_code == 405
            assert browser.get(address(model, "export")).status_code == 200
            sent = browser.post(address(model, "export"), {"format": "json"})
            assert sent["Content-Disposition"].startswith("attachment; ")
            assert sent["X-Content-Type-Options"] == "nosniff"
            assert json.loads(sent.content)

    def test_a_file_of_somebody_else_is_as_one_that_is_not_there(
        self, curator: Client, superuser: Client, routes: list[Route]
    ) -> None:
        seen = send(curator, Route, renamed(routes))
        for browser, model in ((superuser, Route), (curator, Game)):
            form = values(parse(seen).one("section", id="preview").one("form"))
            answer = browser.post(address(model, "process_import"), form)
            assert answer.status_code == 422
            assert "kept for a day. Choose it again." in said(answer)[0]
        assert not Route.objects.filter(name="Littleroot Path").exists()

    @pytest.mark.parametrize("act", ["import", "process_import"])
    def test_nothing_is_taken_without_the_forms_token(
        self, routes: list[Route], curator: Client, act: str
    ) -> None:
        user = User.objects.get(username="curator")
        browser = signed_in(user, enforce_csrf_checks=True)
        file = SimpleUploadedFile("a.csv", renamed(routes))
        assert browser.post(address(Route, act), {"file": file}).status_code == 403
        assert not ImportUpload.objects.exists()


class TestExport:
    def test_sends_what_the_filters_leave(self, curator: Client, routes: list[Route]) -> None:
        RouteFactory.create()
        url = f"{address(Route, 'export')}?game__slug__exact=emerald"
        page = parse(curator.get(f"{address(Route, 'export')}?game__id__exact={routes[0].game_id}"))
        assert page.one("section", id="export").one("h2").text == "2 routes"
        url = f"{address(Route, 'export')}?game__id__exact={routes[0].game_id}"
        lines = curator.post(url, {"format": "csv"}).content.decode().splitlines()
        assert len(lines) == 3
        assert all(line.startswith("emerald,") for line in lines[1:])

    def test_of_a_filter_that_is_none_is_shown_without(
        self, curator: Client, routes: list[Route]
    ) -> None:
        answer = curator.get(address(Route, "export"), {"is_active__exact": "perhaps"})
        assert answer.status_code == 302

    def test_of_selected_rows(self, curator: Client, routes: list[Route]) -> None:
        chosen = {"action": "export_json", "_selected_action": [routes[1].pk]}
        answer = curator.post(address(Route, "changelist"), chosen)
        assert [row["slug"] for row in json.loads(answer.content)] == [routes[1].slug]

    def test_of_a_whole_game_is_the_same_to_the_byte_each_time(
        self, curator: Client, routes: list[Route]
    ) -> None:
        RouteEncounterFactory.create(route=routes[0])
        RouteEncounterFactory.create()
        page = parse(curator.get(address(Game, "change", routes[0].game_id)))
        (url,) = [one.attributes["href"] for one in page.all("a") if "CSV" in one.text]
        content = curator.get(url).content
        assert curator.get(url).content == content
        archive = zipfile.ZipFile(io.BytesIO(content))
        assert sorted(archive.namelist()) == [
            "emerald/boss.csv",
            "emerald/bosspokemon.csv",
            "emerald/encountertable.csv",
            "emerald/game.csv",
            "emerald/route.csv",
            "emerald/routeencounter.csv",
        ]
        assert len(archive.read("emerald/routeencounter.csv").splitlines()) == 2
        assert curator.get(url.replace("csv", "exe")).status_code == 404

    def test_buttons_are_on_each_list(self, curator: Client, routes: list[Route]) -> None:
        page = parse(curator.get(address(Route, "changelist"), {"q": "route"}))
        links = {one.text: one.attributes["href"] for one in page.one(of="object-tools").all("a")}
        assert links["Import"] == address(Route, "import")
        assert links["Export"] == f"{address(Route, 'export')}?q=route"


class TestImport:
    def test_shows_what_would_change_and_writes_it_when_confirmed(
        self, curator: Client, routes: list[Route]
    ) -> None:
        name = routes[0].name
        shown = send(curator, Route, renamed(routes), "north.csv")
        section = parse(shown).one("section", id="preview")
        assert "0 new, 1 changed, 1 unchanged, none refused." in section.text
        assert f"name: {name} → Littleroot Path" in section.text
        assert not Route.objects.filter(name="Littleroot Path").exists()
        done = curator.post(
            (form := section.one("form")).attributes["action"], values(form), follow=True
        )
        assert messages(done) == ["Imported north.csv: 0 routes added, 1 changed."]
        assert Route.objects.filter(name="Littleroot Path").exists()
        (change,) = CatalogChange.objects.filter(source="import")
        assert change.by is not None
        assert change.by.username == "curator"
        assert LogEntry.objects.get().get_change_message() == "Imported from north.csv."
        assert not ImportUpload.objects.exists()

    def test_is_in_the_row_s_history_and_in_the_games_changelog(
        self, curator: Client, routes: list[Route]
    ) -> None:
        confirm(curator, send(curator, Route, renamed(routes)))
        page = parse(curator.get(address(Route, "history", routes[0].pk)))
        assert "curator, from a file" in page.one(id="changes").text
        public = Client().get("/changes/emerald/").content.decode()
        assert "Littleroot Path" in public
        listed = curator.get(
            f"{address(CatalogChange, 'changelist')}?source__in=person,import"
        ).context["cl"]
        assert "Littleroot Path" in {str(row.row_name) for row in listed.result_list}

    def test_confirmed_twice_is_imported_once(self, curator: Client, routes: list[Route]) -> None:
        shown = send(curator, Route, renamed(routes))
        assert confirm(curator, shown).status_code == 302
        assert confirm(curator, shown).status_code == 422
        assert CatalogChange.objects.filter(source="import").count() == 1

    def test_that_changes_nothing_says_so(self, curator: Client, routes: list[Route]) -> None:
        section = parse(send(curator, Route, exported(Route))).one("section", id="preview")
        assert "the catalog says all of it already" in section.text
        assert not section.all("form")
        assert not ImportUpload.objects.exists()

    def test_refused_says_why_line_by_line_and_keeps_nothing(
        self, curator: Client, routes: list[Route]
    ) -> None:
        content = exported(Route) + b"emerlad,north,North,10,story,,yes\nemerald,=1,a,b,c,d,e\n"
        answer = send(curator, Route, content)
        assert answer.status_code == 422
        assert said(answer)[0].startswith("Line 5, column slug: “=1” begins as a formula does.")
        answer = send(curator, Route, exported(Route) + b"emerlad,north,North,10,story,,yes\n")
        assert said(answer) == [
            "Line 4, column game: There is no game “emerlad”. Is “emerald” meant?"
        ]
        assert not ImportUpload.objects.exists()

    @pytest.mark.parametrize(
        "hostile",
        ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"],
    )
    def test_shows_what_a_file_says_as_text(
        self, curator: Client, routes: list[Route], hostile: str
    ) -> None:
        rows = json.loads(exported(Route, "json"))
        for content in (
            [rows[0] | {"name": hostile}],
            [rows[0] | {"game": hostile}],
            [{hostile: 1}],
        ):
            answer = send(curator, Route, json.dumps(content).encode(), f"{hostile}.json")
            assert answer.status_code in (200, 422)
            page = parse(answer)
            assert violations(page) == []
            assert not page.all("img")
            assert hostile[:12] in page.one(id="content").text

    def test_without_a_file_asks_for_one(self, curator: Client) -> None:
        answer = curator.post(address(Route, "import"))
        assert answer.status_code == 422
        assert said(answer) == ["Choose a file first."]

    def test_of_too_large_a_file_is_refused_before_it_is_read(
        self, curator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """By what the request announces; the body is not even asked for."""
        answer = curator.generic(
            "POST",
            address(Route, "import"),
            b"",
            "multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(MOST_BYTES + 100_000),
        )
        assert answer.status_code == 413
        assert said(answer)[0].startswith("The file is larger than 20 MB.")
        answer = send(curator, Route, b"x" * (MOST_BYTES + 1))
        assert answer.status_code == 413

    @pytest.mark.parametrize("length", ["", "abc", "-5", "9" * 30])
    def test_a_length_that_is_none_is_no_fault(self, curator: Client, length: str) -> None:
        answer = curator.generic(
            "POST", address(Route, "import"), b"", "text/plain", CONTENT_LENGTH=length
        )
        assert answer.status_code in (413, 422)


class TestBetween:
    def test_a_catalog_that_changed_is_shown_anew_and_nothing_is_lost(
        self, curator: Client, routes: list[Route]
    ) -> None:
        shown = send(curator, Route, renamed(routes))
        routes[0].name = "Oldale Path"
        routes[0].save()
        again = confirm(curator, shown)
        assert again.status_code == 409
        assert "the catalog has changed since you looked at it" in messages(again)[0]
        section = parse(again).one("section", id="preview")
        assert "name: Oldale Path → Littleroot Path" in section.text
        assert not Route.objects.filter(name="Littleroot Path").exists()
        assert confirm(curator, again).status_code == 302
        assert Route.objects.filter(name="Littleroot Path").exists()

    def test_nothing_of_it_is_in_the_process_or_the_session(
        self, curator: Client, routes: list[Route]
    ) -> None:
        """Another worker answers, to another session of the same person."""
        shown = send(curator, Route, renamed(routes))
        curator.logout()
        again = signed_in(User.objects.get(username="curator"))
        assert confirm(again, shown).status_code == 302
        assert Route.objects.filter(name="Littleroot Path").exists()

    def test_a_change_elsewhere_is_no_hindrance(self, curator: Client, routes: list[Route]) -> None:
        shown = send(curator, Route, renamed(routes))
        PokemonFactory.create()
        assert confirm(curator, shown).status_code == 302

    def test_a_file_that_fits_no_longer_says_why(
        self, curator: Client, routes: list[Route]
    ) -> None:
        shown = send(curator, Route, renamed(routes))
        RouteFactory.create(game=routes[0].game, name="Littleroot Path", slug="other")
        again = confirm(curator, shown)
        assert again.status_code == 409
        assert "is that of emerald / other." in said(again)[0]

    def test_a_forged_mark_writes_nothing(self, curator: Client, routes: list[Route]) -> None:
        shown = send(curator, Route, renamed(routes))
        for changes in ({"mark": ""}, {"mark": "0" * 64}):
            assert confirm(curator, shown, **changes).status_code == 409
        for upload in ("", "x", "\0", str(uuid.uuid4())):
            assert confirm(curator, shown, upload=upload).status_code == 422
        assert not Route.objects.filter(name="Littleroot Path").exists()

    def test_a_file_is_kept_for_a_day(self, curator: Client, routes: list[Route]) -> None:
        shown = send(curator, Route, renamed(routes))
        ImportUpload.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))
        assert confirm(curator, shown).status_code == 422
        send(curator, Route, renamed(routes))
        assert ImportUpload.objects.count() == 1

    def test_only_the_latest_of_a_person_are_kept(
        self, curator: Client, routes: list[Route]
    ) -> None:
        for _ in range(uploads.MOST_KEPT + 2):
            send(curator, Route, renamed(routes))
        assert ImportUpload.objects.count() == uploads.MOST_KEPT

    def test_a_file_that_is_not_what_it_was_is_not_imported(
        self, curator: Client, routes: list[Route]
    ) -> None:
        shown = send(curator, Route, renamed(routes))
        ImportUpload.objects.update(digest="0" * 64)
        assert confirm(curator, shown).status_code == 422

    def test_it_goes_with_its_owner(self, curator: Client, routes: list[Route]) -> None:
        send(curator, Route, renamed(routes))
        User.objects.get(username="curator").delete()
        assert not ImportUpload.objects.exists()


def pages(browser: Client, routes: list[Route]) -> dict[str, Element]:
    refused = exported(Route) + b"emerlad,north,North,10,story,,yes\n"
    return {
        "form": parse(browser.get(address(Route, "import"))),
        "preview": parse(send(browser, Route, renamed(routes))),
        "refused": parse(send(browser, Route, refused)),
        "export": parse(browser.get(address(Route, "export"))),
    }


def test_pages_break_no_rule_of_the_policy(curator: Client, routes: list[Route]) -> None:
    assert {name: violations(page) for name, page in pages(curator, routes).items()} == {
        "form": [],
        "preview": [],
        "refused": [],
        "export": [],
    }


def test_every_model_has_its_buttons(curator: Client) -> None:
    assert set(RESOURCES) == set(FACTORIES)
    RouteEncounterFactory.create()
    page = parse(curator.get(address(RouteEncounter, "changelist")))
    assert {"Import", "Export"} <= {one.text for one in page.all("a")}
