"""Nobody is shut out: every page and state, on a phone and on a desktop, in light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.accessibility import LARGE_TEXT, PHONE, problems, small_targets
from tests.e2e.conftest import OpenBrowser
from tests.e2e.states import ACCOUNT, GUEST, NOBODY, Furnished, furnish
from tests.e2e.visitor import Visitor


@pytest.fixture(scope="session")
def furnished(browser: Browser, base_url: str) -> Furnished:
    """A site with something to see on it."""
    return furnish(browser, base_url)


@pytest.mark.parametrize("state", NOBODY)
def test_pages_for_everybody(state: str, visitor: Visitor, furnished: Furnished) -> None:
    NOBODY[state](visitor, furnished)
    assert_accessible(visitor)


@pytest.mark.parametrize("state", GUEST)
def test_pages_of_a_guest(state: str, open_browser: OpenBrowser, furnished: Furnished) -> None:
    visitor = open_browser(storage_state=furnished.guest)
    GUEST[state](visitor, furnished)
    assert_accessible(visitor)


@pytest.mark.parametrize("state", ACCOUNT)
def test_pages_of_an_account(state: str, open_browser: OpenBrowser, furnished: Furnished) -> None:
    visitor = open_browser(storage_state=furnished.account)
    ACCOUNT[state](visitor, furnished)
    assert_accessible(visitor)


def assert_accessible(visitor: Visitor) -> None:
    found = problems(visitor.page)
    assert not found, "\n".join(found)


# The middles of what can be pressed in the header; those of one line lie close together.
_HEADER_LINES = """() => [...document.querySelectorAll(".site-header :is(a, button)")]
  .filter((each) => each.checkVisibility())
  .map((each) => each.getBoundingClientRect())
  .map(({ top, bottom }) => (top + bottom) / 2)
  .sort((one, other) => one - other)
  .filter((middle, index, all) => index === 0 || middle - all[index - 1] > 20).length"""


@pytest.mark.parametrize("who", ["nobody", "guest", "account"])
def test_large_text_leaves_the_header_two_lines(
    who: str, open_browser: OpenBrowser, furnished: Furnished
) -> None:
    known = {"guest": furnished.guest, "account": furnished.account}.get(who)
    page = open_browser(storage_state=known).page
    page.set_viewport_size(PHONE)
    page.goto("/runs/")
    page.evaluate(LARGE_TEXT)
    assert page.evaluate(_HEADER_LINES) <= 2
    assert small_targets(page) == []


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("document.querySelector('h1').remove()", "0 first-level headings"),
        ("document.querySelector('img').removeAttribute('alt')", "image-alt"),
        ("document.querySelector('main .button').style.minBlockSize = '20px'", "pixels: <a"),
        (
            "document.querySelector('main')"
            ".append(Object.assign(document.createElement('canvas'), { width: 900 }))",
            "phone: wider than the screen: <canvas",
        ),
        (
            "document.querySelector('main')"
            ".append(Object.assign(document.createElement('canvas'), { width: 340 }))",
            "320 pixels, usual text: wider than the screen: <canvas",
        ),
        (
            "const line = document.createElement('p'); line.style.whiteSpace = 'nowrap';"
            "line.textContent = 'Words that take their line. '.repeat(4);"
            "line.style.inlineSize = '45rem'; document.querySelector('main').append(line)",
            "1280 pixels, large text: wider than the screen: <p",
        ),
        (
            "const style = new CSSStyleSheet();"
            "style.replaceSync('@media (forced-colors) { a { outline: none !important } }');"
            "document.adoptedStyleSheets.push(style)",
            "forced colours: no ring when focused: <a",
        ),
        (
            "document.querySelector('.excerpt .status').textContent = ''",
            'forced colours: no words: <span class="status',
        ),
        (
            "const style = new CSSStyleSheet();"
            "style.replaceSync('@media (prefers-color-scheme: dark) { main p { color: #333 } }');"
            "document.adoptedStyleSheets.push(style)",
            "phone, dark: color-contrast",
        ),
    ],
    ids=[
        "heading",
        "text for a picture",
        "small target",
        "too wide",
        "too wide at 400 %",
        "too wide in large text",
        "no focus in forced colours",
        "a status by its colour alone",
        "contrast in the dark",
    ],
)
def test_problems_are_noticed(script: str, problem: str, visitor: Visitor) -> None:
    visitor.page.goto("/")
    visitor.page.evaluate(f"() => {{ {script} }}")
    found = problems(visitor.page)
    assert any(problem in each for each in found), found
