"""How a bullet is written: openings dropped, a capital first, one full stop last; and which bullets say the same.

Only cuts: what these rules give consists of the characters of the source, the capital and the stop aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from math import ceil

from summarise.language import table
from summarise.records import Span

WORD = re.compile(r"\w+(?:[.,/\-–]\w+)*")
# Two bullets say the same when this share of the words of either is common to both.
SAME = 0.85
# A bullet of so many words or more says nothing beside one that holds this share of them.
HELD, FEWEST_HELD = 0.9, 10


@cache
def _patterns(language: str, name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rule, re.IGNORECASE) for rule in table(language, "bullets")[name])


def trimmed(text: str, *, language: str, figures: Sequence[Span] = ()) -> Span:
    """The part of a clause that is left when its openings, its final marks, and who said it are dropped.

    A cut that would reach into one of `figures`, or leave fewer than four words, is not made.
    """
    start, end = 0, len(text.rstrip())
    for pattern in _patterns(language, "attributions"):
        match = pattern.fullmatch(text, start, end)
        if (
            match
            and len(WORD.findall(match["said"])) >= 4
            and all(match.start("said") <= span.start and span.end <= match.end("said") for span in figures)
        ):
            start, end = match.span("said")
            break
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


@lru_cache(maxsize=4096)  # each bullet is compared with all others of its report
def content_words(text: str, *, language: str) -> frozenset[str]:
    """The case-folded words of `text` that are no function words."""
    return frozenset(word.casefold() for word in WORD.findall(text)) - frozenset(
        table(language, "bullets")["function_words"]
    )


def same(one: str, other: str, *, language: str) -> bool:
    """Whether two bullets say the same: nearly the same words, and exactly the same words with digits."""
    return same_words(content_words(one, language=language), content_words(other, language=language))


def _fewest(words: frozenset[str], share: float) -> list[str]:
    """Words of which at least one stands in any set with `share` of `words`; longer ones are rarer, fewer bullets have one."""
    return sorted(words, key=lambda word: (-len(word), word))[: len(words) - ceil(share * len(words)) + 1]


class Told:
    """Bullets that were told already, to find the one that says the same as another without reading all of them.

    Two sets of words that share at least the share `SAME` of the larger share, in any one order of all words, one of the
    first few (Chaudhuri et al. 2006, "A Primitive Operator for Similarity Joins in Data Cleaning"): only bullets that do
    are compared.
    """

    def __init__(self, *, language: str) -> None:
        self._language = language
        self._words: list[frozenset[str]] = []
        self._with: dict[str, list[int]] = {}

    def find(self, text: str) -> int | None:
        """The number of the first bullet that says the same as `text`; they are counted from 0 as they were added."""
        words = content_words(text, language=self._language)
        near = {number for word in _fewest(words, SAME) for number in self._with.get(word, ())}
        return next((number for number in sorted(near) if same_words(words, self._words[number])), None)

    def add(self, text: str) -> None:
        """Takes a bullet as the next one."""
        self._words.append(frozenset())
        self.replace(len(self._words) - 1, text)

    def replace(self, number: int, text: str) -> None:
        """Takes `text` in the place of bullet `number`."""
        for word in _fewest(self._words[number], SAME):
            self._with[word].remove(number)
        self._words[number] = content_words(text, language=self._language)
        for word in _fewest(self._words[number], SAME):
            self._with.setdefault(word, []).append(number)


def holds(longer: str, shorter: str, *, language: str) -> bool:
    """Whether nearly all words of one bullet, and all its words with digits, stand in another, longer one of the same report."""
    mine, theirs = content_words(longer, language=language), content_words(shorter, language=language)
    if not FEWEST_HELD <= len(theirs) <= len(mine) or len(mine & theirs) < HELD * len(theirs):
        return False
    return not any(letter.isdigit() for word in theirs - mine for letter in word)


def held_twice(texts: Sequence[str], *, language: str) -> dict[int, int]:
    """The number of each bullet that a longer one holds (see `holds`), with the number of that one, the shortest first."""
    having: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        for word in content_words(text, language=language):
            having.setdefault(word, []).append(number)
    found: dict[int, int] = {}
    for number in sorted(range(len(texts)), key=lambda number: len(texts[number])):
        near = {
            other
            for word in _fewest(content_words(texts[number], language=language), HELD)
            for other in having[word]
            if other != number and other not in found
        }
        holder = next((one for one in sorted(near) if holds(texts[one], texts[number], language=language)), None)
        if holder is not None:
            found[number] = holder
    return found


def same_words(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """As `same`, for bullets as their content words."""
    common = len(mine & theirs)
    if not common or common < SAME * max(len(mine), len(theirs)):
        return False
    return not any(letter.isdigit() for word in mine ^ theirs for letter in word)
