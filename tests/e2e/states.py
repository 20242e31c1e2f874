"""Every page of the site in every state that looks different, and the way to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, StorageState, expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor


@dataclass(frozen=True)
class Furnished:
    """A guest with something on every page, and an account with nothing; nobody changes them."""

    guest: StorageState
    account: StorageState
    active_run: str
    ended_run: str
    report: str
    custom_game: str


def furnish(browser: Browser, site: str) -> Furnished:
    """Play a little: one run with encounters of every kind, one run that has failed."""
    context = browser.new_context(base_url=site, reduced_motion="reduce")
    page = context.new_page()
    ended = steps.start_run(page, "Blue", "The short one")
    page.locator(".menu summary", has_text="rename").click()
    page.get_by_role("link", name="End the run").click()
    page.get_by_role("radio", name="Failed").check()
    page.get_by_role("button", name="End the run").click()
    expect(page.get_by_role("main")).to_contain_text("failed on")

    # A game with few routes: reading a page costs time for each element on it.
    active = steps.start_run(page, "Red", "A name as long as names of runs can well become")
    steps.log_caught(page, "starter", "Squirtle", "Puddle", "5")
    steps.log_caught(page, "route-1", "Rattata", "Fang", "3")
    steps.faint(page, "route-1", "Fang", "7")
    steps.log_missed(page, "viridian-city")
    place = steps.open_row(page, "pallet-town")
    place.get_by_label("Another Pokémon").fill("150")
    place.get_by_role("radio", name="Mewtwo").check()
    place.get_by_role("button", name="Caught", exact=True).click()
    expect(place).to_contain_text("not in our table")
    page.goto(f"{active}box/")
    page.get_by_role("button", name=re.compile(r"^To the party\W+Puddle$")).click()
    expect(page.get_by_role("button", name="Puddle one place down")).to_be_visible()
    page.goto("/games/red/route-22/")
    report = steps.report(page, "Rattata", "The level is wrong", "2-5")
    custom_game = steps.make_game(page, "Red", "A name as long as names of games can well become")
    page.goto(f"{custom_game}routes/route-1/edit/")
    page.get_by_label("Name").fill("The long way from Pallet Town to Viridian City")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("1 route differs from Red.")
    guest = context.storage_state()
    context.close()

    context = browser.new_context(base_url=site, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")
    steps.sign_up(page, "somebody-with-a-name")
    account = context.storage_state()
    context.close()
    return Furnished(
        guest=guest,
        account=account,
        active_run=active,
        ended_run=ended,
        report=report,
        custom_game=custom_game,
    )


Way = Callable[[Visitor, Furnished], None]


def at(path: str) -> Way:
    """Just open the page."""
    return lambda visitor, furnished: _open(visitor, path)


def refused(path: str, button: str, **typed: str) -> Way:
    """Fill in the page's fields by their names, send the form and be refused."""

    def go(visitor: Visitor, furnished: Furnished) -> None:
        _open(visitor, path)
        main = visitor.page.get_by_role("main")
        for name, text in typed.items():
            field = main.locator(f"[name={name}]")
            if not field.is_visible():
                fold = main.locator("details").filter(has=visitor.page.locator(f"[name={name}]"))
                fold.locator("> summary").click()
            field.fill(text)
        with visitor.refused_with(422):
            main.get_by_role("button", name=button, exact=True).click()
        expect(main.get_by_role("alert").or_(main.locator(".errorlist")).first).to_be_visible()

    return go


def run(more: str = "") -> Way:
    """Open the run that is going on, or a page of it."""
    return lambda visitor, furnished: _open(visitor, furnished.active_run + more)


def run_link(more: str, name: str) -> Way:
    """Follow the first link of this name on a page of the run."""

    def go(visitor: Visitor, furnished: Furnished) -> None:
        _open(visitor, f"{furnished.active_run}{more}")
        visitor.page.get_by_role("link", name=name).first.click()
        expect(visitor.page.get_by_role("link", name="Cancel")).to_be_visible()

    return go


def run_ended(more: str = "") -> Way:
    """Open the run that has failed, in which nothing was ever met."""
    return lambda visitor, furnished: _open(visitor, furnished.ended_run + more)


def custom_game(more: str = "") -> Way:
    """Open the guest's own game, or a page of it."""
    return lambda visitor, furnished: _open(visitor, furnished.custom_game + more)


def custom_game_refused(more: str, button: str, **typed: str) -> Way:
    """Fill in a form of the guest's own game and be refused."""

    def go(visitor: Visitor, furnished: Furnished) -> None:
        refused(f"{furnished.custom_game}{more}", button, **typed)(visitor, furnished)

    return go


def report_sent(visitor: Visitor, furnished: Furnished) -> None:
    """Open a report's own page."""
    _open(visitor, furnished.report)


def run_end_refused(visitor: Visitor, furnished: Furnished) -> None:
    """End the run without saying how."""
    refused(f"{furnished.active_run}end/", "End the run")(visitor, furnished)


def rules_refused(visitor: Visitor, furnished: Furnished) -> None:
    """Change the rules to some that are none."""
    refused(f"{furnished.active_run}rules/edit/", "Save the rules", **{"party_size-limit": "7"})(
        visitor, furnished
    )


def rows_open(visitor: Visitor, furnished: Furnished) -> None:
    """Open two more rows, with the part that is folded away and with the offer of a bonus."""
    _open(visitor, furnished.active_run)
    steps.open_row(visitor.page, "route-22").locator("summary").click()
    place = steps.offer_another(visitor.page, "route-1")
    expect(place.get_by_label("Log as bonus")).to_be_visible()


def row_searched(visitor: Visitor, furnished: Furnished) -> None:
    """Search for a Pokémon that is not in the table."""
    _open(visitor, furnished.active_run)
    place = steps.open_row(visitor.page, "route-22")
    place.get_by_label("Another Pokémon").fill("nido")
    expect(place.get_by_role("radio", name="Nidoking")).to_be_visible()


def row_refused(visitor: Visitor, furnished: Furnished) -> None:
    """Be refused in an open row, at several fields."""
    _open(visitor, furnished.active_run)
    place = steps.open_row(visitor.page, "route-22")
    place.get_by_label("Level when caught").fill("101")
    place.get_by_label("Another Pokémon").fill("Missingno")
    with visitor.refused_with(422):
        place.get_by_role("button", name="Caught", exact=True).click()
    expect(place.get_by_role("alert")).to_be_visible()


def row_edited(visitor: Visitor, furnished: Furnished) -> None:
    """Open the form that changes an encounter."""
    _open(visitor, furnished.active_run)
    steps.edit(visitor.page, "route-1", "Fang")


def row_removed(visitor: Visitor, furnished: Furnished) -> None:
    """Be asked whether an encounter is to be removed."""
    row_edited(visitor, furnished)
    place = steps.row(visitor.page, "route-1")
    place.get_by_role("link", name="Remove").click()
    expect(place.get_by_role("button", name="Remove")).to_be_visible()


def shortcuts_shown(visitor: Visitor, furnished: Furnished) -> None:
    """Open the list of keys over the run page, and give two acts the same."""
    _open(visitor, furnished.active_run)
    visitor.page.keyboard.press("?")
    dialog = visitor.page.get_by_role("dialog")
    dialog.get_by_label("Next row").fill("k")
    dialog.get_by_label("Row before").press("Tab")
    expect(dialog.get_by_role("status")).to_contain_text("Not saved")


def rows_found(visitor: Visitor, furnished: Furnished) -> None:
    """Search the run page."""
    _open(visitor, furnished.active_run)
    visitor.page.get_by_label("Find in this run").fill("route 1")
    expect(visitor.page.get_by_text(re.compile(r"^\d+ of \d+ shown$"))).to_be_visible()


def row_fainting(visitor: Visitor, furnished: Furnished) -> None:
    """Open the form that marks a Pokémon as fainted."""
    _open(visitor, furnished.active_run)
    place = steps.open_row(visitor.page, "starter")
    steps.act(place, "Faint", "Puddle").click()
    expect(place.get_by_role("button", name="Mark as fainted")).to_be_visible()


def boss_open(visitor: Visitor, furnished: Furnished) -> None:
    """Open the row of a boss, the numbers and the menu."""
    _open(visitor, furnished.active_run)
    visitor.page.locator(".menu summary", has_text="rename").click()
    boss = visitor.page.locator("#boss-brock")
    boss.get_by_role("link", name="Brock").click()
    expect(boss.get_by_role("button", name="Won", exact=True)).to_be_visible()


def event_menu(visitor: Visitor, furnished: Furnished) -> None:
    """Unfold what can be done about the last event."""
    _open(visitor, f"{furnished.active_run}timeline/")
    event = visitor.page.locator(".event").first
    event.locator("summary").click()
    expect(event.get_by_role("button", name="Take back")).to_be_visible()


def event_note(visitor: Visitor, furnished: Furnished) -> None:
    """Write a note beside the last event."""
    event_menu(visitor, furnished)
    visitor.page.get_by_role("link", name="Write a note about").click()
    expect(visitor.page.get_by_role("link", name="Cancel")).to_be_visible()


def offline(visitor: Visitor, furnished: Furnished) -> None:
    """Lose the connection and be told: what was to be shown, and what was to be saved."""
    _open(visitor, furnished.active_run)
    place = steps.open_row(visitor.page, "route-22")
    with visitor.offline():
        place.get_by_role("button", name="Missed", exact=True).click()
        expect(place.get_by_text("Not sent yet: no connection.")).to_be_visible()
        visitor.page.locator("#place-route-2 .route-name a").click()
        expect(visitor.page.get_by_text("The site cannot be reached.")).to_be_visible()
        visitor.page.evaluate("delete localStorage.unsent")


def route_odds(visitor: Visitor, furnished: Furnished) -> None:
    """Unfold the tables of a route and one of them."""
    _open(visitor, "/games/platinum/route-201/")
    odds = visitor.page.locator(".odds")
    odds.locator("summary").first.click()
    odds.locator(".odds-state summary").first.click()
    expect(odds.get_by_role("cell", name="10 %").first).to_be_visible()


def route_odds_by_area(visitor: Visitor, furnished: Furnished) -> None:
    """Unfold one of many areas."""
    _open(visitor, "/games/diamond/route-212/")
    visitor.page.locator(".odds summary").first.click()
    visitor.page.locator(".odds-area summary").first.click()


def not_found(visitor: Visitor, furnished: Furnished) -> None:
    """Ask for a page that is not there."""
    with visitor.refused_with(404):
        visitor.page.goto("/no-such-page/")


def not_to_be_opened(visitor: Visitor, furnished: Furnished) -> None:
    """Open the address that a button of the run sends to."""
    with visitor.refused_with(405):
        visitor.page.goto(f"{furnished.active_run}archive/")
    expect(visitor.page.get_by_role("link", name="Back to the run")).to_be_visible()


def forbidden(visitor: Visitor, furnished: Furnished) -> None:
    """Send a form that the site did not make for this browser."""
    _open(visitor, "/accounts/login/")
    visitor.page.get_by_label("User name").fill("somebody")
    visitor.page.get_by_label("Password").fill("something")
    visitor.context.clear_cookies()
    with visitor.refused_with(403):
        visitor.page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(visitor.page.get_by_role("main")).to_contain_text("403")


def _open(visitor: Visitor, path: str) -> None:
    response = visitor.page.goto(path)
    assert response is not None
    assert response.status == 200, f"{path} answered {response.status}"


NOBODY: dict[str, Way] = {
    "landing": at("/"),
    "demo-start": at("/demo/"),
    "my-runs-empty": at("/runs/"),
    "new-run": at("/runs/new/"),
    "new-run-refused": refused("/runs/new/", "Start"),
    "games": at("/games/"),
    "offline": at("/offline/"),
    "game": at("/games/emerald/"),
    "game-search-empty": at("/games/emerald/?q=nowhere"),
    "game-approximate": at("/games/scarlet/"),
    "game-bosses": at("/games/emerald/?q=mauville"),
    "game-without-bosses": at("/games/lets-go-eevee/?q=route"),
    "game-differences": at("/games/red/differences/"),
    "boss": at("/games/emerald/bosses/tate-liza/"),
    "boss-by-starter": at("/games/silver/bosses/silver-5/"),
    "route": at("/games/emerald/route-119/"),
    "route-odds": route_odds,
    "route-odds-by-area": route_odds_by_area,
    "route-by-time-of-day": at("/games/crystal/route-29/"),
    "pokedex": at("/pokemon/?page=4"),
    "pokedex-filtered": at("/pokemon/?game=red&type=normal"),
    "pokedex-search-empty": at("/pokemon/?q=nobody"),
    "pokemon": at("/pokemon/magnemite/?game=red"),
    "pokemon-family": at("/pokemon/eevee/"),
    "pokemon-met-nowhere": at("/pokemon/bastiodon/"),
    "report-encounter": at("/reports/games/red/routes/route-22/rattata/walk/"),
    "report-route": at("/reports/games/emerald/routes/route-119/"),
    "report-boss": at("/reports/games/emerald/bosses/tate-liza/"),
    "report-pokemon": at("/reports/pokemon/eevee/"),
    "report-refused": refused("/reports/pokemon/eevee/", "Send", credit="Ash"),
    "report-sent": report_sent,
    "my-reports-nobody": at("/reports/"),
    "log-in": at("/accounts/login/"),
    "log-in-refused": refused(
        "/accounts/login/", "Log in", login="nobody-by-this-name", password="guessed"
    ),
    "keyboard": at("/keys/"),
    "sign-up": at("/accounts/signup/"),
    "sign-up-refused": refused(
        "/accounts/signup/", "Sign up", username="two words", password1="short", password2="other"
    ),
    "not-found": not_found,
    "forbidden": forbidden,
}
GUEST: dict[str, Way] = {
    "landing-again": at("/"),
    "my-runs": at("/runs/"),
    "run": run(),
    "run-filtered": run("?show=missed"),
    "run-to-come": run("?show=open"),
    "run-filter-empty": run_ended("?show=caught"),
    "run-rows-open": rows_open,
    "run-row-searched": row_searched,
    "run-row-refused": row_refused,
    "run-row-edited": row_edited,
    "run-row-removed": row_removed,
    "run-row-fainting": row_fainting,
    "run-shortcuts": shortcuts_shown,
    "run-found-typing": rows_found,
    "run-boss-open": boss_open,
    "run-bosses": run("?show=bosses"),
    "run-found": run("?find=squirtle"),
    "run-offline": offline,
    "run-ended": run_ended(),
    "not-to-be-opened": not_to_be_opened,
    "run-rename": run("rename/"),
    "run-end": run("end/"),
    "run-end-refused": run_end_refused,
    "run-again": run("again/"),
    "run-delete": run("delete/"),
    "box": run("box/"),
    "member-level": run_link("box/", "Level of Puddle"),
    "member-evolve": run_link("box/", "Evolve Puddle"),
    "member-details": run_link("box/", "Details of Puddle"),
    "member-move": run_link("box/", "Move Puddle"),
    "member-release": run_link("box/", "Release Puddle"),
    "graveyard": run("graveyard/"),
    "member-revive": run_link("graveyard/", "Revive Fang"),
    "bosses": run("bosses/"),
    "timeline": run("timeline/"),
    "rules": run("rules/"),
    "rules-edit": run("rules/edit/?preset=hardcore"),
    "rules-edit-refused": rules_refused,
    "preset-save": run("rules/save/"),
    "stats": run("stats/"),
    "quick-log": run("quick/"),
    "scout": run("scout/?pokemon=poochyena"),
    "stats-empty": run_ended("stats/"),
    "my-stats": at("/runs/stats/"),
    "event-menu": event_menu,
    "event-note": event_note,
    "places": run("places/"),
    "place-add": run("places/add/"),
    "place-edit": run_link("places/", "Change Pallet Town"),
    "custom-contents": custom_game("contents/"),
    "custom-route": custom_game("routes/route-22/"),
    "custom-route-add": custom_game("add-route/"),
    "custom-route-edit": custom_game("routes/route-22/edit/"),
    "custom-route-edit-refused": custom_game_refused("routes/route-22/edit/", "Save", name=""),
    "custom-route-encounters": custom_game("routes/safari-zone/encounters/"),
    "custom-route-encounters-refused": custom_game_refused(
        "routes/route-22/encounters/", "Save", lines="Nobody, walk\nRattata, by foot"
    ),
    "custom-route-take-back": custom_game("routes/route-1/take-back/"),
    "custom-boss": custom_game("bosses/brock/"),
    "custom-boss-add": custom_game("add-boss/"),
    "custom-boss-edit": custom_game("bosses/brock/edit/"),
    "custom-boss-edit-refused": custom_game_refused(
        "bosses/brock/edit/", "Save", ace_level="400", team="Nobody, 5"
    ),
    "my-reports": at("/reports/"),
    "log-out-guest": at("/accounts/logout/"),
    "sign-up-guest": at("/accounts/signup/"),
}
ACCOUNT: dict[str, Way] = {
    "my-runs-empty-account": at("/runs/"),
    "log-out": at("/accounts/logout/"),
    "password": at("/accounts/password/"),
}
