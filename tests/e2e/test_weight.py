"""What the pages weigh under production settings: what is exact of `make bench-pages`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.bench.browser import DESKTOP, PAGE_ITSELF, PHONE, Tab, Visit, new_tab
from tests.bench.pages import other_pages
from tests.bench.played import Free, Played
from tests.bench.site import played_site
from tests.e2e import steps

SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
# The rows that can be read: nothing covers their first or last line.
ROWS_IN_VIEW = """() => {
  const rows = [...document.querySelectorAll(".routes > li")];
  rows[60].scrollIntoView({ block: "end" });
  return rows.filter((row) => {
    const { left, top, bottom } = row.getBoundingClientRect();
    const seen = (y) => row.contains(document.elementFromPoint(left + 20, y));
    return seen(top + 2) && seen(bottom - 2);
  }).length;
}"""


@dataclass(frozen=True)
class Served:
    """The played site and where it is."""

    url: str
    played: Played

    @property
    def run(self) -> str:
        """The address of the run with thirty encounters."""
        return f"{self.url}/runs/{self.played.run}/"


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with played_site() as site, site.served(workers=2) as url:
        yield Served(url, site.played)


@pytest.fixture
def tab(browser: Browser, served: Served) -> Iterator[Tab]:
    with new_tab(browser, served.url, served.played) as tab:
        yield tab


@pytest.fixture
def free(served: Served) -> Free:
    return served.played.free[0]


def leave(tab: Tab, served: Served) -> None:
    """Go to another page of the site, for the same address again would be a reload."""
    tab.visit(f"{served.url}/bench/trivial/")


def sent(visit: Visit) -> list[str]:
    return [each.url for each in visit.of(*PAGE_ITSELF)]


def test_the_run_page_is_five_requests_and_then_one(tab: Tab, served: Served) -> None:
    cold = tab.visit(served.run)
    assert len(sent(cold)) <= 5, sent(cold)
    for kind, number in {"html": 1, "css": 1, "htmx": 1, "own script": 1}.items():
        assert len(cold.of(kind)) == number, kind
    leave(tab, served)
    assert sent(tab.visit(served.run)) == [served.run]


def test_the_run_page_weighs_little(tab: Tab, served: Served) -> None:
    visit = tab.visit(served.run)
    weights = {kind: visit.content(kind) for kind in PAGE_ITSELF}
    most = {"html": 8_000, "css": 9_000, "own script": 6_000, "htmx": 17_000}
    assert {kind for kind, weight in weights.items() if weight > most.get(kind, 0)} == set(), (
        weights
    )
    assert sum(weights.values()) <= 40_000, f"without headers: {weights}"
    assert visit.elements <= 1300


@SIZES
def test_the_run_page_is_written_in_few_fonts(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    """To set up one more takes a browser longer than to lay out some rows."""
    with new_tab(browser, served.url, served.played, size=size) as tab:
        tab.visit(served.run)
        fonts = tab.page.evaluate(_FONTS)
        assert 5 <= len(fonts) <= 9, fonts


# The font, weight, size and kind of digits of every text that is shown.
_FONTS = """() => [...new Set([...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() &&
    [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  .map((each) => getComputedStyle(each))
  .map(({ fontFamily, fontWeight, fontSize, fontVariantNumeric }) =>
    [fontFamily, fontWeight, fontSize, fontVariantNumeric].join()))]"""


def test_every_page_asks_this_site_alone_and_keeps_what_it_got(tab: Tab, served: Served) -> None:
    for path in other_pages(served.played).values():
        cold = tab.visit(served.url + path)
        leave(tab, served)
        warm = tab.visit(served.url + path)
        assert {each.url.split("/")[2] for each in cold.sent} == {served.url.split("/")[2]}, path
        assert len(sent(cold)) <= 6, path
        assert len(sent(warm)) <= 1, path
        assert warm.of("sprite", "icon") == [], path


@SIZES
def test_pictures_of_the_first_view_are_few_and_kept(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    with new_tab(browser, served.url, served.played, size=size) as tab:
        cold = tab.visit(served.run)
        pictures = tab.page.locator(".routes img")
        if pictures.count() == 0:
            pytest.skip("There are no local pictures; `make sprites` fetches them.")
        assert 0 < cold.weight("sprite") <= 40_000
        assert len(cold.of("sprite")) < pictures.count(), "those far below are not asked for"
        for name, value in (("loading", "lazy"), ("decoding", "async")):
            assert set(pictures.evaluate_all(_ATTRIBUTE, name)) == {value}
        for name in ("width", "height"):
            assert None not in pictures.evaluate_all(_ATTRIBUTE, name)
        leave(tab, served)
        assert tab.visit(served.run).of("sprite") == []


_ATTRIBUTE = "(images, name) => images.map((image) => image.getAttribute(name))"


@SIZES
def test_nothing_shifts_while_a_page_loads(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    for path in ("/runs/" + served.played.run + "/", *other_pages(served.played).values()):
        with new_tab(browser, served.url, served.played, size=size, rate=4) as tab:
            assert tab.visit(served.url + path).shift == 0, path


@SIZES
def test_a_row_stays_where_it_is_when_it_opens(
    browser: Browser, served: Served, free: Free, size: tuple[int, int]
) -> None:
    with new_tab(browser, served.url, served.played, size=size) as tab:
        tab.visit(served.run)
        row = steps.row(tab.page, free.place)
        row.evaluate("row => row.scrollIntoView({ block: 'center' })")
        before = row.bounding_box()
        steps.open_row(tab.page, free.place)
        after = row.bounding_box()
        assert before is not None
        assert after is not None
        assert (after["x"], after["y"]) == (before["x"], before["y"])


@SIZES
def test_a_screen_shows_many_rows(browser: Browser, served: Served, size: tuple[int, int]) -> None:
    with new_tab(browser, served.url, served.played, size=size) as tab:
        tab.visit(served.run)
        assert tab.page.evaluate(ROWS_IN_VIEW) >= {DESKTOP: 12, PHONE: 9}[size]


def test_a_logged_catch_is_one_small_answer(tab: Tab, served: Served, free: Free) -> None:
    tab.visit(f"{served.url}/runs/{served.played.spare_run}/")
    assert 0 < tab.log(free).size <= 4_000
