"""What a curator can do with Emerald, in one go and in a browser, and what readers then see.

He is a member of the group Curators and no superuser. What he may not see is tried address by
address in tests/pokedex/admin/test_refused.py.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenBrowser
from tests.e2e.test_curators import find, sign_in


def messages(page: Page, words: str) -> None:
    expect(page.locator(".messagelist")).to_contain_text(words)


def test_a_curator_corrects_emerald(open_browser: OpenBrowser, tmp_path: Path) -> None:
    # Two places that no other test goes to: Terra Cave and Marine Cave change places.
    page = sign_in(open_browser())
    find(page, "emerald", "Emerald")
    rows = page.locator("[data-order] tr")
    expect(rows.first).to_be_visible()
    before = rows.locator("th").all_inner_texts()
    here = before.index("Terra Cave")
    rows.nth(here + 1).locator("[data-handle]").drag_to(
        rows.nth(here), target_position={"x": 200, "y": 2}
    )
    page.get_by_role("button", name="Save the order").click()
    messages(page, "2 routes have a new number.")
    expect(rows.nth(here).locator("th")).to_have_text("Marine Cave")
    expect(rows.nth(here + 1).locator("th")).to_have_text("Terra Cave")

    # A rate comes from its table.
    find(page, "desert underpass emerald", "Desert Underpass (Emerald)")
    page.get_by_role("link", name="Encounters", exact=True).click()
    encounters = page.url
    page.locator("#grid ul a").click()
    shares = page.get_by_label("Shares:")
    expect(shares).to_have_value(re.compile("whismur, 34"))
    shares.fill("Ditto, 50, 38-45\nWhismur, 35, 35-38\nLoudred, 15, 38-44")
    page.get_by_role("button", name="Save", exact=True).click()
    messages(page, "was changed successfully")

    # A species that is missing there.
    page.goto(encounters)
    expect(page.locator("#grid tr", has_text="Whismur")).to_contain_text("35")
    page.get_by_label("One encounter a line").fill("Exploud, static, , 44")
    page.get_by_role("button", name="Preview", exact=True).click()
    page.get_by_role("button", name="Write 1 row").click()
    messages(page, "1 row written")
    reader = open_browser().page
    reader.goto("/games/emerald/desert-underpass/")
    expect(reader.get_by_role("main")).to_contain_text("Exploud")

    # It was a mistake.
    page.goto("/admin/pokedex/catalogchange/")
    page.get_by_role("link", name="Exploud at Desert Underpass (Static)").first.click()
    expect(page.locator("#revert")).to_contain_text("published: yes → no")
    page.get_by_role("button", name="Take the change back").click()
    messages(page, "is as it was before that change")
    reader.reload()
    expect(reader.get_by_role("main")).not_to_contain_text("Exploud")

    # Out, into an editor, and in again.
    page.goto("/admin/pokedex/routeencounter/?q=desert+underpass+emerald")
    page.get_by_role("link", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    file = tmp_path / "routeencounter.csv"
    download.value.save_as(file)
    text = file.read_bytes().decode()
    line = "emerald,desert-underpass,exploud,static,,44,44,,base,no"
    assert line in text
    assert "whismur,walk,35,35,38" in text
    file.write_bytes(text.replace(line, line.replace("44,44,,base,no", "46,46,,base,yes")).encode())
    page.goto("/admin/pokedex/routeencounter/")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("CSV (UTF-8) or JSON").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.locator("#preview")).to_contain_text("0 new, 1 changed, 3 unchanged")
    expect(page.locator("#preview")).to_contain_text("min_level: 44 → 46")
    expect(page.locator("#preview")).to_contain_text("published: no → yes")
    page.get_by_role("button", name="Import 1 row").click()
    messages(page, "0 route encounters added, 1 changed.")

    # What everybody can read of it; no curator is named.
    reader.goto("/games/emerald/")
    reader.get_by_role("link", name="What changed").click()
    expect(reader).to_have_url("/changes/emerald/")
    main = reader.get_by_role("main")
    for words in (
        "The order of the routes was changed.",
        "Whismur at Desert Underpass (Walking): rate 34 % → 35 %.",
        "Exploud at Desert Underpass (Static): added.",
        "Exploud at Desert Underpass (Static): published yes → no.",
        "Exploud at Desert Underpass (Static): published no → yes",
    ):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("curator")
