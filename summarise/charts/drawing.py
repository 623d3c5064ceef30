"""Charts drawn by matplotlib (extra `charts`), whose own typeface has all Vietnamese letters: equal charts give equal files.

Bars are dark blue or hatched, so that they can be told apart without colours.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import logging
import re
import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from summarise.charts.chart import Bar, Chart, chart_of
from summarise.language import table
from summarise.messages import mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

# What to tell a user, once, where `available()` is false.
ABSENT = mark("no charts: they need matplotlib, which is not installed (pip install matplotlib)")

# The form of the report is Vietnamese whatever the article's language.
_LANGUAGE = "vi"
_FONT = "DejaVu Sans"
_SIZE = 9.0  # points
_INK, _PALE = "#1b4f72", "#dbe7f0"
_DPI = 200

# Inches, at _SIZE points.
_LINE, _BAR, _GAP, _PAD = 0.165, 0.2, 0.11, 0.08
_SVG_WIDTH_MM = 160.0
_LABEL_LETTERS, _TEXT_LETTERS = 30, 22


def available() -> bool:
    """Whether charts can be drawn here."""
    return importlib.util.find_spec("matplotlib") is not None


def svg(chart: Chart) -> str:
    """The chart as an `<svg>` element, to stand in a page: its texts are text, its title and description are in it."""
    from lxml import etree

    made = io.BytesIO()
    with _drawing(chart, width_mm=_SVG_WIDTH_MM, titled=True) as drawing:
        drawing.savefig(made, format="svg", metadata={"Date": None})
    root = etree.fromstring(made.getvalue())
    space = "{http://www.w3.org/2000/svg}"
    for metadata in root.findall(f"{space}metadata"):
        root.remove(metadata)
    for style in list(root.iter(f"{space}style")):
        style.getparent().remove(style)  # it would hold for the whole page
    root.set("style", "stroke-linejoin: round; stroke-linecap: butt")
    used = set(re.findall(r"(?:url\(|href=\")#([^)\"]+)", made.getvalue().decode("utf-8")))
    for element in root.iter("*"):
        if "id" in element.attrib and element.get("id") not in used:
            del element.attrib["id"]  # several charts stand in one page
        if "style" in element.attrib:
            element.set("style", element.get("style").replace(f"'{_FONT}'", f"'{_FONT}', Verdana, Arial, sans-serif"))
    name = _salt(chart)
    for place, (tag, text) in enumerate((("title", chart.title), ("desc", chart.description))):
        element = etree.Element(f"{space}{tag}", id=f"{name}-{tag}")
        element.text = text
        root.insert(place, element)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-desc")
    # Not matplotlib's comment and document type: the element stands within a page.
    return str(etree.tostring(root, encoding="unicode"))


def split(chart: Chart, *, width_mm: float, height_mm: float) -> tuple[Chart, ...]:
    """The chart in parts that as pictures of `width_mm` are at most `height_mm` high (but two bars at least), numbered
    "(1/2)" in their titles; the chart itself where it fits. Draw them with the same `longest`."""
    bars = list(map(Bar, chart.labels, chart.values, chart.texts, chart.hedged))
    room = height_mm / 25.4 - 5 * _LINE
    parts: list[list[Bar]] = [[]]
    used = 0.0
    for bar, height in zip(bars, _heights(chart, width_mm / _SVG_WIDTH_MM), strict=True):
        if len(parts[-1]) > 2 and used + height > room:
            # The last bar takes the one before along, since one alone compares nothing.
            parts.append([parts[-1].pop()] if bar is bars[-1] else [])
            used = 0.0
        parts[-1].append(bar)
        used += height
    if len(parts) == 1:
        return (chart,)
    made = [chart_of(f"{chart.title} ({n}/{len(parts)})", part, unit=chart.unit) for n, part in enumerate(parts, 1)]
    # What the description says beyond the bars, of bodies without an amount, is said once.
    rest = chart.description.removeprefix(chart_of(chart.title, bars, unit=chart.unit).description)
    return (*made[:-1], replace(made[-1], description=made[-1].description + rest))


def png(chart: Chart, *, width_mm: float, titled: bool = False, longest: float = 0.0) -> bytes:
    """The chart as a picture of `width_mm` at 200 dots an inch; without its title, which is the picture's caption, unless
    `titled`. `longest` is the value of the longest bar that could be, at least the chart's own."""
    made = io.BytesIO()
    with _drawing(chart, width_mm=width_mm, titled=titled, longest=longest) as drawing:
        drawing.savefig(made, format="png", dpi=_DPI, metadata={"Software": None})
    return made.getvalue()


def _salt(chart: Chart) -> str:
    return "chart-" + hashlib.sha256(repr(chart).encode("utf-8")).hexdigest()[:12]


@contextmanager
def _drawing(chart: Chart, *, width_mm: float, titled: bool, longest: float = 0.0) -> Iterator[Drawing]:
    """The chart drawn; to be saved while the settings hold, whatever those of the user."""
    # What it has to say (a first look at the fonts of the machine, a folder for its cache) is of no use here.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib

    settings = {
        "font.family": [_FONT],
        "font.size": _SIZE,
        "text.usetex": False,
        "svg.fonttype": "none",
        "svg.hashsalt": _salt(chart),
        "hatch.linewidth": 0.7,
        "path.sketch": None,
        "savefig.bbox": None,
    }
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        # A letter that the typeface lacks is a box in the picture; the texts beside it hold it.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        yield _draw(chart, width=width_mm / 25.4, titled=titled, longest=longest)


def _draw(chart: Chart, *, width: float, titled: bool, longest: float) -> Drawing:
    """The drawing, `width` inches wide and as high as it must be. Coordinates are inches from the upper left corner."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Drawing

    words = table(_LANGUAGE, "charts")["wording"]
    letters = width * 25.4 / _SVG_WIDTH_MM
    labels, texts = _columns(chart, letters)
    head = [(line, "bold") for line in _lines(chart.title, round(72 * letters))] if titled else []
    head += [(line, "normal") for line in _lines(words["unit"].format(unit=chart.unit), round(80 * letters))] * bool(
        chart.unit
    )
    foot = _lines(words["hedged"], round(80 * letters)) if any(chart.hedged) else []
    heights = _heights(chart, letters)
    top = _PAD + _LINE * len(head) + (_GAP if head else 0)
    height = top + sum(heights) + (_LINE * len(foot) + _GAP if foot else 0) + _PAD

    drawing = Drawing(figsize=(width, height), dpi=100, facecolor="white")
    canvas = FigureCanvasAgg(drawing)
    axes = drawing.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")

    def write(x: float, y: float, lines: list[str], **form: Any) -> Any:
        return axes.text(x, y, "\n".join(lines), parse_math=False, linespacing=1.2, color="black", **form)

    for n, (line, weight) in enumerate(head):
        write(_PAD, _PAD + _LINE * (n + 0.8), [line], va="baseline", weight=weight)
    middles = [top + sum(heights[:n]) + heights[n] / 2 for n in range(len(heights))]
    written = [
        (
            write(0, y, label, ha="right", va="center", multialignment="right"),
            write(0, y, text, ha="left", va="center", multialignment="left"),
        )
        for y, label, text in zip(middles, labels, texts, strict=True)
    ]
    renderer = canvas.get_renderer()
    widths = [tuple(text.get_window_extent(renderer).width / 100 for text in pair) for pair in written]
    left = _PAD + max(label for label, _ in widths) + _PAD
    most = max(*chart.values, longest)
    # The longest bar leaves room for the widest text, so that no text leaves the picture.
    scale = max(width - left - 2 * _PAD - max(text for _, text in widths), 0.2) / (most or 1.0)
    for (label, text), y, value, hedged in zip(written, middles, chart.values, chart.hedged, strict=True):
        axes.barh(
            y,
            value * scale,
            left=left,
            height=_BAR,
            color=_PALE if hedged else _INK,
            edgecolor=_INK,
            linewidth=0.8,
            hatch="////" if hedged else None,
        )
        label.set_x(left - _PAD)
        text.set_x(left + value * scale + _PAD)
    axes.plot([left, left], [top, top + sum(heights)], color="black", linewidth=0.8)
    for n, line in enumerate(foot):
        write(
            left, top + sum(heights) + _GAP + _LINE * (n + 0.8), [line], va="baseline", style="italic", size=_SIZE - 1
        )
    axes.set(xlim=(0, width), ylim=(height, 0))
    return drawing


def _columns(chart: Chart, letters: float) -> tuple[list[list[str]], list[list[str]]]:
    """The lines of each label and each text; `letters` is the width in those of a whole page."""
    return (
        [_lines(label, round(_LABEL_LETTERS * letters)) for label in chart.labels],
        [_lines(text, round(_TEXT_LETTERS * letters)) for text in chart.texts],
    )


def _heights(chart: Chart, letters: float) -> list[float]:
    """How high each bar with its label and text is, in inches."""
    both = zip(*_columns(chart, letters), strict=True)
    return [max(_BAR, _LINE * max(len(label), len(text))) + _GAP for label, text in both]


def _lines(text: str, letters: int) -> list[str]:
    return textwrap.wrap(text, max(letters, 8)) or [""]
