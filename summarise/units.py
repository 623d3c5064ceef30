"""Where words of a clause may be dropped: what must stay whole, and where a gap may begin and end.

A subsequence of a sentence is made of its words and can still say something else: dropping from the first "Đại hội" to the
second makes one congress of two. So a gap begins where a phrase ends and ends where one begins, told by punctuation and by
words of the language's table; only light words (articles, particles, some adverbs) may go from the middle of a phrase, and
after a comma what links to the words before it, or names once more who reports. A verb that holds a statement together goes
only with all of what follows it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from summarise.figures import quantities
from summarise.language import table
from summarise.mentions import certain_part, date_from, find_mentions, names, words
from summarise.records import Span

WORD = re.compile(r"[^\W_]+")
SYLLABLE = re.compile(r"[^\W\d_]+")
PUNCTUATION = re.compile(r"[,;:.()“”\"]")
PAUSE = re.compile(r"[,;]\s+")


@dataclass(frozen=True, slots=True)
class Joints:
    """Where a text comes apart; spans and offsets of its characters.

    `units` are kept or dropped whole (they may overlap; words between white space are whole without being named). A gap
    begins before one of `leaves` and ends before one of `lands`; `light` words may go from anywhere. No gap reaches over
    one of `firm` unless it ends at another. What is kept begins at `opening`, where one is given.
    """

    units: tuple[Span, ...] = ()
    leaves: frozenset[int] = frozenset()
    lands: frozenset[int] = frozenset()
    light: tuple[Span, ...] = ()
    firm: frozenset[int] = frozenset()
    opening: int | None = None


@cache
def _compounds(language: str) -> frozenset[str]:
    path = resources.files("summarise.language") / language / "compounds.txt"
    listed = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset([*listed, *table(language, "joints")["compounds"]])


@cache
def _phrases(language: str, name: str) -> re.Pattern[str]:
    listed = sorted(table(language, "joints")[name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b", re.IGNORECASE)


@cache
def _quotations(language: str) -> re.Pattern[str]:
    """Quotations side by side, as programmes and movements are listed. Of such a list clerks drop all or nothing: among the
    written pairs 45 were kept whole, 4 dropped whole and none in part."""
    one = r"[“\"][^“”\"]+[”\"]"
    joined = "|".join(map(re.escape, table(language, "joints")["conjunctions"]))
    return re.compile(rf"{one}(?:\s*(?:,|,?\s(?:{joined})\b)\s*(?:\w+\s+){{0,2}}{one})+", re.IGNORECASE)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule, re.IGNORECASE) for rule in table(language, "joints")["linked"])


def find_joints(text: str, *, language: str, agent: Span | None = None) -> Joints:
    """The joints of a clause; `agent` is a part of it that must begin what is kept."""
    units = [quantity.span for quantity in quantities(text, language=language)]
    units += _mentions(text, language)
    units += _words(text, language)
    units += [Span(*run.span()) for run in _quotations(language).finditer(text)]
    units += [agent] if agent else []
    marks = {at for mark in PUNCTUATION.finditer(text) for at in (mark.start(), mark.end())}
    marks |= {
        word.start() for word in WORD.finditer(text) if text[: word.start()].rstrip()[-1:] in {",", ";", ":", ".", ")"}
    }
    places = {
        name: {match.start() for match in _phrases(language, name).finditer(text)}
        for name in ("leaves", "lands", "firm")
    }
    light = [Span(*match.span()) for match in _phrases(language, "light").finditer(text)]
    light += [
        Span(mark.end(), match.end())
        for mark in PAUSE.finditer(text)
        for pattern in _patterns(language)
        # Before a capital it may be a part of a name.
        if (match := pattern.match(text, mark.end())) and not text[match.end() :][:1].isupper()
    ]
    return Joints(
        tuple(units),
        frozenset(marks | places["leaves"] | places["lands"]),
        frozenset(marks | places["lands"]),
        tuple(light),
        frozenset(places["firm"]),
        agent.start if agent else None,
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
    """Words of two syllables: white space separates syllables in Vietnamese, so a word like "chủ động" has to be known.
    A rank ("phó", "tổng") belongs to the word behind it: without it another office or company is named."""
    known, ranks = _compounds(language), table(language, "joints")["ranks"]
    every = list(SYLLABLE.finditer(text))

    def near(at: int) -> bool:
        return at + 1 < len(every) and text[every[at].end() : every[at + 1].start()] == " "

    def together(at: int) -> bool:
        return near(at) and f"{every[at].group()} {every[at + 1].group()}".casefold() in known

    found: list[Span] = []
    at = 0
    while at < len(every):
        office = at
        while every[office].group().casefold() in ranks and near(office):
            office += 1
        first = office if together(office) else at
        if together(first):
            found.append(Span(every[at].start(), every[first + 1].end()))
            at = first + 2
        else:
            at += 1
    return found
