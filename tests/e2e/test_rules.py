"""Emerald by the rules of hardcore: dupes, odds, the level cap, a death and its undoing."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor


def test_the_rules_speak_before_and_after_each_act(any_visitor: Visitor) -> None:
    page = any_visitor.page
    page.goto("/runs/new/")
    page.get_by_role("radio", name=re.compile(r"^Hardcore\b")).check()
    url = steps.choose_game(page, "Emerald", "By the rules")
    bar = page.locator("#run-summary")
    expect(bar).to_contain_text("Level cap 15 for Roxanne")
    expect(page.locator("#boss-roxanne")).to_contain_text(re.compile(r"Gym Rock\s*Lv 15"))
    expect(steps.row(page, "route-102")).to_contain_text("6 new species, best 30 %")

    steps.log_caught(page, "route-101", "Zigzagoon", "Fang", "3")
    place = steps.open_row(page, "route-102")
    expect(place).to_contain_text("Walking. Something new: 85 %, 100 % after rerolls")
    dupe = place.locator("label.option").filter(has_text="Zigzagoon")
    expect(dupe).to_contain_text(
        "Dupe: Fang the Zigzagoon, in the box, Route 101, is of the same line."
    )
    expect(dupe).to_contain_text("15 %, rerolled as a dupe")
    expect(place.locator("label.option").filter(has_text="Poochyena")).to_contain_text(
        "30 %, 35 % after rerolls"
    )

    steps.choose(place, "Zigzagoon")
    place.get_by_label("Nickname").fill("Claw")
    with any_visitor.refused_with(422):
        place.get_by_role("button", name="Caught", exact=True).click()
    expect(place).to_contain_text("Say why it shall count all the same")
    expect(place.get_by_label("Nickname")).to_have_value("Claw")
    place.get_by_label(re.compile("counts against a rule")).fill("Only one for an hour")
    place.get_by_role("button", name="Caught", exact=True).click()
    steps.expect_closed(page, "route-102")
    place = steps.open_row(page, "route-102")
    expect(steps.outcome(place, "Claw")).to_contain_text("Only one for an hour")

    page.goto(f"{url}box/")
    page.get_by_role("link", name=re.compile(r"^Level\W+of Fang$")).click()
    page.get_by_label("Level today").fill("16")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/#place-*")
    page.goto(f"{url}box/")
    page.get_by_role("link", name=re.compile(r"^Move\W+Fang$")).click()
    page.get_by_label("Where to").select_option("1")
    page.get_by_role("button", name="Move", exact=True).click()
    page.goto(url)
    expect(bar).to_contain_text("Roxanne's ace is 15")

    steps.faint(page, "route-101", "Fang", "16")
    page.goto(url)
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(steps.row(page, "route-101").locator(".status")).to_have_text("Caught")
    page.goto(f"{url}box/")
    party = page.get_by_role("region", name="Party")
    expect(party.get_by_role("listitem").first).to_contain_text("Fang")

    page.goto(f"{url}timeline/")
    timeline = page.get_by_role("main")
    expect(timeline).to_contain_text("Against the rules, because: Only one for an hour")
    expect(timeline).to_contain_text("Against the rules: Over the cap")
    expect(timeline).to_contain_text("Taken back: Fang the Zigzagoon died at level 16")
