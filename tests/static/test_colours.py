"""The colours of site.css: text can be read on every ground it stands on, in both themes.

4.5 : 1 is WCAG 2.2's figure for text, 3 : 1 the one for the edges of controls.
"""

from __future__ import annotations

import json
import math
import re

import pytest
from django.conf import settings

from pokedex.choices import PokemonType

Colour = tuple[float, float, float]

CSS = (settings.BASE_DIR / "static" / "css" / "site.css").read_text("utf-8")
GAMES = [
    row["fields"]["slug"]
    for row in json.loads(
        (settings.BASE_DIR / "fixtures" / "catalog" / "games.json").read_text("utf-8")
    )
]
THEMES = {"light": 0, "dark": 1}
STATUSES = ["caught", "missed", "fainted", "released", "postponed"]
_OKLCH = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"


def linear_rgb(lightness: float, chroma: float, hue: float) -> Colour:
    """Turn OKLCH (lightness in percent) into linear sRGB, cut to what a screen can show.

    The matrices are those of CSS Color 4.
    """
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    light = lightness / 100
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _cut(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _cut(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _cut(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _cut(value: float) -> float:
    return min(1.0, max(0.0, value))


def contrast(one: Colour, other: Colour) -> float:
    """Return WCAG's contrast ratio."""
    luminances = [
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other)
    ]
    return (max(luminances) + 0.05) / (min(luminances) + 0.05)


def token(name: str, theme: str) -> Colour:
    """Read a colour that is written as light-dark(oklch(...), oklch(...))."""
    found = re.search(rf"--{name}: light-dark\({_OKLCH}, {_OKLCH}\);", CSS)
    assert found, name
    values = [float(value) for value in found.groups()]
    lightness, chroma, hue = values[3:] if THEMES[theme] else values[:3]
    return linear_rgb(lightness, chroma, hue)


def accent(game: str, theme: str) -> tuple[Colour, Colour]:
    """Read a game's accent and its tint."""
    found = re.search(
        rf"\.game-{game} {{ --accent-hue: ([\d.]+); --accent-chroma: ([\d.]+); }}", CSS
    )
    assert found, f"{game} has no accent"
    hue, chroma = map(float, found.groups())
    lights = re.search(
        r"--accent: light-dark\(\s*oklch\((\d+)% .*?oklch\((\d+)% .*?"
        r"--accent-tint: light-dark\(\s*oklch\((\d+)% calc\(\S+ \* ([\d.]+)\).*?"
        r"oklch\((\d+)% calc\(\S+ \* ([\d.]+)\)",
        CSS,
        re.DOTALL,
    )
    assert lights
    light, dark, light_tint, light_share, dark_tint, dark_share = map(float, lights.groups())
    if THEMES[theme]:
        return linear_rgb(dark, chroma, hue), linear_rgb(dark_tint, chroma * dark_share, hue)
    return linear_rgb(light, chroma, hue), linear_rgb(light_tint, chroma * light_share, hue)


def type_colours(name: str) -> tuple[Colour, Colour, Colour]:
    """Read a type's tint, its text, and its tint as a second type."""
    first = re.search(rf"\.type-{name} {{ --type: {_OKLCH}; --type-ink: {_OKLCH}; }}", CSS)
    second = re.search(rf"\.type-second-{name} {{ --type-second: {_OKLCH}; }}", CSS)
    assert first, name
    assert second, name
    values = [float(value) for value in first.groups()]
    again = [float(value) for value in second.groups()]
    return (
        linear_rgb(values[0], values[1], values[2]),
        linear_rgb(values[3], values[4], values[5]),
        linear_rgb(again[0], again[1], again[2]),
    )


def test_the_sum_is_right() -> None:
    black, white = linear_rgb(0, 0, 0), linear_rgb(100, 0, 0)
    assert contrast(black, white) == pytest.approx(21, abs=0.01)
    # #767676, the lightest grey that may be text on white, is OKLCH 56.5 % without chroma.
    assert contrast(linear_rgb(56.5, 0, 0), white) == pytest.approx(4.54, abs=0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", ["ink", "ink-soft", *STATUSES])
@pytest.mark.parametrize("ground", ["paper", "surface", "sunken"])
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    assert contrast(token(text, theme), token(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "surface"])
def test_controls_have_an_edge_that_can_be_seen(theme: str, ground: str) -> None:
    assert contrast(token("edge", theme), token(ground, theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("game", GAMES)
def test_every_game_has_an_accent_that_can_be_read(game: str, theme: str) -> None:
    colour, tint = accent(game, theme)
    for ground in ("paper", "surface", "sunken"):
        assert contrast(colour, token(ground, theme)) >= 4.5
    assert contrast(colour, token("on-accent", theme)) >= 4.5
    assert contrast(colour, tint) >= 4.5
    for text in ("ink", "ink-soft", *STATUSES):
        assert contrast(token(text, theme), tint) >= 4.5


@pytest.mark.parametrize("first", PokemonType.values)
def test_a_types_name_can_be_read_on_its_tint(first: str) -> None:
    tint, ink, _ = type_colours(first)
    assert contrast(ink, tint) >= 4.5


@pytest.mark.parametrize("first", PokemonType.values)
def test_a_tokens_letters_can_be_read_on_both_types(first: str) -> None:
    _, ink, _ = type_colours(first)
    for second in PokemonType.values:
        tint, _, as_second = type_colours(second)
        assert as_second == tint
        assert contrast(ink, as_second) >= 4.5
