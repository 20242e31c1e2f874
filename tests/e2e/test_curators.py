"""A curator corrects the catalog in a browser, and what he did is public and can be taken back.

Violations of the Content-Security-Policy on any page of the back office fail these tests.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenBrowser
from tests.e2e.site import CURATOR, CURATORS_PASSWORD
from tests.e2e.visitor import Visitor


def sign_in(visitor: Visitor) -> Page:
    """Go to the back office by the site's own log-in."""
    page = visitor.page
    page.goto("/admin/")
    page.get_by_label("User name").fill(CURATOR)
    page.get_by_label("Password", exact=True).fill(CURATORS_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page).to_have_url("/admin/")
    return page


def find(page: Page, typed: str, name: str) -> None:
    """Open a row of the catalog by the one search."""
    page.goto("/admin/")
    page.get_by_label("Search the catalog").fill(typed)
    page.get_by_role("button", name="Search").click()
    page.locator("#content").get_by_role("link", name=name, exact=True).click()


def test_routes_are_put_in_order_by_dragging(open_browser: OpenBrowser) -> None:
    page = sign_in(open_browser())
    find(page, "sapphire", "Sapphire")
    rows = page.locator("[data-order] tr")
    first, second = rows.nth(0).locator("th"), rows.nth(1).locator("th")
    names = first.inner_text(), second.inner_text()
    rows.nth(1).locator("[data-handle]").drag_to(rows.nth(0), target_position={"x": 200, "y": 2})
    expect(first).to_have_text(names[1])
    page.get_by_role("button", name="Save the order").click()
    expect(page.locator(".messagelist")).to_contain_text("2 routes have a new number.")
    expect(first).to_have_text(names[1])
    expect(second).to_have_text(names[0])


def test_a_pasted_encounter_is_public_and_taken_back(open_browser: OpenBrowser) -> None:
    visitor = open_browser()
    page = sign_in(visitor)
    find(page, "petalburg woods ruby", "Petalburg Woods (Ruby)")
    address = page.url
    page.get_by_role("link", name="Encounters", exact=True).click()

    lines = page.get_by_label("One encounter a line")
    lines.fill("Pikachuu, gift, , 5")
    with visitor.refused_with(422):
        page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.locator(".errorlist")).to_contain_text("Line 1: there is no Pokémon called")
    lines.fill("Pikachu, gift, , 5")
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.locator("#preview")).to_contain_text("new")
    page.get_by_role("button", name="Write 1 row").click()
    expect(page.locator(".messagelist")).to_contain_text("1 row written")

    reader = open_browser().page
    reader.goto("/games/ruby/petalburg-woods/")
    expect(reader.get_by_role("main")).to_contain_text("Pikachu")
    reader.goto("/changes/ruby/")
    expect(reader.get_by_role("main")).to_contain_text("Pikachu at Petalburg Woods (Gift): added.")

    # A change of a route, and the way back.
    page.goto(address)
    page.get_by_label("Name:").fill("Petalburg Forest")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name=re.compile("take it back")).first.click()
    expect(page.locator("#revert")).to_contain_text("Petalburg Forest → Petalburg Woods")
    page.get_by_role("button", name="Take the change back").click()
    expect(page.get_by_label("Name:")).to_have_value("Petalburg Woods")


def test_pages_of_the_back_office_break_no_rule_of_the_policy(open_browser: OpenBrowser) -> None:
    page = sign_in(open_browser())
    for path in ("game", "route", "pokemon", "routeencounter", "encountertable", "boss"):
        page.goto(f"/admin/pokedex/{path}/")
        expect(page.locator("#result_list")).to_be_visible()
        page.locator("#result_list tbody th a").first.click()
        expect(page.locator("#content h1, #content h2").first).to_be_visible()
    page.goto("/admin/pokedex/catalogchange/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
