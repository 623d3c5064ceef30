"""The head and the foot of a document: lines too long for their column end between the parts of a name.

Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.2 lets the name of an office run over several lines, centred; a reader expects
LIÊN ĐOÀN LAO ĐỘNG on one and TỈNH CAO BẰNG on the next. Word wraps wherever the column ends, so the lines are made
here, and their inner spaces do not break. Which phrases begin a part is told by `language/vi/header.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from summarise.language import table
from summarise.reporting.times import Face, length

_LANGUAGE = "vi"
_SPACE, _HYPHEN = "\u00a0", "\u2011"

# What it costs to end a line: between the parts of a name nothing, then at a conjunction, between any two words, and
# last inside a part.
_FREE, _AFTER_KIND, _JOINT, _ANYWHERE, _INSIDE = 0, 2, 5, 10, 1000


@dataclass(frozen=True, kw_only=True)
class Column:
    """A place of the templates that holds lines: its width in millimetres, and its letters."""

    width: float
    size: float
    face: Face

    def holds(self, text: str) -> bool:
        return length(text, size=self.size, face=self.face) <= self.width


# The columns of the head and of the foot, a millimetre narrower than in the templates that ship, and the letters of their
# styles.
SUPERIOR = Column(width=65, size=12, face="roman")
ISSUER = Column(width=65, size=12, face="bold")
SYMBOL = Column(width=65, size=13, face="roman")
SIGNATORY = Column(width=87, size=14, face="bold")
# What the templates print before the number; without its mark, which takes no room.
_NUMBER_LABEL = "So: "


def name_lines(lines: Iterable[str], column: Column) -> list[str]:
    """The lines of an office's name as they are printed: one that fits is kept, a longer one is broken into several of
    about the same length. Where a line must not end, its spaces do not break."""
    return [part for line in lines for part in _broken(line.split(), column)]


def unbroken(text: str) -> str:
    """`text` with spaces that do not break: a place, a date."""
    return _SPACE.join(text.split())


def symbol(number: str, text: str) -> str:
    """The symbol `text` of a document, with hyphens that do not break where the line with its number would be too long
    for its column; where it fits, it is left as it was typed, so that it can be searched for."""
    return text if SYMBOL.holds(f"{_NUMBER_LABEL}{number}/{text}") else text.replace("-", _HYPHEN)


def _broken(words: Sequence[str], column: Column) -> list[str]:
    """The cheapest way to lines that fit: first no line too long, then the least cost of their ends, then few lines, then
    lines of like length."""
    costs = _costs(words)
    ways: list[tuple[tuple[int, int, int, float], list[str]]] = [((0, 0, 0, 0.0), [])]
    for end in range(1, len(words) + 1):
        candidates: list[tuple[tuple[int, int, int, float], list[str]]] = []
        for start in reversed(range(end)):
            line = _joined(words[start:end], costs[start : end - 1])
            room = column.width - length(line, size=column.size, face=column.face)
            if room < 0 and candidates:
                break
            (too_long, cost, count, ragged), before = ways[start]
            price = costs[start - 1] if start else _FREE
            total = (too_long + (room < 0), cost + price, count + 1, ragged + room * room)
            candidates.append((total, [*before, line]))
        ways.append(min(candidates))
    return ways[-1][1]


def _joined(words: Sequence[str], costs: Sequence[int]) -> str:
    """The words on a line, with spaces that break only where a line may end."""
    spaces = [_SPACE if cost >= _ANYWHERE else " " for cost in costs]
    return "".join(part for pair in zip(words, [*spaces, ""], strict=True) for part in pair)


def _costs(words: Sequence[str]) -> list[int]:
    """What it costs to end a line after each word but the last."""
    text = " ".join(words).casefold()
    after = {place: number for number, place in enumerate(_ends(words))}  # where a word ends → its number
    before = {0: -1} | {place + 1: number for place, number in after.items()}
    costs = [_ANYWHERE] * len(words)
    found = {part: [match.span() for match in pattern.finditer(text)] for part, pattern in _patterns().items()}
    parts = sorted(start for part in ("heads", "places", "kinds") for start, _ in found[part])
    for start, _ in found["joints"]:
        costs[before[start]] = _JOINT
    for start, end in found["places"]:
        rest = next((other for other in parts if other >= end), None)
        last = before[rest] if rest is not None else len(words) - 1
        costs[before[start] + 1 : last] = [_INSIDE] * (last - before[start] - 1)
    for start, end in (*found["kinds"], *found["heads"]):
        costs[after[end]] = _AFTER_KIND if (start, end) in found["kinds"] else _FREE
    for start, _ in (*found["places"], *found["kinds"]):
        costs[before[start]] = _FREE
    for start, end in (*found["heads"], *found["kinds"], *found["together"]):
        first, last = before[start] + 1, after[end]
        costs[first:last] = [_INSIDE] * (last - first)
    for number, word in enumerate(words[1:]):
        if not any(map(str.isalnum, word)):
            costs[number] = _INSIDE  # a dash ends a line, and begins none
    return costs[: len(words) - 1]


def _ends(words: Sequence[str]) -> list[int]:
    ends, place = [], -1
    for word in words:
        place += 1 + len(word.casefold())
        ends.append(place)
    return ends


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        part: re.compile(rf"(?<!\S)(?:{'|'.join(sorted(phrases, key=len, reverse=True))})(?!\S)")
        for part, phrases in table(_LANGUAGE, "header").items()
    }
