"""`{% sprite %}` and `{% cover %}`: a picture, with a drawing beneath."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.template import Context, Template

from pokedex.templatetags.pictures import initials
from tests.html import Element, parse

REMOTE = "https://sprites.example/133.png"
LOCAL = "/static/sprites/eevee.png"


@dataclass
class Shown:
    name: str = "Eevee"
    types: tuple[str, ...] = ("normal",)
    sprite_url: str = ""


class Answer:
    """Something rendered, as `parse` takes it."""

    def __init__(self, text: str) -> None:
        self.content = text.encode()


def rendered(tag: str, **context: object) -> Element:
    """Return what one tag writes: a single element."""
    text = Template("{% load pictures %}" + tag).render(Context(context))
    (element,) = parse(Answer(text.strip())).content
    assert isinstance(element, Element)
    return element


def test_without_a_picture_there_is_a_token_in_its_types() -> None:
    token = rendered("{% sprite it %}", it=Shown(types=("normal", "fairy")))
    assert token.classes == {"token", "type-normal", "type-second-fairy"}
    assert token.text == "Ee"
    assert token.all("img") == []
    assert token.attributes["aria-hidden"] == "true"


@pytest.mark.parametrize(("url", "width", "height"), [(LOCAL, "68", "56"), (REMOTE, "96", "96")])
def test_a_picture_lies_on_the_token(url: str, width: str, height: str) -> None:
    token = rendered("{% sprite it %}", it=Shown(sprite_url=url))
    assert {"token", "type-normal"} <= token.classes
    assert token.text == "Ee"
    assert token.one("img").attributes == {
        "src": url,
        "alt": "",
        "width": width,
        "height": height,
        "loading": "lazy",
        "decoding": "async",
    }
    assert ("token-window-remote" in token.one("span", of="token-window").classes) == (
        url == REMOTE
    )


def test_has_three_sizes() -> None:
    assert "token-small" in rendered('{% sprite it size="small" %}', it=Shown()).classes
    assert "token-large" in rendered('{% sprite it "large" %}', it=Shown()).classes


def test_what_is_shown_is_escaped() -> None:
    token = rendered("{% sprite it %}", it=Shown(name="<b>", sprite_url='"><script>'))
    assert {element.tag for element in token} == {"span", "img"}
    assert token.text == "<b"


def test_a_cover_is_drawn_beneath_the_box_art() -> None:
    drawn = rendered('{% cover "FireRed" %}')
    assert drawn.classes == {"cover"}
    assert drawn.text == "FR"
    assert drawn.all("img") == []
    with_art = rendered('{% cover "FireRed" url %}', url=REMOTE)
    assert with_art.text == "FR"
    assert with_art.one("img").attributes["src"] == REMOTE
    assert with_art.one("img").attributes["alt"] == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("X", "X"),
        ("FireRed", "FR"),
        ("Black 2", "B2"),
        ("Brilliant Diamond", "BD"),
        ("Let\u2019s Go, Pikachu!", "LGP"),
        ("", ""),
    ],
)
def test_a_cover_has_the_games_initials(name: str, expected: str) -> None:
    assert initials(name) == expected
