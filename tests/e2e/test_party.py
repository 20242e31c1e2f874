"""The party is arranged by buttons, by mouse and by touch, and each says where somebody went."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import CDPSession, FloatRect, Locator, Page, expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor


def with_two_in_the_party(visitor: Visitor) -> Page:
    """Catch three, put Fang and Kir into the party, and stay on the box page."""
    page = visitor.page
    url = steps.start_run(page, "Emerald", "The party")
    steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")
    steps.log_caught(page, "route-102", "Ralts", "Kir", "4")
    steps.log_caught(page, "route-103", "Wingull", "Gull", "4")
    page.goto(f"{url}box/")
    for number, name in enumerate(("Fang", "Kir"), start=1):
        page.get_by_role("button", name=re.compile(rf"^To the party\W+{name}$")).click()
        expect(place(page, number)).to_contain_text(name)
    return page


def place(page: Page, number: int) -> Locator:
    """A place of the party."""
    return page.get_by_role("region", name="Party").get_by_role("listitem").nth(number - 1)


def box(page: Page) -> Locator:
    return page.get_by_role("region", name="Box", exact=True)


def picture(page: Page, name: str) -> FloatRect:
    """Where the picture of a member is."""
    token = page.get_by_role("listitem").filter(has_text=name).locator(".token")
    token.scroll_into_view_if_needed()
    return rectangle(token)


def rectangle(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def middle(found: FloatRect) -> tuple[float, float]:
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def test_the_party_is_arranged_by_its_buttons(any_visitor: Visitor) -> None:
    page = with_two_in_the_party(any_visitor)
    page.get_by_role("button", name="Fang one place down").click()
    expect(place(page, 1)).to_contain_text("Kir")
    expect(place(page, 2)).to_contain_text("Fang")
    page.get_by_role("button", name="Fang one place down").click()
    expect(place(page, 3)).to_contain_text("Fang")
    expect(place(page, 2)).to_contain_text("Place 2 is free")


def test_the_party_is_arranged_by_keyboard_alone(visitor: Visitor) -> None:
    page = with_two_in_the_party(visitor)
    up = page.get_by_role("button", name="Kir one place up")
    up.focus()
    with visitor.without_page_load():
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Kir moved to place 1.")
        expect(place(page, 1)).to_contain_text("Kir")
        expect(up, "the keyboard stays where it was").to_be_focused()
        expect(up, "there is no higher place").to_have_attribute("aria-disabled", "true")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Kir moved to place 2.")
        expect(page.get_by_role("button", name="Kir one place down")).to_be_focused()


def test_the_party_is_arranged_by_mouse(visitor: Visitor) -> None:
    page = with_two_in_the_party(visitor)

    def drag(name: str, target: Locator) -> None:
        page.mouse.move(*middle(picture(page, name)))
        page.mouse.down()
        page.mouse.move(*middle(rectangle(target)), steps=4)
        page.mouse.up()

    with visitor.without_page_load():
        drag("Kir", place(page, 1))
        expect(page.get_by_role("status")).to_have_text("Kir moved to place 1.")
        expect(place(page, 2)).to_contain_text("Fang")
        drag("Gull", place(page, 2))
        expect(page.get_by_role("status")).to_have_text("Gull moved to place 2.")
        expect(box(page)).to_contain_text("Fang")
        drag("Kir", box(page))
        expect(page.get_by_role("status")).to_have_text("Kir moved to the box.")
        expect(place(page, 1)).to_contain_text("Place 1 is free")
        drag("Gull", place(page, 2))
        drag("Gull", page.get_by_role("heading", level=1))
        expect(place(page, 2), "dropped where it was, and nowhere").to_contain_text("Gull")


def test_the_party_is_arranged_by_touch(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    page = with_two_in_the_party(visitor)
    place(page, 1).evaluate("place => place.scrollIntoView({ block: 'start' })")
    start, end = middle(picture(page, "Kir")), middle(rectangle(place(page, 1)))
    with visitor.without_page_load():
        finger = visitor.context.new_cdp_session(page)
        touch(finger, "touchStart", start)
        for part in (0.3, 0.6, 1.0):
            touch(
                finger,
                "touchMove",
                (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part),
            )
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.get_by_role("status")).to_have_text("Kir moved to place 1.")
        expect(place(page, 1)).to_contain_text("Kir")
    assert page.evaluate("scrollX") == 0


def touch(finger: CDPSession, kind: str, at: tuple[float, float]) -> None:
    finger.send(
        "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at[0], "y": at[1]}]}
    )


@pytest.mark.parametrize("act", ["up", "drag"])
def test_what_another_window_has_changed_is_shown_first(visitor: Visitor, act: str) -> None:
    page = with_two_in_the_party(visitor)
    other = visitor.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Kir one place down").click()
    expect(place(other, 3)).to_contain_text("Kir")
    with visitor.refused_with(409):
        if act == "up":
            page.get_by_role("button", name="Kir one place up").click()
        else:
            page.mouse.move(*middle(picture(page, "Kir")))
            page.mouse.down()
            page.mouse.move(*middle(rectangle(place(page, 1))), steps=4)
            page.mouse.up()
    expect(page.get_by_role("status")).to_contain_text("changed in another window")
    expect(place(page, 3)).to_contain_text(re.compile("Kir"))
