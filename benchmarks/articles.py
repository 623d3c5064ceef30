"""The summaries of whole articles that `benchmarks/model.py` compares, and their scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

from condensing import free
from decoders import EMBEDDED

from summarise import Summariser
from summarise.cleaning import clean
from summarise.condensing import Passage, load_condenser
from summarise.condensing.seq2seq import DECODING
from summarise.errors import InputError
from summarise.evaluation import Gold
from summarise.records import Source, Span
from summarise.rouge import rouge_l, rouge_n, words
from summarise.segmenting import segment

Sentences = list[tuple[str, Span]]  # each with where it comes from
Writer = Callable[[Source, int], Sentences]
"""What writes the summary of an article, of about so many characters if it can choose."""


def product(_folder: Path) -> Writer:
    summariser = Summariser(model=EMBEDDED)

    def summarise(source: Source, _length: int) -> Sentences:
        try:
            summary = summariser.summarise(source)
        except InputError:
            return []
        items = (*summary.achievements, *summary.shortcomings, *summary.tasks)
        return [(item.text, item.source[0]) for item in sorted(items, key=lambda item: item.source[0])]

    return summarise


def lead(_folder: Path) -> Writer:
    def summarise(source: Source, length: int) -> Sentences:
        sentences = page(source)
        return sentences[: fitting((len(text) for text, _ in sentences), length)]

    return summarise


def lexrank(_folder: Path) -> Writer:
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.summarizers.lex_rank import LexRankSummarizer

    class Words:
        """All that LexRank asks of a tokenizer; sumy's own would download data."""

        def to_words(self, text: str) -> tuple[str, ...]:
            return tuple(words(text))

    def summarise(source: Source, length: int) -> Sentences:
        sentences = page(source)
        nodes = [Sentence(text, Words()) for text, _ in sentences]

        def best(ranked: Any) -> Any:
            return ranked[: fitting((len(str(one.sentence)) for one in ranked), length)]

        chosen = LexRankSummarizer()(ObjectDocumentModel([Paragraph(nodes)]), best)
        ids = {id(node) for node in chosen}
        return [sentence for node, sentence in zip(nodes, sentences, strict=True) if id(node) in ids]

    return summarise


def vit5_article(folder: Path) -> Writer:
    DECODING["summary"] = replace(DECODING["summary"], beams=4)
    condenser = free(load_condenser(folder))

    def summarise(source: Source, _length: int) -> Sentences:
        condenser.condense([Passage(source.text, "vi", task="summary")])
        return []  # random weights: nothing to score

    return summarise


def page(source: Source) -> Sentences:
    """All sentences of a page, those that cleaning would leave out as well."""
    article = clean(source)
    everything = replace(article, blocks=tuple(replace(block, kind="body") for block in article.blocks))
    return [(sentence.text, sentence.span) for sentence in segment(everything) if words(sentence.text)]


def fitting(sizes: Iterable[int], length: int) -> int:
    """How many of the first sentences come nearest to `length` characters."""
    count = total = 0
    for size in sizes:
        if abs(total + size - length) > abs(total - length):
            break
        count, total = count + 1, total + size
    return count


def text_of(summary: Sequence[Sequence[Any]]) -> str:
    return "\n".join(text for text, _ in summary)


def rouges(summary: Sequence[Sequence[Any]], gold: Gold) -> tuple[float, float, float]:
    """ROUGE-1, -2 and -L of the whole summary against all necessary bullets."""
    mine, theirs = words(text_of(summary)), words("\n".join(span.condensed for span in gold.spans if span.key))
    return rouge_n(mine, theirs, 1), rouge_n(mine, theirs, 2), rouge_l(mine, theirs)


def noise(summaries: Sequence[Sequence[Sequence[Any]]], cases: Sequence[tuple[Gold, Source]]) -> float:
    """The share of all sentences of the summaries that lie mostly in what a person labelled as noise."""
    found = []
    for summary, (gold, source) in zip(summaries, cases, strict=True):
        noisy: set[int] = set()
        at = 0
        for span in gold.spans:
            at = source.text.index(span.quote, at)
            if span.label == "noise":
                noisy.update(range(at, at + len(span.quote)))
            at += len(span.quote)
        found += [2 * len(noisy.intersection(range(*span))) > span[1] - span[0] for _, span in summary]
    return fmean(found) if found else 0.0
