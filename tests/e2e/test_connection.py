"""A lost connection costs nothing that was typed."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor


def test_without_a_connection_the_page_says_so_and_keeps_what_was_typed(visitor: Visitor) -> None:
    page = visitor.page
    steps.start_run(page, "Emerald", "In the tunnel")
    place = steps.open_row(page, "route-101")
    steps.choose(place, "Poochyena")
    place.get_by_label("Nickname").fill("Fang")

    with visitor.offline():
        place.get_by_role("button", name="Caught", exact=True).click()
        status = page.get_by_role("status").filter(has_text="The site cannot be reached.")
        expect(status).to_be_visible()
        expect(status).to_contain_text("Could not be saved.")
        expect(place.get_by_label("Nickname")).to_have_value("Fang")
        expect(place.get_by_role("radio", name=re.compile(r"\bPoochyena\b"))).to_be_checked()
        status.get_by_role("button", name="Close").click()
        expect(status).to_have_count(0)

    place.get_by_role("button", name="Caught", exact=True).click()
    steps.expect_closed(page, "route-101")
    expect(place).to_contain_text("Fang Poochyena")
