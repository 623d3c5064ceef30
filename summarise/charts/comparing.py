"""Which figures of an article certainly tell the same of several bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from summarise.bullets import WORD
from summarise.charts.chart import Bar, Chart, chart_of
from summarise.consolidating.amounts import readable
from summarise.consolidating.units import tells
from summarise.language import languages, table

if TYPE_CHECKING:
    from summarise.records import Figure, Item, Summary

NEXT = re.compile(r"[.!?…]\s+\S")


class _Owned(NamedTuple):
    """A figure in a bullet: what it counts and whose it is, where it stands, and where that is said."""

    start: int
    end: int
    what: str
    owner: str
    figure: Figure


def comparable(summary: Summary) -> tuple[Chart, ...]:
    """The charts that the figures of one article certainly allow, most often none.

    Figures are compared where one bullet tells them one after the other and says nothing after any that could tell it
    apart (another act, a year, a negation), where each says whose it is ("sáng kiến của Công đoàn A"), the bodies
    differ, and what is counted, the unit and the part of the report are the same. Shares are not (of what?), nor numbers
    that could not be read, nor two figures of one body.
    """
    language = summary.source.language
    if language not in languages():
        return ()
    items = (*summary.achievements, *summary.shortcomings, *summary.tasks, *summary.awards)
    charts = (_chart(item, summary.figures, language) for item in items)
    return tuple(chart for chart in charts if chart)


def _chart(item: Item, figures: Sequence[Figure], language: str) -> Chart | None:
    inside = [
        one for one in figures if any(start <= one.source.start and one.source.end <= end for start, end in item.source)
    ]
    found = sorted(
        (owned for figure in inside if (owned := _owned(figure, item, language))), key=lambda owned: owned.start
    )
    kinds = {(one.figure.section, one.what.casefold(), (one.figure.unit or "").casefold()) for one in found}
    if len(found) < 2 or len(found) != len(inside) or len(kinds) != 1:
        return None
    if not all(_is_amount(one.figure, language) for one in found) or not _apart([one.owner for one in found]):
        return None
    if _turned(item.text[: found[0].start], language):
        return None
    ends = [*(one.start for one in found[1:]), len(item.text)]
    if any(_says(item.text[one.end : end], language) for one, end in zip(found, ends, strict=True)):
        return None
    what = found[0].what
    return chart_of(
        what[:1].upper() + what[1:],
        [Bar(one.owner, one.figure.value or 0.0, one.figure.text, one.figure.hedge is not None) for one in found],
        unit=found[0].figure.unit or "",
    )


def _is_amount(figure: Figure, language: str) -> bool:
    return bool(figure.unit) and readable(figure, language)


def _owned(figure: Figure, item: Item, language: str) -> _Owned | None:
    """The figure in the bullet, where it stands there once, followed by what is counted, and `about` says whose it is: a
    body with a name of its own. One with a digit may hold a date."""
    number, _, rest = figure.text.rpartition(figure.unit or "\n")
    written = f"{number}{figure.about}" if number and not rest else f"{figure.text} {figure.about}"
    pattern = rf"(?<!\w)(?<!\d[.,/-]){re.escape(written)}(?!\w)"
    places = [found.span() for found in re.finditer(pattern, item.text, re.IGNORECASE)]
    if len(places) != 1:
        return None
    tables = table(language, "charts")
    for word in tables["of"]:
        what, found, owner = figure.about.partition(f" {word} ")
        begins = any(re.match(rf"{re.escape(body)}\b", owner.casefold()) for body in tables["bodies"])
        begins = begins and tells(owner, language) and not any(map(str.isdigit, owner))
        if found and what.strip() and begins:
            return _Owned(*places[0], what.strip(), owner.strip(), figure)
    return None


def _says(text: str, language: str) -> bool:
    """Whether a text has more than words that join, or begins another sentence."""
    return bool(NEXT.search(text)) or any(word.casefold() not in _joining(language) for word in WORD.findall(text))


def _turned(text: str, language: str) -> bool:
    """Whether the words before the first figure make it another thing than what it counts: a change, a share, nothing."""
    return any(_phrase(phrase).search(text) for phrase in _turns(language))


@cache
def _turns(language: str) -> tuple[str, ...]:
    checking = table(language, "checking")
    return (*table(language, "consolidating")["figures"]["relative"], *checking["negations"], *checking["deficits"])


@cache
def _phrase(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)


@cache
def _joining(language: str) -> frozenset[str]:
    return frozenset(table(language, "consolidating")["joining"])


def _apart(owners: Sequence[str]) -> bool:
    """Whether no owner is another or a part of its name ("LĐLĐ tỉnh", "LĐLĐ tỉnh Cà Mau")."""
    folded = [owner.casefold() for owner in owners]
    return not any(one in other for n, one in enumerate(folded) for m, other in enumerate(folded) if n != m)
