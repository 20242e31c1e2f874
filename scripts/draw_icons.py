"""Draw the PNG icons of the installed app from the SVG ones, with a Chromium of this machine.

Run it after a change of `static/img/icon*.svg`: .venv/bin/python -m scripts.draw_icons
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.chromium import HOW_TO_GET_ONE, find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
# The file, its drawing, and its width and height in pixels.
ICONS = (
    ("icon-192.png", "icon.svg", 192),
    ("icon-512.png", "icon.svg", 512),
    ("icon-maskable-512.png", "icon-maskable.svg", 512),
    ("apple-touch-icon.png", "icon-maskable.svg", 180),
)


def main() -> None:
    """Write every icon. Raises ``SystemExit`` where there is no Chromium."""
    program = find_chromium()
    if program is None:
        raise SystemExit(HOW_TO_GET_ONE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        for name, drawing, size in ICONS:
            page = browser.new_page(viewport={"width": size, "height": size})
            svg = (FOLDER / drawing).read_text(encoding="utf-8")
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
            page.screenshot(path=FOLDER / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
