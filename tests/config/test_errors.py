"""What a visitor sees when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from accounts.models import User
from config import errors
from config import urls as site_urls
from tests.conftest import signed_in
from tests.factories import PASSWORD, NuzlockeRunFactory
from tests.html import parse


class _Fault:
    """What the view at /fault/ does; each test sets it."""

    raised: Exception | None = None


def _fault(request: HttpRequest) -> HttpResponse:
    if _Fault.raised is not None:
        raise _Fault.raised
    return HttpResponse(request.POST.get("q", "ok"))


urlpatterns = [path("fault/", _fault), *site_urls.urlpatterns]
handler400 = site_urls.handler400
handler403 = site_urls.handler403
handler404 = site_urls.handler404
handler500 = site_urls.handler500

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def browser() -> Client:
    """A browser that shows what a visitor would see, instead of the exception."""
    return Client(raise_request_exception=False)


@pytest.fixture
def fails() -> Iterator[Callable[[Exception], None]]:
    """Let the view at /fault/ raise."""

    def set_fault(raised: Exception) -> None:
        _Fault.raised = raised

    yield set_fault
    _Fault.raised = None


def shows(answer: Any, status: int, template: str, heading: str) -> None:
    """Check that the answer is a whole page that says what happened and what to do."""
    assertTemplateUsed(answer, template)
    assertContains(answer, f"<h1>{heading}</h1>", status_code=status)
    assertContains(answer, '<main id="main"', status_code=status)
    assertContains(answer, 'href="/games/"', status_code=status)
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_an_unknown_address(browser: Client) -> None:
    shows(browser.get("/nowhere/"), 404, "404.html", "There is nothing here")


def test_an_unknown_address_still_knows_the_player(owner: User) -> None:
    answer = signed_in(owner).get("/nowhere/")
    assertContains(answer, "Log out", status_code=404)
    assertContains(answer, "csrfmiddlewaretoken", status_code=404)


def test_a_run_that_is_not_there_for_who_looks(owner: User, browser: Client) -> None:
    """Logged out, or with another account: the page says so, and leads back by the log-in."""
    run = reverse("tracker:run-detail", args=[NuzlockeRunFactory(owner=owner).public_id])
    answer = browser.get(run)
    shows(answer, 404, "404.html", "There is nothing here")
    log_in = parse(answer).one("main").one("a", href=f"/accounts/login/?next={run}")
    assert log_in.text == "Log in to open it"
    form = {"login": owner.username, "password": PASSWORD, "next": run}
    offered = parse(browser.get(log_in.attributes["href"])).one("main").one("form")
    assert offered.one("input", name="next").attributes["value"] == run
    answer = browser.post("/accounts/login/", form)
    assert answer.headers["Location"] == run
    assert browser.get(run).status_code == 200


def test_somebody_elses_run(owner: User, stranger_client: Client) -> None:
    run = reverse("tracker:run-detail", args=[NuzlockeRunFactory(owner=owner).public_id])
    page = parse(stranger_client.get(run)).one("main")
    assert "belongs to somebody else" in page.text
    assert "Log in" not in page.text


def test_no_right(browser: Client, fails: Callable[[Exception], None]) -> None:
    fails(PermissionDenied())
    shows(browser.get("/fault/"), 403, "403.html", "You may not do this")


def test_a_mistake_of_ours(browser: Client, fails: Callable[[Exception], None]) -> None:
    fails(ZeroDivisionError("secret detail"))
    answer = browser.get("/fault/")
    shows(answer, 500, "500.html", "Something went wrong on our side")
    assertNotContains(answer, "secret detail", status_code=500)


@pytest.mark.parametrize("lost", [OperationalError, InterfaceError])
def test_a_lost_database(
    browser: Client, fails: Callable[[Exception], None], lost: type[DatabaseError]
) -> None:
    fails(lost("server closed the connection"))
    answer = browser.get("/fault/")
    shows(answer, 503, "503.html", "The site is busy or restarting")
    assert int(answer["Retry-After"]) > 0


def test_another_database_error_is_a_mistake_of_ours(
    browser: Client, fails: Callable[[Exception], None]
) -> None:
    fails(DatabaseError("bad statement"))
    shows(browser.get("/fault/"), 500, "500.html", "Something went wrong on our side")


def test_a_database_that_is_lost_before_the_view(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session and the user are read from the database: the page must do without them."""
    browser = signed_in(owner)
    browser.raise_request_exception = False

    def lost(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", lost)
    for url in ("/runs/", "/games/", "/nowhere/"):
        shows(browser.get(url), 503, "503.html", "The site is busy or restarting")


@pytest.mark.parametrize("template", ["400.html", "500.html", "503.html"])
def test_pages_that_are_made_without_the_request_ask_the_database_nothing(template: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = render_to_string(template)
    assert len(captured) == 0
    for words in ("Log in", "Log out", "csrf"):
        assert words not in page


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1"])
@pytest.mark.parametrize("checks", [True, False])
def test_a_body_in_another_charset_is_not_understood(
    owner: User, charset: str, checks: bool
) -> None:
    """Django's own page for 400 reads the body again and so ends as a 500."""
    browser = signed_in(owner, enforce_csrf_checks=checks)
    browser.raise_request_exception = False
    browser.cookies["csrftoken"] = "x" * 32
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answer = browser.generic("POST", "/fault/", b"q=1", content_type=kind)
    shows(answer, 400, "400.html", "The site did not understand this request")


def test_a_foreign_host_is_not_understood(browser: Client) -> None:
    answer = browser.get("/games/", headers={"host": "elsewhere.example"})
    shows(answer, 400, "400.html", "The site did not understand this request")
    assertNotContains(answer, "elsewhere.example", status_code=400)


@pytest.mark.parametrize("who", ["anonymous", "owner", "guest"])
def test_a_form_without_the_token(who: str, request: pytest.FixtureRequest) -> None:
    if who == "anonymous":
        browser = Client(enforce_csrf_checks=True)
    else:
        browser = signed_in(request.getfixturevalue(who), enforce_csrf_checks=True)
    answer = browser.post("/fault/", {"q": "1"})
    shows(answer, 403, "403_csrf.html", "The form was not accepted")
    assertContains(answer, "reload the page", status_code=403)


@pytest.mark.parametrize(
    ("method", "address", "allowed", "heading"),
    [
        ("get", "/runs/00000000-0000-0000-0000-000000000000/archive/", "POST", "There is no page"),
        ("post", "/games/", "GET, HEAD", "Nothing can be sent"),
        ("options", "/games/", "GET, HEAD", "Nothing can be sent"),
    ],
)
def test_a_method_that_the_address_does_not_take(
    owner_client: Client, method: str, address: str, allowed: str, heading: str
) -> None:
    answer = getattr(owner_client, method)(address)
    assert answer["Allow"] == allowed
    assertTemplateUsed(answer, "405.html")
    assertContains(answer, f"<h1>{heading}", status_code=405)
    assertContains(answer, "Nothing was changed", status_code=405)
    assertContains(answer, "Log out", status_code=405)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_an_address_of_a_run_leads_back_to_it(owner: User, owner_client: Client) -> None:
    run = reverse("tracker:run-detail", args=[NuzlockeRunFactory(owner=owner).public_id])
    page = parse(owner_client.get(f"{run}archive/")).one("main")
    assert page.one("a", href=run).text == "Back to the run"
    elsewhere = parse(owner_client.post("/games/")).one("main")
    assert elsewhere.all("a")[0].attributes["href"] == "/runs/"


@pytest.mark.parametrize("template", ["500.html", "503.html", "offline.html"])
def test_a_page_that_may_come_back_opens_itself_again(template: str) -> None:
    """An empty address is that of the page itself, which the template cannot know."""
    page = parse(HttpResponse(render_to_string(template)))
    assert page.one("main").all("a")[0].attributes["href"] == ""


def test_the_pages_are_the_ones_in_use() -> None:
    request = RequestFactory().get("/")
    assert errors.bad_request(request, ValueError()).status_code == 400
    assert errors.server_error(request).status_code == 500
