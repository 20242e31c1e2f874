"""The back office is open to everybody who may use it: axe on each kind of page.

Light and dark, at 1280 and 390 pixels: of each width axe reads one theme in full, and of the other
what depends on colours. What Django's own templates have against them is named in `DJANGOS`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, FilePayload, Page, StorageState, ViewportSize

from tests.e2e.conftest import OpenBrowser
from tests.e2e.test_curators import find, sign_in
from tests.e2e.visitor import Visitor

MODELS = (
    "game",
    "route",
    "pokemon",
    "routeencounter",
    "encountertable",
    "boss",
    "bosspokemon",
    "evolution",
)
# By rule and what the element has in it: nothing but these may be wrong, and only there.
DJANGOS = {
    # The column that Django's table of a team has for the name of each row has no head.
    ("empty-table-header", '<th class="original"></th>'),
}
_Theme = Literal["light", "dark"]
SCREENS: tuple[tuple[ViewportSize, _Theme, _Theme], ...] = (
    ({"width": 1280, "height": 800}, "light", "dark"),
    ({"width": 390, "height": 844}, "dark", "light"),
)
# Its stylesheets are of this site and are read by the browser: axe need not load them again, which
# would make it write styles of its own into the page.
AXE = """async (rules) => (await axe.run({
    preload: false, resultTypes: ["violations"], ...(rules && { runOnly: rules })
  })).violations.flatMap(({ id, nodes }) => nodes.map(
    (node) => [id, node.html.slice(0, 160), node.failureSummary]))"""
# A page hears of the new size of its window with the next frame.
NEXT_FRAME = "() => new Promise(requestAnimationFrame)"
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


# Brings a browser to a page; what it returns is nothing to anybody.
Open = Callable[[Visitor], object]


def goto(path: str) -> Open:
    return lambda visitor: visitor.page.goto(path)


def first_of(model: str, act: str = "change") -> Open:
    """A page of the first row of Emerald, or of all there are."""

    def go(visitor: Visitor) -> None:
        page = visitor.page
        page.goto(f"/admin/pokedex/{model}/?q=emerald")
        if not page.locator("#result_list tbody th a").count():
            page.goto(f"/admin/pokedex/{model}/")
        href = page.locator("#result_list tbody th a").first.get_attribute("href") or ""
        page.goto(href if act == "change" else f"{href.partition('/change')[0]}/{act}/")

    return go


def woods(visitor: Visitor, tool: str) -> Page:
    """A page of Petalburg Woods: the encounters, or what moves them."""
    find(visitor.page, "petalburg woods sapphire", "Petalburg Woods (Sapphire)")
    visitor.page.locator(".object-tools").get_by_role("link", name=tool).click()
    return visitor.page


def paste_preview(visitor: Visitor) -> None:
    page = woods(visitor, "Encounters")
    page.get_by_label("One encounter a line").fill("Pikachu, gift, , 5")
    page.get_by_role("button", name="Preview", exact=True).click()
    page.locator("#preview").wait_for()


def paste_refused(visitor: Visitor) -> None:
    page = woods(visitor, "Encounters")
    page.get_by_label("One encounter a line").fill("Pikachuu, gift, , 5")
    with visitor.refused_with(422):
        page.get_by_role("button", name="Preview", exact=True).click()
    page.locator(".errorlist").wait_for()


def copy_preview(visitor: Visitor) -> None:
    page = woods(visitor, "Encounters")
    page.locator("#copy button").first.click()
    page.locator("#preview").wait_for()


def comparison(visitor: Visitor) -> None:
    find(visitor.page, "sapphire", "Sapphire")
    visitor.page.locator("#routes p a").first.click()
    visitor.page.get_by_role("heading", level=1, name="Sapphire and Ruby").wait_for()


def upload(visitor: Visitor, path: str, name: str, content: bytes) -> None:
    visitor.page.goto(path)
    visitor.page.locator("#file").set_input_files(
        FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    )
    visitor.page.get_by_role("button", name="Show what it would do").click()


ROUTES = b"game,slug,name,order,stage,source_key,published\r\n"


def import_preview(visitor: Visitor) -> None:
    content = ROUTES + b"emerald,somewhere,Somewhere,5000,story,,yes\r\n"
    upload(visitor, "/admin/pokedex/route/import/", "route.csv", content)
    visitor.page.locator("#preview").wait_for()


def import_refused(visitor: Visitor) -> None:
    with visitor.refused_with(422):
        upload(
            visitor, "/admin/pokedex/route/import/", "route.csv", ROUTES + b"emerald,x,,x,,,\r\n"
        )
    visitor.page.locator("#faults").wait_for()


def game(stage: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr(
            "game.csv",
            "slug,name,generation,region,release_year,version_group,box_art_url,published\r\n"
            "granite,Granite,3,Hoenn,2004,granite,,yes\r\n",
        )
        archive.writestr(
            "route.csv", ROUTES.decode() + f"granite,route-1,Route 1,10,{stage},,yes\r\n"
        )
    return output.getvalue()


def game_preview(visitor: Visitor) -> None:
    upload(visitor, "/admin/pokedex/game/import-game/", "granite.zip", game("story"))
    visitor.page.locator("#preview").wait_for()


def game_refused(visitor: Visitor) -> None:
    with visitor.refused_with(422):
        upload(visitor, "/admin/pokedex/game/import-game/", "granite.zip", game("storey"))
    visitor.page.locator("#faults").wait_for()


def report(visitor: Visitor) -> None:
    """A report of our own, which is decided by nobody."""
    page = visitor.page
    page.goto("/reports/games/emerald/routes/terra-cave/")
    page.get_by_role("radio").first.check()
    page.get_by_label("What should it be?").fill("Terra Cavern")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/reports/*-*/")
    page.goto("/admin/pokedex/correctionreport/")
    page.get_by_role("link", name="Terra Cave").first.click()
    page.locator("#claim").wait_for()


PAGES: dict[str, Open] = {
    "index": goto("/admin/"),
    "lists": goto("/admin/pokedex/"),
    "search": goto("/admin/search/?q=zubat"),
    "nothing found": goto("/admin/search/?q=xyzzy"),
    **{f"list of {model}": goto(f"/admin/pokedex/{model}/") for model in MODELS},
    **{f"a {model}": first_of(model) for model in MODELS},
    "a new route": goto("/admin/pokedex/route/add/"),
    "a new boss": goto("/admin/pokedex/boss/add/"),
    "delete": first_of("boss", "delete"),
    "history of a row": first_of("route", "history"),
    "all changes": goto("/admin/pokedex/catalogchange/"),
    "reports": goto("/admin/pokedex/correctionreport/?state=all"),
    "a report": report,
    "encounters of a route": lambda visitor: woods(visitor, "Encounters"),
    "paste, preview": paste_preview,
    "paste, refused": paste_refused,
    "copy, preview": copy_preview,
    "move, merge, split": lambda visitor: woods(visitor, "Move"),
    "comparison": comparison,
    "export": goto("/admin/pokedex/route/export/"),
    "import": goto("/admin/pokedex/route/import/"),
    "import, preview": import_preview,
    "import, refused": import_refused,
    "import a game": goto("/admin/pokedex/game/import-game/"),
    "import a game, preview": game_preview,
    "import a game, refused": game_refused,
}


@pytest.fixture(scope="session")
def signed_in(browser: Browser, base_url: str) -> StorageState:
    """What a curator's browser keeps, so that he signs in once."""
    context = browser.new_context(base_url=base_url)
    sign_in(Visitor(context, base_url, javascript=True))
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_back_office(
    name: str, open_browser: OpenBrowser, signed_in: StorageState
) -> None:
    visitor = open_browser(storage_state=signed_in)
    PAGES[name](visitor)
    found = "\n".join(problems(visitor.page))
    assert not found, found


def problems(page: Page) -> Iterator[str]:
    """Give everything that is wrong with the page as it stands, in words."""
    page.wait_for_load_state("load")
    page.evaluate(AXE_SCRIPT)
    for screen, theme, other in SCREENS:
        page.set_viewport_size(screen)
        page.evaluate(NEXT_FRAME)
        looks: tuple[tuple[_Theme, list[str] | None], ...] = (
            (theme, None),
            (other, ["color-contrast"]),
        )
        for scheme, rules in looks:
            page.emulate_media(color_scheme=scheme)
            for rule, html, summary in page.evaluate(AXE, rules):
                if (rule, html) not in DJANGOS:
                    yield f"{screen['width']}, {scheme}: {rule}: {html} {summary}"
        if (wide := page.evaluate(TOO_WIDE)) > 0:
            yield f"{screen['width']}: {wide} pixels wider than the screen"


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("document.querySelector('label').remove()", "label"),
        ("document.querySelector('#content h1').style.color = '#999'", "color-contrast"),
        (
            "document.querySelector('#content')"
            ".append(Object.assign(document.createElement('canvas'), { width: 2000 }))",
            "pixels wider than the screen",
        ),
    ],
    ids=["name", "contrast", "width"],
)
def test_problems_are_noticed(
    script: str, problem: str, open_browser: OpenBrowser, signed_in: StorageState
) -> None:
    page = open_browser(storage_state=signed_in).page
    page.goto("/admin/pokedex/route/import/")
    page.evaluate(f"() => {{ {script} }}")
    assert any(problem in one for one in problems(page))
