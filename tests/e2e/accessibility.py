"""What every page must keep to, in light and dark, on a phone and on a desktop."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 800}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SMALLEST_TARGET = 44

# What a thumb is meant to hit, outside of running text.
_TARGETS = """() => [...document.querySelectorAll(
    "button, .button, summary, select, textarea, nav a, .route-name a, .filters a, "
    + "input:not([type=hidden], [type=radio], [type=checkbox])"
  )].concat([...document.querySelectorAll("[type=radio], [type=checkbox]")].map(
    (input) => input.labels[0] ?? input))
  .filter((element) => element.checkVisibility())
  .map((element) => {
    const closedRow = element.closest(".route:not(.route-open)");
    const box = (element.matches(".route-name a") && closedRow || element).getBoundingClientRect();
    return { text: element.outerHTML.slice(0, 160), width: box.width, height: box.height };
  })"""
_TOO_WIDE = """() => {
  const screen = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= screen) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > screen + 0.5)
    .map((element) => element.outerHTML.slice(0, 160));
}"""
_AXE = """async () => (await axe.run({ resultTypes: ["violations"] })).violations.flatMap(
  ({ id, help, nodes }) => nodes.map(
    (node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary}`))"""


def problems(page: Page) -> list[str]:
    """Return everything that is wrong with the page as it stands, in words.

    No colour depends on the width of the screen, so axe, which takes most of the time, reads the
    phone's layout in light and the desktop's in dark.
    """
    found = []
    headings = page.locator("h1").all_text_contents()
    if len(headings) != 1:
        found.append(f"{len(headings)} first-level headings: {headings}")
    page.evaluate(AXE_SCRIPT)

    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    found += [f"phone, light: {text}" for text in page.evaluate(_AXE)]
    found += [f"phone: wider than the screen: {text}" for text in page.evaluate(_TOO_WIDE)]
    found += small_targets(page)

    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="dark")
    found += [f"desktop, dark: {text}" for text in page.evaluate(_AXE)]
    found += [f"desktop: wider than the screen: {text}" for text in page.evaluate(_TOO_WIDE)]
    return found


def small_targets(page: Page) -> list[str]:
    """Return what a thumb is meant to hit on this page and is likely to miss."""
    return [
        f"{target['width']:.0f} × {target['height']:.0f} pixels: {target['text']}"
        for target in page.evaluate(_TARGETS)
        # Sizes that come from font metrics miss whole pixels by a hair.
        if min(target["width"], target["height"]) < SMALLEST_TARGET - 0.5
    ]
