"""The demo run: opened from the first page, played on, printed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.conftest import OpenBrowser
from tests.e2e.visitor import Visitor

_DISPLAYED = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.checkVisibility()).map((element) => element.tagName.toLowerCase())"""


def open_demo(page: Page) -> str:
    """Ask for the demo run, which is there at once from the second time, and return its path."""
    page.goto("/")
    page.get_by_role("link", name="Try a demo run").click()
    asked = page.get_by_role("button", name="Open the demo run")
    expect(asked.or_(page.locator("#runbar"))).to_be_visible()
    if asked.is_visible():
        asked.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demo run of Emerald")
    return re.sub(r"^https?://[^/]+", "", page.url)


def test_a_demo_run_is_two_presses_away_and_can_be_played_on(any_visitor: Visitor) -> None:
    page = any_visitor.page
    page.goto("/")
    excerpt = page.get_by_role("region", name="A run of Emerald")
    expect(excerpt).to_contain_text("Level cap 24 for Wattson")
    run = open_demo(page)
    expect(page.get_by_role("main")).to_contain_text("Level cap 24 for Wattson")
    expect(steps.row(page, "route-116")).to_contain_text("Acorn")
    # The same one again, and it is a run like any other.
    assert open_demo(page) == run
    page.goto("/runs/")
    expect(page.get_by_role("main").get_by_text("Demo", exact=True)).to_be_visible()
    page.goto(f"{run}box/")
    page.get_by_role("link", name="Level of Puddle").click()
    page.get_by_label("Level today").fill("20")
    page.get_by_role("button", name="Save").click()
    expect(steps.row(page, "starter")).to_contain_text("20")
    page.goto(f"{run}delete/")
    page.get_by_label("Type the name of the run").fill("Demo run of Emerald")
    page.get_by_role("button", name="Delete the run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My runs")
    assert open_demo(page) != run


def test_the_run_prints_as_a_memorial(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    run = open_demo(page)
    for path, shown in (
        ("", "Acorn"),
        ("graveyard/", "Killed by Nosepass of Roxanne: Rock Tomb, a critical hit"),
        ("box/", "Puddle"),
        ("timeline/", "Won against Brawly."),
        ("stats/", "Survival by badge"),
        # Folded away on the screen.
        ("bosses/", "Fought by Puddle"),
    ):
        page.goto(f"{run}{path}")
        page.emulate_media(media="print", color_scheme="dark")
        displayed = set(page.evaluate(_DISPLAYED))
        assert not displayed & {"nav", "form", "button", "footer"}, path
        assert "h1" in displayed
        expect(page.get_by_text(shown).first).to_be_visible()
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        assert page.evaluate(ground) == "rgb(255, 255, 255)"
        assert run not in page.get_by_role("main").inner_text()
        page.emulate_media(media="screen")


def test_the_run_page_prints_what_has_happened(open_browser: OpenBrowser) -> None:
    page = open_browser().page
    open_demo(page)
    page.emulate_media(media="print")
    expect(steps.row(page, "route-101")).to_be_visible()
    expect(page.locator("#boss-roxanne")).to_be_visible()
    expect(steps.row(page, "route-110")).to_be_hidden()
    expect(page.locator("#boss-wattson")).to_be_hidden()
