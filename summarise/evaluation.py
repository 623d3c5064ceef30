"""The figures by which the product is judged: its summaries against cases that people have labelled.

A case is `NAME.txt`, an article, and `NAME.gold.json`: the facts of its meeting, and every passage of its body with a
label and, where a report must have it (`key`), a reference bullet and the quantities that belong in it. `Figures` says
what each figure means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from summarise import language
from summarise.errors import SettingsError, SummariseError
from summarise.records import Item, Meeting, Section, Source, Summary
from summarise.rouge import fold, rouge_l, rouge_n, words

COVERED = 0.6
"""Share of the content words of a reference bullet that a section must hold to cover it."""

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
# A word whose first letter is not a-z and that opens neither the text, a sentence, a quotation nor a list item: names,
# and on the strict side also lower-case words whose first letter has a mark ("đồng").
_NAME = re.compile(r"(?<![.!?:;…\"“(\n-] )(?<!^)\b[^\W\d_a-z]\w+")


class GoldSpan(BaseModel):
    """A passage of the article as a person labelled it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    quote: str
    label: Section
    key: bool = False
    condensed: str = ""
    figures: tuple[str, ...] = ()

    @model_validator(mode="after")
    def has_what_a_key_needs(self) -> GoldSpan:
        if self.key and not self.condensed:
            raise ValueError("a key span needs its condensed bullet")
        return self


class Gold(BaseModel):
    """What a person took from an article."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    meeting: dict[str, str | tuple[str, ...] | None]
    spans: tuple[GoldSpan, ...]


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
class Evaluation:
    """The figures of each case by its name, and the errors of those that gave no summary (scored as an empty one)."""

    cases: Mapping[str, Figures]
    errors: Mapping[str, SummariseError]

    @property
    def mean(self) -> Figures:
        """The mean of each figure over the cases; of `unsupported` the sum, since one is one too many."""
        columns = {name: [getattr(row, name) for row in self.cases.values()] for name in NAMES}
        return Figures(**{name: sum(col) if name == "unsupported" else fmean(col) for name, col in columns.items()})

    def as_dict(self) -> dict[str, Any]:
        """`{"cases": {name: figures}, "mean": figures}`, for JSON."""
        return {"cases": {name: asdict(row) for name, row in self.cases.items()}, "mean": asdict(self.mean)}


def evaluate(cases: Path, summarise: Callable[[Source], Summary]) -> Evaluation:
    """Summarise every article of the folder `cases` and compare.

    An article that `summarise` refuses (an error of exit code 1) counts as a summary without bullets and facts; errors
    of the model or the settings pass through.

    Raises:
        SettingsError: there is no case in the folder, or a gold file is wrong.
        InputError: an article is missing or cannot be read.
    """
    rows: dict[str, Figures] = {}
    errors: dict[str, SummariseError] = {}
    for path in find_cases(cases):
        name = path.name.removesuffix(".gold.json")
        gold, source = read_case(path)
        summary: Summary | None = None
        try:
            summary = summarise(source)
        except SummariseError as error:
            if error.exit_code != 1:
                raise
            errors[name] = error
        rows[name] = compare(source.text, gold, summary)
    return Evaluation(rows, errors)


def find_cases(folder: Path) -> list[Path]:
    """The gold files of the folder, in order of their names.

    Raises:
        SettingsError: there is none.
    """
    found = sorted(folder.glob("*.gold.json"))
    if not found:
        raise SettingsError("{folder}: there is no case here (NAME.txt with NAME.gold.json)", folder=folder)
    return found


def read_case(path: Path) -> tuple[Gold, Source]:
    """The gold of the file `path` and the article beside it."""
    from summarise.reading import read

    try:
        gold = Gold.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise SettingsError(
            "{name}: this is not a gold file: {place}: {reason}", name=path, place=place, reason=first["msg"]
        ) from error
    source = read(path.with_name(path.name.removesuffix(".gold.json") + ".txt"))
    try:
        list(_located(source.text, gold))
    except ValueError as error:
        raise SettingsError("{name}: the article does not hold this quote: {quote}", name=path, quote=error) from error
    return gold, source


def compare(article: str, gold: Gold, summary: Summary | None) -> Figures:
    """The figures of one summary of `article`; None stands for a summary that could not be made.

    Raises:
        ValueError: a quote of the gold is not in the article (the message is its beginning).
    """
    spans = list(_located(article, gold))
    folded, numbers = fold(article), set(_NUMBER.findall(article))
    sections: dict[Section, tuple[Item, ...]] = {
        "achievement": summary.achievements if summary else (),
        "shortcoming": summary.shortcomings if summary else (),
        "task": summary.tasks if summary else (),
    }
    right, keys, covered, wanted, kept = 0, 0, 0, 0, 0
    rouge: list[tuple[float, float, float]] = []
    for label, items in sections.items():
        allowed = {label, "award"} if label == "achievement" else {label}
        right += sum(_origin(item, spans) in allowed for item in items)
        have, text = _content("\n".join(item.text for item in items)), fold(" \n ".join(item.text for item in items))
        expected = [span for _, span in spans if span.label == label and span.key]
        for span in expected:
            needed = _content(span.condensed)
            covered += len(needed & have) >= COVERED * len(needed)
            wanted += len(span.figures)
            kept += sum(_stands(figure, text) for figure in span.figures)
        keys += len(expected)
        if expected or items:
            rouge.append(_rouge([item.text for item in items], [span.condensed for span in expected]))
    everything = [item.text for items in sections.values() for item in items]
    unsupported = sum(number not in numbers for text in everything for number in _NUMBER.findall(text))
    unsupported += sum(fold(name) not in folded for text in everything for name in _NAME.findall(text))
    body = sum(len(span.quote) for _, span in spans if span.label != "noise")
    said, known = _meeting(summary.meeting if summary else None, gold.meeting)
    rouge1, rouge2, rouge_l = (fmean(column) for column in zip(*rouge, strict=True)) if rouge else (0.0, 0.0, 0.0)
    return Figures(
        precision=_share(right, len(everything), empty=float(not keys)),
        key_recall=_share(covered, keys),
        figure_recall=_share(kept, wanted),
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


def _located(article: str, gold: Gold) -> Iterable[tuple[int, GoldSpan]]:
    """Each passage with where it starts; they follow each other, so a repeated quote is found at its own place."""
    after = 0
    for span in gold.spans:
        start = article.find(span.quote, after)
        if start < 0:
            raise ValueError(span.quote[:60])
        after = start + len(span.quote)
        yield start, span


def _origin(item: Item, spans: Sequence[tuple[int, GoldSpan]]) -> Section | None:
    """The label of the passage that most of the bullet's source lies in; without any, of the one with most of its
    words; of equals, the first."""

    def shared(start: int, span: GoldSpan) -> int:
        end = start + len(span.quote)
        return sum(max(0, min(stop, end) - max(begin, start)) for begin, stop in item.source)

    mine = _content(item.text)
    measures: tuple[Callable[[int, GoldSpan], int], ...] = (shared, lambda _, span: len(mine & _content(span.quote)))
    for measure in measures:
        most, label = 0, None
        for start, span in spans:
            if (score := measure(start, span)) > most:
                most, label = score, span.label
        if label is not None:
            return label
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
        elif isinstance(value, tuple):
            named = fold(" ; ".join(mine))
            said += all(fold(person) in named for person in value)
        elif name in ("period", "next_period"):
            said += _content(value) <= _content(mine)
        else:
            said += fold(value) in fold(mine) or fold(mine) in fold(value)
    return said, known
