"""The first twelve places and two gyms of Emerald: by thumb, by keyboard, and without JavaScript.

Each catch and each death is counted in actions: a tap, a click or a key. The row is open by then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.conftest import OpenBrowser
from tests.e2e.keyboard import Keyboard

MOST_FOR_A_CATCH = 2
MOST_FOR_A_DEATH = 2
# In story order: what is met at a place, or "" where the chance goes by.
BEFORE_ROXANNE = {
    "starter": "Torchic",
    "route-101": "Poochyena",
    "route-103": "Wingull",
    "route-102": "Ralts",
    "petalburg-city": "",
    "route-104": "Taillow",
    "petalburg-woods": "Shroomish",
    "rustboro-city": "",
}
BEFORE_BRAWLY = {
    "route-116": "Nincada",
    "rusturf-tunnel": "Whismur",
    "dewford-town": "Tentacool",
    "route-106": "Magikarp",
}


class Hand(Protocol):
    """How somebody does the acts of the run page."""

    @property
    def actions(self) -> int:
        """How many it took so far."""
        ...

    def open_row(self, slug: str) -> Locator: ...

    def choose(self, row: Locator, pokemon: str) -> None: ...

    def outcome(self, row: Locator, name: str) -> None: ...

    def faint(self, row: Locator) -> None: ...

    def win(self, boss: Locator) -> None: ...


class Pointer:
    """Taps, or clicks where there is no finger."""

    def __init__(self, page: Page, *, is_finger: bool) -> None:
        self.page = page
        self.is_finger = is_finger
        self.actions = 0

    def press(self, target: Locator) -> None:
        if self.is_finger:
            target.tap()
        else:
            target.click()
        self.actions += 1

    def open_row(self, slug: str) -> Locator:
        row = steps.row(self.page, slug)
        toggle = row.locator(".route-name a")
        if toggle.get_attribute("aria-expanded") == "false":
            self.press(toggle)
        expect(toggle).to_have_attribute("aria-expanded", "true")
        return row

    def choose(self, row: Locator, pokemon: str) -> None:
        self.press(row.locator(".option").filter(has_text=re.compile(rf"\b{pokemon}\b")))
        expect(row.get_by_role("radio", name=re.compile(rf"\b{pokemon}\b"))).to_be_checked()

    def outcome(self, row: Locator, name: str) -> None:
        self.press(row.get_by_role("button", name=name, exact=True))

    def faint(self, row: Locator) -> None:
        self.press(row.get_by_role("link", name=re.compile("^Faint")))
        self.press(row.get_by_role("button", name="Mark as fainted"))

    def win(self, boss: Locator) -> None:
        self.press(boss.get_by_role("button", name=re.compile("^Won")))


class Keys:
    """Presses keys, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.keyboard = Keyboard(page)

    @property
    def actions(self) -> int:
        return self.keyboard.pressed

    def open_row(self, slug: str) -> Locator:
        return self.keyboard.open_row(slug)

    def choose(self, row: Locator, pokemon: str) -> None:
        self.keyboard.choose(row, pokemon)

    def outcome(self, row: Locator, name: str) -> None:
        self.keyboard.press({"Caught": "c", "Missed": "m"}[name])

    def faint(self, row: Locator) -> None:
        self.keyboard.press("f")
        expect(row.get_by_role("button", name="Mark as fainted")).to_be_visible()
        self.keyboard.press("Enter")

    def win(self, boss: Locator) -> None:
        self.keyboard.walk_to(boss)
        self.keyboard.tab_to(boss.get_by_role("button", name=re.compile("^Won")))
        self.keyboard.press("Enter")


@dataclass
class Tally:
    """How many actions each catch, each miss and each death has taken."""

    hand: Hand
    catches: list[int] = field(default_factory=list)
    misses: list[int] = field(default_factory=list)
    deaths: list[int] = field(default_factory=list)

    def count(self, act: Callable[[], None], into: list[int]) -> None:
        before = self.hand.actions
        act()
        into.append(self.hand.actions - before)

    def meet(self, slug: str, pokemon: str) -> None:
        """Catch what is met at a place, or miss it."""
        row = self.hand.open_row(slug)

        def catch() -> None:
            self.hand.choose(row, pokemon)
            self.hand.outcome(row, "Caught")

        if pokemon:
            self.count(catch, self.catches)
            expect(row).to_contain_text(pokemon)
        else:
            self.count(lambda: self.hand.outcome(row, "Missed"), self.misses)
        expect(row.locator(".status").first).to_have_text("Caught" if pokemon else "Missed")

    def lose(self, slug: str) -> None:
        """Mark as fainted what was caught at a place."""
        row = self.hand.open_row(slug)
        self.count(lambda: self.hand.faint(row), self.deaths)
        expect(row.locator(".status").first).to_have_text("Fainted")

    def __str__(self) -> str:
        return f"catches {self.catches}, misses {self.misses}, deaths {self.deaths}"


WAYS = {
    "phone": (True, True),
    "phone-no-javascript": (True, False),
    "keyboard": (False, True),
    "desktop-no-javascript": (False, False),
}


@pytest.mark.parametrize("way", WAYS)
def test_twelve_places_and_two_gyms(way: str, open_browser: OpenBrowser) -> None:
    phone, javascript = WAYS[way]
    visitor = open_browser(phone=phone, javascript=javascript)
    page = visitor.page
    steps.start_run(page, "Emerald", "Twelve places")
    loads = visitor.page_loads
    hand: Hand = Keys(page) if way == "keyboard" else Pointer(page, is_finger=phone)
    tally = Tally(hand)

    for slug, pokemon in BEFORE_ROXANNE.items():
        tally.meet(slug, pokemon)
    tally.lose("route-101")
    win(hand, page, "roxanne")
    for slug, pokemon in BEFORE_BRAWLY.items():
        tally.meet(slug, pokemon)
    tally.lose("route-104")
    win(hand, page, "brawly")

    print(f"{way}: {tally}")
    assert len(tally.catches + tally.misses) == 12
    assert max(tally.catches) <= MOST_FOR_A_CATCH, tally
    assert max(tally.misses) == 1, tally
    assert max(tally.deaths) <= MOST_FOR_A_DEATH, tally
    steps.expect_numbers(page, alive=8, dead=2, missed=2, done=12)
    if javascript:
        assert visitor.page_loads == loads, "it all happened on one page"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def win(hand: Hand, page: Page, slug: str) -> None:
    """Win against a boss, in its row."""
    boss = page.locator(f"#boss-{slug}")
    hand.win(boss)
    expect(boss.locator(".status")).to_have_text("Won")
