"""Guests, accounts and the runs that move between them."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e import steps
from tests.e2e.conftest import OpenBrowser
from tests.e2e.visitor import Visitor


def test_logging_in_brings_a_guests_runs_along(visitor: Visitor, open_browser: OpenBrowser) -> None:
    at_home = visitor.page
    home_run = steps.start_run(at_home, "Emerald", "Begun at home")
    steps.sign_up(at_home, "traveller")

    phone = open_browser().page
    phone_run = steps.start_run(phone, "Crystal", "Begun on the way")
    expect(phone.get_by_role("banner")).to_contain_text("Guest: your runs live in this browser.")
    steps.log_in(phone, "traveller")

    for page in (phone, at_home):
        page.goto("/runs/")
        going_on = page.get_by_role("region", name="Going on")
        expect(going_on.get_by_role("listitem")).to_have_count(2)
        expect(going_on).to_contain_text("Begun at home")
        expect(going_on).to_contain_text("Begun on the way")
    for run, name in ((home_run, "Begun at home"), (phone_run, "Begun on the way")):
        phone.goto(run)
        expect(phone.get_by_role("heading", level=1)).to_have_text(name)


def test_logging_out_closes_the_runs(any_visitor: Visitor) -> None:
    page = any_visitor.page
    url = steps.start_run(page, "Emerald", "Behind the door")
    steps.sign_up(page, f"leaver-{'js' if any_visitor.javascript else 'plain'}")

    steps.log_out(page)

    with any_visitor.refused_with(404):
        page.goto(url)
    page.goto("/runs/")
    expect(page.get_by_role("main")).not_to_contain_text("Behind the door")


def test_a_wrong_password_comes_back_with_the_reason(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill("nobody-at-all")
    page.get_by_label("Password").fill("guessed")
    with visitor.refused_with(422):
        page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("The user name or the password is wrong.")
    expect(page.get_by_label("User name")).to_have_value("nobody-at-all")


def test_a_guest_is_told_where_the_runs_live(visitor: Visitor) -> None:
    page = visitor.page
    page.goto("/")
    expect(page.get_by_role("banner")).not_to_contain_text("Guest")
    steps.start_run(page, "Emerald", "In this browser")
    expect(page.get_by_role("banner")).to_contain_text("your runs live in this browser")

    session = next(
        cookie for cookie in visitor.context.cookies() if cookie.get("name") == "sessionid"
    )
    assert session["httpOnly"]
    assert session["sameSite"] == "Lax"
