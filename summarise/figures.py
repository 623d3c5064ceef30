"""The quantities that a report must keep: found, never computed, every part of them a slice of the text.

A quantity is a number that says how many or how much. Dates and periods, document numbers, terms of office and other
ordinals, the numbers of list items and those inside a quoted name or slogan are none (`mentions.find_mentions` tells
them apart); a number inside quoted speech is one. Numbers written as words are left alone.

What a number reads as (`Quantity.value`) follows the rule of the language, in Vietnamese the dot for thousands and the
comma for decimals. It is None where the digits leave a doubt: a fraction or a range (27/31, 3-4), digits grouped
against the rule (12.5 in a Vietnamese text), an amount of two magnitudes (1 tỷ 86 triệu), and a group of three digits
before a magnitude (94.217 tỷ đồng), which may be decimals after a slip of the separator. `text` is printed in any case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from summarise.language import table
from summarise.mentions import RECENT, Phrases, Word, find_mentions, phrase_from, phrase_to, phrases, quotes, words
from summarise.records import Figure, Labelled, Section, Span

COUNTED: frozenset[Section] = frozenset({"achievement", "shortcoming", "task", "award"})

# A title of fewer words says too little ("tăng"); a longer one is a clause, not the title of a row.
TITLE_WORDS = (2, 12)
# Signs of money are no words; with a space they reach this far back from the digits ("US$ 5").
SIGN = re.compile(r"\w{0,3}[$€£]\s?$")
STOP = re.compile(r"[.;!?…]\s")
# The digits and the letters that are joined to them: 20.000đ/lượt, 300tr.
JOINED = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_].*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text` is as written, from the hedge to the unit ("gần 23 tỷ đồng", "38 nhà"); `number` the digits alone (with
    the words between two magnitudes); `value` what they read as, None where that is uncertain; `unit` the unit with its
    magnitude ("tỷ đồng"), the percent sign, or the counter or counted noun; `about` the words of the text that say what
    is counted."""

    span: Span
    text: str
    number: str
    value: float | None
    unit: str | None
    hedge: str | None
    about: str


@dataclass(frozen=True, slots=True)
class _Measure:
    """Where a quantity's parts are, as numbers of words: hedge, digits, and `unit_end`, with the first word that says
    what is counted. `unit_start` is an offset into the text, as a unit may be joined to its digits."""

    hedge: int
    digits: int
    number_end: int
    unit_start: int
    unit_end: int
    noun: int


@lru_cache(maxsize=RECENT)
def quantities(text: str, *, language: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order and without overlap; `text` is NFC."""
    found: list[Quantity] = []
    every = words(text, language=language)
    position = {offset: n for n, word in enumerate(every) for offset in range(*word.span)}
    for mention in find_mentions(text, language=language):
        free = found[-1].span.end if found else 0
        if mention.kind == "number" and mention.span.start >= free:
            found += _quantity(text, every, position[mention.span.start], mention.span, free, language)
    return tuple(found)


def find_figures(labelled: Sequence[Labelled], *, language: str) -> tuple[Figure, ...]:
    """The rows of the annex: the quantities of what was achieved, fell short, is to be done and was awarded, in the
    order of the article. A quantity that says the same of the same thing again is left out."""
    rows: dict[tuple[str, str], Figure] = {}
    for one in sorted(labelled, key=lambda one: one.sentence.span):
        if one.section not in COUNTED:
            continue
        start = one.sentence.span.start
        for quantity in quantities(one.sentence.text, language=language):
            figure = Figure(
                text=quantity.text,
                value=quantity.value,
                unit=quantity.unit,
                about=quantity.about,
                section=one.section,
                source=Span(start + quantity.span.start, start + quantity.span.end),
                hedge=quantity.hedge,
            )
            rows.setdefault((quantity.text.casefold(), quantity.about.casefold()), figure)
    return tuple(rows.values())


def _quantity(text: str, every: Sequence[Word], at: int, digits: Span, free: int, language: str) -> list[Quantity]:
    """The quantity of the digits in word `at`, if they are one; what stands before `free` belongs to another."""
    prefixes = phrases(language, "figures", "prefixes")
    start = digits.start
    if sign := SIGN.search(text, max(free, start - 5), start):
        start = sign.start()
    elif every[at].span.start < start:
        start = every[at].span.start
        if (text[start : digits.start].casefold(),) not in prefixes:
            return []  # the digits of a code
    elif (before := phrase_to(every, at, prefixes)) and every[at - before].span.start >= free:
        start = every[at - before].span.start
    first = bisect_right(every, start, key=lambda word: word.span.end)
    measure = _measure(text, every, start, first, at, digits, free, language)
    if measure is None:
        return []
    hedge_start = every[measure.hedge].span.start if measure.hedge < first else start
    unit_end = max(digits.end, every[measure.unit_end - 1].span.end)
    span = Span(hedge_start, unit_end)
    number = text[digits.start : measure.unit_start].rstrip().removesuffix("%").rstrip()
    unit = " ".join((text[start : digits.start] + " " + text[digits.start + len(number) : unit_end]).split()) or None
    return [
        Quantity(
            span=span,
            text=text[span.start : span.end],
            number=number,
            value=_value(number, unit, language),
            unit=unit,
            hedge=text[hedge_start:start].strip() or None,
            about=_about(text, every, measure, span, language) or text[span.start : span.end],
        )
    ]


def _measure(
    text: str, every: Sequence[Word], start: int, first: int, at: int, digits: Span, free: int, language: str
) -> _Measure | None:
    known = {name: phrases(language, "figures", name) for name in ("magnitudes", "units", "hedges")}
    known["borders"] = phrases(language, "figures", "borders", "joins")
    counted = phrases(language, "figures", "nouns", "counters")
    hedge = first
    while (length := phrase_to(every, hedge, known["hedges"])) and every[hedge - length].span.start >= free:
        hedge -= length
    end = at + 1
    while end < len(every) and every[end].span.start < digits.end:
        end += 1  # the other half of a spaced fraction
    number_end, unit_start = end, digits.end
    if joined := JOINED.match(text, digits.start, every[at].span.end):
        letters = joined[2].split("/")[0].casefold()
        if not {(letters,)} & (known["units"] | known["magnitudes"]):
            return None  # a code: 3A, 217b
        return _Measure(hedge, at, end, joined.start(2), end, end)
    if text[digits.end - 1] == "%":
        return _Measure(hedge, at, end, digits.end, end, end)
    magnitude = _same_clause(every, end) * phrase_from(every, end, known["magnitudes"])
    # "1 tỷ 86 triệu đồng" is one amount.
    while magnitude and end + magnitude + 1 < len(every) and every[end + magnitude].text.isdigit():
        further = phrase_from(every, end + magnitude + 1, known["magnitudes"])
        if not further:
            break
        number_end, unit_start = end + magnitude + 1, every[end + magnitude].span.end
        end, magnitude = number_end, further
    end += magnitude
    if not _same_clause(every, end) or start < digits.start:  # money that is named before its digits counts no noun
        return _Measure(hedge, at, number_end, unit_start, end, end)
    counting = phrase_from(every, end, counted)
    length = phrase_from(every, end, known["units"]) or tuple(every[end].key.split("/")[:1]) in known["units"]
    if length > counting:  # "50 công", but "50 công đoàn"
        return _Measure(hedge, at, number_end, unit_start, end + length, end + length)
    noun = end
    end += counting
    # An unknown noun is a word, and a second one that may belong to it; an abbreviation is whole.
    while not counting and end < noun + 2 and _same_clause(every, end) and not _border(every, end, known["borders"]):
        gap = text[every[end - 1].span.end : every[end].span.start].lstrip("%")
        if gap.strip() or (end > noun and every[noun].text.isupper()):
            break
        end += 1
    return _Measure(hedge, at, number_end, unit_start, end, noun)


def _same_clause(every: Sequence[Word], at: int) -> bool:
    """Whether word `at` goes on in the clause of the word before it."""
    return at < len(every) and every[at].clause == every[at - 1].clause


def _border(every: Sequence[Word], at: int, borders: Phrases) -> bool:
    return bool(phrase_from(every, at, borders)) or every[at].text[0].isdigit()


def _in_row(every: Sequence[Word], at: int) -> bool:
    """Whether abbreviations in a row are one noun phrase ("ĐV, NLĐ có …")."""
    return every[at].text.isupper() and every[at - 1].text.isupper() and len(every[at].text) > 1


def _before_number(every: Sequence[Word], at: int, language: str) -> bool:
    """Whether word `at` joins the next number, with its hedge, to what comes before."""
    joined = phrase_from(every, at, phrases(language, "figures", "joins"))
    after = at + joined + (phrase_from(every, at + joined, phrases(language, "figures", "hedges")) if joined else 0)
    return joined > 0 and after < len(every) and any(map(str.isdigit, every[after].text))


def _value(number: str, unit: str | None, language: str) -> float | None:
    tables = table(language, "figures")
    group, decimal = re.escape(tables["group"]), re.escape(tables["decimal"])
    if not re.fullmatch(rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{decimal}\d+)?", number):
        return None
    magnified = any(word in {m.casefold() for m in tables["magnitudes"]} for word in (unit or "").casefold().split())
    if magnified and tables["group"] in number:
        return None
    if re.fullmatch(rf"[1-9]\d{{0,2}}{decimal}\d{{3}}", number) and not magnified:
        return None  # three decimals, or thousands in the other manner of the world
    return float(number.replace(tables["group"], "").replace(tables["decimal"], "."))


def _about(text: str, every: Sequence[Word], measure: _Measure, span: Span, language: str) -> str:
    """What a number counts: the noun phrase that follows it, up to a word that begins another part of the clause; else
    what the clause says before it; else the whole clause."""
    borders, nouns = phrases(language, "figures", "borders"), phrases(language, "figures", "nouns")
    start = end = measure.noun
    while end < len(every) and end - start < TITLE_WORDS[1] and (_same_clause(every, end) or _in_row(every, end)):
        if end >= measure.unit_end and (_border(every, end, borders) or _before_number(every, end, language)):
            break
        end += max(1, phrase_from(every, end, nouns))
    if end - start >= TITLE_WORDS[0] or (end > start and start < measure.unit_end):
        return _slice(text, every, start, end)
    links = borders | phrases(language, "figures", "joins")
    last = measure.hedge
    while last and every[last - 1].clause == every[measure.hedge].clause and phrase_to(every, last, links):
        last -= phrase_to(every, last, links)
    begin = _clause_start(every, last, measure.hedge)
    if last - begin < TITLE_WORDS[0] and begin and not STOP.search(text, every[begin - 1].span.end, span.start):
        # "…, đạt 57%" and "… (11,3%)" go on from the clause before.
        last, begin = begin, _clause_start(every, begin, begin - 1)
    if last - begin >= TITLE_WORDS[0]:
        return _slice(text, every, begin, last)
    clause = [n for n, word in enumerate(every) if word.clause == every[measure.digits].clause]
    return _slice(text, every, clause[0], max(clause[-1] + 1, measure.unit_end))


def _clause_start(every: Sequence[Word], end: int, of: int) -> int:
    """Where a title that ends before word `end` begins: with the clause of word `of`, or as far back as a title may."""
    begin = end
    while begin and every[begin - 1].clause == every[of].clause and end - begin < TITLE_WORDS[1]:
        begin -= 1
    return begin


def _slice(text: str, every: Sequence[Word], start: int, end: int) -> str:
    """The words `start` to `end` as they stand; a quotation mark is kept with its fellow or not at all."""
    title = Span(every[start].span.start, every[end - 1].span.end)
    for mention in quotes(text):
        if mention.span.start < title.end < mention.span.end:
            # The quotation begins in the title: end it where it ends, or before it.
            whole = text[title.end : mention.span.end].strip('”"»') == ""
            title = Span(title.start, mention.span.end if whole else mention.span.start)
        if mention.span.start < title.start < mention.span.end <= title.end:
            title = Span(mention.span.start, title.end)
    return text[title.start : title.end].rstrip()
