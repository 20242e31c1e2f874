"""What browsers and proxies may keep of the catalog, and when they get a 304."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from accounts.models import User
from pokedex import caching, views
from pokedex.models import Game, Route
from pokedex.pages import games
from pokedex.revision import catalog_revision, renew_revision
from tests.conftest import signed_in
from tests.factories import (
    BossFactory,
    BossPokemonFactory,
    GameFactory,
    PokemonFactory,
    RouteEncounterFactory,
    RouteFactory,
    UserFactory,
)
from tests.html import parse

pytestmark = pytest.mark.django_db

HTML = [
    "/games/",
    "/games/emerald/",
    "/games/emerald/route-101/",
    "/changes/emerald/",
    "/games/emerald/bosses/roxanne/",
    "/games/emerald/differences/",
    "/pokemon/",
    "/pokemon/poochyena/",
]
URLS = [*HTML, "/robots.txt", "/sitemap.xml"]
PUBLIC = {"public", "max-age=60", "must-revalidate"}
OF_A_PLAYER = {"private", "no-cache"}
each_url = pytest.mark.parametrize("url", URLS)


@pytest.fixture(autouse=True)
def route_101() -> Route:
    """Poochyena on Route 101 of Emerald, Roxanne after it, and a version beside it."""
    game = GameFactory.create(name="Emerald", slug="emerald")
    route: Route = RouteFactory.create(game=game, name="Route 101", slug="route-101")
    met = RouteEncounterFactory.create(
        route=route, pokemon__name="Poochyena", pokemon__slug="poochyena"
    )
    boss = BossFactory.create(game=game, after_route=route, name="Roxanne", slug="roxanne")
    BossPokemonFactory.create(boss=boss, pokemon=met.pokemon)
    GameFactory.create(name="Jade", slug="jade", version_group="emerald")
    return route


def control(answer: Any) -> set[str]:
    return set(answer["Cache-Control"].split(", "))


def again(browser: Client, answer: Any, **headers: str) -> Any:
    """Ask for the page once more, as a browser that has kept the answer."""
    return browser.get(
        answer.wsgi_request.get_full_path(), headers={"If-None-Match": answer["ETag"], **headers}
    )


def leave_message(browser: Client, words: str = "You have signed out.") -> None:
    """Leave a message for the next page in the browser's session."""
    session = browser.session
    session["_messages"] = f'[["__json_message", 0, 25, "{words}"]]'
    session.save()
    browser.cookies[site.SESSION_COOKIE_NAME] = session.session_key or ""


def test_every_page_of_the_catalog_is_tested_here() -> None:
    namespace = get_resolver().namespace_dict["pokedex"][1]
    names = {name for name in namespace.reverse_dict if isinstance(name, str)}
    # A report is a matter of one person, which no cache keeps.
    assert len({name for name in names if not name.startswith("report-")}) == len(HTML)


@each_url
def test_a_reader_may_keep_it_and_gets_no_cookie_and_no_token(client: Client, url: str) -> None:
    answer = client.get(url)
    assert control(answer) == PUBLIC
    assert answer["Vary"] == "Cookie, Accept-Encoding"
    assert answer["ETag"].startswith('W/"')
    assert not answer.cookies
    assertNotContains(answer, "csrf")
    assert not client.cookies


@each_url
def test_a_reader_gets_304_after_one_query_and_no_template(
    client: Client,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    first = client.get(url)

    def fail(*args: object, **kwargs: object) -> None:
        raise AssertionError("A 304 renders nothing.")

    monkeypatch.setattr("django.template.base.Template.render", fail)
    monkeypatch.setattr("django.template.backends.django.Template.render", fail)
    for method in ("GET", "HEAD"):
        with django_assert_num_queries(1):
            answer = client.generic(method, url, headers={"If-None-Match": first["ETag"]})
        assert answer.status_code == 304
        assert answer.content == b""
        assert not answer.cookies
        for name in ("ETag", "Vary", "Cache-Control"):
            assert answer[name] == first[name]


@each_url
def test_head_says_what_get_says(client: Client, url: str) -> None:
    head, get = client.head(url), client.get(url)
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head[name] for name in ("ETag", "Vary", "Cache-Control")} == {
        name: get[name] for name in ("ETag", "Vary", "Cache-Control")
    }


@each_url
def test_a_player_and_a_guest_keep_it_for_themselves(
    owner_client: Client,
    guest_client: Client,
    url: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for browser in (owner_client, guest_client):
        # The first page gives the token's cookie, and is another page by that.
        browser.get("/games/")
        answer = browser.get(url)
        assert control(answer) == OF_A_PLAYER
        assert answer["Vary"] == "Cookie, Accept-Encoding"
        with django_assert_max_num_queries(3):
            kept = again(browser, answer)
        assert kept.status_code == 304
        assert control(kept) == OF_A_PLAYER
        assert kept["Vary"] == "Cookie, Accept-Encoding"


@each_url
def test_nobody_is_answered_by_the_page_of_another(
    client: Client, owner_client: Client, stranger_client: Client, guest_client: Client, url: str
) -> None:
    browsers = (client, owner_client, stranger_client, guest_client)
    answers = [browser.get(url) for browser in browsers]
    assert len({answer["ETag"] for answer in answers}) == len(browsers)
    for browser in browsers:
        for kept, answer in zip(browsers, answers, strict=True):
            if browser is not kept:
                assert again(browser, answer).status_code == 200


def test_a_players_page_goes_with_logging_out(owner: User) -> None:
    browser = signed_in(owner)
    browser.get("/games/")
    answer = browser.get("/games/")
    assert again(browser, answer).status_code == 304
    assert browser.post("/accounts/logout/").status_code == 302
    fresh = again(browser, answer)
    assertContains(fresh, "Log in")
    assertNotContains(fresh, "csrf")


@pytest.mark.parametrize("field", ["display_name", "is_guest"])
def test_a_page_goes_with_what_its_header_shows(owner: User, field: str) -> None:
    User.objects.filter(pk=owner.pk).update(display_name="Ash")
    browser = signed_in(owner)
    browser.get("/games/")
    answer = browser.get("/games/")
    assert again(browser, answer).status_code == 304
    User.objects.filter(pk=owner.pk).update(**{field: "1"})
    assert again(browser, answer).status_code == 200


def test_a_page_goes_with_the_token_in_it(owner: User) -> None:
    """Else its forms would be refused after the next log-in."""
    browser = signed_in(owner)
    browser.get("/games/")
    answer = browser.get("/games/")
    browser.cookies[site.CSRF_COOKIE_NAME] = "x" * 32
    fresh = again(browser, answer)
    assert fresh.status_code == 200
    del browser.cookies[site.CSRF_COOKIE_NAME]
    assert again(browser, fresh).status_code == 200


@each_url
def test_a_session_without_a_player_is_private_too(client: Client, url: str) -> None:
    """Whatever may be in the session, only this browser brings it."""
    session = client.session
    session["something"] = 1
    session.save()
    assert control(client.get(url)) == OF_A_PLAYER


@each_url
def test_a_token_of_the_log_in_page_makes_nobody_a_player(client: Client, url: str) -> None:
    client.get("/accounts/login/")
    assert set(client.cookies) == {site.CSRF_COOKIE_NAME}
    answer = client.get(url)
    assert control(answer) == PUBLIC
    assert not answer.cookies


class TestChanges:
    @each_url
    def test_of_the_catalog_are_shown_at_once(self, client: Client, url: str) -> None:
        answer = client.get(url)
        RouteEncounterFactory.create()
        fresh = again(client, answer)
        assert fresh.status_code == 200
        assert again(client, fresh).status_code == 304

    @each_url
    def test_of_the_release_are_shown_at_once(
        self, client: Client, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answer = client.get(url)
        monkeypatch.setattr(caching, "release", lambda: "another")
        assert again(client, answer).status_code == 200

    def test_of_where_pictures_come_from_are_shown_at_once(
        self, client: Client, settings: Any
    ) -> None:
        answer = client.get("/games/")
        settings.SPRITE_HOST = "https://sprites.example"
        assert again(client, answer).status_code == 200

    def test_of_the_theme_are_shown_at_once(self, client: Client) -> None:
        answer = client.get("/games/")
        client.cookies["theme"] = "dark"
        dark = again(client, answer)
        assert dark.status_code == 200
        assert again(client, dark).status_code == 304
        assert control(dark) == PUBLIC

    def test_while_a_page_is_made_are_not_kept_from_its_reader(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The rows are read, then a curator saves: the page is old, and its ETag must be too."""
        read = games.game_page

        def slow(slug: str, **narrowed: str) -> games.GamePage | None:
            page = read(slug, **narrowed)
            game = Game.objects.get(slug=slug)
            game.name = "Smaragd"
            game.save()
            return page

        with monkeypatch.context() as patched:
            patched.setattr(views, "game_page", slow)
            old = client.get("/games/emerald/")
        assertNotContains(old, "Smaragd")
        fresh = again(client, old)
        assertContains(fresh, "Smaragd")
        assert fresh["ETag"] != old["ETag"]

    def test_the_revision_is_read_before_the_rows(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A change between the two reads is on the page, under the old ETag, and asked again."""

        def slow() -> str:
            revision = catalog_revision()
            Route.objects.update(name="Route 999")
            renew_revision()
            return revision

        with monkeypatch.context() as patched:
            patched.setattr(caching, "catalog_revision", slow)
            answer = client.get("/games/emerald/")
        assertContains(answer, "Route 999")
        assert again(client, answer).status_code == 200


class TestOtherAddresses:
    def test_one_page_does_not_answer_for_another(self, client: Client) -> None:
        answer = client.get("/games/emerald/")
        for url in ("/games/", "/games/emerald/?q=1", "/games/emerald/route-101/"):
            other = client.get(url, headers={"If-None-Match": answer["ETag"]})
            assert other.status_code == 200

    @pytest.mark.parametrize("wanted", ["*", '"x"', "", "x", '"x', 'W/"x", *'])
    def test_what_is_not_there_is_not_found(self, client: Client, wanted: str) -> None:
        for url in ("/games/gold/", "/games/emerald/route-102/"):
            answer = client.get(url, headers={"If-None-Match": wanted})
            assert answer.status_code == 404
            assert "ETag" not in answer
            assert "public" not in answer.get("Cache-Control", "")
        assert client.get("/games/", headers={"If-None-Match": wanted}).status_code == 200

    def test_a_list_of_tags_and_a_strong_one_are_understood(self, client: Client) -> None:
        answer = client.get("/games/")
        strong = answer["ETag"].removeprefix("W/")
        for wanted in (f'"x", {answer["ETag"]}', strong):
            kept = client.get("/games/", headers={"If-None-Match": wanted})
            assert kept.status_code == 304


class TestMessages:
    @pytest.mark.parametrize("url", HTML)
    def test_are_shown_once_and_kept_by_nobody(self, client: Client, url: str) -> None:
        before = client.get(url)
        leave_message(client)
        answer = again(client, before)
        assertContains(answer, "You have signed out.")
        assert control(answer) == {"private", "no-store"}
        assert "ETag" not in answer
        after = client.get(url)
        assertNotContains(after, "You have signed out.")
        assert "ETag" in after

    def test_are_not_lost_by_a_304(self, owner: User) -> None:
        browser = signed_in(owner)
        browser.get("/games/")
        before = browser.get("/games/")
        assert again(browser, before).status_code == 304
        leave_message(browser, "Renamed.")
        assertContains(again(browser, before), "Renamed.")

    def test_outlive_what_shows_none(self, client: Client) -> None:
        leave_message(client)
        assert client.get("/robots.txt").status_code == 200
        assertContains(client.get("/games/"), "You have signed out.")


def test_nothing_is_kept_under_debug(client: Client, settings: Any) -> None:
    """Templates change there without a new release."""
    settings.DEBUG = True
    answer = client.get("/games/")
    assert control(answer) == {"private", "no-store"}
    assert "ETag" not in answer


def test_the_decorator_serves_any_view(rf: RequestFactory) -> None:
    """As a further page of the catalog uses it."""

    @caching.cacheable
    def view(request: HttpRequest, name: str) -> HttpResponse:
        return HttpResponse(name)

    assert view.__name__ == "view"
    request = rf.get("/pokemon/pichu/")
    request.user = UserFactory.create()
    request._messages = []  # type: ignore[attr-defined]
    answer = view(request, name="Pichu")
    assert answer.content == b"Pichu"
    assert control(answer) == OF_A_PLAYER
    assert answer["Vary"] == "Cookie, Accept-Encoding"


class TestSearchEngines:
    @pytest.mark.parametrize("url", HTML)
    def test_are_told_one_address_and_what_it_is_about(self, client: Client, url: str) -> None:
        page = parse(client.get(url, {"q": "101", "utm": "x"}))
        canonical = f"http://testserver{url}"
        assert page.one("link", rel="canonical").attributes["href"] == canonical
        graph = {
            meta.attributes["property"]: meta.attributes["content"]
            for meta in page.all("meta")
            if "property" in meta.attributes
        }
        description = page.one("meta", name="description").attributes["content"]
        title = page.one("title").text.removesuffix(" · Nuzlocke Tracker")
        assert graph == {
            "og:site_name": "Nuzlocke Tracker",
            "og:type": "website",
            "og:title": title,
            "og:description": description,
            "og:url": canonical,
        }
        assert 40 <= len(description) <= 160

    def test_are_told_by_https_where_the_site_is(self, client: Client) -> None:
        page = parse(client.get("/games/", secure=True))
        href = page.one("link", rel="canonical").attributes["href"]
        assert href == "https://testserver/games/"
        assertContains(client.get("/robots.txt", secure=True), "https://testserver/sitemap.xml")

    def test_names_are_escaped(self, client: Client, route_101: Route) -> None:
        route_101.name = '<i>"101"</i>'
        route_101.save()
        answer = client.get("/games/emerald/route-101/")
        assertNotContains(answer, "<i>")
        graph = parse(answer).one("meta", property="og:title").attributes["content"]
        assert graph == '<i>"101"</i>, Emerald'

    def test_are_asked_to_leave_players_alone(self, client: Client) -> None:
        answer = client.get("/robots.txt")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.content.decode() == (
            "User-agent: *\n"
            "Disallow: /admin/\n"
            "Disallow: /accounts/\n"
            "Disallow: /runs/\n"
            "Disallow: /reports/\n"
            "\n"
            "Sitemap: http://testserver/sitemap.xml\n"
        )

    def test_find_every_published_page_on_the_map(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        GameFactory.create(slug="gold", is_active=False)
        RouteFactory.create(game__slug="red", game__is_active=False)
        hidden = RouteFactory.create(game__slug="ruby", is_active=False)
        PokemonFactory.create(slug="missingno", is_active=False)
        BossFactory.create(game__slug="crystal", game__is_active=False)
        BossFactory.create(game=hidden.game, after_route=hidden, is_active=False)
        GameFactory.create(slug="opal", version_group="ruby", is_active=False)
        with django_assert_num_queries(7):
            answer = client.get("/sitemap.xml")
        assert answer["Content-Type"] == "application/xml"
        found = [one.text for one in parse(answer).all("loc")]
        paths = ["/games/", "/games/emerald/", "/games/ruby/", "/games/emerald/route-101/"]
        paths += ["/changes/emerald/", "/changes/jade/", "/changes/ruby/"]
        paths += ["/games/emerald/bosses/roxanne/", "/games/jade/"]
        paths += ["/games/emerald/differences/", "/games/jade/differences/"]
        paths += ["/pokemon/", "/pokemon/poochyena/"]
        assert sorted(found) == sorted(f"http://testserver{path}" for path in paths)
        for url in found:
            page = client.get(url)
            assert page.status_code == 200
            assert parse(page).one("link", rel="canonical").attributes["href"] == url

    @each_url
    def test_never_hear_of_a_foreign_host(self, client: Client, url: str) -> None:
        answer = client.get(url, headers={"Host": "evil.example"})
        assert answer.status_code == 400
        assert "public" not in answer.get("Cache-Control", "")
        claimed = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
        assertNotContains(client.get(url, headers=claimed), "evil.example")

    def test_another_name_of_the_site_has_pages_of_its_own(self, client: Client) -> None:
        answer = client.get("/games/")
        other = again(client, answer, Host="localhost")
        assert other.status_code == 200
        assertContains(other, "http://localhost/games/")
