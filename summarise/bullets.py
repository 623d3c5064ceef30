"""How a bullet is written: openings dropped, a capital first, one full stop last; and which bullets say the same.

Only cuts: what these rules give consists of the characters of the source, the capital and the stop aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from summarise.language import table
from summarise.records import Span

WORD = re.compile(r"\w+(?:[.,/\-–]\w+)*")
# Two bullets say the same when this share of the words of either is common to both.
SAME = 0.85


@cache
def _patterns(language: str, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule, re.IGNORECASE) for rule in table(language, "bullets")[name])


def trimmed(text: str, *, language: str, figures: Sequence[Span] = ()) -> Span:
    """The part of a clause that is left when its openings and its final marks are dropped.

    A cut that would reach into one of `figures`, or leave fewer than four words, is not made.
    """
    start, end = 0, len(text.rstrip())
    first_figure = min((span.start for span in figures), default=end)
    cut = True
    while cut:
        cut = False
        for pattern in _patterns(language, "openings"):
            match = pattern.match(text, start, end)
            if (
                match
                and match.end() > start
                and match.end() <= first_figure
                and len(WORD.findall(text[match.end() : end])) >= 4
            ):
                start, cut = match.end(), True
    last_figure = max((span.end for span in figures), default=0)
    for pattern in _patterns(language, "endings"):
        match = pattern.search(text, start, end)
        if match and match.start() >= max(last_figure, start + 1):
            end = match.start()
    return Span(start, end)


def finished(text: str) -> str:
    """`text` as a sentence of a report: spaces single, a capital first, one full stop or an ellipsis last."""
    text = " ".join(text.split()).strip(" ,;:-–—")
    text = re.sub(r"\s+([,;:.])", r"\1", text).removesuffix("./.").rstrip()
    if not text:
        return ""
    if text.endswith(("...", "…", "?", "!")):
        return text[0].upper() + text[1:]
    return text[0].upper() + text[1:].rstrip(" .,;:") + "."


def points_back(text: str, *, language: str) -> bool:
    """Whether a clause opens by pointing to the sentence before it ("điều này"), which no report holds beside it."""
    folded = " ".join(WORD.findall(text.casefold()))
    return folded.startswith(tuple(f"{phrase} " for phrase in table(language, "bullets")["points_back"]))


def content_words(text: str, *, language: str) -> frozenset[str]:
    """The case-folded words of `text` that are no function words."""
    return frozenset(word.casefold() for word in WORD.findall(text)) - frozenset(
        table(language, "bullets")["function_words"]
    )


def same(one: str, other: str, *, language: str) -> bool:
    """Whether two bullets say the same: nearly the same words, and exactly the same words with digits."""
    return same_words(content_words(one, language=language), content_words(other, language=language))


def same_words(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """As `same`, for bullets as their content words."""
    common = len(mine & theirs)
    if not common or common < SAME * max(len(mine), len(theirs)):
        return False
    return not any(letter.isdigit() for word in mine ^ theirs for letter in word)
