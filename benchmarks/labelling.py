"""Labelling alone: which sections are told apart, what each part of the labeller adds, and what it costs.

    python benchmarks/labelling.py CASES... [--union TRAIN_DIR] [--labeller DIR]

For every folder of cases one row for the labeller as it ships, one without the features of rules, one without the chain of
sections, and, with `--union` (the written training data), one for rules alone: a multinomial logistic regression on the
same features, fitted to the training articles, with the same chain. Then F1 by section of the shipped labeller, and the
seconds for 1,000 words after loading.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch

from summarise.cleaning import clean
from summarise.evaluation.cases import find_cases, located, read_case
from summarise.evaluation.confusion import FIELDS, SECTIONS, Confusion, confusion, fields, sections
from summarise.labelling.cues import FEATURES, features
from summarise.labelling.network import SECTIONS as LABELS
from summarise.labelling.periods import turns_forward
from summarise.labelling.sequence import Transitions, relations
from summarise.labelling.trained import TrainedLabeller
from summarise.records import Article, Labelled, Sentence
from summarise.segmenting import segment

ROOT = Path(__file__).parent.parent
Label = Callable[[Article, Sequence[Sentence]], Sequence[Labelled]]


def rules_alone(union: Path, chain: Transitions) -> Label:
    """A labeller that sees nothing but the features, fitted to the training articles."""
    sys.path.insert(0, str(ROOT / "models" / "training"))
    import labeller as training
    from corpora import articles

    examples = [training.example(text, gold) for text, gold in articles(union / "articles")]
    rows = torch.cat([example.features for example in examples])
    wanted = torch.tensor([section for example in examples for section in example.sections])
    weights = torch.zeros(len(FEATURES) + 1, len(LABELS), requires_grad=True)
    rows = torch.cat([rows, torch.ones(len(rows), 1)], dim=1)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = torch.nn.functional.cross_entropy(rows @ weights, wanted) + 1e-4 * weights.square().sum()
        value.backward()
        return value

    optimiser.step(loss)
    weights = weights.detach()

    def label(article: Article, sentences: Sequence[Sentence]) -> list[Labelled]:
        told = torch.tensor(features(article, sentences))
        emissions = (torch.cat([told, torch.ones(len(told), 1)], dim=1) @ weights).log_softmax(-1)
        found = chain.marginals(emissions, relations(sentences), turns_forward(article, sentences)).exp()
        return [
            Labelled(sentence, LABELS[int(row.argmax())], "general", float(row.max()), 1.0)
            for sentence, row in zip(sentences, found, strict=True)
        ]

    return label


def variants(folder: Path, union: Path | None) -> Iterator[tuple[str, Label]]:
    """The labeller, and it without one of its parts."""
    yield "both", TrainedLabeller.load(folder).label
    without = TrainedLabeller.load(folder)
    torch.nn.init.zeros_(without.classifier.cues.weight)
    yield "learned alone", without.label
    unchained = TrainedLabeller.load(folder)
    chain = unchained.transitions
    unchained.transitions = Transitions(chain.ratios, (0.0,) * len(chain.weights), torch.zeros_like(chain.forward))
    yield "both, no chain", unchained.label
    if union:
        yield "rules alone", rules_alone(union, chain)


def measure(cases: Path, label: Label) -> tuple[Confusion, Confusion, float, int]:
    """Sections, fields, the seconds of labelling, and the words of all articles of a folder."""
    told: list[Any] = []
    work: list[Any] = []
    seconds, count = 0.0, 0
    for path in find_cases(cases):
        gold, source = read_case(path)
        article = clean(source)
        began = time.perf_counter()
        labels = label(article, segment(article))
        seconds += time.perf_counter() - began
        count += len(source.text.split())
        spans = list(located(source.text, gold))
        told += sections(spans, labels)
        work += fields(spans, labels)
    return confusion(SECTIONS, told), confusion(FIELDS, work), seconds, count


def right(matrix: Confusion) -> float:
    """Share of the passages that were given their label."""
    return sum(matrix.count(name, name) for name in matrix.labels) / max(1, sum(matrix.counts.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", type=Path, help="folders of NAME.txt with NAME.gold.json")
    parser.add_argument("--union", type=Path, help="folder of the written training data, for the row of rules alone")
    parser.add_argument("--labeller", type=Path, default=ROOT / "models" / "labeller")
    options = parser.parse_args()
    print("| cases | labeller | sections right | fields right |\n| --- | --- | ---: | ---: |")
    rest: list[str] = []
    for name, label in variants(options.labeller, options.union):
        for cases in options.cases:
            matrix, work, seconds, words = measure(cases, label)
            field = "" if name == "rules alone" else f"{right(work):.3f}"
            print(f"| {cases.name} | {name} | {right(matrix):.3f} | {field} |", flush=True)
            if name == "both":
                scores = ", ".join(f"{key} {value.f1:.3f}" for key, value in matrix.by_label().items())
                rest.append(f"{cases.name}: F1 {scores}; {seconds / words * 1000:.2f} s for 1,000 words")
    print("\n" + "\n".join(rest))


if __name__ == "__main__":
    main()
