"""A curator edits bosses in a file; and no page of the back office breaks the policy."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenBrowser
from tests.e2e.test_curators import sign_in

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
# Counted by the browser itself, whatever the console says.
COUNT_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.sourceFile}:${event.lineNumber}`);
});
"""


def export(page: Page, path: str, file: Path) -> str:
    """Export what a list's filters leave as CSV; return the text of the file."""
    page.goto(path)
    page.get_by_role("link", name="Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as CSV").click()
    download.value.save_as(file)
    return file.read_text(encoding="utf-8")


def test_a_file_is_exported_edited_and_imported(open_browser: OpenBrowser, tmp_path: Path) -> None:
    visitor = open_browser()
    page = sign_in(visitor)
    page.goto("/admin/pokedex/game/?q=crystal")
    page.locator("#result_list").get_by_role("link", name="Crystal").click()
    game = page.url.split("/")[-3]
    file = tmp_path / "crystal.csv"
    path = f"/admin/pokedex/boss/?game__id__exact={game}"
    text = export(page, path, file)
    assert text.startswith("game,slug,order,after_route,")
    assert "crystal,falkner," in text

    page.goto("/admin/pokedex/boss/import/")
    file.write_text(text.replace("crystal,falkner,", "crystall,falkner,"), encoding="utf-8")
    page.get_by_label("CSV (UTF-8) or JSON").set_input_files(file)
    with visitor.refused_with(422):
        page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no game “crystall”. Is “crystal”")

    file.write_text(text.replace(",Falkner,", ",Falkner of Violet,"), encoding="utf-8")
    page.get_by_label("CSV (UTF-8) or JSON").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.locator("#preview")).to_contain_text("0 new, 1 changed,")
    expect(page.locator("#preview")).to_contain_text("name: Falkner → Falkner of Violet")
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.locator(".messagelist")).to_contain_text("Imported crystal.csv")

    reader = open_browser().page
    reader.goto("/changes/crystal/")
    expect(reader.get_by_role("main")).to_contain_text("name Falkner → Falkner of Violet")

    file.write_text(text, encoding="utf-8")
    page.goto("/admin/pokedex/boss/import/")
    page.get_by_label("CSV (UTF-8) or JSON").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    page.get_by_role("button", name="Import 1 row").click()
    assert export(page, path, file) == text


def test_no_page_of_the_back_office_breaks_the_policy(
    open_browser: OpenBrowser, tmp_path: Path
) -> None:
    page = sign_in(open_browser())
    page.add_init_script(COUNT_VIOLATIONS)
    counted: list[tuple[str, list[str]]] = []

    def count() -> None:
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        counted.append((page.url, page.evaluate("() => window.violations")))

    def look(path: str) -> None:
        page.goto(path)
        count()

    lists = ("pokedex/", "pokedex/catalogchange/", "pokedex/correctionreport/")
    for path in ("", "search/?q=route", *lists):
        look(f"/admin/{path}")
    for model in MODELS:
        here = f"/admin/pokedex/{model}/"
        look(here)
        row = page.locator("#result_list tbody th a").first.get_attribute("href") or ""
        for other in (row, f"{here}add/", f"{here}import/", f"{here}export/"):
            look(other.partition("?")[0])
        look(row.replace("/change/", "/history/").partition("?")[0])
    for model in ("routeencounter", "encountertable", "boss", "bosspokemon", "evolution"):
        page.goto(f"/admin/pokedex/{model}/")
        row = page.locator("#result_list tbody th a").first.get_attribute("href") or ""
        look(row.replace("/change/", "/delete/").partition("?")[0])
    page.goto("/admin/pokedex/route/?q=petalburg+woods")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="Encounters", exact=True).click()
    count()
    page.goto("/admin/pokedex/game/?q=ruby")
    page.locator("#result_list tbody th a").first.click()
    page.locator("#routes").get_by_role("link", name="Sapphire").first.click()
    count()

    file = tmp_path / "evolutions.csv"
    text = export(page, "/admin/pokedex/evolution/", file)
    file.write_text(text.replace("Level 16", "Level sixteen"), encoding="utf-8")
    page.goto("/admin/pokedex/evolution/import/")
    page.get_by_label("CSV (UTF-8) or JSON").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.locator("#preview")).to_contain_text("Level 16 → Level sixteen")
    count()
    assert len(counted) == 5 + 6 * len(MODELS) + 5 + 3
    assert [(url, found) for url, found in counted if found] == []
