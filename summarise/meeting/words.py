"""Patterns from the word lists of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# A word; names of the Central Highlands may part their first letter from the rest: "K' Brơi", "Ka’ Nhuận".
TOKEN = re.compile(r"(?<!\w)[^\W\d_]{1,2}['’]\s[^\W\d_]+|[^\W\d_]+(?:['’\-][^\W\d_]+)*")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, whole, the longest first; white space between syllables may be of any kind."""
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return "(?!)"
    alternatives = "|".join(longest_first).replace(" ", r"\s+")
    return rf"(?<!\w)(?:{alternatives})(?!\w)"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, without regard to case."""
    return re.compile(pattern, re.IGNORECASE)


def folded(text: str) -> str:
    """Case and white space made equal, to compare."""
    return " ".join(text.split()).casefold()


def trimmed(text: str, start: int, end: int, marks: str = " \t\n\xa0,;:-–—.") -> tuple[int, int]:
    """The range without `marks` at its ends."""
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end
