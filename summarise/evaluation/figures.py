"""The figures by which the product is judged: its summaries against what people took from the articles.

`Figures` says what each figure means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from statistics import fmean

from summarise import language
from summarise.evaluation.cases import Gold, GoldSpan, Located, located, overlap
from summarise.records import Item, Meeting, Section, Summary
from summarise.rouge import fold, rouge_l, rouge_n, words

COVERED = 0.6
"""Share of the content words of a reference bullet that a section must hold to cover it."""

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
# A word whose first letter is not a-z and that opens neither the text, a sentence, a quotation nor a list item: names,
# and on the strict side also lower-case words whose first letter has a mark ("đồng").
_NAME = re.compile(r"(?<![.!?:;…\"“(\n-] )(?<!^)\b[^\W\d_a-z]\w+")


@dataclass(frozen=True, slots=True)
class Figures:
    """How one summary, or the mean of many, compares with the gold.

    Attributes:
        precision: share of the bullets whose source lies mostly in a passage of their section (an award counts as an
            achievement); of a summary without bullets 1 when the gold has no key passage either, else 0.
        key_recall: share of the key passages whose reference bullet is covered (see `COVERED`) by their section.
        figure_recall: share of the quantities of key passages that stand in the bullets of their section.
        unsupported: how many numbers and names of the bullets the article does not contain; in a mean, their sum.
        ratio: characters of the bullets per character of the article's body (all passages that are not noise).
        rouge1: F1 over single words, mean over the sections that have key passages or bullets.
        rouge2: the same over pairs of neighbouring words.
        rougeL: the same over the longest common subsequence of words.
        meeting: share of the facts of the meeting that the summary gives.
        items: how many bullets.
    """

    precision: float
    key_recall: float
    figure_recall: float
    unsupported: float
    ratio: float
    rouge1: float
    rouge2: float
    rougeL: float
    meeting: float
    items: float


NAMES = tuple(field.name for field in fields(Figures))


@dataclass(frozen=True, slots=True)
class Told:
    """The bullets of one section of a summary, and what the gold is looked for in: their content words (`words`) and
    their folded text."""

    section: Section
    items: tuple[Item, ...]
    words: frozenset[str]
    text: str

    @classmethod
    def of(cls, section: Section, items: tuple[Item, ...]) -> Told:
        """The section as it is looked at."""
        texts = [item.text for item in items]
        return cls(section, items, frozenset(_content("\n".join(texts))), fold(" \n ".join(texts)))

    def covers(self, span: GoldSpan) -> bool:
        """Whether the bullets hold enough (`COVERED`) of the reference bullet of a key passage."""
        needed = _content(span.condensed)
        return len(needed & self.words) >= COVERED * len(needed)

    def lacks(self, span: GoldSpan) -> tuple[str, ...]:
        """The quantities of a key passage that do not stand in the bullets, or only as a part of a longer number."""
        return tuple(figure for figure in span.figures if not _stands(figure, self.text))

    def takes(self, origin: Located | None) -> bool:
        """Whether a bullet that comes from the passage belongs in the section."""
        allowed = {self.section, "award"} if self.section == "achievement" else {self.section}
        return origin is not None and origin.gold.label in allowed


def told(summary: Summary | None) -> tuple[Told, ...]:
    """The sections that are judged; None stands for a summary that could not be made."""
    return (
        Told.of("achievement", summary.achievements if summary else ()),
        Told.of("shortcoming", summary.shortcomings if summary else ()),
        Told.of("task", summary.tasks if summary else ()),
    )


def compare(article: str, gold: Gold, summary: Summary | None) -> Figures:
    """The figures of one summary of `article`; None stands for a summary that could not be made.

    Raises:
        ValueError: a quote of the gold is not in the article (the message is its beginning).
    """
    spans = list(located(article, gold))
    folded, numbers = fold(article), set(_NUMBER.findall(article))
    sections = told(summary)
    right, keys, covered, wanted, lost = 0, 0, 0, 0, 0
    rouge: list[tuple[float, float, float]] = []
    for section in sections:
        right += sum(section.takes(origin(item, spans)) for item in section.items)
        expected = [span.gold for span in spans if span.gold.label == section.section and span.gold.key]
        keys += len(expected)
        covered += sum(section.covers(span) for span in expected)
        wanted += sum(len(span.figures) for span in expected)
        lost += sum(len(section.lacks(span)) for span in expected)
        if expected or section.items:
            rouge.append(_rouge([item.text for item in section.items], [span.condensed for span in expected]))
    everything = [item.text for section in sections for item in section.items]
    unsupported = sum(number not in numbers for text in everything for number in _NUMBER.findall(text))
    unsupported += sum(fold(name) not in folded for text in everything for name in _NAME.findall(text))
    body = sum(len(span.gold.quote) for span in spans if span.gold.label != "noise")
    said, known = _meeting(summary.meeting if summary else None, gold.meeting)
    rouge1, rouge2, rouge_l = (fmean(column) for column in zip(*rouge, strict=True)) if rouge else (0.0, 0.0, 0.0)
    return Figures(
        precision=_share(right, len(everything), empty=float(not keys)),
        key_recall=_share(covered, keys),
        figure_recall=_share(wanted - lost, wanted),
        unsupported=unsupported,
        ratio=_share(sum(map(len, everything)), body),
        rouge1=rouge1,
        rouge2=rouge2,
        rougeL=rouge_l,
        meeting=_share(said, known),
        items=len(everything),
    )


def _rouge(got: Iterable[str], wanted: Iterable[str]) -> tuple[float, float, float]:
    """A section of which the gold has nothing scores 0, whatever stands in it."""
    mine, theirs = (words("\n".join(texts)) for texts in (got, wanted))
    if not theirs:
        return 0.0, 0.0, 0.0
    return rouge_n(mine, theirs, 1), rouge_n(mine, theirs, 2), rouge_l(mine, theirs)


def _share(part: float, whole: float, *, empty: float = 1.0) -> float:
    return part / whole if whole else empty


@cache
def _function_words() -> frozenset[str]:
    """The words of every language at hand that say nothing of what a sentence is about."""
    return frozenset(
        word for code in language.languages() for word in language.table(code, "evaluation")["function_words"]
    )


def _content(text: str) -> set[str]:
    return set(words(text)) - _function_words()


def _stands(figure: str, text: str) -> bool:
    """Whether the folded `text` holds the quantity, not as a part of a longer number."""
    return re.search(rf"(?<![\d.,/]){re.escape(fold(figure))}(?!\d|[.,/]\d)", text) is not None


def origin(item: Item, spans: Sequence[Located]) -> Located | None:
    """The passage that most of the bullet's source lies in; without any, the one with most of its words; of equals, the
    first. None where no passage has anything of it."""

    def shared(span: Located) -> int:
        return sum(overlap(source, span.place) for source in item.source)

    mine = _content(item.text)
    measures: tuple[Callable[[Located], int], ...] = (shared, lambda span: len(mine & _content(span.gold.quote)))
    for measure in measures:
        best = max(spans, key=measure, default=None)
        if best is not None and measure(best) > 0:
            return best
    return None


def _meeting(got: Meeting | None, wanted: Mapping[str, str | tuple[str, ...] | None]) -> tuple[int, int]:
    """How many of the facts that the gold knows the summary gives, and how many the gold knows. A date must be equal,
    every chair named, a period have all its words, and of any other fact one must contain the other."""
    said = known = 0
    for name, value in wanted.items():
        if not value:
            continue
        known += 1
        mine = getattr(got, name, None)
        if not mine:
            continue
        if name == "date":
            said += mine == value
        elif isinstance(value, tuple) or isinstance(mine, tuple):
            named = fold(" ; ".join(mine) if isinstance(mine, tuple) else mine)
            said += all(fold(each) in named for each in (value if isinstance(value, tuple) else (value,)))
        elif name in ("period", "next_period"):
            said += _content(value) <= _content(mine)
        else:
            said += fold(value) in fold(mine) or fold(mine) in fold(value)
    return said, known
