"""Text that was wrapped by hand or by a mail program: its lines end where the next word did not fit, not where something ends.

A line is known to go on where the next one begins with a small letter and nothing ended it. Where many different lines do,
and they are nearly of one length (those of a list are not), the text is wrapped, and every line goes on that ends no
sentence and is so long that the first word of the next would not have fitted; the last line of a caption seldom is. Breaks
become spaces, one for one, so that every character stays where it was.
"""

from __future__ import annotations

import re
from itertools import pairwise

from summarise.reading.paragraphs import MARK

LINE = re.compile(r"[^\n]+")
ENDED = re.compile(r"[.!?…:][\"”’»)\]]*\s*$")
WIDEST = 130  # characters; mail programs wrap at 72 to 78, pages that were printed to text at 100 or so
MANY = 6  # lines that are known to go on,
SHARE = 0.2  # and of all lines: fewer are slips
ALIKE = 0.7  # share of them that are full
FULL = 0.7  # of the longest of those
FITTED = 0.9  # of the longest: what is shorter with the next word would have stood in one line, in letters of any width


def unwrapped(text: str) -> str:
    """`text` with the breaks within its paragraphs as spaces where it is wrapped; of the same length."""
    lines = list(LINE.finditer(text))
    pairs = [(one, other) for one, other in pairwise(lines) if other.start() == one.end() + 1]
    pairs = [
        (one, other)
        for one, other in pairs
        if other.group().strip() and not ENDED.search(one.group()) and not MARK.match(other.group().lstrip())
    ]
    going_on = {one.group().rstrip() for one, other in pairs if other.group().lstrip()[0].islower()}
    if len(going_on) < max(MANY, SHARE * len(lines)):
        return text
    width = max(map(len, going_on))
    if width > WIDEST or sum(len(line) >= FULL * width for line in going_on) < ALIKE * len(going_on):
        return text
    letters = list(text)
    for one, other in pairs:
        line = one.group().rstrip()
        full = len(line) <= WIDEST and len(f"{line} {other.group().split()[0]}") >= FITTED * width
        if line in going_on or line.endswith(",") or full:
            letters[one.end()] = " "
    return "".join(letters)
