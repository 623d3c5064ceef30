"""Running headers and footers, page numbers and what a browser prints around a page; notes at the foot of a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from summarise.reading.paragraphs import LARGER, TOLERANCE, Line

FEW_PAGES = 3
EDGE_ROWS = 2  # rows at the head and at the foot of a page that are looked at
FIGURE = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
NUMBER = re.compile(r"\W*(\d{1,4})\W*(?:/\W*\d{1,4}\W*)?")
# What browsers print: the day and time with the title above, the address with the number of the page and of all below.
DAY_AND_TIME = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}:\d{2}\b|\d{1,2}:\d{2},?\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"
)
ADDRESS = re.compile(r"\w+:(?://|blank)\S*|\d{1,4}\s?/\s?\d{1,4}")
PAGE_OF_ALL = re.compile(r"(?:^|\s)(\d{1,4})\s?/\s?(\d{1,4})$")
FAR = 2.0  # sizes of the type, further than a line is from the next one
SMALLER = 0.93  # of the usual size: the type of a note is at most that
NOTE = re.compile(r"\s*(?:\[\d{1,2}\]|\(?\d{1,2}\)?[.)]?|\*{1,3})\s?\w")


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without headers and footers: lines among the two uppermost or lowest rows of a page that several pages
    have at the same height with the same text, but for one number that grows with the pages, also on every other page
    alone; page numbers that stand alone; and what a browser prints around each page. Rows that differ in other figures
    are text."""
    edges = [_edges(page) for page in pages]
    seen: Counter[tuple[str, int]] = Counter()
    sided: Counter[tuple[str, int, int]] = Counter()
    for number, edge in enumerate(edges):
        places = {place for line in edge for place in _places(line)}
        seen.update(places)
        sided.update((*place, number % 2) for place in places)
    # A headline may be repeated once and happen to stand at the same height.
    enough = 2 if len(pages) <= FEW_PAGES else 3

    def runs(line: Line, side: int) -> bool:
        pages_of_side = (len(pages) + 1 - side) // 2
        everywhere = max(2, pages_of_side - 1)  # the first page may have none
        return any(seen[place] >= enough or sided[(*place, side)] >= everywhere for place in _places(line))

    kept = []
    for number, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        around = _printed_by_browser(page, number, len(pages))
        gone = {id(line) for line in edge if runs(line, number % 2) or _is_page_number(line, page)}
        kept.append([line for line in page if id(line) not in gone | around])
    return kept


def notes_last(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages with the notes at their feet after all text, so that a sentence goes on over them: lines in smaller type
    than that of the document, with nothing else below, of which the first begins with a number or an asterisk."""
    letters = [line.size for page in pages for line in page for _ in line.text]
    usual = median(letters) if letters else 0.0
    body, notes = [], []
    for page in pages:
        by_height = sorted(page, key=lambda line: line.base)
        foot: list[Line] = []
        for line in by_height:
            if line.size > SMALLER * usual:
                break
            foot.append(line)
        while foot and not NOTE.match(foot[-1].text):
            foot.pop()
        inside = {id(line) for line in foot} if len(foot) < len(page) else set()
        body.append([line for line in page if id(line) not in inside])
        notes.append([line for line in page if id(line) in inside])
    return [*body, *(note for note in notes if note)]


def _edges(page: Sequence[Line]) -> list[Line]:
    heights = sorted({round(line.base / TOLERANCE) for line in page})
    found = {*heights[:EDGE_ROWS], *heights[-EDGE_ROWS:]}
    return [line for line in page if round(line.base / TOLERANCE) in found]


def _places(line: Line) -> set[tuple[str, int]]:
    """What several pages have in common where it is a running line: its height, and its text, as it stands or with one of
    its numbers counted from that of the page."""
    text, height = line.text.strip(), round(line.base / TOLERANCE)
    counted = (
        f"{text[: number.start()]}\0{int(number[0]) - line.page}\0{text[number.end() :]}"
        for number in FIGURE.finditer(text)
    )
    return {(each, height) for each in (text, *counted)}


def _is_page_number(line: Line, page: Sequence[Line]) -> bool:
    """Whether it is the number of its page, and the first or last line there; with nothing around it, it also has to stand
    further from the text than lines do from each other: a figure of the text that ends a page does not."""
    match = NUMBER.fullmatch(line.text.strip())
    if match is None or int(match[1]) != line.page + 1:
        return False
    heights = sorted({other.base for other in page})
    distances = [above - below for below, above in pairwise(heights) if above - below > TOLERANCE]
    if line.base not in (heights[0], heights[-1]):
        return False
    if not distances or not line.text.strip().isdecimal():
        return True
    here = distances[0 if line.base == heights[0] else -1]
    return here > (LARGER * median(distances) if len(distances) > 1 else FAR * line.size)


def _printed_by_browser(page: Sequence[Line], number: int, count: int) -> set[int]:
    """The lines (by `id`) of the head and the foot that a browser prints: the one has the day and the time, the other ends
    with the number of this page and of all; neither is told from the text without the other."""
    if not page:
        return set()
    head = [line for line in page if line.base > max(other.base for other in page) - TOLERANCE]
    foot = [line for line in page if line.base < min(other.base for other in page) + TOLERANCE]
    numbered = any(
        (match := PAGE_OF_ALL.search(line.text.strip())) and (int(match[1]), int(match[2])) == (number + 1, count)
        for line in (*head, *foot)
    )
    timed = any(DAY_AND_TIME.match(line.text.strip()) for line in (*head, *foot))
    if not (numbered and timed) or any(not ADDRESS.match(line.text.strip()) for line in foot):
        return set()
    return set(map(id, (*head, *foot)))
