"""A game of one's own, made from Emerald, shared by link, and played by somebody else."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import problems
from tests.e2e.conftest import OpenBrowser
from tests.e2e.visitor import Visitor

CONTENTS_URL = re.compile(r"/contents/#[a-z0-9-]+$")


def assert_accessible(visitor: Visitor) -> None:
    # axe waits for its own timers, which never come where scripts are off.
    found = problems(visitor.page) if visitor.javascript else []
    assert not found, "\n".join(found)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(CONTENTS_URL)


def test_a_game_is_made_changed_shared_and_played(
    any_visitor: Visitor, open_browser: OpenBrowser
) -> None:
    """Three changed routes and one changed boss, and what becomes of them in a run."""
    page = any_visitor.page
    steps.make_game(page, "Emerald", "Emerald Kaizo")
    page.get_by_role("link", name="Change routes and bosses").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing differs from Emerald yet.")

    page.get_by_role("link", name="Edit Route 102", exact=True).click()
    assert_accessible(any_visitor)
    page.get_by_label("Name").fill("Petalburg Way")
    save(page)
    page.get_by_role("link", name="Edit Route 104", exact=True).click()
    page.get_by_label("Hide it").check()
    save(page)

    page.get_by_role("link", name="Encounters of Route 101", exact=True).click()
    field = page.get_by_label("Who is met here")
    expect(field).to_have_value(re.compile(r"^Poochyena, walk, 45, 2-3$", re.MULTILINE))
    field.fill("Zigzagon, walk, 40, 2-3\nRalts, walk, 60, 4")
    with any_visitor.refused_with(422):
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text(
        "Line 1: there is no Pokémon called “Zigzagon”. Did you mean Zigzagoon?"
    )
    expect(field).to_have_value("Zigzagon, walk, 40, 2-3\nRalts, walk, 60, 4")
    assert_accessible(any_visitor)
    field.fill("Zigzagoon, walk, 40, 2-3\nRalts, walk, 60, 4")
    save(page)

    page.get_by_role("link", name="Edit Roxanne, Rustboro Gym", exact=True).click()
    page.get_by_label("Level of its strongest Pokémon").fill("19")
    assert_accessible(any_visitor)
    save(page)
    expect(page.get_by_role("main")).to_contain_text("3 routes and 1 boss differ from Emerald.")
    expect(page.locator("#boss-roxanne")).to_contain_text("Highest level: 19, in Emerald 15.")
    assert_accessible(any_visitor)

    page.get_by_role("link", name="Emerald Kaizo").click()
    page.get_by_role("link", name="Share it by link").click()
    page.get_by_role("button", name="Share by link").click()
    expect(page).to_have_url(steps.GAME_URL)
    link = page.get_by_label("Link to share").input_value()

    other = open_browser(javascript=any_visitor.javascript, phone=True)
    play = other.page
    play.goto(link)
    expect(play.get_by_role("main")).to_contain_text("3 routes and 1 boss differ from Emerald.")
    assert_accessible(other)
    play.get_by_role("link", name="Route 101", exact=True).click()
    expect(play.get_by_role("row", name=re.compile("Ralts"))).to_contain_text("60 %")
    play.go_back()
    play.get_by_role("link", name="Play it").click()
    play.get_by_label("Name of the run").fill("Kaizo with friends")
    play.get_by_role("button", name="Start", exact=True).click()
    expect(play).to_have_url(steps.RUN_URL)

    expect(steps.row(play, "route-102")).to_contain_text("Petalburg Way")
    expect(steps.row(play, "route-104")).to_have_count(0)
    expect(play.locator("#boss-roxanne")).to_contain_text("19")
    steps.log_caught(play, "route-101", "Ralts", "Dancer", "4")
    expect(steps.row(play, "route-101")).to_contain_text("Ralts")

    # Nobody but its maker changes it.
    with other.refused_with(404):
        play.goto(f"{page.url}contents/")


def test_routes_are_moved_added_and_taken_back(any_visitor: Visitor) -> None:
    page = any_visitor.page
    steps.make_game(page, "Emerald", "Hoenn, otherwise")
    page.get_by_role("link", name="Change routes and bosses").click()
    page.get_by_role("button", name="Move Route 102 up", exact=True).click()
    expect(page.locator("#route-route-102")).to_contain_text("Moved: it stands behind")
    page.get_by_role("link", name="Take back your changes to Route 102").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing differs from Emerald yet.")

    page.get_by_role("link", name="Add a route").click()
    page.get_by_label("Name").fill("Hidden Grove")
    page.get_by_label("Behind which route?").select_option(label="Route 101")
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#route-hidden-grove")).to_contain_text("Added behind Route 101.")
    page.get_by_role("link", name="Remove Hidden Grove").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing differs from Emerald yet.")
