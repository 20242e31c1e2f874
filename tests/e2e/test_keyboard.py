"""The main job without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor

LONGEST_WAY = 60


def test_a_catch_is_logged_by_keyboard(any_visitor: Visitor) -> None:
    page = any_visitor.page
    steps.start_run(page, "Emerald", "No mouse")
    place = steps.row(page, "route-101")

    tab_to(page, page.locator("#place-route-101 .route-name a"))
    page.keyboard.press("Enter")
    expect(page.locator("#place-route-101 .route-name a")).to_have_attribute(
        "aria-expanded", "true"
    )

    # The radio buttons are one stop; the arrows move within them.
    tab_to(page, place.get_by_role("radio").first)
    page.keyboard.press("Space")
    poochyena = place.get_by_role("radio", name=re.compile(r"\bPoochyena\b"))
    for _ in range(place.get_by_role("radio").count()):
        if poochyena.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(poochyena).to_be_checked()

    tab_to(page, place.get_by_label("Nickname"))
    page.keyboard.type("Fang")
    tab_to(page, place.get_by_label("Level when caught"))
    page.keyboard.type("3")
    tab_to(page, place.get_by_role("button", name="Caught", exact=True))
    page.keyboard.press("Enter")

    steps.expect_closed(page, "route-101")
    expect(place).to_contain_text("Fang Poochyena")
    expect(place.locator(".level")).to_have_text("Lv 3")


def test_the_first_stop_of_a_page_skips_to_its_content(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").locator(":focus")).to_have_count(1)


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the keyboard, at most ``LONGEST_WAY`` times."""
    for _ in range(LONGEST_WAY):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by {LONGEST_WAY} times Tab.")
