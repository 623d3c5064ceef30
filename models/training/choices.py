"""Which sentences of an article make the best summary: the scores of all choices, and the loss that follows from them.

A summary is taken to be one sentence of the beginning of an article, or two in their order. That is few enough to score
every one with ROUGE against the abstract, and to ask the selector (`summarise/condensing/selecting.py`) for the
probability of every one. So it is not taught one choice that was made for it, it learns from what its own would gain on
average: minimum risk training (Shen et al. 2016) with all candidates in the place of a sample of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from pathlib import Path

import torch
from corpora import Document
from rouge_score.tokenizers import DefaultTokenizer
from torch import Tensor

from summarise import rouge
from summarise.condensing.selecting import FACTS, MOST, Selector
from summarise.condensing.seq2seq import DECODING

TOKENS = DefaultTokenizer(False).tokenize  # the published scale of `benchmarks/vietnews.py`
SHARP = 0.1  # temperature of the scores where they are taken as wanted probabilities
ALIKE = 0.3  # weight of these


def scored(document: Document) -> dict[str, object] | None:
    """The lines of the body and, by pairs of the numbers of those that are read (twice the same: one line), half of ROUGE-1
    with the abstract, twice ROUGE-2, and ROUGE-L; None where there is nothing to choose."""
    lines = document.beginning[:MOST]
    if len(lines) < 2 or not 8 <= len(document.abstract.split()) <= 100:
        return None
    wanted, parts = TOKENS(document.abstract), [TOKENS(line) for line in lines]
    table = [[0.0] * len(lines) for _ in lines]
    for first, last in combinations_with_replacement(range(len(lines)), 2):
        got = parts[first] if first == last else parts[first] + parts[last]
        gains = [rouge.rouge_n(got, wanted, 1) / 2, 2 * rouge.rouge_n(got, wanted, 2), rouge.rouge_l(got, wanted)]
        table[first][last] = round(sum(gains), 4)
    return {"lines": document.body, "scores": table}


@dataclass(frozen=True)
class Article:
    """What the encoder reads of an article, the pieces of all of its lines, and the scores of the choices among the first
    `count`, (count, count); minus infinity where the product takes none."""

    source: list[int]
    lines: list[list[int]]
    scores: Tensor

    @property
    def count(self) -> int:
        return len(self.scores)


def encoded(path: Path, tokenizer, longest: int) -> list[Article]:
    """The articles of `path`, as far as `longest` pieces reach; of those with one sentence left there is nothing to learn."""
    found = []
    prefix = tokenizer("<summary><vi>", add_special_tokens=False).input_ids
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        lines = tokenizer(row["lines"], add_special_tokens=False).input_ids
        size, count = len(prefix) + 2, 0
        while count < len(row["scores"]) and size + len(lines[count]) <= longest:
            size += len(lines[count])
            count += 1
        if count > 1:
            pieces = [piece for sentence in lines[:count] for piece in sentence]
            source = [tokenizer.bos_token_id, *prefix, *pieces, tokenizer.eos_token_id]
            lengths = torch.tensor([len(sentence) for sentence in lines[:count]])
            allowed = torch.eye(count).bool() | (lengths[:, None] + lengths <= DECODING["summary"].longest).triu()
            scores = torch.tensor(row["scores"])[:count, :count].masked_fill(~allowed, float("-inf"))
            found.append(Article(source, lines, scores))
    return found


def information(articles: Sequence[Article], vocabulary: int) -> Tensor:
    """The inverse document frequency of each piece: the logarithm of how many times fewer articles have it than there are,
    both counted from 1."""
    having = torch.ones(vocabulary)
    for article in articles:
        having[list({piece for line in article.lines for piece in line})] += 1
    return ((len(articles) + 1) / having).log()


@dataclass(frozen=True)
class Example:
    """What the selector is given of an article, (count, width) and (count, count, FACTS), and the scores of the choices."""

    means: Tensor
    told: Tensor
    scores: Tensor


def usual(examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """The means of the facts over all choices that the product takes, and their deviations."""
    told = torch.cat([example.told[example.scores.isfinite()] for example in examples])
    return told.mean(0), told.std(0)


def loss(selector: Selector, batch: Sequence[Example]) -> tuple[Tensor, float]:
    """The mean of what is lost against the best choices, and the score of the likeliest choices as a share of theirs."""
    most = max(len(example.means) for example in batch)
    sentences = torch.zeros(len(batch), most, batch[0].means.shape[1])
    told = torch.zeros(len(batch), most, most, FACTS)
    gains = torch.full((len(batch), most, most), float("-inf"))
    for row, example in enumerate(batch):
        count = len(example.means)
        sentences[row, :count] = example.means
        told[row, :count, :count], gains[row, :count, :count] = example.told, example.scores
    gains = gains.flatten(1)
    allowed = gains.isfinite()
    chances = selector(sentences, told).flatten(1).masked_fill(~allowed, float("-inf")).log_softmax(1)
    best, known = gains.max(1).values, gains.masked_fill(~allowed, 0)
    wanted = torch.softmax(gains / SHARP, 1)
    alike = (wanted * chances.masked_fill(~allowed, 0)).sum(1)
    lost = best - (chances.exp() * known).sum(1) - ALIKE * alike
    got = gains.gather(1, chances.argmax(1, keepdim=True))
    return lost.mean(), (got.sum() / best.sum()).item()
