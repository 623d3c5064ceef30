"""What a chart holds: bars of the same thing, counted in the same unit, of several bodies, and a sentence that tells them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from summarise.language import table

# The form of the report is Vietnamese whatever the article's language.
_LANGUAGE = "vi"


class Bar(NamedTuple):
    """One body and its amount: `value` draws the bar, `text` is the amount as written."""

    label: str
    value: float
    text: str
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` is what is counted, `unit` in what (empty where the texts say it); the rest has one entry a bar.
    `description` tells all of it in words.

    Raises:
        ValueError: there are fewer than two bars, the entries differ in number, or a value cannot be a bar's length.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    hedged: tuple[bool, ...]
    texts: tuple[str, ...]
    description: str

    def __post_init__(self) -> None:
        if len(self.labels) < 2:
            raise ValueError("a chart compares at least two bars")
        if {len(self.values), len(self.hedged), len(self.texts)} != {len(self.labels)}:
            raise ValueError("each bar has one label, value, hedge and text")
        if not all(math.isfinite(value) and value >= 0 for value in self.values):
            raise ValueError("a bar has a length of 0 or more")


def chart_of(title: str, bars: Sequence[Bar], *, unit: str = "", missing: Sequence[str] = ()) -> Chart:
    """A chart of `bars`, in their order. `missing` names the bodies without an amount: they are no bars of length 0,
    and the description says so.

    Raises:
        ValueError: as `Chart`.
    """
    words = table(_LANGUAGE, "charts")["wording"]
    title, unit = _clean(title), _clean(unit)
    bars = [bar._replace(label=_clean(bar.label), text=_clean(bar.text)) for bar in bars]
    told = "; ".join(words["bar"].format(label=bar.label, text=bar.text) for bar in bars)
    form = words["description"] if unit else words["description_without_unit"]
    description = form.format(title=title, unit=unit, bars=told)
    if missing:
        description += " " + words["missing"].format(labels="; ".join(map(_clean, missing)))
    return Chart(
        title=title,
        unit=unit,
        labels=tuple(bar.label for bar in bars),
        values=tuple(bar.value for bar in bars),
        hedged=tuple(bar.hedged for bar in bars),
        texts=tuple(bar.text for bar in bars),
        description=description,
    )


def _clean(text: str) -> str:
    """One line of NFC text without what no XML may hold."""
    text = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return " ".join("".join(char for char in text if unicodedata.category(char)[0] != "C").split())
