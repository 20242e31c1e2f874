"""The catalog can be read by anybody, and reading it sets no cookie."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.visitor import Visitor


def test_the_catalog_is_browsed_without_a_cookie(any_visitor: Visitor) -> None:
    page = any_visitor.page
    page.goto("/pokemon/")
    page.get_by_role("banner").get_by_role("link", name="Games").click()
    expect(page).to_have_url("/games/")
    page.get_by_role("main").get_by_role("link", name="Red", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Red")
    page.get_by_role("link", name="Viridian Forest").click()

    expect(page).to_have_url("/games/red/viridian-forest/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Viridian Forest")
    for pokemon, rate in (("Weedle", "45 %"), ("Kakuna", "40 %"), ("Pikachu", "5 %")):
        expect(page.get_by_role("row").filter(has_text=pokemon)).to_contain_text(rate)

    page.get_by_role("link", name="Pikachu", exact=True).click()
    expect(page).to_have_url("/pokemon/pikachu/?game=red")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pikachu")
    red = page.get_by_role("group").filter(has_text="Viridian Forest")
    expect(red.get_by_role("row").filter(has_text="Viridian Forest")).to_contain_text("5 %")
    assert any_visitor.context.cookies() == []


def test_the_pokedex_is_searched_and_filtered(any_visitor: Visitor) -> None:
    page = any_visitor.page
    page.goto("/games/")
    page.get_by_role("banner").get_by_role("link", name="Pokédex").click()
    page.get_by_label("Name or number").fill("clef")
    page.get_by_label("Met in").select_option("Red")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("main")).to_contain_text("types in Red")
    expect(page.locator(".dex-entry").first).to_contain_text("Normal")
    page.get_by_role("link", name="Clefairy", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clefairy")
    expect(page.get_by_role("main")).to_contain_text("Up to generation 5")
    assert any_visitor.context.cookies() == []


def test_a_boss_is_found_among_the_routes(any_visitor: Visitor) -> None:
    page = any_visitor.page
    page.goto("/games/red/")
    row = page.get_by_role("listitem").filter(has_text="Brock")
    expect(row).to_contain_text("level 14")
    expect(row).to_contain_text("Cap then 21")
    row.get_by_role("link", name="Brock").click()
    expect(page).to_have_url("/games/red/bosses/brock/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Brock")
    onix = page.get_by_role("listitem").filter(has_text="Onix")
    expect(onix).to_contain_text("Weak to")
    expect(page.get_by_role("table").get_by_role("row").nth(1)).to_contain_text("2")
    page.locator(".facts").get_by_role("link").click()
    expect(page.get_by_role("link", name="Brock")).to_be_visible()
    assert any_visitor.context.cookies() == []


def test_the_odds_of_one_time_are_unfolded(any_visitor: Visitor) -> None:
    page = any_visitor.page
    page.goto("/games/platinum/route-201/")
    expect(page.get_by_text("Night", exact=True)).to_be_hidden()
    page.get_by_text("Walking: odds by area and time").click()
    page.get_by_text("Night", exact=True).click()
    for pokemon, percent in (("Bidoof", "50 %"), ("Starly", "40 %"), ("Kricketot", "10 %")):
        rows = page.locator(".odds-state[open]").get_by_role("row")
        expect(rows.filter(has_text=pokemon)).to_contain_text(percent)


def test_a_game_is_compared_with_its_pair(any_visitor: Visitor) -> None:
    page = any_visitor.page
    page.goto("/games/red/")
    page.get_by_role("link", name="Against Blue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Red against Blue")
    route_24 = page.get_by_role("row").filter(has_text="Route 24")
    expect(route_24).to_contain_text("Oddish")
    expect(route_24).to_contain_text("Bellsprout")
