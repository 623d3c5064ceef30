"""The evaluation of a folder of cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from summarise.errors import SummariseError
from summarise.evaluation.cases import find_cases, located, name_of, read_case
from summarise.evaluation.confusion import FIELDS, SECTIONS, Confusion, Pair, confusion, fields, sections
from summarise.evaluation.figures import NAMES, Figures, compare
from summarise.evaluation.worst import Fault, find_faults, worst
from summarise.language import detect
from summarise.records import Labelled, Source, Summary

Explain = Callable[[Source], tuple[Summary, Sequence[Labelled]]]
"""What is evaluated: it gives the summary of an article and the labels of its sentences, as `Summariser.explain`."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is known of the product after all cases.

    Attributes:
        cases: the figures of each case by its name.
        errors: the errors of the cases that gave no summary: scored as an empty one, and in neither matrix, since they
            have no labels.
        sections: the confusion matrix of the section labels, over all passages of the gold.
        fields: that of the fields of union work, over the passages that have one.
        worst: the worst faults, see `worst.py`.
    """

    cases: Mapping[str, Figures]
    errors: Mapping[str, SummariseError]
    sections: Confusion
    fields: Confusion
    worst: tuple[Fault, ...]

    @property
    def mean(self) -> Figures:
        """The mean of each figure over the cases; of `unsupported` the sum, since one is one too many."""
        columns = {name: [getattr(row, name) for row in self.cases.values()] for name in NAMES}
        return Figures(**{name: sum(col) if name == "unsupported" else fmean(col) for name, col in columns.items()})

    def as_dict(self) -> dict[str, Any]:
        """`{"cases": {name: figures}, "mean": figures, "confusion": {label of the gold: {label given: passages}},
        "sections": {label: scores}, "fields": {field: scores}, "worst": [faults]}`, for JSON. Scores that are not defined
        are null; labels and fields that neither the gold nor the labeller has are left out of the scores."""
        return {
            "cases": {name: asdict(row) for name, row in self.cases.items()},
            "mean": asdict(self.mean),
            "confusion": {label: self.sections.row(label) for label in self.sections.labels},
            "sections": {label: asdict(scores) for label, scores in self.sections.by_label().items()},
            "fields": {field: asdict(scores) for field, scores in self.fields.by_label().items()},
            "worst": [fault.as_dict() for fault in self.worst],
        }


def evaluate(cases: Path, explain: Explain) -> Evaluation:
    """Summarise every article of the folder `cases` and compare.

    An article that `explain` refuses (an error of exit code 1) counts as a summary without bullets and facts; errors
    of the model or the settings pass through.

    Raises:
        SettingsError: there is no case in the folder, or a gold file is wrong.
        InputError: an article is missing or cannot be read.
    """
    rows: dict[str, Figures] = {}
    errors: dict[str, SummariseError] = {}
    given: list[Pair] = []
    given_fields: list[Pair] = []
    faults: list[Fault] = []
    for path in find_cases(cases):
        name = name_of(path)
        gold, source = read_case(path)
        spans = list(located(source.text, gold))
        summary: Summary | None = None
        labels: Sequence[Labelled] = ()
        try:
            summary, labels = explain(source)
        except SummariseError as error:
            if error.exit_code != 1:
                raise
            errors[name] = error
        else:
            given += sections(spans, labels)
            given_fields += fields(spans, labels)
        rows[name] = compare(source.text, gold, summary)
        faults += find_faults(name, spans, summary, labels, language=detect(source.text))
    return Evaluation(rows, errors, confusion(SECTIONS, given), confusion(FIELDS, given_fields), worst(faults))
