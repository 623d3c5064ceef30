"""The order in which a printed page is read: columns one after the other, what stands side by side in a letterhead apart.

A page tells its columns by a gutter: a strip without letters that line after line stops before. What stands beside it is
prose where the lines of each side fill their column and follow each other without holes; cells of a table do not, and stay
in their rows. Pages mostly draw their text in reading order already, so nothing is moved that no gutter moves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from summarise.reading.lines import BETWEEN_CELLS
from summarise.reading.paragraphs import Line

GAP = 1.0  # sizes of the type: a wider space may be a gutter; only a very loose line has one between its words
TIGHT = 6.0  # points: the narrowest strip that the lines of both columns leave free
FEWEST_ROWS = 4  # side by side, that show columns
FEWEST_WORDS = 3  # of a line in a column; the cells of a table have fewer
GOING_ON = 0.3  # share of the lines of prose that begin with a small letter
_OPENING = ' \t“‘"(–-'
FILLED = 0.7  # share of its column that a line of prose fills
SOLID = 0.75  # share of a column's height that its lines take
SAME_ROW = 0.7  # sizes by which two lines side by side may differ in height
LINE_DISTANCE = 3.0  # sizes; what stands further below belongs to no column
HOLE = 60.0  # points without a line on both sides that end a run of them
CELLS_APART = 18.0  # points between the cells of a table, at least
MOST_PARTS = 2000  # of a page; a newspaper has some hundred, and what has more is a drawing
LETTERHEAD = 8  # rows at most
CENTRED = 6.0  # points by which the middles of centred lines may differ


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page draws it, and its parts between wide spaces (one where it has none)."""

    whole: Line
    parts: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    line: Line
    row: int


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A strip between two parts of a row, from `left` to `right` at the height `base`."""

    left: float
    right: float
    base: float


def in_reading_order(rows: Sequence[Row], *, first: bool = False, last: bool = False) -> list[Line]:
    """The lines of a page; `first` and `last` tell which page of the document it is: only there a letterhead or the
    names under a paper stand side by side."""
    parts = [_Part(line, number) for number, row in enumerate(rows) for line in row.parts]
    if len(parts) > MOST_PARTS:
        return [row.whole for row in rows]
    return list(_ordered(rows, parts, first=first, last=last))


def _ordered(rows: Sequence[Row], parts: Sequence[_Part], *, first: bool = False, last: bool = False) -> Iterator[Line]:
    sides: dict[int, list[list[_Part]]] = {}  # what is read where a part is met
    banded: set[int] = set()
    blocks: set[int] = set()
    for band, gutter, is_letterhead in _bands(parts, first=first, last=last):
        if is_letterhead:
            blocks.update(map(id, band))
        middle = (gutter.left + gutter.right) / 2
        left = [part for part in band if part.line.right < middle]
        right = [part for part in band if part.line.left > middle]
        places = {id(part): place for place, part in enumerate(parts)}
        if places[id(left[-1])] < places[id(right[0])]:  # drawn in this order: what is drawn between them stays there
            sides[id(left[0])], sides[id(right[0])] = [left], [right]
        else:
            sides[id(band[0])] = [left, right]
        banded.update(map(id, band))
    # A row that no gutter parts is the line as it was drawn.
    free = Counter(part.row for part in parts if id(part) not in banded)
    tables = _table_rows([part for part in parts if id(part) not in banded])
    written: set[int] = set()
    for part in parts:
        for side in sides.get(id(part), ()):
            edge = max(each.line.right for each in side)
            for line in _ordered(rows, side):
                yield line if line.column is not None else replace(line, column=edge, alone=id(part) in blocks)
        if id(part) in banded:
            continue
        if free[part.row] < len(rows[part.row].parts):
            yield part.line
        elif part.row not in written:
            written.add(part.row)
            row = rows[part.row]
            is_cells = part.row in tables and len(row.parts) > 1
            cells = BETWEEN_CELLS.join(cell.text.strip() for cell in row.parts)
            yield replace(row.whole, text=cells, alone=True) if is_cells else row.whole


def _bands(parts: Sequence[_Part], *, first: bool, last: bool) -> Iterator[tuple[list[_Part], _Gutter, bool]]:
    """The parts that stand on both sides of a gutter and are to be read one side after the other, and whether they are a
    letterhead."""
    taken: set[int] = set()
    for run in _runs(parts):
        gutter = _Gutter(max(one.left for one in run), min(one.right for one in run), run[0].base)
        top, bottom = run[0].base, run[-1].base
        band = [part for part in _reaching(parts, gutter, top, bottom) if id(part) not in taken]
        left = [part for part in band if part.line.right <= gutter.left + 1]
        right = [part for part in band if part.line.left >= gutter.right - 1]
        inside = set(map(id, band))
        others = [part.line for part in parts if id(part) not in inside]
        head = first and not any(line.base > top + line.size for line in others)
        foot = last and not any(line.base < bottom - line.size for line in others)
        columns = len(run) >= FEWEST_ROWS and _is_prose(left) and _is_prose(right)
        if columns or ((head or foot) and len(run) > 1 and _is_letterhead(left, right)):
            taken.update(map(id, band))
            yield band, gutter, not columns


def _gutters(parts: Sequence[_Part]) -> Iterator[_Gutter]:
    """The spaces between each part and the next one to its right."""
    by_height = sorted(parts, key=lambda part: -part.line.base)
    for number, part in enumerate(by_height):
        line, near = part.line, SAME_ROW * part.line.size
        beside = []
        for others in (reversed(by_height[:number]), by_height[number + 1 :]):
            for other in others:
                if abs(other.line.base - line.base) > near:
                    break
                if other.line.left > line.right:
                    beside.append(other.line)
        after = min(beside, key=lambda other: other.left, default=None)
        if after and after.left - line.right >= GAP * line.size:
            yield _Gutter(line.right, after.left, line.base)


def _runs(parts: Sequence[_Part]) -> Iterator[list[_Gutter]]:
    by_height = sorted(parts, key=lambda part: -part.line.base)
    gutters = sorted(_gutters(parts), key=lambda gutter: -gutter.base)
    while gutters:
        run = _run(gutters, by_height)
        gone = set(map(id, run))
        gutters = [gutter for gutter in gutters if id(gutter) not in gone]
        yield run


def _table_rows(parts: Sequence[_Part]) -> set[int]:
    """The rows whose parts stand above or under each other like cells: two and more rows, parted by wide spaces."""
    heights = {
        round(gutter.base)
        for run in _runs(parts)
        if len(run) > 1 and min(gutter.right - gutter.left for gutter in run) >= CELLS_APART
        for gutter in run
    }
    return {part.row for part in parts if round(part.line.base) in heights}


def _run(gutters: Sequence[_Gutter], by_height: Sequence[_Part]) -> list[_Gutter]:
    """The first of the gutters with those under it that share a strip with it, as far down as nothing crosses that."""
    run = [gutters[0]]
    left, right = gutters[0].left, gutters[0].right
    for gutter in gutters[1:]:
        low, high = gutter.base - 1, run[-1].base + 1
        narrow = max(left, gutter.left), min(right, gutter.right)
        shared = narrow[1] - narrow[0] >= TIGHT
        strip = narrow if shared else (left, right)
        start = bisect_left(by_height, -high, key=lambda part: -part.line.base)
        end = bisect_right(by_height, -low, key=lambda part: -part.line.base)
        between = by_height[start:end]
        crossed = any(part.line.left < strip[1] - 1 and part.line.right > strip[0] + 1 for part in between)
        if crossed or run[-1].base - gutter.base > HOLE:
            break
        if shared and gutter.base < run[-1].base - 1:
            left, right = narrow
            run.append(gutter)
    return run


def _reaching(parts: Sequence[_Part], gutter: _Gutter, top: float, bottom: float) -> list[_Part]:
    """The parts beside the gutter from `top` to `bottom`, and those that go on from them, line by line, below it (the
    longer column) and above it."""
    beside = [part for part in parts if _is_beside(part, gutter)]
    crossing = [part.line.base for part in parts if not _is_beside(part, gutter)]
    floor = max((base for base in crossing if base < bottom), default=float("-inf"))
    ceiling = min((base for base in crossing if base > top), default=float("inf"))
    band = [part for part in beside if bottom - 1 <= part.line.base <= top + 1]
    for down in (True, False):
        for side in (True, False):
            mine = [part for part in band if (part.line.left >= gutter.right - 1) == side]
            if not mine:
                continue
            edge = min(mine, key=lambda part: part.line.base if down else -part.line.base)
            outside = [
                part
                for part in beside
                if (part.line.left >= gutter.right - 1) == side
                and (floor < part.line.base < bottom - 1 if down else top + 1 < part.line.base < ceiling)
            ]
            for part in sorted(outside, key=lambda part: -part.line.base if down else part.line.base):
                size = edge.line.size
                if abs(part.line.base - edge.line.base) > LINE_DISTANCE * size or abs(part.line.size - size) > 1:
                    break
                band.append(part)
                edge = part
    chosen = {id(part) for part in band}
    return [part for part in parts if id(part) in chosen]


def _is_beside(part: _Part, gutter: _Gutter) -> bool:
    return part.line.right <= gutter.left + 1 or part.line.left >= gutter.right - 1


def _is_prose(side: Sequence[_Part]) -> bool:
    """Whether the lines of a side fill it, hold several words each, go on from one another, and leave no holes; or are
    columns themselves. What goes on begins with a small letter; cells of a table begin with a capital or a figure."""
    lines = sorted((part.line for part in side), key=lambda line: -line.base)
    if len(lines) < FEWEST_ROWS:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    distances = [one.base - other.base for one, other in pairwise(lines) if one.base - other.base > 1]
    if not distances or right <= left:
        return False
    filled = median(line.right - line.left for line in lines) >= FILLED * (right - left)
    words = median(len(line.text.split()) for line in lines) >= FEWEST_WORDS
    solid = len(distances) * median(distances) >= SOLID * (lines[0].base - lines[-1].base)
    going_on = sum(line.text.lstrip(_OPENING)[:1].islower() for line in lines[1:]) >= GOING_ON * (len(lines) - 1)
    if filled and words and solid and going_on:
        return True
    return any(band for band, *_ in _bands(side, first=False, last=False))


def _is_letterhead(left: Sequence[_Part], right: Sequence[_Part]) -> bool:
    """Whether two blocks of few lines stand side by side, at least one of them centred; the cells of a table begin or
    end at one edge."""
    if not all(2 <= len(side) <= LETTERHEAD for side in (left, right)):
        return False
    return any(_is_centred([part.line for part in side]) for side in (left, right))


def _is_centred(lines: Sequence[Line]) -> bool:
    middles = [(line.left + line.right) / 2 for line in lines]
    lefts = [line.left for line in lines]
    return max(middles) - min(middles) <= CENTRED < max(lefts) - min(lefts)
