"""What the formats with tables share."""

from __future__ import annotations

from collections.abc import Iterable

# White space, so that it adds no character to the words of a cell (`|` stands in articles: "22:44 | 27/06/2022"); it is
# also what browsers and Word write when a table is copied as text.
BETWEEN_CELLS = "\t"


def row_lines(cells: Iterable[list[str]]) -> list[str]:
    """The lines of a table row: one line of its cells, empty ones left out. Where a cell holds several lines, the table
    is there for the layout of the page or the letterhead, and its lines follow each other."""
    filled = [lines for cell in cells if (lines := [line for line in cell if line.strip()])]
    if all(len(lines) == 1 for lines in filled):
        return [BETWEEN_CELLS.join(lines[0].strip() for lines in filled)] if filled else []
    return [line for lines in filled for line in lines]
