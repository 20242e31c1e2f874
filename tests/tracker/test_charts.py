"""Charts as SVG: what they hold, how long their bars are, and that no text becomes markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from tracker.charts import Chart, Datum, bar_chart, line_chart

COLUMNS = ("Killer", "Deaths")
KILLERS = [Datum("Roxanne", 4), Datum("Zubat", 1, "1 of 3"), Datum("Wattson", 0)]
SURVIVAL = [Datum("0", 1.0, "100 %"), Datum("1", 0.75, "75 %"), Datum("2", 0.5, "50 %")]
HOSTILE = "<script>alert(1)</script>\" onload='x' &amp; ]]>"


def parsed(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)  # noqa: S314 - our own markup, or the test fails


def texts(chart: Chart, name: str) -> list[str]:
    return [text.text or "" for text in parsed(chart).iter("text") if text.get("class") == name]


def bars(chart: Chart) -> list[float]:
    found = parsed(chart).iter("rect")
    return [float(bar.get("width", "")) for bar in found if bar.get("class") == "chart-bar"]


def test_a_bar_chart_has_words_and_a_bar_for_each_row() -> None:
    chart = bar_chart("killers", "Deaths by killer", COLUMNS, KILLERS)
    assert texts(chart, "chart-label") == ["Roxanne", "Zubat", "Wattson"]
    assert texts(chart, "chart-value") == ["4", "1 of 3", "0"]
    assert bars(chart) == [320, 80, 0]
    assert parsed(chart).get("viewBox") == "0 0 320 108"


def test_a_chart_has_the_rows_of_the_table_beside_it() -> None:
    chart = bar_chart("killers", "Deaths by killer", COLUMNS, KILLERS)
    assert chart.title == "Deaths by killer"
    assert chart.columns == COLUMNS
    assert chart.rows == (("Roxanne", "4"), ("Zubat", "1 of 3"), ("Wattson", "0"))


def test_bars_without_any_length_are_drawn_all_the_same() -> None:
    assert bars(bar_chart("none", "None", COLUMNS, [Datum("a", 0), Datum("b", 0)])) == [0, 0]


def test_a_line_chart_runs_from_left_to_right_and_from_0_to_100() -> None:
    chart = line_chart("survival", "Survival", ("Badges", "Alive"), SURVIVAL)
    line = parsed(chart).find("polyline")
    assert line is not None
    assert line.get("points") == "44,10 176,40 308,70"
    assert [circle.get("cy") for circle in parsed(chart).iter("circle")] == ["10", "40", "70"]
    assert texts(chart, "chart-label") == ["0 %", "50 %", "100 %", "0", "1", "2"]


def test_a_line_of_one_point_is_drawn() -> None:
    chart = line_chart("survival", "Survival", ("Badges", "Alive"), SURVIVAL[:1])
    assert len(list(parsed(chart).iter("circle"))) == 1
    assert "One point: 0, 100 %." in chart.svg


def test_a_long_line_has_no_more_labels_than_there_is_room_for() -> None:
    data = [Datum(str(badges), 0.5) for badges in range(25)]
    chart = line_chart("survival", "Survival", ("Badges", "Alive"), data)
    assert texts(chart, "chart-label")[3:] == ["0", "3", "6", "9", "12", "15", "18", "21", "24"]
    assert len(chart.rows) == 25


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
def test_a_chart_of_nothing_is_empty(draw: type) -> None:
    chart = draw("none", "None", COLUMNS, [])
    assert (chart.svg, chart.rows, chart.title) == ("", (), "None")


@pytest.mark.parametrize(
    "chart",
    [
        bar_chart("a", "Deaths by killer", COLUMNS, KILLERS),
        line_chart("b", "Survival", COLUMNS, SURVIVAL),
    ],
    ids=["bars", "line"],
)
def test_a_chart_is_named_and_described_for_who_cannot_see_it(chart: Chart) -> None:
    svg = parsed(chart)
    assert svg.get("role") == "img"
    title, description = svg.find("title"), svg.find("desc")
    assert title is not None
    assert description is not None
    assert (svg.get("aria-labelledby"), title.text) == (title.get("id"), chart.title)
    assert svg.get("aria-describedby") == description.get("id")
    assert description.text


def test_two_charts_of_a_page_share_no_id() -> None:
    both = [bar_chart(key, "Deaths", COLUMNS, KILLERS) for key in ("a", "b")]
    ids = [element.get("id") for one in both for element in parsed(one).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
def test_no_text_becomes_markup(draw: type) -> None:
    chart = draw(HOSTILE, HOSTILE, COLUMNS, [Datum(HOSTILE, 0.5, HOSTILE)])
    elements = {element.tag for element in parsed(chart).iter()}
    assert "script" not in elements
    assert "<script" not in chart.svg
    attributes = {name for element in parsed(chart).iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name == "style"}


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=60))
def test_any_label_is_shown_as_it_is_or_cut(label: str) -> None:
    shown = texts(bar_chart("any", "Any", COLUMNS, [Datum(label, 1)]), "chart-label")[0]
    assert len(shown) <= 40
    if shown != label:
        assert shown.endswith("…")
        assert label.startswith(shown[:-1])


def test_a_template_shows_the_picture_and_escapes_the_rest() -> None:
    chart = bar_chart("killers", "A & B", COLUMNS, KILLERS)
    shown = Template("{{ chart.svg }}|{{ chart.title }}").render(Context({"chart": chart}))
    assert shown.startswith("<svg ")
    assert shown.endswith("</svg>|A &amp; B")


def test_every_class_has_its_look() -> None:
    css = (settings.BASE_DIR / "static" / "css" / "pages.css").read_text("utf-8")
    both = (
        bar_chart("a", "Deaths", COLUMNS, KILLERS).svg
        + line_chart("b", "Alive", COLUMNS, SURVIVAL).svg
    )
    for name in set(re.findall(r'class="([^"]+)"', both)):
        assert re.search(rf"\.{name}\b[^-]", css), name
