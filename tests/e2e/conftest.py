"""A real site for the session, real browsers for each test, and a watch over all of them."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Error, StorageState
from pytest_playwright import CreateContextCallback

from tests.chromium import HOW_TO_GET_ONE, find_chromium
from tests.e2e.site import running_site
from tests.e2e.visitor import Visitor

SECONDS_TO_WAIT = 8

_VISITORS = pytest.StashKey[list[Visitor]]()
_RESULTS = pytest.StashKey[Path]()


class OpenBrowser(Protocol):
    """Open a browser that shares nothing with any other, at 1280 × 800; ``phone`` has 390 × 844."""

    def __call__(
        self,
        *,
        javascript: bool = True,
        phone: bool = False,
        storage_state: StorageState | None = None,
    ) -> Visitor: ...


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the machine's own Chromium; without one, skip, or fail where CI=true asks for it."""
    program = find_chromium()
    if program is None:
        give_up = pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip
        give_up(f"No Chromium was found. {HOW_TO_GET_ONE}")
    return {**browser_type_launch_args, "executable_path": program}


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Serve the site; every browser resolves paths against this URL."""
    with running_site() as url:
        yield url


@pytest.fixture
def open_browser(
    request: pytest.FixtureRequest,
    new_context: CreateContextCallback,
    base_url: str,
    output_path: str,
) -> OpenBrowser:
    """Open browsers that are watched: any fault in one of them fails the test."""
    visitors: list[Visitor] = []
    request.node.stash[_VISITORS] = visitors
    request.node.stash[_RESULTS] = Path(output_path)

    def open_one(
        *,
        javascript: bool = True,
        phone: bool = False,
        storage_state: StorageState | None = None,
    ) -> Visitor:
        context = new_context(
            java_script_enabled=javascript,
            storage_state=storage_state,
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 800},
            has_touch=phone,
            is_mobile=phone,
            # Scrolling takes its time otherwise, a second at each far-off click.
            reduced_motion="reduce",
        )
        context.set_default_timeout(SECONDS_TO_WAIT * 1000)
        visitors.append(Visitor(context, base_url, javascript=javascript))
        return visitors[-1]

    return open_one


@pytest.fixture
def visitor(open_browser: OpenBrowser) -> Visitor:
    """Somebody who is here for the first time."""
    return open_browser()


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def any_visitor(request: pytest.FixtureRequest, open_browser: OpenBrowser) -> Visitor:
    """Somebody who is here for the first time: once with JavaScript and once without."""
    return open_browser(javascript=request.param)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fail a test whose browsers saw a fault, and keep a picture of each page when it fails."""
    visitors = item.stash.get(_VISITORS, [])
    try:
        yield
        faults = [fault for visitor in visitors for fault in visitor.report()]
        assert not faults, "\n".join(faults)
    except Exception:
        for number, visitor in enumerate(visitors, start=1):
            _keep_picture(visitor, item.stash[_RESULTS] / f"browser-{number}.png")
        raise


def _keep_picture(visitor: Visitor, path: Path) -> None:
    try:
        visitor.page.screenshot(path=path)
    except Error:
        # The browser may be what broke; the test's own failure says so.
        return
