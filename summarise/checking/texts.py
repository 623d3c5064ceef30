"""A draft and its source, side by side."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from summarise.figures import Quantity, quantities
from summarise.language import table
from summarise.mentions import Mention, date_from, find_mentions, fold, phrase_from, phrase_to, phrases, words
from summarise.records import Span

# How many words before a number a limit ("chỉ đạt 31%") stands, and after it a bound ("25 lao động trở lên").
LIMIT_WITHIN, AFTER_WITHIN = 3, 6
DOER = 8  # words that name who does something, with what he does

SENTENCE_PART = re.compile(r"[.;!?…](?!\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as it is compared. `holder` is a negation or "mỗi" directly before it. Of the limits and the bounds, those
    near the number and those anywhere on their side of it in the clause, as words between may go. `unit` is its measure,
    or the words from the counted noun on: the draft's noun must be one of them, as an adjective may go. `base` are the
    words that follow a share, which say what it is of, or a number without a noun."""

    digits: str
    hedge: str
    holder: tuple[str, ...]
    direction: str
    limit: tuple[frozenset[str], frozenset[str]]
    bound: tuple[frozenset[str], frozenset[str]]
    unit: tuple[str, ...]
    measured: bool
    base: tuple[str, ...]


class Qualifiers(NamedTuple):
    """The words of a hedge before a date ("khoảng 15h"), those that say on which side of it something is ("trước"), and a
    `holder` as a number has."""

    hedge: tuple[str, ...]
    side: tuple[str, ...]
    holder: tuple[str, ...]


class Text:
    """A text with what the checks look at."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.folded = fold(text, language=language)
        self.words = words(text, language=language)
        self.keys = [word.key for word in self.words]
        self.starts = [word.span.start for word in self.words]
        self.parts = [len(SENTENCE_PART.findall(text, 0, start)) for start in self.starts]
        self.mentions = find_mentions(text, language=language)
        self.quantities = quantities(text, language=language)
        self._found: dict[tuple[str | None, ...], tuple[range, ...]] = {}
        self._qualifiers: dict[Span, Qualifiers] = {}

    def at(self, offset: int) -> int:
        """The number of the first word that ends after `offset`."""
        n = bisect_right(self.starts, offset)
        return n - 1 if n and self.words[n - 1].span.end > offset else n

    def find(self, *lists: str, but: str | None = None) -> tuple[range, ...]:
        """Where phrases of the lists stand, as ranges of words; not within one of the list `but` ("chủ yếu")."""
        if (*lists, but) not in self._found:
            self._found[*lists, but] = tuple(self._find(lists, but))
        return self._found[*lists, but]

    def _find(self, lists: tuple[str, ...], but: str | None) -> Iterator[range]:
        wanted = phrases(self.language, "checking", *lists)
        hiding = phrases(self.language, "checking", but) if but else frozenset()
        n = hidden = 0
        while n < len(self.words):
            hidden = max(hidden, n + phrase_from(self.words, n, hiding))
            length = phrase_from(self.words, n, wanted)
            if length and n >= hidden:
                yield range(n, n + length)
            n += max(1, length)

    @cached_property
    def numbers(self) -> tuple[tuple[Quantity, Number], ...]:
        """The quantities, each with how it is compared."""
        return tuple((quantity, self._number(quantity)) for quantity in self.quantities)

    def _number(self, quantity: Quantity) -> Number:
        first, end = self.at(quantity.span.start), self.at(quantity.span.end)
        start = quantity.span.start + quantity.text.index(quantity.number)
        digits = self.at(start + len(quantity.number) - 1)  # of a range, the second

        def said(list_name: str, side: range, near: range) -> tuple[frozenset[str], frozenset[str]]:
            clause = self.words[digits].clause
            there = [n for phrase in self.find(list_name) for n in phrase if n in side]
            there = [n for n in there if self.words[n].clause == clause]
            return frozenset(self.keys[n] for n in there if n in near), frozenset(self.keys[n] for n in there)

        direction = phrase_to(self.words, first, phrases(self.language, "figures", "directions"))
        unit = tuple(fold(quantity.unit or "", language=self.language).casefold().split())
        measures = phrases(self.language, "figures", "units", "magnitudes", "prefixes")
        counted = phrases(self.language, "figures", "nouns", "counters")
        measured = unit not in counted and any(
            part in measures for n in range(len(unit)) for part in (unit[: n + 1], (unit[n].split("/")[0],))
        )
        tables = table(self.language, "checking")
        share = unit in phrases(self.language, "checking", "shares")
        following = self._following(digits + 1, tables["counted_within"])
        return Number(
            digits=quantity.number,
            hedge=fold(quantity.hedge or "", language=self.language).casefold(),
            holder=self._holder(first),
            direction=" ".join(self.keys[first - direction : first]),
            limit=said("limits", range(first), range(first - LIMIT_WITHIN, first)),
            bound=said("bounds", range(end, len(self.words)), range(end, end + AFTER_WITHIN)),
            unit=unit if measured else following if unit else (),
            measured=measured,
            base=self._following(end, tables["share_within"]) if share or not unit else (),
        )

    def _holder(self, at: int) -> tuple[str, ...]:
        length = phrase_to(self.words, at, phrases(self.language, "checking", "negations", "distributives"))
        return tuple(self.keys[at - length : at])

    def _following(self, at: int, within: int) -> tuple[str, ...]:
        """The keys of the words from number `at` on that go on in the clause before, at most `within`."""
        after = self.words[at : at + within]
        return tuple(word.key for word in after if word.clause == self.words[at - 1].clause)

    def qualifiers(self, date: Mention) -> Qualifiers:
        """What stands before a date and belongs to it."""
        if date.span not in self._qualifiers:
            self._qualifiers[date.span] = self._before(date)
        return self._qualifiers[date.span]

    def _before(self, date: Mention) -> Qualifiers:
        at = self.at(date.span.start)
        hedge, side = date_from(self.words, at, language=self.language)
        return Qualifiers(tuple(self.keys[hedge:at]), tuple(self.keys[side:hedge]), self._holder(hedge))


class Kept:
    """Which word of the source each word of the draft is: a longest common subsequence, early words first. What was
    moved is not aligned; a word of the source counts as kept as well when the draft has it among the moved."""

    def __init__(self, draft: Text, source: Text) -> None:
        a, b = draft.keys, source.keys
        longest = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
        for i in range(len(a) - 1, -1, -1):
            for j in range(len(b) - 1, -1, -1):
                longest[i][j] = longest[i + 1][j + 1] + 1 if a[i] == b[j] else max(longest[i + 1][j], longest[i][j + 1])
        self.source_of: dict[int, int] = {}
        i = j = 0
        while i < len(a) and j < len(b):
            if a[i] == b[j]:
                self.source_of[i] = j
                i, j = i + 1, j + 1
            elif longest[i + 1][j] >= longest[i][j + 1]:
                i += 1
            else:
                j += 1
        moved = {key for n, key in enumerate(a) if n not in self.source_of}
        aligned = set(self.source_of.values())
        self.kept = {n for n, key in enumerate(b) if n in aligned or key in moved}
        self.in_order = longest[0][0] / max(1, len(a))
