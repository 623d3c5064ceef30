"""What fits the one page for leaders: the budget is kept by leaving out, never by shrinking.

The numbers are those of one A4 page at 13 pt with single spacing: about 46 lines of 160 mm, at most 380 syllables beside
the table of figures.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarise.records import Figure, Item, Summary

MOST_SYLLABLES = 380
MOST_LINES = 38.0
"""What is left of the page below the head and the title."""
HEADING, ROW, GAP = 1.35, 1.25, 0.15
"""Lines that a heading and a row of the table take with the space around them, and the space after a bullet."""
MOST_FIGURES = 5
LONG = 40
"""Syllables; a longer bullet is taken only where there is no shorter one."""
LINE, CELL = 80, 44
"""Characters of a line of 160 mm at 13 pt, and of the first column of the table."""
MOST = {"achievements": 5, "shortcomings": 3, "tasks": 5}
HEADINGS = 6
FEW = 10
"""A count below this (three bodies, two days) is rarely what a leader looks for."""

_PROGRAMME = re.compile(r"[“\"«]")


@dataclass(frozen=True, slots=True)
class OnePage:
    """The bullets and figures that are left, each in the order of the summary."""

    achievements: tuple[Item, ...]
    shortcomings: tuple[Item, ...]
    tasks: tuple[Item, ...]
    figures: tuple[Figure, ...]


def one_page(summary: Summary) -> OnePage:
    """The most important of each section that together fit the page.

    A bullet of some two lines counts more than a longer one; then one with a figure more than one that names a
    programme, that more than any other; then the surer of its section. What is over the budget goes from the end of
    this order, from the section that has most left to say; a section that has anything to say keeps one bullet.
    """
    figures = _telling(summary.figures)
    ranked = {
        section: sorted(getattr(summary, section), key=_importance, reverse=True)[:most]
        for section, most in MOST.items()
    }
    room = MOST_LINES - _taken(summary, figures)
    while _lines(ranked) > room or _syllables(ranked) > MOST_SYLLABLES:
        candidates = [items for items in ranked.values() if len(items) > 1]
        if not candidates:
            break
        min(candidates, key=lambda items: (-len(items), _importance(items[-1]))).pop()
    kept = {
        section: tuple(item for item in getattr(summary, section) if any(item is one for one in items))
        for section, items in ranked.items()
    }
    return OnePage(kept["achievements"], kept["shortcomings"], kept["tasks"], figures)


def _importance(item: Item) -> tuple[bool, bool, bool, float]:
    short = len(item.text.split()) <= LONG
    return short, bool(item.figures), _PROGRAMME.search(item.text) is not None, item.score


def _taken(summary: Summary, figures: Sequence[Figure]) -> float:
    """Lines of what is always printed: the headings, the line on the meeting, the table, the blank for proposals."""
    meeting = summary.meeting
    told = " ".join([meeting.name or "", meeting.place or "", "; ".join(meeting.chairs)]) + " " * LINE
    rows = sum(ROW + len(textwrap.wrap(figure.about, CELL)) - 1 for figure in figures)
    return HEADINGS * HEADING + len(told) / LINE + (ROW + rows if figures else 0) + 1


def _lines(ranked: Mapping[str, Sequence[Item]]) -> float:
    wrapped = [len(textwrap.wrap(f"- {item.text}", LINE)) for items in ranked.values() for item in items]
    return sum(wrapped) + GAP * len(wrapped) + sum(not items for items in ranked.values())


def _syllables(ranked: Mapping[str, Sequence[Item]]) -> int:
    return sum(len(item.text.split()) for items in ranked.values() for item in items)


def _telling(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """The first figures of the results that say in more than a word what they count, one of a kind."""
    chosen: dict[str, Figure] = {}
    for figure in figures:
        large = figure.value is None or figure.value >= FEW
        if figure.section == "achievement" and large and len(figure.about.split()) > 1:
            chosen.setdefault(figure.about.casefold(), figure)
    return tuple(chosen.values())[:MOST_FIGURES]
