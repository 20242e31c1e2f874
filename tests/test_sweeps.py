"""What holds for every URL of the site, so that none can be added without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from accounts.models import User
from pokedex.models import Boss, CorrectionReport, Route
from tests.conftest import signed_in
from tests.factories import BossPokemonFactory, CorrectionReportFactory, GameFactory, GuestFactory
from tests.html import Element, parse
from tests.tracker.views.scene import ALL_METHODS, LADDER, Scene, make_full_scene, snapshot

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Other:
    """A URL beside the tracker's: what nobody, a player and a guest are answered to a GET."""

    nobody: int = 200
    player: int = 200
    guest: int = 200
    writes: bool = False
    arguments: dict[str, str] = field(default_factory=dict)


# The tracker's are in LADDER, whose tests go further. The admin's are tested with each app.
OTHERS = {
    "account_signup": Other(player=302, writes=True),
    "account_login": Other(player=302, writes=True),
    "account_logout": Other(nobody=302, writes=True),
    "account_inactive": Other(),
    "account_change_password": Other(nobody=302, guest=302, writes=True),
    "pokedex:game-list": Other(),
    "pokedex:game-detail": Other(arguments={"game": "{game}"}),
    "pokedex:route-detail": Other(arguments={"game": "{game}", "route": "route-101"}),
    "theme": Other(nobody=302, player=302, guest=302),
    "pokedex:game-differences": Other(arguments={"game": "{game}"}),
    "pokedex:boss-detail": Other(arguments={"game": "{game}", "boss": "roxanne"}),
    "keys": Other(),
    # Only with DEBUG.
    "styleguide": Other(nobody=404, player=404, guest=404),
    "robots": Other(),
    "manifest": Other(),
    "service-worker": Other(),
    "offline": Other(),
    "sitemap": Other(),
    "pokedex:game-changes": Other(arguments={"game": "{game}"}),
    "pokedex:pokemon-list": Other(),
    "pokedex:pokemon-detail": Other(arguments={"pokemon": "{pokemon}"}),
    "pokedex:report-list": Other(),
    "pokedex:report-detail": Other(writes=True, arguments={"report": "{report}"}),
    "pokedex:report-route": Other(writes=True, arguments={"game": "{game}", "route": "route-101"}),
    "pokedex:report-encounter": Other(
        writes=True,
        arguments={
            "game": "{game}",
            "route": "route-101",
            "pokemon": "{pokemon}",
            "method": "walk",
        },
    ),
    "pokedex:report-boss": Other(writes=True, arguments={"game": "{game}", "boss": "roxanne"}),
    "pokedex:report-pokemon": Other(writes=True, arguments={"pokemon": "{pokemon}"}),
}
# What has no page around it.
NO_PAGES = {
    *(f"tracker:{name}" for name, rung in LADDER.items() if "GET" not in rung.methods),
    "tracker:pokemon-search",
    "tracker:quick-complete",
    "robots",
    "sitemap",
    "manifest",
    "service-worker",
}


def names(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[str]:
    """The names of all URLs of the site but the admin's."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from names(pattern.url_patterns, inner)
        else:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"{pattern} has no name"
            yield prefix + pattern.name


def furnished_scene(owner: User) -> Scene:
    """The tracker's scene, with what more the catalog has pages for."""
    scene = make_full_scene(owner)
    BossPokemonFactory(boss=scene.roxanne)
    GameFactory(version_group=scene.run.game.version_group)
    CorrectionReportFactory(by=owner, game=scene.run.game.slug, state="asked")
    # What the player has changed can be taken back.
    Route.objects.filter(pk=scene.custom_route.pk).update(name="Meadow")
    Boss.objects.filter(pk=scene.custom_boss.pk).update(name="Roxy")
    return scene


@pytest.fixture
def scene(owner: User) -> Scene:
    return furnished_scene(owner)


def address(name: str, scene: Scene) -> str:
    """The URL of a name in this scene."""
    if name.startswith("tracker:"):
        return LADDER[name.removeprefix("tracker:")].url(scene)
    arguments = OTHERS[name].arguments.items()
    found = {"game": scene.run.game.slug, "pokemon": scene.poochyena.slug}
    if name == "pokedex:report-detail":
        report = CorrectionReport.objects.filter(game=scene.run.game.slug).latest("id")
        found["report"] = str(report.public_id)
    return reverse(name, kwargs={key: value.format(**found) for key, value in arguments})


EVERY_NAME = [*(f"tracker:{name}" for name in LADDER), *OTHERS]
PAGES = [name for name in EVERY_NAME if name not in NO_PAGES]


def test_every_url_has_its_place_in_a_table() -> None:
    """A new URL belongs into LADDER of the tracker's view tests, or into OTHERS above."""
    found = list(names())
    assert len(found) == len(set(found))
    assert sorted(found) == sorted(EVERY_NAME)


@pytest.mark.parametrize("name", OTHERS)
class TestOthers:
    def test_answer_each_visitor_as_they_should(
        self, name: str, scene: Scene, client: Client
    ) -> None:
        expected = OTHERS[name]
        guest = signed_in(GuestFactory())
        player = signed_in(scene.run.owner)
        url = address(name, scene)
        for browser, status in (
            (client, expected.nobody),
            (guest, expected.guest),
            (player, expected.player),
        ):
            answer = browser.get(url)
            assert answer.status_code == status
            assert browser.head(url).status_code == status

    def test_refuse_methods_that_they_have_no_use_for(
        self, name: str, scene: Scene, client: Client
    ) -> None:
        """What is written by POST may refuse nobody by other words; nothing is ever changed."""
        before = snapshot()
        used = {"GET", "HEAD", *(["POST", "OPTIONS"] if OTHERS[name].writes else [])}
        used |= {"OPTIONS"} if name.startswith("account_") else set()
        for method in set(ALL_METHODS) - used:
            assert client.generic(method, address(name, scene)).status_code in {302, 405}, method
        assert snapshot() == before

    def test_write_only_with_the_sites_own_token(
        self, name: str, scene: Scene, owner: User
    ) -> None:
        for browser in (
            Client(enforce_csrf_checks=True),
            signed_in(owner, enforce_csrf_checks=True),
        ):
            before = snapshot()
            answer = browser.post(address(name, scene), {"username": "ash", "lose_runs": "on"})
            assert answer.status_code == 403
            assert snapshot() == before


def is_sound(page: Element) -> None:
    """What any page of ours is, whatever it shows."""
    assert page.one("html").attributes["lang"] == "en"
    assert len(page.all("h1")) == 1
    assert page.one("h1").text
    title = page.one("head").one("title").text
    assert title.endswith(" · Nuzlocke Tracker")
    assert not title.startswith("·")
    for element in page:
        assert element.tag not in {"style", "iframe", "object", "embed", "base", "font", "center"}
        for name in element.attributes:
            assert name != "style"
            assert not name.startswith("on")
        if element.tag == "script":
            assert element.attributes["src"].startswith(settings.STATIC_URL)
            assert element.text == ""
        if element.tag == "link" and element.attributes["rel"] == "canonical":
            assert element.attributes["href"].startswith("http://testserver/")
        elif element.tag == "link" and element.attributes["rel"] == "manifest":
            assert element.attributes["href"] == "/manifest.webmanifest"
        elif element.tag == "link" and element.attributes["rel"] == "expect":
            # Without it the browser would wait for nothing.
            assert page.one(id=element.attributes["href"].removeprefix("#"))
        elif element.tag == "link":
            assert element.attributes["href"].startswith(settings.STATIC_URL)
        if element.tag == "img":
            assert "alt" in element.attributes
            assert element.attributes["src"].startswith(settings.STATIC_URL)
        if element.tag == "form":
            method = element.attributes.get("method", "get")
            token = element.all("input", name="csrfmiddlewaretoken")
            assert len(token) == (1 if method == "post" else 0)
        if element.tag == "a":
            assert element.text or element.attributes.get("aria-label")
        if element.tag in {"input", "select", "textarea"}:
            assert is_labelled(element, page), element.attributes
    ids = [element.attributes["id"] for element in page if "id" in element.attributes]
    assert len(ids) == len(set(ids))


def is_labelled(element: Element, page: Element) -> bool:
    if element.attributes.get("type") in {"hidden", "submit"} or "aria-label" in element.attributes:
        return True
    above = element.parent
    while above is not None:
        if above.tag == "label":
            return True
        above = above.parent
    own = element.attributes.get("id")
    return any(label.attributes.get("for") == own for label in page.all("label"))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_sound_whoever_looks(name: str, scene: Scene, client: Client) -> None:
    guest = GuestFactory()
    visits = [
        (client, address(name, scene)),
        (signed_in(scene.run.owner), address(name, scene)),
        (signed_in(guest), address(name, furnished_scene(guest))),
    ]
    for browser, url in visits:
        answer = browser.get(url)
        if answer.status_code != 302:
            is_sound(parse(answer))


@pytest.mark.parametrize("who", ["nobody", "owner", "guest"])
def test_every_link_on_the_site_leads_somewhere(who: str, scene: Scene) -> None:
    """Follow all of them, as somebody who clicks on everything."""
    browser = Client()
    if who == "owner":
        browser = signed_in(scene.run.owner)
    elif who == "guest":
        guest = GuestFactory()
        furnished_scene(guest)
        browser = signed_in(guest)
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        answer = browser.get(url)
        assert answer.status_code in {200, 302}, url
        if answer.status_code == 302:
            continue
        page = parse(answer)
        for element in page.all("a"):
            target = urlsplit(element.attributes["href"])
            if target.netloc:
                assert target.scheme == "https", element.attributes
                continue
            if not target.path:
                assert page.all(id=target.fragment), element.attributes
                continue
            waiting.append(target.path + (f"?{target.query}" if target.query else ""))
        waiting += [each.attributes["hx-get"] for each in page if "hx-get" in each.attributes]
        for form in page.all("form"):
            if form.attributes.get("method", "get") == "get":
                waiting.append(form.attributes.get("action", url))
    found = {resolve(urlsplit(url).path).view_name for url in seen}
    # Only an answer in place has the row of a boss open, and with it the link that closes it.
    found.add("tracker:boss-close")
    public = {
        name
        for name in EVERY_NAME
        if name not in OTHERS and LADDER[name.removeprefix("tracker:")].public
    }
    # My runs leads to their statistics once there are any.
    public.discard("tracker:player-stats")
    # A link, and only where there is Emerald.
    public.discard("tracker:demo-start")
    # Whose addresses only those know who were given the link.
    public -= {f"tracker:custom-{what}-shared" for what in ("game", "route", "boss")}
    # A report's own address is nobody else's business.
    of_catalog = {name for name in OTHERS if name.startswith("pokedex:")}
    assert found >= public | (of_catalog - {"pokedex:report-detail"})
    if who == "nobody":
        assert "pokedex:report-detail" not in found
    else:
        assert "pokedex:report-detail" in found
        assert found >= {
            f"tracker:{name}" for name, rung in LADDER.items() if "GET" in rung.methods
        } - {"tracker:boss-take-back", "tracker:demo-start"}


@pytest.mark.parametrize("name", ["tracker:landing", "tracker:run-list", *OTHERS])
def test_who_only_reads_gets_no_cookie(name: str, scene: Scene, client: Client) -> None:
    answer = client.get(address(name, scene))
    if not (name in OTHERS and OTHERS[name].writes):
        assert not answer.cookies
