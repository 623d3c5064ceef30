"""Where words of a clause may be dropped: what must stay whole, and where a gap may begin and end.

A subsequence of a sentence is made of its words and can still say something else: dropping from the first "Đại hội" to the
second makes one congress of two. So a gap begins where a phrase ends and ends where one begins, told by punctuation and by
words of the language's table; only light words (articles, particles, some adverbs) may go from the middle of a phrase. A
verb that holds a statement together goes only with all of what follows it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from summarise.figures import quantities
from summarise.language import table
from summarise.mentions import certain_part, date_from, find_mentions, names, words
from summarise.records import Span

WORD = re.compile(r"[^\W_]+")
SYLLABLE = re.compile(r"[^\W\d_]+")
PUNCTUATION = re.compile(r"[,;:.()“”\"]")


@dataclass(frozen=True, slots=True)
class Joints:
    """Where a text comes apart; spans and offsets of its characters.

    `units` are kept or dropped whole (they may overlap; words between white space are whole without being named). A gap
    begins before one of `leaves` and ends before one of `lands`; `light` words may go from anywhere. No gap reaches over
    one of `firm` unless it ends at another.
    """

    units: tuple[Span, ...] = ()
    leaves: frozenset[int] = frozenset()
    lands: frozenset[int] = frozenset()
    light: tuple[Span, ...] = ()
    firm: frozenset[int] = frozenset()


@cache
def _compounds(language: str) -> frozenset[str]:
    path = resources.files("summarise.language") / language / "compounds.txt"
    listed = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset([*listed, *table(language, "joints")["compounds"]])


@cache
def _phrases(language: str, name: str) -> re.Pattern[str]:
    listed = sorted(table(language, "joints")[name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b", re.IGNORECASE)


def find_joints(text: str, *, language: str) -> Joints:
    """The joints of a clause."""
    units = [quantity.span for quantity in quantities(text, language=language)]
    units += _mentions(text, language)
    units += _words(text, language)
    marks = {at for mark in PUNCTUATION.finditer(text) for at in (mark.start(), mark.end())}
    marks |= {
        word.start() for word in WORD.finditer(text) if text[: word.start()].rstrip()[-1:] in {",", ";", ":", ".", ")"}
    }
    places = {
        name: {match.start() for match in _phrases(language, name).finditer(text)}
        for name in ("leaves", "lands", "firm")
    }
    light = tuple(Span(*match.span()) for match in _phrases(language, "light").finditer(text))
    return Joints(
        tuple(units),
        frozenset(marks | places["leaves"] | places["lands"]),
        frozenset(marks | places["lands"]),
        light,
        frozenset(places["firm"]),
    )


def _mentions(text: str, language: str) -> list[Span]:
    """Mentions, dates with what qualifies them, and names."""
    every = words(text, language=language)
    starts = [word.span.start for word in every]
    found = []
    for mention in find_mentions(text, language=language):
        start = mention.span.start
        if mention.kind in ("date", "range"):
            at = bisect_right(starts, start) - 1
            start = min(start, starts[date_from(every, at, language=language)[1]])
        found.append(Span(start, mention.span.end))
    return found + [certain_part(text, name, language=language) for name in names(text, language=language)]


def sentence_joints(sentences: Sequence[Span]) -> Joints:
    """The joints of a text of which sentences are kept or dropped whole."""
    starts = frozenset(sentence.start for sentence in sentences)
    return Joints(units=tuple(sentences), leaves=starts, lands=starts)


def _words(text: str, language: str) -> list[Span]:
    """Words of two syllables: white space separates syllables in Vietnamese, so a word like "chủ động" has to be known."""
    known = _compounds(language)
    found: list[Span] = []
    for one, other in pairwise(SYLLABLE.finditer(text)):
        together = text[one.end() : other.start()] == " " and f"{one.group()} {other.group()}".casefold() in known
        if together and (not found or one.start() >= found[-1].end):
            found.append(Span(one.start(), other.end()))
    return found
