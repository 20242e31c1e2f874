"""Where there is no connection the run that was seen last can be read, by its player alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.visitor import Visitor

_KEPT = """async () => {
  const kept = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      kept.push(new URL(request.url).pathname);
    }
  }
  return kept;
}"""

_TEXT = "async (path) => (await caches.match(path)).text()"


def kept(page: Page) -> list[str]:
    """The paths of everything that the worker keeps."""
    paths: list[str] = page.evaluate(_KEPT)
    return paths


def kept_pages(page: Page) -> list[str]:
    return [path for path in kept(page) if not path.startswith("/static/") and path != "/offline/"]


def wait_until_kept(page: Page, path: str) -> None:
    """Wait until the worker is in charge and keeps the page."""
    page.evaluate("() => navigator.serviceWorker.ready")
    expect_soon(page, lambda: path in kept(page))


def expect_soon(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(80):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept(page))


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_a_run_can_be_read_but_not_changed_and_is_fresh_again_online(visitor: Visitor) -> None:
    page = visitor.page
    run = steps.start_run(page, "Emerald", "Under the sea")
    steps.log_caught(page, "route-101", "Poochyena", "Fang", "3")
    page.goto(run)
    wait_until_kept(page, path_of(run))
    note = page.get_by_role("status").filter(has_text="You are offline.")
    expect(note).to_have_count(0)

    with visitor.offline():
        page.reload()
        expect(note).to_be_visible()
        expect(note).to_contain_text("It can be read, not changed.")
        expect(page.get_by_role("heading", level=1)).to_have_text("Under the sea")
        expect(page.locator("#place-route-101")).to_contain_text("Fang")
        assert page.evaluate("getComputedStyle(document.querySelector('.route')).display") == (
            "flex"
        ), "the style sheets are kept as well"
        forms = page.locator("form")
        assert forms.count() == page.locator("form[inert]").count() > 0
        page.locator("#place-route-102 .route-name a").click()
        expect(note).to_be_visible()
        page.goto("/games/")
        expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
        page.get_by_role("link", name="Under the sea").click()
        expect(note).to_be_visible()

    # The page comes anew by itself.
    expect(note).to_have_count(0)
    expect(page.locator("form[inert]")).to_have_count(0)
    expect(page).to_have_url(run)
    page.wait_for_load_state()
    steps.log_missed(page, "route-102")
    page.reload()
    expect(page.locator("#place-route-102 .status")).to_have_text("Missed")


def test_what_an_act_changed_is_kept_without_a_page_load(visitor: Visitor) -> None:
    page = visitor.page
    run = steps.start_run(page, "Emerald", "Deep")
    wait_until_kept(page, path_of(run))
    with visitor.without_page_load():
        steps.log_caught(page, "route-101", "Wurmple", "Silky", "2")
        text = (
            f"async () => (await (await caches.match('{path_of(run)}')).text()).includes('Silky')"
        )
        expect_soon(page, lambda: page.evaluate(text))
    with visitor.offline():
        page.reload()
        expect(page.locator("#place-route-101")).to_contain_text("Silky")


def test_nothing_private_is_left_after_logging_out(visitor: Visitor) -> None:
    page = visitor.page
    run = steps.start_run(page, "Emerald", "Secret")
    wait_until_kept(page, path_of(run))
    steps.sign_up(page, "misty-offline")
    page.goto(run)
    wait_until_kept(page, path_of(run))
    steps.log_out(page)
    expect_soon(page, lambda: not kept_pages(page))
    heading = page.get_by_role("heading", level=1)
    # The page comes by itself once there is a connection; by then it is nobody's.
    with visitor.refused_with(404):
        with visitor.offline():
            page.goto(run)
            expect(heading).to_have_text("You are offline")
            expect(page.locator("body")).not_to_contain_text("Secret")
        expect(heading).to_have_text("There is nothing here", timeout=8000)


def test_a_session_that_has_ended_elsewhere_leaves_nothing_either(visitor: Visitor) -> None:
    page = visitor.page
    run = steps.start_run(page, "Emerald", "Secret")
    wait_until_kept(page, path_of(run))
    visitor.context.clear_cookies()
    page.goto("/")
    expect_soon(page, lambda: not kept_pages(page))


def test_a_page_that_does_not_know_who_looks_forgets_nothing(visitor: Visitor) -> None:
    page = visitor.page
    run = steps.start_run(page, "Emerald", "Kept")
    wait_until_kept(page, path_of(run))
    # Made without the request, like the pages of 500 and 503.
    page.goto("/offline/")
    page.wait_for_timeout(500)
    assert kept_pages(page) == [path_of(run)]


def test_only_run_pages_are_kept(visitor: Visitor) -> None:
    page = visitor.page
    run = steps.start_run(page, "Emerald", "Kept")
    wait_until_kept(page, path_of(run))
    steps.sign_up(page, "brock-offline")
    for path in ("/accounts/password/", "/runs/", "/games/", "/runs/new/"):
        page.goto(path)
    page.goto(run)
    wait_until_kept(page, path_of(run))
    assert kept_pages(page) == [path_of(run)]
