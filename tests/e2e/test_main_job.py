"""A guest tracks a run and then signs up: with JavaScript and without."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.conftest import OpenBrowser
from tests.e2e.visitor import Visitor


def test_a_guest_tracks_a_run_and_keeps_it_by_signing_up(
    any_visitor: Visitor, open_browser: OpenBrowser
) -> None:
    page = any_visitor.page
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Start a run").click()
    url = steps.choose_game(page, "Emerald", "First try")

    steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")
    steps.log_missed(page, "route-103")
    steps.expect_numbers(page, alive=1, dead=0, missed=1, done=2)
    steps.faint(page, "route-101", "Fang", "7")
    steps.expect_numbers(page, alive=0, dead=1, missed=1, done=2)

    name = f"player-{'js' if any_visitor.javascript else 'plain'}"
    steps.sign_up(page, name)
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_have_text("First try")
    fang = steps.outcome(steps.open_row(page, "route-101"), "Fang")
    expect(fang).to_contain_text("Poochyena")
    expect(fang.locator(".status")).to_have_text("Fainted")
    expect(fang).to_contain_text("at level 3")
    expect(fang).to_contain_text("fainted at level 7")
    expect(steps.row(page, "route-103").locator(".status")).to_have_text("Missed")
    steps.expect_numbers(page, alive=0, dead=1, missed=1, done=2)

    stranger = open_browser(javascript=any_visitor.javascript)
    with stranger.refused_with(404):
        stranger.page.goto(url)
    expect(stranger.page.get_by_role("main")).not_to_contain_text("First try")


def test_a_catch_that_has_since_fainted_is_logged_in_one_go(any_visitor: Visitor) -> None:
    page = any_visitor.page
    steps.start_run(page, "Emerald", "From memory")
    place = steps.open_row(page, "route-101")
    steps.choose(place, "Zigzagoon")
    place.get_by_label("Level when caught").fill("2")
    place.get_by_text("Caught and since fainted").click()
    place.get_by_label("Level when it fainted").fill("6")
    place.get_by_label("Cause").fill("Youngster Calvin")
    place.get_by_role("button", name="Caught, has since fainted").click()

    steps.expect_closed(page, "route-101")
    zigzagoon = steps.outcome(steps.open_row(page, "route-101"), "Zigzagoon")
    expect(zigzagoon.locator(".status")).to_have_text("Fainted")
    expect(zigzagoon).to_contain_text("at level 2")
    expect(zigzagoon).to_contain_text("fainted at level 6")
    expect(zigzagoon).to_contain_text("Youngster Calvin")
    steps.expect_numbers(page, alive=0, dead=1, missed=0, done=1)


def test_an_encounter_can_be_edited_and_removed(any_visitor: Visitor) -> None:
    page = any_visitor.page
    steps.start_run(page, "Emerald", "Second thoughts")
    steps.log_caught(page, "route-101", "Wurmple", "Silk", "2")

    place = steps.edit(page, "route-101", "Silk")
    expect(place.get_by_role("radio", name=re.compile(r"\bWurmple\b"))).to_be_checked()
    expect(place.get_by_label("Level when caught")).to_have_value("2")
    place.get_by_label("Nickname").fill("Needle")
    place.get_by_label("Level when caught").fill("3")
    place.get_by_role("button", name="Save").click()
    steps.expect_closed(page, "route-101")
    expect(place).to_contain_text("Needle Wurmple")
    expect(place.locator(".level")).to_have_text("Lv 3")
    expect(place).not_to_contain_text("Silk")

    steps.edit(page, "route-101", "Needle").get_by_role("link", name="Remove").click()
    expect(place).to_contain_text("Remove Needle")
    place.get_by_role("button", name="Remove").click()
    steps.expect_closed(page, "route-101")
    expect(steps.row(page, "route-101").locator(".status")).to_have_count(0)
    steps.expect_numbers(page, alive=0, dead=0, missed=0, done=0)


def test_a_refused_form_comes_back_filled_in_with_the_reason(any_visitor: Visitor) -> None:
    page = any_visitor.page
    steps.start_run(page, "Emerald", "Too high")
    place = steps.open_row(page, "route-101")
    steps.choose(place, "Zigzagoon")
    place.get_by_label("Nickname").fill("Zig")
    place.get_by_label("Level when caught").fill("101")

    with any_visitor.refused_with(422):
        place.get_by_role("button", name="Caught", exact=True).click()

    level = place.get_by_label("Level when caught")
    expect(place.get_by_text("A level is a whole number from 1 to 100.")).to_be_visible()
    expect(level).to_have_attribute("aria-invalid", "true")
    expect(level).to_have_value("101")
    expect(place.get_by_label("Nickname")).to_have_value("Zig")
    expect(place.get_by_role("radio", name=re.compile(r"\bZigzagoon\b"))).to_be_checked()
    steps.expect_numbers(page, alive=0, dead=0, missed=0, done=0)

    level.fill("4")
    place.get_by_role("button", name="Caught", exact=True).click()
    steps.expect_closed(page, "route-101")
    expect(place.locator(".level")).to_have_text("Lv 4")


def test_a_second_encounter_at_a_place_can_be_a_bonus(any_visitor: Visitor) -> None:
    page = any_visitor.page
    steps.start_run(page, "Emerald", "Shiny")
    steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")

    # In another tab the row was opened before Fang was logged.
    place = steps.offer_another(page, "route-101")
    steps.choose(place, "Wurmple")
    place.get_by_label("Nickname").fill("Glitter")
    place.get_by_label(re.compile("Log as bonus")).uncheck()
    with any_visitor.refused_with(422):
        place.get_by_role("button", name="Caught", exact=True).click()
    expect(place.get_by_role("alert")).to_contain_text("tick “Log as bonus”")

    place.get_by_label(re.compile("Log as bonus")).check()
    place.get_by_label("Why is it a bonus?").select_option("shiny")
    place.get_by_role("button", name="Caught", exact=True).click()
    steps.expect_closed(page, "route-101")
    place = steps.open_row(page, "route-101")
    expect(steps.outcome(place, "Glitter")).to_contain_text("Bonus")
    expect(place.locator(".encounter")).to_have_count(2)
    steps.expect_numbers(page, alive=2, dead=0, missed=0, done=1)


def test_a_pokemon_from_outside_the_table_is_marked(any_visitor: Visitor) -> None:
    page = any_visitor.page
    steps.start_run(page, "Emerald", "Randomised")
    place = steps.open_row(page, "route-101")

    place.get_by_label("Another Pokémon").press_sequentially("Mewtwo")
    if any_visitor.javascript:
        place.get_by_role("radio", name=re.compile("^Mewtwo")).check()
    place.get_by_role("button", name="Caught", exact=True).click()

    steps.expect_closed(page, "route-101")
    mewtwo = steps.outcome(steps.open_row(page, "route-101"), "Mewtwo")
    expect(mewtwo).to_contain_text("Caught")
    expect(mewtwo).to_contain_text("Not in our table")


def test_a_name_that_fits_several_pokemon_offers_them(any_visitor: Visitor) -> None:
    page = any_visitor.page
    steps.start_run(page, "Emerald", "Half a name")
    place = steps.open_row(page, "route-101")

    place.get_by_label("Another Pokémon").fill("nido")
    with any_visitor.refused_with(422):
        place.get_by_role("button", name="Caught", exact=True).click()
    expect(place).to_contain_text("Several Pokémon fit this.")
    place.get_by_role("radio", name=re.compile("Nidoking")).check()
    place.get_by_role("button", name="Caught", exact=True).click()

    steps.expect_closed(page, "route-101")
    expect(place).to_contain_text("Nidoking not in our table")


def test_a_run_ends_and_is_reopened(any_visitor: Visitor) -> None:
    page = any_visitor.page
    url = steps.start_run(page, "Emerald", "Short one")
    steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")

    fang = steps.row(page, "route-101")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="End the run").click()
    page.get_by_role("radio", name=re.compile("^Failed")).check()
    page.get_by_role("button", name="End the run").click()
    expect(page).to_have_url(url)
    expect(page.get_by_role("main")).to_contain_text("failed on")
    expect(fang.get_by_role("link")).to_have_count(0)

    page.goto("/runs/")
    ended = page.get_by_role("listitem").filter(has_text="Short one")
    expect(page.get_by_role("region", name="Ended")).to_contain_text("Short one")
    expect(ended).to_contain_text("failed on")
    expect(steps.number_called(ended, "Alive")).to_have_text("1")

    ended.get_by_role("link", name="Short one").click()
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Reopen the run").click()
    expect(page).to_have_url(url)
    steps.edit(page, "route-101", "Fang")
    page.goto("/runs/")
    expect(page.get_by_role("region", name="Going on")).to_contain_text("Short one")


def test_a_run_gets_another_name(any_visitor: Visitor) -> None:
    page = any_visitor.page
    url = steps.start_run(page, "Emerald", "Working title")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Rename").click()
    expect(page.get_by_label("Name of the run")).to_have_value("Working title")
    page.get_by_label("Name of the run").fill("The real one")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(url)
    expect(page.get_by_role("heading", level=1)).to_have_text("The real one")
