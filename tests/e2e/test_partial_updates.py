"""With JavaScript the acts of a run happen in their row: no page load, and nothing gets lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The page of a guest who has just started a run."""
    steps.start_run(visitor.page, "Emerald", "Without a reload")
    return visitor.page


def test_logging_and_fainting_load_no_page(visitor: Visitor, page: Page) -> None:
    with visitor.without_page_load():
        steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")
        steps.expect_numbers(page, alive=1, dead=0, missed=0, done=1)
        expect(page.get_by_role("status").filter(has_text="Fang the Poochyena")).to_be_visible()
        expect_focus_in(page, "route-101")

        steps.log_missed(page, "route-103")
        steps.expect_numbers(page, alive=1, dead=0, missed=1, done=2)

        steps.faint(page, "route-101", "Fang", "7")
        steps.expect_numbers(page, alive=0, dead=1, missed=1, done=2)
        expect(page.get_by_role("status").filter(has_text="fainted")).to_be_visible()
        expect_focus_in(page, "route-101")


def test_editing_and_removing_load_no_page(visitor: Visitor, page: Page) -> None:
    steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")

    with visitor.without_page_load():
        place = steps.edit(page, "route-101", "Fang")
        expect_focus_in(page, "route-101")
        place.get_by_label("Nickname").fill("Tooth")
        place.get_by_role("button", name="Save").click()
        steps.expect_closed(page, "route-101")
        expect(place).to_contain_text("Tooth Poochyena")
        expect_focus_in(page, "route-101")

        steps.edit(page, "route-101", "Tooth").get_by_role("link", name="Remove").click()
        expect(place.get_by_role("link", name="Cancel")).to_be_focused()
        place.get_by_role("button", name="Remove").click()
        expect(place.locator(".status")).to_have_count(0)
        expect(page.get_by_role("status").filter(has_text="removed")).to_be_visible()
        expect_focus_in(page, "route-101")


def test_the_bonus_is_logged_without_a_page_load(visitor: Visitor, page: Page) -> None:
    steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")

    with visitor.without_page_load():
        place = steps.offer_another(page, "route-101")
        steps.choose(place, "Wurmple")
        place.get_by_label("Why is it a bonus?").select_option("shiny")
        place.get_by_role("button", name="Caught", exact=True).click()
        steps.expect_closed(page, "route-101")
        expect(place.locator(".status")).to_have_text(["Caught", "Caught"])


def test_a_refusal_takes_the_keyboard_to_its_reason(visitor: Visitor, page: Page) -> None:
    place = steps.open_row(page, "route-101")
    steps.choose(place, "Poochyena")
    place.get_by_label("Level when caught").fill("101")

    with visitor.without_page_load(), visitor.refused_with(422):
        place.get_by_role("button", name="Caught", exact=True).click()

    expect(place.get_by_role("alert")).to_be_focused()


def test_a_row_opens_and_closes_in_its_place(visitor: Visitor, page: Page) -> None:
    place = steps.row(page, "route-102")
    toggle = place.get_by_role("link", name="Route 102")
    with visitor.without_page_load():
        toggle.click()
        expect(toggle).to_have_attribute("aria-expanded", "true")
        expect(toggle).to_be_focused()
        expect(place.get_by_role("button", name="Caught", exact=True)).to_be_visible()

        toggle.click()
        expect(toggle).to_have_attribute("aria-expanded", "false")
        expect(toggle).to_be_focused()
        expect(place.get_by_role("button", name="Caught", exact=True)).to_have_count(0)


def test_cancelling_leads_back_to_the_row(page: Page) -> None:
    steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")
    place = steps.edit(page, "route-101", "Fang")
    place.get_by_role("link", name="Cancel").click()
    expect(place.get_by_role("button", name="Save")).to_have_count(0)
    expect(page.locator("#place-route-101 .route-name a")).to_be_focused()


def test_labels_belong_to_the_fields_of_their_own_row(page: Page) -> None:
    for slug in ("route-101", "route-102"):
        place = steps.open_row(page, slug)
        place.get_by_text("Nickname", exact=True).click()
        page.keyboard.type(slug)
    for slug in ("route-101", "route-102"):
        nickname = steps.row(page, slug).locator("input[name=nickname]")
        expect(nickname).to_have_value(slug)


def test_searching_offers_pokemon_while_a_name_is_typed(visitor: Visitor, page: Page) -> None:
    place = steps.open_row(page, "route-101")

    with visitor.without_page_load():
        place.get_by_label("Another Pokémon").press_sequentially("mewt", delay=20)
        found = place.get_by_role("radio", name=re.compile("^Mewtwo"))
        found.check()
        place.get_by_role("button", name="Caught", exact=True).click()
        steps.expect_closed(page, "route-101")
        expect(place).to_contain_text("Mewtwo not in our table")


def expect_focus_in(page: Page, slug: str) -> None:
    """Expect the keyboard to be somewhere in the row of this place."""
    expect(steps.row(page, slug).locator(":focus")).to_have_count(1)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_nothing_jumps_and_the_keyboard_stays(visitor: Visitor, page: Page, phone: bool) -> None:
    if phone:
        page.set_viewport_size({"width": 390, "height": 844})
    # Far down, with an open row above it.
    toggle = page.locator("#place-route-116 .route-name a")
    toggle.evaluate("element => element.scrollIntoView({ block: 'center' })")
    place = steps.row(page, "route-116")
    with visitor.without_page_load():
        at = top(place)
        toggle.click()
        expect(toggle).to_have_attribute("aria-expanded", "true")
        assert top(place) == pytest.approx(at, abs=1), "opened where it stands"
        expect(toggle).to_be_focused()

        steps.choose(place, "Nincada")
        place.get_by_role("button", name="Caught", exact=True).click()
        expect(place.locator(".status")).to_have_text("Caught")
        expect(toggle).to_be_focused()
        assert_below_the_bar(page, toggle)

        at = top(place)
        undo = page.locator("#undo-button").bounding_box()
        assert undo is not None
        # Playwright's own click scrolls a bar that sticks.
        page.mouse.click(undo["x"] + 20, undo["y"] + 20)
        expect(place.locator(".status")).to_have_count(0)
        assert top(place) == pytest.approx(at, abs=1), "undone from the bar"
        expect(page.locator("#undo-button"), "though nothing more can be undone").to_be_focused()

        toggle.click()
        place.get_by_label("Level when caught").fill("101")
        steps.choose(place, "Nincada")
        with visitor.refused_with(422):
            place.get_by_role("button", name="Caught", exact=True).click()
        expect(place.get_by_role("alert")).to_be_focused()
        assert_below_the_bar(page, place.get_by_role("alert"))


def top(element: Locator) -> float:
    """How far below the upper edge of the window an element is."""
    found = element.bounding_box()
    assert found is not None
    return found["y"]


def assert_below_the_bar(page: Page, element: Locator) -> None:
    """Assert that an element is in sight and not behind the bar."""
    bar = page.locator("#runbar").bounding_box()
    assert bar is not None
    assert top(element) >= bar["y"] + bar["height"] - 1
    expect(element).to_be_in_viewport()


def test_redo_leaves_the_keyboard_at_undo(visitor: Visitor, page: Page) -> None:
    steps.log_missed(page, "route-101")
    with visitor.without_page_load():
        page.locator("#undo-button").press("Enter")
        redo = page.locator("#redo-button")
        redo.press("Enter")
        expect(steps.row(page, "route-101").locator(".status")).to_have_text("Missed")
        expect(redo).to_have_count(0)
        expect(page.locator("#undo-button")).to_be_focused()


HTMX_FILE = "**/django_htmx/*.js"
_UNREGISTER = """async () => {
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}"""


def without_worker(page: Page) -> None:
    """Take the service worker away, which would fetch a file past the test, and let none come."""
    page.evaluate(_UNREGISTER)
    page.add_init_script("navigator.serviceWorker.register = () => new Promise(() => {})")


def test_an_act_that_nothing_can_do_says_so_and_keeps_what_was_typed(
    visitor: Visitor, page: Page
) -> None:
    place = page.locator(".route-open")
    without_worker(page)
    with visitor.losing_requests():
        page.route(HTMX_FILE, lambda route: route.abort())
        page.reload()
        place.get_by_label("Nickname").fill("Fang")
        place.get_by_role("button", name="Missed", exact=True).click()
        expect(page.get_by_text("Could not be saved. The site cannot be reached.")).to_be_visible()
        page.locator("#place-route-102 .route-name a").click()
        expect(page.get_by_text("Could not be loaded. The site cannot be reached.")).to_be_visible()
        page.unroute(HTMX_FILE)
    with visitor.without_page_load():
        expect(place.get_by_label("Nickname")).to_have_value("Fang")
        place.get_by_label("Nickname").fill("")
        place.get_by_role("button", name="Missed", exact=True).click()
        expect(page.get_by_role("status").filter(has_text="missed")).to_be_visible()


def test_what_is_typed_before_htmx_is_there_is_searched_for(page: Page) -> None:
    without_worker(page)
    held: list[Route] = []
    page.route(HTMX_FILE, lambda route: held.append(route))
    page.reload()
    place = page.locator(".route-open")
    with page.expect_request(HTMX_FILE):
        place.get_by_label("Another Pokémon").fill("nido")
    for route in held:
        route.continue_()
    expect(place.get_by_role("radio", name="Nidoking")).to_be_visible()


def test_a_boss_is_won_in_one_press(visitor: Visitor, page: Page) -> None:
    boss = page.locator("#boss-roxanne")
    with visitor.without_page_load():
        boss.get_by_role("button", name="Won").click()
        expect(boss.locator(".status")).to_have_text("Won")
        expect(boss.locator(":focus")).to_have_count(1)
