"""Printed lines → paragraphs, for formats that only know where each character is printed.

Whether a line goes on is told as a reader tells it: the first word of the next line would not have fitted any more, and
nothing (indent, space, size of type) marks a new paragraph.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; lengths in points, `base` (what its letters stand on) counted upwards from the page's foot."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    """Size of its type."""
    font: str | None
    """The font of its letters; None where it has several."""
    first_word: float
    """Width of its first word."""
    column: float | None = None
    """Where the column ends that it stands in beside others; None for a line of the page."""
    alone: bool = False
    """Whether it is a paragraph of its own: a row of a table, a line of a letterhead."""


TOLERANCE = 3.0  # points by which edges that are meant to be equal may differ
NEAR_MARGIN = 0.03  # of the page: how far from the margin the lines may end that show where it is
LINES_AT_MARGIN = 3  # that many must end there to show it
MANY_LINES, FLUSH = 8, 0.6  # lines of a column, and the share of them, that end at one place where type is justified
LARGER = 1.25  # times the other distances: a distance that sets a paragraph apart
OTHER_SIZE = 1.15  # ratio of sizes from which type is of another size
SPACE = 0.3  # width of a space, in sizes of the type

FINAL = re.compile(r"[.!?…:;][\"”’»)\]]*$")
SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
MARK = re.compile(r"(?:[-–—+*•●▪]|\(?\d{1,2}[.)]|[^\W\d_][.)]|[IVX]+\.)\s")
BROKEN_WORD = re.compile(r"([^\W\d_]{2,})-$")
FIRST_LETTERS = re.compile(r"[^\W\d_]+")


def joined(lines: Sequence[Line]) -> list[str]:
    """The paragraphs, each as one line; `lines` are in reading order."""
    columns = _columns(lines)
    margins = _margins(columns)
    placed = [(line, *margins[number]) for number, column in enumerate(columns) for line in column]
    full = [_is_full(*one, *other) for one, other in pairwise(placed)]
    indented = [_is_indented(*one, *other) for one, other in pairwise(placed)]
    apart = [_stands_apart(lines, place, is_indented) for place, is_indented in enumerate(indented)]
    runs_on = [
        is_full and not is_apart and not (one.alone or other.alone)
        for is_full, is_apart, (one, other) in zip(full, apart, pairwise(lines), strict=True)
    ]
    # How the document marks paragraphs, by those of several lines that certainly end. Where it does so, one that is not
    # marked has not ended.
    ends = [place for place in range(1, len(full)) if runs_on[place - 1] and not full[place]]
    marked = sum(apart[place] for place in ends) > len(ends) / 2
    by_indent = sum(indented[place] for place in ends) > len(ends) / 2
    words = {word.lower() for line in lines for word in FIRST_LETTERS.findall(line.text)}
    paragraphs: list[str] = []
    is_first = True
    for place, line in enumerate(lines):
        before = place - 1
        is_first = not (
            place
            and runs_on[before]
            and not (by_indent and is_first and indented[before])
            and _reads_on(lines[before].text, line.text, marked)
        )
        if is_first:
            paragraphs.append(line.text.strip())
        else:
            paragraphs[-1] = _joint(paragraphs[-1], line.text.strip(), words)
    return paragraphs


def _columns(lines: Iterable[Line]) -> list[list[Line]]:
    """The runs of lines that go down a page without going up again."""
    columns: list[list[Line]] = []
    for line in lines:
        above = columns[-1][-1] if columns else None
        goes_on = above and (above.page, above.column) == (line.page, line.column)
        if above is None or not goes_on or line.base > above.base + TOLERANCE:
            columns.append([])
        columns[-1].append(line)
    return columns


def _margins(columns: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    """Left and right margin of each column. The left one is where most lines begin; the right one is shared by all
    columns with the same left one: the furthest place where several lines end."""
    lefts: list[int] = []
    for column in columns:
        left = Counter(round(line.left) for line in column).most_common(1)[0][0]
        # The few lines that ran over to a new page may all be indented.
        is_rest = len(column) < LINES_AT_MARGIN and lefts and lefts[-1] <= left and column[0].column is None
        lefts.append(lefts[-1] if is_rest else left)
    keys = [(left, column[0].column) for left, column in zip(lefts, columns, strict=True)]
    rights: dict[tuple[int, float | None], list[float]] = defaultdict(list)
    for key, column in zip(keys, columns, strict=True):
        rights[key] += [line.right for line in column]
    page_width = max((line.right for column in columns for line in column), default=0.0) + min(lefts, default=0)
    margins = {key: key[1] or _furthest(ends, page_width, key[0]) for key, ends in rights.items()}
    return [(key[0], _flush(column) or margins[key]) for key, column in zip(keys, columns, strict=True)]


def _flush(column: Sequence[Line]) -> float | None:
    """Where most of many lines end: the margin of justified type, whatever else begins where they do."""
    place, count = Counter(round(line.right / TOLERANCE) for line in column).most_common(1)[0]
    return (place + 0.5) * TOLERANCE if count >= max(MANY_LINES, FLUSH * len(column)) else None


def _furthest(ends: list[float], page_width: float, left: float) -> float:
    for end in sorted(ends, reverse=True):
        if sum(end - NEAR_MARGIN * page_width <= other <= end for other in ends) >= LINES_AT_MARGIN:
            return end
    return max(*ends, page_width - left)


def _is_centred(line: Line, left: float, right: float) -> bool:
    before, after = line.left - left, right - line.right
    return before > TOLERANCE and abs(before - after) <= 2 * TOLERANCE


def _is_full(line: Line, left: float, right: float, below: Line, left_below: float, right_below: float) -> bool:
    """Whether the first word of the line below would not have fitted into `line`."""
    room = right - line.right
    if _is_centred(line, left, right) and _is_centred(below, left_below, right_below):
        room *= 2
    return room < below.first_word + SPACE * line.size + TOLERANCE


def _is_indented(line: Line, left: float, right: float, below: Line, left_below: float, right_below: float) -> bool:
    """Whether the line below begins further in than its column, and not to hang beside the mark of a list item."""
    if _is_centred(line, left, right) and _is_centred(below, left_below, right_below):
        return False
    hangs = line.left < below.left - TOLERANCE and MARK.match(line.text) and not MARK.match(below.text)
    return below.left > left_below + TOLERANCE and not hangs


def _stands_apart(lines: Sequence[Line], place: int, is_indented: bool) -> bool:
    """Whether an indent, a larger distance or other type sets the line after `place` apart from it."""
    line, below = lines[place], lines[place + 1]
    if max(line.size, below.size) > OTHER_SIZE * min(line.size, below.size):
        return True
    if line.font and below.font and line.font != below.font:
        return True
    distances = [_distance(lines, near) for near in (place - 1, place, place + 1)]
    here, around = distances[1], [other for other in (distances[0], distances[2]) if other is not None]
    if here is not None and around and here > LARGER * min(around):
        return True
    return is_indented and (line.left < below.left - TOLERANCE or MARK.match(below.text) is not None)


def _distance(lines: Sequence[Line], place: int) -> float | None:
    """The distance of a line to the next one down the same column, None where there is none."""
    if not 0 <= place < len(lines) - 1 or lines[place].page != lines[place + 1].page:
        return None
    distance = lines[place].base - lines[place + 1].base
    return distance if distance > TOLERANCE else None


def _reads_on(text: str, below: str, marked: bool) -> bool:
    text, below = text.rstrip(), below.lstrip()
    if FINAL.search(text) and MARK.match(below):
        return False
    return marked or not SENTENCE_END.search(text) or below[:1].islower()


def _joint(text: str, below: str, words: set[str]) -> str:
    """Both lines in one. A hyphen at the end of a line stays ("2023-2028", "QĐ-TLĐ"), with no space after it, unless
    the word stands without one elsewhere in the document, so that it was only put in to break the line."""
    broken = BROKEN_WORD.search(text)
    rest = FIRST_LETTERS.match(below)
    if broken and rest and rest[0].islower() and (broken[1] + rest[0]).lower() in words:
        return text[:-1] + below
    if text.endswith("-") and not text.endswith(" -") and len(text) > 1:
        return text + below
    return f"{text} {below}"
