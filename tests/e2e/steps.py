"""What a player does, step by step, the same with JavaScript and without.

Each step ends when its result is on the page.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

RUN_URL = re.compile(r"/runs/[0-9a-f-]{36}/$")
GAME_URL = re.compile(r"/custom-games/[0-9a-f-]{36}/$")
REPORT_URL = re.compile(r"/reports/[0-9a-f-]{36}/$")
PASSWORD = "a-long-pass-of-words"


def start_run(page: Page, game: str, name: str) -> str:
    """Start a run and return its URL."""
    page.goto("/runs/new/")
    return choose_game(page, game, name)


def choose_game(page: Page, game: str, name: str) -> str:
    """Fill in and send the form that starts a run; return the run's URL."""
    check_game(page, game)
    page.get_by_label("Name of the run").fill(name)
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page).to_have_url(RUN_URL)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page.url


def check_game(page: Page, game: str) -> None:
    """Choose one of the list of games, whose generation is folded on a phone."""
    tile = page.locator(".option").filter(has_text=re.compile(rf"^\s*{game}\b"))
    if not tile.is_visible():
        page.locator("details").filter(has=tile).locator("summary").click()
    page.get_by_role("radio", name=re.compile(rf"^{game}\b")).check()


def make_game(page: Page, base: str, name: str) -> str:
    """Make a game of one's own from another and return its URL."""
    page.goto("/custom-games/new/")
    page.get_by_label("Name of your game").fill(name)
    check_game(page, base)
    page.get_by_role("button", name="Make the game").click()
    expect(page).to_have_url(GAME_URL)
    return page.url


def row(page: Page, slug: str) -> Locator:
    """The row of a place on the run page."""
    return page.locator(f"#place-{slug}")


def open_row(page: Page, slug: str) -> Locator:
    """Open the row of a place and return it."""
    place = row(page, slug)
    toggle = place.locator(".route-name a")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    return place


def choose(place: Locator, pokemon: str) -> None:
    """Choose a Pokémon of the open row's table."""
    place.get_by_role("radio", name=re.compile(rf"\b{pokemon}\b")).check()


def log_caught(page: Page, slug: str, pokemon: str, nickname: str, level: str) -> None:
    """Log a catch at a place."""
    place = open_row(page, slug)
    choose(place, pokemon)
    place.get_by_label("Nickname").fill(nickname)
    place.get_by_label("Level when caught").fill(level)
    place.get_by_role("button", name="Caught", exact=True).click()
    expect_closed(page, slug)
    expect(place).to_contain_text(nickname)
    expect(place.locator(".status")).to_have_text("Caught")


def log_missed(page: Page, slug: str) -> None:
    """Log that the encounter of a place was missed."""
    place = open_row(page, slug)
    place.get_by_role("button", name="Missed", exact=True).click()
    expect(place.locator(".status")).to_have_text("Missed")


def faint(page: Page, slug: str, nickname: str, level: str) -> None:
    """Mark a caught Pokémon as fainted."""
    place = open_row(page, slug)
    act(place, "Faint", nickname).click()
    place.get_by_label("Level when it fainted").fill(level)
    place.get_by_role("button", name="Mark as fainted").click()
    expect_closed(page, slug)
    expect(place).to_contain_text(nickname)
    expect(place.locator(".status")).to_have_text("Fainted")
    expect(place.locator(".level")).to_have_text(f"Lv {level}")


def edit(page: Page, slug: str, nickname: str) -> Locator:
    """Open the form that changes an encounter and return its row."""
    place = open_row(page, slug)
    act(place, "Edit", nickname).click()
    expect(place.get_by_role("button", name="Save")).to_be_visible()
    return place


def act(place: Locator, name: str, title: str) -> Locator:
    """The link to an act on one of a row's encounters."""
    return place.get_by_role("link", name=re.compile(rf"^{name}\W+{title}$"))


def expect_closed(page: Page, slug: str) -> None:
    """Expect the row of a place to be there, and closed."""
    toggle = row(page, slug).locator(".route-name a")
    expect(toggle).to_have_attribute("aria-expanded", "false")


def offer_another(page: Page, slug: str) -> Locator:
    """Open the row of a place that is done, and in it the form for one more."""
    place = open_row(page, slug)
    place.get_by_text("Log another here").click()
    return place


def outcome(place: Locator, title: str) -> Locator:
    """What an open row says of one of its encounters."""
    return place.locator(".encounter").filter(has_text=title)


def report(page: Page, pokemon: str, what: str, suggestion: str, **more: str) -> str:
    """Say on a route's page that a Pokémon of it is wrong; return the report's URL."""
    page.locator("summary", has_text="Something here is wrong").click()
    fold = page.locator(".report-fold")
    fold.get_by_role("link", name=f"This is wrong: {pokemon}", exact=True).first.click()
    page.get_by_role("radio", name=what).check()
    page.get_by_label("What should it be?").fill(suggestion)
    for label, text in more.items():
        page.get_by_label(label.replace("_", " ").capitalize()).fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(REPORT_URL)
    return page.url


def sign_up(page: Page, username: str) -> None:
    """Make an account, from wherever the page is."""
    page.get_by_role("link", name="Sign up", exact=True).first.click()
    page.get_by_label("User name").fill(username)
    page.get_by_label(re.compile(r"^Password:?$")).fill(PASSWORD)
    page.get_by_label(re.compile(r"^Password again:?$")).fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("banner")).to_contain_text(username)


def log_in(page: Page, username: str) -> None:
    """Log in to an account, from wherever the page is."""
    page.get_by_role("link", name="Log in", exact=True).first.click()
    page.get_by_label("User name").fill(username)
    page.get_by_label(re.compile(r"^Password:?$")).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("banner")).to_contain_text(username)


def log_out(page: Page) -> None:
    """Log out of an account, from wherever the page is."""
    page.get_by_role("banner").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in", exact=True)).to_be_visible()


def expect_numbers(page: Page, *, alive: int, dead: int, missed: int, done: int) -> None:
    """Expect these numbers at the head of the run page."""
    summary = page.locator("#run-summary")
    for name, number in (("Alive", alive), ("Dead", dead), ("Missed", missed)):
        expect(number_called(summary, name)).to_have_text(str(number))
    expect(number_called(summary, "Places")).to_have_text(re.compile(rf"^{done} of \d+$"))


def number_called(counts: Locator, name: str) -> Locator:
    """One of the numbers of a run page or a run's card."""
    return counts.locator(".count").filter(has_text=name).locator("dd")
