"""What every page must keep to, in light and dark, on a phone and on a desktop."""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 800}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
# What a page on a desktop has left at a zoom of 400 % (WCAG 1.4.10).
NARROWEST: ViewportSize = {"width": 320, "height": 640}
SMALLEST_TARGET = 44
_LIGHT: Literal["light"] = "light"
_DARK: Literal["dark"] = "dark"

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
# Text of twice the size, as a browser's own setting makes it (WCAG 1.4.4).
LARGE_TEXT = "() => { document.documentElement.style.fontSize = '200%'; }"
_USUAL_TEXT = "() => { document.documentElement.style.fontSize = ''; }"
_UNTOLD = """() => {
  const found = [];
  const shown = (selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility());
  for (const status of shown(".status, .badge, .type"))
    if (!status.innerText.trim()) found.push(`no words: ${status.outerHTML.slice(0, 160)}`);
  const fields = "input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea";
  for (const field of shown(fields))
    if (parseFloat(getComputedStyle(field).borderTopWidth) === 0)
      found.push(`no edge: ${field.outerHTML.slice(0, 160)}`);
  const before = document.activeElement;
  for (const part of shown(`a, button, summary, [type=radio], ${fields}`).slice(0, 60)) {
    part.focus({ preventScroll: true, focusVisible: true });
    if (document.activeElement !== part) continue;
    // The link of a closed row has its ring around the row, which it covers.
    const ring = [[part], [part, "::after"], [part.closest("label")]]
      .flatMap(([element, pseudo]) => (element ? getComputedStyle(element, pseudo) : []))
      .some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && style.outlineColor !== getComputedStyle(document.body).backgroundColor);
    if (!ring) found.push(`no ring when focused: ${part.outerHTML.slice(0, 160)}`);
  }
  before?.focus?.({ preventScroll: true });
  return found;
}"""
_AXE = """async (rules) => (await axe.run({
    resultTypes: ["violations"], ...(rules && { runOnly: rules })
  })).violations.flatMap(({ id, help, nodes }) => nodes.map(
    (node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary}`))"""


def problems(page: Page) -> list[str]:
    """Return everything that is wrong with the page as it stands, in words.

    Axe, which takes most of the time, reads the phone's layout in light and the desktop's in dark;
    of the other theme it looks at what depends on colours.
    """
    found = []
    headings = page.locator("h1").all_text_contents()
    if len(headings) != 1:
        found.append(f"{len(headings)} first-level headings: {headings}")
    page.evaluate(AXE_SCRIPT)

    for screen, name, theme, other in (
        (PHONE, "phone", _LIGHT, _DARK),
        (DESKTOP, "desktop", _DARK, _LIGHT),
    ):
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme=theme)
        found += [f"{name}, {theme}: {text}" for text in page.evaluate(_AXE)]
        found += [f"{name}: wider than the screen: {text}" for text in page.evaluate(_TOO_WIDE)]
        if screen is PHONE:
            found += small_targets(page)
        page.emulate_media(color_scheme=other)
        colours = page.evaluate(_AXE, ["color-contrast"])
        found += [f"{name}, {other}: {text}" for text in colours]

    for text_size, texts in ((LARGE_TEXT, "large text"), (_USUAL_TEXT, "usual text")):
        page.evaluate(text_size)
        for screen in (DESKTOP, PHONE, NARROWEST):
            page.set_viewport_size(screen)
            found += [
                f"{screen['width']} pixels, {texts}: wider than the screen: {text}"
                for text in page.evaluate(_TOO_WIDE)
            ]
    return found + forced_colours(page)


def forced_colours(page: Page) -> list[str]:
    """Return what cannot be told where the system replaces all colours by a few of its own.

    A status is told by its words, a field by its edge, and what has the focus by a ring around it.
    """
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate(_UNTOLD)
    page.emulate_media(forced_colors="none")
    return [f"forced colours: {text}" for text in found]


def small_targets(page: Page) -> list[str]:
    """Return what a thumb is meant to hit on this page and is likely to miss."""
    return [
        f"{target['width']:.0f} × {target['height']:.0f} pixels: {target['text']}"
        for target in page.evaluate(_TARGETS)
        # Sizes that come from font metrics miss whole pixels by a hair.
        if min(target["width"], target["height"]) < SMALLEST_TARGET - 0.5
    ]
