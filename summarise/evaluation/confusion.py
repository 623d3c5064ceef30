"""The labels one by one: which label a person gave, and which the labeller.

A passage of the gold counts once. It takes the label of the labelled sentence or piece that shares most characters with
it (of equals the first), and `noise` where none shares any: cleaning took it for no part of the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from summarise.evaluation.cases import Located, overlap
from summarise.records import Labelled, Section, Span, WorkField

SECTIONS: tuple[Section, ...] = get_args(Section)
FIELDS: tuple[WorkField, ...] = get_args(WorkField)
WITH_FIELD: tuple[Section, ...] = ("achievement", "shortcoming", "task")
"""The sections whose passages have a field of union work."""

Pair = tuple[str, str | None]
"""The label of the gold, and the one that was given (None: none was)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How well one label is given.

    Attributes:
        precision: share of the passages given the label that the gold gives it too; None when none was given it.
        recall: share of the passages of the label that were given it; None when the gold has none.
        f1: the harmonic mean of both, 2 right / (passages of the label + passages given it); None when there are none.
        support: how many passages of the label the gold has.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    support: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """A confusion matrix: how many passages of each label (rows) were given each label (columns)."""

    labels: tuple[str, ...]
    counts: Mapping[Pair, int]

    def count(self, gold: str, given: str | None) -> int:
        """Passages of the label `gold` that were given the label `given` (None: no label)."""
        return self.counts.get((gold, given), 0)

    def row(self, gold: str) -> dict[str, int]:
        """Passages of the label `gold` by the label that they were given; those without any are left out."""
        return {given: self.count(gold, given) for given in self.labels}

    def scores(self, label: str) -> Scores:
        """Precision, recall and F1 of one label."""
        right = self.count(label, label)
        support = sum(number for (gold, _), number in self.counts.items() if gold == label)
        given = sum(number for (_, given), number in self.counts.items() if given == label)
        return Scores(_share(right, given), _share(right, support), _share(2 * right, support + given), support)

    def by_label(self) -> dict[str, Scores]:
        """The scores of the labels that the gold has or that were given."""
        found = {label: self.scores(label) for label in self.labels}
        return {label: scores for label, scores in found.items() if scores.f1 is not None}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def nearest(labels: Sequence[Labelled], place: Span) -> Labelled | None:
    """The labelled sentence or piece that shares most characters with the place; None when none shares any."""
    best = max(labels, key=lambda entry: overlap(entry.sentence.span, place), default=None)
    return best if best is not None and overlap(best.sentence.span, place) else None


def sections(spans: Sequence[Located], labels: Sequence[Labelled]) -> Iterator[Pair]:
    """The section of every passage, and the one that the labeller gave it."""
    for span in spans:
        entry = nearest(labels, span.place)
        yield span.gold.label, entry.section if entry else "noise"


def fields(spans: Sequence[Located], labels: Sequence[Labelled]) -> Iterator[Pair]:
    """The field of every passage that has one, and the one that the labeller gave it: None where it took the passage for
    nothing that has a field (see `WITH_FIELD`), which costs recall and no precision."""
    for span in spans:
        if span.gold.field is None or span.gold.label not in WITH_FIELD:
            continue
        entry = nearest(labels, span.place)
        yield span.gold.field, entry.field if entry and entry.section in WITH_FIELD else None


def confusion(labels: tuple[str, ...], pairs: Sequence[Pair]) -> Confusion:
    """The matrix of the labels, in their order."""
    return Confusion(labels, Counter(pairs))
