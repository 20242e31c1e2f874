"""An act that does not reach the server is kept, said to be so, sent again, and done once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor

NO_CONNECTION = "Not sent yet: no connection. It is kept and will be sent when the line is back."
PLACED = "(row) => [row.offsetTop, row.offsetHeight]"
STORED = "JSON.parse(localStorage.unsent ?? '[]')"


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The page of a guest who has just started a run."""
    steps.start_run(visitor.page, "Emerald", "In the tunnel")
    return visitor.page


def note_in(place: Locator) -> Locator:
    """What a row says of an act that was not sent."""
    return place.get_by_role("alert").filter(has_text="Not sent yet")


def fill_in(page: Page, slug: str, pokemon: str, nickname: str) -> Locator:
    """Fill in a catch without sending it."""
    place = steps.open_row(page, slug)
    steps.choose(place, pokemon)
    place.get_by_label("Nickname").fill(nickname)
    return place


def send(place: Locator) -> None:
    place.get_by_role("button", name="Caught", exact=True).click()


def expect_logged(page: Page, slug: str, nickname: str) -> None:
    """Expect the row of a place to be closed, with this catch and no note."""
    place = steps.row(page, slug)
    expect(place.locator(".met")).to_contain_text(nickname, timeout=12_000)
    steps.expect_closed(page, slug)
    expect(place.locator(".unsent")).to_have_count(0)


def stored(page: Page) -> int:
    """How many acts wait in the browser."""
    number: int = page.evaluate(f"{STORED}.length")
    return number


def lose_answer(route: Route) -> None:
    """Let the server do it, and cut the line before the answer comes."""
    route.fetch()
    route.abort("connectionreset")


def test_a_catch_without_a_connection_arrives_once_when_the_line_is_back(
    visitor: Visitor, page: Page
) -> None:
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    with visitor.offline():
        send(place)
        note = note_in(place)
        expect(note).to_contain_text(NO_CONNECTION)
        expect(note).to_contain_text("poochyena, Fang")
        expect(note.get_by_role("button", name="Send now")).to_be_focused()
        expect(place.get_by_label("Nickname")).to_have_value("Fang")
        expect(place.get_by_role("radio", name=re.compile(r"\bPoochyena\b"))).to_be_checked()
        assert "csrf" not in page.evaluate("localStorage.unsent").lower(), "no token is kept"
        note.get_by_role("button", name="Send now").click()
        expect(note).to_be_visible()
    expect_logged(page, "route-101", "Fang")
    expect(note).to_have_count(0)
    steps.expect_numbers(page, alive=1, dead=0, missed=0, done=1)
    assert stored(page) == 0


def test_an_act_whose_answer_was_lost_is_done_once_and_shows_no_error(
    visitor: Visitor, page: Page
) -> None:
    steps.log_caught(page, "route-101", "Wurmple", "Silky", "2")
    place = steps.open_row(page, "route-101")
    steps.act(place, "Faint", "Silky").click()
    place.get_by_label("Level when it fainted").fill("4")
    with visitor.losing_requests():
        page.route("**/faint/", lose_answer, times=1)
        place.get_by_role("button", name="Mark as fainted").click()
        expect(note_in(place)).to_contain_text(NO_CONNECTION)
    note_in(place).get_by_role("button", name="Send now").click()
    expect_logged(page, "route-101", "Silky")
    expect(place.locator(".status")).to_have_text("Fainted")
    expect(place.locator(".level")).to_have_text("Lv 4")
    steps.expect_numbers(page, alive=0, dead=1, missed=0, done=1)


def test_a_level_whose_answer_was_lost_leads_back_to_its_row(visitor: Visitor, page: Page) -> None:
    run = page.url
    steps.log_caught(page, "route-101", "Wurmple", "Silky", "2")
    page.goto(f"{run}box/")
    page.get_by_role("link", name="Level of Silky").click()
    page.get_by_label("Level today").fill("7")
    with visitor.losing_requests():
        page.route("**/level/", lose_answer, times=1)
        page.get_by_role("button", name="Save").click()
        note = page.get_by_role("alert").filter(has_text=NO_CONNECTION)
        expect(note).to_be_visible()
    note.get_by_role("button", name="Send now").click()
    expect(page).to_have_url(run)
    expect(steps.row(page, "route-101").locator(".level")).to_have_text("Lv 7")


def test_a_boss_is_won_once_when_the_line_is_back(visitor: Visitor, page: Page) -> None:
    roxanne = page.locator("#boss-roxanne")
    with visitor.offline():
        roxanne.get_by_role("button", name="Won").click()
        expect(note_in(roxanne)).to_contain_text(NO_CONNECTION)
        expect(note_in(roxanne)).to_contain_text("won")
    expect(roxanne.locator(".status")).to_have_text("Won")
    expect(note_in(roxanne)).to_have_count(0)


def test_a_line_of_the_quick_log_is_done_once(visitor: Visitor, page: Page) -> None:
    line = page.get_by_label("Quick log")
    line.fill("101 poochyena fang 3")
    note = page.locator("body > .unsent")
    with visitor.losing_requests():
        page.route("**/quick/", lose_answer, times=1)
        line.press("Enter")
        expect(note).to_contain_text(NO_CONNECTION)
        expect(note).to_contain_text("101 poochyena fang 3")
        expect(line).to_have_value("101 poochyena fang 3")
    note.get_by_role("button", name="Send now").click()
    expect_logged(page, "route-101", "fang")
    expect(line).to_have_value("")
    expect(note).to_have_count(0)
    assert stored(page) == 0


def test_an_undo_is_done_once(visitor: Visitor, page: Page) -> None:
    steps.log_caught(page, "route-101", "Wurmple", "Silky", "2")
    undo = page.get_by_role("button", name="Undo")
    with visitor.offline():
        undo.click()
        expect(page.locator("body > .unsent")).to_contain_text(NO_CONNECTION)
    expect(steps.row(page, "route-101")).not_to_contain_text("Silky")
    expect(page.get_by_role("button", name="Redo")).to_be_visible()
    expect(page.locator(".unsent")).to_have_count(0)


def test_acts_go_in_their_order(visitor: Visitor, page: Page) -> None:
    first = fill_in(page, "route-101", "Poochyena", "Fang")
    second = fill_in(page, "route-102", "Zigzagoon", "Ziggy")
    sent: list[str] = []
    with visitor.offline():
        send(first)
        expect(note_in(first)).to_be_visible()
        send(second)
        expect(note_in(second)).to_be_visible()
        assert stored(page) == 2
        page.on(
            "request",
            lambda request: sent.append(request.url) if request.method == "POST" else None,
        )
    expect_logged(page, "route-101", "Fang")
    expect_logged(page, "route-102", "Ziggy")
    assert [url.rsplit("/", 2)[-2] for url in sent] == ["route-101", "route-102"]
    steps.expect_numbers(page, alive=2, dead=0, missed=0, done=2)


def test_an_act_outlives_a_reload_without_a_connection(visitor: Visitor, page: Page) -> None:
    run = page.url
    page.evaluate("() => navigator.serviceWorker.ready")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller && caches.match(location.pathname)")
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    with visitor.offline():
        send(place)
        expect(note_in(place)).to_be_visible()
        page.reload()
        expect(page.locator(".offline-note")).to_contain_text("You are offline.")
        expect(page.locator(".unsent")).to_contain_text("Route 101: poochyena, Fang")
        assert stored(page) == 1
    expect_logged(page, "route-101", "Fang")
    expect(page).to_have_url(run)
    # The copy may have sent it before it opened the page, which asks once more what became of it.
    page.wait_for_function(f"{STORED}.length === 0")
    steps.expect_numbers(page, alive=1, dead=0, missed=0, done=1)


def test_a_busy_site_is_said_to_be_busy_and_asked_again(visitor: Visitor, page: Page) -> None:
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    page.route("**/route-101/", lambda route: route.fulfill(status=503), times=1)
    with visitor.refused_with(503):
        send(place)
    expect(note_in(place)).to_contain_text("Not sent yet: the site is busy.")
    expect_logged(page, "route-101", "Fang")


def test_a_slow_answer_shows_that_it_is_being_saved(page: Page) -> None:
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    top = place.evaluate(PLACED)
    waiting: list[Route] = []
    page.route("**/route-101/", lambda route: waiting.append(route), times=1)
    send(place)
    expect(place).to_have_attribute("aria-busy", "true")
    assert place.evaluate(PLACED) == top, "nothing jumps"
    waiting[0].continue_()
    expect_logged(page, "route-101", "Fang")
    expect(place).not_to_have_attribute("aria-busy", "true")


def test_a_refusal_that_comes_late_stands_in_its_row(visitor: Visitor, page: Page) -> None:
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    place.get_by_label("Level when caught").fill("101")
    with visitor.refused_with(422), visitor.offline():
        send(place)
        expect(note_in(place)).to_be_visible()
    expect(place).to_contain_text("A level is a whole number from 1 to 100.")
    expect(place.get_by_label("Nickname")).to_have_value("Fang")
    expect(note_in(place)).to_have_count(0)
    assert stored(page) == 0


def test_a_refusal_without_a_row_waits_for_it(visitor: Visitor, page: Page) -> None:
    run = page.url
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    place.get_by_label("Level when caught").fill("101")
    with visitor.losing_requests():
        page.route("**/route-101/", lambda route: route.abort(), times=1)
        send(place)
        expect(note_in(place)).to_be_visible()
    with visitor.refused_with(422):
        page.goto(f"{run}box/")
    note = page.get_by_role("alert").filter(has_text="Not sent yet: the site refuses it.")
    with visitor.refused_with(422):
        note.get_by_role("link", name="its page").click()
    expect(page).to_have_url(f"{run}#place-route-101")
    expect(place).to_contain_text("A level is a whole number from 1 to 100.")
    expect(place.get_by_label("Nickname")).to_have_value("Fang")
    assert stored(page) == 0


def test_who_is_logged_out_meanwhile_finds_it_after_logging_in(
    visitor: Visitor, page: Page
) -> None:
    run = page.url
    steps.sign_up(page, "roxanne-unsent")
    page.goto(run)
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    visitor.context.clear_cookies()
    with visitor.refused_with(403):
        send(place)
    expect(note_in(place)).to_contain_text("you were logged out")
    note_in(place).get_by_role("link", name="log in").click()
    expect(page.get_by_role("main")).not_to_contain_text("Fang")
    page.get_by_label("User name").fill("roxanne-unsent")
    page.get_by_label("Password").fill(steps.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page).to_have_url(run)
    expect_logged(page, "route-101", "Fang")


def test_logging_out_forgets_what_was_not_sent(visitor: Visitor, page: Page) -> None:
    run = page.url
    steps.sign_up(page, "brawly-unsent")
    page.goto(run)
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    page.route("**/route-101/", lambda route: route.fulfill(status=503))
    with visitor.refused_with(503):
        send(place)
    expect(note_in(place)).to_be_visible()
    steps.log_out(page)
    assert stored(page) == 0


def test_an_act_is_shown_and_sent_on_pages_of_its_run_alone(visitor: Visitor, page: Page) -> None:
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    with visitor.losing_requests():
        page.route("**/route-101/", lambda route: route.abort(), times=1)
        send(place)
        expect(note_in(place)).to_be_visible()
        steps.start_run(page, "Emerald", "Another")
    expect(page.locator(".unsent")).to_have_count(0)
    assert stored(page) == 1


def test_what_is_not_to_be_sent_is_forgotten(visitor: Visitor, page: Page) -> None:
    place = fill_in(page, "route-101", "Poochyena", "Fang")
    with visitor.offline():
        send(place)
        note_in(place).get_by_role("button", name="Do not send").click()
        expect(note_in(place)).to_have_count(0)
        expect(place.get_by_label("Nickname")).to_have_value("Fang")
        assert stored(page) == 0
    place.get_by_label("Nickname").fill("Tooth")
    send(place)
    expect_logged(page, "route-101", "Tooth")


def test_a_late_answer_takes_the_keyboard_from_nobody(visitor: Visitor, page: Page) -> None:
    first = fill_in(page, "route-101", "Poochyena", "Fang")
    second = fill_in(page, "route-102", "Zigzagoon", "Zig")
    with visitor.offline():
        send(first)
        expect(note_in(first)).to_be_visible()
        second.get_by_label("Nickname").press("End")
    second.get_by_label("Nickname").press_sequentially("gy", delay=20)
    expect_logged(page, "route-101", "Fang")
    expect(second.get_by_label("Nickname")).to_be_focused()
    expect(second.get_by_label("Nickname")).to_have_value("Ziggy")


def test_a_page_that_cannot_come_takes_nothing_with_it(visitor: Visitor, page: Page) -> None:
    page.locator(".menu summary", has_text="rename").click()
    page.get_by_role("link", name="Rename").click()
    name = page.get_by_label("Name of the run")
    name.fill("Out of the tunnel")
    with visitor.offline():
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The site cannot be reached.")).to_be_visible()
        expect(name).to_have_value("Out of the tunnel")
