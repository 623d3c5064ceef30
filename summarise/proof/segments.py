"""A text cut into segments, so that each character is in exactly one and each segment is covered by the same items.

Spans may overlap, lie in one another and be alike; nothing is known here of what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from summarise.records import Span


class Segment(NamedTuple):
    """Code points that are covered by the same items: `names`, in the order in which the items were given."""

    span: Span
    names: tuple[str, ...]


def split(length: int, covered: Mapping[str, Iterable[Span]], cuts: Iterable[int] = ()) -> tuple[Segment, ...]:
    """The segments of a text of `length` code points, in order, without gaps, none of them empty.

    `covered` says which spans each item covers; an empty span covers nothing. `cuts` are further offsets at which a
    segment must end.

    Raises:
        ValueError: a span or a cut lies outside the text.
    """
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    names = list(covered)
    for rank, name in enumerate(names):
        for start, end in covered[name]:
            if not 0 <= start <= end <= length:
                raise ValueError(f"[{start}, {end}] lies outside the text")
            if start < end:
                begins.setdefault(start, []).append(rank)
                ends.setdefault(end, []).append(rank)
    cuts = set(cuts)
    if any(not 0 <= cut <= length for cut in cuts):
        raise ValueError("a cut lies outside the text")
    # An item may cover a character twice, so its covers are counted.
    open_now = [0] * len(names)
    found = []
    for start, end in pairwise(sorted({0, length} | cuts | begins.keys() | ends.keys())):
        for rank in ends.get(start, ()):
            open_now[rank] -= 1
        for rank in begins.get(start, ()):
            open_now[rank] += 1
        found.append(
            Segment(Span(start, end), tuple(name for name, times in zip(names, open_now, strict=True) if times))
        )
    return tuple(found)


def lines(text: str) -> tuple[tuple[int, Span], ...]:
    """The lines of `text` that are not blank, each with its number, counted from 1 with the blank ones, and its span
    without the line end."""
    found, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found.append((number, Span(start, start + len(line))))
        start += len(line) + 1
    return tuple(found)


def within(segments: Sequence[Segment], span: Span) -> tuple[Segment, ...]:
    """The segments that lie in `span`; one that reaches over its ends does not."""
    return tuple(one for one in segments if span.start <= one.span.start and one.span.end <= span.end)


def runs(segments: Iterable[Segment], leads: Callable[[str], bool]) -> tuple[tuple[Segment, ...], ...]:
    """Neighbours that have the same leading items are one run: those items of a segment for which `leads` is true, all
    of its items where it is true of none."""

    def leading(segment: Segment) -> tuple[str, ...]:
        return tuple(name for name in segment.names if leads(name)) or segment.names

    return tuple(tuple(group) for _names, group in groupby(segments, leading))
