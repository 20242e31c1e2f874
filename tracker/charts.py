"""Small charts as SVG, drawn on the server. Plain Python, no Django.

A chart is markup for the picture and rows for the table that stands beside it. The picture has no
style in it: the classes below get their look, light and dark, from ``static/css/pages.css``.

    .chart (the svg)  .chart-label  .chart-value  .chart-track (behind a bar)  .chart-bar
    .chart-grid  .chart-line  .chart-point

Lengths are units of a picture that is 320 units wide and as wide on the page as its place allows.
All text goes through ElementTree, which escapes it: a nickname cannot become markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as SVG

_WIDTH = 320
_LONGEST_LABEL = 40

# A row of a bar chart: words above, bar below.
_ROW = 36
_BASELINE = 12
_BAR_TOP = 18
_BAR_HEIGHT = 10

# A line chart: the field of the line, with room for words at its left and below it.
_FIELD_LEFT = 44
_FIELD_RIGHT = 308
_FIELD_TOP = 10
_FIELD_BOTTOM = 130
_LINE_CHART_HEIGHT = 154
_GRID = ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))
_MOST_LABELS = 9


class Markup(str):
    """Text that is safe markup already, as Django's templates and others ask by ``__html__``."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Datum:
    """One bar or point. ``text`` is its value in words, the number itself if it is left out."""

    label: str
    value: float
    text: str = ""

    @property
    def words(self) -> str:
        """The value as the reader sees it."""
        return self.text or f"{self.value:g}"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the data for the table beside it; without data ``svg`` is empty."""

    title: str
    svg: Markup
    columns: tuple[str, str]
    rows: tuple[tuple[str, str], ...]


def bar_chart(key: str, title: str, columns: tuple[str, str], data: Sequence[Datum]) -> Chart:
    """Draw one bar below another, the longest as wide as the picture; values are 0 or more.

    ``key`` tells the charts of a page apart (letters, digits, hyphens); ``columns`` are the heads
    of the table.
    """
    if not data:
        return _chart(title, "", columns, data)
    most = max(data, key=lambda datum: datum.value)
    svg = _svg(key, title, f"Bars. The longest: {most.label}, {most.words}.", _ROW * len(data))
    for place, datum in enumerate(data):
        top = _ROW * place
        width = datum.value / most.value * _WIDTH if most.value else 0
        _text(svg, "chart-label", 0, top + _BASELINE, _shortened(datum.label))
        _text(svg, "chart-value", _WIDTH, top + _BASELINE, datum.words, anchor="end")
        _bar(svg, "chart-track", top, _WIDTH)
        _bar(svg, "chart-bar", top, width)
    return _chart(title, SVG.tostring(svg, encoding="unicode"), columns, data)


def line_chart(key: str, title: str, columns: tuple[str, str], data: Sequence[Datum]) -> Chart:
    """Draw a line of parts, values from 0 to 1, from left to right. Else as ``bar_chart``."""
    if not data:
        return _chart(title, "", columns, data)
    first, last = data[0], data[-1]
    description = (
        f"A line from {first.label}, {first.words}, to {last.label}, {last.words}."
        if len(data) > 1
        else f"One point: {first.label}, {first.words}."
    )
    svg = _svg(key, title, description, _LINE_CHART_HEIGHT)
    for value, words in _GRID:
        _grid_line(svg, _height_of(value))
        _text(svg, "chart-label", _FIELD_LEFT - 6, _height_of(value) + 4, words, anchor="end")
    step = (_FIELD_RIGHT - _FIELD_LEFT) / max(1, len(data) - 1)
    points = [
        (_FIELD_LEFT + step * place, _height_of(datum.value)) for place, datum in enumerate(data)
    ]
    path = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
    SVG.SubElement(svg, "polyline", {"class": "chart-line", "points": path, "fill": "none"})
    every = -(-len(data) // _MOST_LABELS)
    for place, (datum, (x, y)) in enumerate(zip(data, points, strict=True)):
        position = {"cx": _number(x), "cy": _number(y), "r": "3"}
        SVG.SubElement(svg, "circle", {"class": "chart-point", **position})
        if place % every == 0:
            label = _shortened(datum.label)
            _text(svg, "chart-label", x, _FIELD_BOTTOM + 18, label, anchor="middle")
    return _chart(title, SVG.tostring(svg, encoding="unicode"), columns, data)


def _chart(title: str, svg: str, columns: tuple[str, str], data: Sequence[Datum]) -> Chart:
    rows = tuple((datum.label, datum.words) for datum in data)
    return Chart(title=title, svg=Markup(svg), columns=columns, rows=rows)


def _svg(key: str, title: str, description: str, height: int) -> SVG.Element:
    title_id, description_id = f"chart-{key}-title", f"chart-{key}-description"
    svg = SVG.Element(
        "svg",
        {
            "class": "chart",
            "role": "img",
            "viewBox": f"0 0 {_WIDTH} {height}",
            "aria-labelledby": title_id,
            "aria-describedby": description_id,
        },
    )
    SVG.SubElement(svg, "title", {"id": title_id}).text = title
    SVG.SubElement(svg, "desc", {"id": description_id}).text = description
    return svg


def _text(
    svg: SVG.Element, name: str, x: float, y: float, words: str, *, anchor: str = "start"
) -> None:
    place = {"class": name, "x": _number(x), "y": _number(y), "text-anchor": anchor}
    SVG.SubElement(svg, "text", place).text = words


def _bar(svg: SVG.Element, name: str, top: int, width: float) -> None:
    size = {"x": "0", "y": str(top + _BAR_TOP), "rx": "2", "height": str(_BAR_HEIGHT)}
    SVG.SubElement(svg, "rect", {"class": name, **size, "width": _number(width)})


def _grid_line(svg: SVG.Element, y: float) -> None:
    ends = {"x1": str(_FIELD_LEFT), "x2": str(_FIELD_RIGHT), "y1": _number(y), "y2": _number(y)}
    SVG.SubElement(svg, "line", {"class": "chart-grid", **ends})


def _height_of(value: float) -> float:
    return _FIELD_BOTTOM - value * (_FIELD_BOTTOM - _FIELD_TOP)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _shortened(label: str) -> str:
    """Cut a label to what fits above its bar; the table has it whole."""
    if len(label) <= _LONGEST_LABEL:
        return label
    return label[: _LONGEST_LABEL - 1].rstrip() + "…"
