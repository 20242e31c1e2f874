"""A player who has nothing but a keyboard, and counts how often a key is pressed."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps

LONGEST_WAY = 150
_IS_ABOVE_THE_FOCUS = """(row) => {
  const focused = document.activeElement.closest(".route");
  return focused && row.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
}"""


class Keyboard:
    """Presses keys on one page; ``pressed`` counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def walk_to(self, row: Locator) -> None:
        """Press j, or k where it stands above, until the row has the keyboard."""
        for _ in range(LONGEST_WAY):
            if row.locator(":focus").count():
                return
            self.press("k" if row.evaluate(_IS_ABOVE_THE_FOCUS) else "j")
        raise AssertionError(f"{row} cannot be reached.")

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the keyboard."""
        for _ in range(LONGEST_WAY):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press("Tab")
        raise AssertionError(f"{target} cannot be reached.")

    def open_row(self, slug: str) -> Locator:
        """Go on to the row of a place and open it, unless it is open."""
        row = steps.row(self.page, slug)
        self.walk_to(row)
        toggle = row.locator(".route-name a")
        if toggle.get_attribute("aria-expanded") == "false":
            self.press("Enter")
        expect(toggle).to_have_attribute("aria-expanded", "true")
        return row

    def choose(self, row: Locator, pokemon: str) -> None:
        """Choose a Pokémon of the open row: by its number, from the tenth on by the arrows."""
        tiles = row.get_by_role("radio")
        names = tiles.evaluate_all("tiles => tiles.map((tile) => tile.closest('label').innerText)")
        place = next(
            number for number, name in enumerate(names, start=1) if re.search(pokemon, name)
        )
        self.press(str(min(place, 9)), *["ArrowDown"] * (place - 9))
        expect(tiles.nth(place - 1)).to_be_checked()
