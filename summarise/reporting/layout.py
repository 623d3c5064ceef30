"""What a template cannot say with tags: how wide the columns of a table are when their number is not known, and that a
last section is one of several.

Widths and pages stand in the template; here they are only fitted to what was filled in.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from docx.oxml.ns import qn

# The widest column of a table makes room for columns that are repeated, down to this part of the table; after that the
# repeated ones share what is left.
LEAST_PART = 6


def settle(body: Any) -> None:
    """Fit the filled-in `body` (a `w:body` element): tables into their widths, and the last section.

    A template that gives its last pages one of several forms puts the properties of each form in a paragraph behind it;
    the section after that paragraph is empty, would be one more page, and is dropped.
    """
    for table in body.iter(qn("w:tbl")):
        _fit(table)
    last, final = body[-2:] if len(body) > 1 else (None, None)
    if last is not None and last.tag == qn("w:p"):
        properties = last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if properties is not None:
            body.replace(final, properties)


def _fit(table: Any) -> None:
    """Give a table with repeated columns the width that it has in the template. One whose columns are measured in other
    ways than in twips, or not at all, stays as it is."""
    whole = _twips(table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}"))
    grid = table.find(qn("w:tblGrid"))
    rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
    told = [_width(cell) for cell in rows[0]] if rows else []
    columns = [size for size in told if size is not None]
    if whole is None or grid is None or not told or len(columns) < len(told):
        return
    measured = all(_is_measured(cell) for row in rows for cell in row)
    if not measured or columns == [_number(column.get(qn("w:w"))) for column in grid]:
        return
    columns = _fitted(columns, whole)
    for column in list(grid):
        grid.remove(column)
    for size in columns:
        column = grid.makeelement(qn("w:gridCol"), {qn("w:w"): str(size)})
        grid.append(column)
    for row in rows:
        at = 0
        for cell in row:
            at = _set(cell, columns, at)


def _fitted(columns: list[int], whole: int) -> list[int]:
    """The widths of `columns` changed so that their sum is `whole`; none vanishes."""
    fitted = list(columns)
    widest = columns.index(max(columns))
    fitted[widest] = max(whole - sum(columns) + columns[widest], whole // LEAST_PART)
    others = [size for at, size in enumerate(columns) if at != widest]
    if sum(fitted) > whole and others:
        (repeated, count), *_ = Counter(others).most_common(1)
        share = (whole - sum(fitted) + repeated * count) // count
        fitted = [share if size == repeated and at != widest else fitted[at] for at, size in enumerate(columns)]
    if min(fitted) <= 0 or sum(fitted) > whole:  # the other columns of the template fill the page: all give way alike
        fitted = [size * whole // sum(columns) for size in columns]
    fitted[widest] += whole - sum(fitted)  # what division leaves over
    return fitted


def _width(cell: Any) -> int | None:
    """The width of a cell of one column in twips; None where it has none of its own."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return _twips(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")) if span is None else None


def _is_measured(cell: Any) -> bool:
    """Whether a cell has a width, and spans a number of columns that is one."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    has_width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") is not None
    return has_width and (span is None or _number(span.get(qn("w:val"))) is not None)


def _twips(size: Any) -> int | None:
    """What a width (`w:tblW`, `w:tcW`) measures in twips; None where it is a part of the page, or none at all."""
    return _number(size.get(qn("w:w"))) if size is not None and size.get(qn("w:type"), "dxa") == "dxa" else None


def _number(written: str | None) -> int | None:
    return int(written) if written and re.fullmatch("[1-9][0-9]{0,5}", written) else None


def _set(cell: Any, columns: list[int], at: int) -> int:
    """Give a cell that begins in column `at` its width; returns the column after it."""
    properties = cell.find(qn("w:tcPr"))
    span = properties.find(qn("w:gridSpan"))
    end = at + (int(span.get(qn("w:val"))) if span is not None else 1)
    size = properties.find(qn("w:tcW"))
    size.set(qn("w:w"), str(sum(columns[at:end])))
    properties.insert(0, size)  # Word wants the width first; a span that was filled in stands before it
    return end
