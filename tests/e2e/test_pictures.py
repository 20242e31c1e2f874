"""A picture that does not arrive leaves what is drawn beneath it, and nothing moves."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Locator

from tests.e2e.visitor import Visitor

THERE, GONE = "/static/img/icon.svg", "/static/sprites/no-such-pokemon.png"


@dataclass
class Box:
    """Where an element is, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float


def box(element: Locator) -> Box:
    found = element.bounding_box()
    assert found is not None
    return Box(**found)


def put(visitor: Visitor, template: str, **context: object) -> Locator:
    """Put a component into a page of the site; return it once its picture is there, or is not."""
    main = visitor.page.locator("main")
    main.evaluate("(main, html) => { main.innerHTML = html }", render_to_string(template, context))
    main.locator("img").evaluate(
        """image => {
            image.loading = "eager";
            return image.complete || new Promise(over => { image.onload = image.onerror = over });
        }"""
    )
    return main.locator("> *")


@pytest.mark.parametrize("size", ["", "large"])
def test_the_token_shows_its_letters_where_there_is_no_picture(visitor: Visitor, size: str) -> None:
    pokemon = {"name": "Eevee", "types": ["normal"], "size": size}
    visitor.page.goto("/")
    token = put(visitor, "components/token.html", sprite_url=THERE, **pokemon)
    whole = box(token)
    window = box(token.locator(".token-window"))
    assert box(token.locator("img")).width > 0
    assert box(token.locator(".token-window > span")).height == 0

    with visitor.refused_with(404):
        token = put(visitor, "components/token.html", sprite_url=GONE, **pokemon)
    image = box(token.locator("img"))
    assert image.width * image.height == 0, "no browser's own sign of a broken picture"
    assert box(token.locator(".token-window > span")).height == window.height
    assert box(token) == whole


def test_the_cover_is_seen_where_there_is_no_box_art(visitor: Visitor) -> None:
    visitor.page.goto("/")
    cover = put(visitor, "components/cover.html", initials="E", box_art_url=THERE)
    whole = box(cover)
    assert box(cover.locator("img")) == whole
    with visitor.refused_with(404):
        cover = put(visitor, "components/cover.html", initials="E", box_art_url=GONE)
    assert box(cover) == whole
    assert box(cover.locator("svg")) == whole
    with_picture = cover.screenshot()
    cover.locator("img").evaluate("image => image.remove()")
    assert cover.screenshot() == with_picture, "it covers nothing of the drawing"
