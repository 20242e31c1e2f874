"""All of a game from an archive, in the back office: who may, what is shown, all or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from pokedex.admin import game_import
from pokedex.models import CatalogChange, Game, ImportUpload, Route
from pokedex.transfer.files import MOST_BYTES
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.html import parse, values
from tests.pokedex.admin.test_pages import violations
from tests.pokedex.transfer.whole_games import Files, files_of, make_emerald, of_another, packed

pytestmark = pytest.mark.django_db
URL = "/admin/pokedex/game/import-game/"
CONFIRM = "/admin/pokedex/game/import-game/confirmed/"


@pytest.fixture
def emerald(db: None) -> Game:
    game = make_emerald()
    CatalogChange.objects.all().delete()
    return game


@pytest.fixture
def granite(emerald: Game) -> Files:
    return of_another(emerald, "granite", "Granite")


def send(browser: Client, content: bytes) -> Any:
    return browser.post(URL, {"file": SimpleUploadedFile("granite.zip", content)})


def confirm(browser: Client, answer: Any, **changes: str) -> Any:
    form = parse(answer).one("section", id="preview").one("form")
    return browser.post(form.attributes["action"], values(form) | changes)


def section(answer: Any, name: str) -> str:
    return parse(answer).one("section", id=name).text


def test_a_curator_imports_a_game_after_looking_at_it(curator: Client, granite: Files) -> None:
    page = parse(curator.get(reverse("admin:pokedex_game_changelist")))
    assert URL in {link.attributes["href"] for link in page.all("a")}
    assert curator.get(URL).status_code == 200
    seen = send(curator, packed(granite))
    assert seen.status_code == 200
    assert "“granite” is a new game. 13 new, 0 changed, 0 unchanged" in section(seen, "preview")
    assert "routeencounter.csv" in section(seen, "preview")
    assert violations(parse(seen)) == []
    assert not Game.objects.filter(slug="granite").exists()

    done = confirm(curator, seen)
    game = Game.objects.get(slug="granite")
    assert done["Location"] == reverse("admin:pokedex_game_change", args=[game.pk])
    assert (
        "Imported granite.zip: 13 rows added, 0 changed."
        in parse(curator.get(done["Location"])).one("ul", of="messagelist").text
    )
    assert files_of(game) == granite
    assert not ImportUpload.objects.exists()
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.change_message) == (str(game.pk), "Imported from granite.zip.")
    assert set(CatalogChange.objects.values_list("by__username", "source")) == {
        ("curator", "import")
    }


def test_confirmed_twice_is_imported_once(curator: Client, granite: Files) -> None:
    seen = send(curator, packed(granite))
    confirm(curator, seen)
    again = confirm(curator, seen)
    assert again.status_code == 422
    assert "is kept for a day. Choose it again." in section(again, "faults")
    assert Game.objects.filter(slug="granite").count() == 1


def test_what_is_wrong_is_said_file_by_file(curator: Client, granite: Files) -> None:
    granite["route"] = granite["route"].replace(",story,", ",storey,")
    granite["boss"] = granite["boss"].replace("gym", "<b>gim</b>")
    answer = send(curator, packed(granite))
    assert answer.status_code == 422
    words = section(answer, "faults")
    assert "Nothing was imported from granite.zip" in words
    assert "route.csv" in words
    assert "Line 2, column stage: “storey” is none of" in words
    assert "Line 3, column kind: “<b>gim</b>” is none of" in words
    assert violations(parse(answer)) == []
    assert not ImportUpload.objects.exists()


def test_what_is_no_archive_is_refused(curator: Client) -> None:
    answer = send(curator, b"slug,name")
    assert answer.status_code == 422
    assert "This is no ZIP archive." in section(answer, "faults")
    answer = curator.post(URL, {})
    assert answer.status_code == 422
    assert "Choose an archive first." in section(answer, "faults")


def test_too_large_an_archive_is_refused_before_it_is_read(curator: Client) -> None:
    answer = curator.post(
        URL, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=2 * MOST_BYTES
    )
    assert answer.status_code == 413
    assert send(curator, b"PK" + b"0" * MOST_BYTES).status_code == 413


def test_an_archive_that_changes_nothing_says_so(curator: Client, emerald: Game) -> None:
    answer = send(curator, packed(files_of(emerald)))
    assert "“emerald” is there already" in section(answer, "preview")
    assert "There is nothing to import" in section(answer, "preview")
    assert not parse(answer).one("section", id="preview").all("form")
    assert not ImportUpload.objects.exists()


def test_only_the_first_rows_of_a_file_are_shown(
    curator: Client, granite: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(game_import, "MOST_ROWS_SHOWN", 3)
    words = section(send(curator, packed(granite)), "preview")
    assert "And 1 more new or changed rows." in words


def test_a_catalog_that_changed_is_shown_anew_and_nothing_is_written(
    curator: Client, granite: Files
) -> None:
    seen = send(curator, packed(granite))
    confirm(curator, send(curator, packed(granite | {"boss": granite["boss"]})))
    Route.objects.filter(game__slug="granite", slug="route-102").update(name="Elsewhere")
    before = list(Route.objects.order_by("pk").values_list())
    answer = confirm(curator, seen)
    assert answer.status_code == 409
    assert "the catalog has changed since you looked at it" in answer.content.decode()
    assert "Elsewhere → Route 102" in section(answer, "preview")
    assert list(Route.objects.order_by("pk").values_list()) == before


def test_a_forged_mark_writes_nothing(curator: Client, granite: Files) -> None:
    assert confirm(curator, send(curator, packed(granite)), mark="0" * 64).status_code == 409
    assert not Game.objects.filter(slug="granite").exists()


def test_an_archive_of_somebody_else_is_as_one_that_is_not_there(
    curator: Client, superuser: Client, granite: Files
) -> None:
    seen = send(curator, packed(granite))
    assert confirm(superuser, seen).status_code == 422
    assert not Game.objects.filter(slug="granite").exists()


class TestWho:
    def test_others_are_kept_out(
        self, client: Client, guest_client: Client, owner: User, stranger: User, granite: Files
    ) -> None:
        stranger.is_staff = True
        stranger.save(update_fields=["is_staff"])
        for browser in (client, guest_client, signed_in(owner), signed_in(stranger)):
            for answer in (browser.get(URL), send(browser, packed(granite)), browser.post(CONFIRM)):
                assert answer.status_code in (302, 403)
        assert not ImportUpload.objects.exists()

    @pytest.mark.parametrize("lacking", ["add_game", "change_boss", "add_bosspokemon"])
    def test_who_may_not_write_one_of_its_models_may_not_import_it(
        self, granite: Files, lacking: str
    ) -> None:
        user = UserFactory.create(is_staff=True)
        user.user_permissions.set(
            Permission.objects.filter(content_type__app_label="pokedex").exclude(codename=lacking)
        )
        browser = signed_in(user)
        assert browser.get(URL).status_code == 403
        assert browser.post(CONFIRM).status_code == 403
        page = parse(browser.get(reverse("admin:pokedex_game_changelist")))
        assert URL not in {link.attributes["href"] for link in page.all("a")}

    def test_nothing_is_taken_without_the_forms_token(
        self, curator: Client, granite: Files
    ) -> None:
        seen = send(curator, packed(granite))
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = curator.cookies
        assert send(browser, packed(granite)).status_code == 403
        assert confirm(browser, seen, csrfmiddlewaretoken="").status_code == 403

    def test_it_is_confirmed_by_post_alone(self, curator: Client) -> None:
        assert curator.get(CONFIRM).status_code == 405
