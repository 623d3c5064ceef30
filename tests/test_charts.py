"""Charts: which figures may be compared, and what the drawings say to those who see them and those who do not."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st
from lxml import etree

from summarise.charts import Bar, Chart, available, chart_of, comparable, png, split, svg
from summarise.figures import quantities
from summarise.records import Figure, Item, Summary
from tests.consolidating.made import figure, item, summary

needs_matplotlib = pytest.mark.skipif(not available(), reason="matplotlib (extra charts) is not installed")
SVG = "{http://www.w3.org/2000/svg}"

BARS = (
    Bar("LĐLĐ tỉnh Bắc Giang", 12345, "12.345"),
    Bar("LĐLĐ thành phố Hà Nội", 51500, "hơn 51.500", hedged=True),
    Bar("Công đoàn Tổng công ty Xây dựng và Phát triển Hạ tầng khu vực Đồng bằng sông Cửu Long", 1800, "1.800"),
    Bar("Công đoàn Giáo dục", 0, "0"),
)


def article(*bullets: str, language: str = "vi", **edited: Any) -> Summary:
    """A summary of bullets with the figures that are read in them; `edited` changes the last of them."""
    items: list[Item] = []
    figures: list[Figure] = []
    start = 0
    for text in bullets:
        items.append(item(text, at=start))
        for one in quantities(text, language="en" if language == "en" else "vi"):
            figures.append(figure(one.text, one.value, one.unit, one.about, hedge=one.hedge, at=start + one.span.start))
        start += len(text) + 1
    if edited:
        figures[-1] = figures[-1].model_copy(update=edited)
    return summary(achievements=tuple(items), figures=tuple(figures), language=language)


@pytest.fixture
def chart() -> Chart:
    return chart_of("Số đoàn viên mới", BARS, unit="đoàn viên", missing=["LĐLĐ tỉnh Cà Mau"])


# Which figures -------------------------------------------------------------------------------------------------------


FIRST = "Có 5.852 sáng kiến của LĐLĐ tỉnh Quảng Ninh"
SECOND = "gần 18.500 sáng kiến của Công đoàn Giáo dục"


@pytest.mark.parametrize("between", [", ", " và ", "; ", ", còn "])
def test_the_same_thing_of_different_bodies_is_compared_in_the_words_of_the_article(between: str) -> None:
    (made,) = comparable(article(f"{FIRST}{between}{SECOND}."))
    assert made.title == "Sáng kiến"
    assert made.unit == "sáng kiến"
    assert made.labels == ("LĐLĐ tỉnh Quảng Ninh", "Công đoàn Giáo dục")
    assert made.values == (5852, 18500)
    assert made.texts == ("5.852 sáng kiến", "gần 18.500 sáng kiến")
    assert made.hedged == (False, True)


@pytest.mark.parametrize(
    "second",
    [
        "18 sáng kiến",
        "18 sáng kiến hợp lệ của Công đoàn Y tế",
        "18 sáng kiến của đoàn viên",
        "18 sáng kiến của Công đoàn Y tế năm 2021",
        "18 sáng kiến của Công đoàn Y tế chưa đạt",
        "18% sáng kiến của Công đoàn Y tế",
        "18 lượt sáng kiến của Công đoàn Y tế",
        "18 sáng kiến của Công đoàn",
        "18 sáng kiến của LĐLĐ tỉnh Quảng Ninh",
        "18 sáng kiến của LĐLĐ tỉnh",
        "sửa đổi 18 sáng kiến của Công đoàn Y tế",
        "năm 2021 có 18 sáng kiến của Công đoàn Y tế",
        "dưới 18 sáng kiến của Công đoàn Y tế",
    ],
)
def test_what_may_not_be_comparable_is_not_compared(second: str) -> None:
    assert comparable(article(f"{FIRST}, {second}.")) == ()


@pytest.mark.parametrize("opening", ["Giảm", "Không có", "So với năm 2021, thêm", "Trong đó có"])
def test_changes_and_parts_are_not_compared(opening: str) -> None:
    assert comparable(article(f"{opening} 15 sáng kiến của Công đoàn Giáo dục, 20 sáng kiến của Công đoàn Y tế.")) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Xây mới 5 nhà mái ấm công đoàn của LĐLĐ huyện Hòa An.",
            "Sửa chữa 7 nhà mái ấm công đoàn của LĐLĐ huyện Quảng Hòa.",
        ),
        ("Năm 2023 có 15 sáng kiến của Công đoàn Giáo dục.", "Năm 2024 có 20 sáng kiến của Công đoàn Y tế."),
        ("Giảm 15 đoàn viên của LĐLĐ huyện Hòa An.", "Tăng 20 đoàn viên của LĐLĐ huyện Quảng Hòa."),
        ("Có 15 sáng kiến của Công đoàn Giáo dục.", "Có 20 sáng kiến của Công đoàn Y tế."),
    ],
)
def test_figures_of_two_sentences_are_not_compared(one: str, other: str) -> None:
    assert comparable(article(one, other)) == ()
    assert comparable(article(f"{one} {other}")) == ()


@pytest.mark.parametrize(
    "edited",
    [{"value": value} for value in (None, -1.0, float("inf"), float("nan"), 7.0)] + [{"unit": None}, {"unit": "nhà"}],
)
def test_a_figure_that_was_edited_to_what_is_no_bar_makes_no_chart(edited: dict[str, Any]) -> None:
    assert comparable(article(f"{FIRST}, {SECOND}.", **edited)) == ()


def test_a_language_without_tables_has_no_charts() -> None:
    assert comparable(article(f"{FIRST}, {SECOND}.", language="fr")) == ()


def test_english_articles_have_their_own_words() -> None:
    def of(one: str, other: str) -> tuple[Chart, ...]:
        text = f"There were 10 initiatives of {one} and 20 initiatives of {other}."
        figures = (
            figure("10 initiatives", 10, "initiatives", f"initiatives of {one}", at=11),
            figure("20 initiatives", 20, "initiatives", f"initiatives of {other}", at=30),
        )
        return comparable(summary(achievements=(item(text),), figures=figures, language="en"))

    assert of("the Hanoi federation", "the Hue federation") == ()
    assert [one.labels for one in of("Federation Hanoi", "Federation Hue")] == [("Federation Hanoi", "Federation Hue")]


# What a chart holds --------------------------------------------------------------------------------------------------


def test_the_description_tells_all_values_and_what_is_missing(chart: Chart) -> None:
    assert chart.description.startswith("Biểu đồ cột ngang “Số đoàn viên mới”, đơn vị tính: đoàn viên. ")
    for bar in BARS:
        assert f"{bar.label}: {bar.text}" in chart.description
    assert chart.description.endswith("Không có số liệu: LĐLĐ tỉnh Cà Mau.")
    assert "đơn vị" not in chart_of("Số nhà", BARS).description


@pytest.mark.parametrize(
    "bars",
    [(), BARS[:1], (*BARS, Bar("X", -1, "-1")), (*BARS, Bar("X", float("nan"), "?")), (*BARS, Bar("X", 1e999, "∞"))],
)
def test_what_is_no_bar_is_refused(bars: tuple[Bar, ...]) -> None:
    with pytest.raises(ValueError, match="bar"):
        chart_of("Số nhà", bars)


def test_entries_that_differ_in_number_are_refused() -> None:
    with pytest.raises(ValueError, match="each bar"):
        Chart("a", "b", ("x", "y"), (1, 2), (False,), ("1", "2"), "d")


@pytest.mark.parametrize("count", [2, 3, 25, 28, 29, 63, 200])
@pytest.mark.parametrize(
    "label", ["LĐLĐ tỉnh {}", "Công đoàn Tổng công ty Xây dựng và Phát triển Hạ tầng khu vực số {}"]
)
def test_a_chart_higher_than_a_page_is_split(count: int, label: str) -> None:
    bars = [Bar(label.format(n), n, str(n), hedged=True) for n in range(count)]
    made = chart_of("Số nhà", bars, unit="căn", missing=["X"])
    parts = split(made, width_mm=160, height_mm=230)
    assert [name for part in parts for name in part.labels] == list(made.labels)
    assert [value for part in parts for value in part.values] == list(made.values)
    if len(parts) == 1:
        assert parts == (made,)
    else:
        assert parts[0].title == f"Số nhà (1/{len(parts)})"
        assert [part.description.endswith("Không có số liệu: X.") for part in parts].index(True) == len(parts) - 1
    if available() and count < 100:
        for part in parts:
            (height,) = re.findall(r'<svg[^>]* height="([0-9.]+)pt"', svg(part))
            assert float(height) / 72 * 25.4 <= 230


def test_one_bar_is_never_left_alone() -> None:
    made = chart_of("Số nhà", [Bar(str(n), n, str(n)) for n in range(7)])
    assert [len(part.labels) for part in split(made, width_mm=160, height_mm=1)] == [3, 2, 2]


# Drawings ------------------------------------------------------------------------------------------------------------


@needs_matplotlib
def test_the_drawing_holds_its_texts_as_text_in_the_order_given(chart: Chart) -> None:
    root = etree.fromstring(svg(chart))
    texts = " ".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))
    texts = " ".join(texts.split())
    assert "Đơn vị tính: đoàn viên" in texts
    assert "Cột gạch chéo: số gần đúng." in texts
    at = [texts.index(bar.label[:12]) for bar in BARS]
    assert at == sorted(at)
    assert "hơn 51.500" in texts
    assert root.findall(f".//{SVG}use") == []


@needs_matplotlib
def test_the_drawing_is_a_picture_with_a_name_for_screen_readers(chart: Chart) -> None:
    root = etree.fromstring(svg(chart))
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", chart.title)
    assert (description.tag, description.text) == (f"{SVG}desc", chart.description)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert list(root.iter(f"{SVG}style", f"{SVG}metadata", f"{SVG}script")) == []


@needs_matplotlib
def test_two_charts_in_a_page_share_no_id(chart: Chart) -> None:
    other = chart_of("Số nhà", BARS[:2], unit="căn")
    first, second = ({element.get("id") for element in etree.fromstring(svg(one)).iter("*")} for one in (chart, other))
    assert first & second == {None}


@needs_matplotlib
def test_a_drawing_reaches_for_nothing_outside(chart: Chart) -> None:
    text = svg(chart).replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")
    assert "http" not in text
    assert not text.startswith("<?xml")
    assert "<!DOCTYPE" not in text


@needs_matplotlib
def test_equal_charts_give_equal_files(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib

    vector, pixels = svg(chart), png(chart, width_mm=160)
    with matplotlib.rc_context({"font.size": 30, "font.family": "monospace", "savefig.dpi": 72}):
        assert (svg(chart), png(chart, width_mm=160)) == (vector, pixels)


@needs_matplotlib
@pytest.mark.parametrize("width", [80, 160])
def test_a_picture_has_the_width_asked_for_and_nothing_at_its_edges(chart: Chart, width: float) -> None:
    from PIL import Image, ImageChops

    picture = Image.open(io.BytesIO(png(chart, width_mm=width, titled=True))).convert("RGB")
    assert abs(picture.width - width / 25.4 * 200) <= 1
    drawn = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    assert drawn is not None
    left, top, right, bottom = drawn
    assert 0 < left < 40
    assert 0 < top < 40
    assert picture.width * 0.8 < right < picture.width
    assert picture.height * 0.8 < bottom < picture.height


@needs_matplotlib
def test_lengths_of_bars_are_in_proportion() -> None:
    made = chart_of("Số nhà", (Bar("A", 100, "100"), Bar("B", 50, "50"), Bar("C", 0, "0")))
    widths = []
    for path in etree.fromstring(svg(made)).iter(f"{SVG}path"):
        if "#1b4f72" in path.get("style", "") and "fill: #1b4f72" in path.get("style", ""):
            xs = [float(number) for number in path.get("d").replace("M", "").replace("L", "").replace("z", "").split()][
                ::2
            ]
            widths.append(max(xs) - min(xs))
    assert len(widths) == 3
    assert widths[1] == pytest.approx(widths[0] / 2, abs=0.01)
    assert widths[2] == pytest.approx(0, abs=0.01)


@needs_matplotlib
@of_hypothesis(max_examples=15)
@given(st.lists(st.tuples(st.text(max_size=60), st.floats(0, 1e15), st.text(max_size=30)), min_size=2, max_size=6))
def test_any_text_can_be_drawn(rows: list[tuple[str, float, str]]) -> None:
    made = chart_of("T", [Bar(label, value, text, hedged=bool(n % 2)) for n, (label, value, text) in enumerate(rows)])
    etree.fromstring(svg(made))
    assert png(made, width_mm=100).startswith(b"\x89PNG")


def test_every_vietnamese_letter_is_in_the_typeface() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    from matplotlib.ft2font import FT2Font

    letters = FT2Font(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")).get_charmap()
    needed = {*range(0x1EA0, 0x1EFA), *map(ord, "ĂăÂâĐđÊêÔôƠơƯưÁáÀàÉéÈèÍíÌìĨĩÓóÒòÕõÚúÙùŨũÝý–…“”")}
    assert needed <= set(letters)
