"""A person at a browser of their own, and a record of everything that goes wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError


class Visitor:
    """One page in a browser context that nobody else shares.

    ``faults`` collects, in words, what must never happen: an error or a warning on the console
    (violations of the content security policy are among them), an uncaught JavaScript error, a
    failed request, an answer of 400 or above that no test expected, and any request to another
    host than ``site``. ``page_loads`` counts the pages that were loaded whole.
    """

    def __init__(self, context: BrowserContext, site: str, *, javascript: bool) -> None:
        self.context = context
        self.site = site
        self.javascript = javascript
        self.faults: list[str] = []
        self.page_loads = 0
        self._expected_status: int | None = None
        self._expected_before: set[int] = set()
        self._is_offline = False
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failure)
        context.on("response", self._on_response)
        self.page = context.new_page()

    @contextmanager
    def refused_with(self, status: int) -> Iterator[None]:
        """Expect an answer of this status to what happens inside."""
        self._expected_status = status
        self._expected_before.add(status)
        with self.page.expect_response(lambda response: response.status == status) as answer:
            yield
        answer.value.finished()
        self._expected_status = None

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Cut the connection while inside; requests fail, and that is no fault then."""
        self._is_offline = True
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)
        self._is_offline = False

    @contextmanager
    def losing_requests(self) -> Iterator[None]:
        """Take a failed request for no fault: the test makes some fail."""
        self._is_offline = True
        yield
        self._is_offline = False

    @contextmanager
    def without_page_load(self) -> Iterator[None]:
        """Fail when what happens inside loads a page."""
        before = self.page_loads
        yield
        assert self.page_loads == before, "A page was loaded."

    def report(self) -> list[str]:
        """Return the faults, including those of events that are still under way."""
        self.context.cookies()
        return self.faults

    def _on_console(self, message: ConsoleMessage) -> None:
        # Failed requests are judged below, where their status is known.
        is_about_a_request = message.text.startswith("Failed to load resource")
        # htmx says so too, a moment after the answer.
        is_expected = any(
            message.text.startswith(f"Response Status Error Code {status} ")
            for status in self._expected_before
        )
        is_fault = message.type in {"error", "warning"} and not is_expected
        if is_fault and not (is_about_a_request or self._is_offline):
            self.faults.append(f"Console: {message.text} ({message.location['url']})")

    def _on_error(self, error: WebError) -> None:
        self.faults.append(f"Uncaught: {error.error}")

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.page_loads += 1
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.faults.append(f"Request to another host: {request.url}")

    def _on_failure(self, request: Request) -> None:
        # A request is aborted when its page is left or a newer one takes its place; and only a test
        # cuts the connection, of which the browser may tell a moment later.
        no_faults = {"net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"}
        if not self._is_offline and request.failure not in no_faults:
            self.faults.append(f"Failed: {request.method} {request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status != self._expected_status:
            method = response.request.method
            self.faults.append(f"Answered {response.status}: {method} {response.url}")
