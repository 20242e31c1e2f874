"""Single keys: what they do on the run page, where they do nothing, and how they are changed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import steps
from tests.e2e.conftest import OpenBrowser
from tests.e2e.keyboard import Keyboard
from tests.e2e.visitor import Visitor


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """The page of a guest who has just started a run."""
    steps.start_run(visitor.page, "Emerald", "By keyboard")
    return visitor.page


def said(page: Page, text: str | re.Pattern[str]) -> Locator:
    return page.locator("#live").filter(has_text=text)


def shown(page: Page) -> list[str]:
    """The names of the rows that are there to see."""
    rows = page.locator("#routes .route-name :is(a, button)").filter(visible=True)
    return rows.all_inner_texts()


def test_a_run_is_played_by_keys_alone(visitor: Visitor, page: Page) -> None:
    keyboard = Keyboard(page)
    with visitor.without_page_load():
        place = keyboard.open_row("route-101")
        before = keyboard.pressed
        keyboard.choose(place, "Poochyena")
        keyboard.press("c")
        expect(place.locator(".status")).to_have_text("Caught")
        expect(
            page.locator("#place-route-101 .route-name a"), "the row keeps the keyboard"
        ).to_be_focused()
        assert keyboard.pressed - before == 2

        before = keyboard.pressed
        keyboard.press("f")
        expect(place.get_by_role("button", name="Mark as fainted")).to_be_visible()
        expect(place.locator(":focus")).to_have_count(1)
        keyboard.press("Enter")
        expect(place.locator(".status")).to_have_text("Fainted")
        assert keyboard.pressed - before == 2, "from the closed row"

        keyboard.press("u")
        expect(place.locator(".status")).to_have_text("Caught")
        expect(
            page.locator("#place-route-101 .route-name a"), "the row keeps the keyboard"
        ).to_be_focused()

        place = keyboard.open_row("route-103")
        keyboard.press("m")
        expect(place.locator(".status")).to_have_text("Missed")

        boss = page.locator("#boss-roxanne")
        keyboard.walk_to(boss)
        keyboard.tab_to(boss.get_by_role("button", name=re.compile("^Won")))
        keyboard.press("Enter")
        expect(boss.locator(".status, .badge").filter(has_text="Won")).to_be_visible()
        expect(boss.locator(":focus")).to_have_count(1)


def test_rows_come_into_sight_below_the_bar(page: Page) -> None:
    keyboard = Keyboard(page)
    keyboard.press(*"jjjjjjjjjjjjjjjjjjjjjjjjjj")
    keyboard.press(*"kkkkkkkkkkkkkkkk")
    row = page.locator(".route:has(:focus)")
    bar = page.locator("#runbar").bounding_box()
    box = row.bounding_box()
    assert bar is not None
    assert box is not None
    assert box["y"] >= bar["y"] + bar["height"] - 1
    assert box["y"] + box["height"] <= 800


def test_a_key_that_can_do_nothing_says_so(page: Page) -> None:
    keyboard = Keyboard(page)
    keyboard.press("u")
    expect(said(page, "There is nothing to undo.")).to_be_visible()
    keyboard.walk_to(steps.row(page, "route-102"))
    keyboard.press("c")
    expect(said(page, "Open a place first.")).to_be_visible()
    keyboard.press("e")
    expect(said(page, "Nobody here can evolve.")).to_be_visible()


def test_keys_lead_to_the_pages_of_the_run(page: Page) -> None:
    keyboard = Keyboard(page)
    for keys, end in (("gb", "box/#box"), ("gg", "graveyard/"), ("p", "box/#party")):
        keyboard.press(*keys)
        expect(page).to_have_url(re.compile(rf"/runs/[0-9a-f-]+/{end}$"))
        # Keys are heard once the page's script has run.
        page.wait_for_load_state()


@pytest.mark.parametrize("field", ["#find", "#quick-line", "input[name=nickname]"])
def test_who_writes_is_left_alone(visitor: Visitor, page: Page, field: str) -> None:
    steps.open_row(page, "route-101")
    with visitor.without_page_load():
        page.locator(field).first.focus()
        page.keyboard.type("g b?/cjku1")
    expect(page.locator(field).first).to_have_value("g b?/cjku1")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(steps.row(page, "route-101").locator(".status")).to_have_count(0)


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_the_browsers_own_keys_are_left_alone(page: Page, modifier: str) -> None:
    page.locator("#place-route-101 .route-name a").focus()
    page.keyboard.press(f"{modifier}+j")
    expect(page.locator("#place-route-101 .route-name a")).to_be_focused()


def test_search_has_a_key_wherever_there_is_one(visitor: Visitor) -> None:
    page = visitor.page
    for url in ("/pokemon/", "/games/emerald/"):
        page.goto(url)
        page.keyboard.press("/")
        expect(page.locator("main input[type=search]")).to_be_focused()
        expect(page.locator("main input[type=search]")).to_have_value("")
    page.goto("/")
    page.keyboard.type("/cjku1gb")
    expect(page).to_have_url(re.compile("/$"))
    expect(page.locator("#live")).to_be_empty()


class TestHelp:
    def test_is_a_dialog_that_gives_the_keyboard_back(self, page: Page) -> None:
        page.locator("#place-route-102 .route-name a").focus()
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(dialog).to_be_visible()
        page.locator("body").press("j")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(page.locator("#place-route-102 .route-name a")).to_be_focused()

    def test_is_a_link_on_every_page_and_a_page_of_its_own(self, visitor: Visitor) -> None:
        page = visitor.page
        page.goto("/games/")
        with visitor.without_page_load():
            page.get_by_role("link", name="Keyboard shortcuts").click()
            expect(page.get_by_role("dialog")).to_be_visible()
            page.get_by_role("button", name="Done").click()
            expect(page.get_by_role("dialog")).to_have_count(0)
        page.goto("/keys/")
        expect(page.get_by_label("Next row")).to_have_value("j")

    def test_needs_javascript_and_does_not_offer_itself_without(
        self, open_browser: OpenBrowser
    ) -> None:
        page = open_browser(javascript=False).page
        page.goto("/")
        expect(page.get_by_role("link", name="Keyboard shortcuts")).to_be_hidden()
        page.goto("/keys/")
        expect(page.get_by_text("They need JavaScript")).to_be_visible()

    def test_says_when_it_cannot_be_loaded(self, visitor: Visitor, page: Page) -> None:
        with visitor.offline():
            page.keyboard.press("?")
            expect(said(page, "Could not be loaded.")).to_be_visible()


class TestOwnKeys:
    def test_another_key_stays_and_the_old_one_rests(self, page: Page) -> None:
        page.keyboard.press("?")
        page.get_by_label("Next row").fill("n")
        page.get_by_label("Go to the box").fill("b")
        page.get_by_label("Go to the box").press("Tab")
        expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("Saved.")
        page.keyboard.press("Escape")
        page.reload()
        page.locator("#place-route-101 .route-name a").focus()
        page.keyboard.press("j")
        expect(page.locator("#place-route-101 .route-name a")).to_be_focused()
        page.keyboard.press("n")
        expect(page.locator("#place-route-103 .route-name a")).to_be_focused()
        page.keyboard.press("b")
        expect(page).to_have_url(re.compile("/box/#box$"))
        page.goto("/keys/")
        expect(page.get_by_label("Next row")).to_have_value("n")

    def test_escape_keeps_what_was_typed_last(self, page: Page) -> None:
        page.keyboard.press("?")
        page.get_by_label("Next row").fill("n")
        page.keyboard.press("Escape")
        page.locator("#place-route-101 .route-name a").focus()
        page.keyboard.press("n")
        expect(page.locator("#place-route-103 .route-name a")).to_be_focused()

    def test_all_are_turned_off_by_one_switch(self, page: Page) -> None:
        page.keyboard.press("?")
        page.get_by_label("Use these shortcuts").uncheck()
        page.get_by_role("button", name="Done").click()
        page.locator("#place-route-101 .route-name a").focus()
        for key in ("j", "?", "1"):
            page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator("#place-route-101 .route-name a")).to_be_focused()
        page.get_by_role("link", name="Keyboard shortcuts").click()
        page.get_by_role("button", name="As they were at first").click()
        expect(page.get_by_label("Use these shortcuts")).to_be_checked()
        page.get_by_role("button", name="Done").click()
        page.locator("#place-route-101 .route-name a").focus()
        page.keyboard.press("j")
        expect(page.locator("#place-route-103 .route-name a")).to_be_focused()

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [
            ("k", "“k” would stand for two acts"),
            ("g", "“g” would stand for two acts"),
            ("abc", "type one sign"),
            ("1", "type one sign"),
        ],
    )
    def test_no_key_stands_for_two_acts(self, page: Page, typed: str, problem: str) -> None:
        page.keyboard.press("?")
        page.get_by_label("Next row").fill(typed)
        page.get_by_label("Next row").press("Tab")
        expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text(problem)
        expect(page.get_by_role("dialog").locator("[aria-invalid=true]").first).to_be_visible()
        page.keyboard.press("Escape")
        page.reload()
        page.locator("#place-route-101 .route-name a").focus()
        page.keyboard.press("j")
        expect(page.locator("#place-route-103 .route-name a")).to_be_focused()

    def test_an_empty_field_is_no_key(self, page: Page) -> None:
        page.keyboard.press("?")
        page.get_by_label("Next row").fill("")
        page.keyboard.press("Escape")
        page.locator("#place-route-101 .route-name a").focus()
        page.keyboard.press("j")
        expect(page.locator("#place-route-101 .route-name a")).to_be_focused()
        page.keyboard.press("k")
        expect(page.locator("#place-route-101 .route-name a")).not_to_be_focused()


class TestSearch:
    def test_rows_are_found_while_one_types(self, visitor: Visitor, page: Page) -> None:
        steps.log_caught(page, "route-101", "Poochyena", "Étoile", "3")
        steps.log_missed(page, "route-103")
        everything = shown(page)
        found = page.locator(".find").get_by_role("status")
        with visitor.without_page_load():
            page.keyboard.press("/")
            expect(page.locator("#find")).to_be_focused()
            for typed, names in {
                "route 10": [name for name in everything if "Route" in name and "10" in name],
                "ETOILE": ["Route 101"],
                "poochyena": ["Route 101"],
                "dark caught": ["Route 101"],
                "missed": ["Route 103"],
                "roxanne": ["Roxanne"],
                "nowhere": [],
            }.items():
                page.locator("#find").fill(typed)
                expect(found).to_have_text(f"{len(names)} of {len(everything)} shown")
                assert shown(page) == names, typed
            page.keyboard.press("Escape")
            assert shown(page) == everything
            expect(page.locator("#find")).to_have_value("")
            expect(found).to_be_empty()

    def test_nothing_above_the_list_moves(self, page: Page) -> None:
        before = page.locator("#routes").bounding_box()
        for typed in ("route 101", "nowhere"):
            page.locator("#find").fill(typed)
            after = page.locator("#routes").bounding_box()
            assert before is not None
            assert after is not None
            assert after["y"] == before["y"]

    def test_enter_leads_to_what_was_found(self, visitor: Visitor, page: Page) -> None:
        with visitor.without_page_load():
            page.keyboard.press("/")
            page.keyboard.type("119")
            page.keyboard.press("Enter")
            expect(page.locator("#place-route-119 .route-name a")).to_be_focused()

    def test_it_holds_when_a_row_changes(self, visitor: Visitor, page: Page) -> None:
        page.locator("#find").fill("route 101")
        with visitor.without_page_load():
            steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")
            assert shown(page) == ["Route 101"]
            page.keyboard.press("u")
            expect(steps.row(page, "route-101").locator(".status")).to_have_count(0)
            assert shown(page) == ["Route 101"]

    def test_the_filters_work_in_place_and_with_it(self, visitor: Visitor, page: Page) -> None:
        steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")
        steps.log_missed(page, "route-103")
        everything = shown(page)
        filters = page.get_by_role("navigation", name=re.compile("shown$"))
        with visitor.without_page_load():
            for name, names in {
                "Caught": ["Route 101"],
                "Missed": ["Route 103"],
                "Dead": [],
                "All": everything,
            }.items():
                filters.get_by_role("link", name=name, exact=True).click()
                expect(filters.locator("[aria-current=page]")).to_have_text(name)
                assert shown(page) == names
            filters.get_by_role("link", name="To come", exact=True).click()
            assert set(everything) - set(shown(page)) == {"Route 101", "Route 103"}

    def test_what_is_done_is_folded_until_it_is_asked_for(
        self, visitor: Visitor, page: Page
    ) -> None:
        steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")
        filters = page.get_by_role("navigation", name=re.compile("shown$"))
        with visitor.without_page_load():
            filters.get_by_role("link", name="To come", exact=True).click()
            assert "Route 101" not in shown(page)
            page.locator("#find").fill("101")
            assert shown(page) == ["Route 101"], "a search finds what is folded"
            page.locator("#find").fill("")
            steps.log_missed(page, "route-103")
            assert "Route 103" in shown(page), "what was just done stays in sight"
            expect(steps.row(page, "route-103").locator(".route-name a")).to_be_focused()
        page.reload()
        folded = shown(page)
        assert {"Route 101", "Route 103"}.isdisjoint(folded)
        page.keyboard.press("Escape")
        page.locator("h1").click()
        for _ in folded[:3]:
            page.keyboard.press("j")
        expect(page.locator(".route-name a:focus")).to_be_visible()
        page.goto(f"{page.url}#place-route-101")
        expect(steps.row(page, "route-101")).to_be_visible()
        filters.get_by_role("link", name="All", exact=True).click()
        page.reload()
        assert {"Route 101", "Route 103"} <= set(shown(page))

    def test_a_page_that_has_not_all_rows_asks_the_site(self, page: Page) -> None:
        url = page.url
        page.goto(f"{url}?show=missed")
        page.locator("#find").fill("route 101")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{url}?find=route+101")
        expect(steps.row(page, "route-101")).to_be_visible()
