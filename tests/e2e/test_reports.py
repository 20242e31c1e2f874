"""From a player's "this is wrong" to the correction, the credit, and the notice in a run."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.accessibility import problems
from tests.e2e.conftest import OpenBrowser
from tests.e2e.test_curators import sign_in
from tests.e2e.visitor import Visitor

# The head and the trail around it are Django's. Its stylesheets with @import would make axe write
# styles of its own into the page, which the policy forbids.
AXE_OF_A_PART = """async (part) => (await axe.run(part, { preload: false })).violations.map(
  ({ id, nodes }) => `${id}: ${nodes[0].html}`)"""


def assert_part_accessible(page: Page, part: str) -> None:
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE_OF_A_PART, part) == []


def assert_accessible(visitor: Visitor) -> None:
    # axe waits for its own timers, which never come where scripts are off.
    found = problems(visitor.page) if visitor.javascript else []
    assert not found, "\n".join(found)


def test_what_a_player_reports_is_corrected_and_told(
    any_visitor: Visitor, open_browser: OpenBrowser
) -> None:
    """Ralts has 4 % of the grass of Route 102, and Seedot 1 %; a player says it is one more."""
    pokemon, rate = ("Ralts", "5") if any_visitor.javascript else ("Seedot", "2")
    page = any_visitor.page
    run = steps.start_run(page, "Emerald", "Hoenn with friends")
    steps.log_caught(page, "route-102", pokemon, "Dancer", "4")

    page.goto("/games/emerald/route-102/")
    report = steps.report(
        page,
        pokemon,
        "The chance is wrong",
        f"{rate} %",
        where_does_it_say_so="I have counted a thousand encounters.",
        a_name_to_thank="Wally",
        how_to_reach_you="wally@example.org",
    )
    expect(page.get_by_role("main")).to_contain_text("Keep this address.")
    expect(page.get_by_role("main")).not_to_contain_text("wally@example.org")

    office = sign_in(open_browser())
    office.get_by_role("link", name="Reports of players that wait for a curator").click()
    row = office.locator("#result_list tr", has_text=f"{pokemon} at Route 102")
    row.get_by_role("link").click()
    expect(office.locator("#reporters")).to_contain_text("wally@example.org")
    assert_part_accessible(office, "#content")
    office.get_by_label("The reason, or the question.").fill("By day or by night?")
    office.get_by_role("button", name="Ask back").click()
    expect(office.locator(".messagelist")).to_contain_text("Asked:")

    page.goto("/reports/")
    page.get_by_role("link", name=f"{pokemon} at Route 102 (Walking)").click()
    expect(page).to_have_url(report)
    expect(page.get_by_role("main")).to_contain_text("By day or by night?")
    assert_accessible(any_visitor)
    page.get_by_label("Your answer").fill("By day and by night.")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("main")).to_contain_text("Waiting for a curator")

    office.get_by_role("link", name=f"{pokemon} at Route 102").click()
    expect(office.locator("#reporters")).to_contain_text("By day and by night.")
    office.get_by_label("Which other one changes?").select_option("poochyena")
    office.get_by_role("button", name="Accept and change the catalog").click()
    expect(office.locator(".messagelist")).to_contain_text("Accepted: the catalog is changed.")

    before = int(rate) - 1
    page.goto(run)
    notice = page.get_by_role("region", name="The catalog was corrected since you last looked")
    words = f"{pokemon} at Route 102 (Walking): rate {rate} % instead of {before} %."
    expect(notice).to_contain_text(words)
    expect(steps.row(page, "route-102")).to_contain_text("Dancer")
    if any_visitor.javascript:
        assert_part_accessible(page, "[aria-labelledby=catalog-notice]")
    notice.get_by_role("link", name="What changed").click()
    line = page.get_by_role("listitem").filter(
        has_text=f"{pokemon} at Route 102 (Walking): rate {before} % → {rate} %."
    )
    expect(line).to_contain_text("Reported by Wally.")
    page.goto("/games/emerald/route-102/")
    shown = page.locator("tr", has=page.get_by_role("link", name=pokemon, exact=True))
    expect(shown.first).to_contain_text(f"{rate} %")
    page.goto(report)
    expect(page.get_by_role("main")).to_contain_text("Thank you: the catalog is corrected.")
    assert_accessible(any_visitor)

    page.goto(run)
    notice.get_by_role("button", name="I have seen it").click()
    expect(page).to_have_url(run)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(notice).to_have_count(0)
    expect(steps.row(page, "route-102")).to_contain_text("Dancer")
